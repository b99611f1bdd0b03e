"""``simkomunitas diagnose``: which constraint binds in a community."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import MOST_REPLICATES, Jobs, Json, Load, Out, Seed, Sets, load_own, whole_number

if TYPE_CHECKING:
    from simkomunitas.cli.delivering import Order
    from simkomunitas.evidence.diagnosis import Diagnosis

EXAMPLES = """\
Examples:
  simkomunitas diagnose configs/communities/desa.yaml
  simkomunitas diagnose my_village.yaml --programme my_programme.yaml --language id
  simkomunitas diagnose my_village.yaml --seeds 200 --json"""
SEEDS = 50


def diagnose(
    community: Annotated[Path, Parameter(help="YAML file of a community.")],
    /,
    *,
    programme: Annotated[
        Path | None, Parameter(help="YAML file of the programme; a balanced mix of all strategies if not given.")
    ] = None,
    seeds: Annotated[
        int,
        Parameter(
            converter=whole_number, validator=Number(gte=2, lte=MOST_REPLICATES), help="Villages that are tried."
        ),
    ] = SEEDS,
    seed: Seed = 1,
    language: Annotated[Literal["en", "id"], Parameter(help="Language of what is printed.")] = "en",
    jobs: Jobs = None,
    out: Out = None,
    as_json: Json = False,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Find out what holds a community back, by taking away one obstacle at a time."""
    load_own(load)
    from simkomunitas.evidence.diagnosis import diagnose as run_diagnosis  # noqa: PLC0415 - --help stays quick
    from simkomunitas.evidence.diagnosis import diagnosis_document, read_diagnosis  # noqa: PLC0415

    comparison = read_diagnosis(community, programme, seeds, seed, sets)
    from simkomunitas.cli.delivering import compile_first, deliver_files, take_order  # noqa: PLC0415
    from simkomunitas.pages.diagnosis import in_both_languages, print_diagnosis  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415
    from simkomunitas.study.compare import seeds_of  # noqa: PLC0415
    from simkomunitas.study.estimates import json_text  # noqa: PLC0415

    order = take_order(comparison, comparison.arms, seeds_of(comparison), community, out)
    compile_first()
    with progress("Simulating", len(comparison.arms) * comparison.replicates, language=language) as advance:
        diagnosis = run_diagnosis(comparison, jobs, advance)
    village = community.stem.replace("_", " ")
    document = diagnosis_document(diagnosis, in_both_languages(diagnosis, village))
    deliver_files(_files(diagnosis, document, order), order)
    if as_json:
        sys.stdout.write(json_text(document))
    else:
        print_diagnosis(diagnosis, village, language=language)


def _files(diagnosis: "Diagnosis", document: dict[str, Any], order: "Order") -> dict[str, str | bytes]:
    """What goes into the results folder: words, tables, figures, and the configuration."""
    from simkomunitas.evidence.diagnosis import effect_table  # noqa: PLC0415
    from simkomunitas.pages.figures.diagnosis import diagnosis_figures  # noqa: PLC0415
    from simkomunitas.pages.figures.saving import figure_files  # noqa: PLC0415
    from simkomunitas.study.estimates import json_text  # noqa: PLC0415
    from simkomunitas.study.tables import table_files  # noqa: PLC0415
    from simkomunitas.study.writing import as_yaml  # noqa: PLC0415

    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": as_yaml(order.config),
        "diagnosis.json": json_text(document),
    }
    files |= {f"diagnosis_{language}.txt": f"{words}\n" for language, words in document["words"].items()}
    files |= table_files("effects", effect_table(diagnosis)) | table_files("runs", diagnosis.result.runs)
    settings = {"config": order.config, "seeds": list(order.seeds)}
    return files | figure_files(diagnosis_figures(diagnosis), settings)
