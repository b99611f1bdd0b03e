"""What the tests of the app share: a server of its own, and a browser that cannot reach anything but it."""

import pytest

from visiting import ARGUMENTS, CHROMIUM, Server, Visit


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app, for all tests of this process."""
    running = Server(tmp_path_factory.mktemp("state"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    """A browser that is truly offline."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """A way to visit the app; every visit must end without a complaint and without a request to outside."""
    visits = []

    def come(search="", **wishes):
        made = Visit(chromium, server.address, search, **wishes)
        visits.append(made)
        return made

    yield come
    for made in visits:
        made.close()
