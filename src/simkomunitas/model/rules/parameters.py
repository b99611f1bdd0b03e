"""All numbers of the model, a block for each subject of the rules, and a switch for each mechanism."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from simkomunitas.model.rules.advocacy_rules import AdvocacyParameters
from simkomunitas.model.rules.belief_rules import BeliefParameters, CrowdingParameters
from simkomunitas.model.rules.cooperation_rules import CooperationParameters
from simkomunitas.model.rules.economy_rules import EconomyParameters
from simkomunitas.model.rules.information_rules import InformationParameters
from simkomunitas.model.rules.leadership_rules import LeadershipParameters
from simkomunitas.model.rules.learning_rules import LearningParameters
from simkomunitas.model.rules.maintenance_rules import MaintenanceParameters
from simkomunitas.model.rules.place_rules import PlaceParameters
from simkomunitas.model.rules.project_rules import CaptureParameters, ProjectParameters
from simkomunitas.model.rules.turnout_rules import CalendarParameters, TurnoutParameters
from simkomunitas.model.rules.voice_rules import VoiceParameters


class Parameters(NamedTuple):
    """What a run is told about how people behave; a scenario is changed with ``scenario.change``.

    >>> import simkomunitas as sk
    >>> sk.scenario(**{"parameters.turnout.coefficient_norm": 3}).parameters.turnout.coefficient_norm
    3.0
    """

    calendar: CalendarParameters = CalendarParameters()
    turnout: TurnoutParameters = TurnoutParameters()
    information: InformationParameters = InformationParameters()
    cooperation: CooperationParameters = CooperationParameters()
    voice: VoiceParameters = VoiceParameters()
    beliefs: BeliefParameters = BeliefParameters()
    crowding: CrowdingParameters = CrowdingParameters()
    learning: LearningParameters = LearningParameters()
    leadership: LeadershipParameters = LeadershipParameters()
    projects: ProjectParameters = ProjectParameters()
    capture: CaptureParameters = CaptureParameters()
    advocacy: AdvocacyParameters = AdvocacyParameters()
    economy: EconomyParameters = EconomyParameters()
    maintenance: MaintenanceParameters = MaintenanceParameters()
    place: PlaceParameters = PlaceParameters()


class Switch(NamedTuple):
    """What a mechanism is, and the values of parameters at which it does nothing."""

    meaning: str
    neutral: tuple[tuple[str, float], ...]


class Switches(NamedTuple):
    """Every mechanism can be turned off; off means that its parameters take the values at which it does nothing.

    >>> import simkomunitas as sk
    >>> sk.scenario(**{"switches.burnout": False}).switches.burnout
    False
    """

    talk: Annotated[bool, Switch("News passes from mouth to mouth", (("information.telling_rate", 0),))] = True
    forgetting: Annotated[bool, Switch("News is forgotten", (("information.forgetting_rate", 0),))] = True
    gendered_talk: Annotated[
        bool, Switch("Women and men talk less to each other", (("information.cross_sex_ratio", 1),))
    ] = True
    invitation: Annotated[bool, Switch("Being asked brings people", (("turnout.coefficient_invitation", 0),))] = True
    benefit: Annotated[bool, Switch("Expected benefit brings people", (("turnout.coefficient_benefit", 0),))] = True
    norms: Annotated[bool, Switch("What others do counts", (("turnout.coefficient_norm", 0),))] = True
    belief: Annotated[
        bool, Switch("Efficacy, trust, ownership and motive count", (("turnout.coefficient_belief", 0),))
    ] = True
    habit: Annotated[bool, Switch("Coming becomes a habit", (("turnout.coefficient_habit", 0),))] = True
    time_budget: Annotated[
        bool,
        Switch("Hours given to one arena are gone for another", (("turnout.coefficient_time", 0),)),
    ] = True
    status: Annotated[bool, Switch("Formal rooms cost women and the poor", (("turnout.coefficient_status", 0),))] = True
    fatigue: Annotated[bool, Switch("Load tires", (("turnout.coefficient_fatigue", 0),))] = True
    disposition: Annotated[bool, Switch("Residents differ lastingly", (("turnout.sd_disposition", 0),))] = True
    beliefs_about_others: Annotated[
        bool, Switch("Giving follows what others were seen to give", (("cooperation.belief_memory", 1),))
    ] = True
    type_drift: Annotated[
        bool,
        Switch(
            "Cooperators are disappointed and free riders won",
            (("cooperation.erosion_rate", 0), ("cooperation.recovery_rate", 0)),
        ),
    ] = True
    deliberation: Annotated[bool, Switch("Talking it over raises giving", (("cooperation.talk_effect", 0),))] = True
    example: Annotated[bool, Switch("Leaders give an example", (("cooperation.leader_example", 0),))] = True
    experience: Annotated[bool, Switch("Success and failure teach", (("beliefs.gain_from_success", 0),))] = True
    watching: Annotated[bool, Switch("Watched success teaches a little", (("beliefs.vicarious_ratio", 0),))] = True
    fading: Annotated[bool, Switch("What success and failure taught fades", (("beliefs.fading_rate", 0),))] = True
    crowding_out: Annotated[
        bool, Switch("Gifts and payment crowd out unpaid motive", (("crowding.crowding_out", 0),))
    ] = True
    training: Annotated[bool, Switch("Training and practice teach civic skill", (("learning.skill_gain", 0),))] = True
    transfer: Annotated[
        bool, Switch("What is learnt in the programme counts a little elsewhere", (("learning.transfer_share", 0),))
    ] = True
    emergence: Annotated[
        bool, Switch("Residents step forward as leaders by themselves", (("leadership.emergence_rate", 0),))
    ] = True
    local_calling: Annotated[bool, Switch("Leaders call activities themselves", (("leadership.calling_rate", 0),))] = (
        True
    )
    burnout: Annotated[bool, Switch("Leaders burn out", (("leadership.burnout_share", 0),))] = True
    leader_support: Annotated[
        bool,
        Switch(
            "Feedback and refreshers keep leaders",
            (("leadership.feedback_odds_ratio", 1), ("leadership.refresher_odds_ratio", 1)),
        ),
    ] = True
    capture: Annotated[bool, Switch("The better-off capture decisions", (("capture.capture_chance", 0),))] = True
    grievance: Annotated[
        bool, Switch("Injustice, efficacy and identity mobilize", (("advocacy.coefficient_grievance", 0),))
    ] = True
    support: Annotated[
        bool, Switch("Numbers, links and allies move the authority", (("advocacy.coefficient_support", 0),))
    ] = True
    reprisal: Annotated[bool, Switch("Refused confrontation is punished", (("advocacy.reprisal_probability", 0),))] = (
        True
    )
    income: Annotated[bool, Switch("Saving and new trades raise incomes", (("economy.group_return", 0),))] = True
    wear: Annotated[bool, Switch("Assets wear out", (("maintenance.wear_rate", 0),))] = True
    group_end: Annotated[bool, Switch("Groups end", (("maintenance.group_end_chance", 0),))] = True
    new_problems: Annotated[bool, Switch("New problems arrive", (("place.problem_rate", 0),))] = True
    custom: Annotated[
        bool, Switch("Activities clash with custom that is not understood", (("place.coefficient_clash", 0),))
    ] = True
    acquaintance: Annotated[bool, Switch("Activities make new acquaintances", (("place.acquaintance_chance", 0),))] = (
        True
    )


@cache
def switch_table() -> Mapping[str, Switch]:
    """Every switch by name, in order."""
    hints = get_type_hints(Switches, include_extras=True)
    return MappingProxyType({name: get_args(hint)[1] for name, hint in hints.items()})


def apply_switches(parameters: Parameters, switches: Switches) -> Parameters:
    """The parameters with every mechanism that is switched off made neutral."""
    for name, switch in switch_table().items():
        if not getattr(switches, name):
            for key, value in switch.neutral:
                parameters = replace_parameter(parameters, key, value)
    return _convert_to_floats(parameters)


def replace_parameter(parameters: Parameters, key: str, value: float) -> Parameters:
    """The parameters with one value changed, named by its dotted key such as ``turnout.coefficient_norm``."""
    block, name = key.split(".")
    return parameters._replace(**{block: getattr(parameters, block)._replace(**{name: float(value)})})


def _convert_to_floats(parameters: Parameters) -> Parameters:
    """The same numbers, all of one type, so that the engine is compiled once."""
    blocks: dict[str, Any] = {
        name: type(block)(*(float(value) for value in block)) for name, block in parameters._asdict().items()
    }
    return Parameters(**blocks)
