"""Reading an experiment from its YAML file: everything is checked before anything is run."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.forms import LAST_SEED, comparison
from simkomunitas.config.nodes import Node, Unreadable
from simkomunitas.config.reading import PATH, read_document
from simkomunitas.config.validating import validated
from simkomunitas.config.writing import resolved
from simkomunitas.experiments import forms
from simkomunitas.experiments.design import Experiment, Method, Precision, build_with
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.factors import Factor
from simkomunitas.experiments.purposes import read_contrasts, read_outcomes, refuse_unknown_outcomes
from simkomunitas.experiments.varying import read_factors
from simkomunitas.model.scenario import Scenario

Values = dict[str, Any]
MOST_POINTS = 10_000_000


def read_experiment(path: PATH, sets: Sequence[str] = ()) -> Experiment:
    """The experiment in a file, with ``sets`` (``replicates=4``) laid over it; a comparison or a scenario is one too.

    Whatever is wrong, in what varies as well, raises one InputError with all faults.
    """
    return read_document(path, sets, _read)


def _read(node: Node, source: Path, faults: list[ErrorDetail]) -> Experiment | None:
    """The experiment that a document describes; None, and faults, if it describes none."""
    base, own = _base(node, faults), _own(node)
    said = validated(forms.experiment(), own, faults)
    notes: list[str] = []
    factors = read_factors(own.get("vary"), faults, notes)
    arms = _arms(base)
    scenarios = build_with(base, arms, {}, faults)
    if scenarios:
        _try_each(base, arms, factors, faults)
        factors = tuple(_with_base(factor, scenarios[0]) for factor in factors)
    method = _method(own.get("design"), factors, faults)
    outcomes = read_outcomes(own.get("outcomes"), faults)
    for key in (("smallest_effect",), ("spread",), ("precision", "absolute")):
        refuse_unknown_outcomes(own.at(key), faults)
    if said is None or method is None:
        return None
    return _put_together(said, own, (arms, factors, method, outcomes), base, source, notes, faults)


def _put_together(said: Values, own: Node, run: tuple[Any, ...], base: Node, source: Path, notes: list[str],
                  faults: list[ErrorDetail]) -> Experiment | None:  # fmt: skip
    """The experiment from its parts, with the checks that need several of them."""
    arms, factors, method, outcomes = run
    contrasts = read_contrasts(said, own, arms, factors, faults)
    replicates = _replicates(said, own, outcomes, faults)
    if faults or replicates is None:
        return None
    return Experiment(
        title=said["title"],
        question=said["question"],
        hypothesis=said["hypothesis"],
        arms=arms,
        factors=factors,
        method=method,
        replicates=replicates,
        outcomes=outcomes,
        contrasts=contrasts,
        smallest_effect=tuple(said["smallest_effect"].items()),
        spread=tuple(said["spread"].items()),
        first_seed=said["first_seed"],
        weekly=said["weekly"],
        base=base,
        source=source,
        notes=tuple(notes),
    )


def _base(node: Node, faults: list[ErrorDetail]) -> Node:
    """The document of the scenario or comparison; keys that neither it nor an experiment has are faults."""
    keys = {*forms.OWN, *comparison().model_fields}
    unknown = {name: part for name, part in node.value.items() if name not in keys}
    faults.extend(
        ErrorDetail(part.place, part.key, "", "no such key", suggest_name(name, keys)) for name, part in unknown.items()
    )
    return node.without(*forms.OWN, *unknown)


def _own(node: Node) -> Node:
    """The keys that only an experiment has."""
    return node._replace(value={name: part for name, part in node.value.items() if name in forms.OWN})


def _arms(base: Node) -> tuple[str, ...]:
    """The names of the arms."""
    arms = base.get("arms")
    return tuple(arms.value) if arms is not None and isinstance(arms.value, dict) else ()


def _try_each(base: Node, arms: Sequence[str], factors: Sequence[Factor], faults: list[ErrorDetail]) -> None:
    """Lay every level, and both ends of every range, over the base alone; what is wrong with them is added."""
    for factor in factors:
        ends = range(len(factor.levels)) if factor.span is None else (factor.span.low, factor.span.high)
        for coordinate in ends:
            found: list[ErrorDetail] = []
            build_with(base, arms, {factor.name: factor.over(float(coordinate))}, found)
            # Settings may contradict each other one by one and agree together; whole points are checked later.
            faults.extend(fault for fault in found if "vary" in fault.key)


def _with_base(factor: Factor, scenario: Scenario) -> Factor:
    """A factor that knows its value in the base scenario, if that is a number of its range."""
    if factor.span is None:
        return factor
    value: Any = resolved(scenario)
    for name in factor.name.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    right = isinstance(value, int | float) and factor.span.low <= value <= factor.span.high
    return factor._replace(span=factor.span._replace(base=float(value) if right else math.nan))


def _method(node: Node | None, factors: Sequence[Factor], faults: list[ErrorDetail]) -> Method | None:
    """How the points are chosen; None, and faults, if that is wrong."""
    name, told = _design_named(node, faults)
    if name is None:
        return None
    said = validated(forms.design(name), told, faults)
    if said is None:
        return None
    if designs[name].needs_steps:
        faults.extend(ErrorDetail(factor.node.place, f"{factor.node.key}.steps", "",
            "how many values the range is to give",
                            "for instance steps: 5") for factor in factors if factor.size == 0)  # fmt: skip
    elif not factors:
        faults.append(told.fault("something that varies"))
    settings = {key: said[key] for key in designs[name].settings}
    count = designs[name]().count(factors, settings)
    if count > MOST_POINTS:
        place = told.place or factors[0].node.place
        faults.append(ErrorDetail(place, "vary", f"{count:,} combinations", f"at most {MOST_POINTS:,} combinations"))
    return Method(name, tuple(settings.items()))


def _design_named(node: Node | None, faults: list[ErrorDetail]) -> tuple[str | None, Node]:
    """The name of the design, and the section in which its settings stand."""
    start = node or Node("grid", "", "design", Path())
    part = start.get("method") if isinstance(start.value, dict) else start
    if part is None or isinstance(part.value, Unreadable):
        faults.extend([] if part else [start.fault("method: the name of a design", suggest_name("", designs))])
        return None, start
    if not isinstance(part.value, str) or part.value not in designs:
        faults.append(part.fault("a design", suggest_name(str(part.value), designs)))
        return None, start
    return part.value, start if isinstance(start.value, dict) else start._replace(value={"method": part})


def _replicates(said: Values, own: Node, outcomes: Sequence[str], faults: list[ErrorDetail]) -> int | Precision | None:
    """How often each point is run; None, and faults, if that is wrong."""
    automatic = said["replicates"] == forms.AUTO
    precise = said["precision"]
    most = precise["most"] if automatic else said["replicates"]
    place = own.get("replicates") or own
    if automatic and not outcomes:
        faults.append(place.fault("outcomes: by which it is judged whether there are enough"))
    if automatic and precise["least"] > precise["most"]:
        faults.append((own.at(("precision", "least")) or place).fault(f"at most most ({precise['most']})"))
    if not automatic and own.get("precision") is not None:
        faults.append((own.get("precision") or place).fault("replicates: auto, or no precision"))
    if said["first_seed"] + most > LAST_SEED:
        faults.append((own.get("first_seed") or own).fault(f"at most {LAST_SEED} together with replicates ({most})"))
    if not automatic:
        return int(said["replicates"])
    return Precision(precise["relative"], tuple(precise["absolute"].items()), precise["least"], precise["most"])
