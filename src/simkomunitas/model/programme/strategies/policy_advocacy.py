"""Policy advocacy: residents press the authority for what is theirs."""

from simkomunitas.base.references import GAVENTA_2010, PRADHAN_2014, VAN_ZOMEREN_2008
from simkomunitas.model.programme.strategies import Strategy, strategies


@strategies.add("policy_advocacy")
class PolicyAdvocacy(Strategy):
    """Meetings about rights, a formal link to the authority, and pressure; pays where the authority is what binds."""

    sources = (PRADHAN_2014, GAVENTA_2010, VAN_ZOMEREN_2008)
    hours = {
        "awakening": {"visit": 0.2, "meeting": 0.5, "lobbying": 0.3},
        "planning": {"meeting": 0.4, "lobbying": 0.6},
        "implementation": {"meeting": 0.2, "lobbying": 0.7, "partnering": 0.1},
        "evaluation_and_maintenance": {"meeting": 0.3, "lobbying": 0.6, "mentoring": 0.1},
    }
