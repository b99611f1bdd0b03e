"""Small communities and programmes of every kind, drawn for comparison; some live fast, so that rare things happen."""

import numpy as np
from hypothesis import strategies as st

from simkomunitas.base.quantity import block_quantities, parameter_rows
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import (
    Facilitation,
    Horizon,
    ProgrammeCourse,
    Shocks,
    StageGate,
    Stages,
)
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.rules.parameters import Parameters, Switches
from simkomunitas.model.scenario_definition import Programme, Scenario

# Values at which things that are rare in a real village happen within weeks.
FAST = {
    "turnout": {"intercept_programme": 0.5, "coefficient_time": 0.3},
    "information": {"telling_rate": 0.4},
    "voice": {"intercept_speaking": 0.5},
    "leadership": {"emergence_rate": 4, "calling_rate": 0.9, "burnout_share": 0.95},
    "projects": {"labour_hours": 0.2, "money_cost": 0.5, "technical_hours": 2},
    "capture": {"capture_chance": 1},
    "advocacy": {"intercept_joining": -1.5, "intercept_concession": -2.5, "reprisal_probability": 0.9},
    "economy": {"dues": 1},
    "maintenance": {"wear_rate": 2, "group_end_chance": 0.999},
    "place": {"problem_rate": 3, "tie_gain": 0.2, "acquaintance_chance": 0.5},
    "beliefs": {"fading_rate": 0.9},
    "learning": {"habit_gain": 0.2},
}
FIVE = ("community_education", "economic_empowerment", "local_resources", "network_alliance", "policy_advocacy")
ROWS = {row.key: row.quantity for row in parameter_rows(Parameters())}
NARROWER = {  # what is possible, but takes long or says little in a small village
    "number": (0, 3),
    "hours": (0, 40),
    "visit": (0.3, 2),
    "adults": (12, 60),
    "hamlets": (1, 4),
    "kin": (1, 8),
    "neighbours": (0, 4),
    "friends": (0, 3),
    "programme_weeks": (0, 70),
    "weeks_after": (130, 130),
    "shortest": (0, 6),
    "longest": (1, 12),
    "taper_weeks": (1, 60),
}
ALWAYS_DRAWN = ("adults", "hamlets", "programme_weeks", "weeks_after")


def fast_parameters():
    parameters = Parameters()
    return parameters._replace(**{name: getattr(parameters, name)._replace(**block) for name, block in FAST.items()})


def eventful(model, exit_rule, **switches):
    """A programme of which much is asked, in a village where much happens."""
    village = SyntheticVillage(
        PopulationSettings(adults=90, hamlets=3, free_hours=25, inequality=0.7),
        ties=NetworkSettings(friends=2),
        institutions=InstitutionSettings(authority_openness=0.2, allies=0.3, committees=0.6),
    )
    programme = Programme(
        model=model,
        strategies=(tuple((name, 0.2) for name in FIVE),) * 5,
        targeting="snowball",
        exit_rule=exit_rule,
        facilitation=Facilitation(number=1, hours=30),
        course=ProgrammeCourse(grant=0.3, reward=0.4, elected_committee=1, exit_gate=0.1, taper_weeks=30),
    )
    return Scenario(village, programme, Horizon(70, 100), Shocks(chance=0.8), fast_parameters(), Switches(**switches))


def values_within(low, high, *, whole=False):
    return st.integers(int(low), int(high)).map(float) if whole else st.floats(low, high)


@st.composite
def blocks(draw, kind):
    """A block of numbers, each of them as it usually is, or anywhere within its range."""
    drawn = {}
    for name, about in block_quantities(kind).items():
        low, high = NARROWER.get(name, (about.low, about.high))
        usual = kind._field_defaults.get(name)
        if name in ALWAYS_DRAWN or usual is None or not low <= usual <= high or draw(st.booleans()):
            drawn[name] = draw(values_within(low, high, whole=about.kind.is_whole))
    return kind(**drawn)


@st.composite
def parameters_in_range(draw):
    parameters = fast_parameters() if draw(st.booleans()) else Parameters()
    for key in draw(st.lists(st.sampled_from(sorted(ROWS)), max_size=6, unique=True)):
        block, name = key.split(".")
        value = draw(values_within(ROWS[key].low, ROWS[key].high, whole=ROWS[key].kind.is_whole))
        parameters = parameters._replace(**{block: getattr(parameters, block)._replace(**{name: value})})
    return parameters


@st.composite
def mixes(draw):
    """Strategies with their shares of the hours."""
    names = draw(st.lists(st.sampled_from(sorted(strategies)), min_size=1, max_size=4, unique=True))
    weights = [draw(st.integers(1, 5)) for _ in names]
    return tuple((name, weight / sum(weights)) for name, weight in zip(names, weights, strict=True))


@st.composite
def programmes(draw):
    stages = Stages(*(StageGate(*draw(blocks(StageGate))) for _ in Stages._fields))
    mix = draw(mixes())
    return Programme(
        model=draw(st.sampled_from(sorted(organizing_models))),
        strategies=tuple(draw(mixes()) for _ in stages) if draw(st.booleans()) else (mix,) * len(stages),
        targeting=draw(st.sampled_from(sorted(targeting_rules))),
        exit_rule=draw(st.sampled_from(sorted(exit_rules))),
        facilitation=draw(blocks(Facilitation)),
        stages=stages if draw(st.booleans()) else Stages(),
        course=draw(blocks(ProgrammeCourse)),
    )


@st.composite
def scenarios(draw):
    village = SyntheticVillage(
        people=draw(blocks(PopulationSettings)),
        network=draw(st.sampled_from(sorted(networks))),
        ties=draw(blocks(NetworkSettings)),
        institutions=draw(blocks(InstitutionSettings)),
    )
    off = draw(st.lists(st.sampled_from(Switches._fields), max_size=3, unique=True))
    return Scenario(
        village=village,
        programme=draw(st.none() | programmes() | programmes() | programmes()),
        horizon=draw(blocks(Horizon)),
        shocks=draw(blocks(Shocks)),
        parameters=draw(parameters_in_range()),
        switches=Switches(**dict.fromkeys(off, False)),
    )


def community_of(scenario, seed, *, imported):
    """The community of a scenario; as if imported: hamlets scattered over the rows, keys that are no row numbers."""
    community = build_community(scenario.village, seed)
    if not imported:
        return community
    residents = community.residents
    hamlet = np.arange(residents.key.size) % len(community.hamlets)
    place = np.where(residents.association < 0, -1, 2 * hamlet + residents.association % 2)
    key = (residents.key + np.uint64(1)) * np.uint64(0xD1342543DE82EF95)
    return community._replace(residents=residents._replace(hamlet=hamlet, association=place, key=key))
