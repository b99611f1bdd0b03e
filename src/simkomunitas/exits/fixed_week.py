"""Leave on the day that was set."""

from simkomunitas.exits import ExitRule, Outlook, exit_rules


@exit_rules.add("fixed_week")
class FixedWeek(ExitRule):
    """Full hours to the last week, then nothing."""

    outlook = Outlook(tapers=False, goes_at_gate=False)
