"""An experiment written out in full, so that it can be kept, compared with another, and read again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from simkomunitas.base.file_checksums import hash_file
from simkomunitas.config.config_export import export_resolved, export_value
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.file_includes import INCLUDABLE_SECTIONS
from simkomunitas.config.value_builder import build_value
from simkomunitas.experiments.experiment_design import Experiment, Precision, build_scenarios_with_overrides
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.experiments.experiment_schemas import AUTO_REPLICATES
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD, Scenario

DATA_FILE_KEYS = (("residents", "file"), ("network", "file"))
FileNameFormatter = Callable[[Path], str]  # how a data file is written
DESCRIPTIVE_KEYS = ("title", "question")  # what may be worded anew without making another experiment of it


def export_experiment(experiment: Experiment) -> dict[str, Any]:
    """An experiment as one plain mapping, everything it refers to put in; reading it gives the same points.

    Only what is said is written: a default that is written out may contradict something that is said.
    """

    def format_absolute_path(path: Path) -> str:
        return path.resolve().as_posix()

    base: dict[str, Any] = _to_plain_value(experiment.base_node, format_absolute_path)
    return (
        _experiment_texts(experiment)
        | base
        | _export_factors(experiment, format_absolute_path)
        | _export_targets(experiment)
    )


def experiment_identity(experiment: Experiment) -> dict[str, Any]:
    """All that an experiment's results depend on, the model apart, with every default.

    Data files count by content, not by name; what may be worded anew, title and question, is left out.
    """
    parts = _export_base(experiment, hash_file), _export_factors(experiment, hash_file), _export_targets(experiment)
    whole = _experiment_texts(experiment) | parts[0] | parts[1] | parts[2]
    return {name: part for name, part in whole.items() if name not in DESCRIPTIVE_KEYS}


def _experiment_texts(experiment: Experiment) -> dict[str, Any]:
    return {name: getattr(experiment, name) for name in ("title", "question", "hypothesis")}


def _export_factors(experiment: Experiment, file: FileNameFormatter) -> dict[str, Any]:
    return {"vary": {factor.name: _factor_values(factor, experiment.base_node, file) for factor in experiment.factors}}


def _export_base(experiment: Experiment, file: FileNameFormatter) -> dict[str, Any]:
    """The base scenario with every default; of arms, what is the same in all, and whatever else each of them says."""
    built = build_scenarios_with_overrides(experiment.base_node, experiment.arms, {}, [])
    whole = [_with_formatted_file_names(export_resolved(scenario), file) for scenario in built]
    if not experiment.arms:
        return whole[0]
    common = {name: part for name, part in whole[0].items() if all(arm[name] == part for arm in whole)}
    arms = {
        name: {part: value for part, value in arm.items() if part not in common}
        for name, arm in zip(experiment.arms, whole, strict=True)
    }
    return common | {"arms": arms}


def _with_formatted_file_names(scenario: dict[str, Any], file: FileNameFormatter) -> dict[str, Any]:
    """A resolved scenario in which the data files of the village are written in another way."""
    village = scenario["community"]
    for part, name in DATA_FILE_KEYS if village["kind"] == "imported" else ():
        village[part][name] = file(Path(village[part][name]))
    return scenario


def _factor_values(factor: Factor, base: ConfigNode, file: FileNameFormatter) -> Any:  # noqa: ANN401 - any value of a document
    """What stands under ``vary`` for a factor."""
    if factor.value_range is not None:
        span = factor.value_range
        ends = {name: int(end) if end == int(end) else end for name, end in (("from", span.low), ("to", span.high))}
        return (
            ends
            | ({"steps": span.grid_steps} if span.grid_steps else {})
            | ({"scale": "log"} if span.is_log_scale else {})
        )
    parts = {
        str(level.label): _level_value(factor.name, _node_at_key(level.override, factor.name), base, file)
        for level in factor.levels
    }
    simple = all(level.label == parts[str(level.label)] for level in factor.levels)
    return list(parts.values()) if simple else parts


def _level_value(key: str, node: ConfigNode, base: ConfigNode, file: FileNameFormatter) -> Any:  # noqa: ANN401 - any value of a document
    """One level; one from a file of its own also takes back, to the default, what the base says and it does not."""
    said = _to_plain_value(node, file)
    part = base.get_child(key)
    if not node.replaces_all or key not in INCLUDABLE_SECTIONS or part is None or not isinstance(part.value, dict):
        return said
    if key == "community" and said["kind"] != _to_plain_value(part, file)["kind"]:
        return said
    hint = list_fields(Scenario)[key].hint
    defaults = export_value(hint, build_value(hint, node, []))
    return _reset_unstated_settings(said, _to_plain_value(part, file), defaults)


def _reset_unstated_settings(stated: Any, previous: Any, defaults: Any) -> Any:  # noqa: ANN401 - any values of documents
    """What is said, and the default of everything that was said before and is not said any more."""
    if not all(isinstance(value, dict) for value in (stated, previous, defaults)):
        return stated
    unsaid = {name: part for name, part in previous.items() if name not in stated and defaults.get(name) is not None}
    back = {name: _previous_defaults(part, defaults[name]) for name, part in unsaid.items()}
    both = {
        name: _reset_unstated_settings(stated[name], previous[name], defaults.get(name))
        for name in stated
        if name in previous
    }
    return stated | back | both


def _previous_defaults(previous: Any, defaults: Any) -> Any:  # noqa: ANN401 - any values of documents
    """The defaults of what was said, and of nothing else."""
    if isinstance(previous, dict) and isinstance(defaults, dict):
        return {
            name: _previous_defaults(part, defaults[name])
            for name, part in previous.items()
            if defaults.get(name) is not None
        }
    return defaults


def _node_at_key(over: ConfigNode, key: str) -> ConfigNode:
    part = over.find_descendant(key.split("."))
    return over if part is None else part


def _to_plain_value(node: ConfigNode, file: FileNameFormatter, *above: str) -> Any:  # noqa: ANN401 - any value of a document
    """A node without its places, its data files written in another way."""
    if isinstance(node.value, dict):
        return {name: _to_plain_value(part, file, *above, name) for name, part in node.value.items()}
    if isinstance(node.value, list):
        return [_to_plain_value(part, file) for part in node.value]
    if above[-2:] in DATA_FILE_KEYS and isinstance(node.value, str):
        return file(node.folder / node.value)
    return NO_PROGRAMME_WORD if node.value is None else node.value


def _export_targets(experiment: Experiment) -> dict[str, Any]:
    """How often it is run, and what it is judged by."""
    name, settings = experiment.method
    number = experiment.replicates
    precise = {"precision": number.to_mapping()} if isinstance(number, Precision) else {}
    contrasts = [contrast.to_mapping() for contrast in experiment.contrasts]
    return {
        "design": {"method": name} | dict(settings),
        "replicates": AUTO_REPLICATES if isinstance(number, Precision) else number,
        **precise,
        "outcomes": list(experiment.outcomes),
        "contrasts": contrasts,
        "smallest_effect": dict(experiment.smallest_effect),
        "sd_of_differences": dict(experiment.difference_deviations),
        "first_seed": experiment.first_seed,
        "keep_weekly": experiment.keep_weekly,
    }
