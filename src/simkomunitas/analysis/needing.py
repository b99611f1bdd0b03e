"""Libraries that only the analyses need: fetched when they are needed, with a clear word when they are missing."""

import importlib
from typing import Any

from simkomunitas.ground.faults import Fault, InputError

EXTRA = "analysis"


def library(name: str, extra: str = EXTRA) -> Any:  # noqa: ANN401 - a module of another project
    """A module by its dotted name; InputError that says what to install when it is not there."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != name.partition(".")[0]:
            raise
        hint = f"install it with: pip install 'simkomunitas[{extra}]'"
        raise InputError([Fault("python", name.partition(".")[0], "", "a library that is not installed", hint)]) from None
