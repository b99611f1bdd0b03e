"""What the examples in docstrings may name beside the package: ``folder``, the results of a small sweep."""

import functools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import simkomunitas as sk


class SweepFolder(os.PathLike[str]):
    """The folder of a sweep that is made when an example first asks for it."""

    def __init__(self, parent: Path) -> None:
        self.parent = parent

    @functools.cached_property
    def path(self) -> str:
        """Four runs: one key with two values, two seeds."""
        village = {"community": {"people": {"adults": 30}}, "horizon": {"programme_weeks": 0, "weeks_after": 4}}
        study = sk.experiment(
            sk.scenario(**village), {"community.people.hamlets": [1, 2]}, replicates=2, keep_weekly=True
        )
        return str(sk.sweep(study, self.parent / "results", workers=1).folder)

    def __fspath__(self) -> str:
        return self.path


@pytest.fixture(scope="session", autouse=True)
def name_example_folder(doctest_namespace: dict[str, object]) -> Iterator[None]:
    """Give the examples their folder, which lasts as long as the tests."""
    with tempfile.TemporaryDirectory() as parent:
        doctest_namespace["folder"] = SweepFolder(Path(parent))
        yield
