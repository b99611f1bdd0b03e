"""What a file may say for a field: annotations of the classes that are read from YAML.

``exit_rule: Annotated[str, EntryName(exit_rules, "an exit rule"), Key("when the facilitators leave", "exit")]``
"""

from collections.abc import Mapping
from math import inf
from typing import Annotated, NamedTuple

MAX_TEXT_LENGTH = 10_000


class Key(NamedTuple):
    """What a key stands for, where no Quantity says so."""

    meaning: str = ""
    name: str = ""  # in files, where it is not the name of the field
    is_required: bool = False  # to be written, although the field has a default


class TextLength(NamedTuple):
    """Text of at least and at most so many characters."""

    low: int = 0
    high: int = MAX_TEXT_LENGTH


class OtherWord(NamedTuple):
    """The word that may stand in the place of a number."""

    word: str


class FloatRange(NamedTuple):
    """A number above ``low``, at most ``high``, with the sentence that says so."""

    expected: str
    low: float = 0
    high: float = inf


class EntryName(NamedTuple):
    """A name in a catalogue, as it is at the moment of reading."""

    catalogue: Mapping[str, object]
    expected: str


class CellWord(NamedTuple):
    """A word for a table: text, or a number or true or false as a table would have it."""


class NoneWord(NamedTuple):
    """The word that stands for None; where a sentence says what else is expected, no other text passes for nothing."""

    word: str
    expected: str = ""
    fix: str = ""


class NotEmpty(NamedTuple):
    """A list that is left out if nothing is to stand in it."""


class KeyNames(NamedTuple):
    """The names that pairs may have, in their order, those without a value left out; none named: any, by name."""

    names: tuple[str, ...] = ()
    omits_none: bool = False  # those without a value are left out, too, where any name may stand


class KindTag(NamedTuple):
    """A section whose key ``kind`` says which class it is."""

    classes: Mapping[str, type]


class RuleFunction(NamedTuple):
    """A function of one's own in the place of a rule, named as ``FILE.py:FUNCTION``."""


class StageShares(NamedTuple):
    """A row of shares by strategy for each stage, or one for all stages; each row sums to one."""


LongText = Annotated[str, TextLength()]
ShortName = Annotated[str, TextLength(1, 200)]
TableWord = Annotated[str, CellWord()]
