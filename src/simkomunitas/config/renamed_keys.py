"""Keys of earlier versions, and what they are called now; files that still have them are refused with the new name."""

from collections.abc import Mapping
from types import MappingProxyType

RENAMED_KEYS: Mapping[str, str] = MappingProxyType({
    "because": "rationale",
    "boxes": "max_boxes",
    "density": "min_density",
    "fails": "failure",
    "keep": "accepted_percent",
    "seeds_of": "seeds_by_target",
    "simulations": "prior_draws",
    "spread": "sd_of_differences",
    "turns": "programme_changes",
    "weekly": "keep_weekly",
    "optimize.by_stage": "shares_by_stage",
    "optimize.draws": "posterior_draws",
    "optimize.exit": "exit_rules",
    "optimize.fresh_seeds": "evaluation_seeds",
    "optimize.hours": "total_hours",
    "optimize.less": "minimize",
    "optimize.more": "maximize",
    "optimize.population": "population_size",
    "optimize.quantile": "worst_case_quantile",
    "optimize.seeds": "search_seeds",
    "optimize.taper": "taper_weeks",
    "optimize.targeting": "targeting_rules",
    "optimize.weeks": "programme_weeks",
    "parameters.advocacy.concession": "intercept_concession",
    "parameters.advocacy.inclination": "intercept_joining",
    "parameters.advocacy.reprisal": "reprisal_probability",
    "parameters.advocacy.weight_grievance": "coefficient_grievance",
    "parameters.advocacy.weight_support": "coefficient_support",
    "parameters.beliefs.fading": "fading_rate",
    "parameters.beliefs.gain": "gain_from_success",
    "parameters.beliefs.vicarious": "vicarious_ratio",
    "parameters.capture.capture": "capture_chance",
    "parameters.cooperation.erosion": "erosion_rate",
    "parameters.cooperation.example": "leader_example",
    "parameters.cooperation.memory": "belief_memory",
    "parameters.cooperation.recovery": "recovery_rate",
    "parameters.cooperation.response": "response_to_belief",
    "parameters.crowding.crowding": "crowding_out",
    "parameters.information.across_sexes": "cross_sex_ratio",
    "parameters.information.forgetting": "forgetting_rate",
    "parameters.information.talk": "telling_rate",
    "parameters.information.talk_ratio": "participant_telling_ratio",
    "parameters.leadership.burnout": "burnout_share",
    "parameters.leadership.calling": "calling_rate",
    "parameters.leadership.emergence": "emergence_rate",
    "parameters.leadership.feedback": "feedback_odds_ratio",
    "parameters.leadership.refresher": "refresher_odds_ratio",
    "parameters.learning.transfer": "transfer_share",
    "parameters.maintenance.group_end": "group_end_chance",
    "parameters.maintenance.wear": "wear_rate",
    "parameters.place.acquaintance": "acquaintance_chance",
    "parameters.place.clash": "coefficient_clash",
    "parameters.place.problems": "problem_rate",
    "parameters.projects.labour": "labour_hours",
    "parameters.projects.money": "money_cost",
    "parameters.projects.technical": "technical_hours",
    "parameters.turnout.inclination_association": "intercept_association",
    "parameters.turnout.inclination_governance": "intercept_governance",
    "parameters.turnout.inclination_mutual_help": "intercept_mutual_help",
    "parameters.turnout.inclination_programme": "intercept_programme",
    "parameters.turnout.spread_disposition": "sd_disposition",
    "parameters.turnout.weight_belief": "coefficient_belief",
    "parameters.turnout.weight_benefit": "coefficient_benefit",
    "parameters.turnout.weight_fatigue": "coefficient_fatigue",
    "parameters.turnout.weight_habit": "coefficient_habit",
    "parameters.turnout.weight_invitation": "coefficient_invitation",
    "parameters.turnout.weight_norm": "coefficient_norm",
    "parameters.turnout.weight_status": "coefficient_status",
    "parameters.turnout.weight_time": "coefficient_time",
    "parameters.voice.inclination": "intercept_speaking",
})  # fmt: skip


def suggest_renamed_key(key: str) -> str:
    """A hint for a key of an earlier version; empty for any other.

    >>> suggest_renamed_key("arms.balanced.parameters.turnout.weight_norm")
    "this is now called 'coefficient_norm'"
    """
    for start in range(key.count(".") + 1):
        if (new := RENAMED_KEYS.get(".".join(key.split(".")[start:]))) is not None:
            return f"this is now called {new!r}"
    return ""
