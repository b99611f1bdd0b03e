"""The last resort: where the framework would show a traceback, with paths of this machine, a sentence stands."""

import logging
import traceback
from typing import Any

import reacton.core
import solara.server.app
import solara.server.patch

from simkomunitas.app.app_words import translate_all

LOG = logging.getLogger("simkomunitas.app")


class TracebackReplacement:
    """Stands for the module ``traceback`` where a page is put together."""

    def format_exception(self, _kind: object, error: BaseException, _trace: object) -> list[str]:
        """What is shown instead of an error that no page has caught; it is written down as any other."""
        LOG.error("a page could not be shown", exc_info=error)
        return [translate_all("trouble:page", "\n")]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the module
        """Everything else as it is."""
        return getattr(traceback, name)


def replace_tracebacks() -> None:
    """From now on no page of this process shows a traceback."""
    for module in (solara.server.app, solara.server.patch, reacton.core):
        vars(module)["traceback"] = TracebackReplacement()
