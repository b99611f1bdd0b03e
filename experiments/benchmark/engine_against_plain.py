"""The compiled engine against the same model in plain Python on Mesa: CPU time, turn and turn about.

Run from anywhere: ``python experiments/benchmark/engine_against_plain.py``.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from simkomunitas.model.community.community_data import Community
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.simulation.simulation_run import SimulationRun

sys.path.append(str(Path(__file__).parents[2] / "tests"))

from plain.model import PlainVillage

FIVE = ("community_education", "economic_empowerment", "local_resources", "network_alliance", "policy_advocacy")
BALANCED = Programme("locality_development", (tuple((name, 0.2) for name in FIVE),) * 5, "random", "fixed_week")
SEED = 1
WEEKS = int(sum(Horizon()))


def seconds(task: Callable[[], None]) -> float:
    """CPU time of one go."""
    before = process_time()
    task()
    return process_time() - before


def tasks(scenario: Scenario, community: Community) -> tuple[Callable[[], None], Callable[[], None]]:
    """The engine and the plain model, each from a built community through all weeks of the scenario."""

    def live_compiled() -> None:
        SimulationRun(scenario, SEED, community).advance_weeks()

    def live_plain() -> None:
        village = PlainVillage(scenario, SEED, community)
        for _ in range(WEEKS):
            village.step()

    return live_compiled, live_plain


def compare(adults: int, programme: Programme | None, repeats: int) -> tuple[float, float]:
    """Median nanoseconds per resident and week: of the engine, and of the plain model; turn and turn about."""
    scenario = Scenario(SyntheticVillage(PopulationSettings(adults=adults)), programme)
    live_compiled, live_plain = tasks(scenario, build_community(scenario.village, SEED))
    live_compiled()  # once before the clock runs, to load or compile the engine
    pairs = [(seconds(live_compiled), seconds(live_plain)) for _ in range(repeats)]
    compiled, plain = (median(times) * 1e9 / (adults * WEEKS) for times in zip(*pairs, strict=True))
    return compiled, plain


def main() -> None:
    """Print one line for each village and programme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7, help="goes of each")
    said = parser.parse_args()
    print(f"{'residents':>9} {'programme':>9} {'engine':>10} {'plain':>10} {'ratio':>6}   (ns per resident-week)")
    for adults in (300, 400):
        for name, programme in (("none", None), ("balanced", BALANCED)):
            compiled, plain = compare(adults, programme, said.repeats)
            print(f"{adults:>9} {name:>9} {compiled:>10.0f} {plain:>10.0f} {plain / compiled:>6.1f}", flush=True)


if __name__ == "__main__":
    main()
