"""``simkomunitas app``: the trainer's app in the browser."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Load, load_own, whole_number
from simkomunitas.ground.faults import Fault, InputError

EXAMPLES = """\
Examples:
  simkomunitas app
  simkomunitas app --port 9000 --no-browser
  simkomunitas app --share"""
USUAL_PORT, LAST_PORT = 8765, 65_535
NEEDS = "pip install 'simkomunitas[app]'"


def app(
    *,
    port: Annotated[
        int, Parameter(converter=whole_number, validator=Number(gte=0, lte=LAST_PORT), help="Port; 0 takes a free one.")
    ] = USUAL_PORT,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the page in the browser.")] = True,
    share: Annotated[
        bool, Parameter(negative="", show_default=False, help="Let phones on the same network join, by a code.")
    ] = False,
    load: Load = (),
) -> None:
    """Open the app: watch a village, compare two ways, play a workshop; nothing leaves this machine."""
    try:
        import anywidget  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ImportError:
        raise InputError([Fault("simkomunitas app", "app", "", "the packages of the app", NEEDS)]) from None
    from simkomunitas.app.assets import MEGABYTES, AssetsError, is_assembled  # noqa: PLC0415
    from simkomunitas.app.serving import PortTakenError, Wishes, serve  # noqa: PLC0415
    from simkomunitas.app.words import both  # noqa: PLC0415

    load_own(load)
    if not is_assembled():
        print(both("start:fetching", "\n", size=MEGABYTES), flush=True)
    try:
        serve(Wishes(port, browser, share))
    except (AssetsError, PortTakenError) as error:
        raise InputError([Fault("simkomunitas app", "start", "", str(error))]) from None
