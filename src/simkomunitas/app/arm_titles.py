"""What programmes and villages are called on the screen."""

from simkomunitas.app.app_words import Language, app_texts, translate_app_text
from simkomunitas.app.programme_arm import CHANGED_PREFIX, OPENED_SEPARATOR, TEAM_PREFIX, ProgrammeArm
from simkomunitas.reports.translated_words import display_name


def format_arm_title(arm: ProgrammeArm, language: Language) -> str:
    """The name of a preset in the viewer's language, or the name of a file and of the arm in it.

    What was changed, or forked at a week, says so.
    """
    base, _, rest = arm.name.partition(CHANGED_PREFIX)
    title = _preset_title(base, language)
    if not rest:
        return title
    if rest.isdecimal():
        return translate_app_text("arm:forked", language, arm=title, week=rest)
    return translate_app_text("arm:changed", language, arm=title)


def _preset_title(name: str, language: Language) -> str:
    if f"preset:{name}" in app_texts(language):
        return translate_app_text(f"preset:{name}", language)
    if name.startswith(TEAM_PREFIX):
        return translate_app_text("play:team_village", language, team=name.removeprefix(TEAM_PREFIX))
    file, between, own = name.rpartition(OPENED_SEPARATOR)
    if not between:
        return name
    known = f"preset:{own}" in app_texts(language)
    return (
        f"{file}{OPENED_SEPARATOR}"
        f"{translate_app_text(f'preset:{own}', language) if known else display_name('arm', own, language)}"
    )
