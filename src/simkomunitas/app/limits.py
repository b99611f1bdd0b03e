"""What the app takes on for one viewer; whoever wants more has the command line."""

from pathlib import Path

from simkomunitas.app.words import Language
from simkomunitas.pages.words import number
from simkomunitas.study.scenario import Scenario
from simkomunitas.world.villages import ImportedVillage

MOST_ADULTS = 5_000
MOST_WEEKS = 1_040
MOST_SHOWN = 2_100_000  # residents times weeks
MOST_ARMS = 4
LARGEST_UPLOAD = 5 * 2**20  # bytes
FURTHER_SEEDS = 30
LAST_SEED = 999_999


class TooBigError(Exception):
    """A scenario that is too big, or too short, for the app: its adults and its weeks."""


def weeks_of(scenario: Scenario) -> int:
    """How many weeks a scenario lasts."""
    return int(scenario.horizon.programme_weeks + scenario.horizon.weeks_after)


def adults_of(scenario: Scenario) -> int:
    """How many adults a scenario has at most; of an imported village, the rows of its table, which is not read."""
    if isinstance(scenario.village, ImportedVillage):
        return _rows(scenario.village.residents.file)
    return int(scenario.village.people.adults)


def _rows(table: Path) -> int:
    """How many rows a table has below its head."""
    content = table.read_bytes().strip()
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


def within_limits(scenario: Scenario) -> Scenario:
    """The scenario itself; TooBigError if it is too big to be shown."""
    adults, weeks = adults_of(scenario), weeks_of(scenario)
    if adults > MOST_ADULTS or not 2 <= weeks <= MOST_WEEKS or adults * weeks > MOST_SHOWN:
        raise TooBigError(adults, weeks)
    return scenario


def size_words(error: TooBigError, language: Language) -> dict[str, str]:
    """How big a scenario is, and the most that is shown, as people write numbers."""
    adults, weeks = error.args
    sizes = {"adults": adults, "weeks": weeks, "most_adults": MOST_ADULTS, "most_weeks": MOST_WEEKS, "both": MOST_SHOWN}
    return {name: number(size, language) for name, size in sizes.items()}
