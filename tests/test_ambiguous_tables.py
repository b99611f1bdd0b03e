"""Tables that can be read in two ways are refused with the way out; what is left out or drawn is told."""

import jsonschema
import pytest

from configuration_files import only_fault, scenario
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_json_schema import build_json_schema
from simkomunitas.config.config_nodes import to_plain_value
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.village_import import read_community_with_report
from simkomunitas.model.community.village_settings import InstitutionSettings, PopulationSettings
from simkomunitas.reports.import_report import describe_import
from village_files import faults, imported, write

AB = "source,target\na,b\n"
pytestmark = pytest.mark.usefixtures("faults_in_indonesian")


def columns(**named):
    return (("id", "id"), *named.items())


def only(folder, residents, ties=AB, **more):
    found = faults(folder, residents, ties, **more)
    assert len(found) == 1, found
    return found[0]


def report(folder, residents, ties=AB, **more):
    return imported(folder, residents, ties, **more).report


# Numbers


AREAS = "id;luas\na;800\nb;1.250\nc;950\nd;12.500\n"


def test_points_that_may_part_thousands_are_refused(tmp_path):
    said = only(tmp_path, AREAS, columns=columns(wealth="luas"))
    assert said.startswith("residents.csv:3: luas: numbers without points or commas between thousands (found '1.250')")
    assert said.endswith("write 1250, or 1.2500 with a fourth decimal")


@pytest.mark.parametrize(
    ("area", "rank_of_b"), [("1250", 0.625), ("1.2500", 0.125), ("1,2500", 0.125)], ids=["thousands", "point", "comma"]
)
def test_the_way_out_of_points_between_thousands_is_read(tmp_path, area, rank_of_b):
    text = AREAS.replace("1.250", area).replace("12.500", "12500")
    wealth = imported(tmp_path, text, AB, columns=columns(wealth="luas")).community.residents.wealth
    assert wealth[1] == rank_of_b


def test_three_decimals_that_cannot_be_thousands_are_decimals(tmp_path):
    ages = "id,umur\na,35.000\nb,40.000\n"
    assert imported(tmp_path, ages, AB, columns=columns(age="umur")).community.residents.age.tolist() == [35, 40]
    shares = "id,w\na,0.250\nb,1.250\n"
    assert imported(tmp_path, shares, AB, columns=columns(wealth="w")).community.residents.wealth[0] == 0.25


def test_a_decimal_comma_in_quotes_is_read(tmp_path):
    text = 'id,w\na,"101,5"\nb,"80,25"\n'
    assert imported(tmp_path, text, AB, columns=columns(wealth="w")).community.residents.wealth.tolist() == [0.75, 0.25]


def test_a_number_with_two_kinds_of_marks_is_not_called_unknown(tmp_path):
    said = only(tmp_path, "id;w\na;1.101,5\nb;3.5\n", columns=columns(wealth="w"))
    assert said.endswith("write it with one decimal point, and nothing between thousands")


def test_a_child_is_no_resident_of_unknown_age(tmp_path):
    found = faults(tmp_path, "id,umur\na,35\nb,5\nc,0\nd,9\n", AB, columns=columns(age="umur"))
    assert len(found) == 3
    assert all(said.endswith("leave out the rows of those younger than 10, and their ties") for said in found)


@pytest.mark.parametrize("code", ["0", "0.0", "99.5", "999", "-1", "-"])
def test_only_a_usual_code_is_offered_as_unknown(tmp_path, code):
    said = only(tmp_path, f"id,umur\na,35\nb,{code}\n", columns=columns(age="umur"))
    assert ("if this means unknown" in said) == (code != "99.5")


# Words


def test_p_beside_w_is_a_man_or_a_woman(tmp_path):
    residents = "id,jk\na,P\nb,W\nc,P\nd,W\n"
    for values in ((), (("sex", (("W", "female"),)),)):
        said = only(tmp_path, residents, columns=columns(sex="jk"), values=values)
        assert said.startswith("residents.csv:2: jk: a letter that can be read in one way: P is perempuan or pria")
        assert "say values: {sex: {P: male, W: female}}" in said
    settled = (("sex", (("P", "male"), ("W", "female"))),)
    found = imported(tmp_path, residents, AB, columns=columns(sex="jk"), values=settled)
    assert found.community.residents.female.tolist() == [False, True, False, True]


@pytest.mark.parametrize("letters", ["PPP", "PLP", "PMP"])
def test_p_alone_or_beside_a_man_is_a_woman(tmp_path, letters):
    residents = "id,jk\n" + "".join(f"{name},{letter}\n" for name, letter in zip("abc", letters, strict=True))
    found = imported(tmp_path, residents, AB, columns=columns(sex="jk")).community.residents.female.tolist()
    assert found == [letter == "P" for letter in letters]


def test_blanks_and_invisible_characters_part_no_hamlets(tmp_path):
    residents = "id,rt\na,RT 1\nb,RT\u00a01\nc,RT  1\nd,RT 1\u200b\n"
    assert imported(tmp_path, residents, AB, columns=columns(hamlet="rt")).community.hamlets == ("RT 1",)


def test_one_hamlet_in_several_spellings_is_refused_with_the_words_that_join_them(tmp_path):
    residents = "id,rt\na,RT 1\nb,rt 1\nc,RT 01\nd,RT 10\n"
    said = only(tmp_path, residents, columns=columns(hamlet="rt"))
    assert "residents.csv:3: rt: one spelling of 'RT 1', which stands in line 2 (found 'rt 1', 'RT 01')" in said
    assert said.endswith("say values: {hamlet: {'rt 1': 'RT 1', 'RT 01': 'RT 1'}}")
    values = (("hamlet", (("rt 1", "RT 1"), ("RT 01", "RT 1"))),)
    found = imported(tmp_path, residents, AB, columns=columns(hamlet="rt"), values=values)
    assert found.community.hamlets == ("RT 1", "RT 10")


@pytest.mark.parametrize(
    ("one", "other"), [("A+", "A-"), ("1.01", "1.1"), ("1,10", "1,1"), ("-1", "1"), ("1 1", "11"), ("RT 1/2", "RT 12")]
)
def test_signs_and_decimals_make_another_label(tmp_path, one, other):
    residents = f"id;rt\na;{one}\nb;{other}\n"
    assert set(imported(tmp_path, residents, AB, columns=columns(hamlet="rt")).community.hamlets) == {one, other}


@pytest.mark.parametrize("other", ["rt1", "Rt 001", "RT  1", "RT\u00a001"])
def test_case_blanks_and_leading_zeros_make_no_other_label(tmp_path, other):
    residents = f"id,rt\na,RT 1\nb,{other}\nc,RT 2\n"
    named = columns(hamlet="rt")
    if " ".join(other.split()) == "RT 1":
        assert imported(tmp_path, residents, AB, columns=named).community.hamlets == ("RT 1", "RT 2")
    else:
        assert "one spelling of 'RT 1'" in only(tmp_path, residents, columns=named)


def test_houses_that_are_numbered_anew_in_each_hamlet_are_refused(tmp_path):
    residents = "id,rt,kk\na,RT 1,1\nb,RT 2,1\nc,RT 2,2\nd,RT 2,2\n"
    said = only(tmp_path, residents, columns=columns(hamlet="rt", household="kk"))
    assert "residents.csv:3: kk: a household in one hamlet (found '1' in 'RT 1' and in 'RT 2')" in said


# People


@pytest.mark.parametrize("ids", [("3,20101E+15", "3,20102E+15"), ("3.2e+15", "3.3e+15")])
def test_ids_that_a_spreadsheet_has_rounded_are_refused(tmp_path, ids):
    residents, ties = "id;jk\n{};P\n{};L\n".format(*ids), "source;target\n{};{}\n".format(*ids)
    found = faults(tmp_path, residents, ties, columns=columns(sex="jk"))
    assert len(found) == 2
    assert all("a spreadsheet has rounded it: format the column as text" in said for said in found)


def test_long_ids_that_all_end_in_nought_were_rounded(tmp_path):
    residents = "id\n3201010101010010\n3201010101010020\n"
    found = faults(tmp_path, residents, AB, columns=columns())
    said = next(fault for fault in found if "rounded" in fault)
    assert said.startswith("residents.csv:2: id: numbers of more than 15 digits that do not all end in 0")


@pytest.mark.parametrize("row", ["Jumlah,,", "TOTAL:,,75", "Sumber: kantor desa,,"])
def test_a_row_of_totals_or_notes_is_no_resident(tmp_path, row):
    said = only(tmp_path, f"id,jk,umur\n1,P,34\n2,L,41\n{row}\n", "source,target\n1,2\n",
                columns=columns(sex="jk", age="umur"))  # fmt: skip
    assert said.startswith("residents.csv:4: id: a resident (found ")
    assert said.endswith("delete rows of totals and notes")


def test_another_number_is_another_person(tmp_path):
    residents = "id\n" + "".join(f"{number}\n" for number in range(1000, 1100, 7))
    found = faults(tmp_path, residents, "source,target\n1001,1099\n1500,1007\n", columns=columns())
    assert found == [
        "ties.csv:2: source: the id of a resident (found '1001'); ends of ties in this file that are residents: 1 of 4",
        "ties.csv:2: target: the id of a resident (found '1099')",
        "ties.csv:3: source: the id of a resident (found '1500')",
    ]


# Ties


WEIGHTED = "source,target,Weight\na,b,1\na,c,0\nb,c,0.0\nc,d,2.5\n"
FOUR = "id,jk\na,P\nb,P\nc,P\nd,P\n"


def test_a_tie_of_weight_nought_is_none_and_is_told(tmp_path):
    found = report(tmp_path, FOUR, WEIGHTED, columns=columns(sex="jk"))
    assert (found.ties, found.ties_without_weight, found.ties_with_weight) == (2, 2, True)
    assert "left out: weights of ties, as all count alike; 2 rows of weight 0, as that is no tie" in describe_import(
        found
    )


def test_where_no_weight_is_nought_nothing_is_said_of_such_rows(tmp_path):
    found = report(tmp_path, FOUR, WEIGHTED.replace(",0.0", ",2").replace(",0", ",1"), columns=columns(sex="jk"))
    assert "left out: weights of ties, as all count alike" in describe_import(found)


@pytest.mark.parametrize("weight", ["-1", "nol", ""])
def test_a_weight_that_may_be_a_tie_or_none_is_refused(tmp_path, weight):
    said = only(tmp_path, FOUR, WEIGHTED.replace("2.5", weight), columns=columns(sex="jk"))
    assert said.startswith("ties.csv:5: weight: a weight of nought or more")


def test_a_column_of_words_that_is_called_like_weights_is_none(tmp_path):
    words = WEIGHTED.replace(",1", ",friend").replace(",0.0", ",kin").replace(",0", ",").replace(",2.5", ",kin")
    assert report(tmp_path, FOUR, words, columns=columns(sex="jk")).ties == 4


def test_an_edge_without_a_weight_is_a_tie(tmp_path):
    edges = '<edge source="a" target="b"><data key="w">2</data></edge><edge source="a" target="c"/>'
    found = graphml(tmp_path, f'<key id="w" for="edge" attr.name="weight"/><graph>{NODES}{edges}</graph>')
    assert found.ties == 2


def graphml(folder, content):
    table = ResidentsFile(write(folder, "residents.csv", FOUR), columns(sex="jk"))
    network = TiesFile(write(folder, "ties.graphml", f"<graphml>{content}</graphml>"), "graphml")
    return read_community_with_report(table, network, PopulationSettings(), InstitutionSettings(), 1).report


NODES = "".join(f'<node id="{name}"/>' for name in "abcd")


def test_an_edge_of_weight_nought_is_none_either(tmp_path):
    edges = "".join(f'<edge source="a" target="{end}"><data key="w">{end == "b":d}</data></edge>' for end in "bcd")
    found = graphml(tmp_path, f'<key id="w" for="edge" attr.name="weight"/><graph>{NODES}{edges}</graph>')
    assert (found.ties, found.ties_without_weight) == (1, 2)


@pytest.mark.parametrize("second", ['<node id="c"/><edge source="c" target="c"/>', NODES], ids=["other", "same"])
def test_two_graphs_in_a_file_are_not_merged(tmp_path, second):
    with pytest.raises(InputError, match=r"graph: one graph \(found 2: 'money, advice'\)") as refused:
        graphml(tmp_path, f'<graph id="money">{NODES}</graph><graph id="advice">{second}</graph>')
    assert len(refused.value.errors) == 1


def test_a_matrix_of_residents_is_no_list_of_ties(tmp_path):
    said = only(tmp_path, "id,jk\na,P\nb,L\n", ",a,b\na,0,1\nb,1,0\n", columns=columns(sex="jk"))
    assert said.endswith("(found a square matrix of residents); write the ties as two columns of ids")


@pytest.mark.parametrize(("text", "name"), [("dl n=2 format=fullmatrix\n0 1\n", "UCINET"), ("*Vertices 2\n", "Pajek")])
def test_networks_of_other_programs_are_named(tmp_path, text, name):
    assert f"this is a network of {name}, save it as CSV" in only(tmp_path, FOUR, text, columns=columns(sex="jk"))


# Columns


def test_columns_are_found_whatever_their_case_blanks_and_underscores(tmp_path):
    named = (("id", "nik"), ("sex", "jenis_kelamin"))
    found = report(tmp_path, "NIK,Jenis Kelamin\na,P\nb,L\n", "Source,Target\na,b\n", columns=named)
    assert found.respelled_columns[:2] == (("nik", "NIK"), ("jenis_kelamin", "Jenis Kelamin"))
    assert "column 'nik': read from 'NIK'" in describe_import(found)


def test_two_columns_that_differ_in_case_only_are_not_mixed_up(tmp_path):
    residents = "id,Kelas,KELAS\na,1,2\nb,1,3\n"
    assert imported(tmp_path, residents, AB, columns=columns(hamlet="KELAS")).community.hamlets == ("2", "3")
    assert "hamlet: a column of the file (found 'kelas')" in only(tmp_path, residents, columns=columns(hamlet="kelas"))


@pytest.mark.parametrize("title", ["DATA WARGA DESA SUKAMAJU,,", "DATA WARGA; DESA SUKAMAJU"])
def test_rows_above_the_names_of_the_columns_are_one_fault(tmp_path, title):
    said = only(tmp_path, f"{title}\n\nid,jk,umur\na,P,34\nb,L,40\n", columns=columns(sex="jk", age="umur"))
    assert said.startswith("residents.csv:3: row: the names of the columns in the first line")
    assert said.endswith("delete the lines above")


def test_a_column_without_a_name_is_one_fault(tmp_path):
    said = only(tmp_path, "id,jk,\na,P,x\nb,L,y\n", columns=columns(sex="jk"))
    assert said == "residents.csv:2: row: a name for this column in the first line (found 'x')"


# How much is told


def test_faults_beyond_fifty_are_counted_for_each_file(tmp_path):
    residents = "id,umur\n" + "".join(f"w{number},x\n" for number in range(300))
    ties = "source,target\n" + "w1,w2,w3\n" * 70
    found = faults(tmp_path, residents, ties, columns=columns(age="umur"))
    assert len(found) == 102
    assert [said for said in found if "more" in said] == [
        "residents.csv: more: 250 other faults like these",
        "ties.csv: more: 20 other faults like these",
    ]


def test_check_tells_what_was_read_what_was_left_out_and_what_was_drawn(tmp_path, capsys):
    write(tmp_path, "res.csv", "id;jk;umur\n" + "".join(f"w{number};;\n" for number in range(40)))
    write(tmp_path, "ties.csv", "source;target\nw1;w1\n")
    village = write(tmp_path, "v.yaml", "kind: imported\nresidents: {file: res.csv, columns: {sex: jk, age: umur}}\n"
                    "network: {file: ties.csv}\n")  # fmt: skip
    with pytest.raises(SystemExit, match="0"):
        main(["check-config", str(village)])
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("v.yaml: community, no errors")
    assert said[1].startswith("  read: 40 residents (")
    assert said[1].endswith(" in 40 houses and 1 hamlet, 0 ties, 40 residents without a tie")
    assert said[2] == "  left out: 1 tie of somebody to herself"
    assert "age of all" in said[3]


# Files that are no tables


@pytest.mark.parametrize("name", ["passwd", "id_rsa", "notes.key"])
def test_nothing_is_quoted_from_a_file_that_is_no_table(tmp_path, name):
    secret = "root:x:0:0:s3cret,1:/root\n"
    table = ResidentsFile(write(tmp_path, name, secret))
    with pytest.raises(InputError) as refused:
        read_community_with_report(
            table, TiesFile(write(tmp_path, "ties.csv", secret)), PopulationSettings(), InstitutionSettings(), 1
        )
    assert "a file whose name ends in .csv" in str(refused.value)
    (tmp_path / "list.txt").write_text(secret.replace(",", ""))
    with pytest.raises(InputError, match="the first line is not parted by commas") as refused:
        read_community_with_report(
            ResidentsFile(tmp_path / "list.txt"),
            TiesFile(tmp_path / "no.csv"),
            PopulationSettings(),
            InstitutionSettings(),
            1,
        )
    assert "s3cret" not in str(refused.value)


# A table of residents alone


def test_a_village_without_a_list_of_ties_has_drawn_ones_and_says_so(tmp_path):
    houses = "id,jk,rt,kk\n" + "".join(
        f"w{number},{'PL'[number % 2]},RT {number // 30},{number // 3}\n" for number in range(60)
    )
    named = columns(sex="jk", hamlet="rt", household="kk")
    found = read_community_with_report(
        ResidentsFile(write(tmp_path, "r.csv", houses), named), None, PopulationSettings(), InstitutionSettings(), 1
    )
    assert dict(found.report.drawn_facts)["ties"] == 60
    assert "ties of all" in describe_import(found.report)[-1]
    household, ends = found.community.residents.household, found.community.ties
    for row, other in ((0, 1), (0, 2), (58, 59)):
        assert household[row] == household[other]
        assert other in ends.neighbour[ends.start[row] : ends.start[row + 1]]
    assert found.report.ties > 60


def test_drawn_ties_are_asked_for_by_a_word_and_written_so_again(tmp_path):
    write(tmp_path, "r.csv", "id\na\nb\n")
    text = "community:\n  kind: imported\n  residents: {file: r.csv}\n  network: drawn\n"
    read = scenario(tmp_path, text)
    assert read.village.network is None
    assert scenario(tmp_path, to_yaml(export_resolved(read))) == read
    jsonschema.validate(to_plain_value(read_yaml_file(write(tmp_path, "x.yaml", text), [])), build_json_schema())


@pytest.mark.parametrize("word", ["", "drwan", "ties.csv"])
def test_no_other_word_stands_for_ties(tmp_path, word):
    write(tmp_path, "r.csv", "id\na\n")
    text = f"community: {{kind: imported, residents: {{file: r.csv}}, network: {word} }}\n"
    assert "a list of ties, or drawn" in only_fault(tmp_path, text)


def test_who_leaves_the_ties_out_is_told_of_both_ways(tmp_path):
    write(tmp_path, "r.csv", "id\na\n")
    fault = only_fault(tmp_path, "community: {kind: imported, residents: {file: r.csv}}\n")
    assert "community.network: this key is required; the list of ties; or drawn" in fault
