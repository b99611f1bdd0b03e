"""Neural posterior estimation: a network learns from the bank how the parameters depend on what is measured.

A normalizing flow is trained on all draws of the bank, near and far, to give the distribution of the parameters for
any measurements (Papamakarios and Murray 2016; Greenberg, Nonnenmacher and Macke 2019); the library sbi does it.  It
makes more of a large bank than regression adjustment does, and takes minutes where that takes a second.
"""

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import Any

import numpy as np

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.evidence.calibration.abc_inference import PosteriorSample, summary_scales
from simkomunitas.evidence.calibration.calibration_checks import IntervalCoverage, is_truth_covered
from simkomunitas.model.community.community_data import Numbers

NEURAL_EXTRA = "neural"
TRUTH_DRAWS = 400  # of the posterior of each simulated truth
MAX_TEST_TRUTHS = 100
FLOW_MODEL = "nsf"  # neural spline flow, Durkan et al. 2019


def check_sbi_installed() -> None:
    """InputError where the library that trains is missing: before anything is simulated, not after."""
    import_optional("sbi.inference", NEURAL_EXTRA)


def infer_neural_posterior(
    places: Numbers, measured: Numbers, observed: Numbers, draws: int, seed: int
) -> PosteriorSample:
    """Draws of the posterior from a network trained on a bank (places by parameters, measurements by quantities).

    Simulations with a measurement that is not there (NaN) are left out.  seed: of the training and of the draws.
    """
    known = np.flatnonzero(~np.isnan(measured).any(axis=1))
    network = _PosteriorNetwork(places[known], measured[known], seed)
    return PosteriorSample(network.sample_posterior(observed, draws), known, np.nan)


def check_neural_coverage(places: Numbers, measured: Numbers, near: Sequence[int], seed: int) -> IntervalCoverage:
    """Train once more without some of the draws that lie nearest to what was measured, and look these up."""
    truths = np.asarray(near[:MAX_TEST_TRUTHS])
    others = np.setdiff1d(np.flatnonzero(~np.isnan(measured).any(axis=1)), truths)
    network = _PosteriorNetwork(places[others], measured[others], seed)
    held = sum(
        is_truth_covered(network.sample_posterior(measured[truth], TRUTH_DRAWS), places[truth]) for truth in truths
    )
    return IntervalCoverage(np.asarray(held / max(1, len(truths)), dtype=float), len(truths))


class _SilentTracker:
    """What sbi tells of its training, unheard; by itself it writes it into the folder one stands in."""

    log_dir = None

    def log_metric(self, name: str, value: float, step: int | None = None) -> None:
        """One number."""

    def flush(self) -> None:
        """The end of a round."""


class _PosteriorNetwork:
    """A trained network; what it draws follows from its seed and from nothing else."""

    def __init__(self, places: Numbers, measured: Numbers, seed: int) -> None:
        self._torch = import_optional("torch", NEURAL_EXTRA)
        inference, utils = import_optional("sbi.inference", NEURAL_EXTRA), import_optional("sbi.utils", NEURAL_EXTRA)
        self._seed, self._unit = seed, summary_scales(measured)
        ends = self._torch.zeros(places.shape[1]), self._torch.ones(places.shape[1])
        with self._isolate_random_state():
            prior, silence = utils.BoxUniform(*ends), _SilentTracker()
            estimator = inference.NPE(prior, density_estimator=FLOW_MODEL, tracker=silence, show_progress_bars=False)
            estimator.append_simulations(self._to_numpy(places), self._to_numpy(measured / self._unit))
            estimator.train()
            self._posterior = estimator.build_posterior()

    def sample_posterior(self, observed: Numbers, count: int) -> Numbers:
        """So many places of the parameters within their priors, given what was observed."""
        with self._isolate_random_state():
            seen = self._to_numpy(observed / self._unit)
            found = self._posterior.sample((count,), x=seen, show_progress_bars=False)
        return np.asarray(found.numpy(), dtype=float)

    @contextmanager
    def _isolate_random_state(self) -> Iterator[None]:
        """Luck of its own; what the libraries print goes where no results go, and their warnings are unheard."""
        with self._torch.random.fork_rng(), redirect_stdout(sys.stderr), warnings.catch_warnings(action="ignore"):
            self._torch.manual_seed(self._seed)
            yield

    def _to_numpy(self, values: Numbers) -> Any:  # noqa: ANN401 - a tensor of an optional library
        return self._torch.as_tensor(values, dtype=self._torch.float32)
