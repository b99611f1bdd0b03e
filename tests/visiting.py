"""A server of the app, and somebody who visits it with a browser that cannot reach anything else."""

import asyncio
import os
import re
import select
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from simkomunitas.app.server.frontend_assets import AssetsError, prepare_asset_folder
from simkomunitas.app.server.network_addresses import local_addresses

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OWN = [address.split("/")[2].partition(":")[0] for address in local_addresses(0)]  # of this machine, on its network
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=" + " , ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {name}" for name in ("127.0.0.1", *OWN))]),
]  # fmt: skip
PATIENCE = 300  # seconds: the first worker on a machine compiles the engine, and others may be at work beside it
READY = {
    "open": ".sk-card .sk-picture",
    "watch": ".sk-told .sk-news-list",
    "compare": ".sk-luck button",
    "ask": ".sk-life-list",
    "change": ".sk-levers summary",
    "play": ".sk-play-page .sk-h1",
    "take": "#sk-main .sk-parcel button",
    "about": ".sk-listed",
}  # what a view shows once it is there


def need_front_end():
    """Leave the test out where the front end of the app cannot be had."""
    try:
        prepare_asset_folder()
    except AssetsError as error:
        pytest.skip(f"the front end of the app cannot be had here: {error}")


def run_apart(work):
    """What a coroutine returns, run in a thread of its own: the browser's loop occupies the one of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Server:
    """The app as somebody starts it from the command line."""

    def __init__(self, home, *words, code="from simkomunitas.cli.command_line import main; main()"):
        need_front_end()
        self.home = home
        self.words = words
        self.code = code
        self.start()

    def start(self, port=0):
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.code, "app", "--no-browser", "--port", str(port), *self.words],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            env=os.environ | {"XDG_STATE_HOME": str(self.home), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.lines = []
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            line = self.next_line()
            self.lines += [line] if line else []
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                self.address = found[0]
                return
        raise AssertionError(f"the app did not start: {self.lines}")

    def next_line(self):
        """What it says next, within a few seconds."""
        ready, _, _ = select.select([self.process.stdout], [], [], 3.0)
        return self.process.stdout.readline().decode() if ready else ""

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def restart(self):
        self.stop()
        self.start(self.port)


class Visit:
    """One viewer, and everything her browser complained about."""

    def __init__(self, browser, address, search="", script="", **wishes):
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 720}, "locale": "id-ID"} | wishes))
        self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        self.complaints = []
        self.outside = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)
        self.address = address
        self.page.goto(address + search)
        self.page.wait_for_selector(".sk-tab")

    def _note(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def go(self, view):
        self.page.click(f"[data-view={view}]")
        self.page.wait_for_selector(f'[data-view={view}][aria-current="page"]')
        self.page.wait_for_selector(READY[view])

    def press(self, key):
        self.page.locator(f'[data-key="{key}"] button').click()

    def choose(self, key, value):
        self.page.locator(f'[data-key="{key}"] select').first.select_option(value)

    def slide(self, key, value):
        self.page.locator(f'[data-key="{key}"] input').first.fill(str(value))

    def week(self, text):
        """Wait until the time line says exactly this."""
        self.page.wait_for_function("(text) => document.querySelector('.sk-now')?.textContent === text", arg=text)

    def chosen(self, key, value):
        """Wait until this is what a choice stands at."""
        where = f'[data-key="{key}"] select'
        same = "([where, value]) => document.querySelector(where)?.value === value"
        self.page.wait_for_function(same, arg=[where, value])

    def searched(self):
        """What the address of the page carries now."""
        return self.page.evaluate("() => location.search")

    def reads(self, text, where=".sk-main"):
        """Wait until it says so."""
        self.page.locator(where, has_text=text).first.wait_for()

    def text(self, where=".sk-main"):
        return self.page.inner_text(where)

    def close(self):
        self.context.close()
        assert not self.complaints, self.complaints
        assert not self.outside
