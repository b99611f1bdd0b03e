"""Which report a folder of results gives, and the report itself."""

from pathlib import Path
from typing import Any

import pandas as pd

from simkomunitas.analysis.crossing import columns_of
from simkomunitas.experiment.folder import design_at
from simkomunitas.experiment.results import load_failures, load_results, read_design
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.pages.figures.saving import png_bytes
from simkomunitas.pages.report import shared, sweeps
from simkomunitas.pages.report.contrasts import contrast_section
from simkomunitas.pages.report.html import GENERATOR, Section, figure, page, paragraph, paragraphs, text
from simkomunitas.pages.report.tables import contrast_tables, outcome_tables
from simkomunitas.study.corrections import Correction
from simkomunitas.study.estimates import json_text
from simkomunitas.study.manifest import PROGRAM, repeat_command, version

NOTHING = "no results"


def report_of(folder: Path, correction: Correction = "none") -> str:
    """The report on a folder of results, as one HTML document; InputError where there are none.

    correction: for the number of differences that are shown.
    """
    if folder.is_dir():
        if design_at(folder) is not None:
            return _of_sweep(folder, correction)
        about = shared.json_at(folder / "manifest.json")
        if about is not None and about.get("made_by") == PROGRAM:
            return _of_study(folder, about, correction)
        if shared.json_at(folder / "front" / "manifest.json") is not None:
            return _of_search(folder)
    hint = "make results with: simkomunitas sweep, compare or optimize"
    raise InputError([Fault(str(folder), "folder", NOTHING, "a folder of results", hint)])


def _of_sweep(folder: Path, correction: Correction) -> str:
    """The report on the results of ``sweep``, with the analyses that stand beside them."""
    facts, runs, failures = read_design(folder), load_results(folder, unfinished=True), load_failures(folder)
    if not len(runs):
        raise InputError([Fault(str(folder), "runs", "none is finished", "some runs", "go on with the same sweep")])
    drawn = [
        figure(png_bytes(picture, name, json_text({"figure": name, "sweep": facts.id}).strip()), name, caption)
        for name, picture, caption in sweeps.figures_of(facts, runs)
    ]
    found = sweeps.outcome_section(facts, runs)
    codes = sweeps.codebook_section(columns_of(facts, runs))
    seeds = int(runs["seed"].nunique())
    command = repeat_command(facts.about["command"])
    config = (folder / "config.yaml").read_text(encoding="utf-8", errors="replace")
    sections = [
        sweeps.design_section(facts, runs),
        Section("outcomes", "What was found", "".join(drawn) + found + codes),
        contrast_section(facts, runs, correction),
        *shared.analysis_sections(folder, facts.id),
        shared.failure_section(failures, len(runs), list(sweeps.undefined(facts, runs))),
        shared.limits_section(seeds),
        shared.repeat_section(facts.about | dict(facts.finished or {}), command, config),
    ]
    lead = _lead(facts.question, facts.hypothesis)
    if facts.finished is None:
        lead += paragraph(f"The sweep is not finished: {len(runs)} runs are there.", "bad")
    title = facts.title or folder.name.replace("_", " ")
    return page(title, lead, [section for section in sections if section is not None], _foot(facts.id))


def _of_study(folder: Path, about: dict[str, Any], correction: Correction) -> str:
    """The report on the results of ``compare`` or ``run``."""
    config = about["config"]
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("outcomes", "contrasts", "runs")
              if (folder / f"{name}.parquet").is_file()}  # fmt: skip
    sections = []
    if "outcomes" in tables:
        sections.append(
            Section("outcomes", "What was found", outcome_tables(tables["outcomes"]) + shared.pictures(folder))
        )
    if len(tables.get("contrasts", ())):
        sections.append(Section("contrasts", "Contrasts", contrast_tables(tables["contrasts"], correction)))
    if "outcomes" not in tables:
        sections.append(Section("found", "What was found", shared.analysis_body(folder, about)))
    given = folder / "config.yaml"
    written = given.read_text(encoding="utf-8", errors="replace") if given.is_file() else json_text(config)
    sections += [shared.limits_section(len(about["seeds"])), shared.repeat_section(about, about["command"], written)]
    title = str(config.get("title") or folder.name.replace("_", " "))
    return page(
        title, _lead(str(config.get("question", "")), str(config.get("hypothesis", ""))), sections, _foot(about["id"])
    )


def _of_search(folder: Path) -> str:
    """The report on the results of ``optimize``."""
    about = shared.json_at(folder / "front" / "manifest.json") or {}
    config = about["config"]
    sections = [
        *shared.analysis_sections(folder),
        shared.limits_section(len(about["seeds"])),
        shared.repeat_section(about, about["command"], json_text(config)),
    ]
    title = str(config.get("title") or folder.name.replace("_", " "))
    return page(title, _lead(config.get("question", ""), config.get("hypothesis", "")), sections, _foot(about["id"]))


def _lead(question: str, hypothesis: str) -> str:
    """Question and hypothesis, as far as they are written."""
    parts = [("Question", question), ("Hypothesis", hypothesis)]
    return "".join(f'<p class="label">{text(label)}</p>{paragraphs(words)}' for label, words in parts if words.strip())


def _foot(name: str) -> str:
    return paragraph(
        f"Made by simkomunitas {version()} from the stored results {name}; nothing is fetched from outside."
    )


def check_page(target: Path) -> None:
    """InputError where a report cannot be put: in the place of a folder or of a file that is no report of ours."""
    if target.is_dir() or (target.is_file() and GENERATOR.encode() not in target.read_bytes()[:2000]):
        hint = "choose another name, or move it away"
        raise InputError([Fault("--out", str(target), "something else stands there", "a new file", hint)])
    if not target.parent.is_dir():
        raise InputError([Fault("--out", str(target), "no such folder", "a file in a folder that is there")])
