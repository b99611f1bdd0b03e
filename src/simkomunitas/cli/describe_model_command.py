"""``simkomunitas describe-model``: the ODD description of the model.

Examples:
  simkomunitas describe-model > ODD.md
  simkomunitas describe-model --appendix
  simkomunitas describe-model --language id
  simkomunitas describe-model --update

"""

from typing import Annotated

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import LanguageOption, bare_option, make_command
from simkomunitas.locale.translation import SOURCE_LANGUAGE


def describe_model_command(
    *,
    appendix: Annotated[bool, bare_option(help="Print the appendix: every equation, number and step.")] = False,
    update: Annotated[bool, bare_option(help="Rewrite both pages that come with the package.")] = False,
    language: LanguageOption = "en",
) -> None:
    """Print the ODD description of the model (Grimm et al. 2020) as Markdown: the summary, or its appendix."""
    if update:
        _renew_pages(language)
        return
    from simkomunitas.reports.odd_page import odd_appendix, odd_summary  # noqa: PLC0415 - --help stays quick

    print(odd_appendix(language) if appendix else odd_summary(language), end="")


def _renew_pages(language: str) -> None:
    """Write both pages, and say where; InputError where they cannot be written."""
    if language != SOURCE_LANGUAGE:
        expected = "no --update: the pages that come with the program are in English"
        raise InputError(
            [ErrorDetail("--language", "describe-model", language, expected, "leave one of the two options out")]
        )
    from simkomunitas.reports.odd_page import write_pages  # noqa: PLC0415
    from simkomunitas.results.atomic_files import StorageError  # noqa: PLC0415 - --help stays quick

    try:
        print(*write_pages(), sep="\n")
    except StorageError as error:
        raise InputError(
            [ErrorDetail(str(error.path), "--update", error.reason, "a folder that can be written")]
        ) from error


command = make_command(describe_model_command)
