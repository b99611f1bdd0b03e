"""Catalogues: the one list of strategies, of rules, of outcomes, of networks."""

import difflib
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.base.notebook_display import render_rows

Entry = TypeVar("Entry")
NAME = re.compile(r"[^\W\d][\w -]{0,63}")
LOOKALIKE_LETTERS = str.maketrans("аеорсхуіјѕһкмтвнАЕОРСХУІЈЅКМТВНοανρικτυΟΑΝΡΙΚΤΥΒΕΗΜΧ",
                           "aeopcxyijshkmtbhAEOPCXYIJSKMTBHoavpiktuOANPIKTYBEHMX")  # fmt: skip


def suggest_name(word: str, known: Iterable[str]) -> str:
    """A hint towards the known word most like this one in any case, or the list of known words.

    >>> suggest_name("randm", ["random", "central"])
    "did you mean 'random'?"
    >>> suggest_name("NIK", ["nik", "nama"])
    "did you mean 'nik'?"
    >>> suggest_name("xyz", ["random", "central"])
    'known: central, random'
    """
    names = sorted(set(known))
    in_any_case = {name.casefold(): name for name in reversed(names)}
    close = difflib.get_close_matches(word.translate(LOOKALIKE_LETTERS).casefold(), in_any_case, n=1)
    return (
        f"did you mean {in_any_case[close[0]]!r}?{_lookalike_letters(word)}" if close else f"known: {', '.join(names)}"
    )


def _lookalike_letters(word: str) -> str:
    """Which letters of a word only look like Latin ones.

    >>> _lookalike_letters("\u0430dults")
    " ('\u0430' is the letter CYRILLIC SMALL LETTER A)"
    """
    found = [letter for letter in dict.fromkeys(word) if ord(letter) in LOOKALIKE_LETTERS]
    said = ", ".join(f"{letter!r} is the letter {unicodedata.name(letter)}" for letter in found)
    return f" ({said})" if said else ""


class UnknownEntryError(KeyError):
    """A name that is not in a catalogue; the message names the ones that are."""

    def __str__(self) -> str:
        return str(self.args[0])


class Catalogue(Mapping[str, Entry], Generic[Entry]):
    """Entries by name, in order of name; every file of ``package`` may add some.

    The files are read at the first look, so a new entry is one new file and nothing else.
    """

    def __init__(
        self, kind: str, package: str, check: Callable[[str, Entry], Iterable[ErrorDetail]] = lambda _, __: ()
    ) -> None:
        """``check`` finds what is wrong with an entry, to be told at a place that names it."""
        self.kind = kind
        self._check = check
        self._package = package
        self._entries: dict[str, Entry] = {}
        self._read = False

    def add(self, name: str) -> Callable[[Entry], Entry]:
        """Decorate an entry to list it under ``name``; a name given twice raises ValueError.

        An entry that could not do what it says raises InputError with all errors.
        """
        if not isinstance(name, str) or not NAME.fullmatch(name):
            expected = "a name of letters, digits, - and _ that begins with a letter, in quotes"
            raise InputError([ErrorDetail(f"a new {self.kind}", "name", printable_value(name), expected)])

        def listed(entry: Entry) -> Entry:
            if name in self._entries and not _is_redefinition(self._entries[name], entry):
                raise ValueError(f"two entries of the catalogue of {self.kind} are called {name!r}")
            if errors := tuple(self._check(f"{self.kind} {name}", entry)):
                raise InputError(errors)
            self._entries[name] = entry
            return entry

        return listed

    def remove(self, name: str) -> None:
        """Take an entry off the list, for instance one that a notebook had added."""
        del self._entries[name]

    def __getitem__(self, name: str) -> Entry:
        self._import_entries()
        if name in self._entries:
            return self._entries[name]
        raise UnknownEntryError(f"no {self.kind} is called {name!r}; {suggest_name(name, self)}")

    def __iter__(self) -> Iterator[str]:
        self._import_entries()
        return iter(sorted(self._entries))

    def __len__(self) -> int:
        self._import_entries()
        return len(self._entries)

    def __repr__(self) -> str:
        return f"Catalogue of {self.kind}: {', '.join(self)}"

    def _repr_html_(self) -> str:
        """Names and what they mean, as a notebook shows them."""
        return render_rows({name: entry_meaning(self[name]) for name in self})

    def _import_entries(self) -> None:
        if not self._read:
            self._read = True
            package = importlib.import_module(self._package)
            for module in pkgutil.iter_modules(package.__path__, f"{self._package}."):
                importlib.import_module(module.name)


def _is_redefinition(old: object, new: object) -> bool:
    """Whether a notebook cell was run again: the same name defined at the same place."""
    return (getattr(old, "__module__", None), getattr(old, "__qualname__", "")) == (
        getattr(new, "__module__", None),
        getattr(new, "__qualname__", None),
    )


def entry_meaning(entry: object) -> str:
    """What an entry is, in a sentence: its own meaning, or the first line of its docstring."""
    meaning = getattr(entry, "meaning", None)
    return meaning if isinstance(meaning, str) else docstring_summary(entry)


def docstring_summary(thing: object) -> str:
    """The sentence that says what a thing is: the first line of its docstring."""
    return (getattr(thing, "__doc__", None) or "").strip().partition("\n")[0]
