"""Small villages in which every kind of programme is lived through, and a name for all that comes of it.

Run as a program, it prints the names; with NUMBA_DISABLE_JIT=1 they are those of the engine in plain Python.
"""

import bdb
import hashlib
import inspect
import json
import sys

import numpy as np

from plain.examples import FIVE, eventful
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.rules.voice_rules import voice_utility
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.simulation.simulation_run import SimulationRun


def in_turn(catalogue, place):
    return sorted(catalogue)[place % len(catalogue)]


def small(scenario, place, *, adults=20, weeks=(52, 52)):
    """The same in a village of few residents, whose network, targeting and strategies take turns."""
    village = scenario.village._replace(
        people=scenario.village.people._replace(adults=adults, hamlets=2), network=in_turn(networks, place)
    )
    course = scenario.programme.course
    mix = ((FIVE[place % 5], 0.75), (FIVE[(place + 2) % 5], 0.25))
    programme = scenario.programme._replace(
        targeting=in_turn(targeting_rules, place),
        strategies=(tuple(sorted(mix)),) * 5,
        course=course._replace(offer=0.4 * (place % 2), taper_weeks=min(course.taper_weeks, weeks[0])),
    )
    return scenario._replace(village=village, programme=programme, horizon=Horizon(*weeks))


def scenarios():
    """Every model with every exit; facilitators who leave the work undone; nobody at all."""
    kinds = [(model, rule) for model in sorted(organizing_models) for rule in sorted(exit_rules)]
    for place, (model, rule) in enumerate(kinds):
        weeks = (52, 52) if place % 3 == 0 else (40, 20)
        yield f"{model}, {rule}", small(eventful(model, rule, deliberation=place % 4 != 3), place, weeks=weeks)
    undone = eventful("social_planning", "fixed_week", local_calling=False)
    yield "left alone", small(undone, 4, weeks=(20, 60))
    yield "nobody", Scenario(SyntheticVillage(PopulationSettings(adults=60, hamlets=3)), None, Horizon(26, 26))


def name_of(going):
    """A name for everything that a run has written."""
    state, ties = going.state, going.community.ties
    written = (
        going.series,
        going.log,
        going.watch,
        state.hamlets,
        state.groups,
        state.programme,
        *ties,
    )
    tables = b"".join(np.ascontiguousarray(part).tobytes() for part in written)
    return hashlib.sha256(state.resident_states.tobytes() + tables).hexdigest()[:16]


def names():
    """What comes of every village, by what is done there."""
    found = {}
    for name, scenario in scenarios():
        going = SimulationRun(scenario, 2**40 + 7, log_room=100_000, watched=3)
        going.advance_weeks()
        found[name] = name_of(going)
    return found


class Stops(bdb.Bdb):
    """A debugger that counts how often it stops at a break point."""

    count = 0

    def user_line(self, frame):
        self.count += frame.f_code.co_name == "voice_utility"
        self.set_continue()


def stops_in_a_rule():
    """How often a debugger stops at the last line of a rule while one small village lives for half a year."""
    lines, first = inspect.getsourcelines(python_function(voice_utility))
    debugger = Stops()
    problem = debugger.set_break(python_function(voice_utility).__code__.co_filename, first + len(lines) - 1)
    assert problem is None, problem
    going = SimulationRun(small(eventful("social_action", "tapering"), 0, weeks=(20, 6)), 1)
    # The debugger leaves no trace function behind, and with it coverage of all later tests would be lost.
    tracer = sys.gettrace()
    try:
        debugger.runcall(going.advance_weeks)
    finally:
        sys.settrace(tracer)
    return debugger.count


if __name__ == "__main__":
    print(json.dumps({"names": names(), "stops": stops_in_a_rule()}))
