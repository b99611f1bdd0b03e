"""The few pages that stand outside Solara, in the reader's language: the join code, no room, too fast, too long."""

from html import escape

from simkomunitas.app.guard import Pages
from simkomunitas.app.words import Language, say

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title><style>
body{{font:18px/1.5 system-ui,sans-serif;background:#f6f3ec;color:#1f2a2e;margin:0}}
body{{display:grid;place-items:center;min-height:96vh}}
main{{background:#fff;border-radius:16px;padding:2rem 2.4rem;max-width:26rem;box-shadow:0 6px 30px #0001}}
h1{{font-size:1.5rem;margin:0 0 .6rem}}
input{{font:600 2rem/1.4 monospace;width:8ch;letter-spacing:.15em;padding:.2rem .5rem}}
button{{font:600 1.1rem/1.4 system-ui,sans-serif;padding:.7rem 1.4rem;margin-top:1rem;border:0;border-radius:10px}}
button{{background:#0b6158;color:#fff}} .wrong{{color:#a3261b;font-weight:600}}
:focus-visible{{outline:3px solid #c8790a;outline-offset:2px}}
</style><main><h1>{title}</h1><p>{text}</p>{more}</main></html>"""
FORM = """<form action="/join"><label for="code">{label}</label><br>
<input id="code" name="code" inputmode="numeric" pattern="[0-9]*" maxlength="6" autocomplete="off" autofocus>
<br><button>{button}</button></form>"""


def preferred(accepted: str) -> Language:
    """The language of a browser's Accept-Language header: Indonesian unless English is asked for before it.

    >>> preferred("en-GB,en;q=0.9,id;q=0.2"), preferred("id-ID,en"), preferred("")
    ('en', 'id', 'id')
    """
    wanted = [_weighed(part, place) for place, part in enumerate(accepted.lower().split(",")[:20])]
    known = sorted((-weight, place, language) for weight, place, language in wanted if language in ("id", "in", "en"))
    return "en" if known and known[0][2] == "en" else "id"


def _weighed(part: str, place: int) -> tuple[float, int, str]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return float(weight or 1), place, name.strip().partition("-")[0]
    except ValueError:
        return 0.0, place, name.strip().partition("-")[0]


class WordedPages(Pages):
    """The pages at the door, in words."""

    def door(self, languages: str, *, wrong: bool) -> str:
        """Ask for the join code."""
        language = preferred(languages)
        form = FORM.format(label=escape(say("door:code", language)), button=escape(say("door:enter", language)))
        again = f'<p class="wrong" role="alert">{escape(say("door:wrong", language))}</p>' if wrong else ""
        return _page(language, "door:title", "door:text", again + form)

    def full(self, languages: str) -> str:
        """Say that there is no room."""
        return _page(preferred(languages), "door:full", "door:full_text")

    def slowly(self, languages: str) -> str:
        """Say that codes were tried too often."""
        return _page(preferred(languages), "door:slowly", "door:slowly_text")

    def too_long(self, languages: str) -> str:
        """Say that the address is too long."""
        return _page(preferred(languages), "door:too_long", "door:too_long_text")

    def missing(self, languages: str) -> str:
        """Say that there is no such page."""
        return _page(preferred(languages), "door:missing", "door:missing_text")


def _page(language: Language, title: str, text: str, more: str = "") -> str:
    return PAGE.format(
        language=language, title=escape(say(title, language)), text=escape(say(text, language)), more=more
    )
