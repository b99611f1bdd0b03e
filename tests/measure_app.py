"""How quick the app is in a real browser on this machine: prints a line of JSON.

python tests/measure_app.py
"""

import json
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from simkomunitas.app.page_link import STATE_PARAMETER, PageState, encode_state
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.scenario_controls import set_strategy_hours
from simkomunitas.model.programme.strategies import strategies
from viewers import processor
from visiting import ARGUMENTS, CHROMIUM, Server, Visit

PLAYED = 6.0  # seconds
LARGE = "community: {kind: synthetic, people: {adults: %d}}\nprogramme: {strategies: {community_education: 1}}\n"


def played(viewer, pid):
    """Frames a second of the maps while the village plays at 8 weeks a second, and what the server had to do for it."""
    page = viewer.page
    page.keyboard.press("Home")
    page.evaluate("() => { const speed = document.querySelector('.sk-speed'); speed.value = 3; speed.oninput?.(); "
                  "speed.dispatchEvent(new Event('input')); }")  # fmt: skip
    maps = page.locator(".sk-map canvas").count()
    page.locator("h2").first.click()
    page.keyboard.press("Space")
    page.wait_for_function("() => parseInt(document.querySelector('.sk-now').textContent.slice(7)) > 2")
    state = (
        "() => ({ ...window.simkomunitas.map, week: parseInt(document.querySelector('.sk-now').textContent.slice(7)) })"
    )
    before, worked, begun = page.evaluate(state), processor(pid), time.monotonic()
    page.wait_for_timeout(1000 * PLAYED)
    after, lasted = page.evaluate(state), time.monotonic() - begun
    page.keyboard.press("Space")
    frames, weeks = after["frames"] - before["frames"], after["week"] - before["week"]
    return {
        "maps": maps, "frames_a_second": round(frames / maps / lasted, 1), "weeks_a_second": round(weeks / lasted, 1),
        "draw_ms": round((after["drawing"] - before["drawing"]) / max(1, frames), 2),
        "server_ms_a_week": round(1000 * (processor(pid) - worked) / max(1, weeks), 1),
    }  # fmt: skip


def opened(viewer, folder, adults):
    """A village of so many adults, from a file."""
    path = Path(folder) / f"desa_{adults}.yaml"
    path.write_text(LARGE % adults)
    viewer.go("open")
    viewer.page.set_input_files(".sk-file", path)
    viewer.page.wait_for_selector('[data-view=compare][aria-current="page"], [data-view=watch][aria-current="page"]')
    viewer.page.wait_for_selector(".sk-map canvas")


def linked(sizes):
    """The address that compares villages of so many adults, each with another strategy."""
    made = []
    for size, name in zip(sizes, strategies, strict=False):
        scenario = load_presets()["balanced"].scenario
        people = scenario.village.people._replace(adults=size)
        programme = set_strategy_hours(scenario.programme, {name: 1}, None)
        made.append(
            ProgrammeArm(name, scenario._replace(village=scenario.village._replace(people=people), programme=programme))
        )
    return f"{STATE_PARAMETER}={encode_state(PageState(tuple(made), 1, 0, 'compare', 'degree', 'id', 0, ''))}"


def clicked(viewer):
    """Milliseconds from choosing a colour to its legend."""
    took = []
    for colour, words in [("trust", "penuh"), ("wealth", "terkaya"), ("degree", "menyumbang")] * 5:
        begun = time.monotonic()
        viewer.choose("colour", colour)
        viewer.reads(words, ".sk-legend")
        took.append(1000 * (time.monotonic() - begun))
    return {"median": round(statistics.median(took)), "largest": round(max(took))}


def painted(browser, server):
    """Seconds from asking for the page to the map on it."""
    begun = time.monotonic()
    viewer = Visit(browser, server.address)
    head = time.monotonic() - begun
    viewer.page.wait_for_selector(".sk-map canvas")
    whole = time.monotonic() - begun
    viewer.close()
    return [round(head, 2), round(whole, 2)]


def more_luck(viewer, pid):
    """Seconds for thirty further villages of the usual comparison of 400 residents: on the clock, of the processors."""
    viewer.go("compare")
    begun, worked = time.monotonic(), processor(pid)
    viewer.press("begin")
    viewer.reads("dari 30 desa", ".sk-strips .sk-strong")
    return [round(time.monotonic() - begun, 1), round(processor(pid) - worked, 1)]


def main():
    """Measure everything once."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "state")
        pid = server.process.pid
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        painted(browser, server)  # the engine and the usual films are ready after the first
        found["paint_seconds_head_and_map"] = painted(browser, server)
        viewer = Visit(browser, server.address)
        viewer.page.wait_for_selector(".sk-map canvas")
        found["click_ms"] = clicked(viewer)
        found["usual_400"] = played(viewer, pid)
        found["thirty_villages_seconds"] = more_luck(viewer, pid)
        viewer.page.goto(server.address + "?" + linked([500] * 4))
        viewer.page.wait_for_selector(".sk-sides-4 .sk-map canvas")
        found["four_of_500"] = played(viewer, pid)
        opened(viewer, folder, 2000)
        viewer.go("watch")
        found["one_of_2000"] = played(viewer, pid)
        viewer.close()
        browser.close()
        server.stop()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
