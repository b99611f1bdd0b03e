"""What somebody damages or writes himself is told in a sentence; no traceback reaches a page, and no value a log."""

import logging
import subprocess
import sys
import threading

import pytest
import reacton
import solara
import solara.server.app
import solara.server.patch

from fuzz_links import PLACES, a_game, code_of, fuzz, text_of
from simkomunitas.app import app_page, viewer_state
from simkomunitas.app.page_link import BrokenLinkError, decode_state, encode_state
from simkomunitas.app.server import traceback_replacement
from simkomunitas.app.server.server_log import (
    MAX_LINES_PER_MINUTE,
    PrivateLogFormatter,
    RepeatFilter,
    configure_logging,
)
from simkomunitas.app.server.traceback_replacement import TracebackReplacement, replace_tracebacks
from simkomunitas.app.workshop.workshop_store import WORKSHOP_FILE, WorkshopStore

SECRET = "the value that was sent"


def test_damaged_links_and_workshops_are_read_or_refused():
    found = fuzz(300)
    assert found["links refused"] > 150
    assert found["workshops refused"] > 150
    assert found["links read"] > 5


@pytest.mark.parametrize("text", ['{"a":[["balanced"]],"s":1,"w":0,"v":"watch","l":"id","n":0}', "[" * 50_000])
def test_a_link_without_its_colouring_or_full_of_brackets_is_refused(text):
    with pytest.raises(BrokenLinkError):
        decode_state(code_of(text))


def test_a_link_with_half_a_character_is_refused():
    whole = text_of(encode_state(PLACES[1]))
    assert decode_state(code_of(whole)) == PLACES[1]
    with pytest.raises(BrokenLinkError):
        decode_state(code_of(whole.replace('"tim"', '"\\ud800"')))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"merah"', '"biru"'), ('"merah"', '""'), ('"merah"', '"\\ud800"'), ('"merah"', "[" * 5_000),
     ('"round": 1', '"round": 9'), ('"random"', '"[]"'), ("[", ""), ("", "x" * 2_000_000)],
)  # fmt: skip
def test_a_damaged_workshop_is_none(tmp_path, old, new):
    assert old in a_game()
    (tmp_path / WORKSHOP_FILE).write_text(a_game())
    assert WorkshopStore(tmp_path).game is not None
    (tmp_path / WORKSHOP_FILE).write_text(a_game().replace(old, new, 1))
    assert WorkshopStore(tmp_path).game is None


def test_a_kept_workshop_whose_decisions_do_not_fit_its_quarter_is_made_to_fit(tmp_path):
    (tmp_path / WORKSHOP_FILE).write_text(a_game().replace('"round": 1', '"round": 3'))
    assert {len(team.decisions) for team in WorkshopStore(tmp_path).game.teams} == {3}


def test_a_page_whose_beginning_fails_says_so_in_a_sentence(monkeypatch):
    def fail(search):
        raise KeyError(search)

    monkeypatch.setattr(app_page, "_restore_from_url", fail)
    routed = solara.RoutingProvider(children=[app_page.Page()], routes=[solara.Route(path="/")], pathname="/")
    _, context = reacton.render(routed, handle_error=False)
    said = viewer_state.notice.value
    context.close()
    assert said.key == "trouble:failed"


def test_where_no_page_catches_an_error_a_sentence_stands(monkeypatch, caplog):
    for module in (solara.server.app, solara.server.patch, reacton.core):
        monkeypatch.setattr(module, "traceback", module.traceback)
    replace_tracebacks()

    @solara.component
    def broken():
        raise ValueError(SECRET)

    for module in (solara.server.app, solara.server.patch, reacton.core):
        assert isinstance(module.traceback, TracebackReplacement)
    shown = "".join(solara.server.app.traceback.format_exception(None, ValueError(SECRET), None))
    assert "Halaman ini" in shown
    assert "This page" in shown
    box, context = reacton.render(broken(), handle_error=True)
    told = str([getattr(child, "value", "") for child in box.children])
    context.close()
    assert "This page" in told
    assert SECRET not in told
    assert traceback_replacement.LOG.name in {record.name for record in caplog.records}


def line_of(error, name="solara.server.app", text="failed for %s"):
    try:
        raise error
    except type(error):
        record = logging.LogRecord(name, logging.ERROR, "/home/x/server.py", 7, text, (SECRET,), sys.exc_info())
        return PrivateLogFormatter().format(record)


def test_a_line_of_the_log_names_the_kind_and_the_place_and_no_value():
    line = line_of(ValueError(SECRET))
    assert "solara.server.app, server.py:7: ValueError (test_links_and_logs.py:" in line
    for hidden in (SECRET, "/home", "\n", "failed"):
        assert hidden not in line


def test_the_log_tells_the_same_a_few_times_only():
    few, record = RepeatFilter(), logging.LogRecord("x", logging.ERROR, "a.py", 1, "", (), None)
    other = logging.LogRecord("x", logging.ERROR, "a.py", 2, "", (), None)
    assert sum(few.filter(record) for _ in range(100)) == MAX_LINES_PER_MINUTE
    assert few.filter(other)


def test_errors_of_threads_and_warnings_are_lines_too(capfd, monkeypatch):
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    configure_logging()

    def fail():
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    logging.captureWarnings(False)
    said = capfd.readouterr().err
    assert "a thread ended: ValueError (test_links_and_logs.py:" in said
    assert SECRET not in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps to the limit")
def test_the_server_runs_out_of_memory_before_the_machine_does():
    code = (
        "from simkomunitas.app.server import resource_limits as resources\n"
        "from solara.server.kernel import deserialize_binary_message as read\n"
        "resources.SERVER_MEGABYTES = 1000\n"
        "assert resources.set_memory_limit()\n"
        "try: read(b'\\x20\\0\\0\\0')\n"
        "except MemoryError: print('refused')\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert told.stdout == "refused\n"
