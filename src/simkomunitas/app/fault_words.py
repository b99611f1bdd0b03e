"""Faults of files and settings in the viewer's language: where, which key, what stands there, what should."""

import re
from pathlib import PurePath

from simkomunitas.app.words import Language, say
from simkomunitas.ground.faults import Fault, InputError

MOST_LINES = 8
WRITTEN = "link-"  # a file that the app itself has written for a moment
EXPECTED = (
    (r"a (?:whole )?number from (\S+) to (\S+)(?: \((.*)\))?", "fault:number"),
    (r"this key is required", "fault:required"),
    (r"no such key", "fault:unknown"),
    (r"(?:a known word|a strategy|a targeting rule|an exit rule|an organizing model|a network|a stage)", "fault:word"),
    (r"a file that exists", "fault:file"),
    (r"shares that sum to one", "fault:sum"),
    (r"a finite number", "fault:finite"),
    (r"(?:YAML|a plain value).*", "fault:yaml"),
    (r"at most (\S+) ?\w*", "fault:most"),
    (r"GraphML without a document type", "fault:doctype"),
    (r"(?:well-formed GraphML|GraphML in UTF-8|a GraphML graph).*", "fault:graphml"),
)
MEANT = re.compile(r"did you mean '([^']*)'\?")


def fault_lines(error: InputError, language: Language) -> list[str]:
    """The first faults, a sentence each; in Indonesian what has no translation is said in general."""
    return [fault_line(fault, language) for fault in error.faults[:MOST_LINES]]


def fault_line(fault: Fault, language: Language) -> str:
    """One fault as a sentence."""
    found = say("fault:found", language, value=fault.value) if fault.value else ""
    meant = MEANT.search(fault.hint)
    hint = say("fault:meant", language, word=meant[1]) if meant else ""
    file, _, line = fault.place.rpartition(":")
    if line.isdecimal():
        own = PurePath(file).name
        key = "trouble:line" if not own or own.startswith(WRITTEN) else "trouble:line_of"
        where = say(key, language, line=line, file=own) + " "
    else:
        where = f"{PurePath(fault.place).name}: " if fault.place else ""
    return " ".join(f"{where}{fault.key}: {_expected(fault.expected, language)} {found} {hint}".split())


def _expected(text: str, language: Language) -> str:
    """What should stand there."""
    if language == "en":
        return text
    for pattern, key in EXPECTED:
        if match := re.fullmatch(pattern, text):
            groups = match.groups(default="")
            return say(key, language, low=groups[0] if groups else "", high=groups[1] if len(groups) > 1 else "")
    return say("fault:other", language)
