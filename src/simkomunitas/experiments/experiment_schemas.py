"""The keys that an experiment has beside those of its scenario or comparison."""

from typing import Annotated, Any, NamedTuple

from simkomunitas.base.key_annotations import Key, LongText, OtherWord
from simkomunitas.base.quantity import WHOLE_NUMBER, YES_NO, Quantity
from simkomunitas.config.config_fields import REQUIRED, ConfigField, list_fields
from simkomunitas.config.scenario_builder import FIRST_SEED, LAST_SEED, MAX_REPLICATES, REPLICATES
from simkomunitas.experiments.designs import DesignSetting, designs
from simkomunitas.experiments.experiment_design import PositiveByOutcome, Precision
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD

AUTO_REPLICATES = "auto"


class ContrastEntry(NamedTuple):
    """A planned comparison of two levels of a factor, as it is written."""

    against: Annotated[Any, Key("the level it is compared with")]
    factor: Annotated[LongText, Key("a key that varies, or arm")] = "arm"
    level: Annotated[Any, Key("the level; left out: every other one")] = None
    at: Annotated[tuple[tuple[str, Any], ...], Key("values of others it is made at; else at all")] = ()


class ExperimentSettings(NamedTuple):
    """What an experiment says beside its scenario or comparison."""

    title: Annotated[LongText, Key("what the report is called")] = ""
    question: Annotated[LongText, Key("what is to be found out")] = ""
    hypothesis: Annotated[LongText, Key("what is expected, written before the first run")] = ""
    vary: Annotated[Any, Key("keys of the configuration, each with a list, a range or named levels")] = None
    design: Annotated[Any, Key("how the points are chosen")] = "grid"
    replicates: Annotated[
        int | str, Quantity("runs of each point, or auto", WHOLE_NUMBER, 1, MAX_REPLICATES), OtherWord(AUTO_REPLICATES)
    ] = REPLICATES
    precision: Annotated[Precision, Key("how exact the estimates must be where replicates is auto")] = Precision()
    outcomes: Annotated[tuple[LongText, ...], Key("outcome@period, what the question is about")] = ()
    contrasts: Annotated[tuple[ContrastEntry, ...], Key("planned comparisons")] = ()
    smallest_effect: Annotated[PositiveByOutcome, Key("smallest difference of interest")] = ()
    sd_of_differences: Annotated[PositiveByOutcome, Key("SD of paired differences, where known")] = ()
    first_seed: Annotated[int, Quantity("seed of the first run of each point", WHOLE_NUMBER, 0, LAST_SEED)] = FIRST_SEED
    keep_weekly: Annotated[bool, Key("whether the weekly series of every run are kept")] = False
    against: Annotated[LongText, Key("the arm that the others are compared with")] = NO_PROGRAMME_WORD


EXPERIMENT_KEYS = tuple(list_fields(ExperimentSettings))


def design_fields(name: str) -> dict[str, ConfigField]:
    """The keys by which a design is told what to do."""
    return {key: _design_field(key, setting) for key, setting in designs[name].settings.items()}


def _design_field(key: str, setting: DesignSetting) -> ConfigField:
    hint = bool if setting.quantity.kind == YES_NO else Annotated[int, setting.quantity]
    default = REQUIRED if setting.default is None else setting.default
    return ConfigField(key, hint, setting.quantity.meaning, default)
