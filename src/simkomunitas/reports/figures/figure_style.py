"""The colours of every figure, and the colour and mark of every arm."""

from collections.abc import Iterable
from typing import NamedTuple

from matplotlib.colors import to_hex, to_rgb

TEXT_COLOUR = "#20262e"
MUTED_COLOUR = "#6b7280"
GRID_COLOUR = "#e7e8ea"
SHADING_COLOUR = "#f5f2ea"


class ArmStyle(NamedTuple):
    """The colour and the mark of an arm, the same in every figure."""

    colour: str
    marker: str

    @property
    def text_colour(self) -> str:
        """The colour for words: darker, so that pale colours can still be read on white."""
        red, green, blue = to_rgb(self.colour)
        return to_hex((0.8 * red, 0.8 * green, 0.8 * blue))


# Okabe and Ito's palette with a darker purple, which no eye takes for grey; the two references have no colour.
ARM_STYLES = {
    "none": ArmStyle("#9aa0a8", "o"),
    "balanced": ArmStyle("#20262e", "D"),
    "community_education": ArmStyle("#0072b2", "o"),
    "economic_empowerment": ArmStyle("#e69f00", "s"),
    "network_alliance": ArmStyle("#009e73", "^"),
    "local_resources": ArmStyle("#a8558a", "v"),
    "policy_advocacy": ArmStyle("#d55e00", "P"),
}
SPARE_STYLES = (
    *(ArmStyle(colour, "X") for colour in ("#0072b2", "#d55e00", "#009e73", "#a8558a", "#e69f00")),
    *(ArmStyle(colour, "p") for colour in ("#56b4e9", "#7a4fa3", "#8a6d1d")),
)


def assign_arm_styles(arms: Iterable[str]) -> dict[str, ArmStyle]:
    """A look for every arm: the shipped arms always have the same one, a user's own arms take colours left over."""
    names = list(dict.fromkeys(arms))
    taken = {ARM_STYLES[name].colour for name in names if name in ARM_STYLES}
    spare = sorted(SPARE_STYLES, key=lambda look: look.colour in taken)
    own = [name for name in names if name not in ARM_STYLES]
    return {name: ARM_STYLES[name] if name in ARM_STYLES else spare[own.index(name) % len(spare)] for name in names}
