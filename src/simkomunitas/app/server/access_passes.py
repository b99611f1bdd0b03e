"""Passes for those who have typed the join code, and a count of the wrong guesses of everybody else.

Six digits are few, so what matters is how often anybody may guess: ten times a minute from one address and three
hundred times an hour from all together.  When others have used up the three hundred, three guesses an hour are still
left to every address, so that nobody can keep a room closed by guessing.  In the twelve hours a code lives, a stranger
finds it with a chance of a third of a percent from a handful of addresses, and of one percent from two hundred.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque

MAX_TRIES_PER_MINUTE = 10  # wrong guesses from one address
MAX_TRIES_PER_HOUR = 300  # wrong guesses from all addresses together
RESERVED_TRIES = 3  # an hour, to each address, whatever others do
MAX_TRACKED_ADDRESSES = 10_000
MINUTE, HOUR = 60.0, 3600.0


def equal_in_constant_time(one: str, other: str) -> bool:
    """Whether two texts are the same; how long that takes says nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


class PassIssuer:
    """Random tokens with a seal that only this house can make; nothing about them has to be remembered."""

    def __init__(self, secret: bytes = b"") -> None:
        self.secret = secret or secrets.token_bytes(32)

    def issue_pass(self) -> str:
        """A pass that nobody had before."""
        token = secrets.token_urlsafe(16)
        return f"{token}.{self._sign_token(token)}"

    def is_valid_pass(self, given: str) -> bool:
        """Whether this house has issued a pass."""
        token, _, seal = given.partition(".")
        return equal_in_constant_time(seal, self._sign_token(token))

    def _sign_token(self, token: str) -> str:
        return hmac.new(self.secret, token.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class FailedTryCounter:
    """Wrong guesses of the last hour, whichever way they came in."""

    def __init__(self) -> None:
        self.every: deque[float] = deque(maxlen=MAX_TRIES_PER_HOUR)
        self.by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self.latest: dict[str, bytes] = {}  # the digest of what an address tried last

    def is_try_allowed(self, address: str) -> bool:
        """Whether a guess from an address is looked at now."""
        now, hers = time.monotonic(), self.by_address.get(address, deque())
        _drop_tries_before(now - HOUR, self.every, hers)
        if sum(moment > now - MINUTE for moment in hers) >= MAX_TRIES_PER_MINUTE:
            return False
        return len(self.every) < MAX_TRIES_PER_HOUR or len(hers) < RESERVED_TRIES

    def count_failed_try(self, address: str, guess: str) -> None:
        """Note a wrong guess; the same one again says nothing new, as when a page asks with yesterday's pass."""
        digest = hashlib.sha256(guess.encode("utf-8", "replace")).digest()
        if self.latest.get(address) == digest:
            return
        hers = self.by_address.setdefault(address, deque(maxlen=MAX_TRIES_PER_HOUR))
        self.by_address.move_to_end(address)
        self.latest[address] = digest
        for guesses in (hers, self.every):
            guesses.append(time.monotonic())
        while len(self.by_address) > MAX_TRACKED_ADDRESSES:
            self.latest.pop(self.by_address.popitem(last=False)[0], None)


def _drop_tries_before(moment: float, *guesses: deque[float]) -> None:
    for those in guesses:
        while those and those[0] < moment:
            those.popleft()
