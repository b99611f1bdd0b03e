"""The words of the model, each defined once: arenas, activities, stages, issues, ties, groups, cooperation, calendar.

The engine reads them as numbers, by their place in these lists; files, tables and pages read them as words.
"""

# Arenas: kinds of occasions that residents can come to
ARENAS = ("mutual_help", "association", "programme", "governance")
MUTUAL_HELP, ASSOCIATION, PROGRAMME, GOVERNANCE = range(len(ARENAS))
ARENA_COUNT = len(ARENAS)

# Stages of a programme
STAGES = ("preparation", "awakening", "planning", "implementation", "evaluation_and_maintenance")
PREPARATION, AWAKENING, PLANNING, IMPLEMENTATION, EVALUATION = range(len(STAGES))

# Activities: what facilitators can spend an hour on
ACTIVITIES = (
    "survey",  # look, listen, map: understanding of custom, needs and leaders
    "visit",  # call on a resident: news, trust, a personal invitation
    "meeting",  # talk things over in a hamlet
    "civic_training",  # learn to speak, decide, keep accounts
    "skills_training",  # learn a trade
    "group_support",  # found and accompany savings groups
    "mentoring",  # find, encourage and advise local leaders
    "technical_assistance",  # skilled work on projects
    "mobilization",  # call together labour, land, knowledge and dues
    "partnering",  # win NGOs, firms and neighbouring villages
    "lobbying",  # link residents to the authority and press it
)
(
    SURVEY, VISIT, MEETING, CIVIC_TRAINING, SKILLS_TRAINING, GROUP_SUPPORT, MENTORING, TECHNICAL, MOBILIZATION,
    PARTNERING, LOBBYING,
) = range(len(ACTIVITIES))  # fmt: skip

# Issues: domains in which problems arise
DOMAINS = ("education", "health", "economy", "environment", "infrastructure")
DOMAIN_COUNT = len(DOMAINS)

# Ties between residents
TIE_KINDS = ("household", "kin", "neighbour", "association", "friend")

# Groups: of each hamlet the associations come first, then the savings groups, last the committee
GROUP_KINDS = ("association", "savings_group", "committee")
ASSOCIATION_GROUP, SAVINGS_GROUP, COMMITTEE = range(len(GROUP_KINDS))
ASSOCIATIONS_PER_HAMLET = 2  # in Java typically one of women and one of men
SAVINGS_GROUPS_PER_HAMLET = 2
GROUPS_OF_HAMLET = (
    ("association",) * ASSOCIATIONS_PER_HAMLET + ("savings_group",) * SAVINGS_GROUPS_PER_HAMLET + ("committee",)
)
GROUPS_PER_HAMLET = len(GROUPS_OF_HAMLET)

# Ways of cooperating, as public-goods experiments tell them apart
COOPERATION_TYPES = ("free_rider", "conditional", "hump_shaped")

# The calendar, in weeks
WEEKS_PER_MONTH, WEEKS_PER_QUARTER, WEEKS_PER_HALF_YEAR, WEEKS_PER_YEAR = 4, 13, 26, 52
MINUTES_PER_HOUR = 60.0
