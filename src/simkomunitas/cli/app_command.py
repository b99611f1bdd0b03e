"""``simkomunitas app``: the trainer's app in the browser.

Examples:
  simkomunitas app
  simkomunitas app --port 9000 --no-browser
  simkomunitas app --lan

"""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import LoadOption, bare_option, load_plugins, make_command, whole_option

USUAL_PORT, LAST_PORT = 8765, 65_535
INSTALL_HINT = "pip install 'simkomunitas[app]'"


def app_command(
    *,
    port: Annotated[
        int, whole_option(validator=Number(gte=0, lte=LAST_PORT), help="Port; 0 takes a free one.")
    ] = USUAL_PORT,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the page in the browser.")] = True,
    lan: Annotated[bool, bare_option(help="Let phones on the local network join with a code.")] = False,
    load: LoadOption = (),
) -> None:
    """Open the app: watch a village, compare programmes, play a workshop; nothing leaves this machine."""
    try:
        import anywidget  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ImportError:
        raise InputError(
            [ErrorDetail("simkomunitas app", "app", "", "the packages of the app", INSTALL_HINT)]
        ) from None
    from simkomunitas.app.app_words import translate_all  # noqa: PLC0415
    from simkomunitas.app.server.app_server import PortTakenError, ServerOptions, serve_app  # noqa: PLC0415
    from simkomunitas.app.server.frontend_assets import DOWNLOAD_MEGABYTES, AssetsError, are_assets_installed  # noqa: PLC0415

    load_plugins(load)
    if not are_assets_installed():
        print(translate_all("start:fetching", "\n", size=DOWNLOAD_MEGABYTES), flush=True)
    try:
        serve_app(ServerOptions(port, browser, lan))
    except (AssetsError, PortTakenError) as error:
        raise InputError([ErrorDetail("simkomunitas app", "start", "", str(error))]) from None


command = make_command(app_command)
