"""``simkomunitas odd``: the description of the model.

Examples:
  simkomunitas odd > ODD.md
  simkomunitas odd --appendix
  simkomunitas odd --language id
  simkomunitas odd --write

"""

from typing import Annotated, Literal

from cyclopts import Parameter

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import bare_option, make_command


def odd_command(
    *,
    appendix: Annotated[bool, bare_option(help="Print the appendix: every equation, number and step.")] = False,
    write: Annotated[bool, bare_option(help="Renew both pages that come with the program.")] = False,
    language: Annotated[Literal["en", "id"], Parameter(help="Language of the headings.")] = "en",
) -> None:
    """Print the description of the model by the ODD protocol, as Markdown: the summary, or its appendix."""
    if write:
        _renew_pages(language)
        return
    from simkomunitas.reports.odd_page import odd_appendix, odd_summary  # noqa: PLC0415 - --help stays quick

    print(odd_appendix(language) if appendix else odd_summary(language), end="")


def _renew_pages(language: str) -> None:
    """Write both pages, and say where; InputError where they cannot be written."""
    if language != "en":
        expected = "no --write: the pages that come with the program are in English"
        raise InputError([ErrorDetail("--language", "odd", language, expected, "leave one of the two options out")])
    from simkomunitas.reports.odd_page import write_pages  # noqa: PLC0415
    from simkomunitas.results.disk import StorageError  # noqa: PLC0415 - --help stays quick

    try:
        print(*write_pages(), sep="\n")
    except StorageError as error:
        raise InputError(
            [ErrorDetail(str(error.path), "--write", error.reason, "a folder that can be written")]
        ) from error


command = make_command(odd_command)
