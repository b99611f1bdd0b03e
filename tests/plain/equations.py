"""The equations of the model, written again from what the rules say of themselves."""

from math import exp, inf, log, sqrt

FREE_RIDER, CONDITIONAL, HUMP_SHAPED = 0, 1, 2


def logistic(utility):
    return 1 / (1 + exp(-utility))


def weekly_rate(yearly):
    return 1 - (1 - min(0.999, yearly)) ** (1 / 52)


# Turnout


def time_cost(event_hours, hours_left, turnout):
    taken = 1 if hours_left <= event_hours else event_hours / hours_left
    return -turnout.coefficient_time * taken


def poverty(wealth):
    return max(0, 1 - wealth / 0.4)


def status_cost(female, wealth, formality, turnout):
    return -turnout.coefficient_status * formality * (female + poverty(wealth))


def joining_utility(benefit, disposition, turnout):
    pull = turnout.intercept_association - turnout.coefficient_time + turnout.sd_disposition * disposition
    return pull + turnout.coefficient_benefit * benefit


# Information


def telling_probability(takes_part, alike, information):
    probability = (
        information.telling_rate if takes_part else information.telling_rate / information.participant_telling_ratio
    )
    return probability if alike else probability * information.cross_sex_ratio


def asking_probability(alike, information):
    return 1.0 if alike else information.cross_sex_ratio


# Voice


def voice_utility(skill, open_room, status, voice):
    return voice.intercept_speaking + 1.5 * (skill + open_room) + status


# Cooperation


def contribution(kind, belief, leader_gives, noted, cooperation):
    expected = min(belief, 1 - belief) if kind == HUMP_SHAPED else belief
    given = max(cooperation.response_to_belief * expected, cooperation.leader_example * leader_gives)
    return noted * given if kind == FREE_RIDER else given


def updated_belief(belief, seen, cooperation):
    return cooperation.belief_memory * belief + (1 - cooperation.belief_memory) * seen


def talked_over(belief, talk, cooperation):
    return belief + cooperation.talk_effect * talk * (1 - belief)


def leader_contribution(kind, belief, noted, cooperation):
    given = cooperation.response_to_belief * max(belief, cooperation.leader_example)
    return noted * given if kind == FREE_RIDER else given


def erosion_probability(given, seen, cooperation):
    return cooperation.erosion_rate * (1 - seen / given) if given > seen else 0.0


def recovery_probability(seen, cooperation):
    return cooperation.recovery_rate * seen


# Beliefs


def after_success(level, share, beliefs):
    return level + beliefs.gain_from_success * share * (1 - level)


def after_failure(level, share, beliefs):
    return level * max(0.0, 1 - beliefs.gain_from_success * beliefs.loss_ratio * share)


def faded(level, rest, weekly):
    return level + weekly * (rest - level)


def crowded_out(motive, reward, crowding):
    return motive * (1 - crowding.crowding_out * reward)


# Learning


def trained_skill(skill, dose, quality, schooling, learning):
    return skill + learning.skill_gain * dose * quality * (0.5 + 0.5 * schooling) * (1 - skill)


def updated_habit(habit, came, learning):
    if came:
        return habit + learning.habit_gain * (1 - habit)
    return habit - learning.habit_gain / 4 * habit


def updated_fatigue(fatigue, given_hours, free_hours):
    if given_hours == 0:
        load = 0.0
    elif given_hours >= free_hours:
        load = 1.0
    else:
        load = given_hours / free_hours
    return fatigue + 0.1 * (load - fatigue)


# Leadership


def emergence_probability(skill, efficacy, leaders, leadership):
    return leadership.emergence_rate / 52 * skill * efficacy / (1 + leaders)


def calling_probability(able, energy, others, leadership):
    return leadership.calling_rate * able * energy / sqrt(1 + others)


def burnout_probability(load, feedback, refreshed, leadership):
    hazard = -log(1 - leadership.burnout_share) / 52 * exp((load - 0.5) / 2)
    if feedback:
        hazard /= leadership.feedback_odds_ratio
    if refreshed:
        hazard /= leadership.refresher_odds_ratio
    return 1 - exp(-hazard)


# Projects


def share_of_need(there, needed):
    """What is there over what is needed; where nothing is needed, there is enough."""
    return there / needed if needed else inf


def readiness(labour, money, technical):
    return min(labour, money, technical)


def capture_probability(inequality, open_room, monitoring, ally, skill, capture):
    unwatched = (1 - monitoring) * (1 - ally)
    return capture.capture_chance * inequality * (1 - open_room) * unwatched * (1 - skill / 2)


# Advocacy


def mobilization_utility(injustice, efficacy, identity, risk, advocacy):
    return advocacy.intercept_joining + advocacy.coefficient_grievance * (injustice + efficacy + identity) - risk


def concession_utility(mobilized, openness, link, ally, advocacy):
    return advocacy.intercept_concession + advocacy.coefficient_support * (
        4 * min(mobilized, 0.25) + openness + link + ally
    )


# Economy


def hours_after_income(free_hours, income, economy):
    return free_hours + economy.freed_hours * (income - 1)


# Maintenance


def paying_probability(excludability, given):
    return excludability + (1 - excludability) * given


def group_end_probability(turnout, led, maintenance):
    return 1 - exp(log(1 - maintenance.group_end_chance) / 52 * exp(-6 * turnout - led))


# Place


def understood(understanding, skill):
    return understanding + 0.04 * skill * (1 - understanding)


def tied_closer(tie, skill, place):
    return tie + place.tie_gain * skill * (1 - tie)
