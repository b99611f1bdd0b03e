"""What programmes and villages are called on the screen."""

from simkomunitas.app.arms import Arm
from simkomunitas.app.words import WORDS, Language, say


def arm_title(arm: Arm, language: Language) -> str:
    """The name of a preset in the viewer's language, or the name the viewer gave."""
    key = f"preset:{arm.name}"
    if key in WORDS:
        return say(key, language)
    base, _, rest = arm.name.partition("~")  # a preset that was changed, or forked at a week
    if f"preset:{base}" not in WORDS:
        return arm.name
    if rest.isdecimal():
        return say("arm:forked", language, arm=say(f"preset:{base}", language), week=rest)
    return say("arm:changed", language, arm=say(f"preset:{base}", language))
