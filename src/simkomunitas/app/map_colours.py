"""The colours of the map and of the programmes, light and dark; each can also be told apart without colour."""

from simkomunitas.explain.run_playback import FUNNEL_STEPS, KNOWLEDGE_LEVELS

# A hue means the same in light and dark: only how bright it is changes, away from the ground of the page.
PARTICIPATION_COLOURS = {
    "light": ["#a8a293", "#f3d27a", "#ee9f3d", "#d4572e", "#9a2463", "#3d1a5b"],
    "dark": ["#3a474d", "#7c6330", "#e46400", "#f2837a", "#f09cc4", "#d0b4ff"],
}
AMOUNT_COLOURS = {
    "trust": {"light": ["#f1e9d2", "#7fbfae", "#0b5d55"], "dark": ["#35444a", "#2f8a80", "#86f0db"]},
    "load": {"light": ["#bdb6a6", "#f0a44b", "#a3261b"], "dark": ["#3a474c", "#b0622a", "#ff8f80"]},
    "wealth": {"light": ["#efdcb4", "#7f9fc2", "#173f77"], "dark": ["#54491f", "#4f78a8", "#b8dcff"]},
    "benefits": {"light": ["#c4bdad", "#9dbf6a", "#2c5a16"], "dark": ["#3a474c", "#5d8f3a", "#c8f59a"]},
}
KNOWLEDGE_COLOURS = {"light": ["#a8a293", "#f3c258", "#0b6e63"], "dark": ["#46545a", "#c08a2a", "#7be7d2"]}
COLOURINGS = ("degree", "trust", "knowing", "load", "wealth", "benefits")
ARM_COLOURS = {
    "light": ["#0b6e63", "#c2571a", "#4a4fa3", "#8a2a62"],
    "dark": ["#4cc8b4", "#ff9d5c", "#a3a8ff", "#f08cc6"],
}  # also told apart by their lines
ARM_LETTERS = "ABCD"


def colouring_palette(colouring: str) -> dict[str, list[str]]:
    """The colours of a colouring, light and dark."""
    return (
        PARTICIPATION_COLOURS
        if colouring == "degree"
        else KNOWLEDGE_COLOURS
        if colouring == "knowing"
        else AMOUNT_COLOURS[colouring]
    )


def colouring_categories(colouring: str) -> tuple[str, ...]:
    """The steps of a colouring by steps; none where it shows an amount."""
    return FUNNEL_STEPS if colouring == "degree" else KNOWLEDGE_LEVELS if colouring == "knowing" else ()
