"""Messages that no page sends, at the check of the door: random, mutated, and announcing what they do not carry.

    python tests/fuzz_frames.py --frames 1000000

Prints a line of JSON: how many were let through and refused, the most calls that a character cost, and the memory of
the process before and after.  What is let through is read by the web framework itself, which must find in it what the
check found.
"""

import argparse
import base64
import json
import random
import resource
import struct
import sys
from collections import Counter
from pathlib import Path

from solara.server.kernel import deserialize_binary_message

from simkomunitas.app.server.message_validation import InvalidMessageError, check_message

RECORDED = Path(__file__).parent / "app" / "recorded_messages.json"
KINDS = ["comm_msg", "comm_open", "comm_close", "comm_info_request", "kernel_info_request", "shutdown_request",
         "execute_request", "input_reply", "status", "", 7, None, [], {"a": 1}, "x" * 300]  # fmt: skip
TARGETS = ["solara.control", "jupyter.widget.control", "jupyter.widget", "x", None, 3, {}]
METHODS = ["update", "run", "reload", "evict", "custom", "request_state", "request_states", "app-status", None, 1, []]
ODD = ["1e999", "-1e999", "NaN", "Infinity", "9" * 5000, "1" + "0" * 30, "-0", "1e-400", '"\\ud800"',
       '"\\udfff\\ud800"',
       '"\\u0000"', "[" * 2000, '{"a":' * 200 + "1" + "}" * 200, "[" * 15 + "]" * 15, "null", "true", '""', "[]", "{}",
       '"' + "x" * 150_000 + '"', "[1," * 20 + "1" + "]" * 20,
       "[" + "1," * 60_000 + "1]"]  # fmt: skip
USUAL_LENGTH = 400  # characters: what a short message costs beside its length
ANNOUNCED = [0, 1, 2, 3, 9, 10, 255, 2**16, 2**24, 2**28, 0x10000000, 0x20000000, 2**31 - 1, 2**31, 2**32 - 1]


def recorded():
    """Messages of a real session, as pairs of text and bytes of which one is None."""
    messages = json.loads(RECORDED.read_text())
    return [(one.get("text"), base64.b64decode(one["bytes"]) if "bytes" in one else None) for one in messages]


class Fuzzer:
    """Frames by a seed."""

    def __init__(self, seed):
        self.draws = random.Random(seed)
        self.corpus = recorded()
        self.texts = [text for text, _ in self.corpus if text is not None]
        self.blobs = [blob for _, blob in self.corpus if blob is not None]

    def frame(self):
        """The next one: a kind of it, its text or its bytes."""
        kinds = [self.noise, self.cut_text, self.swapped, self.odd_value, self.wrong_word, self.announced, self.shifted,
                 self.flipped, self.wrapped, self.untouched]  # fmt: skip
        kind = self.draws.choice(kinds)
        return kind.__name__, *kind()

    def untouched(self):
        return self.draws.choice(self.corpus)

    def noise(self):
        size = self.draws.choice([0, 1, 3, 4, 7, 8, 40, 400])
        if self.draws.random() < 0.5:
            return None, self.draws.randbytes(size)
        return "".join(chr(self.draws.choice([self.draws.randrange(32, 127), 0x20AC, 0])) for _ in range(size)), None

    def cut_text(self):
        text = self.draws.choice(self.texts)
        a, b = sorted(self.draws.randrange(len(text) + 1) for _ in range(2))
        return (text[:a] + text[b:] if self.draws.random() < 0.5 else text[:b] + text[a:]), None

    def swapped(self):
        letters = list(self.draws.choice(self.texts))
        for _ in range(self.draws.randrange(1, 5)):
            letters[self.draws.randrange(len(letters))] = self.draws.choice('{}[]",:0129eE+-.\\unf\x00')
        return "".join(letters), None

    def odd_value(self):
        """A value of a real message, somewhere, replaced by something that a page would never send."""
        message = json.loads(self.draws.choice(self.texts))
        part, steps = message, self.draws.randrange(1, 6)
        for _ in range(steps):
            if not isinstance(part, dict) or not part:
                break
            key = self.draws.choice(list(part))
            if steps > 1 and isinstance(part[key], dict) and part[key]:
                part = part[key]
                continue
            part[key] = "@@@"
        return json.dumps(message).replace('"@@@"', self.draws.choice(ODD)), None

    def wrong_word(self):
        """A real message whose kind, method, target or type is another one, or missing."""
        message = json.loads(self.draws.choice(self.texts))
        where, key, values = self.draws.choice([
            (message["header"], "msg_type", KINDS), (message["content"], "target_name", TARGETS),
            (message["content"].get("data", {}), "method", METHODS), (message, "content", [None, [], "x", {}]),
            (message, "channel", ["shell", "iopub", None, []]), (message, "header", [{}, [], None, "x"]),
            (message["content"], "data", [None, [], {}, "x"]), (message["content"], "comm_id", [None, "", "é", 5, []]),
            (message, "buffers", [None, [1], {}, "x"]),
            (message["content"].get("data", {}), "buffer_paths", [[[]], [1], 7]),
        ])  # fmt: skip
        where.pop(key, None)
        if self.draws.random() < 0.8:
            where[key] = self.draws.choice(values)
        return json.dumps(message), None

    def announced(self):
        """A binary message whose head counts more or fewer parts than there are."""
        count = self.draws.choice(ANNOUNCED)
        rest = self.draws.choice([b"", self.blobs[0][4:], self.draws.randbytes(16), struct.pack("!3I", 16, 16, 16)])
        return None, struct.pack("!I", count) + rest

    def shifted(self):
        """A binary message whose offsets point elsewhere."""
        blob = self.draws.choice(self.blobs)
        offsets = [self.draws.choice([0, 4, 12, 16, len(blob), len(blob) + 1, 2**31, 2**32 - 1]) for _ in range(2)]
        return None, blob[:4] + struct.pack("!2I", *offsets) + blob[12:]

    def flipped(self):
        blob = bytearray(self.draws.choice(self.blobs))
        for _ in range(self.draws.randrange(1, 4)):
            blob[self.draws.randrange(min(len(blob), 600))] ^= 1 << self.draws.randrange(8)
        return None, bytes(blob)

    def wrapped(self):
        """A text message, whole or cut, packed as a binary one with buffers."""
        text = self.cut_text()[0] if self.draws.random() < 0.5 else self.draws.choice(self.texts)
        buffers = [self.draws.randbytes(self.draws.randrange(20)) for _ in range(self.draws.randrange(0, 12))]
        parts = [text.encode("utf-8", "replace"), *buffers]
        offsets = [4 * (len(parts) + 1)]
        for part in parts[:-1]:
            offsets.append(offsets[-1] + len(part))
        return None, struct.pack(f"!{len(parts) + 1}I", len(parts), *offsets) + b"".join(parts)


def fuzz(frames, seed=1):
    """Check so many frames; what came of them."""
    fuzzer, found, most = Fuzzer(seed), Counter(), 0.0
    before = megabytes()
    for _ in range(frames):
        kind, text, blob = fuzzer.frame()
        passed, calls = checked(text, blob)
        found[f"{kind} {'let through' if passed else 'refused'}"] += 1
        if passed:
            read_as_the_framework_does(text, blob)
        most = max(most, calls / (USUAL_LENGTH + len(text or blob or "")))
    return {"frames": frames, "calls_per_character": round(most, 1), "megabytes_before": before,
            "megabytes_peak": megabytes(), **dict(sorted(found.items()))}  # fmt: skip


def checked(text, blob):
    """Whether a frame is let through, and how many calls that took: work that is the same on every machine."""
    calls = 0

    def count(_, event, __):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        check_message(text, blob)
    except InvalidMessageError:
        return False, calls
    finally:
        sys.setprofile(before)
    return True, calls


def read_as_the_framework_does(text, blob):
    """What was let through has to be read by the framework, and to be as it says."""
    message = json.loads(text) if text is not None else deserialize_binary_message(blob)
    assert isinstance(message["header"]["msg_type"], str)
    data = message["content"].get("data") or {}
    if message["header"]["msg_type"] == "comm_msg" and data["method"] == "update":
        assert len(data.get("buffer_paths", [])) == len(message.get("buffers", []))


def megabytes():
    """The most memory this process has had."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main():
    """Do what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--frames", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    print(json.dumps(fuzz(wishes.frames, wishes.seed)))


if __name__ == "__main__":
    main()
