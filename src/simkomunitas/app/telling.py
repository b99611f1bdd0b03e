"""What happened in a run as lines of news, with the names of the screen."""

from collections.abc import Sequence

from simkomunitas.app.reels import Reel
from simkomunitas.app.words import Language, say
from simkomunitas.study.explaining import event_in_words
from simkomunitas.study.happenings import Happening, happening
from simkomunitas.world.community import Whole

GOOD = frozenset({"recruited", "stepped_forward", "finished", "concession", "group_founded", "decided"})
BAD = frozenset({"gave_up", "captured", "failed", "reprisal", "problem", "broke", "group_ended", "shock"})
MARKS = "ABCD"
Row = list[object]  # week, sentence, kind, mark of the run


def news_rows(reels: Sequence[Reel], language: Language) -> list[Row]:
    """Every line of news of several runs, week by week; marked A, B, C, D where there is more than one run."""
    rows: list[Row] = []
    for place, reel in enumerate(reels):
        mark = MARKS[place] if len(reels) > 1 else ""
        rows += [[week, text, kind, mark] for week, text, kind in _of_one(reel, language)]
    return sorted(rows, key=lambda row: int(str(row[0])))


def _of_one(reel: Reel, language: Language) -> list[tuple[int, str, str]]:
    community = reel.film.record.community
    named = dict(zip(community.ids, reel.names, strict=True))
    lines = []
    for event in reel.film.record.events:
        happened = _named(happening(event, community), named)
        text = event_in_words(happened, language)
        lines.append((happened.week, text[:1].upper() + text[1:], kind_of(happened.event)))
    return lines + _absent(reel, language)


def life_rows(reel: Reel, events: Whole, language: Language) -> list[tuple[int, str]]:
    """What befell a resident, as (week, sentence)."""
    community = reel.film.record.community
    named = dict(zip(community.ids, reel.names, strict=True))
    lines = []
    for event in events:
        happened = _named(happening(event, community), named)
        text = event_in_words(happened, language)
        lines.append((happened.week, text[:1].upper() + text[1:]))
    return lines


def _named(happened: Happening, names: dict[str, str]) -> Happening:
    """The same event with the names of the screen instead of ids."""
    return happened._replace(
        who=names.get(happened.who or "", happened.who), other=names.get(happened.other or "", happened.other)
    )


def kind_of(event: str) -> str:
    """Whether an event is good news, bad news, or a turn of the programme."""
    return "good" if event in GOOD else "bad" if event in BAD else "turn"


def _absent(reel: Reel, language: Language) -> list[tuple[int, str, str]]:
    """How many who used to come have stayed away, season by season, and what weighed most."""
    keys = ["news:stopped_one" if one.people == 1 else "news:stopped" for one in reel.film.absent]
    return [
        (one.week, say(key, language, count=one.people, reason=say(f"reason:{one.reason}", language)), "bad")
        for key, one in zip(keys, reel.film.absent, strict=True)
    ]
