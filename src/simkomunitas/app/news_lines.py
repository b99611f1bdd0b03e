"""What happened in a run as lines of news, with the names of the screen."""

from collections.abc import Sequence

from simkomunitas.app.animation_data import AnimationData
from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.explain.decision_explanations import describe_event
from simkomunitas.explain.event_descriptions import NamedEvent, name_event
from simkomunitas.model.community.community_data import Whole

GOOD_EVENTS = frozenset({"recruited", "stepped_forward", "finished", "concession", "group_founded", "decided"})
BAD_EVENTS = frozenset({"gave_up", "captured", "failed", "reprisal", "problem", "broke", "group_ended", "shock"})
ARM_LETTERS = "ABCD"
NewsRow = list[object]  # week, sentence, kind, mark of the run


def news_rows(animations: Sequence[AnimationData], language: Language) -> list[NewsRow]:
    """Every line of news of several runs, week by week; marked A, B, C, D where there is more than one run."""
    rows: list[NewsRow] = []
    for place, animation in enumerate(animations):
        mark = ARM_LETTERS[place] if len(animations) > 1 else ""
        rows += [[week, text, kind, mark] for week, text, kind in _run_news_rows(animation, language)]
    return sorted(rows, key=lambda row: int(str(row[0])))


def _run_news_rows(animation: AnimationData, language: Language) -> list[tuple[int, str, str]]:
    community = animation.playback.record.community
    named = dict(zip(community.ids, animation.names, strict=True))
    lines = []
    for event in animation.playback.record.event_log:
        happened = _with_resident_names(name_event(event, community), named)
        text = describe_event(happened, language)
        lines.append((happened.week, text[:1].upper() + text[1:], event_tone(happened.event)))
    return lines + _absence_rows(animation, language)


def resident_life_rows(animation: AnimationData, events: Whole, language: Language) -> list[tuple[int, str]]:
    """What befell a resident, as (week, sentence)."""
    community = animation.playback.record.community
    named = dict(zip(community.ids, animation.names, strict=True))
    lines = []
    for event in events:
        happened = _with_resident_names(name_event(event, community), named)
        text = describe_event(happened, language)
        lines.append((happened.week, text[:1].upper() + text[1:]))
    return lines


def _with_resident_names(event: NamedEvent, names: dict[str, str]) -> NamedEvent:
    """The same event with the names of the screen instead of ids."""
    return event._replace(who=names.get(event.who or "", event.who), other=names.get(event.other or "", event.other))


def event_tone(event: str) -> str:
    """Whether an event is good news, bad news, or a turn of the programme."""
    return "good" if event in GOOD_EVENTS else "bad" if event in BAD_EVENTS else "turn"


def _absence_rows(animation: AnimationData, language: Language) -> list[tuple[int, str, str]]:
    """How many who used to come have stayed away, season by season, and what weighed most."""
    keys = [
        "news:stopped_one" if one.resident_count == 1 else "news:stopped" for one in animation.playback.season_absences
    ]
    return [
        (
            one.week,
            translate_app_text(
                key,
                language,
                count=one.resident_count,
                reason=translate_app_text(f"reason:{one.main_reason}", language),
            ),
            "bad",
        )
        for key, one in zip(keys, animation.playback.season_absences, strict=True)
    ]
