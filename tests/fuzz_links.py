"""Links and kept workshops that somebody has damaged or written himself: each is read, or refused as what it is.

    python tests/fuzz_links.py --links 20000

Prints a line of JSON: how many were read and refused, and the slowest.  Any other error ends it.
"""

import argparse
import base64
import json
import random
import tempfile
import time
import zlib
from collections import Counter
from pathlib import Path

from fuzz_frames import ODD
from simkomunitas.app.page_link import BrokenLinkError, PageState, decode_state, encode_state
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.scenario_controls import set_control
from simkomunitas.app.workshop.workshop_game import (
    add_team,
    advance_game,
    game_to_dict,
    parse_decision,
    record_decision,
    reveal_quarter,
    start_game,
)
from simkomunitas.app.workshop.workshop_store import WORKSHOP_FILE, WorkshopStore

BALANCED = load_presets()["balanced"].scenario
CHANGED = set_control(BALANCED, "people.women", 0.625)
PLACES = (
    PageState(
        (ProgrammeArm("balanced", BALANCED), ProgrammeArm("none", load_presets()["none"].scenario)),
        7,
        40,
        "compare",
        "trust",
        "en",
        1,
    ),
    PageState((ProgrammeArm("balanced~52", CHANGED),), 7, 40, "watch", "degree", "id", 0, "tim", 17, draft=CHANGED),
)


def a_game():
    """A workshop in its second quarter, as it is kept."""
    game = add_team(add_team(start_game("balanced", 4, 7), "merah"), "biru")
    game = advance_game(reveal_quarter(record_decision(game, "merah", parse_decision({}, "random", 30))))
    return json.dumps(game_to_dict(record_decision(game, "biru", parse_decision({}, "random", 20))))


class Mutator:
    """Damaged texts by a seed."""

    def __init__(self, seed):
        self.draws = random.Random(seed)

    def json_text(self, text):
        """A JSON text with something in it replaced, left out, cut or swapped."""
        return self.draws.choice([self.value, self.key, self.letters, self.cut])(text)

    def value(self, text):
        value = json.loads(text)
        self._replace(value, "@@@")
        return json.dumps(value).replace('"@@@"', self.draws.choice(ODD))

    def key(self, text):
        value = json.loads(text)
        self._replace(value, None)
        return json.dumps(value)

    def _replace(self, value, new):
        """Go down some way, and put something there, or leave it out."""
        while True:
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            if not keys:
                return
            key = self.draws.choice(keys)
            if isinstance(value[key], dict | list) and self.draws.random() < 0.7:
                value = value[key]
            elif new is None:
                del value[key]
                return
            else:
                value[key] = new
                return

    def letters(self, text):
        letters = list(text)
        for _ in range(self.draws.randrange(1, 6)):
            letters[self.draws.randrange(len(letters))] = self.draws.choice('{}[]":,0129-.eé\\u\n#&*!|>%@`\x00')
        return "".join(letters)

    def cut(self, text):
        a, b = sorted(self.draws.randrange(len(text) + 1) for _ in range(2))
        return text[:a] + text[b:] if self.draws.random() < 0.5 else text[:b] + text[a:]


def code_of(text):
    """A text as a link carries it."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode().rstrip("=")


def text_of(code):
    """What a link carries."""
    return zlib.decompress(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))).decode()


def damaged_link(mutator):
    """A link of which the code, or what it carries, is not as it was."""
    code = encode_state(mutator.draws.choice(PLACES))
    return mutator.cut(code) if mutator.draws.random() < 0.1 else code_of(mutator.json_text(text_of(code)))


def fuzz(links, seed=1):
    """Read so many links, and as many workshops; what came of them."""
    mutator, found, slowest, game = Mutator(seed), Counter(), 0.0, a_game()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(links):
            begun = time.perf_counter()
            try:
                decode_state(damaged_link(mutator))
                found["links read"] += 1
            except BrokenLinkError:
                found["links refused"] += 1
            (Path(folder) / WORKSHOP_FILE).write_bytes(mutator.json_text(game).encode("utf-8", "surrogatepass"))
            found["workshops read" if WorkshopStore(Path(folder)).game is not None else "workshops refused"] += 1
            slowest = max(slowest, time.perf_counter() - begun)
    return {"slowest_ms": round(1000 * slowest, 1), **found}


def main():
    """Do what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--links", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    print(json.dumps(fuzz(wishes.links, wishes.seed)))


if __name__ == "__main__":
    main()
