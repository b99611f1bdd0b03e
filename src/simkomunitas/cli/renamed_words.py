"""Commands and options of earlier versions: refused, with the word that took their place."""

from collections.abc import Iterator, Sequence

from simkomunitas.base.input_errors import ErrorDetail, InputError

RENAMED_COMMANDS = {
    "check": "check-config",
    "explore": "find-failures",
    "odd": "describe-model",
    "validate": "validate-model",
    "verify": "verify-results",
}
RENAMED_OPTIONS = {
    "--as-new": "--new-folder",
    "--bank": "--simulations-folder",
    "--boxes": "--max-boxes",
    "--cache": "--reuse",
    "--chunk": "--batch-size",
    "--correction": "--multiple-testing",
    "--density": "--min-density",
    "--draws": "--parameter-draws",
    "--events": "--keep-events",
    "--explain": "--explain-resident",
    "--fails": "--failure",
    "--jobs": "--workers",
    "--limit": "--timeout",
    "--most-failures": "--max-failure-share",
    "--pilot": "--pilot-seeds",
    "--retry": "--retry-failed",
    "--seeds": "--replicates",
    "--share": "--lan",
    "--simulations": "--prior-draws",
    "--weekly": "--keep-weekly",
    "--write": "--update",
}


def check_renamed_words(words: Sequence[str]) -> None:
    """InputError with every command and option that has another name now."""
    if errors := list(_find_renamed_words(words)):
        raise InputError(errors)


def _find_renamed_words(words: Sequence[str]) -> Iterator[ErrorDetail]:
    if words and words[0] in RENAMED_COMMANDS:
        yield _renamed_error(words[0], RENAMED_COMMANDS[words[0]])
    for word in words[1:]:
        option = word.partition("=")[0]
        if option in RENAMED_OPTIONS:
            yield _renamed_error(option, RENAMED_OPTIONS[option])


def _renamed_error(old: str, new: str) -> ErrorDetail:
    return ErrorDetail("simkomunitas", old, "", f"this is now called {new}")
