"""Rows of the tables of the model: what can be set, what there is, what is judged, and who is to be thanked."""

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from simkomunitas.base.catalogue import docstring_summary
from simkomunitas.base.quantity import ParameterRow
from simkomunitas.base.references import ASSUMED
from simkomunitas.base.typed_columns import (
    ColumnField,
    Flags,
    Integers,
    Keys,
    Numbers,
    RowNumbers,
    Whole,
    column_fields,
)
from simkomunitas.config.setting_tables import describe_setting_counts, parameter_table, setting_table
from simkomunitas.evidence.provenance_kinds import count_provenance, parameter_provenance
from simkomunitas.evidence.targets import targets, targets_in_order
from simkomunitas.model.community.data_import.census_table import NUMBER_RANGES, WORDS
from simkomunitas.model.community.data_import.data_file_formats import FACTS
from simkomunitas.model.domain_facts import AUTHORITY_ROLE, DOMAIN_DIFFICULTY, DOMAIN_EXCLUDABILITY
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.vocabulary import DOMAINS, STAGES
from simkomunitas.reports.markdown_format import (
    SOURCE_KEYS,
    cite_source,
    cite_sources,
    format_table_number,
    link_sources,
)
from simkomunitas.reports.source_parser import (
    class_members,
    find_named_constants,
    list_modules,
    module_path,
    unnamed_numbers,
)
from simkomunitas.reports.validation_tables import format_band

Rows = Iterable[Sequence[str]]
TYPE_NAMES: dict[Any, str] = {
    float: "number", int: "whole number", bool: "yes or no", np.uint64: "64-bit number", Numbers: "number",
    Whole: "whole number", Integers: "whole number", RowNumbers: "row", Flags: "yes or no", Keys: "64-bit number",
}  # fmt: skip


def setting_rows(key: str) -> Rows:
    """The settings whose names begin with a key: default, unit, range, meaning and source of each."""
    return (_settings_row(row) for row in parameter_table() + setting_table() if row.key.startswith(f"{key}."))


def _settings_row(row: ParameterRow) -> Sequence[str]:
    about = row.quantity
    span = f"{format_table_number(about.low)} to {format_table_number(about.high)}"
    return f"`{row.key}`", format_table_number(row.default), about.unit, span, about.meaning, _provenance_text(row)


def _provenance_text(row: ParameterRow) -> str:
    """How a parameter was obtained: the source, the interval of its calibration, or that it is assumed."""
    how, source = parameter_provenance(row), row.quantity.source
    if how.interval is None:
        return cite_source(source)
    return str(how) if source == ASSUMED else f"{how}; {cite_source(source)}"


def share_with_source_sentence() -> str:
    """How many numbers can be set, and how many of them rest on a source."""
    parameters, settings = parameter_table(), setting_table()
    return (
        f"Parameters of behaviour: {len(parameters)}, of which {count_provenance(parameters)}. "
        "Settings of village, programme, "
        f"calendar and shocks: {len(settings)}, of which {count_provenance(settings)}. {describe_setting_counts()}. "
        "What is fixed in the rules stands in 7.8, line by line; most of it is assumed."
    )


def column_rows(kind: type) -> Rows:
    """The state variables of one kind of entity."""
    return ((f"`{field.name}`", _describe_column_type(field), field.meaning) for field in column_fields(kind))


def _describe_column_type(field: ColumnField) -> str:
    """What stands in a row of a column: how many numbers, and of which type."""
    return " × ".join([*map(str, field.shape), TYPE_NAMES[field.kind]])


def member_rows(kind: type) -> Rows:
    """The choices of an enumeration, or the settings of a named tuple."""
    return ((f"`{one.name}`", one.value, one.comment) for one in class_members(kind))


def domain_rows() -> Rows:
    """The domains of needs, and what a problem of each is like."""
    return zip(
        DOMAINS,
        *(map(str, column) for column in (DOMAIN_DIFFICULTY, DOMAIN_EXCLUDABILITY, AUTHORITY_ROLE)),
        strict=False,
    )


def strategy_plan_table() -> dict[str, dict[str, Mapping[str, float]]]:
    """What each strategy plans before the programme starts, stage by stage."""
    return {name: {stage: kind().plan(stage, None) for stage in STAGES} for name, kind in strategies.items()}


def target_rows() -> Rows:
    """The patterns that the model is held against, a row for each quantity, the pattern named in the first."""
    for name in targets_in_order():
        target = targets[name]
        about, sources = (name, docstring_summary(target)), cite_sources(target.sources)
        for band in target.bands:
            yield *about, band.meaning, format_band(band), sources
            about, sources = ("", ""), ""


def outcome_rows() -> Rows:
    """The outcomes, the five principles first, with all that each says of itself."""
    for name in sorted(outcomes, key=lambda name: (name not in HEADLINE_OUTCOMES, name)):
        mark, outcome = "**" if name in HEADLINE_OUTCOMES else "", outcomes[name]
        definition = link_sources(" ".join((outcome.measure.__doc__ or "").split()))
        yield f"{mark}`{name}`{mark}", outcome.unit, definition, cite_sources(outcome.sources)


def fact_rows() -> Rows:
    """The facts that a table of residents may say, and what may stand in their cells."""
    said = {fact: scale.expected for fact, scale in NUMBER_RANGES.items()}
    said |= {fact: f"one of {', '.join(words)}" for fact, words in WORDS.items()}
    return ((f"`{fact}`", said.get(fact, "any label")) for fact in FACTS)


def draw_purpose_rows(*packages: ModuleType) -> Rows:
    """What numbers are drawn for, and in which modules."""
    sources = {module_path(module): inspect.getsource(module) for module in list_modules(*packages)}
    for one in class_members(DrawPurpose):
        where = [f"`{path}`" for path, text in sources.items() if re.search(rf"\bDrawPurpose\.{one.name}\b", text)]
        yield f"`{one.name}`", one.value, ", ".join(where) or "kept free"


def constant_rows(modules: Sequence[ModuleType]) -> Rows:
    """The constants of the model, with their comments, in whatever modules they stand."""
    places: dict[Sequence[str], list[str]] = {}
    for module in modules:
        for found in find_named_constants(module):
            places.setdefault(found, []).append(f"`{module_path(module)}`")
    return ((f"`{name}`", f"`{value}`", about, ", ".join(where)) for (name, value, about), where in places.items())


def unnamed_number_rows(modules: Sequence[ModuleType]) -> Rows:
    """Numbers without a name: the lines in which they stand."""
    for module in modules:
        yield from ((f"`{module_path(module)}`: {name}", f"`{line}`") for name, line in unnamed_numbers(module))


def reference_rows() -> Rows:
    """The sources of the model by author, with what it takes from each."""
    for source in sorted(SOURCE_KEYS.keys() - {ASSUMED}, key=lambda one: (one.author.casefold(), one.year)):
        anchor = f'<a id="{SOURCE_KEYS[source].lower()}"></a>'
        yield f"{anchor}{source.author} ({source.year}). [{source.title}]({source.link}).", source.finding
