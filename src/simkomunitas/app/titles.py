"""What programmes and villages are called on the screen."""

from simkomunitas.app.arms import CHANGED, OPENED, TEAM, Arm
from simkomunitas.app.words import WORDS, Language, say
from simkomunitas.pages.words import name_of


def arm_title(arm: Arm, language: Language) -> str:
    """The name of a preset in the viewer's language, or the name of a file and of the arm in it.

    What was changed, or forked at a week, says so.
    """
    base, _, rest = arm.name.partition(CHANGED)
    title = _title(base, language)
    if not rest:
        return title
    if rest.isdecimal():
        return say("arm:forked", language, arm=title, week=rest)
    return say("arm:changed", language, arm=title)


def _title(name: str, language: Language) -> str:
    if f"preset:{name}" in WORDS:
        return say(f"preset:{name}", language)
    if name.startswith(TEAM):
        return say("play:team_village", language, team=name.removeprefix(TEAM))
    file, between, own = name.rpartition(OPENED)
    if not between:
        return name
    known = f"preset:{own}" in WORDS
    return f"{file}{OPENED}{say(f'preset:{own}', language) if known else name_of('arm', own, language)}"
