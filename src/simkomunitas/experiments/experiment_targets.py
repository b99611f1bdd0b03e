"""Reading what an experiment is judged by: outcomes, planned contrasts, effects of interest."""

from collections.abc import Iterator, Sequence

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import ConfigNode, UnreadableValue
from simkomunitas.experiments.experiment_design import PlannedContrast
from simkomunitas.experiments.experiment_factors import ARM_COLUMN, Factor, LevelLabel
from simkomunitas.experiments.experiment_schemas import ContrastEntry, ExperimentSettings
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS


def list_outcome_measures() -> list[str]:
    """Every ``outcome@period`` that runs give."""
    return [f"{name}@{period}" for name in outcomes for period in REPORTED_PERIODS]


def read_outcome_list(node: ConfigNode | None, errors: list[ErrorDetail]) -> tuple[str, ...]:
    """The outcomes of interest, each once; an outcome without a period means all periods."""
    if node is None or not isinstance(node.value, list):
        return ()
    found = [name for part in node.value for name in _expand_outcome(part, errors)]
    return tuple(dict.fromkeys(found))


def _expand_outcome(node: ConfigNode, errors: list[ErrorDetail]) -> list[str]:
    known = list_outcome_measures()
    if isinstance(node.value, str) and node.value in outcomes:
        return [f"{node.value}@{period}" for period in REPORTED_PERIODS]
    if isinstance(node.value, str) and node.value not in known:
        errors.append(node.build_error("outcome@period", _suggest_outcome(node.value)))
    return [node.value] if isinstance(node.value, str) else []


def _suggest_outcome(word: str) -> str:
    """A hint at the outcome or the period that was meant."""
    name, _, period = word.partition("@")
    return suggest_name(period, REPORTED_PERIODS) if name in outcomes else suggest_name(name, outcomes)


def check_outcome_keys(node: ConfigNode | None, errors: list[ErrorDetail]) -> None:
    """Add an error for every key of a section that is no ``outcome@period``."""
    known = list_outcome_measures()
    for name, part in node.value.items() if node is not None and isinstance(node.value, dict) else ():
        if name not in known:
            errors.append(ErrorDetail(part.location, part.key, "", "outcome@period", _suggest_outcome(name)))


def read_planned_contrasts(said: ExperimentSettings, experiment_node: ConfigNode, arms: Sequence[str],
    factors: Sequence[Factor],
                   errors: list[ErrorDetail]) -> tuple[PlannedContrast, ...]:  # fmt: skip
    """The planned contrasts; where none are written, every arm against the arm ``against``."""
    levels: dict[str, list[LevelLabel]] = {factor.name: list(_comparable_labels(factor)) for factor in factors}
    levels |= {ARM_COLUMN: list(arms)} if arms else {}
    node = experiment_node.get_child("contrasts")
    if node is None or not isinstance(node.value, list):
        return _contrasts_of_all_arms(said.against, experiment_node, arms, errors)
    pairs = zip(said.contrasts, node.value, strict=True)
    return tuple(
        contrast for written, part in pairs for contrast in _read_contrast_entry(written, part, levels, errors)
    )


def _comparable_labels(factor: Factor) -> Iterator[LevelLabel]:
    """What can be compared: the levels, and the values of a range in a grid."""
    return (factor.level_label(value) for value in factor.grid_coordinates())


def _contrasts_of_all_arms(
    reference: str, experiment_node: ConfigNode, arms: Sequence[str], errors: list[ErrorDetail]
) -> tuple[PlannedContrast, ...]:
    if experiment_node.get_child("against") is not None and reference not in arms:
        errors.append(experiment_node.value["against"].build_error("the name of an arm", suggest_name(reference, arms)))
    others = arms if reference in arms else ()
    return tuple(PlannedContrast(ARM_COLUMN, arm, reference) for arm in others if arm != reference)


def _read_contrast_entry(entry: ContrastEntry, node: ConfigNode, levels: dict[str, list[LevelLabel]],
               errors: list[ErrorDetail]) -> Iterator[PlannedContrast]:  # fmt: skip
    """One entry: one level against another, or all others against it."""
    name, level, against = entry.factor, entry.level, entry.against
    if name not in levels:
        place = node.get_child("factor") or node
        errors.append(place.build_error("arm, or a key that varies", suggest_name(name, levels)))
        return
    for key, value in (("level", level), ("against", against)):
        part = node.get_child(key)
        if part is not None and not isinstance(part.value, UnreadableValue) and value not in levels[name]:
            errors.append(part.build_error(f"a level of {name}", suggest_name(str(value), map(str, levels[name]))))
    at = _read_contrast_conditions(entry, name, node, levels, errors)
    others = levels[name] if level is None else [level]
    yield from (PlannedContrast(name, other, against, at) for other in others if other != against)


def _read_contrast_conditions(entry: ContrastEntry, factor: str, node: ConfigNode, levels: dict[str,
    list[LevelLabel]],
           errors: list[ErrorDetail]) -> tuple[tuple[str, LevelLabel], ...]:  # fmt: skip
    """The values of other factors at which a contrast is made; what does not vary, and unknown levels, are errors."""
    others = {name: known for name, known in levels.items() if name != factor}
    for name, value in entry.at:
        part = node.value["at"].get_child(name) or node
        if name not in others:
            errors.append(
                part._replace(value=name).build_error("arm, or another key that varies", suggest_name(name, others))
            )
        elif not isinstance(part.value, UnreadableValue) and value not in others[name]:
            errors.append(part.build_error(f"a level of {name}", suggest_name(str(value), map(str, others[name]))))
    return entry.at
