"""A diagnosis in words that can be read aloud, and as a table in the terminal."""

import functools
import sys
import textwrap
from collections.abc import Sequence
from typing import TextIO

import pandas as pd
from rich.table import Table

from simkomunitas.evidence.diagnosis import Diagnosis, effect_table
from simkomunitas.pages.figures.tables import Cells, units_of
from simkomunitas.pages.terminal import WIDTH, Writer, clear_cell
from simkomunitas.pages.words import Language, is_share, number
from simkomunitas.pages.words_of_evidence import effect_name, listed, sentence

NEED = "need"
NARROW = 16  # columns for the names of constraints


def spoken(diagnosis: Diagnosis, village: str, language: Language) -> str:
    """The diagnosis in a few sentences, for people; ``village``: what the community is called."""
    sentences = [sentence("diagnosis:tried", language, n=_seeds(diagnosis), village=village)]
    sentences += [*_finding(diagnosis, language), sentence("diagnosis:judged", language)]
    sentences += _rest(diagnosis, language)
    if diagnosis.binding:
        begins = [sentence(f"begin:{name}", language) for name in diagnosis.binding]
        begin = listed([_capital(text) for text in begins], language)
        sentences.append(sentence("diagnosis:begin", language, begin=begin))
    return "\n".join([*sentences, sentence("diagnosis:caution", language)])


def _rest(diagnosis: Diagnosis, language: Language) -> list[str]:
    """What does not clearly bring relief, and what each of these clearly changes in other outcomes."""
    rest = [effect.constraint for effect in diagnosis.ranking if not effect.clear]
    names = {name: sentence(f"name:{name}", language) for name in rest}
    said = []
    if rest and diagnosis.binding:
        said.append(sentence("diagnosis:rest", language, names=listed(list(names.values()), language)))
    changes = {name: _changes(diagnosis, name, language) for name in rest}
    return said + [
        sentence("diagnosis:elsewhere", language, name=names[name], changes=listed(found, language))
        for name, found in changes.items()
        if found
    ]


def _changes(diagnosis: Diagnosis, constraint: str, language: Language) -> list[str]:
    """The clear changes that taking away an obstacle brings, beside need, in the period that is judged."""
    cells, units = relief_cells(diagnosis), shown_units(diagnosis.result.outcomes)
    said = []
    for outcome in cells.outcomes:
        cell, share = cells.at(constraint, outcome, diagnosis.period), is_share(units[outcome])
        if outcome != NEED and (cell.low > 0 or cell.high < 0):
            change = number((100 if share else 1) * cell.estimate, language, 0 if share else 2)
            about = {"outcome": effect_name(outcome, language), "change": f"+{change}" if cell.low > 0 else change}
            said.append(sentence("diagnosis:change" if share else "diagnosis:ratio", language, **about))
    return said


def in_both_languages(diagnosis: Diagnosis, village: str) -> dict[str, str]:
    """The diagnosis in words, by language."""
    languages: tuple[Language, ...] = ("en", "id")
    return {language: spoken(diagnosis, village, language) for language in languages}


def spoken_title(diagnosis: Diagnosis, language: Language) -> str:
    """The finding in one sentence."""
    return _finding(diagnosis, language)[0].rstrip(".")


def _finding(diagnosis: Diagnosis, language: Language) -> list[str]:
    """What binds, what its loosening would bring, and what comes next."""
    whys = [sentence(f"why:{name}", language) for name in diagnosis.binding]
    if not whys:
        return [sentence("diagnosis:none", language)]
    if len(whys) > 1:
        return [sentence("diagnosis:several", language, whys=listed(whys, language)), _relief(diagnosis, language)]
    found = [sentence("diagnosis:one", language, why=whys[0]), _relief(diagnosis, language)]
    second = diagnosis.ranking[1:2]
    if second and second[0].clear:
        why, after = sentence(f"why:{second[0].constraint}", language), diagnosis.need - second[0].relief
        found.append(sentence("diagnosis:next", language, why=why, after=number(100 * after, language)))
    return found


def _relief(diagnosis: Diagnosis, language: Language) -> str:
    """What taking away the heaviest obstacle would bring."""
    first = diagnosis.ranking[0]
    return sentence(
        "diagnosis:relief",
        language,
        condition=sentence(f"if:{first.constraint}", language),
        period=sentence(f"period:{diagnosis.period}", language),
        before=number(100 * diagnosis.need, language),
        after=number(100 * (diagnosis.need - first.relief), language),
    )


def _seeds(diagnosis: Diagnosis) -> int:
    """How many villages of each kind were lived through."""
    return int(diagnosis.result.contrasts["n"].max())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def relief_cells(diagnosis: Diagnosis) -> Cells:
    """The effects as they are shown: the fall of need instead of its change, so that right is always better."""
    table = effect_table(diagnosis).rename(columns={"constraint": "arm"})
    need = table["outcome"] == NEED
    flipped = -table.loc[need, ["estimate", "high", "low"]]
    table.loc[need, ["estimate", "low", "high"]] = flipped.to_numpy()
    return Cells(table)


def shown_units(outcomes: pd.DataFrame) -> dict[str, str]:
    """The unit of each outcome; need is shown from 0 to 100, like a share."""
    return units_of(outcomes) | {NEED: "share"}


def print_diagnosis(
    diagnosis: Diagnosis, village: str, stream: TextIO | None = None, language: Language = "en"
) -> None:
    """Print the sentences, and below them what each loosening changes in the period that was judged."""
    writer = Writer(stream or sys.stdout, language)
    for line in spoken(diagnosis, village, language).splitlines():
        writer.console.print(writer.text(textwrap.fill(line, min(WIDTH, writer.console.width))))
    writer.console.print()
    cells, units = relief_cells(diagnosis), shown_units(diagnosis.result.outcomes)
    for table in writer.tables(cells.outcomes, functools.partial(_table, writer, diagnosis, cells, units), NARROW):
        writer.console.print(table)
    about = writer.say("table:interval", n=cells.runs(language, period=diagnosis.period), plus="±")
    writer.console.print(about, writer.say("table:clear"), sep="\n")


def _table(writer: Writer, diagnosis: Diagnosis, cells: Cells, units: dict[str, str], outcomes: Sequence[str]) -> Table:
    """What each loosening changes in some of the outcomes."""
    language = writer.language
    period = sentence(f"period:{diagnosis.period}", language)
    title = writer.text(sentence("table:title", language, period=period))
    table = writer.table(title, sentence("table:obstacle", language), NARROW)
    table.padding = (0, 1, 0, 0)
    for outcome in outcomes:
        sign = "\n%" if is_share(units[outcome]) else ""
        head = textwrap.fill(effect_name(outcome, language), NARROW)
        table.add_column(writer.text(head + sign), justify="right")
    for constraint in cells.arms:
        name = writer.text(textwrap.fill(sentence(f"name:{constraint}", language), NARROW))
        found = ((outcome, cells.at(constraint, outcome, diagnosis.period)) for outcome in outcomes)
        table.add_row(name, *(clear_cell(writer, cell, units[outcome]) for outcome, cell in found))
    return table
