"""Leave on the day that was set."""

from simkomunitas.model.programme.exit_rules import ExitRule, ExitSettings, exit_rules


@exit_rules.add("fixed_week")
class FixedWeek(ExitRule):
    """Full hours to the last week, then nothing."""

    outlook = ExitSettings(is_tapering=False, leaves_at_gate=False)
