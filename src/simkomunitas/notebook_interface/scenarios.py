"""Scenarios and programmes made and changed in Python, with the keys and the checks of a file."""

import difflib
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from simkomunitas.config import config_reader
from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.scenario_changes import change_scenario
from simkomunitas.model.programme.programme_settings import Facilitation, ProgrammeCourse
from simkomunitas.model.scenario_definition import Comparison, Programme, Scenario

FilePath = str | PathLike[str]
PROGRAMME_SECTIONS = {"facilitation": Facilitation._fields, "course": ProgrammeCourse._fields}
PROGRAMME_KEYS = ("model", "strategies", "targeting", "exit", "facilitation", "stages", "course")
SCENARIO_EXAMPLE = 'write scenario.change(**{"horizon.weeks_after": 104}), with the keys of a file'


class NotebookScenario(Scenario):
    """A scenario that can be changed by the keys of a file; ``sk.scenario`` gives one."""

    def change(self, /, **settings: object) -> "NotebookScenario":
        """The same scenario with other settings, each under its key of a file; the old one stays as it was.

        Values may be sections, villages, programmes, None for no programme, or names of YAML files.  What a file could
        not say raises InputError with every error: the key, what is expected, and the name that was probably meant.

        >>> import simkomunitas as sk
        >>> changed = sk.scenario().change(**{"horizon.programme_weeks": 52, "community.people.adults": 60})
        >>> changed.horizon.programme_weeks, changed.village.people.adults
        (52.0, 60.0)
        """
        return NotebookScenario(*change_scenario(Scenario(*self), settings))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - nothing is called so
        """AttributeError that says how a scenario is read and changed."""
        found = [f"{part}.{name}" for part in self._fields if name in getattr(getattr(self, part), "_fields", ())]
        if name.startswith("_"):
            raise AttributeError(name)
        if found:
            raise AttributeError(f"a scenario has no {name!r}; write scenario.{found[0]}")
        raise AttributeError(f"a scenario has no {name!r}; {SCENARIO_EXAMPLE}")


class NotebookProgramme(Programme):
    """A programme that can be changed by the keys of a file; ``sk.programme`` gives one."""

    def change(self, /, **settings: object) -> "NotebookProgramme":
        """The same programme with other settings, each under its key in the section ``programme`` of a file.

        >>> import simkomunitas as sk
        >>> sk.programme(strategies={"local_resources": 1}).change(exit="tapering").exit_rule
        'tapering'
        """
        return _build_programme({f"programme.{key}": value for key, value in settings.items()}, Programme(*self))


def scenario(
    source: FilePath | Scenario | None = None, /, *, arm: str | None = None, **settings: object
) -> NotebookScenario:
    """A scenario: from a YAML file, from another scenario, or the usual village without a programme.

    arm: which one, of a file that holds several.  settings: what is different, under the keys of a file; ``community``
    and ``programme`` may be names of YAML files.  Whatever is wrong raises InputError with every error.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(horizon={"programme_weeks": 26, "weeks_after": 52})
    >>> village.programme is None
    True
    """
    if isinstance(source, Scenario):
        base = source
    elif source is None:
        base = Scenario()
    else:
        base = config_reader.read_arm(validate_path(source, "a YAML file"), arm)
    return NotebookScenario(*change_scenario(Scenario(*base), settings))


def read_scenario(path: FilePath, overrides: Sequence[str] = ()) -> NotebookScenario:
    """The scenario in a YAML file, with ``overrides`` (``horizon.weeks_after=104``) laid over it.

    Whatever is wrong raises InputError with every error.

    >>> import simkomunitas as sk
    >>> sk.read_scenario("missing.yaml")
    Traceback (most recent call last):
    ...
    simkomunitas.base.input_errors.InputError: missing.yaml: file: a file that exists (found no such file)
    """
    return NotebookScenario(*config_reader.read_scenario(validate_path(path, "a YAML file"), overrides))


def read_comparison(path: FilePath, overrides: Sequence[str] = ()) -> Comparison:
    """The comparison in a YAML file; a scenario without arms is compared with the same village without a programme.

    ``overrides`` are laid over what all arms have in common, or over one arm:
    ``arms.balanced.horizon.weeks_after=104``.
    Whatever is wrong raises InputError with every error.
    """
    comparison = config_reader.read_comparison(validate_path(path, "a YAML file"), overrides)
    return comparison._replace(arms=tuple((name, NotebookScenario(*arm)) for name, arm in comparison.arms))


def programme(
    source: FilePath | None = None, /, *, strategies: Mapping[str, Any] | None = None, **settings: object
) -> NotebookProgramme:
    """A programme: from a YAML file, or from the shares of hours that its strategies get.

    strategies: share of the hours by strategy, the same in all stages or stage by stage; they sum to one.
    settings: ``model``, ``targeting`` and ``exit`` by name; ``hours``, ``number`` and other numbers of the facilitators
    and of the course of the programme by theirs.  Whatever is wrong raises InputError with every error, a setting that
    no programme has TypeError.

    >>> import simkomunitas as sk
    >>> sk.programme(strategies={"community_education": 1}, hours=16, targeting="central").facilitation.hours
    16.0
    """
    given: dict[str, object] = {} if source is None else {"programme": validate_path(source, "a YAML file")}
    if strategies is not None:
        given["programme.strategies"] = strategies
    return _build_programme(given | {_programme_key(name): value for name, value in settings.items()})


def _build_programme(settings: Mapping[str, object], base: Programme | None = None) -> NotebookProgramme:
    whole, parts = settings.get("programme"), {key: value for key, value in settings.items() if key != "programme"}
    start = Scenario(programme=base)
    if whole is not None:
        start = change_scenario(start, {"programme": whole})
    built = change_scenario(start, parts).programme if parts else start.programme
    if built is None:
        raise TypeError('a programme has strategies: write sk.programme(strategies={"community_education": 1})')
    return NotebookProgramme(*built)


def _programme_key(name: str) -> str:
    """The key of a file for a setting of a programme."""
    if name.partition(".")[0] in PROGRAMME_KEYS:
        return f"programme.{name}"
    for section, names in PROGRAMME_SECTIONS.items():
        if name in names:
            return f"programme.{section}.{name}"
    known = [*PROGRAMME_KEYS, *(name for names in PROGRAMME_SECTIONS.values() for name in names)]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
    raise TypeError(f"a programme has no setting {name!r}; {hint}")
