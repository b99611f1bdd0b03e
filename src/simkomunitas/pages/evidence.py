"""The evidence in words and tables: what is met, what is not and why, what the baselines and mechanisms show."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite, isnan
from typing import Any, TextIO

import pandas as pd
from rich.text import Text

from simkomunitas.evidence.differences import differences
from simkomunitas.evidence.judging import Judgement, Quantity
from simkomunitas.evidence.targets import Band, targets
from simkomunitas.evidence.validating import ENOUGH, NULLS, Validation
from simkomunitas.evidence.variants import MODEL, Variant
from simkomunitas.ground.catalogue import first_line
from simkomunitas.pages.markdown import joined, table
from simkomunitas.pages.terminal import Writer

LEAST = 1e-6  # a bound nearer to nothing than this says "more than nothing"
OPEN = ("not met", "undecided")


def band_words(band: Band) -> str:
    """A band as a reader would write it; ``*`` where the source gave only a sign and the width is a judgement.

    >>> band_words(Band("d", "", 0.25, 0.5)), band_words(Band("d", "", low=0.5)), band_words(Band("d", "", 1e-9))
    ('0.25 to 0.5', 'at least 0.5', 'more than 0')
    """
    mark = "" if band.read else " *"
    low, high = isfinite(band.low), isfinite(band.high)
    if low and high:
        return f"{band.low:g} to {band.high:g}{mark}"
    word, bound = ("at least", band.low) if low else ("at most", band.high)
    if 0 < abs(bound) < LEAST:
        word, bound = ("more than", 0.0) if low else ("less than", 0.0)
    return f"{word} {bound:g}{mark}"


def value_words(quantity: Quantity) -> str:
    """An estimate with its interval."""
    if isnan(quantity.estimate):
        return "nothing to measure"
    if isnan(quantity.low):
        return f"{quantity.estimate:.3f}"
    return f"{quantity.estimate:.3f} [{quantity.low:.3f}, {quantity.high:.3f}]"


def headline(validation: Validation) -> str:
    """Passes, failures and the joint pass rate."""
    verdicts = [judgement.verdict for judgement in validation.model()]
    met, missed, undecided = (verdicts.count(verdict) for verdict in ("met", "not met", "undecided"))
    return (
        f"{met} of {len(verdicts)} targets met, {missed} not met, {undecided} undecided, over "
        f"{len(validation.plan.seeds[MODEL.name])} seeds. {joint_words(validation)}"
    )


def joint_words(validation: Validation) -> str:
    """What the joint pass rate is the rate of."""
    count = len(validation.plan.targets)
    every = f"all of them at once in {100 * validation.joint_all:.0f} %"
    if count <= ENOUGH:
        return f"Resampling the seeds, {every}."
    nulls = f"{', '.join(NULLS[:-1])} and {NULLS[-1]} among them"
    return f"Resampling the seeds, at least {ENOUGH} at once ({nulls}) in {100 * validation.joint:.0f} %, {every}."


def quantity_table(validation: Validation) -> pd.DataFrame:
    """One row for each quantity of each target under each variant."""
    rows = [
        _row(variant, judgement, quantity)
        for variant in validation.plan.variants
        for judgement in validation.judgements[variant.name]
        for quantity in judgement.quantities
    ]
    return pd.DataFrame(rows)


def _row(variant: Variant, judgement: Judgement, quantity: Quantity) -> dict[str, Any]:
    band = quantity.band
    return {
        "variant": variant.name, "kind": variant.kind, "target": judgement.target, "quantity": band.name,
        "meaning": band.meaning, "estimate": quantity.estimate, "low": quantity.low, "high": quantity.high,
        "band_low": band.low if isfinite(band.low) else None, "band_high": band.high if isfinite(band.high) else None,
        "band_read": band.read, "verdict": quantity.verdict, "target_verdict": judgement.verdict,
    }  # fmt: skip


def variant_table(validation: Validation) -> pd.DataFrame:
    """One row for each baseline and mechanism: how many targets it meets, and which it loses."""
    rows = [
        {
            "variant": variant.name, "kind": variant.kind, "title": variant.title,
            "seeds": len(validation.plan.seeds[variant.name]),
            "met": sum(judgement.verdict == "met" for judgement in validation.judgements[variant.name]),
            "lost": " ".join(validation.lost(variant.name)), "in_doubt": " ".join(validation.shaken(variant.name)),
        }
        for variant in validation.plan.variants
    ]  # fmt: skip
    return pd.DataFrame(rows)


def seed_table(validation: Validation) -> pd.DataFrame:
    """What was observed of the model, seed by seed: seed, target, name, value."""
    seeds = validation.plan.seeds[MODEL.name]
    rows = [
        {"seed": seed, "target": target, "name": name, "value": value}
        for seed, findings in zip(seeds, validation.found[MODEL.name], strict=True)
        for target, observed in findings.items()
        for name, value in observed.items()
    ]
    return pd.DataFrame(rows)


def document(validation: Validation) -> dict[str, Any]:
    """Everything that was judged, as one JSON document; an open bound of a band is null."""
    kinds = {kind: [one for one in validation.plan.variants if one.kind == kind] for kind in ("baseline", "mechanism")}
    return {
        "targets": [_judged(judgement) for judgement in validation.model()],
        "baselines": [_variant(validation, one) for one in kinds["baseline"]],
        "joint": validation.joint,
        "joint_all": validation.joint_all,
        "mechanisms": [_variant(validation, one) for one in kinds["mechanism"]],
        "quantities": quantity_table(validation).query("kind == 'model'").to_dict("records"),
        "seeds": list(validation.plan.seeds[MODEL.name]),
    }


def _judged(judgement: Judgement) -> dict[str, Any]:
    """A target by the quantity on which its verdict hangs."""
    deciding = judgement.deciding
    return {
        "target": judgement.target, "estimate": deciding.estimate, "low": deciding.low, "high": deciding.high,
        "band": [deciding.band.low, deciding.band.high], "verdict": judgement.verdict, "why": judgement.why,
    }  # fmt: skip


def _variant(validation: Validation, variant: Variant) -> dict[str, Any]:
    return {
        variant.kind: variant.name,
        "title": variant.title,
        "targets": [_judged(judgement) for judgement in validation.judgements[variant.name]],
        "lost": validation.lost(variant.name),
        "in_doubt": validation.shaken(variant.name),
    }


HEAD = ("target", "what", "source", "quantity", "band", "simulated", "verdict")


def target_rows(judgements: Iterable[Judgement]) -> Iterator[list[str]]:
    """The table of targets: a row for each quantity, the target named in the first of them."""
    for judgement in judgements:
        target = targets[judgement.target]
        about = [judgement.target, first_line(target), "; ".join(map(str, target.sources))]
        for quantity in judgement.quantities:
            said = [quantity.band.meaning, band_words(quantity.band), value_words(quantity), quantity.verdict]
            yield [*about, *said]
            about = ["", "", ""]


def unmet(judgements: Iterable[Judgement]) -> list[str]:
    """A sentence for each target that is not met or undecided."""
    return [f"{found.target} ({found.verdict}): {found.why}" for found in judgements if found.verdict in OPEN]


def variant_rows(validation: Validation, kind: str) -> list[list[str]]:
    """Baselines or mechanisms: what they are, how many targets they meet, which the model has and they lose."""
    found = variant_table(validation)
    mine = found[found["kind"] == kind]
    total = len(validation.plan.targets)
    return [
        [str(title), f"{met} of {total}", str(lost).replace(" ", ", ") or "none", str(doubt).replace(" ", ", ")]
        for title, met, lost, doubt in mine[["title", "met", "lost", "in_doubt"]].itertuples(index=False)
    ]


def situation_rows(validation: Validation) -> list[list[str]]:
    """What each situation sets that is not the default."""
    return [list(difference) for difference in differences(validation.plan.situations[MODEL.name])]


def print_evidence(validation: Validation, stream: TextIO) -> None:
    """Targets, baselines and mechanisms as tables for the terminal."""
    writer = Writer(stream)
    grid = writer.grid(writer.text("Targets"), ("target", "quantity", "band", "simulated", "verdict"))
    for judgement in validation.model():
        for place, quantity in enumerate(judgement.quantities):
            cells = (judgement.target if place == 0 else "", quantity.band.name, band_words(quantity.band))
            said = _verdict(writer, quantity.verdict)
            grid.add_row(*map(writer.text, (*cells, value_words(quantity))), said)
    writer.console.print(grid)
    for kind, title in (("baseline", "Baselines"), ("mechanism", "Mechanisms switched off")):
        rows = variant_rows(validation, kind)
        if rows:
            writer.console.print(_variants(writer, title, rows))
    for sentence in (*unmet(validation.model()), headline(validation)):
        writer.console.print(writer.text(sentence))


def _variants(writer: Writer, title: str, rows: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401 - a table of rich
    grid = writer.grid(writer.text(title), ("variant", "met", "lost", "in doubt"))
    for row in rows:
        grid.add_row(*map(writer.text, row))
    return grid


def _verdict(writer: Writer, verdict: str) -> Text:
    return writer.text(verdict, {"met": "green", "not met": "bold red"}.get(verdict, "yellow"))


def evidence_page(validation: Validation, command: str) -> str:
    """The whole report as Markdown."""
    return (
        joined(
            "# What the model shows, and what it does not",
            headline(validation),
            table(HEAD, target_rows(validation.model())),
            "`*` only a sign was read in the source, the width of the band is a judgement. " + DEFINITIONS,
            "## Not met, and why",
            "\n".join(f"- {sentence}" for sentence in unmet(validation.model())) or "Every target is met.",
            *_variant_parts(validation),
            "## What the situations set",
            SETTINGS,
            table(SETTING_HEAD, situation_rows(validation)),
            f"Made with `{command}`.",
        )
        + "\n"
    )


def _variant_parts(validation: Validation) -> Iterator[str]:
    for kind, title, about in VARIANT_PARTS:
        rows = variant_rows(validation, kind)
        if rows:
            yield from (f"## {title}", about, table(("variant", "met", "lost", "in doubt"), rows))


VARIANT_PARTS = (
    ("baseline", "Baselines that should fail",
     "Simpler models built from the same parts, by settings alone. Lost: met by the model and not by the baseline."),
    ("mechanism", "Without one mechanism",
     "Each mechanism switched off in turn. A mechanism that loses nothing is not what these targets need."),
)  # fmt: skip
SETTING_HEAD = ("situation", "arm", "setting", "default", "here", "because")
SETTINGS = (
    "Everything in which they differ from the defaults. How people behave is the same in all of them; a switch or a "
    "number of the calendar is set only where the setting of the source fixes it, with the reason beside it."
)
DEFINITIONS = (
    "Intervals: the estimate, give or take Student's t times its bootstrap standard error over the seeds. "
    "Met: the whole interval lies in the band; not met: the whole interval lies outside; undecided: a bound cuts it. "
    "A target is not met if one of its quantities is not, and met if all are. Joint: the share of bootstrap samples of "
    "the seeds in which the estimates of so many targets lie in their bands at once."
)
