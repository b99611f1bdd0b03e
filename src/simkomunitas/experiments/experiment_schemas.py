"""The keys that an experiment has beside those of its scenario or comparison."""

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simkomunitas.config.config_schemas import FIRST_SEED, LAST_SEED, MOST_REPLICATES, REPLICATES, LongText
from simkomunitas.config.key_types import (
    build_section_model,
    catalogue_name_type,
    integer_field,
    optional_section,
    suggest_number_spelling,
    value_error,
)
from simkomunitas.experiments.designs import DesignSetting, designs

AUTO_REPLICATES = "auto"
LEAST, MOST = 30, 10_000
EXPERIMENT_KEYS = ("title", "question", "hypothesis", "vary", "design", "replicates", "precision", "outcomes",
    "contrasts",
       "smallest_effect", "spread", "first_seed", "weekly", "against")  # fmt: skip


def validate_positive(value: object) -> float:
    """A number above zero."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise value_error("a number above 0", suggest_number_spelling(value))


def validate_replicates(value: object) -> object:
    """A number of replicates, or the word auto."""
    right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_REPLICATES
    if value == AUTO_REPLICATES or right:
        return value
    raise value_error(
        f"a whole number from 1 to {MOST_REPLICATES}, or {AUTO_REPLICATES}", suggest_number_spelling(value)
    )


PositiveNumber = Annotated[float, BeforeValidator(validate_positive)]
PositiveByOutcome = dict[str, PositiveNumber]


@cache
def precision_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """How exact ``replicates: auto`` must be."""
    fields = {
        "relative": (PositiveNumber, Field(0.05, description="half of the 95 % interval, as a share of the mean")),
        "absolute": (
            PositiveByOutcome,
            Field(default_factory=dict, description="half of the interval in the outcome's unit"),
        ),
        "least": integer_field(3, MOST_REPLICATES, LEAST, "replicates with which it begins"),
        "most": integer_field(3, MOST_REPLICATES, MOST, "replicates at which it gives up"),
    }
    return build_section_model("Precision", fields, precision_schema.__doc__ or "")


@cache
def contrast_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """A planned comparison of two levels of a factor."""
    fields = {
        "factor": (str, Field("arm", description="a key that varies, or arm")),
        "level": (Any, Field(None, description="the level; left out: every other one")),
        "against": (Any, Field(description="the level it is compared with")),
        "at": (dict[str, Any], Field(default_factory=dict, description="values of others it is made at; else at all")),
    }
    return build_section_model("Contrast", fields, contrast_schema.__doc__ or "")


@cache
def experiment_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """What an experiment says beside its scenario or comparison."""
    planned: Any = contrast_schema()
    fields = {
        "title": (LongText, Field("", description="what the report is called")),
        "question": (LongText, Field("", description="what is to be found out")),
        "hypothesis": (LongText, Field("", description="what is expected, written before the first run")),
        "vary": (Any, Field(None, description="keys of the configuration, each with a list, a range or named levels")),
        "design": (Any, Field("grid", description="how the points are chosen")),
        "replicates": (Annotated[Any, BeforeValidator(validate_replicates)],
                       Field(REPLICATES, description="runs of each point, or auto")),
        "precision": optional_section(precision_schema()),
        "outcomes": (list[str], Field(default_factory=list, description="outcome@period, what the question is about")),
        "contrasts": (list[planned], Field(default_factory=list, description="planned comparisons")),
        "smallest_effect": (PositiveByOutcome, Field(default_factory=dict, description="smallest "
        "difference of interest")),
        "spread": (PositiveByOutcome, Field(default_factory=dict, description="SD of paired differences, where known")),
        "first_seed": integer_field(0, LAST_SEED, FIRST_SEED, "seed of the first run of each point"),
        "weekly": (bool, Field(False, description="whether the weekly series of every run are kept")),
        "against": (str, Field("none", description="the arm that the others are compared with")),
    }  # fmt: skip
    return build_section_model("Experiment", fields, experiment_schema.__doc__ or "")


@cache
def design_schema(name: str) -> Any:  # noqa: ANN401 - a type made at run time
    """What one design can be told."""
    settings = {key: _design_setting_field(about) for key, about in designs[name].settings.items()}
    return build_section_model("Design", {"method": (catalogue_name_type(designs, "a design"),
        Field(description="how points are chosen"))}
                   | settings, designs[name].__doc__ or "")  # fmt: skip


def _design_setting_field(setting: DesignSetting) -> tuple[Any, Any]:
    """One key of a design."""
    if isinstance(setting.default, bool):
        return bool, Field(setting.default, description=setting.description)

    def check_setting(value: object) -> int:
        in_range = isinstance(value, int) and not isinstance(value, bool) and setting.low <= value <= setting.high
        if isinstance(value, int) and in_range and not (setting.power_of_two and value & (value - 1)):
            return value
        kind = "a power of two" if setting.power_of_two else "a whole number"
        raise value_error(f"{kind} from {setting.low} to {setting.high}", suggest_number_spelling(value))

    default: Any = ... if setting.default is None else setting.default
    return Annotated[int, BeforeValidator(check_setting)], Field(default, description=setting.description)
