"""Starting the app: settings, the front end, the door, the workers, and the server itself."""

import contextlib
import functools
import os
import re
import secrets
import socket
import sys
import threading
import time
import urllib.request
import warnings
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from simkomunitas.app.app_words import translate_all
from simkomunitas.app.server.access_control import AccessGuard, AccessSettings
from simkomunitas.app.server.frontend_assets import AssetsError, list_asset_files, prepare_asset_folder
from simkomunitas.app.server.message_validation import MAX_MESSAGE_BYTES
from simkomunitas.app.server.network_addresses import local_addresses
from simkomunitas.app.server.resource_limits import set_memory_limit
from simkomunitas.app.server.seat_limits import SeatRules
from simkomunitas.app.server.server_log import configure_logging

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
SESSION_MINUTES = 10  # how long a viewer who has gone is waited for
IDLE_TIMEOUT = 60.0  # a laptop that is busy for half a minute has not lost its viewers
MAX_VIEWERS = SeatRules().max_seats + SeatRules().local_reserve
JOIN_CODE_LIFETIME = 12 * 3600.0
UNREACHABLE_URL = "http://127.0.0.1:9/"  # a file that is missing fails at once and never calls out
REQUIRED_WIDGETS = ("anywidget/extension", "jupyter-vue/extension", "jupyter-vuetify/extension")  # scripts of packages
STARTUP_TIMEOUT = 120
SWITCH_INTERVAL = (
    0.0005  # seconds a thread keeps the interpreter while others wait: each message of a page is handed over twice
)


class PortTakenError(Exception):
    """Another program has the port."""


class ServerOptions(NamedTuple):
    """How the app is to be started."""

    port: int
    browser: bool = True
    share: bool = False


def solara_settings(assets: Path) -> dict[str, str]:
    """What Solara is told, through the environment, before it is imported: quiet, offline, and careful."""
    return {
        "SOLARA_APP": "simkomunitas.app.app_page",
        "SOLARA_MODE": "production",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        "SOLARA_ASSETS_PROXY": "True",
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(assets),
        "SOLARA_ASSETS_CDN": UNREACHABLE_URL,
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
        "SOLARA_ASSETS_EXTRA_LOCATIONS": str(Path(__file__).parents[1] / "looks"),
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_THEME_LOADER": "plain",
        "SOLARA_THEME_TITLE": "simkomunitas",
        "SOLARA_KERNEL_CULL_TIMEOUT": f"{SESSION_MINUTES}m",
        "SOLARA_KERNEL_MAX_COUNT": str(MAX_VIEWERS + 4),
        "SOLARA_KERNEL_MAX_PER_SESSION": "5",
        "SOLARA_SESSION_HTTP_ONLY": "True",
        "JUPYTER_NO_CONFIG": "",  # otherwise the framework finds none of its own widgets
        "SOLARA_SESSION_SECRET_KEY": secrets.token_urlsafe(32),
    }


def serve_app(options: ServerOptions) -> None:
    """Serve the app until somebody ends it; AssetsError or PortTakenError if it cannot begin."""
    host = EVERYWHERE if options.share else LOOPBACK
    listening = _open_listening_socket(host, options.port)
    assets = prepare_asset_folder()
    configure_logging()
    set_memory_limit()
    os.environ.update(solara_settings(assets))
    warnings.filterwarnings("ignore", "Cookies with samesite=none require https")  # we are nobody's frame
    import uvicorn  # noqa: PLC0415 - after the settings
    from solara.server.starlette import app as solara_app  # noqa: PLC0415

    check_widget_files()
    from simkomunitas.app.app_worker_pool import run_worker_pool  # noqa: PLC0415
    from simkomunitas.app.server.connection_limits import TrackedHttpProtocol, TrackedWebSocketProtocol  # noqa: PLC0415
    from simkomunitas.app.server.entry_pages import TranslatedEntryPages  # noqa: PLC0415
    from simkomunitas.app.server.server_info import set_server_info  # noqa: PLC0415
    from simkomunitas.app.server.traceback_replacement import replace_tracebacks  # noqa: PLC0415

    house = AccessSettings(True, load_join_code(), secret=load_pass_secret()) if options.share else AccessSettings()
    port = listening.getsockname()[1]
    set_server_info(house, functools.partial(local_addresses, port))
    configuration = uvicorn.Config(
        AccessGuard(solara_app, house, TranslatedEntryPages(), list_asset_files(assets)), log_config=None,
            server_header=False,
        access_log=False, ws_max_size=MAX_MESSAGE_BYTES, ws_per_message_deflate=False, ws_ping_timeout=IDLE_TIMEOUT,
        loop="asyncio", timeout_graceful_shutdown=2, http=TrackedHttpProtocol, ws=TrackedWebSocketProtocol,
        proxy_headers=False,
    )  # fmt: skip
    replace_tracebacks()
    sys.setswitchinterval(SWITCH_INTERVAL)
    with run_worker_pool(), listening:
        _print_addresses(port, house)
        if options.browser:
            threading.Thread(target=_open_browser_when_ready, args=(f"http://{LOOPBACK}:{port}/",), daemon=True).start()
        uvicorn.Server(configuration).run(sockets=[listening])


def check_widget_files() -> None:
    """Raise AssetsError unless the scripts of the widgets lie where the framework looks for them, beside Python."""
    from solara.server.server import get_nbextension_names  # noqa: PLC0415 - after the settings

    try:
        found = get_nbextension_names()
    except KeyError:  # it knows of no widget at all
        found = []
    if missing := [name.partition("/")[0] for name in REQUIRED_WIDGETS if name not in found]:
        raise AssetsError(translate_all("start:widgets", "\n", names=", ".join(missing), folder=sys.prefix))


def _open_listening_socket(host: str, port: int) -> socket.socket:
    """A socket on the port; 0 is any that is free."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # who comes before the server is ready waits at the door
    except OSError as error:
        listening.close()
        raise PortTakenError(translate_all("start:port", port=port, why=error.strerror)) from None
    return listening


def load_join_code() -> str:
    """Six digits; the same for half a day, so that nobody in the room types them again when the app is started anew."""
    return _load_or_create_secret("join_code", r"[0-9]{6}", lambda: f"{secrets.randbelow(1_000_000):06d}")


def load_pass_secret() -> bytes:
    """What seals the passes of those who have typed the code; the same for half a day, so that they stay inside."""
    return _load_or_create_secret("pass_secret", r"[0-9a-f]{64}", lambda: secrets.token_hex(32)).encode()


def _load_or_create_secret(name: str, pattern: str, make: Callable[[], str]) -> str:
    """A text that is kept for half a day where nobody but its owner reads it."""
    from simkomunitas.app.workshop.workshop_store import user_state_folder, write_private_file  # noqa: PLC0415 - after the settings

    path = user_state_folder() / name
    with contextlib.suppress(OSError, ValueError):
        kept = path.read_text(encoding="ascii")
        if re.fullmatch(pattern, kept) and 0 <= time.time() - path.stat().st_mtime < JOIN_CODE_LIFETIME:
            return kept
    made = make()
    with contextlib.suppress(OSError):
        write_private_file(path, made)
    return made


def _print_addresses(port: int, access: AccessSettings) -> None:
    print(f"simkomunitas app: http://{LOOPBACK}:{port}/   ({translate_all('start:ready')})", flush=True)
    if access.is_shared:
        for address in local_addresses(port) or [translate_all("start:no_network")]:
            print(
                f"{translate_all('start:phones')}: {address}   {translate_all('start:code')}: {access.join_code}",
                flush=True,
            )


def _open_browser_when_ready(address: str) -> None:
    """Open the page once the server answers."""
    for _ in _every_half_second():
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}readyz", timeout=2):
            break
    webbrowser.open(address)


def _every_half_second() -> Iterator[int]:
    for count in range(2 * STARTUP_TIMEOUT):
        time.sleep(0.5)
        yield count
