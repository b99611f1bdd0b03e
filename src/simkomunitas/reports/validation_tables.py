"""The evidence in words and tables: what is met, what is not and why, what the baselines and mechanisms show."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite, isnan
from typing import Any, TextIO

import pandas as pd
from rich.text import Text

from simkomunitas.base.catalogue import docstring_summary
from simkomunitas.evidence.model_validation import MIN_TARGETS_MET, NULL_RESULT_TARGETS, ValidationResult
from simkomunitas.evidence.model_variants import FULL_MODEL, ModelVariant
from simkomunitas.evidence.situation_differences import differences_from_defaults
from simkomunitas.evidence.target_verdicts import QuantityResult, TargetResult
from simkomunitas.evidence.targets import TargetBand, targets
from simkomunitas.reports.render import render_template
from simkomunitas.reports.terminal_output import TableWriter

MIN_DISPLAYED = 1e-6  # a bound nearer to nothing than this says "more than nothing"
UNMET_VERDICTS = ("not met", "undecided")


def format_band(band: TargetBand) -> str:
    """A band as a reader would write it; ``*`` where the source gave only a sign and the width is a judgement.

    >>> (
    ...     format_band(TargetBand("d", "", 0.25, 0.5)),
    ...     format_band(TargetBand("d", "", low=0.5)),
    ...     format_band(TargetBand("d", "", 1e-9)),
    ... )
    ('0.25 to 0.5', 'at least 0.5', 'more than 0')
    """
    mark = "" if band.is_from_source else " *"
    low, high = isfinite(band.low), isfinite(band.high)
    if low and high:
        return f"{band.low:g} to {band.high:g}{mark}"
    word, bound = ("at least", band.low) if low else ("at most", band.high)
    if 0 < abs(bound) < MIN_DISPLAYED:
        word, bound = ("more than", 0.0) if low else ("less than", 0.0)
    return f"{word} {bound:g}{mark}"


def format_estimate(quantity: QuantityResult) -> str:
    """An estimate with its interval."""
    if isnan(quantity.estimate):
        return "nothing to measure"
    if isnan(quantity.low):
        return f"{quantity.estimate:.3f}"
    return f"{quantity.estimate:.3f} [{quantity.low:.3f}, {quantity.high:.3f}]"


def validation_headline(validation: ValidationResult) -> str:
    """Passes, failures and the joint pass rate."""
    verdicts = [judgement.verdict for judgement in validation.model_results()]
    met, missed, undecided = (verdicts.count(verdict) for verdict in ("met", "not met", "undecided"))
    return (
        f"{met} of {len(verdicts)} targets met, {missed} not met, {undecided} undecided, over "
        f"{len(validation.plan.seeds[FULL_MODEL.name])} seeds. {joint_rate_description(validation)}"
    )


def joint_rate_description(validation: ValidationResult) -> str:
    """What the joint pass rate is the rate of."""
    count = len(validation.plan.targets)
    every = f"all of them at once in {100 * validation.joint_rate_all:.0f} %"
    if count <= MIN_TARGETS_MET:
        return f"Resampling the seeds, {every}."
    nulls = f"{', '.join(NULL_RESULT_TARGETS[:-1])} and {NULL_RESULT_TARGETS[-1]} among them"
    return (
        f"Resampling the seeds, at least {MIN_TARGETS_MET} at once ({nulls}) in "
        f"{100 * validation.joint_rate:.0f} %, {every}."
    )


def build_quantity_table(validation: ValidationResult) -> pd.DataFrame:
    """One row for each quantity of each target under each variant."""
    rows = [
        _quantity_row(variant, judgement, quantity)
        for variant in validation.plan.variants
        for judgement in validation.results[variant.name]
        for quantity in judgement.quantities
    ]
    return pd.DataFrame(rows)


def _quantity_row(variant: ModelVariant, result: TargetResult, quantity: QuantityResult) -> dict[str, Any]:
    band = quantity.band
    return {
        "variant": variant.name, "kind": variant.kind, "target": result.target, "quantity": band.name,
        "meaning": band.meaning, "estimate": quantity.estimate, "low": quantity.low, "high": quantity.high,
        "band_low": band.low if isfinite(band.low) else None, "band_high": band.high if isfinite(band.high) else None,
        "band_read": band.is_from_source, "verdict": quantity.verdict, "target_verdict": result.verdict,
    }  # fmt: skip


def build_variant_table(validation: ValidationResult) -> pd.DataFrame:
    """One row for each baseline and mechanism: how many targets it meets, and which it loses."""
    rows = [
        {
            "variant": variant.name, "kind": variant.kind, "title": variant.title,
            "seeds": len(validation.plan.seeds[variant.name]),
            "met": sum(judgement.verdict == "met" for judgement in validation.results[variant.name]),
            "lost": " ".join(validation.lost_targets(variant.name)),
            "in_doubt": " ".join(validation.doubtful_targets(variant.name)),
        }
        for variant in validation.plan.variants
    ]  # fmt: skip
    return pd.DataFrame(rows)


def build_seed_table(validation: ValidationResult) -> pd.DataFrame:
    """What was observed of the model, seed by seed: seed, target, name, value."""
    seeds = validation.plan.seeds[FULL_MODEL.name]
    rows = [
        {"seed": seed, "target": target, "name": name, "value": value}
        for seed, findings in zip(seeds, validation.measurements[FULL_MODEL.name], strict=True)
        for target, observed in findings.items()
        for name, value in observed.items()
    ]
    return pd.DataFrame(rows)


def validation_json(validation: ValidationResult) -> dict[str, Any]:
    """Everything that was judged, as one JSON document; an open bound of a band is null."""
    kinds = {kind: [one for one in validation.plan.variants if one.kind == kind] for kind in ("baseline", "mechanism")}
    return {
        "targets": [_target_json(judgement) for judgement in validation.model_results()],
        "baselines": [_variant_json(validation, one) for one in kinds["baseline"]],
        "joint": validation.joint_rate,
        "joint_all": validation.joint_rate_all,
        "mechanisms": [_variant_json(validation, one) for one in kinds["mechanism"]],
        "quantities": build_quantity_table(validation).query("kind == 'model'").to_dict("records"),
        "seeds": list(validation.plan.seeds[FULL_MODEL.name]),
    }


def _target_json(result: TargetResult) -> dict[str, Any]:
    """A target by the quantity on which its verdict hangs."""
    deciding = result.deciding_quantity
    return {
        "target": result.target, "estimate": deciding.estimate, "low": deciding.low, "high": deciding.high,
        "band": [deciding.band.low, deciding.band.high], "verdict": result.verdict, "why": result.explanation,
    }  # fmt: skip


def _variant_json(validation: ValidationResult, variant: ModelVariant) -> dict[str, Any]:
    return {
        variant.kind: variant.name,
        "title": variant.title,
        "targets": [_target_json(judgement) for judgement in validation.results[variant.name]],
        "lost": validation.lost_targets(variant.name),
        "in_doubt": validation.doubtful_targets(variant.name),
    }


def target_table_rows(results: Iterable[TargetResult]) -> Iterator[list[str]]:
    """The table of targets: a row for each quantity, the target named in the first of them."""
    for judgement in results:
        target = targets[judgement.target]
        about = [judgement.target, docstring_summary(target), "; ".join(map(str, target.sources))]
        for quantity in judgement.quantities:
            said = [quantity.band.meaning, format_band(quantity.band), format_estimate(quantity), quantity.verdict]
            yield [*about, *said]
            about = ["", "", ""]


def describe_unmet_targets(results: Iterable[TargetResult]) -> list[str]:
    """A sentence for each target that is not met or undecided."""
    return [
        f"{found.target} ({found.verdict}): {found.explanation}" for found in results if found.verdict in UNMET_VERDICTS
    ]


def variant_table_rows(validation: ValidationResult, kind: str) -> list[list[str]]:
    """Baselines or mechanisms: what they are, how many targets they meet, which the model has and they lose."""
    found = build_variant_table(validation)
    mine = found[found["kind"] == kind]
    total = len(validation.plan.targets)
    return [
        [str(title), f"{met} of {total}", str(lost).replace(" ", ", ") or "none", str(doubt).replace(" ", ", ")]
        for title, met, lost, doubt in mine[["title", "met", "lost", "in_doubt"]].itertuples(index=False)
    ]


def situation_table_rows(validation: ValidationResult) -> list[list[str]]:
    """What each situation sets that is not the default."""
    return [list(difference) for difference in differences_from_defaults(validation.plan.situations[FULL_MODEL.name])]


def print_validation(validation: ValidationResult, stream: TextIO) -> None:
    """Targets, baselines and mechanisms as tables for the terminal."""
    writer = TableWriter(stream)
    grid = writer.new_table(writer.to_styled_text("Targets"), ("target", "quantity", "band", "simulated", "verdict"))
    for judgement in validation.model_results():
        for place, quantity in enumerate(judgement.quantities):
            cells = (judgement.target if place == 0 else "", quantity.band.name, format_band(quantity.band))
            said = _style_verdict(writer, quantity.verdict)
            grid.add_row(*map(writer.to_styled_text, (*cells, format_estimate(quantity))), said)
    writer.console.print(grid)
    for kind, title in (("baseline", "Baselines"), ("mechanism", "Mechanisms switched off")):
        rows = variant_table_rows(validation, kind)
        if rows:
            writer.console.print(_print_variants(writer, title, rows))
    for sentence in (*describe_unmet_targets(validation.model_results()), validation_headline(validation)):
        writer.console.print(writer.to_styled_text(sentence))


def _print_variants(writer: TableWriter, title: str, rows: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401 - a table of rich
    grid = writer.new_table(writer.to_styled_text(title), ("variant", "met", "lost", "in doubt"))
    for row in rows:
        grid.add_row(*map(writer.to_styled_text, row))
    return grid


def _style_verdict(writer: TableWriter, verdict: str) -> Text:
    return writer.to_styled_text(verdict, {"met": "green", "not met": "bold red"}.get(verdict, "yellow"))


def validation_page(validation: ValidationResult, command: str) -> str:
    """The whole report as Markdown."""
    return render_template(
        "evidence.md",
        headline=validation_headline(validation),
        targets=target_table_rows(validation.model_results()),
        unmet=describe_unmet_targets(validation.model_results()),
        variants=variant_parts(validation),
        situations=situation_table_rows(validation),
        command=command,
    )


def variant_parts(validation: ValidationResult) -> list[tuple[str, str, str, list[list[str]]]]:
    """Baselines and mechanisms, as far as they were examined: kind, title, what they are, rows."""
    parts = [(kind, title, about, variant_table_rows(validation, kind)) for kind, title, about in VARIANT_SECTIONS]
    return [part for part in parts if part[-1]]


VARIANT_SECTIONS = (
    ("baseline", "Baselines that should fail",
     "Simpler models built from the same parts, by settings alone. Lost: met by the model and not by the baseline."),
    ("mechanism", "Without one mechanism",
     "Each mechanism switched off in turn. A mechanism that loses nothing is not what these targets need."),
)  # fmt: skip
