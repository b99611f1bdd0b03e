"""Economic empowerment: savings groups, trades, access to resources."""

from simkomunitas.base.references import BALAND_2007, BANERJEE_2015, BRODY_2015
from simkomunitas.model.programme.strategies import Strategy, strategies


@strategies.add("economic_empowerment")
class EconomicEmpowerment(Strategy):
    """Found and accompany savings groups and teach trades; groups last because members gain from them."""

    sources = (BRODY_2015, BALAND_2007, BANERJEE_2015)
    hours = {
        "awakening": {"visit": 0.2, "meeting": 0.2, "group_support": 0.6},
        "planning": {"group_support": 0.6, "skills_training": 0.4},
        "implementation": {"group_support": 0.4, "skills_training": 0.5, "technical_assistance": 0.1},
        "evaluation_and_maintenance": {"group_support": 0.6, "skills_training": 0.2, "mentoring": 0.2},
    }
