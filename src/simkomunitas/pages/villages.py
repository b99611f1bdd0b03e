"""How a village was read from its files, in a sentence or two: nothing is drawn or left out without a word."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from simkomunitas.world.importing import ImportReport


def reading_of(reports: Iterable[tuple[Path, ImportReport]]) -> list[str]:
    """How villages were read, each below the name of its table; what is the same for several is said once."""
    told = dict.fromkeys((path.name, *import_summary(report)) for path, report in reports)
    return [line for name, *lines in told for line in (f"{name}:", *(f"  {line}" for line in lines))]


def import_summary(report: ImportReport) -> list[str]:
    """What was found, what was left out, and what was drawn because the files do not say it; a line each."""
    alone = f", {_count(report.unconnected, 'resident')} without a tie" if report.unconnected else ""
    found = f"{_count(report.residents, 'resident')} ({_women(report)}) in {_count(report.houses, 'house')}"
    lines = [f"read: {found} and {_count(report.hamlets, 'hamlet')}, {_count(report.ties, 'tie')}{alone}"]
    left_out = list(_left_out(report))
    if left_out:
        lines.append(f"left out: {'; '.join(left_out)}")
    if report.drawn:
        lines.append(
            f"drawn, because the files do not say it: {', '.join(_share(*one, report) for one in report.drawn)}"
        )
    lines += [f"column {wanted!r}: read from {name!r}" for wanted, name in report.respelled]
    return lines


def _women(report: ImportReport) -> str:
    everybody = report.residents
    return {0: "no women", 1: "1 woman", everybody: "all women"}.get(report.women, f"{report.women} women")


def _share(fact: str, drawn: int, report: ImportReport) -> str:
    """A fact and for how many it was drawn: *age of 3*, *education of all*."""
    return f"{fact.replace('_', ' ')} of {'all' if drawn == report.residents else drawn}"


def _left_out(report: ImportReport) -> Iterator[str]:
    """What stands in the files and not in the village."""
    if report.self_ties:
        yield f"{_count(report.self_ties, 'tie')} of somebody to herself"
    if report.other_layers:
        yield f"{_count(report.other_layers, 'tie')} of other layers"
    if report.weighted:
        yield "weights of ties, as all count alike"
    if report.weightless:
        yield f"{_count(report.weightless, 'row')} of weight 0, as that is no tie"
    if report.merged_associations:
        yield f"{_count(report.merged_associations, 'small association')} taken together with another of the hamlet"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
