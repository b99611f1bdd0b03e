"""What the browser is allowed to run: our own scripts, and nothing that stands in a page."""

import pytest

from visiting import READY

PLANTED = """() => new Promise((done) => {
  window.planted = 0;
  const box = document.createElement("div");
  box.innerHTML = '<img src="x:" onerror="window.planted = 1"><a href="javascript:window.planted = 2">x</a>';
  document.body.append(box);
  const script = document.createElement("script");
  script.textContent = "window.planted = 3";
  document.body.append(script);
  box.querySelector("a").click();
  setTimeout(() => done(window.planted), 500);
})"""


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="id-ID")
    yield context.new_page()
    context.close()


def test_a_script_that_somebody_plants_in_a_page_does_not_run(page, server):
    page.goto(server.address)
    page.wait_for_selector(READY["watch"], timeout=300_000)
    assert page.evaluate(PLANTED) == 0


def test_the_framework_still_compiles_its_pages_in_the_browser(page, server):
    """Once this fails, ``unsafe-eval`` can go from the policy."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def without_eval(route):
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(" 'unsafe-eval'", "")
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    page.route(server.address, without_eval)
    page.goto(server.address)
    page.wait_for_timeout(3_000)
    assert any("unsafe-eval" in complaint for complaint in complaints)
    assert page.query_selector(".sk-tab") is None
