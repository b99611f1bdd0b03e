"""Files that do not say clearly what they mean are refused with every fault, its place and its cure."""

import pickle

import pytest

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community, read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings
from village_files import COLUMNS, ENDS, RESIDENTS, TIES, faults, write

pytestmark = pytest.mark.usefixtures("faults_in_indonesian")

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
        read_community(
            ResidentsFile(tmp_path / "resident.csv"),
            TiesFile(tmp_path / "no.csv"),
            PopulationSettings(),
            InstitutionSettings(),
            1,
        )


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="an existing file"):
        read_community(ResidentsFile(tmp_path), TiesFile(tmp_path), PopulationSettings(), InstitutionSettings(), 1)


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
        read_community_with_report(table, network, PopulationSettings(), InstitutionSettings(), 1)
    assert said in str(refusal.value)


def test_an_unknown_format_is_refused(tmp_path):
    network = TiesFile(write(tmp_path, "ties.gml", "graph"), "grahpml")
    with pytest.raises(InputError, match="did you mean 'graphml'"):
        read_community(
            ResidentsFile(write(tmp_path, "residents.csv", RESIDENTS)),
            network,
            PopulationSettings(),
            InstitutionSettings(),
            1,
        )


def test_faults_found_in_another_process_arrive_as_they_were_found():
    refused = InputError(
        [ErrorDetail("file:1", "key", "'value'", "text", "remove it"), ErrorDetail("file:2", "key", "", "a list")]
    )
    arrived = pickle.loads(pickle.dumps(refused))
    assert arrived.errors == refused.errors
    assert str(arrived) == str(refused)
