"""The app in a real browser that is truly offline: every path, both languages, and the numbers of ``run``.

Every visit also fails on any complaint of the browser and on any request to outside.
"""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simkomunitas.app.app_words import app_texts, translate_app_text
from simkomunitas.app.presets import PRESETS_FOLDER
from simkomunitas.reports.translated_words import format_percent
from village_files import village_of_sixty, write
from visiting import READY

EDUCATED = "programme: {strategies: {community_education: 1}}\n"
SHOWN = ("view:", "news:", "curve:", "colour:", "step:")
ENGLISH = [word for key, word in app_texts("en").items() if key.startswith(SHOWN)]


def test_a_village_plays_pauses_steps_and_is_scrubbed(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    viewer.week("Minggu 0")
    page.click(".sk-week")
    viewer.week("Minggu 1")
    page.click(".sk-quarter")
    viewer.week("Minggu 13")
    page.wait_for_selector('.sk-play[title^="Jalankan"]')
    page.locator(".sk-principles h2").click()
    page.keyboard.press("Space")
    page.wait_for_function("() => parseInt(document.querySelector('.sk-now').textContent.slice(7)) > 15")
    page.keyboard.press("Space")
    page.locator(".sk-scrub").fill("100")
    viewer.week("Minggu 100")
    page.wait_for_selector('.sk-scrub[aria-valuetext^="Minggu 100"]')
    page.keyboard.press("Home")
    picture = "() => document.querySelector('.sk-map canvas').toDataURL()"
    for colour in ("trust", "knowing", "load", "wealth", "benefits", "degree"):
        before = page.evaluate(picture)
        viewer.choose("colour", colour)
        page.wait_for_selector(f'.sk-map canvas[aria-label*="{translate_app_text(f"colour:{colour}", "id")}"]')
        page.wait_for_function(f"(before) => ({picture})() !== before", arg=before)
    page.wait_for_selector('.sk-map canvas[aria-label*="belum tahu"]')


NOW = "() => parseInt(document.querySelector('.sk-now').textContent.split(' ')[1])"


def passed(viewer, week):
    """Wait until the time line is beyond a week; the week it is at."""
    viewer.page.wait_for_function(f"(week) => ({NOW})() > week", arg=week)
    return viewer.page.evaluate(NOW)


def test_the_week_stays_when_language_look_or_village_change_in_mid_run(visit, tmp_path):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-scrub").fill("50")
    page.wait_for_function("(at) => location.search !== at", arg=viewer.searched())  # the server knows of week 50
    page.click(".sk-play")
    before = passed(viewer, 56)
    page.click(".sk-tongue[lang=en]")
    page.wait_for_selector("text=What happened")
    page.keyboard.press("t")
    assert passed(viewer, before) < before + 60  # it plays on
    page.click(".sk-play")
    page.wait_for_selector('.sk-play[title^="Play"]')
    at = page.evaluate(NOW)
    viewer.choose("arm", "1")
    viewer.chosen("arm", "1")
    viewer.week(f"Week {at}")
    page.click(".sk-play")
    before = passed(viewer, at)
    viewer.go("compare")
    page.click(".sk-play")
    before = passed(viewer, before + 5)
    viewer.choose("add", "locality")  # while it plays
    page.wait_for_selector(".sk-sides-3")
    assert before <= page.evaluate(NOW) < before + 60


def test_the_time_line_is_scrubbed_like_a_film(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.click(".sk-play")
    passed(viewer, 3)
    box = page.locator(".sk-scrub").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert passed(viewer, 195) < 240  # in the middle of 416 weeks
    passed(viewer, page.evaluate(NOW) + 2)  # and on from there
    page.click(".sk-play")
    page.wait_for_selector('.sk-play[title^="Jalankan"]')
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.wait_for_function(f"() => ({NOW})() < 115")
    page.wait_for_selector('.sk-play[title^="Jalankan"]')  # who had paused stays paused


def test_shortcuts_work_under_caps_lock_and_beside_a_slider(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-scrub").focus()
    page.keyboard.press("Q")
    viewer.week("Minggu 13")
    page.keyboard.press("L")
    viewer.week("Week 13")
    page.keyboard.press("T")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    page.keyboard.press("P")
    page.wait_for_function("() => document.documentElement.dataset.big === 'yes'")


def test_nothing_is_lost_when_the_language_changes_and_no_english_is_left(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-scrub").fill("60")
    viewer.choose("colour", "trust")
    page.click(".sk-tongue[lang=en]")
    page.wait_for_selector("text=What happened")
    viewer.week("Week 60")
    viewer.chosen("colour", "trust")
    page.wait_for_selector("html[lang=en]")
    page.click(".sk-tongue[lang=id]")
    page.wait_for_selector("html[lang=id]")
    page.wait_for_selector("text=Apa yang terjadi")
    for view in ("open", "watch", "compare", "ask", "change", "play", "take", "about"):
        viewer.go(view)
        text = viewer.text("body")
        for english in ENGLISH:
            assert not re.search(rf"(?<![\w·]){re.escape(english)}(?!\w)", text), f"{view}: {english}"


def test_the_language_of_the_browser_is_spoken_first(visit):
    visit(locale="en-GB").reads("Watch", "nav")
    visit(locale="id-ID").reads("Amati", "nav")


def outcomes_of_run(folder, preset, seed):
    """What the command line says of the same scenario and seed."""
    path = next(PRESETS_FOLDER.glob(f"*_{preset}.yaml"))
    words = ["run", str(path), "--seed", str(seed), "--json", "--out", str(folder / "results")]
    code = "from simkomunitas.cli.command_line import main; main()"
    said = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return {(row["outcome"], row["period"]): row["estimate"] for row in json.loads(said.stdout)["outcomes"]}


def test_the_numbers_on_the_screen_are_those_of_run(visit, tmp_path):
    viewer = visit()
    viewer.go("compare")
    viewer.page.wait_for_selector(".sk-table td")
    expected = outcomes_of_run(tmp_path, "balanced", 1)
    cells = viewer.page.locator(".sk-table tbody tr").first.locator("td").all_inner_texts()
    assert cells[0] == format_percent(expected["participation", "programme"], "id", 1)
    assert format_percent(expected["participation", "year_5"], "id", 1) in cells


def test_two_ways_are_compared_and_thirty_further_villages_are_asked(visit):
    viewer = visit()
    page = viewer.page
    viewer.go("compare")
    page.wait_for_selector(".sk-sides-2 .sk-map canvas")
    viewer.choose("add", "locality")
    page.wait_for_selector(".sk-sides-3")
    viewer.press("drop-2")
    page.wait_for_selector(".sk-sides-2")
    viewer.press("begin")
    page.wait_for_selector(".sk-dots canvas")
    viewer.reads("dari 30 desa", ".sk-strips .sk-strong")
    page.wait_for_selector(".sk-luck .sk-waiting", state="detached")
    before = viewer.text(".sk-strips .sk-strong")
    viewer.choose("outcome", "openness")
    page.wait_for_function("(was) => document.querySelector('.sk-strips .sk-strong')?.innerText !== was", arg=before)
    viewer.reads("dari 30 desa", ".sk-strips")


def test_a_resident_is_asked_by_clicking_her_dot(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-map canvas").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".sk-terms canvas")
    viewer.reads(re.compile(r"r00[1-9]"), ".sk-who")
    page.locator(".sk-terms canvas").click(position={"x": 60, "y": 60})
    viewer.reads("Peluang", ".sk-said")
    viewer.reads("dari", ".sk-minds")
    viewer.choose("who", "5")
    viewer.reads("r006", ".sk-who")


def test_a_lever_is_moved_and_both_futures_are_seen(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.locator(".sk-scrub").fill("40")
    viewer.go("change")
    page.wait_for_selector('[data-key="from"] option:text("minggu 40")', state="attached")
    page.locator("summary", has_text="Para fasilitator").click()
    viewer.slide("facilitation.number", 6)
    viewer.choose("from", "week")
    page.locator('[data-key="beside"] button:enabled').click()
    page.wait_for_selector(".sk-sides-2 .sk-map canvas")
    viewer.reads("jalan lain sejak minggu 40")


def test_settings_that_clash_are_told_and_change_nothing(visit):
    viewer = visit()
    page = viewer.page
    viewer.go("change")
    viewer.slide("people.hamlets", 40)
    viewer.slide("people.adults", 30)
    page.locator('[data-key="beside"] button:enabled').click()
    page.wait_for_selector(".sk-notice")
    viewer.reads("bertentangan", ".sk-notice")
    viewer.press("close")
    page.wait_for_selector(".sk-notice", state="detached")


def test_a_parcel_is_taken_home_and_a_link_restores_the_page(visit, tmp_path):
    viewer = visit()
    page = viewer.page
    viewer.go("take")
    viewer.press("make")
    page.wait_for_selector("text=Unduh paket")
    with page.expect_download() as download:
        page.click("text=Unduh paket")
    download.value.save_as(tmp_path / "parcel.zip")
    names = set(zipfile.ZipFile(tmp_path / "parcel.zip").namelist())
    assert {"handout.pdf", "README.txt", "A/scenario.yaml", "A/map.gif", "A/figures/course_of_run.svg"} <= names
    link = page.locator('[data-key="link"] input').input_value()
    other = visit("?" + link.partition("?")[2])
    other.page.wait_for_selector('[data-view=take][aria-current="page"]')


@pytest.mark.parametrize(
    "search",
    [
        "?s=AAAA",
        "?s=",
        "?view=admin",
        "?week=1e9",
        "?s=" + "x" * 5000,
        "?<script>alert(1)</script>",
        "?s=" + "&s=" * 99,
    ],
)
def test_a_tampered_address_shows_the_usual_village(visit, search):
    viewer = visit(search)
    viewer.page.wait_for_selector(".sk-map canvas")
    viewer.reads("Tautan ini" if search.startswith("?s=") else "pada alamat tidak dikenal", ".sk-notice")


def test_a_file_is_opened_and_a_broken_one_is_told(visit, tmp_path):
    viewer = visit()
    page = viewer.page
    viewer.go("open")
    bad, good = tmp_path / "rusak.yaml", tmp_path / "desa.yaml"
    bad.write_text("community: {kind: synthetic, people: {adults: banyak}}\n")
    good.write_text("community: {kind: synthetic, people: {adults: 60}}\n" + EDUCATED)
    page.set_input_files(".sk-file", bad)
    viewer.reads("Baris 1", ".sk-notice")
    page.set_input_files(".sk-file", good)
    viewer.reads("A · desa", ".sk-side-A h2")
    viewer.reads("B · desa · Tanpa program", ".sk-side-B h2")
    viewer.go("open")
    page.set_input_files(".sk-file", write(tmp_path, "kampung.yaml", "community: jauh/desa_lain.yaml\n"))
    viewer.reads("jauh/desa_lain.yaml", ".sk-notice")
    viewer.go("compare")
    viewer.press("drop-1")
    page.wait_for_selector(".sk-sides-1")
    viewer.press("back")
    viewer.reads("B · desa · Tanpa program", ".sk-side-B h2")


def test_a_real_village_is_opened_and_stays_when_the_page_is_loaded_anew(visit, tmp_path):
    viewer = visit()
    viewer.go("open")
    files = [write(tmp_path, name, content) for name, content in village_of_sixty().items()]
    before = viewer.searched()
    viewer.page.set_input_files(".sk-file", files)
    viewer.page.wait_for_selector('[data-view=watch][aria-current="page"]')
    viewer.page.wait_for_selector(".sk-map canvas")
    viewer.page.wait_for_function("(before) => location.search !== before", arg=before)
    viewer.page.reload()
    viewer.page.click("[data-view=compare]")
    viewer.choose("add", "balanced")
    viewer.page.wait_for_selector(".sk-sides-2 .sk-map canvas")
    viewer.go("take")
    viewer.reads("tidak bisa membawa tabel")


def test_levers_that_were_moved_are_still_moved_when_the_page_is_loaded_anew(visit):
    viewer = visit("?view=change")
    viewer.page.wait_for_selector(READY["change"])
    before = viewer.searched()
    viewer.slide("hours.policy_advocacy", 17)
    viewer.page.wait_for_selector('[data-key="undo"] button:not([disabled])')
    viewer.page.wait_for_function("(before) => location.search !== before", arg=before)
    viewer.page.reload()
    viewer.page.wait_for_selector('[data-key="undo"] button:not([disabled])')
    viewer.press("undo")
    viewer.page.wait_for_selector('[data-key="undo"] button[disabled]')


def same_as_the_board(viewer):
    """The board and the curves beside it tell the same values for each team."""
    told = viewer.page.locator(".sk-both canvas").get_attribute("aria-label")
    rows = [row.split("\t")[1:] for row in viewer.text(".sk-board tbody").splitlines()]
    cells = ["; ".join(part.partition(": ")[2] for part in told.split("; "))]
    assert cells == ["; ".join(", ".join(values) for values in zip(*rows, strict=True)).replace("★ ", "")]


def test_a_workshop_is_played_by_two_teams_and_survives_a_restart(visit, server):
    viewer = visit("?view=play")
    page = viewer.page
    page.wait_for_selector('[data-key="begin"]')
    page.locator('[data-key="rounds"] input').fill("2")
    page.locator('[data-key="rounds"] input').press("Tab")
    viewer.press("begin")
    for name in ("Melati", "Kenanga"):
        page.wait_for_selector('[data-key="team"]')
        page.locator('[data-key="team"] input').fill(name)
        page.locator('[data-key="team"] input').press("Enter")
        page.wait_for_selector(f"text={name}: masih berunding")
    viewer.slide("hours.community_education", 15)
    viewer.slide("prediction", 20)
    viewer.press("send")
    page.wait_for_selector("text=Kenanga: sudah memutuskan")
    viewer.press("reveal")
    viewer.reads("Belum memutuskan: Melati", ".sk-sure")
    viewer.press("yes")
    page.wait_for_selector(".sk-board")
    viewer.reads("Kenanga: menebak 20")
    viewer.reads("Melati: belum memutuskan, jadi tanpa tebakan")
    viewer.reads("Paling dekat: Kenanga")
    page.wait_for_selector('.sk-scrub[max="12"]', state="attached")  # the future is not shown
    page.locator(".sk-scrub").fill("12")
    viewer.week("Minggu 12")
    same_as_the_board(viewer)
    viewer.complaints.clear()
    server.restart()
    viewer.complaints.clear()
    again = visit("?view=play")
    again.page.wait_for_selector(".sk-board")
    again.reads("Triwulan 1 dari 2")
    play_on_to_the_end(again)
    viewer.complaints.clear()  # the connection that was cut


def play_on_to_the_end(again):
    """The second quarter of two teams, the end, and once more from where it ended."""
    again.press("next")
    again.page.wait_for_selector("text=Triwulan 2 dari 2")
    again.page.wait_for_selector('[data-key="reveal"] button:disabled')  # nobody has decided
    again.press("stop")
    again.press("no")
    for name in ("Melati", "Kenanga"):
        again.reads(name, ".sk-deciding h2")
        again.press("send")
        again.page.wait_for_selector(f"text={name}: sudah memutuskan")
    again.press("reveal")
    again.page.wait_for_selector(".sk-board")
    again.press("next")
    again.page.wait_for_selector("text=Lima tahun setelah semua pamit")
    again.press("stop")
    again.press("yes")
    again.page.wait_for_selector('[data-key="begin"]')
    again.press("reopen")
    again.page.wait_for_selector("text=Lima tahun setelah semua pamit")
    again.press("stop")
    again.press("yes")
    again.page.wait_for_selector('[data-key="begin"]')


def test_what_one_viewer_does_is_not_seen_by_another(visit):
    one, other = visit(), visit()
    for viewer in (one, other):
        viewer.page.wait_for_selector(".sk-map canvas")
    one.page.locator(".sk-scrub").fill("90")
    one.choose("arm", "1")
    other.page.click(".sk-week")
    other.week("Minggu 1")
    one.chosen("arm", "1")
    other.chosen("arm", "0")
    one.week("Minggu 90")


def test_a_phone_shows_everything_without_scrolling_sideways(visit):
    viewer = visit("?view=play", viewport={"width": 390, "height": 844})
    for view in ("play", "watch", "compare", "ask", "take", "about"):
        viewer.go(view)
        wide = viewer.page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 392, f"{view} is {wide} wide"


NAMELESS = """() => [...document.querySelectorAll('.sk-page button, .sk-page input, .sk-page select, .sk-page summary')]
    .filter((one) => !(one.textContent || one.title || one.getAttribute('aria-label')
        || [...(one.labels || [])].some((label) => label.textContent.trim()))).map((one) => one.outerHTML)"""


def test_every_control_has_a_name(visit):
    viewer = visit()
    for view in ("open", "watch", "compare", "ask", "change", "play", "take", "about"):
        viewer.go(view)
        assert viewer.page.evaluate(NAMELESS) == [], view


def test_words_in_the_page_are_words_of_the_table(visit):
    viewer = visit()
    viewer.go("about")
    viewer.page.wait_for_selector(f"text={translate_app_text('about:title', 'id')}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_in_both_themes(visit, theme):
    viewer = visit(color_scheme=theme)
    script = Path(__file__).with_name("contrast.js").read_text()
    for view in ("open", "watch", "compare", "ask", "change", "play", "take", "about"):
        viewer.go(view)
        assert viewer.page.evaluate(script) == [], view


def test_the_app_can_be_used_with_the_keyboard_alone(visit):
    viewer = visit()
    page = viewer.page
    page.wait_for_selector(".sk-map canvas")
    page.keyboard.press("1")
    page.wait_for_selector(READY["open"])
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.className + document.activeElement.innerText"))
        seen = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert seen != "none"
        if "Sandingkan" in page.evaluate("() => document.activeElement.innerText"):
            break
    assert len(reached) > 8
    page.keyboard.press("Enter")
    page.wait_for_selector(".sk-sides-3")
    page.keyboard.press("4")
    page.wait_for_selector(READY["ask"])
    page.keyboard.press("l")
    viewer.reads(re.compile("Why .* came or stayed away"))
    page.keyboard.press("t")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    page.keyboard.press("p")
    page.wait_for_function("() => document.documentElement.dataset.big === 'yes'")
    page.keyboard.press("2")
    page.wait_for_selector(READY["watch"])
    page.keyboard.press("q")
    viewer.week("Week 13")
