"""A scenario: everything one run depends on, except the seed; and a comparison of several."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from simkomunitas.base.key_annotations import EntryName, Key, KeyNames, KindTag, NoneWord, RuleFunction, StageShares
from simkomunitas.base.notebook_display import render_rows
from simkomunitas.base.quantity import WEEKS, Quantity
from simkomunitas.model.community.village_descriptions import VILLAGE_CLASSES, SyntheticVillage, Village
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Shocks, Stages
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.rules.parameters import Parameters, Switches
from simkomunitas.model.rules.rule_replacement import RuleReplacement
from simkomunitas.model.vocabulary import STAGES

MAX_WEEK = 2_080
NO_PROGRAMME_WORD = "none"
LATER_PARTS = (("programme_changes", ()), ("rules", ()))  # empty, they do not change what a scenario is called
StrategyShares = tuple[tuple[str, float], ...]  # (strategy, share of the hours), by name; they sum to one


def changed_settings(value: Any, default: Any, key: str = "") -> dict[str, Any]:  # noqa: ANN401 - any part of a scenario
    """What of a block differs from another, by dotted keys."""
    if not isinstance(value, type(default)) or not hasattr(value, "_asdict"):
        return {} if value == default else {key: value}
    found: dict[str, Any] = {}
    for name, part in value._asdict().items():
        found |= changed_settings(part, getattr(default, name), f"{key}.{name}".lstrip("."))
    return found


class Programme(NamedTuple):
    """What the organizer does: who decides, how the hours are spent in each stage, with whom, and when it ends."""

    model: Annotated[str, EntryName(organizing_models, "an organizing model"), Key("the organizing model")] = (
        "locality_development"
    )
    strategies: Annotated[  # one row a stage, in the order of STAGES; nobody can run a programme without any
        tuple[StrategyShares, ...],
        StageShares(),
        Key("shares of the hours, for all stages or stage by stage; they sum to one", is_required=True),
    ] = ()
    targeting: Annotated[
        str, EntryName(targeting_rules, "a targeting rule"), Key("whom the facilitators see first")
    ] = "random"
    exit_rule: Annotated[str, EntryName(exit_rules, "an exit rule"), Key("when the facilitators leave", "exit")] = (
        "fixed_week"
    )
    facilitation: Facilitation = Facilitation()
    stages: Stages = Stages()
    course: ProgrammeCourse = ProgrammeCourse()

    def describe_settings(self) -> dict[str, str]:
        """What a reader wants to know first: who works how long, on what, with whom, and how it ends."""
        shares = [", ".join(f"{name} {share:.0%}" for name, share in row) for row in self.strategies]
        by_stage = "; ".join(f"{stage}: {row}" for stage, row in zip(STAGES, shares, strict=False))
        return {
            "strategies": shares[0] if len(set(shares)) == 1 else by_stage,
            "facilitators": f"{self.facilitation.number:.0f} with {self.facilitation.hours:g} hours a week",
            "model": self.model,
            "targeting": self.targeting,
            "exit": self.exit_rule,
        }

    def __repr__(self) -> str:
        return f"Programme({'; '.join(self.describe_settings().values())})"

    def _repr_html_(self) -> str:
        return render_rows(self.describe_settings())


class ProgrammeChange(NamedTuple):
    """Another way of working from a week on: the programme that goes on in the place of the one before."""

    week: Annotated[int, Quantity("the first week of the other way", WEEKS, 1, MAX_WEEK)] = 52
    programme: Annotated[
        Programme | None, NoneWord(NO_PROGRAMME_WORD), Key("what is different from then on, or none")
    ] = None


class Scenario(NamedTuple):
    """Everything one run depends on, except the seed; never changed, only replaced."""

    village: Annotated[Village, KindTag(VILLAGE_CLASSES), Key("the village, or its file", "community", True)] = (
        SyntheticVillage()
    )
    programme: Annotated[Programme | None, NoneWord(NO_PROGRAMME_WORD), Key("the programme, its file, or none")] = None
    horizon: Horizon = Horizon()
    shocks: Shocks = Shocks()
    parameters: Parameters = Parameters()
    switches: Switches = Switches()
    programme_changes: Annotated[tuple[ProgrammeChange, ...], Key("what changes in mid-run, week by week")] = ()
    rules: Annotated[
        tuple[tuple[str, Annotated[RuleReplacement, RuleFunction()]], ...],
        KeyNames(omits_none=True),
        Key("functions of one's own in the place of rules: RULE: FILE.py:FUNCTION"),
    ] = ()

    def describe_settings(self) -> dict[str, str]:
        """What a reader wants to know first: village, programme, weeks, and what differs from the defaults."""
        parts = ("horizon", "shocks", "parameters", "switches")
        changed = changed_settings(self, Scenario())
        other = {key: value for key, value in changed.items() if key.partition(".")[0] in parts[1:]}
        weeks = f"{self.horizon.programme_weeks:.0f} with a programme, {self.horizon.weeks_after:.0f} after it"
        programme = "none" if self.programme is None else repr(self.programme).partition("(")[2].rstrip(")")
        rows = {"village": repr(self.village), "programme": programme, "weeks": weeks}
        changes = {f"programme from week {turn.week}": repr(turn.programme) for turn in self.programme_changes}
        changes |= {f"rule {name}": one.reference for name, one in self.rules}
        return rows | changes | {key: f"{value:g}" for key, value in other.items()}

    def __repr__(self) -> str:
        return f"Scenario({'; '.join(f'{name}: {value}' for name, value in self.describe_settings().items())})"

    def _repr_html_(self) -> str:
        return render_rows(self.describe_settings())


class Comparison(NamedTuple):
    """Scenarios that differ in what is to be compared, each run under the same seeds.

    >>> import simkomunitas as sk
    >>> sk.read_comparison("configs/strategies.yaml", ["replicates=5"])._replace(arms=(("none", sk.scenario()),))
    Comparison(arms none; replicates 5; against none)
    """

    title: str
    question: str
    arms: tuple[tuple[str, Scenario], ...]
    replicates: int  # runs of each arm
    first_seed: int
    against: str  # the arm that the others are compared with
    source: Path  # the file it was read from

    def __repr__(self) -> str:
        arms = ", ".join(name for name, _ in self.arms)
        return f"Comparison(arms {arms}; replicates {self.replicates}; against {self.against})"

    def _repr_html_(self) -> str:
        return render_rows(dict(self.arms))


def scenario_id(scenario: Scenario) -> str:
    """Sixteen hexadecimal digits that are the same for equal scenarios, wherever their data files lie.

    The content of data files counts, not their names; files that cannot be read raise OSError.
    """
    text = json.dumps(_canonical_value(scenario), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical_value(value: Any) -> Any:  # noqa: ANN401 - any part of a scenario
    """A part of a scenario as JSON can write it, equal for equal parts."""
    if isinstance(value, Path):
        return hashlib.sha256(value.read_bytes()).hexdigest()
    if isinstance(value, RuleReplacement):
        return value.digest
    if hasattr(value, "_asdict"):
        parts = value._asdict().items()
        return {name: _canonical_value(part) for name, part in parts if (name, part) not in LATER_PARTS}
    if isinstance(value, tuple):
        return [_canonical_value(part) for part in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0  # minus zero is zero
    return value
