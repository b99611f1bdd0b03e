"""What is counted each week: the names of the counts, in the order in which the engine keeps them."""

WEEKLY_COUNTS = (
    "called_locally", "called_by_facilitators", "labour_minutes", "money_local", "money_outside", "problems_due",
    "problems_met", "problems_met_locally", "projects_started", "projects_finished", "projects_failed", "decisions",
    "decisions_open", "decisions_captured", "concessions", "refusals", "reprisals", "leaders_recruited",
    "leaders_emerged", "leaders_lost", "groups_founded", "groups_ended", "assets_broken", "dues_asked", "dues_paid",
    "facilitator_minutes", "visits", "hamlet_women", "hamlet_poor", "hamlet_came", "village_women", "village_poor",
    "village_came", "told_by_participants", "told_by_others", "informal_minutes", "formal_minutes",
    "leaders_supported", "leaders_unsupported", "lost_supported", "lost_unsupported", "shocks",
    "taken_up",
)  # fmt: skip

(CALLED_LOCALLY, CALLED_BY_FACILITATORS, LABOUR_MINUTES, MONEY_LOCAL, MONEY_OUTSIDE, PROBLEMS_DUE, PROBLEMS_MET,
 PROBLEMS_MET_LOCALLY, PROJECTS_STARTED, PROJECTS_FINISHED, PROJECTS_FAILED, DECISIONS, DECISIONS_OPEN,
 DECISIONS_CAPTURED, CONCESSIONS, REFUSALS, REPRISALS, LEADERS_RECRUITED, LEADERS_EMERGED, LEADERS_LOST,
 GROUPS_FOUNDED, GROUPS_ENDED, ASSETS_BROKEN, DUES_ASKED, DUES_PAID, FACILITATOR_MINUTES, VISITS, HAMLET_WOMEN,
 HAMLET_POOR, HAMLET_CAME, VILLAGE_WOMEN, VILLAGE_POOR, VILLAGE_CAME, TOLD_BY_PARTICIPANTS, TOLD_BY_OTHERS,
 INFORMAL_MINUTES, FORMAL_MINUTES, LEADERS_SUPPORTED, LEADERS_UNSUPPORTED, LOST_SUPPORTED, LOST_UNSUPPORTED, SHOCKS,
 TAKEN_UP,
) = range(len(WEEKLY_COUNTS))  # fmt: skip
