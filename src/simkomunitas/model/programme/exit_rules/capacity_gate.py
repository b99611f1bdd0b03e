"""Leave when residents can do without."""

from simkomunitas.model.programme.exit_rules import ExitRule, ExitSettings, exit_rules


@exit_rules.add("capacity_gate")
class CapacityGate(ExitRule):
    """Leave after the first year as soon as residents call enough activities themselves, or on the last day."""

    outlook = ExitSettings(is_tapering=False, leaves_at_gate=True)
