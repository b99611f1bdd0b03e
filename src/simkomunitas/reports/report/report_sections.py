"""What every report ends with: analyses beside the results, failures, limits, and how to repeat it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from simkomunitas.base.references import ASSUMED
from simkomunitas.config.setting_tables import parameter_table
from simkomunitas.reports.report.html_elements import (
    EmbeddedPicture,
    PageSection,
    ReportTable,
    embed_picture,
    render_section,
)

ANALYSIS_TITLES = {
    "sensitivity": "Sensitivity: what it depends on",
    "find-failures": "Scenario discovery: where it fails",
    "front": "The best use of hours",
}
TABLE_TITLES = {
    "indices": "Sobol indices",
    "interactions": "Sobol indices of pairs",
    "effects": "Morris effects",
    "variance_shares": "Shares of variance",
    "boxes": "Boxes",
    "tree": "Leaves of the tree",
    "front": "Plans, re-evaluated under new seeds",
}
MAX_LISTED_FAILURES = 50  # failures


def read_json_file(path: Path) -> dict[str, Any] | None:
    """A JSON document in a folder; None where there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def build_analysis_sections(folder: Path, sweep: str | None = None) -> Iterator[PageSection]:
    """The analyses that stand in a folder of results; those of other results are left out."""
    for name, title in ANALYSIS_TITLES.items():
        for place in sorted(folder.glob(f"{name}*/manifest.json")):
            about = read_json_file(place)
            if about is not None and about.get("config", {}).get("sweep") in (sweep, None):
                yield analysis_section(place.parent, about, place.parent.name, title)


def analysis_section(folder: Path, about: Mapping[str, Any], name: str, title: str) -> PageSection:
    """Words, figures and tables of one analysis."""
    path = folder / "words.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    words = [line[2:] for line in lines if line.startswith("- ")]
    files = {title: folder / f"{file}.parquet" for file, title in TABLE_TITLES.items()}
    tables = [(title, render_data_frame(pd.read_parquet(file))) for title, file in files.items() if file.is_file()]
    fails = about["config"].get("failure")
    return render_section(
        name, title, "analysis", fails=fails, words=words, pictures=inline_pictures(folder), tables=tables
    )


def inline_pictures(folder: Path) -> list[EmbeddedPicture]:
    """The pictures of a folder of results; their titles say what is seen."""
    found = sorted((folder / "figures").glob("*.png"))
    return [embed_picture(path.read_bytes(), path.stem.replace("_", " ")) for path in found]


def render_data_frame(frame: pd.DataFrame) -> ReportTable:
    """A stored table as it is, numbers with four digits."""
    words = [str(name) for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    order = [*words, *(str(name) for name in frame.columns if str(name) not in words)]
    rows = ([_format_plain_value(value) for value in row] for row in frame[order].itertuples(index=False, name=None))
    return ReportTable([name.replace("_", " ") for name in order], rows, len(words))


def _format_plain_value(value: Any) -> str:  # noqa: ANN401 - a cell
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def build_failure_section(failures: pd.DataFrame, runs: int, undefined: Sequence[str]) -> PageSection:
    """Runs without a result, and outcomes without a value."""
    columns = ["run_id", "point", "seed", "kind", "message"]
    failed = len(failures)
    rows = failures.head(MAX_LISTED_FAILURES)[columns].astype(str).itertuples(index=False) if failed else ()
    table = ReportTable(["run", "point", "seed", "what happened", "message"], rows, words=5)
    return render_section("failures", "Failures", failed=failed, runs=runs, failures=table, undefined=undefined)


def build_limits_section(seeds: int) -> PageSection:
    """What the numbers cannot say."""
    rows = parameter_table()
    assumed = sum(row.quantity.source == ASSUMED for row in rows)
    return render_section("limits", "Limits", seeds=seeds, parameters=len(rows), assumed=assumed)


def build_reproduction_section(about: Mapping[str, Any], command: str, config: str) -> PageSection:
    """How a stranger makes the same results again."""
    rows = [("simkomunitas", about.get("version", "")), ("commit", about.get("commit") or "unknown")]
    rows += [*about.get("software", {}).items(), *about.get("machine", {}).items()]
    rows += [(name, about[name]) for name in ("id", "model", "started", "finished") if about.get(name)]
    origin = ReportTable(["what", "which"], [(name, str(value)) for name, value in rows], words=2)
    return render_section("repeat", "How to repeat it", command=command, config=config, origin=origin)
