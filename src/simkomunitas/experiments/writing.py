"""An experiment written out in full, so that it can be kept, compared with another, and read again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from simkomunitas.base.seal import content_of
from simkomunitas.config.forms import imported, programme, synthetic
from simkomunitas.config.layers import NO_PROGRAMME, PARTS
from simkomunitas.config.nodes import Node
from simkomunitas.config.validating import validated
from simkomunitas.config.writing import resolved
from simkomunitas.experiments.design import Experiment, Precision, build_with
from simkomunitas.experiments.factors import Factor
from simkomunitas.experiments.forms import AUTO

DATA_FILES = (("residents", "file"), ("network", "file"))
File = Callable[[Path], str]  # how a data file is written
NAMES_ONLY = ("title", "question")  # what may be worded anew without making another experiment of it


def written_experiment(experiment: Experiment) -> dict[str, Any]:
    """An experiment as one plain mapping, everything it refers to put in; reading it gives the same points.

    Only what is said is written: a default that is written out may contradict something that is said.
    """

    def file(path: Path) -> str:
        return path.resolve().as_posix()

    base: dict[str, Any] = _plain(experiment.base, file)
    return _texts(experiment) | base | _varied(experiment, file) | _purpose(experiment)


def identity(experiment: Experiment) -> dict[str, Any]:
    """All that an experiment's results depend on, the model apart, with every default.

    Data files count by content, not by name; what may be worded anew, title and question, is left out.
    """
    parts = _base(experiment, content_of), _varied(experiment, content_of), _purpose(experiment)
    whole = _texts(experiment) | parts[0] | parts[1] | parts[2]
    return {name: part for name, part in whole.items() if name not in NAMES_ONLY}


def _texts(experiment: Experiment) -> dict[str, Any]:
    return {name: getattr(experiment, name) for name in ("title", "question", "hypothesis")}


def _varied(experiment: Experiment, file: File) -> dict[str, Any]:
    return {"vary": {factor.name: _values(factor, experiment.base, file) for factor in experiment.factors}}


def _base(experiment: Experiment, file: File) -> dict[str, Any]:
    """The base scenario with every default; of arms, what is the same in all, and whatever else each of them says."""
    built = build_with(experiment.base, experiment.arms, {}, [])
    whole = [_with_files(resolved(scenario), file) for scenario in built]
    if not experiment.arms:
        return whole[0]
    common = {name: part for name, part in whole[0].items() if all(arm[name] == part for arm in whole)}
    arms = {
        name: {part: value for part, value in arm.items() if part not in common}
        for name, arm in zip(experiment.arms, whole, strict=True)
    }
    return common | {"arms": arms}


def _with_files(scenario: dict[str, Any], file: File) -> dict[str, Any]:
    """A resolved scenario in which the data files of the village are written in another way."""
    village = scenario["community"]
    for part, name in DATA_FILES if village["kind"] == "imported" else ():
        village[part][name] = file(Path(village[part][name]))
    return scenario


def _values(factor: Factor, base: Node, file: File) -> Any:  # noqa: ANN401 - any value of a document
    """What stands under ``vary`` for a factor."""
    if factor.span is not None:
        span = factor.span
        ends = {name: int(end) if end == int(end) else end for name, end in (("from", span.low), ("to", span.high))}
        return ends | ({"steps": span.steps} if span.steps else {}) | ({"scale": "log"} if span.log else {})
    parts = {str(level.label): _value(factor.name, _at(level.over, factor.name), base, file) for level in factor.levels}
    simple = all(level.label == parts[str(level.label)] for level in factor.levels)
    return list(parts.values()) if simple else parts


def _value(key: str, node: Node, base: Node, file: File) -> Any:  # noqa: ANN401 - any value of a document
    """One level; one from a file of its own also takes back, to the default, what the base says and it does not."""
    said = _plain(node, file)
    part = base.get(key)
    if not node.whole or key not in PARTS or part is None or not isinstance(part.value, dict):
        return said
    if key == "community" and said["kind"] != _plain(part, file)["kind"]:
        return said
    form = programme() if key == "programme" else synthetic() | imported()
    return _taken_back(said, _plain(part, file), validated(form, node, []) or {})


def _taken_back(said: Any, before: Any, defaults: Any) -> Any:  # noqa: ANN401 - any values of documents
    """What is said, and the default of everything that was said before and is not said any more."""
    if not all(isinstance(value, dict) for value in (said, before, defaults)):
        return said
    unsaid = {name: part for name, part in before.items() if name not in said and defaults.get(name) is not None}
    back = {name: _defaults(part, defaults[name]) for name, part in unsaid.items()}
    both = {name: _taken_back(said[name], before[name], defaults.get(name)) for name in said if name in before}
    return said | back | both


def _defaults(before: Any, defaults: Any) -> Any:  # noqa: ANN401 - any values of documents
    """The defaults of what was said, and of nothing else."""
    if isinstance(before, dict) and isinstance(defaults, dict):
        return {
            name: _defaults(part, defaults[name]) for name, part in before.items() if defaults.get(name) is not None
        }
    return defaults


def _at(over: Node, key: str) -> Node:
    part = over.at(key.split("."))
    return over if part is None else part


def _plain(node: Node, file: File, *above: str) -> Any:  # noqa: ANN401 - any value of a document
    """A node without its places, its data files written in another way."""
    if isinstance(node.value, dict):
        return {name: _plain(part, file, *above, name) for name, part in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(part, file) for part in node.value]
    if above[-2:] in DATA_FILES and isinstance(node.value, str):
        return file(node.folder / node.value)
    return NO_PROGRAMME if node.value is None else node.value


def _purpose(experiment: Experiment) -> dict[str, Any]:
    """How often it is run, and what it is judged by."""
    name, settings = experiment.method
    number = experiment.replicates
    precise = {"precision": number.in_words()} if isinstance(number, Precision) else {}
    contrasts = [contrast.in_words() for contrast in experiment.contrasts]
    return {
        "design": {"method": name} | dict(settings),
        "replicates": AUTO if isinstance(number, Precision) else number,
        **precise,
        "outcomes": list(experiment.outcomes),
        "contrasts": contrasts,
        "smallest_effect": dict(experiment.smallest_effect),
        "spread": dict(experiment.spread),
        "first_seed": experiment.first_seed,
        "weekly": experiment.weekly,
    }
