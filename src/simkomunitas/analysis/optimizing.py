"""Reading what is to be optimized: a scenario with a section ``optimize``, checked before anything is run."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from simkomunitas.analysis.judging import Judging, Principle
from simkomunitas.analysis.levers import Levers
from simkomunitas.analysis.posterior import Draw, read_draws
from simkomunitas.analysis.search import Effort
from simkomunitas.exits import exit_rules
from simkomunitas.experiment.purposes import measures
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault
from simkomunitas.ground.quantity import quantities
from simkomunitas.strategies import strategies
from simkomunitas.study.building import built_scenario
from simkomunitas.study.forms import Text
from simkomunitas.study.keys import known, optional, refused, section, separators, whole
from simkomunitas.study.layers import file_named
from simkomunitas.study.nodes import Node
from simkomunitas.study.reading import PATH, read_document
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.validating import validated
from simkomunitas.targeting import targeting_rules
from simkomunitas.world.programme import Course, Facilitation, Horizon

SECTION, OWN = "optimize", ("optimize", "hypothesis")
EXAMPLE = "for instance optimize: {more: [participation@year_3, sustainability@year_3]}"


class Optimization(NamedTuple):
    """A question about the best use of hours, and how the answer is searched for."""

    title: str
    question: str
    hypothesis: str
    base: Scenario
    levers: Levers
    principles: tuple[Principle, ...]
    judging: Judging
    effort: Effort
    fresh: Judging  # by which the plans found are judged again
    source: Path


def above_zero(value: object) -> float | None:
    """A number of hours, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise refused("a number above 0 (hours)", separators(value))


def up_to_half(value: object) -> float | None:
    """A quantile on the bad side, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 0.5:
        return float(value)
    raise refused("a number from 0 to 0.5", separators(value))


@cache
def span(low: int, high: int, about: str) -> Any:  # noqa: ANN401 - a type made at run time
    """A range of whole weeks."""
    fields = {name: whole(low, high, default, about) for name, default in (("from", low), ("to", high))}
    return section("Weeks", fields, about)


def names_of(catalogue: Mapping[str, object], what: str) -> tuple[Any, Any]:
    """A key for some names of a catalogue; all of them, if it is left out."""
    name: Any = known(catalogue, what)
    return list[name], Field(default_factory=lambda: list(catalogue), min_length=1)


@cache
def form() -> Any:  # noqa: ANN401 - a type made at run time
    """The section ``optimize``, key by key."""
    weeks, taper = (int(quantities(block)[name].high)
                    for block, name in ((Horizon, "programme_weeks"), (Course, "taper_weeks")))  # fmt: skip
    fields = {
        "more": (list[str], Field(default_factory=list, description="outcome@period of which more is better")),
        "less": (list[str], Field(default_factory=list, description="outcome@period of which less is better")),
        "hours": (Annotated[float | None, BeforeValidator(above_zero)],
                  Field(None, description="hours of all facilitators; those of the programme, if left out")),
        "strategies": names_of(strategies, "a strategy"),
        "by_stage": (bool, Field(True, description="whether each stage has shares of its own")),
        "targeting": names_of(targeting_rules, "a targeting rule"),
        "exit": names_of(exit_rules, "an exit rule"),
        "weeks": (span(8, weeks, "length of the programme") | None, Field(None, description="as it is, if left out")),
        "taper": optional(span(1, taper, "last weeks of fewer and fewer hours")),
        "seeds": whole(2, 10_000, 8, "seeds by which a plan is judged in the search"),
        "population": whole(4, 10_000, 64, "plans in a generation"),
        "generations": whole(1, 10_000, 40, "generations"),
        "search_seed": whole(0, 2**31 - 1, 1, "seed of the search itself"),
        "fresh_seeds": whole(2, 100_000, 100, "seeds, other ones, by which what was found is judged again"),
        "posterior": (Text | None, Field(None, description="Parquet file with a column for each parameter")),
        "draws": whole(2, 10_000, 8, "draws from the posterior, among which the seeds take turns"),
        "quantile": (Annotated[float | None, BeforeValidator(up_to_half)],
                     Field(None, description="judge by this quantile over draws instead of their mean")),
    }  # fmt: skip
    return section("Optimize", fields, form.__doc__ or "")


def read_optimization(path: PATH, sets: Sequence[str] = ()) -> Optimization:
    """The optimization in a file, with ``sets`` laid over it; InputError with every fault."""
    return read_document(path, sets, _read)


def _read(node: Node, source: Path, faults: list[Fault]) -> Optimization | None:
    own = node.get(SECTION)
    if own is None:
        faults.append(Fault(node.place, SECTION, "", "this section is required", EXAMPLE))
        return None
    said = validated(form(), own, faults)
    hypothesis = node.get("hypothesis")
    text = validated(section("Head", {"hypothesis": (Text, Field(""))}), _only(node, "hypothesis"), faults)
    built = built_scenario(node.without(*OWN, "arms"), faults)
    if said is None or built is None or text is None:
        return None
    if node.get("arms") is not None:
        faults.append(node.value["arms"].fault("no arms here", "the plans are found by the search"))
    scenario, head = built
    principles = tuple(_principles(own, said, faults))
    levers = _levers(said, scenario, own, faults)
    draws = _draws(own, said, faults)
    if faults:
        return None
    first, seeds = head["first_seed"], said["seeds"]
    fresh = tuple(range(first + seeds, first + seeds + said["fresh_seeds"]))
    judging = Judging(tuple(range(first, first + seeds)), draws[0], said["quantile"])
    return Optimization(
        title=head["title"],
        question=head["question"],
        hypothesis=text["hypothesis"] if hypothesis is not None else "",
        base=scenario,
        levers=levers,
        principles=principles,
        judging=judging,
        effort=Effort(said["population"], said["generations"], said["search_seed"]),
        fresh=Judging(fresh, draws[1], said["quantile"]),
        source=source,
    )


def _only(node: Node, name: str) -> Node:
    part = node.get(name)
    return node._replace(value={} if part is None else {name: part})


def _principles(own: Node, said: dict[str, Any], faults: list[Fault]) -> Iterator[Principle]:
    """What is to be more and what less, each once."""
    seen: set[str] = set()
    for key, more in (("more", True), ("less", False)):
        for place, column in enumerate(said[key]):
            node = own.at((key, place)) or own
            if column not in measures():
                faults.append(node.fault("outcome@period", did_you_mean(column, measures())))
            elif column in seen:
                faults.append(node.fault("each outcome once"))
            seen.add(column)
            yield Principle(column, more)
    if not said["more"] and not said["less"]:
        faults.append(Fault(own.place, f"{own.key}.more", "", "what is to be as large as possible", EXAMPLE))


def _levers(said: dict[str, Any], scenario: Scenario, own: Node, faults: list[Fault]) -> Levers:
    """What may be decided; faults where the hours cannot be spent so."""
    length = int(scenario.horizon.programme_weeks)
    weeks = said["weeks"] or {"from": length, "to": length}
    programme = scenario.programme
    facilitation = programme.facilitation if programme else Facilitation()
    hours = said["hours"] or facilitation.number * facilitation.hours * length
    for name, part in (("weeks", weeks), ("taper", said["taper"])):
        if part["from"] > part["to"]:
            faults.append((own.at((name, "to")) or own).fault(f"at least from ({part['from']})"))
    levers = Levers(
        hours=hours,
        strategies=tuple(dict.fromkeys(said["strategies"])),
        by_stage=said["by_stage"],
        targeting=tuple(dict.fromkeys(said["targeting"])),
        exits=tuple(dict.fromkeys(said["exit"])),
        weeks=(weeks["from"], weeks["to"]),
        taper=(said["taper"]["from"], min(said["taper"]["to"], weeks["to"])),
    )
    if levers.too_short(max(1.0, facilitation.number)):
        expected = "hours that so many facilitators can work in the shortest programme"
        faults.append((own.get("hours") or own).fault(expected, "more weeks, more facilitators, or fewer hours"))
    return levers


def _draws(own: Node, said: dict[str, Any], faults: list[Fault]) -> tuple[tuple[Draw, ...], tuple[Draw, ...]]:
    """The draws for the search and, others where there are enough, for judging again; one empty draw without a file."""
    node = own.get("posterior")
    if node is None or node.value is None:
        if said["quantile"] is not None:
            faults.append((own.get("quantile") or own).fault("a posterior, over whose draws it is taken"))
        return ((),), ((),)
    if said["draws"] > (turns := min(said["seeds"], said["fresh_seeds"])):
        expected = f"not more draws ({said['draws']}) than seeds ({turns}), so that each has its turn"
        faults.append((own.get("draws") or node).fault(expected))
    path = file_named(node, faults)
    return read_draws(path, node, said["draws"], faults) if path is not None else (((),), ((),))
