"""Every number that can be set, under the key by which it is set."""

from typing import Any

from simkomunitas.base.quantity import ParameterRow, block_quantities, parameter_rows
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Shocks, Stages
from simkomunitas.model.rules.parameters import Parameters


def parameter_table() -> list[ParameterRow]:
    """The parameters of the rules: how people behave."""
    return [row._replace(key=f"parameters.{row.key}") for row in parameter_rows(Parameters())]


def setting_table() -> list[ParameterRow]:
    """Everything else that can be set: the village, the programme, how long is watched, what happens from outside."""
    stages = [row._replace(key=f"programme.stages.{row.key}") for row in parameter_rows(Stages())]
    return [
        *_setting_rows("community.people", PopulationSettings()),
        *_setting_rows("community.ties", NetworkSettings()),
        *_setting_rows("community.institutions", InstitutionSettings()),
        *_setting_rows("programme.facilitation", Facilitation()),
        *stages,
        *_setting_rows("programme.course", ProgrammeCourse()),
        *_setting_rows("horizon", Horizon()),
        *_setting_rows("shocks", Shocks()),
    ]


def describe_setting_counts() -> str:
    """How many numbers describe people and place, fixed facts of the village included; the others are decisions.

    >>> describe_setting_counts().partition(" numbers ")[0].isdigit()
    True
    """
    place = [row for row in setting_table() if row.key.startswith("community.")]
    people, others = len(parameter_table()), len(setting_table()) - len(place)
    return (
        f"{people + len(place)} numbers describe people and place: these {people} parameters and the {len(place)} "
        f"settings of a community, of which an imported village brings some; the other {others} settings are what an "
        "organizer decides, how long is watched, and shocks"
    )


def _setting_rows(key: str, block: Any) -> list[ParameterRow]:  # noqa: ANN401 - any block of quantities
    """The settings of one block."""
    return [
        ParameterRow(f"{key}.{name}", float(getattr(block, name)), about)
        for name, about in block_quantities(type(block)).items()
    ]
