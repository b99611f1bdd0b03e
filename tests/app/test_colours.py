"""The colours of the map: a hue means the same in light and dark, and steps are told apart by the colour-blind too."""

import colorsys
import itertools

import numpy as np
import pytest

from simkomunitas.app.map_colours import AMOUNT_COLOURS, ARM_COLOURS, KNOWLEDGE_COLOURS, PARTICIPATION_COLOURS

NEAR = 16  # degrees on the circle of hues
APART = 17  # CIELAB; of the light scale, two neighbouring steps are 18 apart for who is blind to green
PALETTES = {"degree": PARTICIPATION_COLOURS, "knowing": KNOWLEDGE_COLOURS, "arms": ARM_COLOURS, **AMOUNT_COLOURS}
# Machado, Oliveira and Fernandes (2009), full severity, in linear RGB
SEEN = {
    "everybody": np.eye(3),
    "blind to red": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                              [-0.003882, -0.048116, 1.051998]]),
    "blind to green": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                                [-0.011820, 0.042940, 0.968881]]),
    "blind to blue": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                               [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip


def parts(colour):
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def hue_and_colour(colour):
    hue, _, _ = colorsys.rgb_to_hls(*parts(colour))
    return 360 * hue, float(np.ptp(parts(colour)))


def as_seen(colour, eyes):
    """CIELAB of a colour as somebody sees it."""
    linear = np.where(parts(colour) <= 0.04045, parts(colour) / 12.92, ((parts(colour) + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
    x, y, z = to_xyz @ np.clip(SEEN[eyes] @ linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f, g, h = (np.cbrt(part) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return np.array([116 * g - 16, 500 * (f - g), 200 * (g - h)])


@pytest.mark.parametrize("name", PALETTES)
def test_a_hue_means_the_same_in_light_and_dark(name):
    for light, dark in zip(PALETTES[name]["light"], PALETTES[name]["dark"], strict=True):
        (one, strong), (other, also) = hue_and_colour(light), hue_and_colour(dark)
        if strong > 0.15 and also > 0.15:  # a grey has no hue
            assert abs((one - other + 180) % 360 - 180) <= NEAR, (light, dark)


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_degrees_of_participation_are_told_apart_whatever_colours_one_sees(look, eyes):
    seen = [as_seen(colour, eyes) for colour in PARTICIPATION_COLOURS[look]]
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(one - other) >= APART
