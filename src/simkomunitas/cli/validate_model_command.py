"""``simkomunitas validate-model``: the model tested against field evidence.

Examples:
  simkomunitas validate-model
  simkomunitas validate-model --targets P16,P18 --seeds 20 --no-mechanisms
  simkomunitas validate-model --set parameters.learning.transfer_share=0.5 --no-baselines --no-mechanisms

"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.shared_options import (
    MAX_REPLICATES,
    JsonOption,
    LoadOption,
    OutOption,
    SetOption,
    WorkersOption,
    load_plugins,
    make_command,
    whole_option,
)

if TYPE_CHECKING:
    from simkomunitas.evidence.model_validation import ValidationPlan
    from simkomunitas.evidence.model_variants import ModelVariant


def validate_model_command(
    *,
    replicates: Annotated[
        int, whole_option(validator=Number(gte=2, lte=MAX_REPLICATES), help="Runs of each arm.")
    ] = 100,
    targets: Annotated[str, Parameter(help="Only these targets: P1,P16. All if not given.")] = "",
    baselines: Annotated[bool, Parameter(help="Also test the simpler models, which should fail.")] = True,
    mechanisms: Annotated[bool, Parameter(help="Also test the model without each mechanism in turn.")] = True,
    workers: WorkersOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Test the model against field evidence: simulate the situations of the sources and measure what they measured.

    Writes a report of the targets that are met and those that are not, with reasons.  To check configuration files, use
    check-config; to check the files of a results folder, verify-results.
    """
    load_plugins(load)
    from simkomunitas.evidence.model_validation import plan_validation, validate_model  # noqa: PLC0415

    plan = plan_validation(_parse_target_names(targets), _select_variants(baselines, mechanisms), replicates, sets)
    from simkomunitas.base.estimation import to_json_text  # noqa: PLC0415
    from simkomunitas.cli.analysis_options import begin_analysis, write_analysis  # noqa: PLC0415
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415
    from simkomunitas.reports.report.validation_report import validation_report_files  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
    from simkomunitas.reports.validation_tables import print_validation, validation_json  # noqa: PLC0415
    from simkomunitas.results.results_manifest import compute_study_id, format_repeat_command  # noqa: PLC0415

    settings = _validation_settings(plan, sets)
    seed_list = list(plan.seeds["model"])
    finding = begin_analysis(
        Path("results"), f"validate-{compute_study_id(settings, seed_list)}", out, settings, seed_list
    )
    compile_engine_with_progress()
    with show_progress("Simulating", plan.simulation_count()) as advance:
        validation = validate_model(plan, workers, advance)
    write_analysis(finding, validation_report_files(validation, format_repeat_command(sys.argv)))
    if as_json:
        sys.stdout.write(to_json_text(validation_json(validation)))
    else:
        print_validation(validation, sys.stdout)


def _parse_target_names(words: str) -> list[str]:
    """The targets that were typed; InputError with all that are unknown."""
    from simkomunitas.base.catalogue import suggest_name  # noqa: PLC0415
    from simkomunitas.base.input_errors import ErrorDetail, InputError  # noqa: PLC0415
    from simkomunitas.evidence.targets import targets  # noqa: PLC0415

    names = list(dict.fromkeys(name.strip().upper() for name in words.split(",") if name.strip()))
    unknown = [name for name in names if name not in targets]
    if unknown:
        expected = "the number of a target"
        raise InputError(
            [ErrorDetail("--targets", name, "", expected, suggest_name(name, targets)) for name in unknown]
        )
    return names


def _select_variants(baselines: bool, mechanisms: bool) -> "list[ModelVariant]":
    """The model, and what it is to be compared with."""
    from simkomunitas.evidence import model_variants  # noqa: PLC0415 - only where it is asked for

    return [
        model_variants.FULL_MODEL,
        *(model_variants.baseline_variants() if baselines else ()),
        *(model_variants.mechanism_variants() if mechanisms else ()),
    ]


def _validation_settings(plan: "ValidationPlan", overrides: Sequence[str]) -> dict[str, Any]:
    """All that the findings depend on beside the seeds."""
    from simkomunitas.config.config_export import export_resolved  # noqa: PLC0415
    from simkomunitas.simulation.model_version_id import model_version  # noqa: PLC0415

    situations = plan.situations["model"]
    return {
        "validation": list(plan.targets),
        "model": model_version().id,
        "sets": list(overrides),
        "variants": {variant.name: [*variant.overrides] for variant in plan.variants},
        "seeds": {name: len(seeds) for name, seeds in plan.seeds.items()},
        "situations": {
            name: {arm: export_resolved(at) for arm, at in arms.items()} for name, arms in situations.items()
        },
    }


command = make_command(validate_model_command)
