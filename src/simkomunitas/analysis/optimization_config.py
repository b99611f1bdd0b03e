"""Reading what is to be optimized: a scenario with a section ``optimize``, checked before anything is run."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from simkomunitas.analysis.evolutionary_search import SearchSettings
from simkomunitas.analysis.plan_encoder import DecisionSpace
from simkomunitas.analysis.plan_evaluation import EvaluationSettings, Objective
from simkomunitas.analysis.posterior_draws import Draw, read_posterior_draws
from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.key_annotations import EntryName, FloatRange, Key, LongText, NotEmpty
from simkomunitas.base.quantity import SHARE, WEEKS, WHOLE_NUMBER, Quantity, block_quantities
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import PathLike, read_config
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.config.value_builder import build_section
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.programme_settings import Horizon, ProgrammeCourse
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.scenario_definition import Programme, Scenario

SECTION, OWN = "optimize", ("optimize", "hypothesis")
MAX_PROGRAMME_WEEKS = int(block_quantities(Horizon)["programme_weeks"].high)
MAX_TAPER_WEEKS = int(block_quantities(ProgrammeCourse)["taper_weeks"].high)
CONFIG_EXAMPLE = "for instance optimize: {maximize: [participation@year_3, sustainability@year_3]}"

# Inside the class below these catalogues are hidden by the fields of their names, which are assigned first.
StrategyNames = tuple[Annotated[str, EntryName(strategies, "a strategy")], ...]
TargetingNames = tuple[Annotated[str, EntryName(targeting_rules, "a targeting rule")], ...]
ExitNames = tuple[Annotated[str, EntryName(exit_rules, "an exit rule")], ...]


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


class ProgrammeWeeks(NamedTuple):
    """How long the programme may be."""

    first: Annotated[int, Quantity("at least so many weeks", WEEKS, 8, MAX_PROGRAMME_WEEKS), Key(name="from")] = 8
    last: Annotated[int, Quantity("at most so many weeks", WEEKS, 8, MAX_PROGRAMME_WEEKS), Key(name="to")] = (
        MAX_PROGRAMME_WEEKS
    )


class TaperWeeks(NamedTuple):
    """Over how many of its last weeks the hours may fall."""

    first: Annotated[int, Quantity("at least so many weeks", WEEKS, 1, MAX_TAPER_WEEKS), Key(name="from")] = 1
    last: Annotated[int, Quantity("at most so many weeks", WEEKS, 1, MAX_TAPER_WEEKS), Key(name="to")] = MAX_TAPER_WEEKS


class OptimizationSettings(NamedTuple):
    """The section ``optimize``, key by key; of a catalogue all, where no names are written."""

    maximize: Annotated[tuple[LongText, ...], Key("outcome@period of which more is better")] = ()
    minimize: Annotated[tuple[LongText, ...], Key("outcome@period of which less is better")] = ()
    total_hours: Annotated[
        float | None,
        FloatRange("a number above 0 (hours)"),
        Key("hours of all facilitators; those of the programme, if left out"),
    ] = None
    strategies: Annotated[StrategyNames, NotEmpty(), Key("strategies to choose from")] = ()
    shares_by_stage: Annotated[bool, Key("whether each stage has shares of its own")] = True
    targeting_rules: Annotated[TargetingNames, NotEmpty(), Key("rules to choose from")] = ()
    exit_rules: Annotated[ExitNames, NotEmpty(), Key("rules to choose from")] = ()
    programme_weeks: Annotated[ProgrammeWeeks | None, Key("length of the programme; as it is, if left out")] = None
    taper_weeks: Annotated[TaperWeeks, Key("last weeks of fewer and fewer hours")] = TaperWeeks()
    search_seeds: Annotated[int, Quantity("seeds by which a plan is judged in the search", WHOLE_NUMBER, 2, 10_000)] = 8
    population_size: Annotated[int, Quantity("plans in a generation", WHOLE_NUMBER, 4, 10_000)] = 64
    generations: Annotated[int, Quantity("generations", WHOLE_NUMBER, 1, 10_000)] = 40
    search_seed: Annotated[int, Quantity("seed of the search itself", WHOLE_NUMBER, 0, 2**31 - 1)] = 1
    evaluation_seeds: Annotated[
        int, Quantity("seeds, other ones, by which what was found is judged again", WHOLE_NUMBER, 2, 100_000)
    ] = 100
    posterior: Annotated[Path | None, Key("Parquet file with a column for each parameter")] = None
    posterior_draws: Annotated[
        int, Quantity("draws from the posterior, among which the seeds take turns", WHOLE_NUMBER, 2, 10_000)
    ] = 8
    worst_case_quantile: Annotated[
        float | None,
        Quantity("judge by this quantile over draws instead of their mean", SHARE, 0, 0.5),
    ] = None


class OptimizationFile(NamedTuple):
    """A scenario whose hours are to be spent in the best way: what its file says beside the scenario."""

    optimize: Annotated[OptimizationSettings, Key("what is searched")]
    hypothesis: Annotated[LongText, Key("what is expected, written before the search")] = ""


def read_optimization(path: PathLike, overrides: Sequence[str] = ()) -> OptimizationConfig:
    """The optimization in a file, with ``overrides`` laid over it; InputError with every error."""
    return read_config(path, overrides, _read_sections)


def _read_sections(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> OptimizationConfig | None:
    own = node.get_child(SECTION)
    if own is None:
        errors.append(ErrorDetail(node.location, SECTION, "", "this section is required", CONFIG_EXAMPLE))
        return None
    own = node.value[SECTION]
    said = build_section(OptimizationFile, node.only_keys(*OWN), errors)
    built = build_scenario(node.without_keys(*OWN, "arms"), errors)
    if said is None or built is None:
        return None
    if node.get_child("arms") is not None:
        errors.append(node.value["arms"].build_error("no arms here", "the plans are found by the search"))
    scenario, header = built
    settings = said.optimize
    objectives = tuple(_read_objectives(own, settings, errors))
    decisions = _read_decision_space(settings, scenario, own, errors)
    draws = _read_evaluation_draws(own, settings, errors)
    if errors:
        return None
    first, middle = header.first_seed, header.first_seed + settings.search_seeds
    search_seeds, fresh_seeds = range(first, middle), range(middle, middle + settings.evaluation_seeds)
    return OptimizationConfig(
        title=header.title,
        question=header.question,
        hypothesis=said.hypothesis,
        base=scenario,
        decision_space=decisions,
        objectives=objectives,
        evaluation=EvaluationSettings(tuple(search_seeds), draws[0], settings.worst_case_quantile),
        search_settings=SearchSettings(settings.population_size, settings.generations, settings.search_seed),
        fresh=EvaluationSettings(tuple(fresh_seeds), draws[1], settings.worst_case_quantile),
        source=source,
    )


def _read_objectives(own: ConfigNode, said: OptimizationSettings, errors: list[ErrorDetail]) -> Iterator[Objective]:
    """What is to be more and what less, each once."""
    seen: set[str] = set()
    for key, columns in (("maximize", said.maximize), ("minimize", said.minimize)):
        for place, column in enumerate(columns):
            if column not in list_outcome_measures():
                fix = suggest_name(column, list_outcome_measures())
                errors.append(own.build_error_at((key, place), "outcome@period", fix))
            elif column in seen:
                errors.append(own.build_error_at((key, place), "each outcome once"))
            seen.add(column)
            yield Objective(column, key == "maximize")
    if not seen:
        errors.append(
            ErrorDetail(own.location, f"{own.key}.maximize", "", "what is to be as large as possible", CONFIG_EXAMPLE)
        )


def _read_decision_space(
    said: OptimizationSettings, scenario: Scenario, own: ConfigNode, errors: list[ErrorDetail]
) -> DecisionSpace:
    """What may be decided; errors where the hours cannot be spent so."""
    length = int(scenario.horizon.programme_weeks)
    weeks = said.programme_weeks or ProgrammeWeeks(length, length)
    facilitation = (scenario.programme or Programme()).facilitation
    for name, part in (("programme_weeks", weeks), ("taper_weeks", said.taper_weeks)):
        if part.first > part.last:
            errors.append(own.build_error_at((name, "to"), f"at least from ({part.first})"))
    decisions = DecisionSpace(
        total_hours=said.total_hours or facilitation.number * facilitation.hours * length,
        strategies=tuple(dict.fromkeys(said.strategies or strategies)),
        vary_by_stage=said.shares_by_stage,
        targeting=tuple(dict.fromkeys(said.targeting_rules or targeting_rules)),
        exit_rules=tuple(dict.fromkeys(said.exit_rules or exit_rules)),
        weeks=(weeks.first, weeks.last),
        taper_weeks=(said.taper_weeks.first, min(said.taper_weeks.last, weeks.last)),
    )
    if decisions.is_programme_too_short(max(1.0, facilitation.number)):
        expected = "hours that so many facilitators can work in the shortest programme"
        errors.append(own.build_error_at(("total_hours",), expected, "more weeks, more facilitators, or fewer hours"))
    return decisions


def _read_evaluation_draws(
    own: ConfigNode, said: OptimizationSettings, errors: list[ErrorDetail]
) -> tuple[tuple[Draw, ...], tuple[Draw, ...]]:
    """The draws for the search and, others where there are enough, for judging again; one empty draw without a file."""
    if said.posterior is None:
        if said.worst_case_quantile is not None:
            errors.append(own.build_error_at(("worst_case_quantile",), "a posterior, over whose draws it is taken"))
        return ((),), ((),)
    node = own.value["posterior"]
    if said.posterior_draws > (turns := min(said.search_seeds, said.evaluation_seeds)):
        expected = f"not more draws ({said.posterior_draws}) than seeds ({turns}), so that each has its turn"
        errors.append((own.get_child("posterior_draws") or node).build_error(expected))
    return read_posterior_draws(said.posterior, node, said.posterior_draws, errors)
