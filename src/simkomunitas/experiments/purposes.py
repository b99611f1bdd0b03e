"""Reading what an experiment is judged by: outcomes, planned contrasts, effects of interest."""

from collections.abc import Iterator, Sequence
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.nodes import Node, Unreadable
from simkomunitas.experiments.design import Contrast
from simkomunitas.experiments.factors import ARM, Factor, Label
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS


def measures() -> list[str]:
    """Every ``outcome@period`` that runs give."""
    return [f"{name}@{period}" for name in outcomes for period in REPORTED_PERIODS]


def read_outcomes(node: Node | None, faults: list[ErrorDetail]) -> tuple[str, ...]:
    """The outcomes of interest, each once; an outcome without a period means all periods."""
    if node is None or not isinstance(node.value, list):
        return ()
    found = [name for part in node.value for name in _measures_of(part, faults)]
    return tuple(dict.fromkeys(found))


def _measures_of(node: Node, faults: list[ErrorDetail]) -> list[str]:
    known = measures()
    if isinstance(node.value, str) and node.value in outcomes:
        return [f"{node.value}@{period}" for period in REPORTED_PERIODS]
    if isinstance(node.value, str) and node.value not in known:
        faults.append(node.fault("outcome@period", _meant(node.value)))
    return [node.value] if isinstance(node.value, str) else []


def _meant(word: str) -> str:
    """A hint at the outcome or the period that was meant."""
    name, _, period = word.partition("@")
    return suggest_name(period, REPORTED_PERIODS) if name in outcomes else suggest_name(name, outcomes)


def refuse_unknown_outcomes(node: Node | None, faults: list[ErrorDetail]) -> None:
    """Add a fault for every key of a section that is no ``outcome@period``."""
    known = measures()
    for name, part in node.value.items() if node is not None and isinstance(node.value, dict) else ():
        if name not in known:
            faults.append(ErrorDetail(part.place, part.key, "", "outcome@period", _meant(name)))


def read_contrasts(said: dict[str, Any], own: Node, arms: Sequence[str], factors: Sequence[Factor],
                   faults: list[ErrorDetail]) -> tuple[Contrast, ...]:  # fmt: skip
    """The planned contrasts; where none are written, every arm against the arm ``against``."""
    levels: dict[str, list[Label]] = {factor.name: list(_labels(factor)) for factor in factors}
    levels |= {ARM: list(arms)} if arms else {}
    node = own.get("contrasts")
    if node is None or not isinstance(node.value, list):
        return _all_arms(said["against"], own, arms, faults)
    pairs = zip(said["contrasts"], node.value, strict=True)
    return tuple(contrast for written, part in pairs for contrast in _contrasts(written, part, levels, faults))


def _labels(factor: Factor) -> Iterator[Label]:
    """What can be compared: the levels, and the values of a range in a grid."""
    return (factor.label(value) for value in factor.grid())


def _all_arms(against: str, own: Node, arms: Sequence[str], faults: list[ErrorDetail]) -> tuple[Contrast, ...]:
    if own.get("against") is not None and against not in arms:
        faults.append(own.value["against"].fault("the name of an arm", suggest_name(against, arms)))
    others = arms if against in arms else ()
    return tuple(Contrast(ARM, arm, against) for arm in others if arm != against)


def _contrasts(written: dict[str, Any], node: Node, levels: dict[str, list[Label]],
               faults: list[ErrorDetail]) -> Iterator[Contrast]:  # fmt: skip
    """One entry: one level against another, or all others against it."""
    name, level, against = written["factor"], written["level"], written["against"]
    if name not in levels:
        place = node.get("factor") or node
        faults.append(place.fault("arm, or a key that varies", suggest_name(name, levels)))
        return
    for key, value in (("level", level), ("against", against)):
        part = node.get(key)
        if part is not None and not isinstance(part.value, Unreadable) and value not in levels[name]:
            faults.append(part.fault(f"a level of {name}", suggest_name(str(value), map(str, levels[name]))))
    at = _fixed(written["at"], name, node, levels, faults)
    others = levels[name] if level is None else [level]
    yield from (Contrast(name, other, against, at) for other in others if other != against)


def _fixed(values: dict[str, Any], factor: str, node: Node, levels: dict[str, list[Label]],
           faults: list[ErrorDetail]) -> tuple[tuple[str, Label], ...]:  # fmt: skip
    """The values of other factors at which a contrast is made; what does not vary, and unknown levels, are faults."""
    others = {name: known for name, known in levels.items() if name != factor}
    for name, value in values.items():
        part = node.value["at"].get(name) or node
        if name not in others:
            faults.append(
                part._replace(value=name).fault("arm, or another key that varies", suggest_name(name, others))
            )
        elif not isinstance(part.value, Unreadable) and value not in others[name]:
            faults.append(part.fault(f"a level of {name}", suggest_name(str(value), map(str, others[name]))))
    return tuple(values.items())
