"""Leave when residents can do without."""

from simkomunitas.exits import ExitRule, Outlook, exit_rules


@exit_rules.add("capacity_gate")
class CapacityGate(ExitRule):
    """Leave after the first year as soon as residents call enough activities themselves, or on the last day."""

    outlook = Outlook(tapers=False, goes_at_gate=True)
