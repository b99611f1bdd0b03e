"""From the nodes of a document to a scenario, with the checks that need more than one value."""

from typing import Annotated, Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.key_annotations import Key, LongText
from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.consistency_checks import find_contradictions
from simkomunitas.config.programme_changes import find_change_contradictions, resolve_programme_changes
from simkomunitas.config.value_builder import build_section
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD, Scenario

REPLICATES, MAX_REPLICATES = 100, 100_000
FIRST_SEED, LAST_SEED = 1, 2**63 - 1


class ComparisonHeader(NamedTuple):
    """What a file says beside the scenario, of all arms alike."""

    title: Annotated[LongText, Key("what the figures are called")] = ""
    question: Annotated[LongText, Key("what is to be found out")] = ""
    rationale: Annotated[tuple[tuple[str, LongText], ...], Key("why, by setting; for those who read it")] = ()
    arms: Annotated[tuple[tuple[str, Any], ...], Key("what differs from the rest, arm by arm")] = ()
    replicates: Annotated[int, Quantity("runs of each arm", WHOLE_NUMBER, 2, MAX_REPLICATES)] = REPLICATES
    first_seed: Annotated[int, Quantity("seed of the first run of each arm", WHOLE_NUMBER, 0, LAST_SEED)] = FIRST_SEED
    against: Annotated[LongText, Key("the arm that the others are compared with")] = NO_PROGRAMME_WORD


HEADER_KEYS = frozenset(list_fields(ComparisonHeader))
DOCUMENT_KEYS = HEADER_KEYS | list_fields(Scenario).keys()


def build_scenario(node: ConfigNode, errors: list[ErrorDetail]) -> tuple[Scenario, ComparisonHeader] | None:
    """The scenario that a document describes, and its header; None, and errors, if it describes none."""
    node = resolve_programme_changes(node)
    header = build_section(ComparisonHeader, node.only_keys(*HEADER_KEYS), errors)
    scenario = build_section(Scenario, node.without_keys(*HEADER_KEYS), errors, HEADER_KEYS)
    clashes = [*find_contradictions(node), *find_change_contradictions(node)]
    errors.extend(clashes)
    return None if clashes or scenario is None or header is None else (scenario, header)
