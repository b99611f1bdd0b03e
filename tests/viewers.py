"""Viewers without a browser: they speak the app's own protocol, so that many fit beside the server they measure.

    python tests/viewers.py --viewers 40 --minutes 10
    python tests/viewers.py --departed 1000

Starts a server, ends it afterwards, and prints a line of JSON.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from pathlib import Path

import websockets
from solara.server.kernel import deserialize_binary_message

PAUSE = 5.0  # seconds between the clicks of a viewer
PATIENCE = 60.0  # seconds; later than this a click counts as lost
# A quarter of an hour of a trainer, as she clicked: the view, a control and its value, or the week on the time line.
RECORDED = [
    ("week", 13), ("said", "colour", "colour", "trust"), ("week", 40), ("said", "colour", "arm", "1"),
    ("said", "colour", "arm", "0"), ("view", "ask", "who"), ("said", "who", "who", "12"),
    ("said", "arena", "arena", "mutual_help"),
    ("said", "who", "who", "45"), ("view", "compare", "arms"), ("said", "arms", "add", "locality"), ("week", 104),
    ("said", "arms", "drop-2", True), ("said", "luck", "outcome", "openness"), ("view", "change", "change"),
    ("said", "programme", "hours.policy_advocacy", 12), ("said", "village", "people.free_hours", 14),
    ("said", "live", "undo", True), ("view", "play", "beginning"), ("said", "beginning", "rounds", 4),
    ("view", "take", "parcel"), ("view", "open", "card-none"), ("said", "card-balanced", "watch", True), ("week", 200),
]  # fmt: skip
LUCK = ("said", "luck", "begin", True)  # one viewer in ten asks for thirty further villages


class LostError(Exception):
    """A click that nobody answered."""


class Viewer:
    """One browser tab, without the browser."""

    def __init__(self, address):
        self.address = address
        self.kernel, self.page = str(uuid.uuid4()), str(uuid.uuid4())
        self.widgets = {}  # by id: what the server has said of it
        self.moved = asyncio.Event()
        self.heard = 0  # messages of the server
        self.troubles = []

    async def __aenter__(self):
        answer = await asyncio.to_thread(urllib.request.urlopen, self.address)
        self.cookie = "; ".join(part.partition(";")[0] for part in answer.headers.get_all("set-cookie") or [])
        place = (
            self.address.replace("http://", "ws://")
            + f"jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}"
        )
        headers = {"Cookie": self.cookie, "Accept-Language": "id"}
        self.socket = await websockets.connect(
            place, origin=self.address.rstrip("/"), additional_headers=headers, max_size=2**27, ping_interval=None
        )
        self.reading = asyncio.create_task(self._read())
        self.control = str(uuid.uuid4())
        await self._send("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        run = {"method": "run", "args": {"path": "/", "appName": None, "themes": None, "dark": False}}
        await self._send("comm_msg", {"comm_id": self.control, "data": run})
        await self.until(lambda: self.find(name="colour"))
        return self

    async def __aexit__(self, *_):
        self.reading.cancel()
        with suppress(Exception):
            await self.socket.close()
        request = urllib.request.Request(
            f"{self.address}_solara/api/close/{self.kernel}?session_id={self.page}", method="POST", data=b"",
            headers={"Cookie": self.cookie, "Origin": self.address.rstrip("/")},
        )  # fmt: skip
        with suppress(OSError):
            await asyncio.to_thread(urllib.request.urlopen, request)

    async def _send(self, kind, content):
        header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "username": "", "session": self.page}
        header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
        whole = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
        await self.socket.send(json.dumps(whole))

    async def _read(self):
        async for raw in self.socket:
            message = json.loads(raw) if isinstance(raw, str) else deserialize_binary_message(raw)
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "comm_open":
                self.widgets[content["comm_id"]] = {"_at": len(self.widgets), **content["data"].get("state", {})}
            elif kind == "comm_msg":
                self.widgets.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))
            elif kind == "comm_close":
                self.widgets.pop(content["comm_id"], None)
            if kind == "error" or "Traceback" in str(content)[:20_000]:
                self.troubles.append(str(content)[:400])
            self.heard += 1
            self.moved.set()

    async def until(self, found):
        """Wait until something is so; LostError if it never is."""
        end = time.monotonic() + PATIENCE
        while not found():
            self.moved.clear()
            if (left := end - time.monotonic()) <= 0 or self.reading.done():
                raise LostError
            with suppress(TimeoutError):
                await asyncio.wait_for(self.moved.wait(), left)

    def find(self, **wanted):
        """The latest widget with these values."""
        fitting = [
            key
            for key, state in self.widgets.items()
            if all(state.get(name) == value for name, value in wanted.items())
        ]
        return fitting[-1] if fitting else None

    def holder(self, trait):
        """The latest widget that has a trait."""
        fitting = [key for key, state in self.widgets.items() if trait in state]
        return fitting[-1] if fitting else None

    async def update(self, widget, state):
        """Set values of a widget, as the browser does."""
        self.widgets[widget].update(state)
        await self._send(
            "comm_msg", {"comm_id": widget, "data": {"method": "update", "state": state, "buffer_paths": []}}
        )

    async def click(self, action):
        """Do one thing; how many seconds until it was answered."""
        begun, before = time.monotonic(), self.heard
        if action[0] == "view":
            await self.update(self.holder("tabs"), {"view": action[1]})
            await self.until(lambda: self.find(name=action[2]))
        elif action[0] == "week":
            if (line := self.holder("goto")) is None:
                return None
            await self.update(line, {"week": action[1]})
            await self.until(lambda: self.heard > before)
        else:
            if (fields := self.find(name=action[1])) is None:
                return None
            count = self.widgets[fields].get("heard", 0) + 1
            await self.update(fields, {"said": [[action[2], action[3], count]]})
            await self.until(lambda: fields not in self.widgets or self.widgets[fields].get("heard", 0) >= count)
        return time.monotonic() - begun


def _plain(state):
    """What can be looked for: names and numbers."""
    return {name: value for name, value in state.items() if isinstance(value, str | int)}


async def sit(address, number, until, found):
    """One viewer for as long as it lasts."""
    await asyncio.sleep(number * 0.25)
    actions = [*RECORDED[:14], *([LUCK] if number % 10 == 0 else []), *RECORDED[14:]]
    try:
        async with Viewer(address) as viewer:
            await asyncio.sleep(PAUSE * (number * 0.382 % 1.0))
            for action in islice(cycle(actions), number * 7 % 3, None):
                if time.monotonic() > until:
                    break
                try:
                    took = await viewer.click(action)
                except LostError:
                    found["lost"].append((number, str(action)))
                    took = PATIENCE
                if took is not None:
                    found["took"].append((took, action[0], " ".join(map(str, action[:3]))))
                await asyncio.sleep(max(0.1, PAUSE - (took or 0.0)))
            found["troubles"] += viewer.troubles
    except (OSError, LostError, websockets.WebSocketException) as error:
        found["troubles"].append(f"viewer {number}: {type(error).__name__} {error}")


def part(values, share):
    """A quantile, in milliseconds."""
    return round(1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]) if values else None


async def crowd(address, pid, viewers, minutes):
    """Many viewers at once; what they waited for."""
    found = {"took": [], "lost": [], "troubles": []}
    before, begun = processor(pid), time.monotonic()
    until = begun + 60 * minutes
    await asyncio.gather(*(sit(address, number, until, found) for number in range(viewers)))
    took = [row[0] for row in found["took"]]
    kinds = {kind: [row[0] for row in found["took"] if row[1] == kind] for kind in ("view", "week", "said")}
    slow = {
        name: part([row[0] for row in found["took"] if row[2] == name], 0.95)
        for name in {row[2] for row in found["took"]}
    }
    return {
        "viewers": viewers, "minutes": minutes, "clicks": len(took), "lost": len(found["lost"]),
        "troubles": len(found["troubles"]),
        "first_troubles": [str(one)[:300] for one in (found["troubles"] + found["lost"])[:5]],
        "echo_ms": {"p50": part(took, 0.5), "p95": part(took, 0.95), "p99": part(took, 0.99), "max": part(took, 1.0)},
        "echo_p95_ms_by_kind": {kind: part(times, 0.95) for kind, times in kinds.items()},
        "slowest": dict(islice(sorted(slow.items(), key=lambda one: -one[1]), 6)),
        "server_cores": round((processor(pid) - before) / (time.monotonic() - begun), 2),
        "server_megabytes": round(megabytes(pid)),
    }  # fmt: skip


async def departures(address, pid, count):
    """Viewers who come, look and go, one after the other; what they leave in the server's memory."""
    marks = {}
    for number in range(count + 100):
        async with Viewer(address) as viewer:
            await viewer.click(("said", "colour", "colour", "trust" if number % 2 else "wealth"))
            if number % 5 == 0:
                await viewer.click(("view", "compare", "arms"))
        if number in (99, 99 + count // 2, 99 + count):  # the first hundred only warm up
            await asyncio.sleep(3.0)
            marks[number - 99] = megabytes(pid)
    whole, half = marks[count] - marks[0], marks[count] - marks[count // 2]
    return {
        "departed": count, "kilobytes_left_each": round(1024 * whole / count, 1),
        "kilobytes_left_each_in_the_second_half": round(1024 * half / (count - count // 2), 1),
        "server_megabytes": {str(at): round(size, 1) for at, size in marks.items()},
    }  # fmt: skip


def processor(pid):
    """Processor seconds of the server and its workers."""
    whole = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(folder.name) == pid or int(words[1]) == pid:
                whole += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return whole


def megabytes(pid):
    """Memory of the server itself."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def server():
    """The app, started for this and ended after it; its address and its process."""
    code = "from simkomunitas.cli.command_line import main; main()"
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, "-c", code, "app", "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True,
            env=os.environ | {"XDG_STATE_HOME": home, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            yield re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0], process.pid
        finally:
            process.terminate()
            process.wait(30)


async def warmed(address):
    """The first viewer waits for the engine."""
    async with Viewer(address):
        pass


def main():
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--viewers", type=int, default=40)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--departed", type=int, default=0)
    wishes = asked.parse_args()
    with server() as (address, pid):
        for _ in range(5):
            with suppress(LostError):
                asyncio.run(warmed(address))
                break
        work = (
            departures(address, pid, wishes.departed)
            if wishes.departed
            else crowd(address, pid, wishes.viewers, wishes.minutes)
        )
        print(json.dumps(asyncio.run(work)))


if __name__ == "__main__":
    main()
