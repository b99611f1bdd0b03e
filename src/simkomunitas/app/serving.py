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

from simkomunitas.app.addresses import own_addresses
from simkomunitas.app.assets import AssetsError, asset_files, asset_folder
from simkomunitas.app.frames import LARGEST_MESSAGE
from simkomunitas.app.guard import Guard, House
from simkomunitas.app.log_lines import write_plain_lines
from simkomunitas.app.resources import limit_resources
from simkomunitas.app.seats import Rules
from simkomunitas.app.words import both

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
KEPT_MINUTES = 10  # how long a viewer who has gone is waited for
SILENT_SECONDS = 60.0  # a laptop that is busy for half a minute has not lost its viewers
MOST_VIEWERS = Rules().room + Rules().reserve
SAME_CODE_SECONDS = 12 * 3600.0
NOWHERE = "http://127.0.0.1:9/"  # a file that is missing fails at once and never calls out
WIDGETS = ("anywidget/extension", "jupyter-vue/extension", "jupyter-vuetify/extension")  # scripts of packages
STARTING_SECONDS = 120
TURN = 0.0005  # seconds a thread keeps the interpreter while others wait: each message of a page is handed over twice


class PortTakenError(Exception):
    """Another program has the port."""


class Wishes(NamedTuple):
    """How the app is to be started."""

    port: int
    browser: bool = True
    share: bool = False


def settings(assets: Path) -> dict[str, str]:
    """What Solara is told, through the environment, before it is imported: quiet, offline, and careful."""
    return {
        "SOLARA_APP": "simkomunitas.app.page",
        "SOLARA_MODE": "production",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
        "SOLARA_ASSETS_PROXY": "True",
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(assets),
        "SOLARA_ASSETS_CDN": NOWHERE,
        "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
        "SOLARA_ASSETS_EXTRA_LOCATIONS": str(Path(__file__).parent / "looks"),
        "SOLARA_THEME_SHOW_BANNER": "False",
        "SOLARA_THEME_LOADER": "plain",
        "SOLARA_THEME_TITLE": "simkomunitas",
        "SOLARA_KERNEL_CULL_TIMEOUT": f"{KEPT_MINUTES}m",
        "SOLARA_KERNEL_MAX_COUNT": str(MOST_VIEWERS + 4),
        "SOLARA_KERNEL_MAX_PER_SESSION": "5",
        "SOLARA_SESSION_HTTP_ONLY": "True",
        "JUPYTER_NO_CONFIG": "",  # otherwise the framework finds none of its own widgets
        "SOLARA_SESSION_SECRET_KEY": secrets.token_urlsafe(32),
    }


def serve(wishes: Wishes) -> None:
    """Serve the app until somebody ends it; AssetsError or PortTakenError if it cannot begin."""
    host = EVERYWHERE if wishes.share else LOOPBACK
    listening = _listen(host, wishes.port)
    assets = asset_folder()
    write_plain_lines()
    limit_resources()
    os.environ.update(settings(assets))
    warnings.filterwarnings("ignore", "Cookies with samesite=none require https")  # we are nobody's frame
    import uvicorn  # noqa: PLC0415 - after the settings
    from solara.server.starlette import app as solara_app  # noqa: PLC0415

    require_widgets()
    from simkomunitas.app.connections import WatchedHttp, WatchedSocket  # noqa: PLC0415
    from simkomunitas.app.crew import working  # noqa: PLC0415
    from simkomunitas.app.doors import WordedPages  # noqa: PLC0415
    from simkomunitas.app.house import open_house  # noqa: PLC0415
    from simkomunitas.app.last_resort import hide_tracebacks  # noqa: PLC0415

    house = House(True, join_code(), secret=pass_secret()) if wishes.share else House()
    port = listening.getsockname()[1]
    open_house(house, functools.partial(own_addresses, port))
    configuration = uvicorn.Config(
        Guard(solara_app, house, WordedPages(), asset_files(assets)), log_config=None, server_header=False,
        access_log=False, ws_max_size=LARGEST_MESSAGE, ws_per_message_deflate=False, ws_ping_timeout=SILENT_SECONDS,
        loop="asyncio", timeout_graceful_shutdown=2, http=WatchedHttp, ws=WatchedSocket, proxy_headers=False,
    )  # fmt: skip
    hide_tracebacks()
    sys.setswitchinterval(TURN)
    with working(), listening:
        _say_where(port, house)
        if wishes.browser:
            threading.Thread(target=_open_browser, args=(f"http://{LOOPBACK}:{port}/",), daemon=True).start()
        uvicorn.Server(configuration).run(sockets=[listening])


def require_widgets() -> None:
    """Raise AssetsError unless the scripts of the widgets lie where the framework looks for them, beside Python."""
    from solara.server.server import get_nbextension_names  # noqa: PLC0415 - after the settings

    try:
        found = get_nbextension_names()
    except KeyError:  # it knows of no widget at all
        found = []
    if missing := [name.partition("/")[0] for name in WIDGETS if name not in found]:
        raise AssetsError(both("start:widgets", "\n", names=", ".join(missing), folder=sys.prefix))


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the port; 0 is any that is free."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # who comes before the server is ready waits at the door
    except OSError as error:
        listening.close()
        raise PortTakenError(both("start:port", port=port, why=error.strerror)) from None
    return listening


def join_code() -> str:
    """Six digits; the same for half a day, so that nobody in the room types them again when the app is started anew."""
    return _kept("join_code", r"[0-9]{6}", lambda: f"{secrets.randbelow(1_000_000):06d}")


def pass_secret() -> bytes:
    """What seals the passes of those who have typed the code; the same for half a day, so that they stay inside."""
    return _kept("pass_secret", r"[0-9a-f]{64}", lambda: secrets.token_hex(32)).encode()


def _kept(name: str, pattern: str, make: Callable[[], str]) -> str:
    """A text that is kept for half a day where nobody but its owner reads it."""
    from simkomunitas.app.workshop.store import state_folder, write_private  # noqa: PLC0415 - after the settings

    path = state_folder() / name
    with contextlib.suppress(OSError, ValueError):
        kept = path.read_text(encoding="ascii")
        if re.fullmatch(pattern, kept) and 0 <= time.time() - path.stat().st_mtime < SAME_CODE_SECONDS:
            return kept
    made = make()
    with contextlib.suppress(OSError):
        write_private(path, made)
    return made


def _say_where(port: int, house: House) -> None:
    print(f"simkomunitas app: http://{LOOPBACK}:{port}/   ({both('start:ready')})", flush=True)
    if house.shared:
        for address in own_addresses(port) or [both("start:no_network")]:
            print(f"{both('start:phones')}: {address}   {both('start:code')}: {house.code}", flush=True)


def _open_browser(address: str) -> None:
    """Open the page once the server answers."""
    for _ in _half_seconds():
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}readyz", timeout=2):
            break
    webbrowser.open(address)


def _half_seconds() -> Iterator[int]:
    for count in range(2 * STARTING_SECONDS):
        time.sleep(0.5)
        yield count
