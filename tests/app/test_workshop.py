"""The game: its order, its bounds, its memory, its board."""

import json

import pytest

from simkomunitas.app.arms import Arm
from simkomunitas.app.titles import arm_title
from simkomunitas.app.views.playing import closest
from simkomunitas.app.workshop.board import Told, actual, best, questions, scores
from simkomunitas.app.workshop.game import (
    LONGEST_NAME,
    MOST_TEAMS,
    QUARTER,
    RefusedError,
    advanced,
    as_words,
    decided,
    decision,
    draft_of,
    from_words,
    guess_of,
    has_decided,
    joined,
    new_game,
    revealed,
    scenario_of,
    undecided,
    usual_decision,
    weeks_shown,
)
from simkomunitas.app.workshop.store import MOST_ENDED, Store
from simkomunitas.pages.values import hundredths
from simkomunitas.pages.words import PRINCIPLES
from simkomunitas.study.run import run
from simkomunitas.study.watching import film

EDUCATION = {"community_education": 20, "economic_empowerment": 0, "local_resources": 0, "network_alliance": 0,
             "policy_advocacy": 0}  # fmt: skip


def game_of(*names, rounds=3):
    game = new_game("balanced", rounds, 1)
    for name in names:
        game = joined(game, name)
    return game


def test_a_round_is_decide_predict_reveal_and_on():
    game = game_of("Melati", "Kenanga")
    game = decided(game, "Melati", decision(EDUCATION, "poorest_first", 20))
    assert [has_decided(game, team) for team in game.teams] == [True, False]
    game = revealed(game)
    assert weeks_shown(game) == QUARTER
    with pytest.raises(RefusedError):
        decided(game, "Melati", decision({}, "random", 1))
    game = advanced(game)
    assert (game.round, game.phase, weeks_shown(game)) == (1, "decide", QUARTER)


def test_the_last_quarter_leads_to_the_end_five_years_on():
    game = game_of("Melati", rounds=2)
    for _ in range(2):
        game = advanced(revealed(decided(game, "Melati", decision({}, "random", 10))))
    assert game.phase == "end"
    assert weeks_shown(game) == 2 * QUARTER + 260
    for act in (revealed, advanced):
        with pytest.raises(RefusedError):
            act(game)


def test_a_decision_may_be_changed_until_it_is_revealed():
    game = game_of("Melati")
    for guess in (10, 30):
        game = decided(game, "Melati", decision(EDUCATION, "random", guess))
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
    with pytest.raises(RefusedError):
        decision(*made)


def test_names_are_plain_short_and_few():
    game = game_of("  <b>Melati</b>\n\x07 ", "x" * 500)
    assert [team.name for team in game.teams] == ["<b>Melati</b>", "x" * LONGEST_NAME]
    for taken in ("<b>Melati</b>", "<B>melati</b> ", " \n "):
        with pytest.raises(RefusedError):
            joined(game, taken)
    for number in range(MOST_TEAMS - 2):
        game = joined(game, f"team {number}")
    with pytest.raises(RefusedError):
        joined(game, "one too many")


@pytest.mark.parametrize("wish", [("none", 3, 1), ("magic", 3, 1), ("balanced", 1, 1), ("balanced", 99, 1),
                                  ("balanced", 3, -1), ("balanced", "3", 1), (None, 3, 1)])  # fmt: skip
def test_a_workshop_that_cannot_be_is_not_begun(wish):
    with pytest.raises(RefusedError):
        new_game(*wish)


def played():
    game = game_of("Melati", "Kenanga", rounds=2)
    game = decided(game, "Melati", decision(EDUCATION, "poorest_first", 20))
    game = advanced(revealed(game))
    return revealed(decided(game, "Kenanga", decision(EDUCATION, "random", 5)))


def test_a_workshop_survives_the_end_of_the_program(tmp_path):
    store = Store(tmp_path)
    store.begin(played())
    store.change(advanced)
    again = Store(tmp_path)
    assert again.game == store.game == advanced(played())
    store.end()
    assert Store(tmp_path).game is None


def test_a_workshop_that_was_ended_is_kept_and_can_be_opened_again(tmp_path):
    store = Store(tmp_path)
    for name in ("Melati", "Kenanga"):
        store.begin(game_of(name))
        store.end()
    assert [one.game for one in Store(tmp_path).ended()] == [game_of("Kenanga"), game_of("Melati")]
    store.reopen(store.ended()[1].name)
    assert Store(tmp_path).game == store.game == game_of("Melati")
    assert [one.game for one in store.ended()] == [game_of("Kenanga")]


def test_a_workshop_that_is_on_is_not_lost_to_a_second_one(tmp_path):
    store = Store(tmp_path)
    store.begin(game_of("Melati"))
    store.end()
    store.begin(game_of("Kenanga"))
    for second in (lambda: store.begin(game_of("Mawar")), lambda: store.reopen(store.ended()[0].name)):
        with pytest.raises(RefusedError):
            second()
    assert Store(tmp_path).game == game_of("Kenanga")
    with pytest.raises(RefusedError):
        Store(tmp_path / "elsewhere").reopen("../ended_workshops")


def test_only_so_many_ended_workshops_are_kept(tmp_path):
    store = Store(tmp_path)
    for number in range(MOST_ENDED + 2):
        store.begin(game_of(f"team {number}"))
        store.end()
    ended = store.ended()
    assert (len(ended), ended[0].game) == (MOST_ENDED, game_of(f"team {MOST_ENDED + 1}"))


def test_a_workshop_that_cannot_be_read_is_put_away_and_not_overwritten(tmp_path):
    (tmp_path / "workshop.json").write_text("{spoilt")
    store = Store(tmp_path)
    assert store.is_damaged()  # which the trainer is told
    store.begin(game_of("Melati"))
    assert not store.is_damaged()
    assert [path.read_text() for path in tmp_path.glob("ended_workshops/*/workshop.json")] == ["{spoilt"]


@pytest.mark.parametrize(("phase", "known"), [("decide", 1), ("reveal", 2), ("end", 2)])
def test_a_kept_team_has_a_decision_for_each_quarter_that_was_lived_and_no_guess_where_it_is_made_up(phase, known):
    words = as_words(game_of("Melati")._replace(round=1, phase=phase))
    (team,) = from_words(words).teams
    assert team.decisions == (usual_decision(),) * known
    assert usual_decision().prediction is None


def test_a_second_phone_is_in_a_team_only_once_it_has_said_so(tmp_path):
    store = Store(tmp_path)
    store.begin(game_of("Melati"))
    store.seat("Melati", "first phone")
    assert not store.is_seated("Melati", "second phone")
    store.seat("Melati", "second phone")
    assert all(store.is_seated("Melati", phone) for phone in ("first phone", "second phone"))
    again = Store(tmp_path)  # a program that was started anew knows no phones; the first with the name is taken back
    assert again.is_seated("Melati", "second phone")
    assert not again.is_seated("Melati", "third phone")


def test_a_team_that_does_not_decide_has_no_guess_and_its_village_goes_on_as_before():
    game = decided(game_of("Melati", "Kenanga"), "Melati", decision(EDUCATION, "poorest_first", 20))
    assert undecided(game) == ["Kenanga"]
    game = revealed(game)
    assert [guess_of(game, team) for team in game.teams] == [20, None]
    assert undecided(game) == ["Kenanga"]
    game = revealed(decided(advanced(game), "Kenanga", decision(EDUCATION, "random", 5)))
    melati, kenanga = game.teams
    assert melati.decisions[1] == melati.decisions[0]._replace(prediction=None)
    assert guess_of(game, kenanga) == 5
    assert draft_of(melati).prediction == 20


def test_a_quarter_is_not_opened_before_anybody_has_decided():
    with pytest.raises(RefusedError, match="play:none_decided"):
        revealed(game_of("Melati", "Kenanga"))


def test_a_team_that_comes_late_can_decide_in_the_next_quarter():
    game = revealed(decided(game_of("Melati"), "Melati", decision({}, "random", 10)))
    game = joined(game, "Kenanga")  # while the first quarter is on the screen
    assert guess_of(game, game.teams[1]) is None
    game = decided(advanced(game), "Kenanga", decision(EDUCATION, "random", 30))
    assert [guess_of(game, team) for team in game.teams] == [None, 30]


def test_the_village_of_a_team_is_called_so_in_both_languages():
    arm = Arm("team:Melati · 2", scenario_of(game_of("Melati · 2"), game_of("Melati · 2").teams[0]))
    assert arm_title(arm, "id") == "Melati · 2, di lokakarya"
    assert arm_title(arm._replace(name="team:Melati~7"), "en") == "Melati, in the workshop, another way from week 7"


def test_only_who_guessed_can_be_closest_and_equals_share():
    seen = {"Melati": 12, "Kenanga": 12, "Mawar": 12}
    assert closest({"Melati": None, "Kenanga": 40, "Mawar": None}, seen) == ["Kenanga"]
    assert closest({"Melati": 10, "Kenanga": 14, "Mawar": None}, seen) == ["Melati", "Kenanga"]
    assert closest(dict.fromkeys(seen), seen) == []


def test_what_a_team_leans_to_is_remembered_until_a_new_workshop_begins(tmp_path):
    kept = Store(tmp_path)
    kept.begin(new_game("balanced", 2, 1))
    kept.change(lambda game: joined(game, "Melati"))
    version, leaning = kept.version, decision({"policy_advocacy": 9}, "random", 30)
    kept.plan("Melati", leaning)
    kept.plan("a stranger", leaning)
    assert kept.planned("Melati", 0) == leaning
    assert kept.planned("Melati", 1) is kept.planned("a stranger", 0) is None
    assert kept.version == version  # nobody else has to look
    kept.end()
    kept.begin(new_game("balanced", 2, 1))
    assert kept.planned("Melati", 0) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", json.dumps(as_words(played()) | {"round": 9}),
                                  json.dumps(as_words(played()) | {"phase": "x"}),
                                  json.dumps(as_words(played()) | {"teams": [1]})])  # fmt: skip
def test_a_spoilt_file_is_no_workshop(tmp_path, text):
    (tmp_path / "workshop.json").write_text(text)
    assert Store(tmp_path).game is None


def test_what_cannot_be_done_changes_nothing(tmp_path):
    store = Store(tmp_path)
    with pytest.raises(RefusedError):
        store.change(revealed)
    store.begin(game_of("Melati"))
    version = store.version
    with pytest.raises(RefusedError):
        store.change(advanced)
    assert (store.version, store.game) == (version, game_of("Melati"))


def test_words_and_games_are_the_same():
    assert from_words(json.loads(json.dumps(as_words(played())))) == played()


def test_what_was_decided_later_does_not_change_what_was_seen():
    game = game_of("Melati", rounds=3)
    first = revealed(decided(game, "Melati", decision({}, "random", 10)))
    second = revealed(decided(advanced(first), "Melati", decision(EDUCATION, "random", 10)))
    before, after = (run(scenario_of(one, one.teams[0]), 1) for one in (first, second))
    assert (before.series[:QUARTER] == after.series[:QUARTER]).all()
    assert not (before.series[QUARTER : 2 * QUARTER] == after.series[QUARTER : 2 * QUARTER]).all()


@pytest.fixture(scope="module")
def films():
    game = played()
    return [film(scenario_of(game, team), game.seed) for team in game.teams]


def test_the_board_has_the_five_principles_and_no_total(films):
    board = [scores(one, QUARTER) for one in films]
    assert set(board[0]) == set(PRINCIPLES)
    assert board[0]["participation"] == films[0].record.column("participation_programme")[QUARTER - 1]
    assert actual(films[0], QUARTER) == hundredths(board[0]["participation"])


def test_who_looks_the_same_on_the_board_shares_the_star_and_who_did_not_decide_has_none():
    row = {"participation": 0.3, "equality": 0.5, "independence": float("nan")}
    board = [row, row | {"participation": 0.302, "equality": 0.6}]
    assert best(board, "equality") == {1}
    assert best(board, "participation") == {0, 1}
    assert best(board, "independence") == set()
    assert best([row, row | {"participation": 0.296}, row | {"participation": 0.294}], "participation") == {0, 1}
    assert best(board, "equality", among=[0]) == {0}
    assert best(board, "equality", among=[]) == set()


def test_there_is_always_something_to_talk_about_in_both_languages(films):
    board = [scores(one, QUARTER) for one in films]
    told = Told(["Melati", "Kenanga"], films, board, 0, QUARTER)
    for language in ("id", "en"):
        assert 2 <= len(questions(told, language)) <= 5
    assert questions(told, "id") != questions(told, "en")
    assert "lima tahun" in questions(told._replace(last=200), "id")[0]
