"""The evidence as one HTML page with its figures inside."""

from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.validating import Validation
from simkomunitas.evidence.variants import MODEL
from simkomunitas.pages.evidence import (
    DEFINITIONS,
    HEAD,
    SETTING_HEAD,
    SETTINGS,
    VARIANT_PARTS,
    evidence_page,
    headline,
    quantity_table,
    seed_table,
    situation_rows,
    target_rows,
    unmet,
    variant_rows,
    variant_table,
)
from simkomunitas.pages.figures.evidence import matrix_figure, target_figure
from simkomunitas.pages.figures.saving import png_bytes, svg_bytes
from simkomunitas.pages.report.html import Section, code, figure, folded, listed, page, paragraph, paragraphs, table
from simkomunitas.study.tables import csv_bytes

TITLE = "What the model shows, and what it does not"


def report_files(validation: Validation, command: str) -> dict[str, str | bytes]:
    """The report as HTML and Markdown, the tables as CSV, the overview as a picture, by their path in the folder."""
    return {
        "report.html": evidence_html(validation, command),
        "report.md": evidence_page(validation, command),
        "quantities.csv": csv_bytes(quantity_table(validation)),
        "variants.csv": csv_bytes(variant_table(validation)),
        "seeds.csv": csv_bytes(seed_table(validation)),
        "figures/matrix.png": png_bytes(matrix_figure(validation), "matrix"),
    }


def evidence_html(validation: Validation, command: str) -> str:
    """The report: verdicts at the top, then every target with its figure, baselines, mechanisms, situations."""
    sections = [
        Section("targets", "Targets", _targets(validation)),
        Section("unmet", "Not met, and why", listed(unmet(validation.model())) or paragraph("Every target is met.")),
        *_variants(validation),
        Section("figures", "Every target, against its band", _figures(validation)),
        Section("situations", "What the situations set", _situations(validation)),
    ]
    return page(TITLE, paragraph(headline(validation)), sections, code(command))


def _targets(validation: Validation) -> str:
    note = "* only a sign was read in the source, the width of the band is a judgement."
    return table(HEAD, target_rows(validation.model()), words=len(HEAD)) + paragraph(note) + paragraph(DEFINITIONS)


def _variants(validation: Validation) -> list[Section]:
    parts = []
    for kind, title, about in VARIANT_PARTS:
        rows = variant_rows(validation, kind)
        if rows:
            body = paragraph(about) + table(("variant", "met", "lost", "in doubt"), rows, words=4)
            parts.append(Section(kind, title, body))
    if parts:
        picture = svg_bytes(matrix_figure(validation), "matrix")
        parts.append(Section("matrix", "Targets by variants", figure(picture, "Which variant meets which target")))
    return parts


def _figures(validation: Validation) -> str:
    plan = validation.plan
    parts = []
    for place, name in enumerate(plan.targets):
        judgements = {variant.name: validation.judgements[variant.name][place] for variant in plan.variants}
        picture = svg_bytes(target_figure(name, judgements, plan.variants), name)
        verdict = judgements[MODEL.name].verdict
        about = folded("How it is measured", paragraphs(targets[name].__doc__ or ""))
        parts.append(figure(picture, f"{name}: estimates against bands", f"{name}: {verdict}") + about)
    return "".join(parts)


def _situations(validation: Validation) -> str:
    rows = table(SETTING_HEAD, situation_rows(validation), words=len(SETTING_HEAD))
    return paragraph(SETTINGS) + rows
