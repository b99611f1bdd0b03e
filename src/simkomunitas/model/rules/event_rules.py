"""What an event offers and how it is held: invitation, norm, benefit, conviction, formality, custom, duty, talk."""

from simkomunitas.model.rules import rule

SAVINGS_BENEFIT = 0.5  # what a member expects of her savings group
HALF_TALK = 0.5  # how far people talk where the time goes into training or calling in resources


@rule
def invitation_weight(legitimacy: float) -> float:
    r"""How much an invitation by a resident counts: half for being known, half for how far others follow her.

    .. math:: s = \tfrac12 + \tfrac12 L

    legitimacy: of the one who asks [0 to 1].  Being asked by somebody known brings people [VERBA_1995]; halves assumed.

    >>> invitation_weight(0.5)
    0.75
    """
    return 0.5 + 0.5 * legitimacy


@rule
def social_norm(neighbours: float, hamlet: float) -> float:
    r"""What others do, as a resident sees it: those she knows and her hamlet weigh the same.

    .. math:: n = \tfrac12 (n_i + n_h)

    neighbours: share of those she knows who came last [0 to 1]; hamlet: share of the hamlet that comes, as remembered
    [0 to 1].  Descriptive norms [CIALDINI_1990]; equal weights assumed.

    >>> social_norm(0.2, 0.4)
    0.30000000000000004
    """
    return 0.5 * (neighbours + hamlet)


@rule
def event_benefit(gain: float, reward: float) -> float:
    r"""What a resident expects of a programme activity: her share in the common work, and payment.

    .. math:: b = g + r

    gain: from the hamlet's common work [0 to 1]; reward: paid for coming [share of a day's wage].  Assumed.

    >>> event_benefit(0.5, 0.25)
    0.75
    """
    return gain + reward


@rule
def membership_benefit(is_member: bool) -> float:
    r"""What a meeting of associations offers to a member of a savings group.

    .. math:: b = \tfrac12 [\text{member}]

    is_member: belongs to a savings group.  Assumed.

    >>> membership_benefit(True), membership_benefit(False)
    (0.5, 0.0)
    """
    return SAVINGS_BENEFIT if is_member else 0.0


@rule
def learnt_conviction(efficacy: float, trust: float, ownership: float) -> float:
    r"""Conviction that is learnt in the programme: efficacy and trust against the middle, and ownership.

    .. math:: c = (e - \tfrac12) + (t - \tfrac12) + o

    efficacy, trust, ownership: [0 to 1].  Efficacy moves people to act together [VAN_ZOMEREN_2008]; equal weights
    assumed.

    >>> learnt_conviction(0.75, 0.5, 0.25)
    0.5
    """
    return (efficacy - 0.5) + (trust - 0.5) + ownership


@rule
def arena_conviction(learnt: float, motive: float, transfer: float, is_programme: bool, is_unpaid: bool) -> float:
    r"""Conviction that counts in an arena: what is learnt counts in full in the programme, elsewhere by its transfer.

    .. math:: c_a = \begin{cases} c + m - 1 & \text{programme} \\ \theta c + m - 1 & \text{other unpaid work} \\
        \theta c & \text{otherwise} \end{cases}

    learnt: conviction from the programme; motive: unpaid motive left [0 to 1]; transfer: share that counts elsewhere
    [0 to 1].  Assumed.

    >>> arena_conviction(0.5, 1.0, 0.5, True, True), arena_conviction(0.5, 1.0, 0.5, False, False)
    (0.5, 0.25)
    """
    if is_programme:
        return learnt + motive - 1.0
    if is_unpaid:
        return transfer * learnt + motive - 1.0
    return transfer * learnt


@rule
def facilitated_openness(style: float, open_room: float) -> float:
    r"""How far an activity of the facilitators invites people to speak, by their style and their organizing model.

    .. math:: o = \min(1, \max(0, p + r))

    style: participatory [0 tells people to 1 lets people work it out]; open_room: what the organizing model adds
    [-1 to 1].  Assumed.

    >>> facilitated_openness(0.75, 0.5), facilitated_openness(0.25, -0.5)
    (1.0, 0.0)
    """
    return min(1.0, max(0.0, style + open_room))


@rule
def programme_formality(openness: float) -> float:
    r"""How formal the room of a programme activity is.

    .. math:: f = 1 - o

    openness: how far people are invited to speak [0 to 1].  Assumed.

    >>> programme_formality(0.75)
    0.25
    """
    return 1.0 - openness


@rule
def calendar_clash(understanding: float, coefficient: float) -> float:
    r"""Push of an activity that outsiders planned without understanding custom and calendar [log-odds].

    .. math:: \kappa = -w_k (1 - k)

    understanding: of the place by the facilitators [0 to 1]; coefficient: push of full ignorance [log-odds].  Assumed.

    >>> calendar_clash(0.75, 1.0)
    -0.25
    """
    return -coefficient * (1.0 - understanding)


@rule
def hours_after_shock(hours: float, severity: float) -> float:
    r"""Free hours of a week in which a shock has struck [hours].

    .. math:: h' = h (1 - s)

    hours: free hours otherwise [hours]; severity: share that the shock takes [0 to 1].  Assumed.

    >>> hours_after_shock(20.0, 0.25)
    15.0
    """
    return hours * (1.0 - severity)


@rule
def duty_probability(probability: float, duty: float) -> float:
    r"""Probability to come to mutual help where custom obliges: who would stay away comes with the strength of duty.

    .. math:: p' = p + d (1 - p)

    probability: without the duty [0 to 1]; duty: strength of the custom [0 to 1].  Assumed.

    >>> duty_probability(0.5, 0.5)
    0.75
    """
    return probability + duty * (1.0 - probability)


@rule
def deliberation_degree(openness: float, is_for_talk: bool) -> float:
    r"""How far people talk things over at a programme activity, half as much where its time goes into something else.

    .. math:: d = o \cdot (1 \text{ or } \tfrac12)

    openness: how far people are invited to speak [0 to 1]; is_for_talk: part of the time is meant for it.  Assumed.

    >>> deliberation_degree(0.5, True), deliberation_degree(0.5, False)
    (0.5, 0.25)
    """
    return openness * (1.0 if is_for_talk else HALF_TALK)
