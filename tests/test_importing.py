"""Real villages are read as they are meant, however their files are written."""

import tempfile

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import WHOLE_VILLAGE, read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings
from simkomunitas.model.vocabulary import TIE_KINDS
from village_files import COLUMNS, ENDS, RESIDENTS, TIES, imported, write
from villages import same


def neighbours(community, name):
    row = community.ids.index(name)
    start, neighbour, _ = community.ties
    return {community.ids[other] for other in neighbour[start[row] : start[row + 1]]}


# --- what a file says ----------------------------------------------------------------------------------------------


def test_residents_stand_in_the_order_of_their_ids_and_keep_their_facts(tmp_path):
    community = imported(tmp_path).community
    assert community.ids == ("7", "9", "10", "Siti")
    assert community.hamlets == ("RT 2", "RT 10")
    residents = community.residents
    assert residents.female.tolist() == [True, True, False, True]
    assert residents.age[:3].tolist() == [34, 25, 61]
    assert residents.hamlet.tolist() == [0, 1, 0, 1]
    assert residents.household.tolist() == [0, 1, 0, 2]


def test_wealth_becomes_a_rank_among_those_whose_wealth_is_known(tmp_path):
    wealth = imported(tmp_path).community.residents.wealth
    assert wealth[[2, 0, 3]] == pytest.approx([1 / 6, 3 / 6, 5 / 6])
    assert 0 <= wealth[1] < 1


def test_a_tie_named_by_one_end_joins_both(tmp_path):
    community = imported(tmp_path).community
    assert neighbours(community, "Siti") == {"10"}
    assert neighbours(community, "10") == {"7", "Siti"}


def test_a_tie_within_a_household_is_a_household_tie(tmp_path):
    community = imported(tmp_path).community
    kinds = {TIE_KINDS[kind] for kind in community.ties.kind}
    assert kinds == {"household", "friend"}
    assert TIE_KINDS[community.ties.kind[1]] == "household"  # of resident 7: first 9, then 10 in the same house


def test_only_the_layers_asked_for_are_used(tmp_path):
    found = imported(tmp_path, layers=("friend",))
    assert neighbours(found.community, "Siti") == set()
    assert found.report.ties_of_other_layers == 3


def test_the_report_counts_what_was_drawn_and_what_was_left_out(tmp_path):
    report = imported(tmp_path).report
    assert (report.residents, report.ties, report.self_ties, report.ties_of_other_layers) == (4, 3, 1, 0)
    drawn = dict(report.drawn_facts)
    assert (drawn["age"], drawn["wealth"], drawn["education"], drawn["association"]) == (1, 1, 4, 4)
    assert "sex" not in drawn


def test_without_hamlets_and_households_everybody_has_a_house_in_one_hamlet(tmp_path):
    community = imported(tmp_path, columns=COLUMNS[:3]).community
    assert community.hamlets == (WHOLE_VILLAGE,)
    assert community.residents.household.tolist() == [0, 1, 2, 3]
    assert community.severity.shape == (1, 5)
    assert community.residents.official.sum() == 1


def test_a_fact_can_be_the_same_for_all(tmp_path):
    found = imported(tmp_path, columns=COLUMNS[:1], constants=(("sex", "female"), ("age", "30")))
    assert found.community.residents.female.all()
    assert (found.community.residents.age == 30).all()


def test_words_of_the_file_are_translated(tmp_path):
    residents = "id,jk,jabatan,arisan\na,Wanita,kadus,Melati\nb,cowok,-,\n"
    columns = (("id", "id"), ("sex", "jk"), ("official", "jabatan"), ("association", "arisan"))
    values = (("sex", (("cowok", "male"),)), ("official", (("kadus", "yes"), ("-", "no"))))
    people = imported(tmp_path, residents, "source,target\na,b\n", columns=columns, values=values).community.residents
    assert people.female.tolist() == [True, False]
    assert people.official.tolist() == [True, False]
    assert people.association.tolist() == [0, NOBODY]


def test_of_many_associations_the_largest_stays_by_itself_and_the_report_says_how_many_were_merged(tmp_path):
    residents = "id,sex,group\na,female,B\nb,female,C\nc,female,C\nd,male,D\ne,male,E\nf,male,\n"
    found = imported(tmp_path, residents, "source,target\na,b\n", columns=(("id", "id"), ("association", "group")))
    assert found.community.residents.association.tolist() == [1, 0, 0, 1, 1, NOBODY]
    assert found.report.merged_associations == 2


def test_ids_are_text_so_that_leading_zeros_count(tmp_path):
    residents = RESIDENTS.replace("Siti", "07")
    community = imported(tmp_path, residents, TIES.replace("Siti", "07")).community
    assert community.ids == ("07", "7", "9", "10")
    assert neighbours(community, "07") == {"10"}


# --- what changes nothing ------------------------------------------------------------------------------------------

PEOPLE = [line.split(",") for line in RESIDENTS.splitlines()[1:]]
NAMED = [line.split(",") for line in TIES.splitlines()[1:]]


def csv_text(header, rows):
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


@settings(deadline=None, max_examples=30)
@given(people=st.permutations(PEOPLE), named=st.permutations(NAMED), turned=st.lists(st.booleans(), min_size=5))
def test_neither_the_order_of_rows_nor_the_direction_of_ties_changes_anything(people, named, turned):
    ties = [[*row[1::-1], row[2]] if turn else row for row, turn in zip(named, turned, strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        other = imported(
            folder,
            csv_text(RESIDENTS.splitlines()[0].split(","), people),
            csv_text(["source", "target", "layer"], ties),
        )
        assert same(other, imported(folder))


@settings(deadline=None, max_examples=30)
@given(
    cells=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=5), min_size=4, max_size=4
    ),
    place=st.integers(0, 6),
    order=st.permutations(range(6)),
)
def test_extra_columns_and_their_order_change_nothing(cells, place, order):
    table = [line.split(",") for line in RESIDENTS.splitlines()]
    wider = []
    for row, extra in zip(table, ["note", *cells], strict=True):
        shuffled = [row[column] for column in order]
        wider.append([*shuffled[:place], '"' + extra.replace('"', '""') + '"', *shuffled[place:]])
    with tempfile.TemporaryDirectory() as folder:
        assert same(imported(folder, csv_text(wider[0], wider[1:])), imported(folder))


@pytest.mark.parametrize(
    "dialect",
    [
        lambda text: text.replace(",", ";").replace(".", ",").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\n\n").replace(",", " , ").encode(),
        lambda text: ('"' + text.strip().replace(",", '","').replace("\n", '"\n"') + '"').encode(),
    ],
    ids=["semicolon", "tab", "utf-8 with mark", "utf-16", "windows", "old mac", "blanks", "quoted"],
)
def test_the_same_village_in_another_dialect_is_the_same_village(tmp_path, dialect):
    assert same(imported(tmp_path, dialect(RESIDENTS), dialect(TIES)), imported(tmp_path))


def test_other_encodings_are_read_when_they_are_named(tmp_path):
    residents, ties = RESIDENTS.replace("Siti", "André"), TIES.replace("Siti", "André")
    table = ResidentsFile(write(tmp_path, "r.csv", residents.encode("cp1252")), COLUMNS, encoding="cp1252")
    network = TiesFile(write(tmp_path, "t.csv", ties.encode("cp1252")), columns=ENDS, encoding="cp1252")
    found = read_community_with_report(table, network, PopulationSettings(), InstitutionSettings(), 1)
    assert same(found, imported(tmp_path, residents, ties))


def test_what_is_drawn_stays_with_the_resident_when_others_come_or_go(tmp_path):
    before = imported(tmp_path).community
    after = imported(tmp_path, RESIDENTS + "1,M,20,5,D,RT 2\n").community
    for column in ("key", "disposition", "cooperation", "age"):
        found = getattr(after.residents, column)[1:]
        assert np.array_equal(found, getattr(before.residents, column))


def test_a_graphml_file_says_the_same_as_a_list_of_ties(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(["7", "9", "10", "Siti"])
    for source, target, layer in NAMED:
        graph.add_edge(source, target, layer=layer)
    nx.write_graphml(graph, tmp_path / "ties.graphml")
    table = ResidentsFile(write(tmp_path, "residents.csv", RESIDENTS), COLUMNS)
    for layers in ((), ("advice",)):
        network = TiesFile(tmp_path / "ties.graphml", "graphml", ENDS, layers)
        found = read_community_with_report(table, network, PopulationSettings(), InstitutionSettings(), 1)
        assert same(found, imported(tmp_path, layers=layers))
