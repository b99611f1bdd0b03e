"""Exit rules: when the facilitators leave.  Each file of this folder is one rule."""

from simkomunitas.exits._exit import ExitRule, exit_faults
from simkomunitas.ground.catalogue import Catalogue
from simkomunitas.world.programme import Outlook

__all__ = ["ExitRule", "Outlook", "exit_rules"]

exit_rules: Catalogue[type[ExitRule]] = Catalogue("exit rule", __name__, exit_faults)
