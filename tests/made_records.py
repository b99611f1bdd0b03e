"""A record written by hand, and the value of every outcome in every period, worked out with pencil and paper.

The village has ten adults.  The facilitators stay for 60 weeks, longer than a year, so that the programme is not its
last year; five years follow, and two weeks more, which belong to no period:

    week    0 -  59   programme (its first four weeks are 0 - 3, its last year 8 - 59)
    week   60 - 111   year 1
    week  112 - 163   year 2
    week  164 - 215   year 3
    week  216 - 267   year 4, which is not reported
    week  268 - 319   year 5
    week  320 - 321   later

Every series differs from one period to the next and within each of them, so that a wrong window, a window a week too
long or too short, a mean in place of a last value or a wrong series gives another number.
"""

import math

import numpy as np

from simkomunitas.model.community.community_data import Community, Ties
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS, RunRecord
from villages import somebody

ADULTS, PROGRAMME, YEAR, LATER = 10, 60, 52, 2
WEEKS = PROGRAMME + 5 * YEAR + LATER
BOUNDS = ((0, 59), (60, 111), (112, 163), (164, 215), (216, 267), (268, 319))  # first and last weeks
ELSEWHERE = 90.0  # in all weeks but those that count
NAN = math.nan


def level(first, then, last_year, *years):
    """A level: its mean in weeks 0 - 3, in weeks 4 - 7, in the programme's last year and in each year after it.

    For three quarters of each it stands 2 % below its mean, then 6 % above it: 3/4 x 0.98 + 1/4 x 1.06 = 1.
    The mean of the programme is (4 first + 4 then + 52 last_year) / 60 = (first + then + 13 last_year) / 15.
    """
    lengths = (1, 1, *(13 for _ in (last_year, *years)))  # of a quarter
    means = (first, then, last_year, *years)
    parts = [
        part
        for weeks, mean in zip(lengths, means, strict=True)
        for part in ((3 * weeks, 0.98 * mean), (weeks, 1.06 * mean))
    ]
    return spans(*parts, (LATER, ELSEWHERE))


def steady(first, then, last_year, *years):
    """The same for a level that stays where it is for a whole year."""
    return spans((4, first), (4, then), *((YEAR, year) for year in (last_year, *years)), (LATER, ELSEWHERE))


def counts(*pairs, later=ELSEWHERE):
    """What is counted: in the first and in the last week of the programme and of each of the five years."""
    series = np.zeros(WEEKS)
    for (first, last), (start, end) in zip(pairs, BOUNDS, strict=True):
        series[start] += first
        series[end] += last
    series[-LATER:] = later
    return series


def stock(*ends):
    """What there is: in the last week of the programme and of each of the five years."""
    series = np.full(WEEKS, ELSEWHERE)
    for value, (_, end) in zip(ends, BOUNDS, strict=True):
        series[end] = value
    return series


def spans(*parts):
    """So many weeks at a value, then so many at the next."""
    return np.concatenate([np.full(weeks, float(value)) for weeks, value in parts])


def village(women=4, poor=3, adults=ADULTS):
    """A village of one hamlet: the first so many are women, the last so many belong to the poorer two fifths."""
    nobody = np.zeros(0, np.int64)
    female = np.arange(adults) < women
    wealth = np.where(np.arange(adults) >= adults - poor, 0.2, 0.8)
    return Community(
        residents=somebody(adults, female=female, wealth=wealth),
        ties=Ties(np.zeros(adults + 1, np.int64), nobody, nobody),
        severity=np.zeros((1, 5)),
        ids=tuple(f"r{number}" for number in range(adults)),
        hamlets=("hamlet",),
    )


def made_record(series, left, attendances=None, community=None):
    """A record of these series, by name."""
    people = village() if community is None else community
    table = np.column_stack(list(series.values()))
    came = np.zeros((len(people.ids), 6), np.int64) if attendances is None else np.array(attendances)
    return RunRecord(tuple(series), table, left, came, people, np.zeros((0, 5), np.int64), np.zeros((0, 0, 0)))


def found(record):
    """The values of every outcome in REPORTED, the five periods."""
    return {name: [entry.measure(record, period) for period in REPORTED_PERIODS] for name, entry in outcomes.items()}


SERIES = {
    # level: weeks 0 - 3, 4 - 7, mean of the last programme year, of years 1 to 5
    "participation_programme": level(0.10, 0.45, 0.50, 0.40, 0.35, 0.25, 0.20, 0.15),
    "participation_mutual_help": level(0.62, 0.63, 0.70, 0.66, 0.64, 0.61, 0.60, 0.58),
    "participation_association": level(0.10, 0.15, 0.20, 0.18, 0.17, 0.16, 0.14, 0.12),
    "participation_governance": level(0.05, 0.10, 0.15, 0.13, 0.11, 0.09, 0.08, 0.07),
    "general_participation": level(0.20, 0.30, 0.40, 0.36, 0.32, 0.28, 0.24, 0.20),
    "aware": level(0.20, 0.40, 0.90, 0.85, 0.80, 0.75, 0.70, 0.65),
    "invited": level(0.01, 0.04, 0.10, 0.08, 0.06, 0.04, 0.03, 0.02),
    "contributed": level(0.00, 0.10, 0.20, 0.15, 0.10, 0.05, 0.04, 0.03),
    "decided": level(0.00, 0.02, 0.31, 0.22, 0.17, 0.12, 0.10, 0.07),
    "leads": level(0.00, 0.00, 0.15, 0.12, 0.10, 0.08, 0.06, 0.04),
    "knows_decision": level(0.10, 0.20, 0.60, 0.51, 0.45, 0.33, 0.30, 0.21),
    "women_came": level(0.05, 0.15, 0.40, 0.30, 0.20, 0.12, 0.10, 0.06),
    "men_came": level(0.30, 0.40, 0.50, 0.50, 0.40, 0.30, 0.25, 0.20),
    "poor_came": level(0.06, 0.08, 0.22, 0.36, 0.28, 0.21, 0.15, 0.10),
    "rest_came": level(0.15, 0.20, 0.55, 0.40, 0.35, 0.30, 0.25, 0.20),
    "women_spoke": level(0.00, 0.02, 0.16, 0.08, 0.09, 0.12, 0.10, 0.03),
    "men_spoke": level(0.04, 0.10, 0.22, 0.10, 0.10, 0.10, 0.10, 0.06),
    "poor_spoke": level(0.01, 0.02, 0.09, 0.06, 0.03, 0.05, 0.05, 0.06),
    "rest_spoke": level(0.14, 0.00, 0.22, 0.20, 0.30, 0.25, 0.20, 0.10),
    "trust": level(0.40, 0.50, 0.60, 0.55, 0.52, 0.50, 0.48, 0.46),
    "fatigue": level(0.05, 0.10, 0.30, 0.24, 0.21, 0.18, 0.15, 0.12),
    "need": level(0.80, 0.70, 0.60, 0.64, 0.66, 0.68, 0.70, 0.72),
    "income": level(1.00, 1.05, 1.25, 1.20, 1.16, 1.12, 1.10, 1.04),
    "informal_minutes": level(300, 1500, 1800, 1500, 1200, 900, 600, 300),
    "formal_minutes": level(0, 300, 600, 480, 420, 360, 300, 240),
    "leader_load": steady(0.0, 0.0, 2.0, 1.5, 1.2, 0.9, 0.8, 0.6),
    # counts: first and last week of the programme, of years 1 to 5
    "facilitator_minutes": counts((1740, 4200), (720, 0), (0, 0), (0, 0), (0, 0), (0, 0), later=0),
    "problems_due": counts((5, 5), (2, 6), (3, 2), (1, 3), (7, 7), (3, 2)),
    "problems_met": counts((4, 5), (2, 4), (2, 2), (1, 1), (7, 7), (1, 2)),
    "problems_met_locally": counts((1, 2), (1, 1), (1, 2), (0, 1), (7, 7), (1, 1)),
    "called_locally": counts((1, 2), (3, 3), (4, 4), (5, 4), (7, 7), (1, 1)),
    "called_by_facilitators": counts((5, 4), (2, 2), (1, 1), (0, 1), (7, 7), (0, 0)),
    "money_local": counts((100, 100), (30, 10), (20, 15), (5, 5), (7, 7), (0, 0)),
    "money_outside": counts((300, 500), (30, 30), (10, 5), (0, 0), (7, 7), (0, 0)),
    "leaders_lost": counts((1, 2), (1, 1), (0, 1), (1, 2), (7, 7), (0, 0)),
    "leaders_supported": counts((100, 56), (52, 52), (60, 44), (26, 26), (7, 7), (0, 0)),
    "leaders_unsupported": counts((90, 66), (104, 52), (52, 104), (52, 52), (7, 7), (0, 0)),
    "decisions": counts((3, 5), (2, 3), (1, 9), (2, 2), (7, 7), (0, 0)),
    "decisions_open": counts((2, 4), (1, 2), (1, 8), (0, 2), (7, 7), (0, 0)),
    "decisions_captured": counts((1, 1), (0, 1), (1, 2), (0, 0), (7, 7), (0, 0)),
    "dues_asked": counts((40, 60), (30, 20), (10, 10), (20, 20), (7, 7), (4, 6)),
    "dues_paid": counts((30, 50), (20, 15), (6, 6), (12, 8), (7, 7), (0, 3)),
    "groups_ended": counts((1, 1), (3, 3), (3, 3), (3, 3), (7, 7), (3, 3)),
    # stocks: in the last week of the programme, of years 1 to 5
    "associations_alive": stock(4, 20, 20, 20, 20, 20),
    "savings_groups_alive": stock(3, 30, 30, 30, 30, 30),
    "committees_alive": stock(1, 40, 40, 40, 40, 40),
    "assets_built": stock(6, 50, 50, 50, 50, 50),
    "assets_working": stock(4, 6, 5, 3, 9, 2),
    "groups_cohort": stock(60, 8, 8, 8, 8, 8),
    "groups_cohort_alive": stock(61, 6, 4, 2, 2, 1),
    "assets_cohort": stock(62, 4, 4, 4, 4, 4),
    "assets_cohort_working": stock(63, 4, 3, 2, 2, 1),
    "benefits_poor": stock(0.5, 0.6, 1.0, 1.5, 2.0, 2.4),
    "benefits_rest": stock(2.0, 2.0, 2.5, 3.0, 3.5, 4.0),
}

# Programme activities attended: a row a resident; in the programme, in years 1 to 5.
ATTENDANCES = [
    [0, 0, 0, 0, 9, 0],
    [0, 0, 0, 1, 9, 0],
    [0, 0, 0, 1, 9, 0],
    [0, 0, 0, 0, 9, 0],
    [1, 0, 0, 1, 9, 0],
    [1, 0, 0, 0, 9, 0],
    [1, 1, 0, 0, 9, 0],
    [1, 1, 0, 1, 9, 0],
    [2, 2, 1, 0, 9, 0],
    [4, 0, 3, 0, 9, 0],
]

# By outcome: in the programme, in years 1, 2, 3 and 5.
VALUES = {
    # The programme: (first + then + 13 last_year) / 15.
    "participation": (0.47, 0.40, 0.35, 0.25, 0.15),  # (0.10 + 0.45 + 6.50) / 15 = 7.05 / 15
    "attend": (0.47, 0.40, 0.35, 0.25, 0.15),  # the same step of the funnel
    "participation_mutual_help": (0.69, 0.66, 0.64, 0.61, 0.58),  # (0.62 + 0.63 + 9.10) / 15 = 10.35 / 15
    "participation_association": (0.19, 0.18, 0.17, 0.16, 0.12),  # (0.10 + 0.15 + 2.60) / 15 = 2.85 / 15
    "participation_governance": (0.14, 0.13, 0.11, 0.09, 0.07),  # (0.05 + 0.10 + 1.95) / 15 = 2.10 / 15
    "general_participation": (0.38, 0.36, 0.32, 0.28, 0.20),  # (0.20 + 0.30 + 5.20) / 15 = 5.70 / 15
    "aware": (0.82, 0.85, 0.80, 0.75, 0.65),  # (0.20 + 0.40 + 11.70) / 15 = 12.30 / 15
    "invited": (0.09, 0.08, 0.06, 0.04, 0.02),  # (0.01 + 0.04 + 1.30) / 15 = 1.35 / 15
    "contribute": (0.18, 0.15, 0.10, 0.05, 0.03),  # (0.00 + 0.10 + 2.60) / 15 = 2.70 / 15
    "decide": (0.27, 0.22, 0.17, 0.12, 0.07),  # (0.00 + 0.02 + 4.03) / 15 = 4.05 / 15
    "lead": (0.13, 0.12, 0.10, 0.08, 0.04),  # (0.00 + 0.00 + 1.95) / 15
    "leaders": (13.0, 12.0, 10.0, 8.0, 4.0),  # the same per 100 adults
    "openness": (0.54, 0.51, 0.45, 0.33, 0.21),  # (0.10 + 0.20 + 7.80) / 15 = 8.10 / 15
    "trust": (0.58, 0.55, 0.52, 0.50, 0.46),  # (0.40 + 0.50 + 7.80) / 15 = 8.70 / 15
    "fatigue": (0.27, 0.24, 0.21, 0.18, 0.12),  # (0.05 + 0.10 + 3.90) / 15 = 4.05 / 15
    "need": (0.62, 0.64, 0.66, 0.68, 0.72),  # (0.80 + 0.70 + 7.80) / 15 = 9.30 / 15
    "income": (1.22, 1.20, 1.16, 1.12, 1.04),  # (1.00 + 1.05 + 16.25) / 15 = 18.30 / 15
    "informal_hours": (2.8, 2.5, 2.0, 1.5, 0.5),  # (300 + 1500 + 23400) / 15 = 1680 minutes; 28 hours of 10 adults
    "formal_hours": (0.9, 0.8, 0.7, 0.6, 0.4),  # (0 + 300 + 7800) / 15 = 540 minutes; 9 hours of 10 adults
    "leader_load": (2.0, 1.5, 1.2, 0.9, 0.6),  # in the first eight weeks nobody leads, so that they do not count
    # Ratios of such means.
    "equality_by_sex": (0.75, 0.60, 0.50, 0.40, 0.30),  # (0.20 + 5.20) / 15 = 0.36, (0.70 + 6.50) / 15 = 0.48
    "equality_by_wealth": (0.40, 0.90, 0.80, 0.70, 0.50),  # (0.14 + 2.86) / 15 = 0.20, (0.35 + 7.15) / 15 = 0.50
    "equality": (0.575, 0.75, 0.65, 0.55, 0.40),  # the means of the two
    "voice_by_sex": (0.70, 0.80, 0.90, 1.20, 0.50),  # (0.02 + 2.08) / 15 = 0.14, (0.14 + 2.86) / 15 = 0.20
    "voice_by_wealth": (0.40, 0.30, 0.10, 0.20, 0.60),  # (0.03 + 1.17) / 15 = 0.08, (0.14 + 2.86) / 15 = 0.20
    "retention": (0.95, 0.90, 0.80, 0.70, 0.50),  # over 0.40 in the last programme year
    "programme_retention": (0.94, 0.80, 0.70, 0.50, 0.30),  # over 0.50 in the last programme year
    # Ratios of counts.
    "independence": (0.3, 0.25, 0.6, 0.25, 0.4),  # 3/10, 2/8, 3/5, 1/4, 2/5
    "problems_met": (0.9, 0.75, 0.8, 0.5, 0.6),  # 9/10, 6/8, 4/5, 2/4, 3/5
    "called_locally": (0.25, 0.6, 0.8, 0.9, 1.0),  # 3/(3+9), 6/(6+4), 8/(8+2), 9/(9+1), 2/(2+0)
    "raised_locally": (0.2, 0.4, 0.7, 1.0, NAN),  # 200/1000, 40/100, 35/50, 10/10; no money in year 5
    "leaders_lost": (0.5, 0.4, 0.2, 1.0, NAN),  # 52 x 3/(156+156), 2/(104+156), 1/(104+156), 3/(52+104); no leaders
    "open_decisions": (0.75, 0.6, 0.9, 0.5, NAN),  # 6/8, 3/5, 9/10, 2/4; no decisions in year 5
    "capture": (0.25, 0.2, 0.3, 0.0, NAN),  # 2/8, 1/5, 3/10, 0/4
    "dues_paid": (0.8, 0.7, 0.6, 0.5, 0.3),  # 80/100, 35/50, 12/20, 20/40, 3/10
    # What there is in the last week.
    "assets_working": (4.0, 6.0, 5.0, 3.0, 2.0),
    "groups_surviving": (NAN, 0.75, 0.5, 0.25, 0.125),  # of 8: 6, 4, 2, 1
    "assets_surviving": (NAN, 1.0, 0.75, 0.5, 0.25),  # of 4: 4, 3, 2, 1
    "sustainability": (0.75, 10 / 12, 7 / 12, 4 / 12, 2 / 12),  # (8 + 4) of (8 + 2 ended + 6 built); of 8 + 4
    "benefit_by_wealth": (0.25, 0.3, 0.4, 0.5, 0.6),  # 0.5/2, 0.6/2, 1/2.5, 1.5/3, 2.4/4
    # Attendances; Gini: twice the sum of rank x count over (people x sum of counts), less (people + 1) / people.
    "ever_attended": (0.6, 0.3, 0.2, 0.4, 0.0),
    "gini_attendance": (
        0.3,
        1 / 6,
        0.25,
        0.0,
        NAN,
    ),  # 2 x 44/60 - 7/6, 2 x 9/12 - 4/3, 2 x 7/8 - 3/2, all alike, nobody
    # Hours: 5940 minutes in the programme and 720 in year 1 are 99 and 12 hours.
    "facilitator_hours": (99.0, 12.0, 0.0, 0.0, 0.0),
    "hours_per_problem_met": (11.0, 2.0, NAN, NAN, NAN),  # 99/9, 12/6; then nobody is paid
    # 111 hours in all; 10 x (0.47 - 0.10) = 3.7 adults gained, then 3.0, 2.5, 1.5; less than one in year 5.
    "hours_per_lasting_participant": (30.0, 37.0, 44.4, 74.0, NAN),
    # From 0.10 to 0.50: half is lost at 0.30.  Year 2 stands at 0.343 and 0.371, year 3 begins with 0.245.
    "half_life": (NAN, 104.0, 104.0, 104.0, 104.0),
}


def usual_record():
    """The record that has these values."""
    return made_record(SERIES, PROGRAMME, ATTENDANCES)
