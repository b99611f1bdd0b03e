"""Leave little by little."""

from simkomunitas.model.programme.exit_rules import ExitRule, ExitSettings, exit_rules


@exit_rules.add("tapering")
class Tapering(ExitRule):
    """Hours fall in a straight line to zero over the last weeks."""

    outlook = ExitSettings(is_tapering=True, leaves_at_gate=False)
