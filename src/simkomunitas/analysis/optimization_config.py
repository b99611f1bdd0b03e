"""Reading what is to be optimized: a scenario with a section ``optimize``, checked before anything is run."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from simkomunitas.analysis.evolutionary_search import SearchSettings
from simkomunitas.analysis.plan_encoder import DecisionSpace
from simkomunitas.analysis.plan_evaluation import EvaluationSettings, Objective
from simkomunitas.analysis.posterior_draws import Draw, read_posterior_draws
from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import block_quantities
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import PathLike, read_config
from simkomunitas.config.config_schemas import LongText
from simkomunitas.config.file_includes import resolve_file_name
from simkomunitas.config.key_types import (
    build_section_model,
    catalogue_name_type,
    integer_field,
    optional_section,
    suggest_number_spelling,
    value_error,
)
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.config.section_validation import validate_section
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.scenario_definition import Scenario

SECTION, OWN = "optimize", ("optimize", "hypothesis")
CONFIG_EXAMPLE = "for instance optimize: {more: [participation@year_3, sustainability@year_3]}"


class OptimizationConfig(NamedTuple):
    """A question about the best use of hours, and how the answer is searched for."""

    title: str
    question: str
    hypothesis: str
    base: Scenario
    decision_space: DecisionSpace
    objectives: tuple[Objective, ...]
    evaluation: EvaluationSettings
    search_settings: SearchSettings
    fresh: EvaluationSettings  # by which the plans found are judged again
    source: Path


def hours_key(value: object) -> float | None:
    """A number of hours, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise value_error("a number above 0 (hours)", suggest_number_spelling(value))


def quantile_key(value: object) -> float | None:
    """A quantile on the bad side, or none."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 0.5:
        return float(value)
    raise value_error("a number from 0 to 0.5", suggest_number_spelling(value))


@cache
def week_range_key(low: int, high: int, about: str) -> Any:  # noqa: ANN401 - a type made at run time
    """A range of whole weeks."""
    fields = {name: integer_field(low, high, default, about) for name, default in (("from", low), ("to", high))}
    return build_section_model("Weeks", fields, about)


def catalogue_names_key(catalogue: Mapping[str, object], what: str) -> tuple[Any, Any]:
    """A key for some names of a catalogue; all of them, if it is left out."""
    name: Any = catalogue_name_type(catalogue, what)
    return list[name], Field(default_factory=lambda: list(catalogue), min_length=1)


@cache
def optimization_schema() -> Any:  # noqa: ANN401 - a type made at run time
    """The section ``optimize``, key by key."""
    weeks, taper = (int(block_quantities(block)[name].high)
                    for block, name in ((Horizon, "programme_weeks"), (ProgrammeCourse, "taper_weeks")))  # fmt: skip
    fields = {
        "more": (list[str], Field(default_factory=list, description="outcome@period of which more is better")),
        "less": (list[str], Field(default_factory=list, description="outcome@period of which less is better")),
        "hours": (Annotated[float | None, BeforeValidator(hours_key)],
                  Field(None, description="hours of all facilitators; those of the programme, if left out")),
        "strategies": catalogue_names_key(strategies, "a strategy"),
        "by_stage": (bool, Field(True, description="whether each stage has shares of its own")),
        "targeting": catalogue_names_key(targeting_rules, "a targeting rule"),
        "exit": catalogue_names_key(exit_rules, "an exit rule"),
        "weeks": (week_range_key(8, weeks, "length of the programme") | None, Field(None,
        description="as it is, if left out")),
        "taper": optional_section(week_range_key(1, taper, "last weeks of fewer and fewer hours")),
        "seeds": integer_field(2, 10_000, 8, "seeds by which a plan is judged in the search"),
        "population": integer_field(4, 10_000, 64, "plans in a generation"),
        "generations": integer_field(1, 10_000, 40, "generations"),
        "search_seed": integer_field(0, 2**31 - 1, 1, "seed of the search itself"),
        "fresh_seeds": integer_field(2, 100_000, 100, "seeds, other ones, by which what was found is judged again"),
        "posterior": (LongText | None, Field(None, description="Parquet file with a column for each parameter")),
        "draws": integer_field(2, 10_000, 8, "draws from the posterior, among which the seeds take turns"),
        "quantile": (Annotated[float | None, BeforeValidator(quantile_key)],
                     Field(None, description="judge by this quantile over draws instead of their mean")),
    }  # fmt: skip
    return build_section_model("Optimize", fields, optimization_schema.__doc__ or "")


def read_optimization(path: PathLike, overrides: Sequence[str] = ()) -> OptimizationConfig:
    """The optimization in a file, with ``overrides`` laid over it; InputError with every error."""
    return read_config(path, overrides, _read_sections)


def _read_sections(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> OptimizationConfig | None:
    own = node.get_child(SECTION)
    if own is None:
        errors.append(ErrorDetail(node.location, SECTION, "", "this section is required", CONFIG_EXAMPLE))
        return None
    said = validate_section(optimization_schema(), own, errors)
    hypothesis = node.get_child("hypothesis")
    text = validate_section(
        build_section_model("Head", {"hypothesis": (LongText, Field(""))}), _keep_section(node, "hypothesis"), errors
    )
    built = build_scenario(node.without_keys(*OWN, "arms"), errors)
    if said is None or built is None or text is None:
        return None
    if node.get_child("arms") is not None:
        errors.append(node.value["arms"].build_error("no arms here", "the plans are found by the search"))
    scenario, head = built
    principles = tuple(_read_objectives(own, said, errors))
    levers = _read_decision_space(said, scenario, own, errors)
    draws = _read_evaluation_draws(own, said, errors)
    if errors:
        return None
    first, seeds = head["first_seed"], said["seeds"]
    fresh = tuple(range(first + seeds, first + seeds + said["fresh_seeds"]))
    judging = EvaluationSettings(tuple(range(first, first + seeds)), draws[0], said["quantile"])
    return OptimizationConfig(
        title=head["title"],
        question=head["question"],
        hypothesis=text["hypothesis"] if hypothesis is not None else "",
        base=scenario,
        decision_space=levers,
        objectives=principles,
        evaluation=judging,
        search_settings=SearchSettings(said["population"], said["generations"], said["search_seed"]),
        fresh=EvaluationSettings(fresh, draws[1], said["quantile"]),
        source=source,
    )


def _keep_section(node: ConfigNode, name: str) -> ConfigNode:
    part = node.get_child(name)
    return node._replace(value={} if part is None else {name: part})


def _read_objectives(own: ConfigNode, said: dict[str, Any], errors: list[ErrorDetail]) -> Iterator[Objective]:
    """What is to be more and what less, each once."""
    seen: set[str] = set()
    for key, more in (("more", True), ("less", False)):
        for place, column in enumerate(said[key]):
            node = own.find_descendant((key, place)) or own
            if column not in list_outcome_measures():
                errors.append(node.build_error("outcome@period", suggest_name(column, list_outcome_measures())))
            elif column in seen:
                errors.append(node.build_error("each outcome once"))
            seen.add(column)
            yield Objective(column, more)
    if not said["more"] and not said["less"]:
        errors.append(
            ErrorDetail(own.location, f"{own.key}.more", "", "what is to be as large as possible", CONFIG_EXAMPLE)
        )


def _read_decision_space(
    said: dict[str, Any], scenario: Scenario, own: ConfigNode, errors: list[ErrorDetail]
) -> DecisionSpace:
    """What may be decided; errors where the hours cannot be spent so."""
    length = int(scenario.horizon.programme_weeks)
    weeks = said["weeks"] or {"from": length, "to": length}
    programme = scenario.programme
    facilitation = programme.facilitation if programme else Facilitation()
    hours = said["hours"] or facilitation.number * facilitation.hours * length
    for name, part in (("weeks", weeks), ("taper", said["taper"])):
        if part["from"] > part["to"]:
            errors.append((own.find_descendant((name, "to")) or own).build_error(f"at least from ({part['from']})"))
    levers = DecisionSpace(
        total_hours=hours,
        strategies=tuple(dict.fromkeys(said["strategies"])),
        vary_by_stage=said["by_stage"],
        targeting=tuple(dict.fromkeys(said["targeting"])),
        exit_rules=tuple(dict.fromkeys(said["exit"])),
        weeks=(weeks["from"], weeks["to"]),
        taper_weeks=(said["taper"]["from"], min(said["taper"]["to"], weeks["to"])),
    )
    if levers.is_programme_too_short(max(1.0, facilitation.number)):
        expected = "hours that so many facilitators can work in the shortest programme"
        errors.append(
            (own.get_child("hours") or own).build_error(expected, "more weeks, more facilitators, or fewer hours")
        )
    return levers


def _read_evaluation_draws(
    own: ConfigNode, said: dict[str, Any], errors: list[ErrorDetail]
) -> tuple[tuple[Draw, ...], tuple[Draw, ...]]:
    """The draws for the search and, others where there are enough, for judging again; one empty draw without a file."""
    node = own.get_child("posterior")
    if node is None or node.value is None:
        if said["quantile"] is not None:
            errors.append((own.get_child("quantile") or own).build_error("a posterior, over whose draws it is taken"))
        return ((),), ((),)
    if said["draws"] > (turns := min(said["seeds"], said["fresh_seeds"])):
        expected = f"not more draws ({said['draws']}) than seeds ({turns}), so that each has its turn"
        errors.append((own.get_child("draws") or node).build_error(expected))
    path = resolve_file_name(node, errors)
    return read_posterior_draws(path, node, said["draws"], errors) if path is not None else (((),), ((),))
