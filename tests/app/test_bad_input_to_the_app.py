"""Whatever comes from a browser, a link or a file: it is checked as strictly as any YAML, or nothing changes."""

import base64
import io
import json
import math
import re
import zipfile
import zlib
from pathlib import Path

import pytest

from simkomunitas.app.app_words import translate_app_text
from simkomunitas.app.arm_titles import format_arm_title
from simkomunitas.app.error_messages import format_errors
from simkomunitas.app.open_scenario_files import MissingFilesError, read_opened_arms, revalidate_scenario
from simkomunitas.app.page_link import BrokenLinkError, PageState, decode_state, encode_state, is_portable
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import ProgrammeArm
from simkomunitas.app.scenario_controls import (
    InvalidControlValueError,
    list_controls,
    set_control,
    set_strategy_hours,
    strategy_hour_parts,
)
from simkomunitas.app.server.uploaded_files import UploadStore, upload_store
from simkomunitas.app.server.viewer_limits import ScenarioTooLargeError, check_scenario_size, describe_size
from simkomunitas.app.take_home_parcel import ParcelRequest, build_parcel
from simkomunitas.app.viewer_state import integer_in_range
from simkomunitas.app.views.change_view import with_programme_change
from simkomunitas.app.views.open_view import _split_files, parse_upload_message
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_reader import read_scenario
from simkomunitas.model.scenario_definition import ProgrammeChange
from simkomunitas.simulation.simulation_run import run_scenario
from village_files import village_of_sixty

pytestmark = pytest.mark.usefixtures("faults_in_indonesian")

BALANCED = load_presets()["balanced"].scenario
NASTY = [1e9, -5, 1.5, "many", None, [], {}, math.inf, -math.inf, math.nan, True, "1;DROP", 10**400]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("key", ["people.adults", "facilitation.number", "horizon.weeks_after"])
def test_a_lever_takes_only_what_is_in_its_range(key, value):
    with pytest.raises(InvalidControlValueError):
        set_control(BALANCED, key, value)


def test_a_lever_that_is_not_there_cannot_be_moved():
    for key in ("people.__class__", "network.x", "people", "village.people.adults", "people.adults.real"):
        with pytest.raises(KeyError):
            set_control(BALANCED, key, 1)


def test_every_lever_moves_to_both_ends_and_reads_back():
    for block in ("people", "facilitation", "course", "institutions", "ties", "shocks"):
        for lever in list_controls(BALANCED, block):
            for end in lever.value_range:
                scenario = set_control(BALANCED, lever.key, end)
                assert next(now.value for now in list_controls(scenario, block) if now.key == lever.key) == end


def test_shares_of_hours_sum_to_one_whatever_the_parts():
    programme = set_strategy_hours(BALANCED.programme, {"community_education": 3, "policy_advocacy": 4}, None)
    assert all(abs(sum(share for _, share in row) - 1) < 1e-9 for row in programme.strategies)
    assert set_strategy_hours(BALANCED.programme, {"community_education": 0}, None) == BALANCED.programme
    assert strategy_hour_parts(programme, 2)["policy_advocacy"] == 11
    only = set_strategy_hours(BALANCED.programme, {"community_education": 1}, 2)
    assert [len(row) for row in only.strategies] == [5, 5, 1, 5, 5]


def test_settings_that_contradict_each_other_are_refused_by_the_reader():
    with pytest.raises(InputError):
        revalidate_scenario(set_control(set_control(BALANCED, "people.adults", 30), "people.hamlets", 40))
    with pytest.raises(ScenarioTooLargeError):
        check_scenario_size(set_control(set_control(BALANCED, "people.adults", 5000), "horizon.weeks_after", 520))


@pytest.mark.parametrize("value", NASTY)
def test_only_whole_numbers_within_their_range_count(value):
    assert integer_in_range(value, 0, 100) is None
    assert integer_in_range(100.0, 0, 100) == 100


PLACE = PageState(
    (ProgrammeArm("balanced", BALANCED), ProgrammeArm("none", load_presets()["none"].scenario)),
    7,
    40,
    "compare",
    "trust",
    "en",
    1,
)


def test_a_link_restores_everything():
    assert decode_state(encode_state(PLACE)) == PLACE


def test_a_link_carries_changes_and_turns():
    changed = set_control(BALANCED, "people.women", 0.625)._replace(programme_changes=(ProgrammeChange(52, None),))
    place = PLACE._replace(arms=(ProgrammeArm("balanced~52", changed), *PLACE.arms))
    assert decode_state(encode_state(place)) == place


def code(words):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(words).encode())).decode().rstrip("=")


GOOD = {"a": [["balanced"]], "s": 1, "w": 0, "v": "watch", "c": "degree", "l": "id", "n": 0}
OUTSIDE = "community: /etc/passwd\n"


@pytest.mark.parametrize(
    "broken",
    [
        "", "x", "%%%", "A" * 10_000, code([]), code({}), code(GOOD | {"a": []}), code(GOOD | {"a": [["nothing"]]}),
        code(GOOD | {"s": -1}), code(GOOD | {"s": 1e99}), code(GOOD | {"w": "4"}), code(GOOD | {"v": "admin"}),
        code(GOOD | {"l": "xx"}), code(GOOD | {"n": 3}), code(GOOD | {"a": [["x", "community: {kind: 1}"]]}),
        code(GOOD | {"a": [["x", OUTSIDE]]}), code(GOOD | {"a": [["x", "extends: ../../secret.yaml"]]}),
        code(GOOD | {"a": [["x", "community: {kind: synthetic, people: {adults: 1000000}}"]]}),
        encode_state(PLACE)[:-9], code(GOOD | {"pad": "x" * 200_000}),
    ],
)  # fmt: skip
def test_a_tampered_link_is_refused(broken):
    with pytest.raises(BrokenLinkError):
        decode_state(broken)


def test_a_link_that_unpacks_to_too_much_is_refused():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"x" * 50_000_000, 9)).decode()
    with pytest.raises(BrokenLinkError):
        decode_state(bomb[:5_900])


GOOD_FILE = b"community: {kind: synthetic}\nprogramme: {strategies: {community_education: 1}}\n"


def test_a_file_of_ones_own_is_opened(tmp_path):
    arms = read_opened_arms({"../../desa saya.yaml": GOOD_FILE}, tmp_path)
    assert [format_arm_title(arm, "id") for arm in arms] == ["desa saya", "desa saya · Tanpa program"]
    assert [format_arm_title(arm, "en") for arm in arms] == ["desa saya", "desa saya · No programme"]
    assert [path.name for path in tmp_path.iterdir()] == ["desa_saya.yaml"]


def test_a_real_village_comes_with_its_tables(tmp_path):
    assert len(read_opened_arms(village_of_sixty(), tmp_path)) == 1


def test_files_may_have_named_each_other_from_other_folders(tmp_path):
    files = village_of_sixty()
    text = (
        files.pop("v.yaml")
        .decode()
        .replace("people.csv", "../data/people.csv")
        .replace("ties.csv", "C:\\\\t\\ties.csv")
    )
    village = text.partition("community:\n")[2].partition("programme")[0]
    files["desa.yaml"] = "".join(line.removeprefix("  ") for line in village.splitlines(keepends=True)).encode()
    files["a.yaml"] = b"community: ../communities/desa.yaml\nprogramme: none\n"
    (arm,) = read_opened_arms(files, tmp_path)
    assert arm.scenario.village.residents.file == tmp_path / "people.csv"


def test_a_village_alone_is_shown_with_the_usual_programme_and_without(tmp_path):
    arms = read_opened_arms({"desa.yaml": b"kind: synthetic\npeople: {adults: 77}\n"}, tmp_path)
    assert [(arm.name, arm.scenario.village.people.adults) for arm in arms] == [
        ("desa · balanced", 77),
        ("desa · none", 77),
    ]
    assert [format_arm_title(arm, "id") for arm in arms] == ["desa · Seimbang: semua strategi", "desa · Tanpa program"]


def test_what_was_opened_keeps_its_name_when_it_is_changed_and_travels(tmp_path):
    text = b"community: {kind: synthetic}\nagainst: tua\narms:\n  tua: {programme: none}\n"
    text += b"  muda_mudi: {programme: {strategies: {community_education: 1}}}\n"
    arms = read_opened_arms({"C:\\data\\desa~kami.yaml": text}, tmp_path)
    assert {format_arm_title(arm, "id") for arm in arms} == {"desa-kami · tua", "desa-kami · muda mudi"}
    changed = ProgrammeArm(f"{arms[0].name}~12", arms[0].scenario)
    assert format_arm_title(changed, "id").startswith(format_arm_title(arms[0], "id") + ", jalan lain")
    assert decode_state(encode_state(PLACE._replace(arms=(*arms, changed)))).arms == (*arms, changed)


def test_files_that_did_not_come_along_are_named_as_they_are_called(tmp_path):
    files = village_of_sixty()
    del files["people.csv"], files["ties.csv"]
    with pytest.raises(MissingFilesError) as told:
        read_opened_arms(files, tmp_path)
    assert told.value.args == ("people.csv", "ties.csv")


def test_a_village_that_is_too_big_is_told_its_size_and_every_bound():
    long = BALANCED._replace(village=BALANCED.village._replace(people=BALANCED.village.people._replace(adults=5_000)))
    with pytest.raises(ScenarioTooLargeError) as told:
        check_scenario_size(set_control(long, "horizon.weeks_after", 520))
    words = describe_size(told.value, "en")
    assert (words["adults"], words["weeks"], words["both"]) == ("5,000", "676", "2,100,000")
    for language in ("id", "en"):
        assert translate_app_text("trouble:too_big", language, **words)


def test_a_fault_names_its_file_where_several_were_opened(tmp_path):
    files = village_of_sixty() | {"a.yaml": b"community: v.yaml\nprogramme: none\n"}
    files["v.yaml"] = b"kind: imported\nresidents: {file: people.csv}\nnetwork: {file: ties.csv}\nadult: 3\n"
    with pytest.raises(InputError) as told:
        read_opened_arms(files, tmp_path)
    assert format_errors(told.value, "id")[0].startswith("Baris 4 dari v.yaml: ")
    assert format_errors(told.value, "en")[0].startswith("Line 4 of v.yaml: ")


@pytest.mark.parametrize("name", ["strategies", "strategies_mothers", "strategies_farmers", "binding/elite"])
def test_a_shipped_study_is_opened_with_the_files_it_names(tmp_path, name):
    folder = Path(__file__).parents[2] / "configs"
    endings = (".yaml", ".csv", ".graphml")
    known = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in endings]
    files = {one: (folder / one).read_bytes() for one in _needed(folder, known, f"{name}.yaml")}
    assert len(read_opened_arms(files, tmp_path)) == 4


def _needed(folder, known, first):
    """The files that lead on from the first."""
    text = (folder / first).read_text()
    others = [one for one in known if one != first and re.search(rf"[ /]{Path(one).name}", text)]
    return {first}.union(*(_needed(folder, known, one) for one in others))


def test_a_village_without_a_list_of_ties_is_opened_and_restored_too():
    lot = upload_store().create_folder()
    files = village_of_sixty()
    del files["ties.csv"]
    files["v.yaml"] = files["v.yaml"].replace(b"{file: ties.csv}", b"drawn")
    (arm,) = read_opened_arms(files, lot)
    place = PLACE._replace(arms=(arm,), shown=0, draft=arm.scenario)
    assert arm.scenario.village.network is None
    assert decode_state(encode_state(place)) == place
    upload_store().delete_folder(lot)


def test_the_address_of_a_real_village_restores_it_here_and_nowhere_else():
    lot = upload_store().create_folder()
    (arm,) = read_opened_arms(village_of_sixty(), lot)
    draft = arm.scenario._replace(programme=BALANCED.programme)
    place = PLACE._replace(arms=(arm,), shown=0, draft=draft)
    code = encode_state(place)
    assert decode_state(code) == place
    assert not is_portable(place)
    upload_store().delete_folder(lot)
    with pytest.raises(BrokenLinkError):
        decode_state(code)


@pytest.mark.parametrize("name", ["../people.csv", "/etc/passwd", "other.csv"])
def test_a_link_names_no_file_but_those_of_its_lot(name):
    lot = upload_store().create_folder()
    read_opened_arms(village_of_sixty(), lot)
    text = f"community: {{kind: imported, residents: {{file: {name}}}, network: {{file: ties.csv}}}}\n"
    with pytest.raises(BrokenLinkError):
        decode_state(code(GOOD | {"a": [["x", text, lot.name]]}))


@pytest.mark.parametrize("lot", ["", ".", "..", "0" * 24, 7, None])
def test_a_link_to_a_lot_that_is_not_there_is_refused(lot):
    with pytest.raises(BrokenLinkError):
        decode_state(code(GOOD | {"a": [["x", "programme: none\n", lot]]}))


def test_the_lot_that_was_asked_for_longest_ago_makes_room(tmp_path):
    kept = UploadStore(tmp_path, room=2)
    first, second = kept.create_folder(), kept.create_folder()
    assert kept.find_folder(first.name) == first
    third = kept.create_folder()
    assert (kept.find_folder(second.name), kept.find_folder(third.name)) == (None, third)
    assert {path.name for path in tmp_path.iterdir()} == {first.name, third.name}


def test_the_parcel_of_a_real_village_holds_its_tables(tmp_path):
    (arm,) = read_opened_arms(village_of_sixty(), tmp_path)
    order = ParcelRequest(((arm.name, arm.scenario),), 3, 0, "id")
    with zipfile.ZipFile(io.BytesIO(build_parcel(order))) as taken:
        taken.extractall(tmp_path / "home")
    assert run_scenario(read_scenario(tmp_path / "home/A/scenario.yaml"), 3).series == pytest.approx(
        run_scenario(arm.scenario, 3).series
    )


@pytest.mark.parametrize("draft", ["x", 7, [], ["community: {kind: 1}"], ["a", "b", "c"], {"x": 1}])
def test_a_draft_that_cannot_be_is_left_out_and_the_rest_restored(draft):
    assert decode_state(code(GOOD | {"d": draft})).draft is None


def test_a_link_carries_levers_that_were_moved_and_who_was_asked():
    place = PLACE._replace(draft=set_control(BALANCED, "people.women", 0.625), asked_resident=17)
    assert decode_state(encode_state(place)) == place


@pytest.mark.parametrize(
    ("files", "refusal"),
    [
        ({}, ValueError),
        ({"a.yaml": GOOD_FILE, "b.yaml": GOOD_FILE}, ValueError),
        ({"a.yaml": b"extends: b.yaml\n", "b.yaml": b"extends: a.yaml\n"}, ValueError),
        ({"a.yaml": b"community: b.yaml\n", "b.yaml": b"extends: /etc/passwd\nkind: synthetic\n"}, MissingFilesError),
        (
            {"b.yaml": b"kind: imported\nresidents: {file: ../../etc/passwd}\nnetwork: {file: t.csv}\n"},
            MissingFilesError,
        ),
        ({"a.exe": b"MZ"}, ValueError),
        ({"a.yaml": b"community: [unclosed"}, InputError),
        ({"a.yaml": b"community: !!python/object/apply:os.system [ls]"}, InputError),
        ({"a.yaml": b"\xff\xfe\x00"}, InputError),
        ({"a.yaml": b"extends: /etc/passwd\n" + GOOD_FILE}, MissingFilesError),
        ({"a.yaml": b"community: ../../etc/passwd\n"}, MissingFilesError),
        (
            {"a.yaml": b"community: {kind: imported, residents: {file: /etc/passwd}, network: {file: t.csv}}"},
            MissingFilesError,
        ),
        ({"a.yaml": GOOD_FILE.replace(b"synthetic}", b"synthetic, people: {adults: 900000}}")}, ScenarioTooLargeError),
        ({f"{number}.csv": b"" for number in range(20)} | {"a.yaml": GOOD_FILE}, ValueError),
    ],
)
def test_a_bad_file_is_refused(tmp_path, files, refusal):
    with pytest.raises(refusal):
        read_opened_arms(files, tmp_path)


def test_what_a_browser_says_of_its_files_has_to_add_up():
    assert _split_files([["a.yaml", 3]], b"abc") == {"a.yaml": b"abc"}
    for listed in ([["a.yaml", 4]], [["a.yaml", -1]], [["a.yaml"]], ["a"], [["a", 1e99]], [["a.yaml", 1]] * 99):
        assert _split_files(listed, b"abc") == {}


@pytest.mark.parametrize(
    "sent", [b"", b"abc", b"\xff" * 40, b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x041234"]
)
def test_a_message_that_holds_no_files_holds_none(sent):
    assert parse_upload_message(sent) == {}


def test_faults_are_told_in_indonesian_without_english(tmp_path):
    village = b"community: {kind: synthetic, people: {adults: many, womn: 0.5}}\n"
    text = village + b"programme: {strategies: {magic: 1}}\nfoo: 1\n"
    with pytest.raises(InputError) as told:
        read_opened_arms({"a.yaml": text}, tmp_path)
    lines = format_errors(told.value, "id")
    assert len(lines) >= 3
    assert all(line.startswith("Baris") for line in lines)
    for english in ("expected", "known", "number from", "no such", "did you mean", "found", "a strategy"):
        assert not any(english in line for line in lines)
    assert any("maksudnya women?" in line for line in lines)


def test_a_fork_keeps_what_was_and_holds_from_its_week():
    draft = set_control(BALANCED, "facilitation.number", 6)
    forked = with_programme_change(BALANCED, draft, 40)
    assert forked.programme == BALANCED.programme
    assert forked.programme_changes == (ProgrammeChange(40, draft.programme),)
    again = with_programme_change(forked, draft, 20)
    assert [turn.week for turn in again.programme_changes] == [20]
