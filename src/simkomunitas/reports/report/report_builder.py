"""Which report a folder of results gives, and the report itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from simkomunitas.base.estimation import to_json_text
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.sweep_folder import read_design_file
from simkomunitas.experiments.sweep_results import load_failures, load_runs, read_sweep_design
from simkomunitas.reports.figures.figure_files import figure_to_png
from simkomunitas.reports.render import render_template
from simkomunitas.reports.report import report_sections, sweep_report
from simkomunitas.reports.report.contrast_report import build_contrast_section
from simkomunitas.reports.report.html_elements import GENERATOR, PageSection, embed_picture, split_paragraphs
from simkomunitas.reports.report.report_tables import render_contrast_tables, render_outcome_tables
from simkomunitas.results.p_value_correction import CorrectionMethod
from simkomunitas.results.results_manifest import PROGRAM_NAME, format_repeat_command, package_version

NO_RESULTS = "no results"


def build_report(folder: Path, correction: CorrectionMethod = "none") -> str:
    """The report on a folder of results, as one HTML document; InputError where there are none.

    correction: for the number of differences that are shown.
    """
    if folder.is_dir():
        if read_design_file(folder) is not None:
            return _build_sweep_report(folder, correction)
        about = report_sections.read_json_file(folder / "manifest.json")
        if about is not None and about.get("made_by") == PROGRAM_NAME:
            return _build_comparison_report(folder, about, correction)
        if report_sections.read_json_file(folder / "front" / "manifest.json") is not None:
            return _build_optimization_report(folder)
    hint = "make results with: simkomunitas sweep, compare or optimize"
    raise InputError([ErrorDetail(str(folder), "folder", NO_RESULTS, "a folder of results", hint)])


def _build_sweep_report(folder: Path, correction: CorrectionMethod) -> str:
    """The report on the results of ``sweep``, with the analyses that stand beside them."""
    facts, runs, failures = read_sweep_design(folder), load_runs(folder, allow_unfinished=True), load_failures(folder)
    if not len(runs):
        raise InputError(
            [ErrorDetail(str(folder), "runs", "none is finished", "some runs", "go on with the same sweep")]
        )
    drawn = [
        embed_picture(
            figure_to_png(picture, name, to_json_text({"figure": name, "sweep": facts.id}).strip()), name, caption
        )
        for name, picture, caption in sweep_report.build_sweep_figures(facts, runs)
    ]
    config = (folder / "config.yaml").read_text(encoding="utf-8", errors="replace")
    about = facts.about | dict(facts.finished or {})
    sections = [
        sweep_report.build_design_section(facts, runs),
        sweep_report.build_outcome_section(facts, runs, drawn),
        build_contrast_section(facts, runs, correction),
        *report_sections.build_analysis_sections(folder, facts.id),
        report_sections.build_failure_section(
            failures, len(runs), list(sweep_report.count_undefined_outcomes(facts, runs))
        ),
        report_sections.build_limits_section(int(runs["seed"].nunique())),
        report_sections.build_reproduction_section(about, format_repeat_command(facts.about["command"]), config),
    ]
    told = {"title": facts.title, "question": facts.question, "hypothesis": facts.hypothesis}
    unfinished = len(runs) if facts.finished is None else 0
    return _page(folder, told, [section for section in sections if section is not None], facts.id, unfinished)


def _build_comparison_report(folder: Path, about: dict[str, Any], correction: CorrectionMethod) -> str:
    """The report on the results of ``compare`` or ``run``."""
    config = about["config"]
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("outcomes", "contrasts", "runs")
              if (folder / f"{name}.parquet").is_file()}  # fmt: skip
    if "outcomes" in tables:
        found = render_outcome_tables(tables["outcomes"], report_sections.inline_pictures(folder))
        sections = [PageSection("outcomes", "What was found", found)]
    else:
        sections = [report_sections.analysis_section(folder, about, "found", "What was found")]
    if len(tables.get("contrasts", ())):
        sections.append(PageSection("contrasts", "Contrasts", render_contrast_tables(tables["contrasts"], correction)))
    given = folder / "config.yaml"
    written = given.read_text(encoding="utf-8", errors="replace") if given.is_file() else to_json_text(config)
    sections += [
        report_sections.build_limits_section(len(about["seeds"])),
        report_sections.build_reproduction_section(about, about["command"], written),
    ]
    return _page(folder, config, sections, about["id"])


def _build_optimization_report(folder: Path) -> str:
    """The report on the results of ``optimize``."""
    about = report_sections.read_json_file(folder / "front" / "manifest.json") or {}
    config = about["config"]
    sections = [
        *report_sections.build_analysis_sections(folder),
        report_sections.build_limits_section(len(about["seeds"])),
        report_sections.build_reproduction_section(about, about["command"], to_json_text(config)),
    ]
    return _page(folder, config, sections, about["id"])


def _page(
    folder: Path, about: Mapping[str, Any], sections: Sequence[PageSection], name: str, unfinished: int = 0
) -> str:
    """The whole document, with question and hypothesis as far as they are written."""
    return render_template(
        "report/results.html",
        title=str(about.get("title") or folder.name.replace("_", " ")),
        question=split_paragraphs(str(about.get("question", ""))),
        hypothesis=split_paragraphs(str(about.get("hypothesis", ""))),
        sections=sections,
        unfinished=unfinished,
        generator=GENERATOR,
        version=package_version(),
        id=name,
    )


def check_report_path(target: Path) -> None:
    """InputError where a report cannot be put: in the place of a folder or of a file that is no report of ours."""
    if target.is_dir() or (target.is_file() and GENERATOR.encode() not in target.read_bytes()[:2000]):
        hint = "choose another name, or move it away"
        raise InputError([ErrorDetail("--out", str(target), "something else stands there", "a new file", hint)])
    if not target.parent.is_dir():
        raise InputError([ErrorDetail("--out", str(target), "no such folder", "a file in a folder that is there")])
