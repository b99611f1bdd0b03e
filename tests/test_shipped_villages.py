"""The villages that come with the repository as tables, and those that were really studied, where their tables are."""

import importlib.util

import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings
from villages import COMMUNITIES

CONFIGS = COMMUNITIES.parent
TABLES = COMMUNITIES / "tables"
LAYER = (("source", "source"), ("target", "target"), ("layer", "layer"))


def village_of(study):
    """The village of a comparison, as its files say."""
    village = dict(read_comparison(study).arms)["none"].village
    return read_community_with_report(village.residents, village.network, village.people, village.institutions, seed=1)


def read_village(residents, ties, layers=(), *, columns=(("id", "id"), ("age", "age")), unknown=None):
    """A village straight from its tables."""
    values = () if unknown is None else (("age", ((unknown, ""),)),)
    kind = "graphml" if ties.suffix == ".graphml" else "csv"
    network = TiesFile(ties, kind, LAYER, layers)
    return read_community_with_report(
        ResidentsFile(residents, columns, values), network, PopulationSettings(), InstitutionSettings(), 1
    )


def isolated(community):
    """How many residents have no tie."""
    return int((community.ties.start[1:] == community.ties.start[:-1]).sum())


# Invented villages, in the formats of two surveys


def test_the_tables_of_the_invented_villages_are_made_again_to_the_last_byte(tmp_path):
    about = importlib.util.spec_from_file_location("make_tables", TABLES / "make_tables.py")
    script = importlib.util.module_from_spec(about)
    about.loader.exec_module(script)
    script.main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in TABLES.iterdir() if path.suffix in (".csv", ".graphml")}
    assert len(made) == 4
    assert sum(map(len, made.values())) < 200_000


def test_the_women_of_an_invented_village_are_read_from_two_tables():
    found = village_of(CONFIGS / "strategies_mothers.yaml")
    assert found.community.residents.female.all()
    assert (found.report.residents, found.report.ties, isolated(found.community)) == (48, 179, 2)
    assert found.report.ties_of_other_layers == 93
    assert dict(found.report.drawn_facts)["age"] == 1
    assert "sex" not in dict(found.report.drawn_facts)


def test_the_farmers_of_an_invented_village_are_read_from_a_table_and_a_graph():
    found = village_of(CONFIGS / "strategies_farmers.yaml")
    assert not found.community.residents.female.any()
    assert (found.report.residents, found.report.ties, isolated(found.community)) == (36, 94, 3)
    assert (found.report.self_ties, found.report.ties_of_other_layers) == (1, 33)
    assert dict(found.report.drawn_facts)["age"] == 1


@pytest.mark.parametrize(("village", "ties", "age"), [("mothers", "csv", "0.0"), ("farmers", "graphml", "0")])
def test_an_age_that_cannot_be_is_refused_with_the_way_to_call_it_unknown(village, ties, age):
    with pytest.raises(InputError, match=rf"found '{age}'\); if this means unknown: values: {{age: {{'{age}': ''}}}}"):
        read_village(TABLES / f"{village}_residents.csv", TABLES / f"{village}_ties.{ties}")


# Villages that were really studied


@pytest.mark.parametrize("name", ["strategies_korea", "strategies_brazil"])
def test_the_comparisons_in_measured_villages_are_right(name, shared_data):
    path = CONFIGS / "measured" / f"{name}.yaml"
    assert check_config_files([path]) == {path: "comparison"}


def test_a_village_of_korean_women_is_read(shared_data):
    nodes, ties = (shared_data / f"korea_mothers_clubs/village_01_{part}.csv" for part in ("nodes", "edges"))
    columns = (("id", "id"), ("sex", "gender"), ("age", "age"))
    found = read_village(nodes, ties, ("closest_neighbour",), columns=columns)
    assert found.community.residents.female.all()
    assert (found.report.residents, found.report.ties) == (46, 111)


UNKNOWN_AGES = {"korea_mothers_clubs/village_17": "0.0", "brazil_farmers/village_31": "0"}  # of one resident each


@pytest.mark.parametrize(
    ("folder", "villages", "layers"),
    [("korea_mothers_clubs", 25, ("closest_neighbour",)), ("brazil_farmers", 11, ("friend", "influential"))],
)
def test_every_measured_village_is_read(folder, villages, layers, shared_data):
    names = [path.name.removesuffix("_nodes.csv") for path in (shared_data / folder).glob("*_nodes.csv")]
    assert len(names) == villages
    for name in names:
        unknown = UNKNOWN_AGES.get(f"{folder}/{name}")
        nodes, ties = (shared_data / folder / f"{name}_{part}.csv" for part in ("nodes", "edges"))
        found = read_village(nodes, ties, layers, unknown=unknown)
        assert found.report.residents > 25
        assert found.report.ties > 25
        assert (unknown is not None) <= dict(found.report.drawn_facts).get("age", 0) < 4


def test_two_more_communities_that_were_studied_are_read(shared_data):
    nicaragua, colombia = shared_data / "nicaragua_arangdak", shared_data / "colombia_amends"
    columns = (("id", "id"), ("household", "household_id"), ("age", "age"), ("sex", "gender"),
               ("wealth", "household_wealth"))  # fmt: skip
    table = ResidentsFile(nicaragua / "village_nodes.csv", columns, (("sex", (("M", "male"), ("F", "female"))),))
    found = read_community_with_report(
        table, TiesFile(nicaragua / "village_edges.csv"), PopulationSettings(), InstitutionSettings(), 1
    )
    assert (found.report.residents, len(set(found.community.residents.household.tolist()))) == (108, 32)
    columns = (("id", "id"), ("sex", "gender"), ("age", "age"), ("social_group", "Ethnicity"))
    nodes, ties = (colombia / f"community_{part}.csv" for part in ("nodes", "edges"))
    found = read_village(nodes, ties, ("friendship",), columns=columns)
    assert found.report.residents == 214
    assert found.report.ties_of_other_layers > 900
