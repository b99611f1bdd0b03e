"""What is wrong with something that came from outside: all errors at once, each with its place and its cure."""

from collections.abc import Iterable
from typing import NamedTuple


class ErrorDetail(NamedTuple):
    """One thing that is wrong: where it stands, what stands there, what was expected, and a hint."""

    location: str  # file:line, or the option that was given
    key: str  # dotted key, or column
    value: str  # what stands there, shortened
    expected: str  # what should stand there
    fix: str = ""  # how to mend it: "did you mean ...?"

    def __str__(self) -> str:
        found = f" (found {self.value})" if self.value else ""
        hint = f"; {self.fix}" if self.fix else ""
        return f"{self.location}: {self.key}: {self.expected}{found}{hint}"


class InputError(Exception):
    """Input that is refused; carries every error that was found, so that all can be mended in one go."""

    def __init__(self, errors: Iterable[ErrorDetail]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(fault) for fault in self.errors))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[ErrorDetail, ...]]]:
        """Errors found in another process arrive as they were found; an exception would send its message alone."""
        return InputError, (self.errors,)


def printable_value(value: object, longest: int = 60) -> str:
    """A value as it may be printed: one line, control characters escaped, at most ``longest`` characters.

    >>> printable_value("a" * 100, 5)
    "'aaaa..."
    """
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= longest else text[:longest] + "..."
