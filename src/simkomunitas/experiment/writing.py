"""An experiment written out in full, so that it can be kept, compared with another, and read again."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simkomunitas.experiment.design import Experiment, Precision, build_with
from simkomunitas.experiment.factors import Factor
from simkomunitas.experiment.forms import AUTO
from simkomunitas.study.forms import imported, programme, synthetic
from simkomunitas.study.layers import NO_PROGRAMME, PARTS
from simkomunitas.study.nodes import Node
from simkomunitas.study.validating import validated
from simkomunitas.study.writing import resolved

DATA_FILES = (("residents", "file"), ("network", "file"))
NAMES_ONLY = ("title", "question")  # what may be worded anew without making another experiment of it


def resolved_experiment(experiment: Experiment) -> dict[str, Any]:
    """An experiment as a plain mapping with every default written out; reading it gives the same points."""
    return _written(experiment, lambda path: path.resolve().as_posix())


def identity(experiment: Experiment) -> dict[str, Any]:
    """All that an experiment's results depend on, the model apart: data files count by content, titles do not."""
    whole = _written(experiment, lambda path: hashlib.sha256(path.read_bytes()).hexdigest())
    return {name: part for name, part in whole.items() if name not in NAMES_ONLY}


def _written(experiment: Experiment, file: Callable[[Path], str]) -> dict[str, Any]:
    texts = {name: getattr(experiment, name) for name in ("title", "question", "hypothesis")}
    varied = {factor.name: _values(factor, file) for factor in experiment.factors}
    return texts | _base(experiment, file) | {"vary": varied} | _purpose(experiment)


def _base(experiment: Experiment, file: Callable[[Path], str]) -> dict[str, Any]:
    """The base scenario; of arms, what is the same in all, and whatever else each of them says."""
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


def _with_files(scenario: dict[str, Any], file: Callable[[Path], str]) -> dict[str, Any]:
    """A resolved scenario in which the data files of the village are written in another way."""
    village = scenario["community"]
    for part, name in DATA_FILES if village["kind"] == "imported" else ():
        village[part][name] = file(Path(village[part][name]))
    return scenario


def _values(factor: Factor, file: Callable[[Path], str]) -> Any:  # noqa: ANN401 - any value of a document
    """What stands under ``vary`` for a factor."""
    if factor.span is not None:
        span = factor.span
        ends = {name: int(end) if end == int(end) else end for name, end in (("from", span.low), ("to", span.high))}
        return ends | ({"steps": span.steps} if span.steps else {}) | ({"scale": "log"} if span.log else {})
    parts = {str(level.label): _value(factor.name, _at(level.over, factor.name), file) for level in factor.levels}
    simple = all(level.label == parts[str(level.label)] for level in factor.levels)
    return list(parts.values()) if simple else parts


def _value(key: str, node: Node, file: Callable[[Path], str]) -> Any:  # noqa: ANN401 - any value of a document
    """One level; a village or a programme from a file of its own states also what that file leaves to the defaults."""
    part = key.rpartition(".")[2]
    if not node.whole or part not in PARTS:
        return _plain(node, file)
    form = programme() if part == "programme" else synthetic() | imported()
    stated = _stated(validated(form, node, []) or {})
    said = _plain(node, file)
    # What was said of files, words and shares is as it was written; defaults are filled in beside it.
    return stated | {name: said[name] for name in ("strategies", "residents", "network") if name in said}


def _stated(value: Any) -> Any:  # noqa: ANN401 - any checked value
    """A checked value without what is not said, whole numbers without a point."""
    if isinstance(value, dict):
        return {name: _stated(part) for name, part in value.items() if part is not None}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _at(over: Node, key: str) -> Node:
    part = over.at(key.split("."))
    return over if part is None else part


def _plain(node: Node, file: Callable[[Path], str], *above: str) -> Any:  # noqa: ANN401 - any value of a document
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
    contrasts = [contrast._asdict() for contrast in experiment.contrasts]
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
