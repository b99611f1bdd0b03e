"""Network and alliance strengthening: partners inside the village and outside it."""

from simkomunitas.base.references import KIM_2015, NGUGI_2018, PRADHAN_2014
from simkomunitas.model.programme.strategies import Strategy, strategies


@strategies.add("network_alliance")
class NetworkAlliance(Strategy):
    """Bring residents, leaders, organizations and institutions together; peers and partners outlast the programme."""

    sources = (PRADHAN_2014, NGUGI_2018, KIM_2015)
    hours = {
        "awakening": {"visit": 0.3, "meeting": 0.2, "mentoring": 0.3, "partnering": 0.2},
        "planning": {"meeting": 0.2, "mentoring": 0.3, "partnering": 0.4, "lobbying": 0.1},
        "implementation": {"mentoring": 0.4, "partnering": 0.5, "lobbying": 0.1},
        "evaluation_and_maintenance": {"mentoring": 0.5, "partnering": 0.4, "lobbying": 0.1},
    }
