"""What every report ends with: analyses beside the results, failures, limits, and how to repeat it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from simkomunitas.ground.sources import ASSUMED
from simkomunitas.pages.report.html import Section, code, figure, folded, listed, paragraph, table
from simkomunitas.study.settings import parameter_table

ANALYSES = {
    "sensitivity": "What it depends on",
    "explore": "Where it fails",
    "front": "The best use of hours",
}
TABLES = {
    "indices": "Sobol indices",
    "interactions": "Sobol indices of pairs",
    "effects": "Morris effects",
    "luck": "Shares of luck",
    "boxes": "Boxes",
    "tree": "Leaves of the tree",
    "front": "Plans judged again",
}
MOST_LISTED = 50  # failures


def json_at(path: Path) -> dict[str, Any] | None:
    """A JSON document in a folder; None where there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def analysis_sections(folder: Path, sweep: str | None = None) -> Iterator[Section]:
    """The analyses that stand in a folder of results; those of other results are left out."""
    for name, title in ANALYSES.items():
        for place in sorted(folder.glob(f"{name}*/manifest.json")):
            about = json_at(place)
            if about is not None and about.get("config", {}).get("sweep") in (sweep, None):
                yield Section(place.parent.name, title, analysis_body(place.parent, about))


def analysis_body(folder: Path, about: Mapping[str, Any]) -> str:
    """Words, figures and tables of one analysis."""
    body = _criterion(about["config"])
    words = folder / "words.md"
    if words.is_file():
        lines = [line[2:] for line in words.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
        body += listed(lines)
    body += pictures(folder)
    for name, title in TABLES.items():
        path = folder / f"{name}.parquet"
        if path.is_file():
            body += folded(title, plain_table(pd.read_parquet(path)))
    return body


def _criterion(config: Mapping[str, Any]) -> str:
    return paragraph(f"Failing: {config['fails']}.", "key") if config.get("fails") else ""


def pictures(folder: Path) -> str:
    """The pictures of a folder of results; their titles say what is seen."""
    found = sorted((folder / "figures").glob("*.png"))
    return "".join(figure(path.read_bytes(), path.stem.replace("_", " ")) for path in found)


def plain_table(frame: pd.DataFrame) -> str:
    """A stored table as it is, numbers with four digits."""
    words = [str(name) for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    order = [*words, *(str(name) for name in frame.columns if str(name) not in words)]
    rows = ([_plain(value) for value in row] for row in frame[order].itertuples(index=False, name=None))
    return table([name.replace("_", " ") for name in order], rows, words=len(words))


def _plain(value: Any) -> str:  # noqa: ANN401 - a cell
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def failure_section(failures: pd.DataFrame, runs: int, undefined: Sequence[str]) -> Section:
    """Runs without a result, and outcomes without a value."""
    if not len(failures):
        body = paragraph(f"None of {runs} runs failed.")
    else:
        shown = failures.head(MOST_LISTED)
        rows = [[str(row[name]) for name in ("run_id", "point", "seed", "kind", "message")]
                for row in shown.to_dict("records")]  # fmt: skip
        count = f"{len(failures)} of {runs + len(failures)} runs failed"
        body = paragraph(f"{count}; what is said here leaves them out.", "bad")
        body += table(["run", "point", "seed", "what happened", "message"], rows, words=5)
    return Section("failures", "Failures", body + (listed(undefined) if undefined else ""))


def limits_section(seeds: int) -> Section:
    """What the numbers cannot say."""
    rows = parameter_table()
    assumed = sum(row.about.source == ASSUMED for row in rows)
    limits = [
        f"The intervals say how much luck there is in {seeds} seeds, not how much doubt there is about the model.",
        f"Of {len(rows)} parameters of behaviour {assumed} are assumed; the others rest on a published source "
        "(simkomunitas list parameters says which).",
        "What is found holds for the villages and settings described above; where something else binds, another way "
        "may be better.",
        "Many numbers are shown. Some differences are clear by chance; what was not planned beforehand is a question "
        "for the next experiment, not an answer.",
    ]
    return Section("limits", "Limits", listed(limits))


def repeat_section(about: Mapping[str, Any], command: str, config: str, more: str = "") -> Section:
    """How a stranger makes the same results again."""
    software = about.get("software", {})
    rows = [["simkomunitas", str(about.get("version", ""))], ["commit", str(about.get("commit") or "unknown")]]
    rows += [[name, str(version)] for name, version in software.items()]
    rows += [[name, str(value)] for name, value in about.get("machine", {}).items()]
    rows += [[name, str(about[name])] for name in ("id", "model", "started", "finished") if about.get(name)]
    body = paragraph("The same numbers, with the configuration below:") + code(command) + more
    body += folded("Configuration", code(config)) + folded(
        "Versions and machine", table(["what", "which"], rows, words=2)
    )
    return Section("repeat", "How to repeat it", body)
