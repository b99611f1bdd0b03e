"""The search for good plans: many-objective evolution whose every generation is kept on disk.

NSGA-III (Deb and Jain 2014, https://doi.org/10.1109/TEVC.2013.2281535) as pymoo has it.  The optimizer is a function
of its seed and of the results it is told.  So nothing of its state is stored: a search that was stopped is played
again from the start with the stored results, which takes a moment, and goes on where it was.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.base.estimation import to_json_text
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Numbers, Whole

EvaluatePlans = Callable[
    [Numbers], Numbers
]  # places (rows) to what each is worth (columns, more is better; NaN: no use)


class Generation(NamedTuple):
    """One generation: where it looked and what it found there."""

    number: int
    points: Numbers
    scores: Numbers
    was_stored: bool


class SearchSettings(NamedTuple):
    """How long and how widely is searched."""

    population_size: int
    generation_count: int
    seed: int


def run_generations(
    size: int, principles: int, search_settings: SearchSettings, evaluate: EvaluatePlans, store: "GenerationStore"
) -> Iterator[Generation]:
    """Every generation of a search, from the store as far as it reaches; each is stored before the next begins.

    size: numbers that describe a place.  principles: how many things are to be as large as possible.
    """
    algorithm, problem = _initialize_algorithm(size, principles, search_settings)
    evaluator, static = (
        import_optional("pymoo.core.evaluator", "analysis"),
        import_optional("pymoo.problems.static", "analysis"),
    )
    number = 0
    while algorithm.has_next():
        number += 1
        asked = algorithm.ask()
        places = np.asarray(asked.get("X"), dtype=float)
        worth = store.read_generation(number, places)
        stored = worth is not None
        if worth is None:
            worth = evaluate(places)
            store.write_generation(number, places, worth)
        useless = np.asarray(np.isnan(worth).any(axis=1))
        told = static.StaticProblem(
            problem, F=-np.where(useless[:, None], 0.0, worth), G=useless[:, None].astype(float)
        )
        evaluator.Evaluator().eval(told, asked)
        algorithm.tell(infills=asked)
        yield Generation(number, places, worth, stored)


def _initialize_algorithm(size: int, principles: int, search_settings: SearchSettings) -> tuple[Any, Any]:
    """Pymoo's algorithm and problem."""
    problem = import_optional("pymoo.core.problem", "analysis").Problem(
        n_var=size, n_obj=principles, n_ieq_constr=1, xl=np.zeros(size), xu=np.ones(size)
    )
    if principles > 1:
        directions = _reference_directions(principles, search_settings.population_size, search_settings.seed)
        tournament = import_optional("pymoo.operators.selection.tournament", "analysis").TournamentSelection(
            _select_parents
        )
        nsga3 = import_optional("pymoo.algorithms.moo.nsga3", "analysis").NSGA3
        algorithm = nsga3(directions, pop_size=search_settings.population_size, selection=tournament)
    else:
        algorithm = import_optional("pymoo.algorithms.soo.nonconvex.ga", "analysis").GA(
            pop_size=search_settings.population_size
        )
    algorithm.setup(
        problem, termination=("n_gen", search_settings.generation_count), seed=search_settings.seed, verbose=False
    )
    return algorithm, problem


def _select_parents(population: Any, pairs: Whole, **_: Any) -> Whole:  # noqa: ANN401 - of pymoo
    """Of each pair of plans the one that is of use; the first of two that are, or of two that are not.

    As NSGA-III has it, since the pairs are drawn in random order.  Pymoo's own asks a generator without a seed about
    two plans of no use, so that a search in which there are any would not be played again the same.
    """
    trouble = np.asarray(population.get("CV"), dtype=float).reshape(len(population))
    first, second = pairs.T
    return np.asarray(np.where(trouble[second] < trouble[first], second, first)[:, None])


@lru_cache(maxsize=8)
def _reference_directions(principles: int, count: int, seed: int) -> Any:  # noqa: ANN401 - an array, not to be changed
    """Directions spread evenly over what the principles could be worth, along which the front is kept well spread."""
    directions = import_optional("pymoo.util.ref_dirs", "analysis")
    return directions.get_reference_directions("energy", principles, count, seed=seed)


def pareto_front(scores: Numbers) -> list[int]:
    """The rows that no other row beats in everything (the Pareto front); rows with NaN are never among them.

    >>> pareto_front(np.array([[1.0, 3.0], [2.0, 2.0], [1.0, 2.0]]))
    [0, 1]
    """
    known = np.flatnonzero(~np.isnan(scores).any(axis=1))
    sorting = import_optional("pymoo.util.nds.non_dominated_sorting", "analysis")
    return [int(row) for row in known[sorting.find_non_dominated(-scores[known])]]


class GenerationStore:
    """Generations as files, one each: written to a hidden name, synced and renamed; checked when read."""

    def __init__(
        self, folder: Path, settings: Mapping[str, Any], write: Callable[[Path, bytes], None], name: str = "generation"
    ) -> None:
        """``settings``: all that results depend on; ``write`` puts a file in place whole or not at all."""
        self.folder, self.name = folder, name
        self.identity = hashlib.sha256(to_json_text(settings).encode()).hexdigest()[:16]
        self._write = write

    def read_generation(self, number: int, places: Numbers) -> Numbers | None:
        """What was found at these places; None if this generation is not stored yet.

        InputError when the file is damaged, or is of another search.
        """
        path = self._generation_path(number)
        if not path.exists():
            return None
        body = self._read_checked(path)
        if body["search"] != self.identity:
            raise self._corruption_error(path, "results of another search", "this very search", "choose another folder")
        if not np.array_equal(np.array(body["places"]), places):
            hint = "the optimizer, or a library it uses, has another version; choose another folder"
            raise self._corruption_error(
                path, "other places than this search visits", "the places of this search", hint
            )
        return np.array([[np.nan if value is None else value for value in row] for row in body["worth"]], dtype=float)

    def _read_checked(self, path: Path) -> dict[str, Any]:
        """The content of a file whose checksum is right."""
        try:
            whole = json.loads(path.read_bytes())
            body, told = whole["generation"], whole["sha256"]
        except (ValueError, KeyError, TypeError):
            body, told = None, ""
        if not isinstance(body, dict) or _content_checksum(body) != told:
            raise self._corruption_error(
                path, "a damaged file", "a file as it was written", "remove it; it is made again"
            )
        return body

    @staticmethod
    def _corruption_error(path: Path, found: str, expected: str, hint: str) -> InputError:
        return InputError([ErrorDetail(str(path), "generation", found, expected, hint)])

    def write_generation(self, number: int, places: Numbers, scores: Numbers) -> None:
        """Keep a generation."""
        body = {"search": self.identity, "number": number, "places": places.tolist(), "worth": scores.tolist()}
        self._write(
            self._generation_path(number),
            to_json_text({"generation": body, "sha256": _content_checksum(body)}).encode(),
        )

    def _generation_path(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number:04d}.json"


def _content_checksum(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(to_json_text(body).encode()).hexdigest()
