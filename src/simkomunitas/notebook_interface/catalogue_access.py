"""A subject of the front door, such as ``sk.strategies``: its catalogue, and the other names of its package."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.notebook_interface.name_hints import build_missing_name_error


class CatalogueSubject(Mapping[str, Any]):
    """Entries by name, as in the catalogue of a package; attributes are those of the package.

    >>> import simkomunitas as sk
    >>> sk.targeting["leaders_first"].__doc__
    'Officials and local leaders first, then anybody by lot.'
    """

    def __init__(self, package: ModuleType, catalogue: Catalogue[Any]) -> None:
        """``catalogue`` is the one that the package keeps."""
        self.__doc__ = package.__doc__
        self._package = package
        self._catalogue = catalogue

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - an entry of any kind
        return self._catalogue[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue)

    def __len__(self) -> int:
        return len(self._catalogue)

    def __repr__(self) -> str:
        return repr(self._catalogue)

    def _repr_html_(self) -> str:
        return self._catalogue._repr_html_()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any name of the package
        if name.startswith("_") or not hasattr(self._package, name):
            hints = {entry: f"entries are looked up by name, in brackets: [{entry!r}]" for entry in self._catalogue}
            raise build_missing_name_error(self._package.__name__, name, dir(self), hints)
        return getattr(self._package, name)

    def __dir__(self) -> list[str]:
        """The public names of the package."""
        return sorted(getattr(self._package, "__all__", ()))
