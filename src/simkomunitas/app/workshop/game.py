"""A game as plain values: who plays, what was decided and predicted, how far it has come; replaced, never edited."""

from typing import Any, NamedTuple

from simkomunitas.app.levers import PARTS, shared
from simkomunitas.app.limits import LAST_SEED
from simkomunitas.app.presets import presets
from simkomunitas.app.viewing import whole_within
from simkomunitas.strategies import strategies
from simkomunitas.study.scenario import Programme, Scenario, Turn
from simkomunitas.targeting import targeting_rules
from simkomunitas.world.programme import Horizon

QUARTER = 13  # weeks
FEWEST_ROUNDS, MOST_ROUNDS = 2, 12
MOST_TEAMS = 12
LONGEST_NAME = 24
WEEKS_AFTER = 260  # five years after everybody has left
PHASES = ("decide", "reveal", "end")
USUAL_PARTS = 4  # of each strategy, at the start
USUAL_GUESS = 10  # where the slider stands before anybody has moved it


class RefusedError(Exception):
    """Something that cannot be done in the game now; the key of the sentence is the argument."""


class Decision(NamedTuple):
    """How a team spends a quarter, and what it expects of it."""

    parts: tuple[tuple[str, int], ...]  # of the hours, by strategy
    targeting: str
    prediction: int | None  # of 100 adults, how many will come at the end of the quarter; None: nobody guessed


class Team(NamedTuple):
    """A team and its decisions, one for each quarter it has decided."""

    name: str
    decisions: tuple[Decision, ...] = ()


class Game(NamedTuple):
    """A workshop."""

    preset: str
    seed: int
    rounds: int
    round: int = 0
    phase: str = "decide"
    teams: tuple[Team, ...] = ()


def new_game(preset: object, rounds: object, seed: object) -> Game:
    """A game that begins; RefusedError if that cannot be."""
    count, luck = whole_within(rounds, FEWEST_ROUNDS, MOST_ROUNDS), whole_within(seed, 0, LAST_SEED)
    if preset not in presets() or presets()[str(preset)].scenario.programme is None or count is None or luck is None:
        raise RefusedError("play:refused")
    return Game(str(preset), luck, count)


def joined(game: Game, name: str) -> Game:
    """The game with one more team; the quarters before it came were lived as if nobody had decided."""
    plain = plain_name(name)
    if not plain:
        raise RefusedError("play:no_name")
    if like_named(game, plain) is not None:
        raise RefusedError("play:taken")
    if len(game.teams) >= MOST_TEAMS:
        raise RefusedError("play:too_many")
    if game.phase == "end":
        raise RefusedError("play:over")
    missed = game.round + (game.phase == "reveal")
    return game._replace(teams=(*game.teams, Team(plain, (usual_decision(),) * missed)))


def plain_name(name: str) -> str:
    """A team's name as it can be shown: one line, not too long."""
    return " ".join("".join(letter for letter in name if letter.isprintable()).split())[:LONGEST_NAME].strip()


def team_of(game: Game, name: str) -> Team | None:
    """A team by its name."""
    return next((team for team in game.teams if team.name == name), None)


def like_named(game: Game, name: str) -> Team | None:
    """The team of this name, however somebody else has typed it."""
    wanted = plain_name(name).casefold()
    return next((team for team in game.teams if team.name.casefold() == wanted), None)


def decision(parts: Any, targeting: object, prediction: object) -> Decision:  # noqa: ANN401 - from a browser
    """A decision from what a browser sent, or as it was kept; RefusedError for anything that is not one."""
    given = parts if isinstance(parts, dict) else {}
    counts = {name: whole_within(given.get(name, USUAL_PARTS), 0, PARTS) for name in strategies}
    expected = whole_within(prediction, 0, 100)
    unknown = expected is None and prediction is not None
    if None in counts.values() or not any(counts.values()) or targeting not in targeting_rules or unknown:
        raise RefusedError("play:refused")
    return Decision(tuple((name, count or 0) for name, count in counts.items()), str(targeting), expected)


def usual_decision() -> Decision:
    """What happens where nobody has decided: a bit of everything, whoever is met, and no guess."""
    return decision({}, "random", None)


def draft_of(team: Team | None) -> Decision:
    """Where the sliders of a team stand before it decides: as it decided last."""
    made = team.decisions if team is not None else ()
    guesses = [one.prediction for one in made if one.prediction is not None]
    last = made[-1] if made else usual_decision()
    return last._replace(prediction=guesses[-1] if guesses else USUAL_GUESS)


def decided(game: Game, name: str, made: Decision) -> Game:
    """The game after a team has decided on this quarter; it may decide again until it is revealed."""
    if game.phase != "decide" or team_of(game, name) is None:
        raise RefusedError("play:too_late")
    if made.prediction is None:
        raise RefusedError("play:refused")
    teams = tuple(
        team._replace(decisions=(*team.decisions[: game.round], made)) if team.name == name else team
        for team in game.teams
    )
    return game._replace(teams=teams)


def guess_of(game: Game, team: Team) -> int | None:
    """What a team predicted for this quarter; None if it has not decided."""
    return team.decisions[game.round].prediction if len(team.decisions) > game.round else None


def has_decided(game: Game, team: Team) -> bool:
    """Whether a team has decided on this quarter itself."""
    return guess_of(game, team) is not None


def undecided(game: Game) -> list[str]:
    """The teams that have not decided on this quarter."""
    return [team.name for team in game.teams if not has_decided(game, team)]


def revealed(game: Game) -> Game:
    """The quarter is lived; a team that has not decided lives as before, or as everybody begins, and has no guess."""
    if game.phase != "decide" or not game.teams:
        raise RefusedError("play:nobody")
    if len(undecided(game)) == len(game.teams):
        raise RefusedError("play:none_decided")
    teams = tuple(team if has_decided(game, team) else _as_before(team) for team in game.teams)
    return game._replace(teams=teams, phase="reveal")


def _as_before(team: Team) -> Team:
    """A team that lets things go on as they are."""
    last = team.decisions[-1] if team.decisions else usual_decision()
    return team._replace(decisions=(*team.decisions, last._replace(prediction=None)))


def advanced(game: Game) -> Game:
    """On to the next quarter, or, after the last, to the end: five years on."""
    if game.phase != "reveal":
        raise RefusedError("play:refused")
    if game.round + 1 >= game.rounds:
        return game._replace(phase="end")
    return game._replace(phase="decide", round=game.round + 1)


def scenario_of(game: Game, team: Team) -> Scenario:
    """What a team's decisions make of the village: the preset's programme, with a turn each quarter."""
    base = presets()[game.preset].scenario
    programme = base.programme
    if programme is None:
        raise RefusedError("play:refused")
    ways = [_way(programme, made) for made in team.decisions] or [programme]
    turns = tuple(Turn(QUARTER * place, way) for place, way in enumerate(ways) if place > 0 and way != ways[place - 1])
    horizon = Horizon(programme_weeks=QUARTER * game.rounds, weeks_after=WEEKS_AFTER)
    return base._replace(programme=ways[0], turns=turns, horizon=horizon)


def _way(programme: Programme, made: Decision) -> Programme:
    return shared(programme._replace(targeting=made.targeting), dict(made.parts), None)


def weeks_shown(game: Game) -> int:
    """How many weeks of the village may be seen by now."""
    if game.phase == "end":
        return QUARTER * game.rounds + WEEKS_AFTER
    return QUARTER * (game.round + (game.phase == "reveal"))


def as_words(game: Game) -> dict[str, Any]:
    """The game as JSON has it."""
    teams = [
        {
            "name": team.name,
            "decisions": [[dict(made.parts), made.targeting, made.prediction] for made in team.decisions],
        }
        for team in game.teams
    ]
    return game._asdict() | {"teams": teams}


def from_words(words: Any) -> Game:  # noqa: ANN401 - JSON
    """A game from JSON; RefusedError if it is none."""
    try:
        game = new_game(words["preset"], words["rounds"], words["seed"])
        at, phase = whole_within(words["round"], 0, game.rounds - 1), words["phase"]
        if at is None or phase not in PHASES:
            raise RefusedError("play:refused")
        lived = at + (phase != "decide")
        teams = tuple([_team_from_words(team, at, lived) for team in words["teams"][:MOST_TEAMS]])
    except (KeyError, TypeError, AttributeError) as error:
        raise RefusedError("play:refused") from error
    if len({team.name for team in teams}) < len(teams) or not all(team.name for team in teams):
        raise RefusedError("play:refused")
    return game._replace(round=at, phase=phase, teams=teams)


def _team_from_words(words: Any, at: int, lived: int) -> Team:  # noqa: ANN401 - JSON
    """A team from JSON, with a decision for each quarter that was lived, and perhaps for this one."""
    made = tuple([decision(*one) for one in words["decisions"][: at + 1]])
    return Team(plain_name(words["name"]), made + (usual_decision(),) * (lived - len(made)))
