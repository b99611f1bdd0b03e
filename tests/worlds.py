"""Small worlds of the tests: scenarios that live through their weeks in a moment, and villages made by hand."""

import hashlib
from pathlib import Path

import numpy as np
from hypothesis import strategies as some

from simkomunitas.model.community.community_data import Community
from simkomunitas.model.community.networks import ties_from_edges
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.rules.parameters import Parameters, Switches, replace_parameter
from simkomunitas.model.scenario_definition import Comparison, Programme, Scenario
from simkomunitas.model.vocabulary import ARENAS, STAGES
from simkomunitas.results.scenario_comparison import run_comparison
from simkomunitas.simulation.simulation_run import SimulationRun
from villages import somebody

EVEN = tuple((name, 1 / len(strategies)) for name in strategies)
PROGRAMME = Programme("locality_development", (EVEN,) * len(STAGES), "random", "fixed_week")
SURE = 1000.0  # log-odds at which nobody stays away
NO_PULL = {f"turnout.coefficient_{name}": 0 for name in
           ("invitation", "benefit", "norm", "belief", "habit", "time", "status", "fatigue")}  # fmt: skip
NO_PULL["turnout.sd_disposition"] = 0
NOTHING_OF_ITSELF = {"leadership.calling_rate": 0, "information.forgetting_rate": 0, "place.problem_rate": 0}
PARTS = {"residents": "resident_states"}  # where the columns of a state stand


def village(adults=60, hamlets=3, network="hamlets", need=0.5, allies=0.1, openness=0.3, **people):
    return SyntheticVillage(
        PopulationSettings(adults=adults, hamlets=hamlets, **people),
        network,
        NetworkSettings(),
        InstitutionSettings(openness, allies, need),
    )


def programme(*shares, hours=16, number=2, **more):
    """The programme of all strategies, or of those that are named, with some of its settings changed."""
    work = Facilitation(number=number, hours=hours)._replace(**more.pop("facilitation", {}))
    course = ProgrammeCourse(**more.pop("course", {}))
    mix = tuple((name, 1 / len(shares)) for name in sorted(shares)) or EVEN
    return PROGRAMME._replace(strategies=(mix,) * len(STAGES), facilitation=work, course=course, **more)


def scenario(where=None, organizer=None, weeks=(52, 52), values=None, **more):
    """A scenario of so many weeks with and after the programme; ``values``: parameters by their dotted keys."""
    parameters = Parameters()
    for key, value in (values or {}).items():
        parameters = replace_parameter(parameters, key, value)
    return Scenario(where or village(), organizer, Horizon(*weeks), parameters=parameters, **more)


def lived(what, seed=1, community=None, weeks=None, **state):
    """A run of a scenario; ``state``: columns of residents, hamlets or programme that are set before the first week."""
    going = begun(what, seed, community, **state)
    going.advance_weeks(weeks)
    return going


def begun(what, seed=1, community=None, **state):
    """A run before its first week."""
    going = SimulationRun(what, seed, community, checked=True)  # theory asks for values that no village has
    for name, value in state.items():
        part, column = name.split("_", 1)
        getattr(going.state, PARTS.get(part, part))[column] = value
    return going


def series(going, *names):
    """Whole columns of the record of a run, or one if only one is named."""
    record = going.build_record()
    columns = [record.series_values(name) for name in names]
    return columns[0] if len(columns) == 1 else columns


def rows(going):
    """All that a run has changed, table by table, as bytes."""
    parts = (going.state.resident_states, going.state.hamlets, going.state.groups, going.state.programme)
    return [part.tobytes() for part in parts]


def fingerprint(going):
    """Sixty-four letters that differ for runs that differ in any number."""
    digest = hashlib.sha256(going.series[: going.now].tobytes())
    for part in rows(going):
        digest.update(part)
    return digest.hexdigest()


def same_runs(one, other):
    """Whether two runs are equal to the last bit, week by week and in every mind, hamlet, group and office."""
    return np.array_equal(one.series, other.series) and rows(one) == rows(other)


def agree(what, other, seed=1):
    """Whether two scenarios give one and the same run."""
    return same_runs(lived(what, seed), lived(other, seed))


def renumbered(community, order):
    """The same community with its residents in another order: row k is the former ``order[k]``."""
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    start, neighbour, kind = community.ties
    ends = np.repeat(np.arange(order.size), np.diff(start))
    return Community(
        type(community.residents)(*(column[order] for column in community.residents)),
        ties_from_edges(order.size, place[ends], place[neighbour], kind),
        community.severity,
        tuple(community.ids[row] for row in order),
        community.hamlets,
    )


def community(edges=(), hamlets=1, need=0.5, **facts):
    """A village made by hand: residents alike but for the facts given, and who knows whom."""
    size = next(np.size(fact) for fact in facts.values())
    residents = somebody(size, **{name: np.asarray(fact) for name, fact in facts.items()})
    ends = np.array(list(edges), np.int64).reshape(-1, 2)
    ties = ties_from_edges(size, ends[:, 0], ends[:, 1], np.zeros(len(ends), np.int64))
    ids = tuple(f"r{number}" for number in range(size))
    return Community(residents, ties, np.full((hamlets, 5), need), ids, tuple(f"h{h}" for h in range(hamlets)))


def crowd(size, edges=(), **facts):
    """So many residents who differ in nothing but what is given."""
    return community(edges, key=np.arange(size, dtype=np.uint64), **facts)


def ring(size):
    return [(i, (i + 1) % size) for i in range(size)]


def everybody(size):
    return [(i, j) for i in range(size) for j in range(i)]


def every_week(arena="mutual_help", pull=0.0):
    """Only one arena calls, mutual help every week, and only its own pull counts."""
    pulls = {f"turnout.intercept_{name}": -SURE for name in ARENAS}
    own = {f"turnout.intercept_{arena}": pull, "calendar.mutual_help_every": 1, "calendar.event_hours": 0}
    return NO_PULL | NOTHING_OF_ITSELF | pulls | own


def compared(arms, replicates=3, jobs=1, first_seed=1):
    """The tables of a comparison of these scenarios, by name; the first is the one the others are held against."""
    return run_comparison(
        Comparison("test", "", tuple(arms.items()), replicates, first_seed, next(iter(arms)), Path("test.yaml")), jobs
    )


def switched_off(*names):
    return Switches(**dict.fromkeys(names, False))


def z_of_count(count, trials, probability):
    """How many standard deviations a count of successes lies from what is expected."""
    return (count - trials * probability) / np.sqrt(trials * probability * (1 - probability))


seeds = some.integers(0, 2**31)


@some.composite
def programmes(draw):
    """Any programme worth the name: small differences in everything that an organizer can decide."""
    from simkomunitas.model.programme.exit_rules import exit_rules  # noqa: PLC0415 - the catalogues are read at the first draw
    from simkomunitas.model.programme.organizing_models import organizing_models  # noqa: PLC0415
    from simkomunitas.model.programme.targeting import targeting_rules  # noqa: PLC0415

    chosen = draw(some.lists(some.sampled_from(sorted(strategies)), min_size=1, max_size=3, unique=True))
    share = some.sampled_from((0.0, 0.3, 1.0))
    return programme(
        *chosen,
        hours=draw(some.sampled_from((2, 8, 16, 40))),
        number=draw(some.integers(1, 3)),
        model=draw(some.sampled_from(sorted(organizing_models))),
        targeting=draw(some.sampled_from(sorted(targeting_rules))),
        exit_rule=draw(some.sampled_from(sorted(exit_rules))),
        course={
            "taper_weeks": draw(some.sampled_from((1, 13, 52))),
            "exit_gate": draw(share),
            "grant": draw(share),
            "reward": draw(share),
            "open_decisions": draw(share),
            "elected_committee": draw(some.sampled_from((0, 1))),
            "leaders_wanted": draw(some.integers(0, 3)),
            "repeat_cycle": draw(some.sampled_from((0, 1))),
        },
        facilitation={"participatory": draw(share), "credibility": draw(share), "skill": draw(share)},
    )


@some.composite
def scenarios(draw, with_programme=None, **more):
    """Any small village under any programme, or under none."""
    adults = draw(some.integers(12, 90))
    where = village(
        adults,
        draw(some.integers(1, min(6, adults))),
        draw(some.sampled_from(("hamlets", "random", "ring", "complete", "no_ties"))),
        need=draw(some.sampled_from((0.0, 0.5, 1.0))),
        allies=draw(some.sampled_from((0.0, 0.1, 0.6))),
        openness=draw(some.sampled_from((0.0, 0.3, 1.0))),
        free_riders=draw(some.sampled_from((0.0, 0.25, 0.6))),
        officials=draw(some.sampled_from((0.0, 2.6, 20.0))),
    )
    organized = draw(some.booleans()) if with_programme is None else with_programme
    weeks = (draw(some.integers(1, 90)), draw(some.integers(0, 60)))
    return scenario(where, draw(programmes()) if organized else None, weeks, **more)
