"""A record as pandas tables: weeks, residents, events, and the reasons of a watched resident."""

import warnings
from typing import Any

import numpy as np
import pandas as pd

from simkomunitas.base.typed_columns import column_fields
from simkomunitas.config.argument_checks import check_run_record
from simkomunitas.explain.decision_explanations import describe_event
from simkomunitas.explain.event_descriptions import NamedEvent, name_event, read_decisions
from simkomunitas.locale.translation import Language
from simkomunitas.model.community.community_data import Community
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.state.community_state import PERIOD_COUNT, ResidentState
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import ARENAS, COOPERATION_TYPES

REASON_COLUMNS = ("week", "arena", *TurnoutTerms._fields, "utility", "probability", "drawn", "came")
MULTI_COLUMN_FIELDS = {"habit": ARENAS, "came": ARENAS, "last_came": ARENAS, "inviter": ARENAS, "coming": ARENAS}


def weekly_series_table(record: RunRecord) -> pd.DataFrame:
    """The series of a run: a row a week, a column a series.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> sk.weekly_series_table(sk.run(village)).index.tolist()
    [0, 1, 2, 3]
    """
    check_run_record(record)
    weeks = pd.RangeIndex(len(record.series), name="week")
    return pd.DataFrame(record.series.copy(), index=weeks, columns=list(record.series_names))


def residents_table(record: RunRecord, states: Any = None) -> pd.DataFrame:  # noqa: ANN401 - a Table[Mind] with columns
    """A row a resident: the facts, programme activities attended by period, and, if given, the minds as they are.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> sk.residents_table(sk.run(village)).index[0]
    'r001'
    """
    check_run_record(record)
    table = resident_facts_table(record.community)
    for period in range(PERIOD_COUNT):
        name = "programme" if period == 0 else f"year_{period}"
        table[f"attended_{name}"] = record.attendances[:, period]
    return table if states is None else pd.concat([table, resident_states_table(states, record.community)], axis=1)


def resident_facts_table(community: Community) -> pd.DataFrame:
    """Who the residents are, by id; hamlets and kinds of cooperation by name."""
    facts = {name: column for name, column in community.residents._asdict().items() if name != "key"}
    table = pd.DataFrame(facts, index=_resident_index(community))
    table["hamlet"] = np.array(community.hamlets)[community.residents.hamlet]
    table["cooperation"] = np.array(COOPERATION_TYPES)[community.residents.cooperation]
    return table


def resident_states_table(states: Any, community: Community) -> pd.DataFrame:  # noqa: ANN401 - a Table[Mind] with columns
    """What is on the residents' minds, by id: a column a field, several for fields with several numbers a row.

    Attendances are left out, they are facts of the record; kinds of cooperation carry ``_now``.
    """
    parts: dict[str, Any] = {}
    for field in column_fields(ResidentState):
        column = states[field.name]
        if field.name == "cooperation":
            parts["cooperation_now"] = np.array(COOPERATION_TYPES)[column]
        elif not field.shape:
            parts[field.name] = column
        elif field.name != "attendances":
            names = MULTI_COLUMN_FIELDS.get(field.name, tuple(str(place) for place in range(field.shape[0])))
            parts |= {f"{field.name}_{name}": column[:, place] for place, name in enumerate(names)}
    return pd.DataFrame(parts, index=_resident_index(community))


def events_table(record: RunRecord, language: Language = "en") -> pd.DataFrame:
    """A row an event, in the order of the log, with ids and names, and its meaning as a sentence.

    ``other`` is who told, asked or visited; ``subject`` the arena, activity, domain, stage or kind of group.
    A record without any event is warned of: ``run`` keeps them when asked (``keep_events=True``).

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> sk.events_table(sk.run(village, keep_events=True)).columns.tolist()[:3]
    ['week', 'event', 'who']
    """
    check_run_record(record)
    if not len(record.event_log):
        warnings.warn("this record holds no events; sk.run(..., keep_events=True) keeps them", stacklevel=2)
    happened = [name_event(event, record.community) for event in record.event_log]
    table = pd.DataFrame(happened, columns=list(NamedEvent._fields))
    table["subject"] = [None if event.subject is None else event.subject.partition(":")[2] for event in happened]
    return table.assign(meaning=[describe_event(event, language) for event in happened])


def decision_terms_table(record: RunRecord) -> pd.DataFrame:
    """A row a decision of the watched resident: terms in log-odds, utility, probability, number drawn, and came.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> set(sk.decision_terms_table(sk.run(village, explain_resident="r001"))["came"]) <= {True, False}
    True
    """
    check_run_record(record)
    rows = [
        (made.week, made.arena, *made.terms, made.utility, made.probability, made.drawn, made.came)
        for made in read_decisions(record.decision_trace[: len(record.series)])
    ]
    return pd.DataFrame(rows, columns=list(REASON_COLUMNS))


def _resident_index(community: Community) -> "pd.Index[str]":
    return pd.Index(community.ids, name="id")
