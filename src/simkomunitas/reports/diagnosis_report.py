"""A diagnosis in words that can be read aloud, and as a table in the terminal."""

import functools
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

import pandas as pd
from rich.table import Table

from simkomunitas.evidence.diagnosis import Diagnosis, build_effect_table
from simkomunitas.locale.translation import LANGUAGES
from simkomunitas.reports.diagnosis_sentences import effect_name, find_sentence, join_list
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup, outcome_units
from simkomunitas.reports.terminal_output import TERMINAL_WIDTH, TableWriter, format_significant_cell
from simkomunitas.reports.translated_words import Language, format_number, is_share_unit

NEED_OUTCOME = "need"
NARROW_COLUMN_WIDTH = 16  # columns for the names of constraints


def diagnosis_sentences(diagnosis: Diagnosis, village: str, language: Language) -> str:
    """The diagnosis in a few sentences, for people; ``village``: what the community is called."""
    sentences = [find_sentence("diagnosis:tried", language, n=_village_count(diagnosis), village=village)]
    sentences += [*_finding_text(diagnosis, language), find_sentence("diagnosis:judged", language)]
    sentences += _other_constraints_text(diagnosis, language)
    if diagnosis.binding:
        begins = [find_sentence(f"begin:{name}", language) for name in diagnosis.binding]
        begin = join_list([_capitalize_first(text) for text in begins], language)
        sentences.append(find_sentence("diagnosis:begin", language, begin=begin))
    return "\n".join([*sentences, find_sentence("diagnosis:caution", language)])


def _other_constraints_text(diagnosis: Diagnosis, language: Language) -> list[str]:
    """What does not clearly bring relief, and what each of these clearly changes in other outcomes."""
    rest = [effect.constraint for effect in diagnosis.ranked_effects if not effect.is_significant]
    names = {name: find_sentence(f"name:{name}", language) for name in rest}
    said = []
    if rest and diagnosis.binding:
        said.append(find_sentence("diagnosis:rest", language, names=join_list(list(names.values()), language)))
    changes = {name: _side_effects_text(diagnosis, name, language) for name in rest}
    return said + [
        find_sentence("diagnosis:elsewhere", language, name=names[name], changes=join_list(found, language))
        for name, found in changes.items()
        if found
    ]


def _side_effects_text(diagnosis: Diagnosis, constraint: str, language: Language) -> list[str]:
    """The clear changes that taking away an obstacle brings, beside need, in the period that is judged."""
    cells, units = relief_estimates(diagnosis), outcome_display_units(diagnosis.result.outcomes)
    said = []
    for outcome in cells.outcomes:
        cell, share = cells.find_estimate(constraint, outcome, diagnosis.period), is_share_unit(units[outcome])
        if outcome != NEED_OUTCOME and (cell.low > 0 or cell.high < 0):
            change = format_number((100 if share else 1) * cell.estimate, language, 0 if share else 2)
            about = {"outcome": effect_name(outcome, language), "change": f"+{change}" if cell.low > 0 else change}
            said.append(find_sentence("diagnosis:change" if share else "diagnosis:ratio", language, **about))
    return said


def diagnosis_by_language(diagnosis: Diagnosis, village: str) -> dict[str, str]:
    """The diagnosis in words, by language."""
    languages: Sequence[Language] = LANGUAGES
    return {language: diagnosis_sentences(diagnosis, village, language) for language in languages}


def diagnosis_title(diagnosis: Diagnosis, language: Language) -> str:
    """The finding in one sentence."""
    return _finding_text(diagnosis, language)[0].rstrip(".")


def _finding_text(diagnosis: Diagnosis, language: Language) -> list[str]:
    """What binds, what its loosening would bring, and what comes next."""
    whys = [find_sentence(f"why:{name}", language) for name in diagnosis.binding]
    if not whys:
        return [find_sentence("diagnosis:none", language)]
    if len(whys) > 1:
        return [
            find_sentence("diagnosis:several", language, whys=join_list(whys, language)),
            _relief_text(diagnosis, language),
        ]
    found = [find_sentence("diagnosis:one", language, why=whys[0]), _relief_text(diagnosis, language)]
    second = diagnosis.ranked_effects[1:2]
    if second and second[0].is_significant:
        why, after = find_sentence(f"why:{second[0].constraint}", language), diagnosis.baseline_need - second[0].relief
        found.append(find_sentence("diagnosis:next", language, why=why, after=format_number(100 * after, language)))
    return found


def _relief_text(diagnosis: Diagnosis, language: Language) -> str:
    """What taking away the heaviest obstacle would bring."""
    first = diagnosis.ranked_effects[0]
    return find_sentence(
        "diagnosis:relief",
        language,
        condition=find_sentence(f"if:{first.constraint}", language),
        period=find_sentence(f"period:{diagnosis.period}", language),
        before=format_number(100 * diagnosis.baseline_need, language),
        after=format_number(100 * (diagnosis.baseline_need - first.relief), language),
    )


def _village_count(diagnosis: Diagnosis) -> int:
    """How many villages of each kind were lived through."""
    return int(diagnosis.result.contrasts["n"].max())


def _capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def relief_estimates(diagnosis: Diagnosis) -> EstimateLookup:
    """The effects as they are shown: the fall of need instead of its change, so that right is always better."""
    table = build_effect_table(diagnosis).rename(columns={"constraint": "arm"})
    need = table["outcome"] == NEED_OUTCOME
    flipped = -table.loc[need, ["estimate", "high", "low"]]
    table.loc[need, ["estimate", "low", "high"]] = flipped.to_numpy()
    return EstimateLookup(table)


def outcome_display_units(outcomes: pd.DataFrame) -> dict[str, str]:
    """The unit of each outcome; need is shown from 0 to 100, like a share."""
    return outcome_units(outcomes) | {NEED_OUTCOME: "share"}


def print_diagnosis(
    diagnosis: Diagnosis, village: str, stream: TextIO | None = None, language: Language = "en"
) -> None:
    """Print the sentences, and below them what each loosening changes in the period that was judged."""
    writer = TableWriter(stream or sys.stdout, language)
    for line in diagnosis_sentences(diagnosis, village, language).splitlines():
        writer.console.print(writer.to_styled_text(textwrap.fill(line, min(TERMINAL_WIDTH, writer.console.width))))
    writer.console.print()
    cells, units = relief_estimates(diagnosis), outcome_display_units(diagnosis.result.outcomes)
    for table in writer.split_columns(
        cells.outcomes, functools.partial(_print_effect_table, writer, diagnosis, cells, units), NARROW_COLUMN_WIDTH
    ):
        writer.console.print(table)
    about = writer.find_sentence("table:interval", n=cells.run_count_text(language, period=diagnosis.period), plus="±")
    writer.console.print(about, writer.find_sentence("table:clear"), sep="\n")


def _print_effect_table(
    writer: TableWriter, diagnosis: Diagnosis, cells: EstimateLookup, units: dict[str, str], outcomes: Sequence[str]
) -> Table:
    """What each loosening changes in some of the outcomes."""
    language = writer.language
    period = find_sentence(f"period:{diagnosis.period}", language)
    title = writer.to_styled_text(find_sentence("table:title", language, period=period))
    table = writer.new_arm_table(title, find_sentence("table:obstacle", language), NARROW_COLUMN_WIDTH)
    table.padding = (0, 1, 0, 0)
    for outcome in outcomes:
        sign = "\n%" if is_share_unit(units[outcome]) else ""
        head = textwrap.fill(effect_name(outcome, language), NARROW_COLUMN_WIDTH)
        table.add_column(writer.to_styled_text(head + sign), justify="right")
    for constraint in cells.arms:
        name = writer.to_styled_text(textwrap.fill(find_sentence(f"name:{constraint}", language), NARROW_COLUMN_WIDTH))
        found = ((outcome, cells.find_estimate(constraint, outcome, diagnosis.period)) for outcome in outcomes)
        table.add_row(name, *(format_significant_cell(writer, cell, units[outcome]) for outcome, cell in found))
    return table
