"""Real villages are read as they are meant, or refused with every fault, its place and its cure."""

import tempfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkomunitas.ground.faults import InputError
from simkomunitas.world.community import NOBODY, TIE_KINDS
from simkomunitas.world.files import ResidentsFile, TiesFile
from simkomunitas.world.importing import WHOLE_VILLAGE, import_village, imported_community
from simkomunitas.world.village import Institutions, People
from villages import COMMUNITIES, data, same

RESIDENTS = """id,sex,age,wealth,house,rt
7,F,34,120,A,RT 2
10,M,61,80.5,A,RT 2
9,F,25,,B,RT 10
Siti,f,,300,C,RT 10
"""
TIES = """source,target,layer
7,9,friend
9,7,advice
10,Siti,advice
10,10,advice
7,10,friend
"""
COLUMNS = (
    ("id", "id"),
    ("sex", "sex"),
    ("age", "age"),
    ("wealth", "wealth"),
    ("household", "house"),
    ("hamlet", "rt"),
)
ENDS = (("source", "source"), ("target", "target"), ("layer", "layer"))


def write(folder, name, content):
    path = Path(folder) / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def imported(folder, residents=RESIDENTS, ties=TIES, *, columns=COLUMNS, layers=(), seed=1, **more):
    """A village from the text of its two files."""
    table = ResidentsFile(write(folder, "residents.csv", residents), columns, **more)
    network = TiesFile(
        write(folder, "ties.csv", ties), columns=ENDS if "layer" in str(ties) else ENDS[:2], layers=layers
    )
    return import_village(table, network, People(), Institutions(), seed)


def faults(folder, residents=RESIDENTS, ties=TIES, **more):
    """What is said of faulty files, with the folder left out."""
    with pytest.raises(InputError) as refusal:
        imported(folder, residents, ties, **more)
    return [str(fault).replace(f"{folder}/", "") for fault in refusal.value.faults]


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
    assert found.report.other_layers == 3


def test_the_report_counts_what_was_drawn_and_what_was_left_out(tmp_path):
    report = imported(tmp_path).report
    assert (report.residents, report.ties, report.self_ties, report.other_layers) == (4, 3, 1, 0)
    drawn = dict(report.drawn)
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
    found = import_village(table, network, People(), Institutions(), 1)
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
        found = import_village(table, network, People(), Institutions(), 1)
        assert same(found, imported(tmp_path, layers=layers))


# --- what is refused -----------------------------------------------------------------------------------------------

BAD_RESIDENTS = {
    "an id twice": ("10,M,61", "7,M,61", "residents.csv:3: id: an id that line 2 does not have yet (found '7')"),
    "no id": ("10,M,61", ",M,61", "residents.csv:3: id: the id of a resident (found nothing)"),
    "an age that is no number": ("61", "old", "residents.csv:3: age: a whole number of years, 10 to 120 (found 'old')"),
    "an age below zero": ("61", "-3", "found '-3'"),
    "an age beyond belief": ("61", "250", "found '250'"),
    "a broken age": ("61", "17.5", "found '17.5'"),
    "an age of nan": ("61", "nan", "found 'nan'"),
    "an age of inf": ("61", "inf", "found 'inf'"),
    "an age with an underscore": ("61", "6_1", "found '6_1'"),
    "an age of 23 digits": ("61", "1" * 23, "residents.csv:3: age"),
    "endless wealth": ("80.5", "1e999", "residents.csv:3: wealth: a number, larger for the richer (found '1e999')"),
    "thousands in wealth": ("80.5", "1.080.5", "found '1.080.5'"),
    "an unknown sex": ("10,M", "10,X", "residents.csv:3: sex: one of f, female, l, laki-laki"),
    "no hamlet": ("RT 2\n10", "\n10", "residents.csv:2: rt: a filled cell (found nothing)"),
    "a short row": (
        "10,M,61,80.5,A,RT 2",
        "10,M,61",
        "residents.csv:3: row: 6 cells, as in the first line (found 3 cells)",
    ),
    "a long row": ("80.5,A,RT 2", "80,5,A,RT 2", "residents.csv:3: row: 6 cells, as in the first line (found 7 cells)"),
    "a missing column": (
        "age",
        "ages",
        "residents.csv:1: age: a column of the file (found 'age'); did you mean 'ages'?",
    ),
    "a column twice": ("sex", "age", "residents.csv:1: age: a name for each column of its own (found 2 columns)"),
    "a column without a name": ("wealth,", ",", "residents.csv:2: row: a name for this column in the first line"),
    "an open quotation mark": ("10,M", '"10,M', "residents.csv:3: row: a row that can be read"),
    "a NUL": ("10,M", "10\0,M", "residents.csv:3: file: text without NUL characters"),
    "an unknown delimiter": (",", "!", "residents.csv:1: id: a column of the file (found 'id')"),
    "a cell without end": ("RT 2\n10", "x" * 10_001 + "\n10", "residents.csv:2: rt: at most 10000 characters"),
}


@pytest.mark.parametrize(("old", "new", "said"), BAD_RESIDENTS.values(), ids=BAD_RESIDENTS)
def test_a_table_of_residents_is_refused_for(tmp_path, old, new, said):
    count = -1 if new == "!" else 1
    assert any(said in fault for fault in faults(tmp_path, RESIDENTS.replace(old, new, count)))


BAD_FILES = {
    "nothing": (b"", "a file that is not empty"),
    "blanks": (b"\n\n  \n", "a file that is not empty"),
    "only names of columns": (b"id,sex,age,wealth,house,rt\n", "at least one row"),
    "a spreadsheet": (b"PK\x03\x04xl/workbook", "save the sheet as CSV"),
    "a web page": (b"<!DOCTYPE html><html>", "this is a web page or XML"),
    "a zipped file": (b"\x1f\x8b\x08", "unpack it"),
    "another encoding": (RESIDENTS.replace("Siti", "André").encode("cp1252"), "residents.csv:5: file: text in utf-8"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_is_refused_that_holds(tmp_path, content, said):
    assert any(said in fault for fault in faults(tmp_path, content))


BAD_TIES = {
    "a stranger": (
        "10,Siti",
        "10,Sitti",
        "ties.csv:4: target: the id of a resident (found 'Sitti'); did you mean 'Siti'?",
    ),
    "an id as a number": ("7,9", "7.0,9", "ties.csv:2: source: the id of a resident (found '7.0'); did you mean '7'?"),
    "nobody": ("7,9", ",9", "ties.csv:2: source: the id of a resident (found '')"),
    "a short row": ("7,9,friend", "7,9", "ties.csv:2: row: 3 cells, as in the first line (found 2 cells)"),
    "no column for an end": ("target", "to", "ties.csv:1: target: a column of the file (found 'target')"),
}


@pytest.mark.parametrize(("old", "new", "said"), BAD_TIES.values(), ids=BAD_TIES)
def test_a_list_of_ties_is_refused_for(tmp_path, old, new, said):
    assert any(said in fault for fault in faults(tmp_path, ties=TIES.replace(old, new, 1)))


def test_a_layer_that_is_not_in_the_file_is_refused(tmp_path):
    (said,) = faults(tmp_path, layers=("friends",))
    assert said == "ties.csv: layers: a layer of the file (found 'friends'); did you mean 'friend'?"


def test_a_file_that_does_not_exist_is_refused_with_the_one_that_was_meant(tmp_path):
    write(tmp_path, "residents.csv", RESIDENTS)
    with pytest.raises(InputError, match=r"did you mean 'residents\.csv'"):
        imported_community(
            ResidentsFile(tmp_path / "resident.csv"), TiesFile(tmp_path / "no.csv"), People(), Institutions(), 1
        )


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="an existing file"):
        imported_community(ResidentsFile(tmp_path), TiesFile(tmp_path), People(), Institutions(), 1)


def test_unknown_facts_and_facts_given_twice_are_refused(tmp_path):
    (said,) = faults(tmp_path, columns=(*COLUMNS, ("gender", "sex")))
    assert "columns: a fact about residents (found 'gender')" in said
    (said,) = faults(tmp_path, constants=(("sex", "male"),))
    assert "sex: one column or one constant (found given twice)" in said


def test_a_wrong_constant_is_reported_once(tmp_path):
    (said,) = faults(tmp_path, columns=COLUMNS[:1], constants=(("age", "old"),))
    assert said == "residents.csv: constants: a whole number of years, 10 to 120 (found 'old')"


def test_points_and_commas_as_decimal_signs_in_one_column_are_refused(tmp_path):
    mixed = RESIDENTS.replace(",", ";").replace("120", "120,5")
    (said,) = faults(tmp_path, mixed)
    assert "residents.csv:2: wealth" in said


def test_all_faults_of_both_files_are_reported_together(tmp_path):
    bad = RESIDENTS.replace("34", "old").replace("10,M", "10,X")
    found = faults(tmp_path, bad, TIES.replace("7,9,friend", "7,9"))
    assert [said.partition(": ")[0] for said in found] == ["residents.csv:2", "residents.csv:3", "ties.csv:2"]


def test_no_more_than_fifty_faults_are_written_out(tmp_path):
    found = faults(tmp_path, ties="source,target\n" + "7,stranger\n" * 80)
    assert len(found) == 51
    assert "30 other faults like these" in found[-1]


NODES = '<node id="7"/><node id="9"/>'
BAD_GRAPHS = {
    "a document type": ('<!DOCTYPE graphml [<!ENTITY x "7">]><graphml/>', "GraphML without a document type"),
    "an outside entity": (
        '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/hostname">]><g>&x;</g>',
        "without a document type",
    ),
    "something else than XML": ("source,target\n7,9\n", "well-formed GraphML"),
    "half a file": (f"<graphml><graph>{NODES}", "well-formed GraphML"),
    "no graph": ("<graphml/>", "a GraphML graph with at least one node"),
    "a node twice": (f'<graphml><graph>{NODES}\n<node id="7"/></graph></graphml>', ":2: node: an id that line 1"),
    "an edge out of nowhere": (
        f'<graphml><graph>{NODES}\n<edge source="7" target="8"/></graph></graphml>',
        ":2: edge: the id of a node of this file (found '8')",
    ),
    "a stranger": ('<graphml><graph><node id="Sitti"/></graph></graphml>', "did you mean 'Siti'?"),
    "a tie of many": (f"<graphml><graph>{NODES}<hyperedge/></graph></graphml>", "ties of two residents each"),
    "boxes in boxes": ("<graphml>" + "<graph>" * 70 + "</graph>" * 70 + "</graphml>", "at most 64 elements"),
    "an unknown encoding": ('<?xml version="1.0" encoding="klingon"?><graphml/>', "GraphML"),
}


@pytest.mark.parametrize(("content", "said"), BAD_GRAPHS.values(), ids=BAD_GRAPHS)
def test_a_graphml_file_is_refused_for(tmp_path, content, said):
    table = ResidentsFile(write(tmp_path, "residents.csv", RESIDENTS), COLUMNS)
    network = TiesFile(write(tmp_path, "ties.graphml", content), "graphml", ENDS[:2])
    with pytest.raises(InputError) as refusal:
        import_village(table, network, People(), Institutions(), 1)
    assert said in str(refusal.value)


def test_an_unknown_format_is_refused(tmp_path):
    network = TiesFile(write(tmp_path, "ties.gml", "graph"), "grahpml")
    with pytest.raises(InputError, match="did you mean 'graphml'"):
        imported_community(
            ResidentsFile(write(tmp_path, "residents.csv", RESIDENTS)), network, People(), Institutions(), 1
        )


# --- villages that were really studied -----------------------------------------------------------------------------


def test_a_village_of_korean_women_is_read(tmp_path):
    nodes, ties = (data(f"korea_mothers_clubs/village_01_{part}.csv") for part in ("nodes", "edges"))
    table = ResidentsFile(nodes, (("id", "id"), ("sex", "gender"), ("age", "age")))
    found = import_village(
        table, TiesFile(ties, columns=ENDS, layers=("closest_neighbour",)), People(), Institutions(), 1
    )
    assert found.community.residents.female.all()
    assert (found.report.residents, found.report.ties) == (46, 111)


def test_every_measured_village_is_read_or_its_impossible_ages_are_named():
    for nodes in sorted(data("brazil_farmers").glob("*_nodes.csv")):
        table = ResidentsFile(nodes, (("id", "id"), ("age", "age")), constants=(("sex", "male"),))
        network = TiesFile(nodes.with_name(nodes.name.replace("nodes", "edges")))
        if "_31_" in nodes.name:  # where one farmer has the age 0
            with pytest.raises(InputError, match="found '0'"):
                imported_community(table, network, People(), Institutions(), 1)
        else:
            assert len(imported_community(table, network, People(), Institutions(), 1).ids) > 30


@pytest.mark.parametrize("name", ["korea_village_01", "brazil_village_10"])
def test_presets_of_real_villages_point_to_their_files(name):
    data("brazil_farmers")
    lines = (COMMUNITIES / f"{name}.yaml").read_text().splitlines()
    files = [line.split("file:")[1].strip() for line in lines if "file:" in line]
    assert all((COMMUNITIES / file).is_file() for file in files)
    assert len(files) == 2
