"""A browser whose network fails again and again: how often everything is there afterwards.

    python tests/dropping.py --drops 200

Prints a line of JSON.  The browser reaches the server through a cable of ours, which is cut for seconds at a time.
"""

import argparse
import asyncio
import json
import random
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from visiting import ARGUMENTS, CHROMIUM, READY, Server, Visit

LONGEST = 20.0  # seconds without a network, in the usual run; one in fifty lasts ten times as long
COLOURS = ("trust", "wealth", "load", "benefits", "knowing")
BACK_WITHIN = 30_000  # milliseconds


class Cable:
    """Everything between a browser and the server; cut, it drops what is open and takes nothing new."""

    def __init__(self, port):
        self.port = port
        self.open = set()
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        threading.Thread(target=self._live, daemon=True).start()
        self.ready.wait(10)

    def _live(self):
        asyncio.set_event_loop(self.loop)
        self.own = self.loop.run_until_complete(self._listen(0))
        self.ready.set()
        self.loop.run_forever()

    async def _listen(self, port):
        self.listening = await asyncio.start_server(self._carry, "127.0.0.1", port)
        return self.listening.sockets[0].getsockname()[1]

    async def _carry(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        self.open |= {writer, back}
        await asyncio.gather(self._copy(reader, back), self._copy(there, writer), return_exceptions=True)
        self.open -= {writer, back}

    @staticmethod
    async def _copy(source, target):
        try:
            while piece := await source.read(65_536):
                target.write(piece)
                await target.drain()
        finally:
            target.close()

    async def _cut(self):
        self.listening.close()
        for end in list(self.open):
            end.transport.abort()

    def cut(self, seconds):
        """No network for so long."""
        asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result(10)
        time.sleep(seconds)
        asyncio.run_coroutine_threadsafe(self._listen(self.own), self.loop).result(10)


def one_drop(viewer, cable, draws, seconds):
    """Set something, lose the network, and see whether it is still there and can be changed; what is missing."""
    page = viewer.page
    colour, week = draws.choice(COLOURS), draws.randrange(5, 150)
    before = viewer.searched()
    viewer.choose("colour", colour)
    page.locator(".sk-scrub").fill(str(week))
    page.wait_for_function("(before) => location.search !== before", arg=before)
    viewer.chosen("colour", colour)
    page.wait_for_timeout(1000)  # the week is on its way to the address
    page.evaluate("() => { window.simkomunitasBefore = true; }")  # gone once the page is loaded anew
    cable.cut(seconds)
    try:
        page.wait_for_function("() => !window.simkomunitasBefore")
        page.wait_for_selector(READY["watch"])
        viewer.week(f"Minggu {week}")
        stood = page.evaluate("() => document.querySelector('[data-key=colour] select').value")
        viewer.choose("colour", "degree")
        page.wait_for_selector('.sk-map canvas[aria-label*="tingkat partisipasi"]')
    except Exception as error:
        return f"{seconds:.1f} s: {str(error).splitlines()[0][:100]}"
    return "" if stood == colour else f"{seconds:.1f} s: {colour} became {stood}"


def drop(browser, count, seed=1, longest=LONGEST):
    """So many drops, one after the other; what was missing after which."""
    draws = random.Random(seed)
    missing, waited = [], []
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home))
        cable = Cable(server.port)
        viewer = Visit(browser, f"http://127.0.0.1:{cable.own}/")
        viewer.page.wait_for_selector(READY["watch"])
        viewer.page.set_default_timeout(BACK_WITHIN)
        for number in range(count):
            seconds = draws.uniform(0.1, longest) * (10 if number % 50 == 49 else 1)
            begun = time.monotonic()
            if told := one_drop(viewer, cable, draws, seconds):
                missing.append(told)
                viewer.page.goto(viewer.page.url)
                viewer.page.wait_for_selector(READY["watch"])
            waited.append(time.monotonic() - begun - seconds)
        viewer.context.close()
        server.stop()
    waited.sort()
    turn = {"median": round(waited[len(waited) // 2], 1), "longest": round(waited[-1], 1)}
    return {"drops": count, "not_back": len(missing), "first": missing[:5], "seconds_of_a_turn_beside_the_cut": turn}


def main():
    """Do what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--drops", type=int, default=200)
    asked.add_argument("--longest", type=float, default=LONGEST)
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        print(json.dumps(drop(browser, wishes.drops, wishes.seed, wishes.longest)))
        browser.close()


if __name__ == "__main__":
    main()
