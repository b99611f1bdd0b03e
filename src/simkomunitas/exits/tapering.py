"""Leave little by little."""

from simkomunitas.exits import ExitRule, Outlook, exit_rules


@exit_rules.add("tapering")
class Tapering(ExitRule):
    """Hours fall in a straight line to zero over the last weeks."""

    outlook = Outlook(tapers=True, goes_at_gate=False)
