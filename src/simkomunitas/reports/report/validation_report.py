"""The evidence as one HTML page with its figures inside."""

from collections.abc import Iterator

from simkomunitas.base.table_files import encode_csv
from simkomunitas.evidence.model_validation import ValidationResult
from simkomunitas.evidence.model_variants import FULL_MODEL
from simkomunitas.evidence.targets import targets
from simkomunitas.reports.figures.figure_files import figure_to_png, figure_to_svg
from simkomunitas.reports.figures.target_plots import plot_target, plot_verdict_matrix
from simkomunitas.reports.render import render_template
from simkomunitas.reports.report.html_elements import (
    GENERATOR,
    EmbeddedPicture,
    PageSection,
    embed_picture,
    render_section,
    split_paragraphs,
)
from simkomunitas.reports.validation_tables import (
    build_quantity_table,
    build_seed_table,
    build_variant_table,
    describe_unmet_targets,
    situation_table_rows,
    target_table_rows,
    validation_headline,
    validation_page,
    variant_parts,
)


def validation_report_files(validation: ValidationResult, command: str) -> dict[str, str | bytes]:
    """The report as HTML and Markdown, the tables as CSV, the overview as a picture, by their path in the folder."""
    return {
        "report.html": validation_html(validation, command),
        "report.md": validation_page(validation, command),
        "quantities.csv": encode_csv(build_quantity_table(validation)),
        "variants.csv": encode_csv(build_variant_table(validation)),
        "seeds.csv": encode_csv(build_seed_table(validation)),
        "figures/matrix.png": figure_to_png(plot_verdict_matrix(validation), "matrix"),
    }


def validation_html(validation: ValidationResult, command: str) -> str:
    """The report: verdicts at the top, then every target with its figure, baselines, mechanisms, situations."""
    rows = target_table_rows(validation.model_results())
    sections = [
        render_section("targets", "Targets", "evidence/targets", rows=rows),
        render_section(
            "unmet", "Not met, and why", "evidence/unmet", sentences=describe_unmet_targets(validation.model_results())
        ),
        *_variant_sections(validation),
        render_section(
            "figures", "Every target, against its band", "evidence/figures", figures=_target_figures(validation)
        ),
        render_section(
            "situations", "What the situations set", "evidence/situations", rows=situation_table_rows(validation)
        ),
    ]
    found = validation_headline(validation)
    return render_template(
        "report/evidence/page.html", generator=GENERATOR, headline=found, command=command, sections=sections
    )


def _variant_sections(validation: ValidationResult) -> Iterator[PageSection]:
    parts = variant_parts(validation)
    for kind, title, about, rows in parts:
        yield render_section(kind, title, "evidence/variants", about=about, rows=rows)
    if parts:
        matrix = embed_picture(
            figure_to_svg(plot_verdict_matrix(validation), "matrix"), "Which variant meets which target"
        )
        yield render_section("matrix", "Targets by variants", "evidence/figures", figures=[(matrix, ())])


def _target_figures(validation: ValidationResult) -> Iterator[tuple[EmbeddedPicture, list[str]]]:
    """Each target as a figure, with how it is measured."""
    plan = validation.plan
    for place, name in enumerate(plan.targets):
        judgements = {variant.name: validation.results[variant.name][place] for variant in plan.variants}
        picture = figure_to_svg(plot_target(name, judgements, plan.variants), name)
        caption = f"{name}: {judgements[FULL_MODEL.name].verdict}"
        about = split_paragraphs(targets[name].__doc__ or "")
        yield embed_picture(picture, f"{name}: estimates against bands", caption), about
