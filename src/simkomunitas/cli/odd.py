"""``simkomunitas odd``: the description of the model."""

from typing import Annotated, Literal

from cyclopts import Parameter

from simkomunitas.ground.faults import Fault, InputError

EXAMPLES = """\
Examples:
  simkomunitas odd > ODD.md
  simkomunitas odd --language id
  simkomunitas odd --write"""


def odd(
    *,
    write: Annotated[
        bool, Parameter(negative="", show_default=False, help="Write the page that comes with the program anew.")
    ] = False,
    language: Annotated[Literal["en", "id"], Parameter(help="Language of the headings.")] = "en",
) -> None:
    """Print the description of the model by the ODD protocol, as Markdown."""
    if not write:
        from simkomunitas.pages.odd import odd_page  # noqa: PLC0415 - --help stays quick

        print(odd_page(language), end="")
    elif language == "en":
        print(_written())
    else:
        expected = "no --write: the page that comes with the program is in English"
        raise InputError([Fault("--language", "odd", language, expected, "leave one of the two options out")])


def _written() -> str:
    """Write the page, and say where; InputError where it cannot be written."""
    from simkomunitas.pages.odd import PAGE, write_page  # noqa: PLC0415

    try:
        return str(write_page())
    except OSError as error:
        raise InputError([Fault(str(PAGE), "--write", str(error.strerror), "a folder that can be written")]) from error
