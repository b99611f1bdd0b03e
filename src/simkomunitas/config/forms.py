"""The four kinds of configuration files, key by key: community, programme, scenario, comparison."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.config.keys import block, known, optional, refused, section, whole, word
from simkomunitas.model.community.data_import.data_file_formats import DRAWN, FACTS
from simkomunitas.model.community.networks import networks
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Shocks, Stages
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.rules.parameters import Parameters, Switches

USUAL_MODEL, USUAL_TARGETING, USUAL_EXIT = "locality_development", "random", "fixed_week"
REPLICATES, MOST_REPLICATES = 100, 100_000
FIRST_SEED, LAST_SEED = 1, 2**63 - 1
AGAINST = "none"
LAST_WEEK = 2_080
LONGEST_TEXT = 10_000

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Word = Annotated[str, BeforeValidator(word)]


def one_of(*allowed: str) -> Any:  # noqa: ANN401 - a type made at run time
    """One of a few names that never change."""

    def check(name: str) -> str:
        if name in allowed:
            return name
        raise refused("a known word", suggest_name(name, allowed))

    return Annotated[str, AfterValidator(check), Field(json_schema_extra={"enum": list(allowed)})]


def words_for(*names: str, kind: Any = Name) -> Any:  # noqa: ANN401 - types made at run time
    """A section in which each of these names may be given a word."""
    fields = {name: (kind | None, Field(None, description=f"for {name.replace('_', ' ')}")) for name in names}
    return section("Words", fields)


@cache
def residents_file() -> Any:  # noqa: ANN401 - a type made at run time
    """Where the facts of residents stand in a table."""
    fields = {
        "file": (Name, Field(description="CSV file, one row a resident")),
        "columns": optional(words_for(*FACTS)),
        "values": optional(words_for(*FACTS, kind=dict[Name, Word])),
        "constants": optional(words_for(*FACTS, kind=Word)),
        "encoding": (Name, Field("utf-8", description="how the letters are stored, for instance cp1252")),
    }
    return section(
        "ResidentsFile", fields, "A table of residents: which column holds which fact, and what its words mean."
    )


@cache
def ties_file() -> Any:  # noqa: ANN401 - a type made at run time
    """Where the ties stand."""
    fields = {
        "file": (Name, Field(description="CSV file with one tie a row, or GraphML")),
        "format": (one_of("csv", "graphml"), Field("csv")),
        "columns": optional(words_for("source", "target", "layer")),
        "layers": (list[Word], Field(default_factory=list, description="kinds of ties to be used; none named: all")),
        "encoding": (Name, Field("utf-8")),
    }
    return section("TiesFile", fields, "A list of ties; a tie named by one end joins both.")


def _listed_or_drawn(value: object) -> object:
    """A list of ties, or None for ties that are drawn."""
    if value is None or isinstance(value, str):
        if value == DRAWN:
            return None
        raise refused("a list of ties, or drawn", "write network: {file: ties.csv}, or network: drawn")
    return value


@cache
def synthetic() -> Any:  # noqa: ANN401 - a type made at run time
    """A village that is drawn from numbers."""
    usual = SyntheticVillage()
    fields = {
        "kind": (Literal["synthetic"], Field(description="drawn from numbers")),
        "network": (known(networks, "a network"), Field(usual.network, description="how ties come about")),
        "people": optional(block(usual.people)),
        "ties": optional(block(usual.ties)),
        "institutions": optional(block(usual.institutions)),
    }
    return section("SyntheticCommunity", fields, SyntheticVillage.__doc__ or "")


@cache
def imported() -> Any:  # noqa: ANN401 - a type made at run time
    """A real village, read from files."""
    fields = {
        "kind": (Literal["imported"], Field(description="read from files")),
        "residents": (residents_file(), Field()),
        "network": (
            Annotated[ties_file() | None, BeforeValidator(_listed_or_drawn)],
            Field(description="the list of ties; or drawn: households, kin and hamlets as in a synthetic village"),
        ),
        "people": optional(block(PopulationSettings())),
        "institutions": optional(block(InstitutionSettings())),
    }
    return section("ImportedCommunity", fields, "A real village, from a table of residents and a list of ties.")


@cache
def programme() -> Any:  # noqa: ANN401 - a type made at run time
    """What the organizer does."""
    fields = {
        "model": (
            known(organizing_models, "an organizing model"),
            Field(USUAL_MODEL, description="the organizing model"),
        ),
        "strategies": (
            Any,
            Field(description="shares of the hours, for all stages or stage by stage; they sum to one"),
        ),
        "targeting": (
            known(targeting_rules, "a targeting rule"),
            Field(USUAL_TARGETING, description="whom the facilitators see first"),
        ),
        "exit": (known(exit_rules, "an exit rule"), Field(USUAL_EXIT, description="when the facilitators leave")),
        "facilitation": optional(block(Facilitation())),
        "stages": optional(block(Stages())),
        "course": optional(block(ProgrammeCourse())),
    }
    return section(
        "Programme", fields, "What the organizer does: how the hours are spent, with whom, and when it ends."
    )


@cache
def turn() -> Any:  # noqa: ANN401 - a type made at run time
    """What changes in mid-run."""
    fields = {
        "week": whole(1, LAST_WEEK, 52, "the first week of the other way"),
        "programme": (programme() | None, Field(None, description="what is different from then on, or none")),
    }
    return section("Turn", fields, "Another way of working from a week on.")


@cache
def comparison() -> Any:  # noqa: ANN401 - a type made at run time
    """A scenario, or a comparison of several arms."""
    fields = {
        "title": (Text, Field("", description="what the figures are called")),
        "question": (Text, Field("", description="what is to be found out")),
        "because": (dict[str, Text], Field(default_factory=dict, description="why, by setting; for those who read it")),
        "community": (synthetic() | imported(), Field(discriminator="kind", description="the village, or its file")),
        "programme": (programme() | None, Field(None, description="the programme, its file, or none")),
        "horizon": optional(block(Horizon())),
        "shocks": optional(block(Shocks())),
        "parameters": optional(block(Parameters())),
        "switches": optional(block(Switches())),
        "turns": (list[turn()], Field(default_factory=list, description="what changes in mid-run, week by week")),  # type: ignore[misc]
        "arms": (dict[str, Any], Field(default_factory=dict, description="what differs from the rest, arm by arm")),
        "replicates": whole(2, MOST_REPLICATES, REPLICATES, "runs of each arm"),
        "first_seed": whole(0, LAST_SEED, FIRST_SEED, "seed of the first run of each arm"),
        "against": (str, Field(AGAINST, description="the arm that the others are compared with")),
    }
    return section("Comparison", fields, "A scenario: all that one run depends on; with arms, a comparison of several.")
