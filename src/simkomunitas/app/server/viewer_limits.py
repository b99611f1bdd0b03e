"""What the app takes on for one viewer; whoever wants more has the command line."""

from pathlib import Path

from simkomunitas.app.app_words import Language
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.village_descriptions import ImportedVillage
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.reports.translated_words import format_number

MAX_ADULTS = 5_000
MAX_WEEKS = 1_040
MAX_RESIDENT_WEEKS = 2_100_000  # residents times weeks
MAX_ARMS = 4
MAX_UPLOAD_BYTES = 5 * 2**20  # bytes
FURTHER_VILLAGES = 30
MAX_SEED = 999_999


class ScenarioTooLargeError(Exception):
    """A scenario that is too big, or too short, for the app: its adults and its weeks."""


def scenario_weeks(scenario: Scenario) -> int:
    """How many weeks a scenario lasts."""
    return int(scenario.horizon.programme_weeks + scenario.horizon.weeks_after)


def scenario_adults(scenario: Scenario) -> int:
    """How many adults a scenario has at most; of an imported village, the rows of its table, which is not read."""
    if isinstance(scenario.village, ImportedVillage):
        return _count_table_rows(scenario.village.residents.file)
    return int(scenario.village.people.adults)


def _count_table_rows(table: Path) -> int:
    """How many rows a table has below its head."""
    content = table.read_bytes().strip()
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


def check_scenario_size(scenario: Scenario) -> Scenario:
    """The scenario itself; TooBigError if it is too big to be shown, InputError if it would run a viewer's Python."""
    if scenario.rules:
        names = ", ".join(name for name, _ in scenario.rules)
        raise InputError([ErrorDetail("rules", names, "", "rules of the model; the app runs no Python of its viewers")])
    adults, weeks = scenario_adults(scenario), scenario_weeks(scenario)
    if adults > MAX_ADULTS or not 2 <= weeks <= MAX_WEEKS or adults * weeks > MAX_RESIDENT_WEEKS:
        raise ScenarioTooLargeError(adults, weeks)
    return scenario


def describe_size(error: ScenarioTooLargeError, language: Language) -> dict[str, str]:
    """How big a scenario is, and the most that is shown, as people write numbers."""
    adults, weeks = error.args
    sizes = {
        "adults": adults,
        "weeks": weeks,
        "most_adults": MAX_ADULTS,
        "most_weeks": MAX_WEEKS,
        "both": MAX_RESIDENT_WEEKS,
    }
    return {name: format_number(size, language) for name, size in sizes.items()}
