"""A viewer who sends whatever comes to her mind, and another who must not notice.

    python tests/tampering.py --messages 10000

Prints a line of JSON: what was sent, what got out of bounds, and what the other one noticed.
"""

import argparse
import asyncio
import json
import random
from contextlib import suppress

import websockets

import viewers
from simkomunitas.app.page_link import STATE_PARAMETER, decode_state
from simkomunitas.app.presets import load_presets
from simkomunitas.app.scenario_controls import PROGRAMME_BLOCKS, SCENARIO_BLOCKS, VILLAGE_BLOCKS, list_controls
from simkomunitas.app.server.viewer_limits import MAX_ARMS, MAX_SEED, MAX_WEEKS, check_scenario_size
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.programme.strategies import strategies

NASTY = [  # what a browser can send; for the rest see fuzz_frames.py
    *(
        1e9,
        -5,
        -1,
        0,
        1,
        2,
        3,
        0.5,
        1e308,
        -1e308,
        5e-324,
        -0.0,
        2**63,
        10**20,
        True,
        False,
        None,
    ),  # see fuzz_frames.py
    *(
        "",
        "0",
        "1e9",
        "admin",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "\x00\x01",
    ),
    *("balanced", "ÿ" * 2000, "x" * 100_000, "none", "id", "en", "watch", [], {}, [[]], [1, 2, 3], ["a"] * 500, [None]),
    *({"a": {"b": {"c": []}}}, {"__class__": "x"}),
]
CONTROLS = [
    "colour", "arm", "add", "drop-0", "drop-1", "drop-9", "drop-x", "seed", "who", "arena", "outcome", "period",
    "preset", "rounds", "begin", "team", "for", "reveal", "next", "stop", "stage", "from", "undo", "beside",
    "instead", "programme", "model", "targeting", "exit_rule", "make", "watch", "link", "prediction", "send",
    "join", "leave", "close", "__class__",
]  # fmt: skip
SEEN = ["open", "watch", "compare", "ask", "change", "play", "take", "about"]
LOOK_EVERY = 250  # messages


def right_words():
    """Values that some control takes, so that the nonsense gets further in."""
    return [
        *load_presets(),
        *strategies,
        *HEADLINE_OUTCOMES,
        *SEEN,
        "trust",
        "wealth",
        "year_3",
        "all",
        "2",
        "week",
        "start",
    ]


def all_levers(scenario):
    """Every lever of a scenario."""
    blocks = PROGRAMME_BLOCKS + VILLAGE_BLOCKS + SCENARIO_BLOCKS
    return [lever for block in blocks for lever in list_controls(scenario, block)]


def all_keys():
    """Every control that some view has."""
    named = [lever.key for lever in all_levers(load_presets()["balanced"].scenario)]
    return [*CONTROLS, *named, *(f"hours.{name}" for name in strategies)]


class Tamperer:
    """Somebody with a script in place of a browser."""

    def __init__(self, viewer, draws):
        self.viewer, self.draws = viewer, draws
        self.keys, self.words = all_keys(), right_words()

    def value(self):
        """Anything at all, now and then something that fits."""
        return self.draws.choice(self.words if self.draws.random() < 0.3 else NASTY)

    async def one(self):
        """One message."""
        kinds = [self.speak] * 6 + [self.set_anything] * 3 + [self.look_around]
        await self.draws.choice(kinds)()

    async def speak(self):
        """Say something to a set of controls, of which she may have never been shown the key."""
        shown = [key for key, state in self.viewer.widgets.items() if "said" in state]
        if not shown:
            return
        widget = self.draws.choice(shown)
        state = self.viewer.widgets[widget]
        fields = state.get("fields", [])  # or whatever she has made of it herself
        own = [field["key"] for field in fields if isinstance(field, dict) and "key" in field]
        key = self.draws.choice(own if own and self.draws.random() < 0.6 else self.keys)
        heard = state.get("heard", 0)
        count = self.draws.choice([heard + 1 if isinstance(heard, int) else 1] * 200 + NASTY)
        said = [[key, self.value(), count]]
        await self.set(widget, {"said": self.draws.choice([said] * 9 + [self.value()])})

    async def set_anything(self):
        """Set any value of any widget."""
        widget = self.draws.choice(list(self.viewer.widgets))
        kept = {"address"}  # of which the server says where she is
        names = [name for name in self.viewer.widgets[widget] if not name.startswith("_") and name not in kept]
        await self.set(widget, {self.draws.choice([*names, "nothing", "_model_module"]): self.value()})

    async def set(self, widget, state):
        """Tell the server, and believe nothing of it."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        await self.viewer._send("comm_msg", {"comm_id": widget, "data": data})

    async def look_around(self):
        """Another view, as everybody does."""
        if (head := self.viewer.holder("tabs")) is not None:
            await self.set(head, {"view": self.draws.choice(SEEN)})

    async def send_rubbish(self):
        """Messages that are none."""
        kind = self.draws.choice(["comm_msg", "comm_close", "comm_open", "execute_request", "nonsense", ""])
        content = self.draws.choice(
            [{}, {"comm_id": self.value()}, {"comm_id": "x", "data": self.value()}, {"data": {}}]
        )
        await self.viewer._send(kind, content)


def out_of_bounds(viewer):
    """What of her place is not allowed, by the strict reading of its own address; nothing if all is well."""
    head = viewer.widgets.get(viewer.holder("address"), {})
    if not (code := head.get("address", "").partition(f"{STATE_PARAMETER}=")[2]):
        return []  # a place that is too much for an address, or a page that says that something went wrong
    place = decode_state(code)
    found = [] if 1 <= len(place.arms) <= MAX_ARMS and 0 <= place.seed <= MAX_SEED else ["arms or seed"]
    found += [] if 0 <= place.week <= MAX_WEEKS else ["week"]
    for arm in place.arms:
        check_scenario_size(arm.scenario)
        found += [one.key for one in all_levers(arm.scenario) if not one.quantity.low <= one.value <= one.quantity.high]
    return found


async def tampering(address, messages, seed=1):
    """Send so many; what got through, and whether the neighbour was disturbed."""
    draws = random.Random(seed)
    found = {"sent": 0, "cut_off": 0, "looked": 0, "out_of_bounds": [], "secrets": 0, "neighbour": []}
    async with viewers.Viewer(address) as neighbour:
        await neighbour.click(("said", "colour", "colour", "wealth"))
        while found["sent"] < messages:
            try:
                async with viewers.Viewer(address) as viewer:
                    await _for_a_while(Tamperer(viewer, draws), messages, found)
                    found["secrets"] += sum("Traceback" in told or "/src/" in told for told in viewer.troubles)
            except (websockets.WebSocketException, OSError):
                found["cut_off"] += 1
            await _ask_neighbour(neighbour, found)
    return found


async def _for_a_while(tamperer, messages, found):
    """As many as fit between two looks."""
    for _ in range(min(LOOK_EVERY, messages - found["sent"])):
        await tamperer.one()
        found["sent"] += 1
        await asyncio.sleep(0.002)
    await asyncio.sleep(1.0)
    found["out_of_bounds"] += out_of_bounds(tamperer.viewer)
    found["looked"] += 1
    await tamperer.send_rubbish()  # which may well end the connection
    await asyncio.sleep(0.2)


async def _ask_neighbour(neighbour, found):
    """Whether she is still answered, and where she was."""
    try:
        took = await neighbour.click(("said", "colour", "colour", "wealth"))
        fields = neighbour.widgets[neighbour.find(name="colour")]["fields"]
        stood = [field["value"] for field in fields if field["key"] == "colour"]
        if stood != ["wealth"]:
            found["neighbour"].append(f"stands at {stood}")
        found["neighbour_waited_ms"] = max(round(1000 * took), found.get("neighbour_waited_ms", 0))
    except viewers.LostError:
        found["neighbour"].append("was not answered")


def main():
    """Do what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--messages", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    with viewers.server() as (address, _):
        with suppress(viewers.LostError):
            asyncio.run(viewers.warmed(address))
        print(json.dumps(asyncio.run(tampering(address, wishes.messages, wishes.seed))))


if __name__ == "__main__":
    main()
