"""What Mesa may do with a village: agents are windows on rows, and whatever would change nothing is refused."""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any, ClassVar

import mesa
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import printable_value
from simkomunitas.model.community.community_data import ResidentData
from simkomunitas.model.state.community_state import ResidentState
from simkomunitas.simulation.simulation_run import SimulationRun

FIXED_ATTRIBUTES = ("seed", "run", "facts", "minds", "hamlets", "residents", "agent_numbers")
SEED_IS_FIXED = "the random numbers of a run are set by its seed; make another model with another seed"


class ReadOnlyColumn:
    """What a resident is: read from her row, never written."""

    def __init__(self, name: str, meaning: str) -> None:
        self.name = name
        self.__doc__ = meaning

    def __get__(self, window: Any, kind: type | None = None) -> Any:  # noqa: ANN401 - a descriptor of any column
        return self if window is None else _to_python_number(window.model.facts[self.name][window.row])

    def __set__(self, window: Any, value: object) -> None:  # noqa: ANN401
        raise AttributeError(f"{self.name} is a fact: it does not change in a run")


class StateColumn(ReadOnlyColumn):
    """What changes in a resident: read from her row, and written there."""

    def __get__(self, window: Any, kind: type | None = None) -> Any:  # noqa: ANN401
        return self if window is None else _to_python_number(window.model.minds[self.name][window.row])

    def __set__(self, window: Any, value: Any) -> None:  # noqa: ANN401
        window.model.minds[self.name][window.row] = self._validate_value(value, window.model.minds.row_type(self.name))

    def _validate_value(self, value: Any, kind: "np.dtype[Any]") -> Any:  # noqa: ANN401
        """The value as the row keeps it; ValueError for what its column cannot hold or never holds."""
        found = np.asarray(value)
        right = found.shape == kind.shape and found.dtype.kind in ACCEPTED_KINDS[kind.base.kind]
        whole = kind.base.kind not in "iu" or (right and bool((found == np.floor(found)).all()))
        ends = (0.0, 1.0) if "0 to 1" in (self.__doc__ or "") else (-np.inf, np.inf)
        if right and whole and bool((np.isfinite(found) & (found >= ends[0]) & (found <= ends[1])).all()):
            return value
        span = "a number from 0 to 1" if ends[0] == 0 else KIND_NAMES[kind.base.kind]
        numbers = f"{kind.shape[0]} numbers, each " if kind.shape else ""
        raise ValueError(f"{self.name} ({self.__doc__}) is {numbers}{span}, not {printable_value(value)}")


ACCEPTED_KINDS = {"f": "iuf", "i": "iuf", "u": "biuf", "b": "b"}  # kinds of numbers a column takes, by its own kind
KIND_NAMES = {"f": "a number", "i": "a whole number", "u": "a whole number", "b": "True or False"}


class LeadingColumn(StateColumn):
    """Whether she is a local leader; her hamlet counts its leaders, so it is told."""

    def __set__(self, window: Any, value: object) -> None:  # noqa: ANN401
        window.model.set_leading(window.row, bool(self._validate_value(value, np.dtype(bool))))


def _to_python_number(value: Any) -> Any:  # noqa: ANN401 - one number, or the several numbers of a row
    """A plain Python number; several numbers stay a window on the row."""
    return value if isinstance(value, np.ndarray) else value.item()


class _AgentCounters:
    """Numbers for new agents, kept by their model; Mesa 3.3 keeps them, and with them every model, for ever."""

    def __getitem__(self, model: "VillageModel") -> "itertools.count[int]":
        return model.agent_numbers


class RowAgent(mesa.Agent):  # type: ignore[misc] # Mesa has no types
    """An agent that holds no state of its own: what is no column, and no name that Mesa uses, cannot be set.

    Attributes are looked up one by one, never by ``vars``: Python 3.13.0 does not see cycles through a dictionary that
    was asked for, so no model would ever be forgotten.
    """

    _ids: ClassVar[_AgentCounters] = _AgentCounters()
    model: "VillageModel"

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_made") and not (name.startswith("_") or name == "cell" or hasattr(self, name)):
            known = [one for one in dir(self) if not one.startswith("_")]
            hint = f"{suggest_name(name, known)}; keep what is yours in a dictionary, by the id of the resident"
            raise AttributeError(f"{type(self).__name__} has no {name}, so setting it would change nothing; {hint}")
        object.__setattr__(self, name, value)

    def remove(self) -> None:
        """Nobody leaves the village: agents are windows on rows that the engine goes on with; NotImplementedError."""
        raise NotImplementedError(POPULATION_IS_FIXED)

    def detach(self) -> None:
        """Take the window off its model, which does so when a role ends."""
        super().remove()


POPULATION_IS_FIXED = (
    "the people of a village stay: an agent shows a row that the engine goes on with, so adding or removing it would "
    "change nothing; give a village other numbers in its scenario, end a role by resident.leads = False"
)


class FixedAgentSet(AgentSet):  # type: ignore[misc] # Mesa has no types
    """A set of agents to be asked; who is in the village does not depend on it."""

    def add(self, agent: object) -> None:
        """Nobody is added; NotImplementedError."""
        raise NotImplementedError(POPULATION_IS_FIXED)

    def remove(self, agent: object) -> None:
        """Nobody is removed; NotImplementedError."""
        raise NotImplementedError(POPULATION_IS_FIXED)

    def discard(self, agent: object) -> None:
        """Nobody is removed; NotImplementedError."""
        raise NotImplementedError(POPULATION_IS_FIXED)


class VillageModel(mesa.Model):  # type: ignore[misc] # Mesa has no types
    """A model whose people stay, and whose attributes are those it has when it is made."""

    _peopling = True  # windows may be opened and closed, and attributes set
    run: SimulationRun
    facts: ResidentData
    minds: ResidentState
    hamlets: NDArray[Any]
    agent_numbers: "itertools.count[int]"

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse names that nobody reads, and what is settled when a model is made; a class made from this is free."""
        if type(self).__module__.startswith(f"{__package__}.") and not self._peopling:
            if name in FIXED_ATTRIBUTES:
                raise AttributeError(f"{name} is settled when the model is made; make another model")
            if not (name.startswith("_") or hasattr(self, name)):
                known = [one for one in dir(self) if not one.startswith("_")]
                hint = suggest_name(name, known) if len(name) > 1 else "make a class from it for that"
                raise AttributeError(f"{type(self).__name__} has no {name}, so setting it would change nothing; {hint}")
        super().__setattr__(name, value)

    @property
    def agents(self) -> FixedAgentSet:
        """Everybody in the village, each as a resident and in her role, and the facilitators."""
        return FixedAgentSet(super().agents, random=self.random)

    @property
    def agents_by_type(self) -> dict[type, FixedAgentSet]:
        """The same by what they are."""
        return {kind: FixedAgentSet(agents, random=self.random) for kind, agents in super().agents_by_type.items()}

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take in a window that the model opens itself; NotImplementedError for any other agent."""
        if not self._peopling:
            raise NotImplementedError(POPULATION_IS_FIXED)
        super().register_agent(agent)

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Let go of a window that the model closes itself; NotImplementedError for any other agent."""
        if not self._peopling:
            raise NotImplementedError(POPULATION_IS_FIXED)
        super().deregister_agent(agent)

    def remove_all_agents(self) -> None:
        """Nobody leaves the village; NotImplementedError."""
        raise NotImplementedError(POPULATION_IS_FIXED)

    def reset_randomizer(self, seed: int | None = None) -> None:
        """The random numbers of a run are set by its seed; NotImplementedError."""
        raise NotImplementedError(SEED_IS_FIXED)

    def reset_rng(self, rng: object = None) -> None:
        """The random numbers of a run are set by its seed; NotImplementedError."""
        raise NotImplementedError(SEED_IS_FIXED)

    @contextlib.contextmanager
    def _allow_changes(self) -> Iterator[None]:
        """A moment in which windows are opened and closed."""
        before, self._peopling = self._peopling, True
        try:
            yield
        finally:
            self._peopling = before
