"""The model described by the ODD protocol (Grimm et al. 2020), made from its sources: a summary and an appendix."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from sys import modules
from types import ModuleType
from typing import Any

from simkomunitas import evidence, model, simulation
from simkomunitas.base.catalogue import docstring_summary
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.config.setting_tables import setting_table
from simkomunitas.evidence.targets import targets
from simkomunitas.model import community as community_room
from simkomunitas.model import domain_facts, outcomes, processes, random_draws, rules, state, vocabulary
from simkomunitas.model.community import community_data, networks, resident_facts, synthetic_population
from simkomunitas.model.community.data_import import (
    census_table,
    data_file_formats,
    graphml_reader,
    nomination_list,
    table_reader,
    village_import,
)
from simkomunitas.model.community.networks import hamlet_network
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.programme import monthly_plan, programme_settings, strategies, targeting
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.rules.parameters import Parameters, switch_table
from simkomunitas.model.state import community_state, run_record
from simkomunitas.reports import model_tables, source_parser
from simkomunitas.reports.odd_headings import glossary_terms, heading_text
from simkomunitas.reports.render import render_template
from simkomunitas.reports.source_parser import (
    ScheduleStep,
    list_modules,
    process_modules,
    tuple_members,
    weekly_schedule,
)
from simkomunitas.reports.translated_words import Language
from simkomunitas.results.atomic_files import write_file_atomically
from simkomunitas.simulation import simulation_run

PAGES_FOLDER = Path(__file__).parent
SUMMARY, APPENDIX = "ODD.md", "ODD_appendix.md"
ENTITY_CLASSES = (
    community_data.ResidentData,
    community_state.ResidentState,
    community_state.HamletState,
    community_state.GroupState,
    community_state.ProgrammeState,
)
BUILDERS = (vocabulary, synthetic_population, resident_facts, networks, hamlet_network, community_state)
ABOUT_FILES = (census_table, graphml_reader, table_reader, nomination_list, village_import)
PHASES = ((0, "Organizers act"), (4, "Residents take part"), (7, "What it brings"), (11, "What lasts"), (15, ""))


def odd_summary(language: Language = "en") -> str:
    """The description of the model in short, as Markdown; headings in either language."""
    page = _render(
        "summary",
        language,
        bands=sum(len(target.bands) for target in targets.values()),
        targets=len(targets),
        entities=[(kind.__name__, docstring_summary(kind), ", ".join(kind.__annotations__)) for kind in ENTITY_CLASSES],
        community=community_data,
        vocabulary=vocabulary,
        phases=[(title, weekly_schedule()[first:last]) for (first, title), (last, _) in pairwise(PHASES)],
        steps=[(f"{step.number} {step.title}", _process_names(step)) for step in weekly_schedule()],
        settings=sum(row.key.startswith("community.") for row in setting_table()),
        choices={"strategies": strategies.strategies, "models": organizing_models,
        "targeting": targeting.targeting_rules,
                 "exits": exit_rules},
        switches=switch_table(),
        outcomes=outcomes,
        series=len(SERIES_NAMES),
    )  # fmt: skip
    return page.replace("](#", f"]({APPENDIX}#")


def _process_names(step: ScheduleStep) -> str:
    return ", ".join(f"`{process.__name__}`" for process in step.processes)


def odd_appendix(language: Language = "en") -> str:
    """Everything that the model does: each rule with its equation and source, each process with its steps."""
    numbered = [
        one
        for one in list_modules(processes, rules, community_room, state, strategies, monthly_plan)
        if one not in ABOUT_FILES
    ]
    return _render(
        "appendix",
        language,
        tables=model_tables,
        schedule=weekly_schedule(),
        entities=ENTITY_CLASSES,
        community=community_data,
        needs=domain_facts,
        need_heads=[f"{one.name.lower()}: {one.comment}"
                    for one in source_parser.find_named_constants(domain_facts)[:3]],
        planning=monthly_plan,
        vocabulary=vocabulary,
        network_catalogue=networks.networks,
        networks=[module for module in list_modules(networks) if module not in BUILDERS],
        importers=(data_file_formats, village_import),
        processes=_process_modules_in_order(),
        activities=tuple_members(programme_settings, "ACTIVITIES"),
        situation=strategies.Situation,
        strategies=strategies.strategies,
        activity_names=_activity_names,
        models=organizing_models,
        targeting=targeting,
        targeting_modules=[one for one in list_modules(targeting)[1:] if "._" not in one.__name__],
        exit_rules=exit_rules,
        switches=switch_table(),
        calendar=simulation_run,
        outcome_modules=[run_record, *list_modules(outcomes)],
        series=SERIES_NAMES,
        event=EventKind,
        draws=random_draws,
        purposes=model_tables.draw_purpose_rows(model, simulation, evidence),
        numbered=numbered,
        glossary=glossary_terms(),
    )  # fmt: skip


def _render(name: str, language: Language, **values: object) -> str:
    page = render_template(
        f"odd/{name}.md",
        say=partial(heading_text, language=language),
        shares=model_tables.share_with_source_sentence(),
        builders=BUILDERS,
        programme=programme_settings,
        rules=_rule_modules(),
        path_of=source_parser.module_path,
        describe_module=source_parser.describe_module,
        call_of=_call_of,
        **values,
    )
    return re.sub(r"\n{3,}", "\n\n", page)


def _rule_modules() -> list[tuple[ModuleType, list[tuple[str, str]], list[Callable[..., Any]]]]:
    """Each module of rules, with its blocks of parameters (name and docstring) and its rules in order."""
    found: dict[str, list[Callable[..., Any]]] = {}
    for rule in map(python_function, rules.rules.values()):
        found.setdefault(rule.__module__, []).append(rule)
    return [(modules[name], _blocks_of(name), sorted(found[name], key=_line_of)) for name in sorted(found)]


def _blocks_of(module: str) -> list[tuple[str, str]]:
    blocks = Parameters()._asdict().items()
    return [(name, type(block).__doc__ or "") for name, block in blocks if type(block).__module__ == module]


def _line_of(rule: Callable[..., Any]) -> int:
    return rule.__code__.co_firstlineno


def _call_of(rule: Callable[..., Any]) -> str:
    return f"{rule.__name__}({', '.join(inspect.signature(rule).parameters)})"


def _process_modules_in_order() -> list[ModuleType]:
    """Every module of processes, in the order of the week, then those that several steps use."""
    return list(dict.fromkeys([*process_modules(), *list_modules(processes)[1:]]))


def _activity_names(plan: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The activities on which a strategy spends any hours."""
    return sorted({activity for row in plan.values() for activity in row})


def write_pages(folder: Path = PAGES_FOLDER) -> list[Path]:
    """Write both English pages, each whole or not at all; StorageError where they cannot be written."""
    pages = {folder / SUMMARY: odd_summary(), folder / APPENDIX: odd_appendix()}
    for path, page in pages.items():
        write_file_atomically(path, page.encode())
    return list(pages)
