"""All numbers of the model, a block for each subject of the rules, and a switch for each mechanism."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from simkomunitas.rules.advocacy import AdvocacyParameters
from simkomunitas.rules.beliefs import BeliefParameters, CrowdingParameters
from simkomunitas.rules.cooperation import CooperationParameters
from simkomunitas.rules.economy import EconomyParameters
from simkomunitas.rules.information import InformationParameters
from simkomunitas.rules.leadership import LeadershipParameters
from simkomunitas.rules.learning import LearningParameters
from simkomunitas.rules.maintenance import MaintenanceParameters
from simkomunitas.rules.place import PlaceParameters
from simkomunitas.rules.projects import CaptureParameters, ProjectParameters
from simkomunitas.rules.turnout import CalendarParameters, TurnoutParameters
from simkomunitas.rules.voice import VoiceParameters


class Parameters(NamedTuple):
    """What a run is told about how people behave."""

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
    """Every mechanism can be turned off; off means that its parameters take the values at which it does nothing."""

    talk: Annotated[bool, Switch("News passes from mouth to mouth", (("information.talk", 0),))] = True
    forgetting: Annotated[bool, Switch("News is forgotten", (("information.forgetting", 0),))] = True
    gendered_talk: Annotated[
        bool, Switch("Women and men talk less to each other", (("information.across_sexes", 1),))
    ] = True
    invitation: Annotated[bool, Switch("Being asked brings people", (("turnout.weight_invitation", 0),))] = True
    benefit: Annotated[bool, Switch("Expected benefit brings people", (("turnout.weight_benefit", 0),))] = True
    norms: Annotated[bool, Switch("What others do counts", (("turnout.weight_norm", 0),))] = True
    belief: Annotated[bool, Switch("Efficacy, trust, ownership and motive count", (("turnout.weight_belief", 0),))] = (
        True
    )
    habit: Annotated[bool, Switch("Coming becomes a habit", (("turnout.weight_habit", 0),))] = True
    time_budget: Annotated[
        bool,
        Switch("Hours given to one arena are gone for another", (("turnout.weight_time", 0),)),
    ] = True
    status: Annotated[bool, Switch("Formal rooms cost women and the poor", (("turnout.weight_status", 0),))] = True
    fatigue: Annotated[bool, Switch("Load tires", (("turnout.weight_fatigue", 0),))] = True
    disposition: Annotated[bool, Switch("Residents differ lastingly", (("turnout.spread_disposition", 0),))] = True
    beliefs_about_others: Annotated[
        bool, Switch("Giving follows what others were seen to give", (("cooperation.memory", 1),))
    ] = True
    type_drift: Annotated[
        bool,
        Switch(
            "Cooperators are disappointed and free riders won",
            (("cooperation.erosion", 0), ("cooperation.recovery", 0)),
        ),
    ] = True
    deliberation: Annotated[bool, Switch("Talking it over raises giving", (("cooperation.talk_effect", 0),))] = True
    example: Annotated[bool, Switch("Leaders give an example", (("cooperation.example", 0),))] = True
    experience: Annotated[bool, Switch("Success and failure teach", (("beliefs.gain", 0),))] = True
    watching: Annotated[bool, Switch("Watched success teaches a little", (("beliefs.vicarious", 0),))] = True
    fading: Annotated[bool, Switch("What success and failure taught fades", (("beliefs.fading", 0),))] = True
    crowding_out: Annotated[bool, Switch("Gifts and payment crowd out unpaid motive", (("crowding.crowding", 0),))] = (
        True
    )
    training: Annotated[bool, Switch("Training and practice teach civic skill", (("learning.skill_gain", 0),))] = True
    transfer: Annotated[
        bool, Switch("What is learnt in the programme counts a little elsewhere", (("learning.transfer", 0),))
    ] = True
    emergence: Annotated[
        bool, Switch("Residents step forward as leaders by themselves", (("leadership.emergence", 0),))
    ] = True
    local_calling: Annotated[bool, Switch("Leaders call activities themselves", (("leadership.calling", 0),))] = True
    burnout: Annotated[bool, Switch("Leaders burn out", (("leadership.burnout", 0),))] = True
    leader_support: Annotated[
        bool, Switch("Feedback and refreshers keep leaders", (("leadership.feedback", 1), ("leadership.refresher", 1)))
    ] = True
    capture: Annotated[bool, Switch("The better-off capture decisions", (("capture.capture", 0),))] = True
    grievance: Annotated[
        bool, Switch("Injustice, efficacy and identity mobilize", (("advocacy.weight_grievance", 0),))
    ] = True
    support: Annotated[
        bool, Switch("Numbers, links and allies move the authority", (("advocacy.weight_support", 0),))
    ] = True
    reprisal: Annotated[bool, Switch("Refused confrontation is punished", (("advocacy.reprisal", 0),))] = True
    income: Annotated[bool, Switch("Saving and new trades raise incomes", (("economy.group_return", 0),))] = True
    wear: Annotated[bool, Switch("Assets wear out", (("maintenance.wear", 0),))] = True
    group_end: Annotated[bool, Switch("Groups end", (("maintenance.group_end", 0),))] = True
    new_problems: Annotated[bool, Switch("New problems arrive", (("place.problems", 0),))] = True
    custom: Annotated[bool, Switch("Activities clash with custom that is not understood", (("place.clash", 0),))] = True
    acquaintance: Annotated[bool, Switch("Activities make new acquaintances", (("place.acquaintance", 0),))] = True


@cache
def switch_table() -> Mapping[str, Switch]:
    """Every switch by name, in order."""
    hints = get_type_hints(Switches, include_extras=True)
    return MappingProxyType({name: get_args(hint)[1] for name, hint in hints.items()})


def in_force(parameters: Parameters, switches: Switches) -> Parameters:
    """The parameters with every mechanism that is switched off made neutral."""
    for name, switch in switch_table().items():
        if not getattr(switches, name):
            for key, value in switch.neutral:
                parameters = with_value(parameters, key, value)
    return _as_floats(parameters)


def with_value(parameters: Parameters, key: str, value: float) -> Parameters:
    """The parameters with one value changed, named by its dotted key such as ``turnout.weight_norm``."""
    block, name = key.split(".")
    return parameters._replace(**{block: getattr(parameters, block)._replace(**{name: float(value)})})


def _as_floats(parameters: Parameters) -> Parameters:
    """The same numbers, all of one type, so that the engine is compiled once."""
    blocks: dict[str, Any] = {
        name: type(block)(*(float(value) for value in block)) for name, block in parameters._asdict().items()
    }
    return Parameters(**blocks)
