"""``simkomunitas validate``: the model held against what was measured in the field."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import MOST_REPLICATES, Jobs, Json, Load, Out, Sets, load_own, whole_number

if TYPE_CHECKING:
    from simkomunitas.evidence.validating import Plan
    from simkomunitas.evidence.variants import Variant

EXAMPLES = """\
Examples:
  simkomunitas validate
  simkomunitas validate --targets P16,P18 --seeds 20 --no-mechanisms
  simkomunitas validate --set parameters.learning.transfer=0.5 --no-baselines --no-mechanisms"""


def validate(
    *,
    seeds: Annotated[
        int,
        Parameter(converter=whole_number, validator=Number(gte=2, lte=MOST_REPLICATES), help="Runs of each arm."),
    ] = 100,
    targets: Annotated[str, Parameter(help="Only these targets: P1,P16. All if not given.")] = "",
    baselines: Annotated[bool, Parameter(help="Run the simpler models that should fail.")] = True,
    mechanisms: Annotated[bool, Parameter(help="Switch each mechanism off in turn.")] = True,
    jobs: Jobs = None,
    out: Out = None,
    as_json: Json = False,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Hold the model against evidence: simulate the situations of the sources, measure what they measured, judge.

    Writes a report with what is met, what is not, and why.
    """
    load_own(load)
    from simkomunitas.evidence.validating import make_plan  # noqa: PLC0415 - --help stays quick
    from simkomunitas.evidence.validating import validate as hold_against_evidence  # noqa: PLC0415

    plan = make_plan(_names(targets), _variants(baselines, mechanisms), seeds, sets)
    from simkomunitas.cli.analysing import begin, deliver  # noqa: PLC0415
    from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415
    from simkomunitas.pages.evidence import document, print_evidence  # noqa: PLC0415
    from simkomunitas.pages.report.evidence import report_files  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415
    from simkomunitas.study.estimates import json_text  # noqa: PLC0415
    from simkomunitas.study.manifest import identity, repeat_command  # noqa: PLC0415

    settings = _settings(plan, sets)
    seed_list = list(plan.seeds["model"])
    finding = begin(Path("results"), f"validate-{identity(settings, seed_list)}", out, settings, seed_list)
    compile_first()
    with progress("Simulating", plan.work()) as advance:
        validation = hold_against_evidence(plan, jobs, advance)
    deliver(finding, report_files(validation, repeat_command(sys.argv)))
    if as_json:
        sys.stdout.write(json_text(document(validation)))
    else:
        print_evidence(validation, sys.stdout)


def _names(words: str) -> list[str]:
    """The targets that were typed; InputError with all that are unknown."""
    from simkomunitas.evidence.targets import targets  # noqa: PLC0415
    from simkomunitas.ground.catalogue import did_you_mean  # noqa: PLC0415
    from simkomunitas.ground.faults import Fault, InputError  # noqa: PLC0415

    names = list(dict.fromkeys(name.strip().upper() for name in words.split(",") if name.strip()))
    unknown = [name for name in names if name not in targets]
    if unknown:
        expected = "the number of a target"
        raise InputError([Fault("--targets", name, "", expected, did_you_mean(name, targets)) for name in unknown])
    return names


def _variants(baselines: bool, mechanisms: bool) -> "list[Variant]":
    """The model, and what it is to be compared with."""
    from simkomunitas.evidence import variants  # noqa: PLC0415

    return [
        variants.MODEL,
        *(variants.baselines() if baselines else ()),
        *(variants.mechanisms() if mechanisms else ()),
    ]


def _settings(plan: "Plan", sets: Sequence[str]) -> dict[str, Any]:
    """All that the findings depend on beside the seeds."""
    from simkomunitas.experiment.version import model_version  # noqa: PLC0415
    from simkomunitas.study.writing import resolved  # noqa: PLC0415

    situations = plan.situations["model"]
    return {
        "validation": list(plan.targets),
        "model": model_version().id,
        "sets": list(sets),
        "variants": {variant.name: [*variant.sets] for variant in plan.variants},
        "seeds": {name: len(seeds) for name, seeds in plan.seeds.items()},
        "situations": {name: {arm: resolved(at) for arm, at in arms.items()} for name, arms in situations.items()},
    }
