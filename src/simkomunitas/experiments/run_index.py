"""Which runs of an experiment are finished, which have failed, and which are still to be made."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkomunitas.model.community.community_data import Flags, Whole
from simkomunitas.workers.run_batch import RunTask

# Points that are gone through seed by seed before the next ones, so that their scenarios stay at hand.
POINTS_PER_BLOCK = 4_000


class RunIndex:
    """A tick for each run of each point; points with the same scenario share their runs."""

    def __init__(self, scenarios: Sequence[str], first_seed: int, replicates: int) -> None:
        """``scenarios``: the id of the scenario of each point."""
        ids, first, case = np.unique(np.asarray(scenarios, dtype=str), return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")  # cases in the order of their first points
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        self.scenarios: list[str] = ids[order].tolist()
        self.first_point: Whole = first[order].astype(np.int64)
        self.case: Whole = rank[case.reshape(-1)].astype(np.int64)
        self.first_seed = first_seed
        self.replicates = replicates  # runs of each point that are wanted
        self.done: Flags = np.zeros((len(self.case), replicates), bool)
        self.failed: Flags = np.zeros((len(self.case), replicates), bool)
        self._points = _positions_by_case(self.case, len(self.scenarios))

    def points_of_scenario(self, scenario_index: int) -> NDArray[np.int64]:
        """The points that share a scenario."""
        return self._points[scenario_index]

    def increase_replicates(self, replicates: int) -> None:
        """Want more runs of each point."""
        self.replicates = replicates
        self._extend_arrays(replicates)

    def _extend_arrays(self, replicates: int) -> None:
        more = replicates - self.done.shape[1]
        if more > 0:
            self.done = np.pad(self.done, ((0, 0), (0, more)))
            self.failed = np.pad(self.failed, ((0, 0), (0, more)))

    def mark_runs(self, points: Any, seeds: Any, *, failed: bool = False) -> None:  # noqa: ANN401 - numbers or arrays
        """Note runs as finished or as failed; a result undoes a failure."""
        points, places = np.atleast_1d(points), np.atleast_1d(seeds) - self.first_seed
        self._extend_arrays(int(places.max(initial=-1)) + 1)
        if failed:
            self.failed[points, places] = ~self.done[points, places]
        else:
            self.done[points, places], self.failed[points, places] = True, False

    def is_missing(self, point: int, seed: int) -> bool:
        """Whether a run that is wanted has no row."""
        place = seed - self.first_seed
        return 0 <= place < self.replicates and not self.done[point, place]

    def count_stored(self) -> int:
        """How many rows there are, those of seeds that are not wanted any more among them."""
        return int(np.count_nonzero(self.done))

    def count_finished(self) -> int:
        """How many of the rows that are wanted are there."""
        return int(np.count_nonzero(self.done[:, : self.replicates]))

    def count_missing(self) -> int:
        """How many rows are still to come; failed runs have none."""
        width = self.replicates
        return int(np.count_nonzero(~(self.done[:, :width] | self.failed[:, :width])))

    def iterate_missing_tasks(self) -> Iterator[RunTask]:
        """The runs still to be made: block by block of points, seed by seed, each scenario once."""
        for start in range(0, len(self.scenarios), POINTS_PER_BLOCK):
            cases = range(start, min(start + POINTS_PER_BLOCK, len(self.scenarios)))
            open_cases = np.array([self._missing_seeds(case) for case in cases])
            for place in range(open_cases.shape[1]):
                for case in np.flatnonzero(open_cases[:, place]):
                    yield RunTask(start + int(case), self.first_seed + place)

    def _missing_seeds(self, scenario_index: int) -> Flags:
        """For each seed, whether any point of a scenario lacks its row."""
        points, width = self._points[scenario_index], self.replicates
        return np.asarray(~(self.done[points, :width] | self.failed[points, :width]).all(axis=0))


def _positions_by_case(case: Whole, cases: int) -> list[NDArray[np.int64]]:
    """The places at which each case stands."""
    order = np.argsort(case, kind="stable")
    return np.split(order, np.searchsorted(case[order], np.arange(1, cases)))
