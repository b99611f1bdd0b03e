"""Community education: people come to understand their problems and what can be done about them."""

from simkomunitas.base.references import BANERJEE_2010, FINKEL_2002
from simkomunitas.model.programme.strategies import Strategy, strategies


@strategies.add("community_education")
class CommunityEducation(Strategy):
    """Meetings and participatory training; works with dose and method, hardly by information alone."""

    sources = (FINKEL_2002, BANERJEE_2010)
    hours = {
        "awakening": {"visit": 0.2, "meeting": 0.4, "civic_training": 0.4},
        "planning": {"meeting": 0.5, "civic_training": 0.5},
        "implementation": {"meeting": 0.3, "civic_training": 0.6, "mentoring": 0.1},
        "evaluation_and_maintenance": {"meeting": 0.4, "civic_training": 0.5, "mentoring": 0.1},
    }
