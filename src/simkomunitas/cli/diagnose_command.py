"""``simkomunitas diagnose``: which constraint binds in a community.

Examples:
  simkomunitas diagnose configs/communities/desa.yaml
  simkomunitas diagnose my_village.yaml --programme my_programme.yaml --language id
  simkomunitas diagnose my_village.yaml --seeds 200 --json

"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.shared_options import (
    MAX_REPLICATES,
    JsonOption,
    LanguageOption,
    LoadOption,
    OutOption,
    SeedOption,
    SetOption,
    WorkersOption,
    load_plugins,
    make_command,
    whole_option,
)

if TYPE_CHECKING:
    from simkomunitas.cli.results_output import OutputRequest
    from simkomunitas.evidence.diagnosis import Diagnosis

DEFAULT_SEEDS = 50


def diagnose_command(
    community: Annotated[Path, Parameter(help="YAML file of a community.")],
    /,
    *,
    programme: Annotated[
        Path | None, Parameter(help="YAML file of the programme; a balanced mix of all strategies if not given.")
    ] = None,
    replicates: Annotated[
        int,
        whole_option(
            validator=Number(gte=2, lte=MAX_REPLICATES), help="Runs of each arm: villages that are simulated."
        ),
    ] = DEFAULT_SEEDS,
    seed: SeedOption = 1,
    language: LanguageOption = "en",
    workers: WorkersOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Find the constraint that holds a community back, by relaxing one constraint at a time."""
    load_plugins(load)
    from simkomunitas.evidence.diagnosis import (  # noqa: PLC0415
        build_diagnosis_comparison,
        diagnose_community,
        diagnosis_json,
    )

    comparison = build_diagnosis_comparison(community, programme, replicates, seed, sets)
    from simkomunitas.base.estimation import to_json_text  # noqa: PLC0415
    from simkomunitas.cli.results_output import compile_engine_with_progress, prepare_output, write_result_files  # noqa: PLC0415
    from simkomunitas.reports.diagnosis_report import diagnosis_by_language, print_diagnosis  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
    from simkomunitas.results.scenario_comparison import comparison_seeds  # noqa: PLC0415

    order = prepare_output(comparison, comparison.arms, comparison_seeds(comparison), community, out)
    compile_engine_with_progress()
    with show_progress("Simulating", len(comparison.arms) * comparison.replicates, language=language) as advance:
        diagnosis = diagnose_community(comparison, workers, advance)
    village = community.stem.replace("_", " ")
    document = diagnosis_json(diagnosis, diagnosis_by_language(diagnosis, village))
    write_result_files(_diagnosis_files(diagnosis, document, order), order)
    if as_json:
        sys.stdout.write(to_json_text(document))
    else:
        print_diagnosis(diagnosis, village, language=language)


def _diagnosis_files(
    diagnosis: "Diagnosis", document: dict[str, Any], order: "OutputRequest"
) -> dict[str, str | bytes]:
    """What goes into the results folder: words, tables, figures, and the configuration."""
    from simkomunitas.base.estimation import to_json_text  # noqa: PLC0415
    from simkomunitas.base.table_files import encode_table_files  # noqa: PLC0415
    from simkomunitas.config.config_export import to_yaml  # noqa: PLC0415
    from simkomunitas.evidence.diagnosis import build_effect_table  # noqa: PLC0415
    from simkomunitas.reports.figures.diagnosis_plot import plot_diagnosis_figures  # noqa: PLC0415
    from simkomunitas.reports.figures.figure_files import build_figure_files  # noqa: PLC0415

    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": to_yaml(order.config),
        "diagnosis.json": to_json_text(document),
    }
    files |= {f"diagnosis_{language}.txt": f"{words}\n" for language, words in document["words"].items()}
    files |= encode_table_files("effects", build_effect_table(diagnosis)) | encode_table_files(
        "runs", diagnosis.result.runs
    )
    settings = {"config": order.config, "seeds": list(order.seeds)}
    return files | build_figure_files(plot_diagnosis_figures(diagnosis), settings)


command = make_command(diagnose_command)
