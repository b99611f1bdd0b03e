"""A record as pandas tables: weeks, residents, events, and the reasons of a watched resident."""

import warnings
from typing import Any

import numpy as np
import pandas as pd

from simkomunitas.base.typed_columns import column_fields
from simkomunitas.config.checks import refuse_other_than_record
from simkomunitas.explain.explaining import Language, event_in_words
from simkomunitas.explain.happenings import Happening, decisions, happening
from simkomunitas.model.community.community_data import COOPERATION_TYPES, Community
from simkomunitas.model.rules.turnout_rules import TurnoutTerms
from simkomunitas.model.state.community_state import ARENAS, PERIOD_COUNT, ResidentState
from simkomunitas.model.state.run_record import RunRecord

REASON_COLUMNS = ("week", "arena", *TurnoutTerms._fields, "utility", "probability", "drawn", "came")
NUMBERED = {"habit": ARENAS, "came": ARENAS, "last_came": ARENAS, "inviter": ARENAS, "coming": ARENAS}


def weekly_frame(record: RunRecord) -> pd.DataFrame:
    """The series of a run: a row a week, a column a series."""
    refuse_other_than_record(record)
    weeks = pd.RangeIndex(len(record.series), name="week")
    return pd.DataFrame(record.series.copy(), index=weeks, columns=list(record.resident_names))


def residents_frame(record: RunRecord, minds: Any = None) -> pd.DataFrame:  # noqa: ANN401 - a Table[Mind] with columns
    """A row a resident: the facts, programme activities attended by period, and, if given, the minds as they are."""
    refuse_other_than_record(record)
    table = facts_frame(record.community)
    for period in range(PERIOD_COUNT):
        name = "programme" if period == 0 else f"year_{period}"
        table[f"attended_{name}"] = record.attendances[:, period]
    return table if minds is None else pd.concat([table, minds_frame(minds, record.community)], axis=1)


def facts_frame(community: Community) -> pd.DataFrame:
    """Who the residents are, by id; hamlets and kinds of cooperation by name."""
    facts = {name: column for name, column in community.residents._asdict().items() if name != "key"}
    table = pd.DataFrame(facts, index=_ids(community))
    table["hamlet"] = np.array(community.hamlets)[community.residents.hamlet]
    table["cooperation"] = np.array(COOPERATION_TYPES)[community.residents.cooperation]
    return table


def minds_frame(minds: Any, community: Community) -> pd.DataFrame:  # noqa: ANN401 - a Table[Mind] with columns
    """What is on the residents' minds, by id: a column a field, several for fields with several numbers a row.

    Attendances are left out, they are facts of the record; kinds of cooperation carry ``_now``.
    """
    parts: dict[str, Any] = {}
    for field in column_fields(ResidentState):
        column = np.asarray(minds)[field.name]
        if field.name == "cooperation":
            parts["cooperation_now"] = np.array(COOPERATION_TYPES)[column]
        elif not field.shape:
            parts[field.name] = column
        elif field.name != "attendances":
            names = NUMBERED.get(field.name, tuple(str(place) for place in range(field.shape[0])))
            parts |= {f"{field.name}_{name}": column[:, place] for place, name in enumerate(names)}
    return pd.DataFrame(parts, index=_ids(community))


def events_frame(record: RunRecord, language: Language = "en") -> pd.DataFrame:
    """A row an event, in the order of the log, with ids and names, and its meaning as a sentence.

    ``other`` is who told, asked or visited; ``subject`` the arena, activity, domain, stage or kind of group.
    A record without any event is warned of: ``run`` keeps them when asked (``events=True``).
    """
    refuse_other_than_record(record)
    if not len(record.events):
        warnings.warn("this record holds no events; sk.run(..., events=True) keeps them", stacklevel=2)
    happened = [happening(event, record.community) for event in record.events]
    table = pd.DataFrame(happened, columns=list(Happening._fields))
    table["subject"] = [None if event.subject is None else event.subject.partition(":")[2] for event in happened]
    return table.assign(meaning=[event_in_words(event, language) for event in happened])


def reasons_frame(record: RunRecord) -> pd.DataFrame:
    """A row a decision of the watched resident: terms in log-odds, utility, probability, number drawn, and came."""
    refuse_other_than_record(record)
    rows = [
        (made.week, made.arena, *made.terms, made.utility, made.probability, made.drawn, made.came)
        for made in decisions(record.reasons[: len(record.series)])
    ]
    return pd.DataFrame(rows, columns=list(REASON_COLUMNS))


def _ids(community: Community) -> "pd.Index[str]":
    return pd.Index(community.ids, name="id")
