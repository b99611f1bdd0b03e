"""Helpers of the tests about villages: communities compared, seen as graphs, and watched as a survey would."""

import json
from pathlib import Path

import networkx as nx
import numpy as np
from ruamel.yaml import YAML

from simkomunitas.model.community.community_data import Community, Residents
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings

COMMUNITIES = Path(__file__).parents[1] / "configs" / "communities"


def preset(name):
    """A synthetic village as its file in configs/communities describes it."""
    said = YAML(typ="safe").load(COMMUNITIES / f"{name}.yaml")
    assert said["kind"] == "synthetic"
    return SyntheticVillage(
        PopulationSettings(**said.get("people", {})),
        said.get("network", "hamlets"),
        NetworkSettings(**said.get("ties", {})),
        InstitutionSettings(**said.get("institutions", {})),
    )


def targets(folder, name):
    """Moments of measured networks: mean and standard deviation across villages."""
    return json.loads((folder / "calibration_targets.json").read_text())[f"network.{name}"]


def same(one, other):
    """Whether two communities (or parts of them) are equal to the last bit."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return one == other


def edges(community):
    """Both ends of every tie, each tie once."""
    start, neighbour, _ = community.ties
    ends = np.repeat(np.arange(start.size - 1), np.diff(start))
    return zip(ends[ends < neighbour].tolist(), neighbour[ends < neighbour].tolist(), strict=True)


def graph_of_residents(community):
    graph = nx.Graph()
    graph.add_nodes_from(range(len(community.ids)))
    graph.add_edges_from(edges(community))
    return graph


def graph_of_households(community):
    """Households, tied where any of their members are."""
    household = community.residents.household.tolist()
    graph = nx.Graph()
    graph.add_nodes_from(household)
    graph.add_edges_from((household[i], household[j]) for i, j in edges(community) if household[i] != household[j])
    return graph


def giant_component(graph):
    return graph.subgraph(max(nx.connected_components(graph), key=len))


def supported(graph):
    """Share of ties whose two ends have a common neighbour."""
    return np.mean([bool(set(graph[one]) & set(graph[other])) for one, other in graph.edges])


def moments(graph):
    """What is measured of a network."""
    giant = giant_component(graph)
    return {
        "households": len(graph),
        "degree": 2 * graph.size() / len(graph),
        "clustering": nx.average_clustering(graph),
        "clustering_in_giant": nx.average_clustering(giant),
        "distance": nx.average_shortest_path_length(giant),
        "giant_share": len(giant) / len(graph),
        "supported": supported(giant),
    }


def mean_moments(graphs):
    every = [moments(graph) for graph in graphs]
    return {name: np.mean([one[name] for one in every]) for name in every[0]}


def communities(village: SyntheticVillage, seeds: int) -> list[Community]:
    return [build_community(village, seed) for seed in range(seeds)]


def somebody(size: int, **facts) -> Residents:
    """As many residents as wanted, all alike and each in a house of her own, but for the facts that are given."""
    whole, numbers = np.zeros(size, dtype=np.int64), np.zeros(size)
    alike = Residents(
        key=np.arange(size, dtype=np.uint64),
        female=np.zeros(size, dtype=np.bool_),
        age=whole + 40,
        education=numbers + 6,
        wealth=numbers + 0.5,
        household=np.arange(size),
        hamlet=whole,
        social_group=whole,
        free_hours=numbers + 10,
        disposition=numbers,
        cooperation=whole + 1,
        association=whole - 1,
        official=np.zeros(size, dtype=np.bool_),
    )
    return alike._replace(**facts)
