"""Why a resident came or stayed away, week by week, and what else happened: in plain English and plain Indonesian."""

from collections.abc import Iterator, Sequence

from simkomunitas.explain.event_descriptions import AttendanceDecision, NamedEvent, name_event, read_decisions
from simkomunitas.locale.translation import Language, format_number, translate
from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.data_import.village_import import WHOLE_VILLAGE
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import ARENAS
from simkomunitas.simulation.simulation_run import find_resident_row

MAX_REASONS = 3
MIN_REASON_LOG_ODDS = 0.05  # a reason of less log-odds is not worth a word


def translate_phrase(key: str, language: Language = "en", **values: object) -> str:
    """The text under ``key`` with its values put in; an unknown key raises KeyError.

    >>> translate_phrase("arena:mutual_help", "id")
    'gotong royong'
    """
    return translate("stories", key, language, **values)


def strongest_reasons(terms: TurnoutTerms, side: str) -> list[tuple[str, float]]:
    """The few strongest reasons for or against coming, as (name, log-odds), the strongest first."""
    sign = 1.0 if side == "for" else -1.0
    speaking = [(name, value) for name, value in terms._asdict().items() if sign * value >= MIN_REASON_LOG_ODDS]
    return sorted(speaking, key=lambda reason: -abs(reason[1]))[:MAX_REASONS]


def describe_reasons(terms: TurnoutTerms, side: str, language: Language) -> str:
    """A sentence with the strongest reasons of one side; empty if there are none."""
    told = [
        f"{translate_phrase(f'{name}:{side}', language)} ({format_number(value, language, 1, '+')})"
        for name, value in strongest_reasons(terms, side)
    ]
    return translate_phrase(f"say:{side}", language, reasons=", ".join(told)) if told else ""


def describe_decision(decision: AttendanceDecision, language: Language = "en") -> str:
    """One decision in a line: whether she came, the chance and the lot, the strongest reasons."""
    did = translate_phrase("say:came" if decision.came else "say:stayed", language)
    head = translate_phrase(
        "say:decision",
        language,
        week=decision.week,
        arena=translate_phrase(f"arena:{decision.arena}", language),
        did=did,
    )
    if decision.probability == 0.0:
        chance = translate_phrase("say:no_time", language)
    else:
        shown = (format_number(100 * share, language, 1) for share in (decision.probability, decision.drawn))
        chance = translate_phrase("say:chance", language, **dict(zip(("chance", "lot"), shown, strict=True)))
    sides = (describe_reasons(decision.terms, side, language) for side in ("for", "against"))
    return " ".join(part for part in (head, chance, *sides) if part)


def explain_resident_week(record: RunRecord, week: int, language: Language = "en") -> str:
    """Why the resident whose reasons the record keeps came or stayed away in one week, a line an event."""
    if not 0 <= week < len(_get_decision_trace(record)):
        raise ValueError(f"no week {week} was lived; the weeks are 0 to {len(record.series) - 1}")
    here = _get_decision_trace(record)[week : week + 1]
    lines = [describe_decision(decision._replace(week=week), language) for decision in read_decisions(here)]
    return "\n".join(lines) or translate_phrase("say:nothing", language, week=week)


def _get_decision_trace(record: RunRecord) -> Numbers:
    """The reasons of the weeks that were lived; ValueError if none are kept."""
    if not len(record.decision_trace):
        raise ValueError("this record keeps no reasons: run it with explain=<id of a resident>")
    return record.decision_trace[: len(record.series)]


def tell_resident_story(record: RunRecord, resident: str, language: Language = "en") -> str:
    """Why a resident came or stayed away in each week with an event, and what else befell her, if events are kept.

    resident: the id for which the run kept reasons; an unknown one raises KeyError, with a hint.
    """
    row = find_resident_row(resident, record.community)
    made = list(read_decisions(_get_decision_trace(record)))
    told = [(decision.week, 1, describe_decision(decision, language)) for decision in made]
    told += [(week, 0, text) for week, text in _describe_life_events(record, row, language)]
    weeks = [text for _, _, text in sorted(told, key=lambda line: line[:2])]
    return "\n".join(
        [
            _describe_resident(record.community, row, language),
            translate_phrase("say:lot", language),
            *weeks,
            *summarize_attendance(made, language),
        ]
    )


def _describe_resident(community: Community, row: int, language: Language) -> str:
    """A resident in one line."""
    residents = community.residents
    return translate_phrase(
        "say:who", language, who=community.ids[row],
        hamlet=hamlet_name(community.hamlets[residents.hamlet[row]], language),
        sex=translate_phrase("say:woman" if residents.female[row] else "say:man", language),
        age=int(residents.age[row]),
        schooling=format_number(float(residents.education[row]), language),
        wealth=format_number(100 * float(residents.wealth[row]), language),
    )  # fmt: skip


def summarize_attendance(decisions: Sequence[AttendanceDecision], language: Language = "en") -> list[str]:
    """How often she came in all, a line for each arena with events."""
    lines = []
    for arena in ARENAS:
        here = [decision for decision in decisions if decision.arena == arena]
        if here:
            chance = format_number(100 * sum(decision.probability for decision in here) / len(here), language)
            came = sum(decision.came for decision in here)
            name = translate_phrase(f"arena:{arena}", language)
            lines.append(translate_phrase("say:sum", language, arena=name, came=came, all=len(here), chance=chance))
    return lines


RESIDENT_EVENTS = frozenset({
    EventKind.TOLD, EventKind.VISITED, EventKind.RECRUITED, EventKind.STEPPED_FORWARD, EventKind.GAVE_UP,
    EventKind.MENTORED, EventKind.CALLED,
    EventKind.JOINED, EventKind.TOOK_UP,
})  # fmt: skip


def _describe_life_events(record: RunRecord, row: int, language: Language) -> Iterator[tuple[int, str]]:
    """What befell a resident apart from coming, as (week, line)."""
    for event in record.event_log[record.event_log[:, 2] == row]:
        if event[1] in RESIDENT_EVENTS:
            happened = name_event(event, record.community)
            text = translate_phrase("say:event", language, week=happened.week, event=describe_event(happened, language))
            yield happened.week, text


def describe_event(event: NamedEvent, language: Language = "en") -> str:
    """One event as a sentence without its week."""
    other = translate_phrase("say:facilitators", language) if event.other == "facilitators" else event.other
    return translate_phrase(
        f"event:{event.event}", language, who=event.who, other=other,
        hamlet=hamlet_name(event.hamlet, language) if event.hamlet else translate_phrase("say:somewhere", language),
        subject=translate_phrase(event.subject, language) if event.subject else "",
        amount=format_number(100 * event.amount, language),
    )  # fmt: skip


def hamlet_name(hamlet: str, language: Language = "en") -> str:
    """What a hamlet is called: its own name, but for the one of a village whose hamlets nobody wrote down."""
    return translate_phrase("say:whole_village", language) if hamlet == WHOLE_VILLAGE else hamlet
