"""The keys that an experiment has beside those of its scenario or comparison."""

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simkomunitas.config.forms import FIRST_SEED, LAST_SEED, MOST_REPLICATES, REPLICATES, Text
from simkomunitas.config.keys import known, optional, refused, section, separators, whole
from simkomunitas.experiments.designs import Setting, designs

AUTO = "auto"
LEAST, MOST = 30, 10_000
OWN = ("title", "question", "hypothesis", "vary", "design", "replicates", "precision", "outcomes", "contrasts",
       "smallest_effect", "spread", "first_seed", "weekly", "against")  # fmt: skip


def positive(value: object) -> float:
    """A number above zero."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise refused("a number above 0", separators(value))


def runs_of_each(value: object) -> object:
    """A number of replicates, or the word auto."""
    right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_REPLICATES
    if value == AUTO or right:
        return value
    raise refused(f"a whole number from 1 to {MOST_REPLICATES}, or {AUTO}", separators(value))


Above = Annotated[float, BeforeValidator(positive)]
ByOutcome = dict[str, Above]


@cache
def precision() -> Any:  # noqa: ANN401 - a type made at run time
    """How exact ``replicates: auto`` must be."""
    fields = {
        "relative": (Above, Field(0.05, description="half of the 95 % interval, as a share of the mean")),
        "absolute": (ByOutcome, Field(default_factory=dict, description="half of the interval in the outcome's unit")),
        "least": whole(3, MOST_REPLICATES, LEAST, "replicates with which it begins"),
        "most": whole(3, MOST_REPLICATES, MOST, "replicates at which it gives up"),
    }
    return section("Precision", fields, precision.__doc__ or "")


@cache
def contrast() -> Any:  # noqa: ANN401 - a type made at run time
    """A planned comparison of two levels of a factor."""
    fields = {
        "factor": (str, Field("arm", description="a key that varies, or arm")),
        "level": (Any, Field(None, description="the level; left out: every other one")),
        "against": (Any, Field(description="the level it is compared with")),
        "at": (dict[str, Any], Field(default_factory=dict, description="values of others it is made at; else at all")),
    }
    return section("Contrast", fields, contrast.__doc__ or "")


@cache
def experiment() -> Any:  # noqa: ANN401 - a type made at run time
    """What an experiment says beside its scenario or comparison."""
    planned: Any = contrast()
    fields = {
        "title": (Text, Field("", description="what the report is called")),
        "question": (Text, Field("", description="what is to be found out")),
        "hypothesis": (Text, Field("", description="what is expected, written before the first run")),
        "vary": (Any, Field(None, description="keys of the configuration, each with a list, a range or named levels")),
        "design": (Any, Field("grid", description="how the points are chosen")),
        "replicates": (Annotated[Any, BeforeValidator(runs_of_each)],
                       Field(REPLICATES, description="runs of each point, or auto")),
        "precision": optional(precision()),
        "outcomes": (list[str], Field(default_factory=list, description="outcome@period, what the question is about")),
        "contrasts": (list[planned], Field(default_factory=list, description="planned comparisons")),
        "smallest_effect": (ByOutcome, Field(default_factory=dict, description="smallest difference of interest")),
        "spread": (ByOutcome, Field(default_factory=dict, description="SD of paired differences, where known")),
        "first_seed": whole(0, LAST_SEED, FIRST_SEED, "seed of the first run of each point"),
        "weekly": (bool, Field(False, description="whether the weekly series of every run are kept")),
        "against": (str, Field("none", description="the arm that the others are compared with")),
    }  # fmt: skip
    return section("Experiment", fields, experiment.__doc__ or "")


@cache
def design(name: str) -> Any:  # noqa: ANN401 - a type made at run time
    """What one design can be told."""
    settings = {key: _setting(about) for key, about in designs[name].settings.items()}
    return section("Design", {"method": (known(designs, "a design"), Field(description="how points are chosen"))}
                   | settings, designs[name].__doc__ or "")  # fmt: skip


def _setting(about: Setting) -> tuple[Any, Any]:
    """One key of a design."""
    if isinstance(about.default, bool):
        return bool, Field(about.default, description=about.meaning)

    def check(value: object) -> int:
        in_range = isinstance(value, int) and not isinstance(value, bool) and about.low <= value <= about.high
        if isinstance(value, int) and in_range and not (about.power_of_two and value & (value - 1)):
            return value
        kind = "a power of two" if about.power_of_two else "a whole number"
        raise refused(f"{kind} from {about.low} to {about.high}", separators(value))

    default: Any = ... if about.default is None else about.default
    return Annotated[int, BeforeValidator(check)], Field(default, description=about.meaning)
