"""Files that mean no good: a worker reads them within limits, and says in a sentence what is wrong."""

import io
import re
import zipfile

import pandas as pd
import pytest

from chores import toil
from simkomunitas.app.app_words import app_texts, translate_app_text
from simkomunitas.app.app_worker_pool import AppWorkerPool
from simkomunitas.app.open_scenario_files import open_files
from simkomunitas.app.server.viewer_limits import MAX_UPLOAD_BYTES, scenario_adults
from simkomunitas.app.take_home_parcel import ParcelRequest, build_parcel
from simkomunitas.app.views import open_view
from simkomunitas.base.table_files import encode_csv, escape_formula, unescape_formula
from simkomunitas.config.config_reader import read_scenario
from simkomunitas.workers.worker_supervisor import JobError
from village_files import village_of_sixty

VILLAGE = b"""community:
  kind: imported
  residents: {file: people.csv, columns: {sex: sex}}
  network: {file: ties.graphml, format: graphml}
programme: none
"""
HEAD = b'<?xml version="1.0"?>'
GRAPH = b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">%s</graph></graphml>'
NODES = b"".join(b'<node id="p%d"/>' % number for number in range(60))
EDGES = b"".join(b'<edge source="p%d" target="p%d"/>' % (number, number + 1) for number in range(59))
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12)
)
MOST = MAX_UPLOAD_BYTES - 10_000
GRAPHML = {
    "entities": HEAD + b"<!DOCTYPE x [<!ENTITY a 'p0'>]>" + GRAPH % (NODES + b'<edge source="&a;" target="p1"/>'),
    "laughs": HEAD + LAUGHS + b"]>" + GRAPH % b"&m;",
    "quadratic": HEAD + b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 100_000 + b"'>]>" + GRAPH % (b"&a;" * 100_000),
    "external": HEAD + b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + GRAPH % NODES,
    "external_entity": HEAD + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + GRAPH % b"&a;",
    "parameter": HEAD + b"<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'> %a;]>" + GRAPH % b"",
    "include": HEAD + GRAPH % b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
    "deep": HEAD + b"<a>" * 500_000,
    "attribute": HEAD + GRAPH % (b'<node id="' + b"x" * MOST + b'"/>'),
    "attributes": HEAD + b"<graphml " + b" ".join(b'a%d="1"' % number for number in range(300_000)) + b"/>",
    "namespaces": HEAD + b"<graphml " + b" ".join(b'xmlns:a%d="u"' % number for number in range(100_000)) + b"/>",
    "nul": HEAD + GRAPH % b"\0",
    "cut": HEAD + (GRAPH % (NODES + EDGES))[:-30],
    "utf16": ("\ufeff" + HEAD.decode()).encode("utf-16") + b"\xff",
    "encoding": b'<?xml version="1.0" encoding="utf-7"?>' + GRAPH % NODES,
    "zip": b"PK\x03\x04" + b"\0" * 1000,
    "gzip": b"\x1f\x8b" + b"\0" * 1000,
    "empty": b"",
    "strangers": HEAD + GRAPH % (NODES + b'<edge source="q" target="r"/>' * 100_000),
    "loose_text": HEAD + GRAPH % (b"x" * MOST),
}
TABLES = {
    "columns": b",".join(b"c%d" % number for number in range(600_000)) + b"\n1\n",
    "commas": b"," * MOST,
    "line": b"id,sex\n" + b"x" * MOST,
    "quote": b'id,sex\np0,"' + b"x" * 100_000,
    "many": b"id,sex\n" + b"a,b\n" * (MOST // 4),
    "same": b"id,sex\n" + b"p0,female\n" * 4000,
    "nul": b"id,sex\np0,\0\n",
    "web": b"<!doctype html><html>",
    "unknown": b"id,sex\n" + b"".join(b"p%d,%s\n" % (number, b"y" * 900) for number in range(4000)),
    "marks": b"id,sex\n" + ("p,e" + "\u0301" * 2_000_000).encode(),
}


@pytest.fixture(scope="module")
def crew():
    with AppWorkerPool(1) as pool:
        yield pool


def opened(crew, files, folder, language="id"):
    """What a worker says of these files, within the seconds of work that it has for them."""
    return crew.submit_job(open_files, files, folder, language, seconds=open_view.READ_TIMEOUT).result(300)


def test_a_village_is_read_by_a_worker(crew, tmp_path):
    (arm,) = opened(crew, village_of_sixty(), tmp_path).arms
    assert scenario_adults(arm.scenario) == 60
    assert read_scenario(tmp_path / "v.yaml").village == arm.scenario.village


def test_a_village_whose_ties_are_a_graph_is_read(crew, tmp_path):
    files = village_of_sixty() | {"v.yaml": VILLAGE, "ties.graphml": HEAD + GRAPH % (NODES + EDGES)}
    del files["ties.csv"]
    assert len(opened(crew, files, tmp_path).arms) == 1


@pytest.mark.parametrize("name", GRAPHML)
def test_a_hostile_graph_is_refused_in_a_sentence(crew, tmp_path, name):
    files = {"v.yaml": VILLAGE, "people.csv": village_of_sixty()["people.csv"], "ties.graphml": GRAPHML[name]}
    found = opened(crew, files, tmp_path)
    assert (found.arms, found.key) == ((), "trouble:file")
    assert found.lines
    assert not any(str(tmp_path) in line for line in found.lines)


@pytest.mark.parametrize(("name", "told"), [("laughs", "DOCTYPE"), ("cut", "GraphML"), ("encoding", "GraphML")])
def test_what_is_wrong_with_a_graph_is_said_in_indonesian_too(tmp_path, name, told):
    files = {"v.yaml": VILLAGE, "people.csv": village_of_sixty()["people.csv"], "ties.graphml": GRAPHML[name]}
    (line,) = open_files(files, tmp_path, "id").lines
    assert told in line.partition(": ")[2]
    assert app_texts("id")["fault:other"] not in line


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_table_is_refused_in_a_sentence(crew, tmp_path, name):
    found = opened(crew, village_of_sixty() | {"people.csv": TABLES[name]}, tmp_path)
    assert found.arms == ()
    assert found.key in app_texts("en")
    assert not any(str(tmp_path) in line for line in found.lines)


@pytest.mark.parametrize("names", [["hulu.yaml", "hilir.yaml"], ["people.csv"], ["v.yaml", "photo.jpg"]])
def test_files_of_which_none_is_the_one_to_read_are_told_by_name(tmp_path, names):
    found = open_files(dict.fromkeys(names, b"programme: none\n"), tmp_path, "id")
    assert (found.arms, found.key) == ((), "trouble:choice")
    told = translate_app_text(found.key, "id", **dict(found.values))
    assert all(name in told for name in names)


def test_files_that_take_too_long_are_given_up(crew):
    with pytest.raises(JobError) as told:
        crew.submit_job(toil, seconds=0.5).result(300)
    assert told.value.reason == "slow"


def test_the_server_itself_reads_no_table(tmp_path, monkeypatch):
    def refuse(*_):
        raise AssertionError

    (arm,) = open_files(village_of_sixty(), tmp_path, "en").arms
    monkeypatch.setattr("simkomunitas.model.community.data_import.village_import.read_census", refuse)
    assert scenario_adults(arm.scenario) == 60


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "+1", "-x", "@SUM(1)", "\tx", "'=1", "''-", "Budi", "'s", "", "-0.5", " =1", "a=1", "'"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_escaped_and_read_back(cell):
    safe = escape_formula(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t"))
    assert unescape_formula(safe) == cell


def test_numbers_stay_numbers():
    table = pd.DataFrame({"name": ["=1", "-2"], "effect": [-0.5, 1.0]})
    assert encode_csv(table) == b"name,effect\n'=1,-0.5\n'-2,1.0\n"


def test_the_names_in_a_parcel_hold_no_formula(tmp_path):
    files = village_of_sixty()
    for name in ("people.csv", "ties.csv"):
        files[name] = re.sub(rb"\bp7\b", b'"=HYPERLINK(""x"")"', files[name])
    (arm,) = open_files(files, tmp_path, "en").arms
    with zipfile.ZipFile(io.BytesIO(build_parcel(ParcelRequest((("x", arm.scenario),), 3, 0, "id")))) as taken:
        names = taken.read("A/names.csv").decode()
    assert "\n\"'=HYPERLINK(" in names
    assert len(pd.read_csv(io.StringIO(names))) == 60
