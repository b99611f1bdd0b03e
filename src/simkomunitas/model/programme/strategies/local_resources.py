"""Local resource mobilization: the labour, land, knowledge and money that are already there."""

from simkomunitas.base.references import CASEY_2018, EICHENSEER_2023, MCCARTHY_1977
from simkomunitas.model.programme.strategies import Strategy, strategies


@strategies.add("local_resources")
class LocalResources(Strategy):
    """Call together what residents own and know, work side by side, and settle dues for upkeep."""

    sources = (MCCARTHY_1977, EICHENSEER_2023, CASEY_2018)
    hours = {
        "awakening": {"visit": 0.2, "meeting": 0.3, "mobilization": 0.3, "mentoring": 0.2},
        "planning": {"meeting": 0.3, "mobilization": 0.5, "mentoring": 0.2},
        "implementation": {"mobilization": 0.5, "technical_assistance": 0.3, "mentoring": 0.2},
        "evaluation_and_maintenance": {"mobilization": 0.6, "mentoring": 0.4},
    }
