"""Libraries that only some need: fetched when they are used, with a word on how to get them."""

import importlib
from types import ModuleType

from simkomunitas.base.input_errors import ErrorDetail, InputError


def import_optional(module: str, extra: str) -> ModuleType:
    """A module that comes with ``pip install 'simkomunitas[extra]'``; InputError says so where it is missing."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != module.partition(".")[0]:
            raise
        needed, hint = f"the library {missing.name}", f"pip install 'simkomunitas[{extra}]'"
        raise InputError([ErrorDetail("simkomunitas", extra, "not installed", needed, hint)]) from None
