"""Small pictures of every view in both themes, to be compared by eye: ``python tests/picture_app.py``.

They lie in ``tests/app/pictures``, 640 pixels wide, and are renewed when the looks change.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from visiting import ARGUMENTS, CHROMIUM, READY, Server, Visit

FOLDER = Path(__file__).parent / "app" / "pictures"


def keep(page, name):
    """A picture of what is seen, small."""
    shot = Image.open(io.BytesIO(page.screenshot()))
    small = shot.convert("RGB").resize((640, round(640 * shot.height / shot.width)), Image.Resampling.LANCZOS)
    small.save(FOLDER / f"{name}.webp", quality=62, method=6)


def main():
    """All views, both themes; the map and the comparison in mid-run, the projector and a phone."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = Server(Path(home))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for theme in ("light", "dark"):
            viewer = Visit(browser, server.address, color_scheme=theme)
            viewer.page.wait_for_selector(".sk-map canvas")
            viewer.page.locator(".sk-scrub").fill("120")
            for view in READY:
                viewer.go(view)
                viewer.page.wait_for_timeout(700)
                keep(viewer.page, f"{theme}_{view}")
            viewer.go("watch")
            viewer.page.keyboard.press("p")
            viewer.page.wait_for_timeout(700)
            keep(viewer.page, f"{theme}_large_screen")
            viewer.close()
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
