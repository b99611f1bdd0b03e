"""The game: its order, its bounds, its memory, its board."""

import json

import pytest

from simkomunitas.app.arm_titles import format_arm_title
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.views.quarter_results import closest_guesses
from simkomunitas.app.workshop.score_board import (
    QuestionContext,
    actual_attendance,
    best_teams,
    discussion_questions,
    principle_scores,
)
from simkomunitas.app.workshop.workshop_game import (
    MAX_NAME_LENGTH,
    MAX_TEAMS,
    GameRuleError,
    add_team,
    advance_game,
    default_decision,
    game_from_dict,
    game_to_dict,
    has_team_decided,
    last_decision,
    parse_decision,
    record_decision,
    reveal_quarter,
    start_game,
    team_prediction,
    team_scenario,
    teams_without_decision,
    visible_weeks,
)
from simkomunitas.app.workshop.workshop_store import MAX_ENDED_WORKSHOPS, WorkshopStore
from simkomunitas.explain.run_playback import record_playback
from simkomunitas.model.vocabulary import WEEKS_PER_QUARTER
from simkomunitas.reports.outcome_format import round_to_hundredths
from simkomunitas.reports.translated_words import PRINCIPLES
from simkomunitas.simulation.simulation_run import run_scenario

EDUCATION = {"community_education": 20, "economic_empowerment": 0, "local_resources": 0, "network_alliance": 0,
             "policy_advocacy": 0}  # fmt: skip


def game_of(*names, rounds=3):
    game = start_game("balanced", rounds, 1)
    for name in names:
        game = add_team(game, name)
    return game


def test_a_round_is_decide_predict_reveal_and_on():
    game = game_of("Melati", "Kenanga")
    game = record_decision(game, "Melati", parse_decision(EDUCATION, "poorest_first", 20))
    assert [has_team_decided(game, team) for team in game.teams] == [True, False]
    game = reveal_quarter(game)
    assert visible_weeks(game) == WEEKS_PER_QUARTER
    with pytest.raises(GameRuleError):
        record_decision(game, "Melati", parse_decision({}, "random", 1))
    game = advance_game(game)
    assert (game.round, game.phase, visible_weeks(game)) == (1, "decide", WEEKS_PER_QUARTER)


def test_the_last_quarter_leads_to_the_end_five_years_on():
    game = game_of("Melati", rounds=2)
    for _ in range(2):
        game = advance_game(reveal_quarter(record_decision(game, "Melati", parse_decision({}, "random", 10))))
    assert game.phase == "end"
    assert visible_weeks(game) == 2 * WEEKS_PER_QUARTER + 260
    for act in (reveal_quarter, advance_game):
        with pytest.raises(GameRuleError):
            act(game)


def test_a_decision_may_be_changed_until_it_is_revealed():
    game = game_of("Melati")
    for guess in (10, 30):
        game = record_decision(game, "Melati", parse_decision(EDUCATION, "random", guess))
    assert [made.prediction for made in game.teams[0].decisions] == [30]


@pytest.mark.parametrize(
    "made",
    [
        ({"community_education": 99}, "random", 10), (dict.fromkeys(EDUCATION, 0), "random", 10),
        (EDUCATION, "nobody", 10), (EDUCATION, "random", 101), (EDUCATION, "random", "10"),
        (EDUCATION | {"local_resources": -1}, "random", 1), (EDUCATION | {"local_resources": 1.5}, "random", 1),
    ],
)  # fmt: skip
def test_a_decision_out_of_bounds_is_refused(made):
    with pytest.raises(GameRuleError):
        parse_decision(*made)


def test_names_are_plain_short_and_few():
    game = game_of("  <b>Melati</b>\n\x07 ", "x" * 500)
    assert [team.name for team in game.teams] == ["<b>Melati</b>", "x" * MAX_NAME_LENGTH]
    for taken in ("<b>Melati</b>", "<B>melati</b> ", " \n "):
        with pytest.raises(GameRuleError):
            add_team(game, taken)
    for number in range(MAX_TEAMS - 2):
        game = add_team(game, f"team {number}")
    with pytest.raises(GameRuleError):
        add_team(game, "one too many")


@pytest.mark.parametrize("wish", [("none", 3, 1), ("magic", 3, 1), ("balanced", 1, 1), ("balanced", 99, 1),
                                  ("balanced", 3, -1), ("balanced", "3", 1), (None, 3, 1)])  # fmt: skip
def test_a_workshop_that_cannot_be_is_not_begun(wish):
    with pytest.raises(GameRuleError):
        start_game(*wish)


def played():
    game = game_of("Melati", "Kenanga", rounds=2)
    game = record_decision(game, "Melati", parse_decision(EDUCATION, "poorest_first", 20))
    game = advance_game(reveal_quarter(game))
    return reveal_quarter(record_decision(game, "Kenanga", parse_decision(EDUCATION, "random", 5)))


def test_a_workshop_survives_the_end_of_the_program(tmp_path):
    store = WorkshopStore(tmp_path)
    store.begin_workshop(played())
    store.change_game(advance_game)
    again = WorkshopStore(tmp_path)
    assert again.game == store.game == advance_game(played())
    store.end_workshop()
    assert WorkshopStore(tmp_path).game is None


def test_a_workshop_that_was_ended_is_kept_and_can_be_opened_again(tmp_path):
    store = WorkshopStore(tmp_path)
    for name in ("Melati", "Kenanga"):
        store.begin_workshop(game_of(name))
        store.end_workshop()
    assert [one.game for one in WorkshopStore(tmp_path).list_ended_workshops()] == [
        game_of("Kenanga"),
        game_of("Melati"),
    ]
    store.reopen_workshop(store.list_ended_workshops()[1].name)
    assert WorkshopStore(tmp_path).game == store.game == game_of("Melati")
    assert [one.game for one in store.list_ended_workshops()] == [game_of("Kenanga")]


def test_a_workshop_that_is_on_is_not_lost_to_a_second_one(tmp_path):
    store = WorkshopStore(tmp_path)
    store.begin_workshop(game_of("Melati"))
    store.end_workshop()
    store.begin_workshop(game_of("Kenanga"))
    for second in (
        lambda: store.begin_workshop(game_of("Mawar")),
        lambda: store.reopen_workshop(store.list_ended_workshops()[0].name),
    ):
        with pytest.raises(GameRuleError):
            second()
    assert WorkshopStore(tmp_path).game == game_of("Kenanga")
    with pytest.raises(GameRuleError):
        WorkshopStore(tmp_path / "elsewhere").reopen_workshop("../ended_workshops")


def test_only_so_many_ended_workshops_are_kept(tmp_path):
    store = WorkshopStore(tmp_path)
    for number in range(MAX_ENDED_WORKSHOPS + 2):
        store.begin_workshop(game_of(f"team {number}"))
        store.end_workshop()
    ended = store.list_ended_workshops()
    assert (len(ended), ended[0].game) == (MAX_ENDED_WORKSHOPS, game_of(f"team {MAX_ENDED_WORKSHOPS + 1}"))


def test_a_workshop_that_cannot_be_read_is_put_away_and_not_overwritten(tmp_path):
    (tmp_path / "workshop.json").write_text("{spoilt")
    store = WorkshopStore(tmp_path)
    assert store.is_damaged()  # which the trainer is told
    store.begin_workshop(game_of("Melati"))
    assert not store.is_damaged()
    assert [path.read_text() for path in tmp_path.glob("ended_workshops/*/workshop.json")] == ["{spoilt"]


@pytest.mark.parametrize(("phase", "known"), [("decide", 1), ("reveal", 2), ("end", 2)])
def test_a_kept_team_has_a_decision_for_each_quarter_that_was_lived_and_no_guess_where_it_is_made_up(phase, known):
    words = game_to_dict(game_of("Melati")._replace(round=1, phase=phase))
    (team,) = game_from_dict(words).teams
    assert team.decisions == (default_decision(),) * known
    assert default_decision().prediction is None


def test_a_second_phone_is_in_a_team_only_once_it_has_said_so(tmp_path):
    store = WorkshopStore(tmp_path)
    store.begin_workshop(game_of("Melati"))
    store.seat_phone("Melati", "first phone")
    assert not store.is_seated("Melati", "second phone")
    store.seat_phone("Melati", "second phone")
    assert all(store.is_seated("Melati", phone) for phone in ("first phone", "second phone"))
    again = WorkshopStore(
        tmp_path
    )  # a program that was started anew knows no phones; the first with the name is taken back
    assert again.is_seated("Melati", "second phone")
    assert not again.is_seated("Melati", "third phone")


def test_a_team_that_does_not_decide_has_no_guess_and_its_village_goes_on_as_before():
    game = record_decision(game_of("Melati", "Kenanga"), "Melati", parse_decision(EDUCATION, "poorest_first", 20))
    assert teams_without_decision(game) == ["Kenanga"]
    game = reveal_quarter(game)
    assert [team_prediction(game, team) for team in game.teams] == [20, None]
    assert teams_without_decision(game) == ["Kenanga"]
    game = reveal_quarter(record_decision(advance_game(game), "Kenanga", parse_decision(EDUCATION, "random", 5)))
    melati, kenanga = game.teams
    assert melati.decisions[1] == melati.decisions[0]._replace(prediction=None)
    assert team_prediction(game, kenanga) == 5
    assert last_decision(melati).prediction == 20


def test_a_quarter_is_not_opened_before_anybody_has_decided():
    with pytest.raises(GameRuleError, match="play:none_decided"):
        reveal_quarter(game_of("Melati", "Kenanga"))


def test_a_team_that_comes_late_can_decide_in_the_next_quarter():
    game = reveal_quarter(record_decision(game_of("Melati"), "Melati", parse_decision({}, "random", 10)))
    game = add_team(game, "Kenanga")  # while the first quarter is on the screen
    assert team_prediction(game, game.teams[1]) is None
    game = record_decision(advance_game(game), "Kenanga", parse_decision(EDUCATION, "random", 30))
    assert [team_prediction(game, team) for team in game.teams] == [None, 30]


def test_the_village_of_a_team_is_called_so_in_both_languages():
    arm = ProgrammeArm("team:Melati · 2", team_scenario(game_of("Melati · 2"), game_of("Melati · 2").teams[0]))
    assert format_arm_title(arm, "id") == "Melati · 2, di lokakarya"
    assert (
        format_arm_title(arm._replace(name="team:Melati~7"), "en") == "Melati, in the workshop, another way from week 7"
    )


def test_only_who_guessed_can_be_closest_and_equals_share():
    seen = {"Melati": 12, "Kenanga": 12, "Mawar": 12}
    assert closest_guesses({"Melati": None, "Kenanga": 40, "Mawar": None}, seen) == ["Kenanga"]
    assert closest_guesses({"Melati": 10, "Kenanga": 14, "Mawar": None}, seen) == ["Melati", "Kenanga"]
    assert closest_guesses(dict.fromkeys(seen), seen) == []


def test_what_a_team_leans_to_is_remembered_until_a_new_workshop_begins(tmp_path):
    kept = WorkshopStore(tmp_path)
    kept.begin_workshop(start_game("balanced", 2, 1))
    kept.change_game(lambda game: add_team(game, "Melati"))
    version, leaning = kept.version, parse_decision({"policy_advocacy": 9}, "random", 30)
    kept.save_tentative_decision("Melati", leaning)
    kept.save_tentative_decision("a stranger", leaning)
    assert kept.tentative_decision("Melati", 0) == leaning
    assert kept.tentative_decision("Melati", 1) is kept.tentative_decision("a stranger", 0) is None
    assert kept.version == version  # nobody else has to look
    kept.end_workshop()
    kept.begin_workshop(start_game("balanced", 2, 1))
    assert kept.tentative_decision("Melati", 0) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", json.dumps(game_to_dict(played()) | {"round": 9}),
                                  json.dumps(game_to_dict(played()) | {"phase": "x"}),
                                  json.dumps(game_to_dict(played()) | {"teams": [1]})])  # fmt: skip
def test_a_spoilt_file_is_no_workshop(tmp_path, text):
    (tmp_path / "workshop.json").write_text(text)
    assert WorkshopStore(tmp_path).game is None


def test_what_cannot_be_done_changes_nothing(tmp_path):
    store = WorkshopStore(tmp_path)
    with pytest.raises(GameRuleError):
        store.change_game(reveal_quarter)
    store.begin_workshop(game_of("Melati"))
    version = store.version
    with pytest.raises(GameRuleError):
        store.change_game(advance_game)
    assert (store.version, store.game) == (version, game_of("Melati"))


def test_words_and_games_are_the_same():
    assert game_from_dict(json.loads(json.dumps(game_to_dict(played())))) == played()


def test_what_was_decided_later_does_not_change_what_was_seen():
    game = game_of("Melati", rounds=3)
    first = reveal_quarter(record_decision(game, "Melati", parse_decision({}, "random", 10)))
    second = reveal_quarter(record_decision(advance_game(first), "Melati", parse_decision(EDUCATION, "random", 10)))
    before, after = (run_scenario(team_scenario(one, one.teams[0]), 1) for one in (first, second))
    assert (before.series[:WEEKS_PER_QUARTER] == after.series[:WEEKS_PER_QUARTER]).all()
    assert not (
        before.series[WEEKS_PER_QUARTER : 2 * WEEKS_PER_QUARTER]
        == after.series[WEEKS_PER_QUARTER : 2 * WEEKS_PER_QUARTER]
    ).all()


@pytest.fixture(scope="module")
def films():
    game = played()
    return [record_playback(team_scenario(game, team), game.seed) for team in game.teams]


def test_the_board_has_the_five_principles_and_no_total(films):
    board = [principle_scores(one, WEEKS_PER_QUARTER) for one in films]
    assert set(board[0]) == set(PRINCIPLES)
    assert board[0]["participation"] == films[0].record.series_values("participation_programme")[WEEKS_PER_QUARTER - 1]
    assert actual_attendance(films[0], WEEKS_PER_QUARTER) == round_to_hundredths(board[0]["participation"])


def test_who_looks_the_same_on_the_board_shares_the_star_and_who_did_not_decide_has_none():
    row = {"participation": 0.3, "equality": 0.5, "independence": float("nan")}
    board = [row, row | {"participation": 0.302, "equality": 0.6}]
    assert best_teams(board, "equality") == {1}
    assert best_teams(board, "participation") == {0, 1}
    assert best_teams(board, "independence") == set()
    assert best_teams([row, row | {"participation": 0.296}, row | {"participation": 0.294}], "participation") == {0, 1}
    assert best_teams(board, "equality", among=[0]) == {0}
    assert best_teams(board, "equality", among=[]) == set()


def test_there_is_always_something_to_talk_about_in_both_languages(films):
    board = [principle_scores(one, WEEKS_PER_QUARTER) for one in films]
    told = QuestionContext(["Melati", "Kenanga"], films, board, 0, WEEKS_PER_QUARTER)
    for language in ("id", "en"):
        assert 2 <= len(discussion_questions(told, language)) <= 5
    assert discussion_questions(told, "id") != discussion_questions(told, "en")
    assert "lima tahun" in discussion_questions(told._replace(last=200), "id")[0]
