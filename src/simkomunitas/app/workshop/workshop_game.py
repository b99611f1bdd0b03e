"""A game as plain values: who plays, what was decided and predicted, how far it has come; replaced, never edited."""

from typing import Any, NamedTuple

from simkomunitas.app.presets import load_presets
from simkomunitas.app.scenario_controls import HOUR_PARTS, set_strategy_hours
from simkomunitas.app.server.viewer_limits import MAX_SEED
from simkomunitas.app.viewer_state import integer_in_range
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.programme.targeting import targeting_rules
from simkomunitas.model.scenario_definition import Programme, ProgrammeChange, Scenario
from simkomunitas.model.vocabulary import WEEKS_PER_QUARTER

FEWEST_ROUNDS, MOST_ROUNDS = 2, 12
MAX_TEAMS = 12
MAX_NAME_LENGTH = 24
WEEKS_AFTER = 260  # five years after everybody has left
GAME_PHASES = ("decide", "reveal", "end")
DEFAULT_HOUR_PARTS = 4  # of each strategy, at the start
DEFAULT_PREDICTION = 10  # where the slider stands before anybody has moved it


class GameRuleError(Exception):
    """Something that cannot be done in the game now; the key of the sentence is the argument."""


class QuarterDecision(NamedTuple):
    """How a team spends a quarter, and what it expects of it."""

    hour_parts: tuple[tuple[str, int], ...]  # of the hours, by strategy
    targeting: str
    prediction: int | None  # of 100 adults, how many will come at the end of the quarter; None: nobody guessed


class GameTeam(NamedTuple):
    """A team and its decisions, one for each quarter it has decided."""

    name: str
    decisions: tuple[QuarterDecision, ...] = ()


class WorkshopGame(NamedTuple):
    """A workshop."""

    preset: str
    seed: int
    rounds: int
    round: int = 0
    phase: str = "decide"
    teams: tuple[GameTeam, ...] = ()


def start_game(preset: object, rounds: object, seed: object) -> WorkshopGame:
    """A game that begins; RefusedError if that cannot be."""
    count, luck = integer_in_range(rounds, FEWEST_ROUNDS, MOST_ROUNDS), integer_in_range(seed, 0, MAX_SEED)
    if (
        preset not in load_presets()
        or load_presets()[str(preset)].scenario.programme is None
        or count is None
        or luck is None
    ):
        raise GameRuleError("play:refused")
    return WorkshopGame(str(preset), luck, count)


def add_team(game: WorkshopGame, name: str) -> WorkshopGame:
    """The game with one more team; the quarters before it came were lived as if nobody had decided."""
    plain = clean_team_name(name)
    if not plain:
        raise GameRuleError("play:no_name")
    if find_similar_name(game, plain) is not None:
        raise GameRuleError("play:taken")
    if len(game.teams) >= MAX_TEAMS:
        raise GameRuleError("play:too_many")
    if game.phase == "end":
        raise GameRuleError("play:over")
    missed = game.round + (game.phase == "reveal")
    return game._replace(teams=(*game.teams, GameTeam(plain, (default_decision(),) * missed)))


def clean_team_name(name: str) -> str:
    """A team's name as it can be shown: one line, not too long."""
    return " ".join("".join(letter for letter in name if letter.isprintable()).split())[:MAX_NAME_LENGTH].strip()


def find_team(game: WorkshopGame, name: str) -> GameTeam | None:
    """A team by its name."""
    return next((team for team in game.teams if team.name == name), None)


def find_similar_name(game: WorkshopGame, name: str) -> GameTeam | None:
    """The team of this name, however somebody else has typed it."""
    wanted = clean_team_name(name).casefold()
    return next((team for team in game.teams if team.name.casefold() == wanted), None)


def parse_decision(parts: Any, targeting: object, prediction: object) -> QuarterDecision:  # noqa: ANN401 - from a browser
    """A decision from what a browser sent, or as it was kept; RefusedError for anything that is not one."""
    given = parts if isinstance(parts, dict) else {}
    counts = {name: integer_in_range(given.get(name, DEFAULT_HOUR_PARTS), 0, HOUR_PARTS) for name in strategies}
    expected = integer_in_range(prediction, 0, 100)
    unknown = expected is None and prediction is not None
    if None in counts.values() or not any(counts.values()) or targeting not in targeting_rules or unknown:
        raise GameRuleError("play:refused")
    return QuarterDecision(tuple((name, count or 0) for name, count in counts.items()), str(targeting), expected)


def default_decision() -> QuarterDecision:
    """What happens where nobody has decided: a bit of everything, whoever is met, and no guess."""
    return parse_decision({}, "random", None)


def last_decision(team: GameTeam | None) -> QuarterDecision:
    """Where the sliders of a team stand before it decides: as it decided last."""
    made = team.decisions if team is not None else ()
    guesses = [one.prediction for one in made if one.prediction is not None]
    last = made[-1] if made else default_decision()
    return last._replace(prediction=guesses[-1] if guesses else DEFAULT_PREDICTION)


def record_decision(game: WorkshopGame, name: str, made: QuarterDecision) -> WorkshopGame:
    """The game after a team has decided on this quarter; it may decide again until it is revealed."""
    if game.phase != "decide" or find_team(game, name) is None:
        raise GameRuleError("play:too_late")
    if made.prediction is None:
        raise GameRuleError("play:refused")
    teams = tuple(
        team._replace(decisions=(*team.decisions[: game.round], made)) if team.name == name else team
        for team in game.teams
    )
    return game._replace(teams=teams)


def team_prediction(game: WorkshopGame, team: GameTeam) -> int | None:
    """What a team predicted for this quarter; None if it has not decided."""
    return team.decisions[game.round].prediction if len(team.decisions) > game.round else None


def has_team_decided(game: WorkshopGame, team: GameTeam) -> bool:
    """Whether a team has decided on this quarter itself."""
    return team_prediction(game, team) is not None


def teams_without_decision(game: WorkshopGame) -> list[str]:
    """The teams that have not decided on this quarter."""
    return [team.name for team in game.teams if not has_team_decided(game, team)]


def reveal_quarter(game: WorkshopGame) -> WorkshopGame:
    """The quarter is lived; a team that has not decided lives as before, or as everybody begins, and has no guess."""
    if game.phase != "decide" or not game.teams:
        raise GameRuleError("play:nobody")
    if len(teams_without_decision(game)) == len(game.teams):
        raise GameRuleError("play:none_decided")
    teams = tuple(team if has_team_decided(game, team) else _repeat_decision(team) for team in game.teams)
    return game._replace(teams=teams, phase="reveal")


def _repeat_decision(team: GameTeam) -> GameTeam:
    """A team that lets things go on as they are."""
    last = team.decisions[-1] if team.decisions else default_decision()
    return team._replace(decisions=(*team.decisions, last._replace(prediction=None)))


def advance_game(game: WorkshopGame) -> WorkshopGame:
    """On to the next quarter, or, after the last, to the end: five years on."""
    if game.phase != "reveal":
        raise GameRuleError("play:refused")
    if game.round + 1 >= game.rounds:
        return game._replace(phase="end")
    return game._replace(phase="decide", round=game.round + 1)


def team_scenario(game: WorkshopGame, team: GameTeam) -> Scenario:
    """What a team's decisions make of the village: the preset's programme, with a turn each quarter."""
    base = load_presets()[game.preset].scenario
    programme = base.programme
    if programme is None:
        raise GameRuleError("play:refused")
    ways = [_quarter_programme(programme, made) for made in team.decisions] or [programme]
    turns = tuple(
        ProgrammeChange(WEEKS_PER_QUARTER * place, way)
        for place, way in enumerate(ways)
        if place > 0 and way != ways[place - 1]
    )
    horizon = Horizon(programme_weeks=WEEKS_PER_QUARTER * game.rounds, weeks_after=WEEKS_AFTER)
    return base._replace(programme=ways[0], programme_changes=turns, horizon=horizon)


def _quarter_programme(programme: Programme, made: QuarterDecision) -> Programme:
    return set_strategy_hours(programme._replace(targeting=made.targeting), dict(made.hour_parts), None)


def visible_weeks(game: WorkshopGame) -> int:
    """How many weeks of the village may be seen by now."""
    if game.phase == "end":
        return WEEKS_PER_QUARTER * game.rounds + WEEKS_AFTER
    return WEEKS_PER_QUARTER * (game.round + (game.phase == "reveal"))


def game_to_dict(game: WorkshopGame) -> dict[str, Any]:
    """The game as JSON has it."""
    teams = [
        {
            "name": team.name,
            "decisions": [[dict(made.hour_parts), made.targeting, made.prediction] for made in team.decisions],
        }
        for team in game.teams
    ]
    return game._asdict() | {"teams": teams}


def game_from_dict(words: Any) -> WorkshopGame:  # noqa: ANN401 - JSON
    """A game from JSON; RefusedError if it is none."""
    try:
        game = start_game(words["preset"], words["rounds"], words["seed"])
        at, phase = integer_in_range(words["round"], 0, game.rounds - 1), words["phase"]
        if at is None or phase not in GAME_PHASES:
            raise GameRuleError("play:refused")
        lived = at + (phase != "decide")
        teams = tuple([_team_from_dict(team, at, lived) for team in words["teams"][:MAX_TEAMS]])
    except (KeyError, TypeError, AttributeError) as error:
        raise GameRuleError("play:refused") from error
    if len({team.name for team in teams}) < len(teams) or not all(team.name for team in teams):
        raise GameRuleError("play:refused")
    return game._replace(round=at, phase=phase, teams=teams)


def _team_from_dict(words: Any, at: int, lived: int) -> GameTeam:  # noqa: ANN401 - JSON
    """A team from JSON, with a decision for each quarter that was lived, and perhaps for this one."""
    made = tuple([parse_decision(*one) for one in words["decisions"][: at + 1]])
    return GameTeam(clean_team_name(words["name"]), made + (default_decision(),) * (lived - len(made)))
