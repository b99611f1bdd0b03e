"""Scenarios and programmes made and changed in Python, with the keys and the checks of a file."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, NoReturn, Self

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.config import config_reader
from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.scenario_changes import change_scenario
from simkomunitas.model.programme.programme_settings import Facilitation, ProgrammeCourse
from simkomunitas.model.scenario_definition import Comparison, Programme, Scenario
from simkomunitas.notebook_interface.name_hints import build_missing_name_error, suggest_arguments

FilePath = str | PathLike[str]
PROGRAMME_SECTIONS = {"facilitation": Facilitation._fields, "course": ProgrammeCourse._fields}
PROGRAMME_HINTS = {
    "exit": "write programme.exit_rule",
    "hours": "write programme.facilitation.hours",
    "set": "write programme.change(hours=20)",
}
PROGRAMME_KEYS = ("model", "strategies", "targeting", "exit", "facilitation", "stages", "course")
SCENARIO_HINTS = {
    "community": "write scenario.village",
    "run": "write sk.run(scenario, seed=1)",
    "compare": "write sk.compare(scenario, replicates=30)",
    "residents": "write sk.run(scenario).residents",
    "seed": "a seed belongs to a run: sk.run(scenario, seed=1)",
    "set": 'write scenario.change(**{"horizon.weeks_after": 104}), with the keys of a file',
}


class NotebookScenario(Scenario):
    """A scenario that can be changed by the keys of a file; ``sk.scenario`` gives one.

    >>> import simkomunitas as sk
    >>> sk.Scenario().change(**{"community.people.adults": 100}).village
    100 adults in 6 hamlets, network hamlets
    """

    def __new__(cls, *parts: Any, **named: Any) -> Self:  # noqa: ANN401 - the parts of a scenario
        """A scenario from its parts; TypeError, with a hint, for what is no part of one."""
        for name in named:
            if name not in cls._fields:
                known = f"a Scenario has the parts {', '.join(cls._fields)}"
                raise TypeError(f"{known}, not {name!r}; settings go into sk.scenario(**{{'path.to.key': value}})")
        made = super().__new__(cls, *parts, **named)
        programme = made.programme
        if isinstance(programme, Programme) and not isinstance(programme, NotebookProgramme):
            return made._replace(programme=NotebookProgramme(*programme))
        return made

    def change(self, changes: Mapping[str, object] | None = None, /, **settings: object) -> "NotebookScenario":
        """The same scenario with other settings, each under its key of a file; the old one stays as it was.

        Values may be sections, villages, programmes, None for no programme, or names of YAML files.  What a file could
        not say raises InputError with every error: the key, what is expected, and the name that was probably meant.

        >>> import simkomunitas as sk
        >>> changed = sk.scenario().change(**{"horizon.programme_weeks": 52, "community.people.adults": 60})
        >>> changed.horizon.programme_weeks, changed.village.people.adults
        (52.0, 60.0)
        """
        return NotebookScenario(*change_scenario(Scenario(*self), {**(changes or {}), **settings}))

    def __getattr__(self, name: str) -> NoReturn:
        """AttributeError that says how a scenario is read and changed."""
        inside = [part for part in self._fields if name in getattr(getattr(self, part), "_fields", ())]
        hints = {name: f"write scenario.{inside[0]}.{name}"} if inside else SCENARIO_HINTS
        raise build_missing_name_error("a scenario", name, dir(type(self)), hints)


class NotebookProgramme(Programme):
    """A programme that can be changed by the keys of a file; ``sk.programme`` gives one.

    >>> import simkomunitas as sk
    >>> sk.programme(strategies={"community_education": 1}).change(hours=20).facilitation.hours
    20.0
    """

    def change(self, changes: Mapping[str, object] | None = None, /, **settings: object) -> "NotebookProgramme":
        """The same programme with other settings, each under its key in the section ``programme`` of a file.

        >>> import simkomunitas as sk
        >>> sk.programme(strategies={"local_resources": 1}).change(exit="tapering").exit_rule
        'tapering'
        """
        given = {**(changes or {}), **settings}
        return _build_programme({_programme_key(key): value for key, value in given.items()}, Programme(*self))

    def __getattr__(self, name: str) -> NoReturn:
        raise build_missing_name_error("a programme", name, dir(type(self)), PROGRAMME_HINTS)


@suggest_arguments({"seed": "a seed belongs to a run: sk.run(scenario, seed=3)"})
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
        base = config_reader.read_arm(validate_path(source, "a YAML file"), arm, option="scenario")
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

    >>> import simkomunitas as sk
    >>> sk.read_comparison("configs/strategies.yaml", ["replicates=5"]).replicates
    5
    """
    comparison = config_reader.read_comparison(validate_path(path, "a YAML file"), overrides)
    return comparison._replace(arms=tuple((name, NotebookScenario(*arm)) for name, arm in comparison.arms))


def programme(
    source: FilePath | Mapping[str, Any] | None = None,
    /,
    *,
    strategies: Mapping[str, Any] | None = None,
    **settings: object,
) -> NotebookProgramme:
    """A programme: from a YAML file, or from the shares of hours that its strategies get, named or given first.

    strategies: share of the hours by strategy, the same in all stages or stage by stage; they sum to one.
    settings: ``model``, ``targeting`` and ``exit`` by name; ``hours``, ``number`` and other numbers of the facilitators
    and of the course of the programme by theirs.  Whatever is wrong raises InputError with every error, a setting that
    no programme has TypeError.

    >>> import simkomunitas as sk
    >>> sk.programme(strategies={"community_education": 1}, hours=16, targeting="central").facilitation.hours
    16.0
    """
    if isinstance(source, Mapping):
        source, strategies = None, source
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
    raise TypeError(f"a programme has no setting {name!r}; {suggest_name(name, known)}")
