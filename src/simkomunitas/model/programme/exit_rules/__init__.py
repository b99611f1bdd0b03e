"""Exit rules: when the facilitators leave.  Each file of this folder is one rule.

>>> import simkomunitas as sk
>>> next(iter(sk.exit_rules))
'capacity_gate'
"""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.model.programme.exit_rules._exit_rule import ExitRule, find_exit_errors
from simkomunitas.model.programme.programme_settings import ExitSettings

__all__ = ["ExitRule", "ExitSettings", "exit_rules"]

exit_rules: Catalogue[type[ExitRule]] = Catalogue("exit rule", __name__, find_exit_errors)
