"""What goes wrong in the app is told in a sentence, never as a traceback; what a workshop has reached is not lost."""

import re
import socket
import threading

import pytest

import dropping
from visiting import READY, Server, Visit

BREAKING = """
import os
from simkomunitas.app.server.frontend_assets import prepare_asset_folder
from simkomunitas.app.server.app_server import solara_settings
os.environ.update(solara_settings(prepare_asset_folder()))  # before anything of Solara
from simkomunitas.app import app_page
from simkomunitas.app.views import compare_view

def broken(*_):
    raise RuntimeError("secret of the house")

assert "about" in app_page.VIEW_COMPONENTS and compare_view.viewer_state.change_seed
app_page.VIEW_COMPONENTS["about"] = app_page.solara.component(lambda reels, language: broken())
compare_view.viewer_state.change_seed = broken
from simkomunitas.cli.command_line import main
main()
"""


@pytest.fixture(scope="module")
def breaking(tmp_path_factory):
    """An app in which one view, and one control, go wrong."""
    running = Server(tmp_path_factory.mktemp("state"), code=BREAKING)
    yield running
    running.stop()


def test_a_fault_is_told_in_a_sentence_and_the_page_goes_on(chromium, breaking):
    viewer = Visit(chromium, breaking.address)
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.click("[data-view=about]")
    viewer.reads("Ada yang tidak beres", ".sk-notice")
    viewer.go("compare")
    page.locator('[data-key="seed"] input').fill("7")
    page.locator('[data-key="seed"] input').press("Tab")
    viewer.reads("Ada yang tidak beres", ".sk-notice")
    page.wait_for_function("""() => document.querySelector('[data-key="seed"] input').value === '1'""")
    other = Visit(chromium, breaking.address)
    other.page.wait_for_selector(".sk-map canvas")
    for text in (page.inner_text("body"), other.page.inner_text("body")):
        assert "Traceback" not in text
        assert "secret" not in text
    other.close()
    viewer.complaints.clear()  # the server may say in the console that something went wrong, never what
    viewer.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """An app that is open to the network by a join code."""
    running = Server(tmp_path_factory.mktemp("state"), "--lan")
    yield running
    running.stop()


def own_address(server):
    """How a phone would call this machine; the test is left out where there is no network."""
    found = re.search(r"(http://[\d.]+:\d+/).*join code: (\d{6})", server.next_line())
    if not found:
        pytest.skip("this machine has no network to share")
    host = re.search(r"//([\d.]+)", found[1])[1]
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex((host, server.port)):
            pytest.skip("this machine cannot reach itself by its own address")
    return found[1], found[2]


def phone_at(chromium, address, code):
    """A phone that has typed a code at the door."""
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, locale="id-ID").new_page()
    phone.goto(address)
    phone.fill("#code", code)
    phone.press("#code", "Enter")
    return phone


def name_team(phone, name):
    phone.fill('[data-key="team"] input', name)
    phone.press('[data-key="team"] input', "Enter")


def test_a_phone_joins_by_code_and_keeps_its_team(chromium, shared):
    address, code = own_address(shared)
    trainer = Visit(chromium, shared.address, "?view=play")
    trainer.page.wait_for_selector('[data-key="begin"]')
    trainer.press("begin")
    trainer.reads(code, ".sk-join")
    phone = phone_at(chromium, address, "000000")
    phone.wait_for_selector(".wrong")
    phone.fill("#code", code)
    phone.press("#code", "Enter")
    phone.wait_for_selector('[data-key="team"]')
    assert phone.locator(".sk-tab").all_inner_texts() == ["Bermain"]  # a round is not spoilt by looking elsewhere
    before = phone.evaluate("() => location.search")
    name_team(phone, "Melati")
    phone.wait_for_selector("text=Tim Anda: Melati")
    trainer.reads("Melati: masih berunding")
    assert phone.locator('[data-key="reveal"]').count() == 0  # only the trainer reveals
    phone.wait_for_function("(before) => location.search !== before", arg=before)
    phone.reload()
    phone.wait_for_selector("text=Tim Anda: Melati")
    phone.locator('[data-key="send"] button').click()
    trainer.reads("Melati: sudah memutuskan")
    link, other = phone.url, phone_at(chromium, address, code)
    other.wait_for_selector('[data-key="team"]')
    for ask in (lambda: name_team(other, "melati "), lambda: other.goto(link)):
        ask()
        other.wait_for_selector("text=Tim Melati sudah ikut bermain")
        other.locator('[data-key="other"] button').click()
        other.wait_for_selector('[data-key="team"]')
    name_team(other, "Kenanga")
    other.wait_for_selector("text=Tim Anda: Kenanga")
    trainer.reads("Kenanga: masih berunding")
    trainer.press("reveal")
    trainer.reads("Belum memutuskan: Kenanga", ".sk-sure")
    trainer.press("no")
    trainer.press("stop")
    trainer.press("yes")
    trainer.page.wait_for_selector('[data-key="begin"]')
    phone.wait_for_selector("[data-view=watch]")  # now everything may be looked at
    for one in (phone, other):
        one.context.close()
    trainer.close()


def test_a_connection_that_drops_comes_back_with_everything(chromium, server):
    viewer = Visit(chromium, server.address)
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-scrub").fill("77")
    viewer.go("compare")
    before = viewer.searched()
    viewer.choose("colour", "trust")
    viewer.reads("penuh", ".sk-legend")
    page.wait_for_function("(before) => location.search !== before", arg=before)
    with page.expect_navigation():
        page.evaluate("() => solara.debug.dropConnection()")
    page.wait_for_selector(READY["compare"])
    viewer.chosen("colour", "trust")
    viewer.choose("colour", "wealth")
    viewer.reads("termiskin", ".sk-legend")
    before = viewer.searched()
    viewer.choose("colour", "load")
    viewer.reads("sekali dua minggu", ".sk-legend")
    viewer.week("Minggu 77")
    page.wait_for_function("(before) => location.search !== before", arg=before)
    page.reload()
    page.wait_for_selector(READY["compare"])
    viewer.week("Minggu 77")
    viewer.chosen("colour", "load")
    viewer.complaints.clear()  # the browser says that a connection was lost
    viewer.close()


@pytest.mark.parametrize("drops", [2, pytest.param(200, marks=pytest.mark.long)])
def test_whoever_loses_the_network_for_seconds_finds_everything_again(chromium, drops):
    found = dropping.drop(chromium, drops, longest=6.0)
    assert found["not_back"] <= drops // 100, found["first"]


HASTE = (
    "(() => { const usual = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = (t) => usual(t / 100); })()"
)


def test_a_widget_that_takes_long_to_get_ready_hears_the_server_all_the_same(chromium, server):
    viewer = Visit(chromium, server.address, script=HASTE)  # as if getting ready took a hundred times as long
    viewer.page.wait_for_selector(".sk-map canvas")
    viewer.choose("colour", "trust")
    viewer.page.wait_for_selector('.sk-map canvas[aria-label*="rasa percaya"]', timeout=30_000)
    viewer.close()


@pytest.fixture
def proxy(monkeypatch):
    """A proxy that refuses everything, and everybody who asked it."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, address)
        monkeypatch.setenv("NO_PROXY", "")

        def refuse():
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                asked.append(caller.recv(200))
                caller.close()

        threading.Thread(target=refuse, daemon=True).start()
        yield asked


def test_nothing_leaves_the_machine(chromium, proxy, tmp_path):
    running = Server(tmp_path)
    viewer = Visit(chromium, running.address)
    for view in READY:
        viewer.go(view)
    viewer.close()  # fails on any request of the browser to outside
    running.stop()
    assert proxy == []
