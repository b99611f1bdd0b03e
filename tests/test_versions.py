"""The versions that were tried stand in one file, fit for everybody's registry and for what pyproject.toml promises."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-lock.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def pinned():
    """Each package of the lock file, with its version."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.lstrip().startswith("#")]
    return {normal(name): version for name, version in pins}


def normal(name):
    """The name of a package as registries compare it."""
    return re.sub(r"[._-]+", "-", name.lower())


def numbers(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def needed():
    """What the project asks for directly, but for the parts that are not in the lock (neural nets)."""
    lists = [PROJECT["dependencies"], *(EXTRAS[name] for name in ("app", "analysis", "cluster", "test"))]
    return [one for every in lists for one in every if not one.startswith("simkomunitas")]


def test_the_lock_names_packages_and_versions_and_no_places():
    for name, version in pinned().items():
        assert re.fullmatch(r"[a-z0-9._-]+", name)
        assert re.fullmatch(r"[\w.!+-]+", version)
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links|/\w+/", text)


@pytest.mark.parametrize("requirement", needed())
def test_every_dependency_has_a_tried_version_within_its_bounds(requirement):
    name, bounds = re.match(r"([\w.-]+)(?:\[\w+\])?(.*)", requirement).groups()
    version = numbers(pinned()[normal(name)])
    for sign, bound in re.findall(r"(>=|<|==)([\d.]+)", bounds):
        limit = numbers(bound)
        assert {">=": version >= limit, "<": version < limit, "==": version == limit}[sign], (name, version)


def test_a_new_major_version_of_a_core_dependency_is_tried_before_it_is_let_in():
    free = [re.match(r"[\w.]+", one)[0] for one in PROJECT["dependencies"] if "<" not in one]
    assert free == ["pyarrow", "rich", "scipy"]  # every release of theirs is a major one
