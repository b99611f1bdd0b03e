"""How a village was read from its files, in a sentence or two: nothing is drawn or left out without a word."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from simkomunitas.model.community.data_import.village_import import ImportReport


def describe_imports(reports: Iterable[tuple[Path, ImportReport]]) -> list[str]:
    """How villages were read, each below the name of its table; what is the same for several is said once."""
    told = dict.fromkeys((path.name, *describe_import(report)) for path, report in reports)
    return [line for name, *lines in told for line in (f"{name}:", *(f"  {line}" for line in lines))]


def describe_import(report: ImportReport) -> list[str]:
    """What was found, what was left out, and what was drawn because the files do not say it; a line each."""
    alone = (
        f", {_format_count(report.residents_without_ties, 'resident')} without a tie"
        if report.residents_without_ties
        else ""
    )
    found = (
        f"{_format_count(report.residents, 'resident')} ({_count_women(report)}) in "
        f"{_format_count(report.households, 'house')}"
    )
    lines = [f"read: {found} and {_format_count(report.hamlets, 'hamlet')}, {_format_count(report.ties, 'tie')}{alone}"]
    left_out = list(_data_left_out_text(report))
    if left_out:
        lines.append(f"left out: {'; '.join(left_out)}")
    if report.drawn_facts:
        lines.append(
            "drawn, because the files do not say it: "
            f"{', '.join(_drawn_fact_text(*one, report) for one in report.drawn_facts)}"
        )
    lines += [f"column {wanted!r}: read from {name!r}" for wanted, name in report.respelled_columns]
    return lines


def _count_women(report: ImportReport) -> str:
    everybody = report.residents
    return {0: "no women", 1: "1 woman", everybody: "all women"}.get(report.women, f"{report.women} women")


def _drawn_fact_text(fact: str, drawn: int, report: ImportReport) -> str:
    """A fact and for how many it was drawn: *age of 3*, *education of all*."""
    return f"{fact.replace('_', ' ')} of {'all' if drawn == report.residents else drawn}"


def _data_left_out_text(report: ImportReport) -> Iterator[str]:
    """What stands in the files and not in the village."""
    if report.self_ties:
        yield f"{_format_count(report.self_ties, 'tie')} of somebody to herself"
    if report.ties_of_other_layers:
        yield f"{_format_count(report.ties_of_other_layers, 'tie')} of other layers"
    if report.ties_with_weight:
        yield "weights of ties, as all count alike"
    if report.ties_without_weight:
        yield f"{_format_count(report.ties_without_weight, 'row')} of weight 0, as that is no tie"
    if report.merged_associations:
        yield (
            f"{_format_count(report.merged_associations, 'small association')} taken together with "
            "another of the hamlet"
        )


def _format_count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
