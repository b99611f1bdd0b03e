"""The four kinds of configuration files, key by key: community, programme, scenario, comparison."""

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.config.key_types import (
    build_block_model,
    build_section_model,
    catalogue_name_type,
    integer_field,
    optional_section,
    parse_cell_word,
    value_error,
)
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
DEFAULT_REFERENCE = "none"
MAX_WEEK = 2_080
MAX_TEXT_LENGTH = 10_000

LongText = Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
ShortName = Annotated[str, Field(min_length=1, max_length=200)]
CellWord = Annotated[str, BeforeValidator(parse_cell_word)]


def choice_type(*allowed: str) -> Any:  # noqa: ANN401 - a type made at run time
    """One of a few names that never change."""

    def check_choice(name: str) -> str:
        if name in allowed:
            return name
        raise value_error("a known word", suggest_name(name, allowed))

    return Annotated[str, AfterValidator(check_choice), Field(json_schema_extra={"enum": list(allowed)})]


def word_map_schema(*names: str, kind: Any = ShortName) -> Any:  # noqa: ANN401 - types made at run time
    """A section in which each of these names may be given a word."""
    fields = {name: (kind | None, Field(None, description=f"for {name.replace('_', ' ')}")) for name in names}
    return build_section_model("Words", fields)


@cache
def residents_file_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """Where the facts of residents stand in a table."""
    fields = {
        "file": (ShortName, Field(description="CSV file, one row a resident")),
        "columns": optional_section(word_map_schema(*FACTS)),
        "values": optional_section(word_map_schema(*FACTS, kind=dict[ShortName, CellWord])),
        "constants": optional_section(word_map_schema(*FACTS, kind=CellWord)),
        "encoding": (ShortName, Field("utf-8", description="how the letters are stored, for instance cp1252")),
    }
    return build_section_model(
        "ResidentsFile", fields, "A table of residents: which column holds which fact, and what its words mean."
    )


@cache
def ties_file_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """Where the ties stand."""
    fields = {
        "file": (ShortName, Field(description="CSV file with one tie a row, or GraphML")),
        "format": (choice_type("csv", "graphml"), Field("csv")),
        "columns": optional_section(word_map_schema("source", "target", "layer")),
        "layers": (
            list[CellWord],
            Field(default_factory=list, description="kinds of ties to be used; none named: all"),
        ),
        "encoding": (ShortName, Field("utf-8")),
    }
    return build_section_model("TiesFile", fields, "A list of ties; a tie named by one end joins both.")


def _none_if_drawn(value: object) -> object:
    """A list of ties, or None for ties that are drawn."""
    if value is None or isinstance(value, str):
        if value == DRAWN:
            return None
        raise value_error("a list of ties, or drawn", "write network: {file: ties.csv}, or network: drawn")
    return value


@cache
def synthetic_village_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """A village that is drawn from numbers."""
    usual = SyntheticVillage()
    fields = {
        "kind": (Literal["synthetic"], Field(description="drawn from numbers")),
        "network": (
            catalogue_name_type(networks, "a network"),
            Field(usual.network, description="how ties come about"),
        ),
        "people": optional_section(build_block_model(usual.people)),
        "ties": optional_section(build_block_model(usual.ties)),
        "institutions": optional_section(build_block_model(usual.institutions)),
    }
    return build_section_model("SyntheticCommunity", fields, SyntheticVillage.__doc__ or "")


@cache
def imported_village_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """A real village, read from files."""
    fields = {
        "kind": (Literal["imported"], Field(description="read from files")),
        "residents": (residents_file_schema(), Field()),
        "network": (
            Annotated[ties_file_schema() | None, BeforeValidator(_none_if_drawn)],
            Field(description="the list of ties; or drawn: households, kin and hamlets as in a synthetic village"),
        ),
        "people": optional_section(build_block_model(PopulationSettings())),
        "institutions": optional_section(build_block_model(InstitutionSettings())),
    }
    return build_section_model(
        "ImportedCommunity", fields, "A real village, from a table of residents and a list of ties."
    )


@cache
def programme_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """What the organizer does."""
    fields = {
        "model": (
            catalogue_name_type(organizing_models, "an organizing model"),
            Field(USUAL_MODEL, description="the organizing model"),
        ),
        "strategies": (
            Any,
            Field(description="shares of the hours, for all stages or stage by stage; they sum to one"),
        ),
        "targeting": (
            catalogue_name_type(targeting_rules, "a targeting rule"),
            Field(USUAL_TARGETING, description="whom the facilitators see first"),
        ),
        "exit": (
            catalogue_name_type(exit_rules, "an exit rule"),
            Field(USUAL_EXIT, description="when the facilitators leave"),
        ),
        "facilitation": optional_section(build_block_model(Facilitation())),
        "stages": optional_section(build_block_model(Stages())),
        "course": optional_section(build_block_model(ProgrammeCourse())),
    }
    return build_section_model(
        "Programme", fields, "What the organizer does: how the hours are spent, with whom, and when it ends."
    )


@cache
def programme_change_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """What changes in mid-run."""
    fields = {
        "week": integer_field(1, MAX_WEEK, 52, "the first week of the other way"),
        "programme": (programme_schema() | None, Field(None, description="what is different from then on, or none")),
    }
    return build_section_model("Turn", fields, "Another way of working from a week on.")


@cache
def comparison_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """A scenario, or a comparison of several arms."""
    fields = {
        "title": (LongText, Field("", description="what the figures are called")),
        "question": (LongText, Field("", description="what is to be found out")),
        "because": (
            dict[str, LongText],
            Field(default_factory=dict, description="why, by setting; for those who read it"),
        ),
        "community": (
            synthetic_village_schema() | imported_village_schema(),
            Field(discriminator="kind", description="the village, or its file"),
        ),
        "programme": (programme_schema() | None, Field(None, description="the programme, its file, or none")),
        "horizon": optional_section(build_block_model(Horizon())),
        "shocks": optional_section(build_block_model(Shocks())),
        "parameters": optional_section(build_block_model(Parameters())),
        "switches": optional_section(build_block_model(Switches())),
        "turns": (
            list[programme_change_schema()],  # type: ignore[misc]
            Field(default_factory=list, description="what changes in mid-run, week by week"),
        ),
        "arms": (dict[str, Any], Field(default_factory=dict, description="what differs from the rest, arm by arm")),
        "replicates": integer_field(2, MOST_REPLICATES, REPLICATES, "runs of each arm"),
        "first_seed": integer_field(0, LAST_SEED, FIRST_SEED, "seed of the first run of each arm"),
        "against": (str, Field(DEFAULT_REFERENCE, description="the arm that the others are compared with")),
    }
    return build_section_model(
        "Comparison", fields, "A scenario: all that one run depends on; with arms, a comparison of several."
    )
