"""Functions whose indices and effects are known in theory, and luck to be added to them."""

import numpy as np

FACTORS = 4
CUBE = {"num_vars": FACTORS, "names": list("abcd"), "bounds": [[0.0, 1.0]] * FACTORS}
SHARES = np.array([1, 4, 0.25, 0]) ** 2 / (np.array([1, 4, 0.25, 0]) ** 2).sum()


def linear(points):
    """A sum, whose indices are known: shares of squared weights, the last factor does nothing."""
    return points @ np.array([1.0, 4.0, 0.25, 0.0])


def noisy(values, seeds, own=1.0, shared=1.0):
    """The same under several seeds: luck that is the same at every point, and luck of each point."""
    luck_of = np.random.default_rng(7)
    scale = values.std()
    return np.stack(
        [values + scale * (shared * luck_of.standard_normal() + own * luck_of.standard_normal(len(values)))
         for _ in range(seeds)], axis=1,
    )  # fmt: skip


ISHIGAMI = {"num_vars": 3, "names": list("abc"), "bounds": [[-np.pi, np.pi]] * 3}
ALONE = np.array([0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8, 0.0])
TOGETHER = np.array([0.0, 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50), 0.0])  # first with second, with third, and the rest
VARIANCE = ALONE.sum() + TOGETHER.sum()


def ishigami(points):
    """The function of Ishigami and Homma 1990, whose indices are known in closed form."""
    one, two, three = points.T
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)
