"""A configuration is read as it is meant, or refused with file, line, key and a hint."""

import os
import pickle
import re
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configuration_files import PROGRAMME, SCENARIO, comparison, faults, only_fault, scenario, write
from simkomunitas.base.input_errors import InputError
from simkomunitas.base.quantity import block_quantities
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_file_kinds import check_config_files
from simkomunitas.config.config_json_schema import build_json_schema
from simkomunitas.config.config_nodes import to_plain_value
from simkomunitas.config.config_reader import read_arm, read_comparison, read_scenario
from simkomunitas.config.rule_source import replace_by_file
from simkomunitas.config.scenario_builder import FIRST_SEED, REPLICATES
from simkomunitas.config.starter_templates import write_template
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.programme.programme_settings import (
    Facilitation,
    Horizon,
    ProgrammeCourse,
    Shocks,
    StageGate,
    Stages,
)
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.rules.parameters import Parameters, Switches
from simkomunitas.model.scenario_definition import Comparison, Programme, ProgrammeChange, Scenario, scenario_id
from simkomunitas.model.vocabulary import STAGES

pytestmark = pytest.mark.usefixtures("faults_in_indonesian")

CONFIGS = Path(__file__).parents[1] / "configs"
FILES = sorted(CONFIGS.rglob("*.yaml"))
# Those of configs/measured are in tests/test_shipped_villages.py
READ_FROM_A_CLONE = [path for path in FILES if path.parent.name != "measured"]


# What is read


def test_what_is_not_written_keeps_its_default(tmp_path):
    assert scenario(tmp_path, SCENARIO) == Scenario()


def test_defaults_may_be_written_out(tmp_path):
    assert scenario(tmp_path, to_yaml(export_resolved(Scenario()))) == Scenario()


def test_a_section_of_comments_only_keeps_its_defaults(tmp_path):
    assert scenario(tmp_path, "community:\n  kind: synthetic\n  people:\n    # adults: 5\nhorizon:\n") == Scenario()


def test_all_numbers_are_of_one_type(tmp_path):
    people = scenario(tmp_path, "community: {kind: synthetic, people: {adults: 1_000, hamlets: 7}}").village.people
    assert people.adults == 1000
    assert {type(value) for value in people} == {float}


def test_minus_zero_is_zero(tmp_path):
    shocks = scenario(tmp_path, SCENARIO + "shocks: {chance: -0.0}").shocks
    assert str(shocks.chance) == "0.0"


def test_numbers_may_be_written_with_an_exponent(tmp_path):
    assert scenario(tmp_path, SCENARIO + "shocks: {chance: 1e-3}").shocks.chance == 0.001


def test_shares_hold_for_all_stages_unless_each_has_its_own(tmp_path):
    row = (("local_resources", 1.0),)
    assert scenario(tmp_path, PROGRAMME).programme.strategies == (row,) * 5
    rows = "".join(f"    {stage}: {{policy_advocacy: 0.25, local_resources: 0.75}}\n" for stage in STAGES)
    each = SCENARIO + "programme:\n  strategies:\n" + rows
    assert (
        scenario(tmp_path, each).programme.strategies == ((("local_resources", 0.75), ("policy_advocacy", 0.25)),) * 5
    )


def test_a_share_of_zero_is_no_share(tmp_path):
    zero = PROGRAMME.replace("local_resources: 1", "local_resources: 1, policy_advocacy: 0")
    assert scenario(tmp_path, zero) == scenario(tmp_path, PROGRAMME)


def test_no_programme_can_be_said(tmp_path):
    for text in (SCENARIO, SCENARIO + "programme: none", SCENARIO + "programme:"):
        assert scenario(tmp_path, text).programme is None


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_editor_may_have_saved_the_file(tmp_path, encoding, ends):
    text = f"title: Désa{ends}community:{ends}  kind: synthetic{ends}"
    assert comparison(tmp_path, text.encode(encoding)).title == "Désa"


@pytest.mark.parametrize("text", ["${HOME}", "$(rm -rf /)", "{{ 7 * 7 }}", "<script>", "2024-02-30", "12:30", "no"])
def test_text_is_taken_literally(tmp_path, text):
    assert comparison(tmp_path, f"title: '{text}'\n{SCENARIO}").title == text


def test_a_few_anchors_save_typing(tmp_path):
    text = SCENARIO + "programme:\n  strategies: {local_resources: 1}\n  stages:\n    planning: &short {longest: 9}\n"
    stages = scenario(tmp_path, text + "    awakening:\n      <<: *short\n      gate: 0.3\n").programme.stages
    assert (stages.planning.longest, stages.awakening) == (9, StageGate(8, 9, 0.3))


# Files that build on each other


def test_a_file_extends_another(tmp_path):
    write(tmp_path, "base.yaml", SCENARIO + "horizon: {programme_weeks: 100, weeks_after: 50}")
    found = scenario(tmp_path, "extends: base.yaml\nhorizon: {weeks_after: 60}")
    assert found.horizon == Horizon(100, 60)


def test_parts_stand_in_files_of_their_own_relative_to_the_file_that_names_them(tmp_path):
    write(tmp_path, "villages/small.yaml", "extends: ../large.yaml\npeople: {adults: 40}")
    write(tmp_path, "large.yaml", "kind: synthetic\npeople: {adults: 900, hamlets: 3}")
    found = scenario(tmp_path, "community: villages/small.yaml\nprogramme: none")
    assert (found.village.people.adults, found.village.people.hamlets) == (40, 3)


def test_a_part_may_extend_a_file_where_it_stands(tmp_path):
    write(tmp_path, "large.yaml", "kind: synthetic\npeople: {adults: 900}")
    assert scenario(tmp_path, "community: {extends: large.yaml, people: {hamlets: 3}}").village.people.adults == 900


def test_new_shares_replace_the_old_ones_instead_of_joining_them(tmp_path):
    write(tmp_path, "base.yaml", PROGRAMME)
    found = scenario(tmp_path, "extends: base.yaml\nprogramme: {strategies: {policy_advocacy: 1}}")
    assert found.programme.strategies[0] == (("policy_advocacy", 1.0),)


@pytest.mark.parametrize("text", ["extends: comparison.yaml", "extends: b.yaml", "community: comparison.yaml"])
def test_files_that_lead_back_to_themselves_are_refused(tmp_path, text):
    write(tmp_path, "b.yaml", "extends: comparison.yaml")
    assert "a file that does not lead back to this one" in only_fault(tmp_path, text)


def test_a_fault_is_shown_in_the_file_where_it_stands(tmp_path):
    write(tmp_path, "small.yaml", "# small\nkind: synthetic\npeople:\n  adlts: 40")
    fault = only_fault(tmp_path, "community: small.yaml")
    assert fault == "small.yaml:4: people.adlts: no such key; did you mean 'adults'?"


def test_faults_of_all_files_are_told_at_once(tmp_path):
    write(tmp_path, "small.yaml", "kind: synthetic\npeople: {adults: 0}\n")
    write(tmp_path, "torn.yaml", "strategies: [\n")
    found = faults(tmp_path, "title: 3\ncommunity: small.yaml\nprogramme: torn.yaml\nhorizon: {weeks_after: x}")
    assert sorted(fault.split(": ")[0] for fault in found) == [
        "comparison.yaml:1",
        "comparison.yaml:4",
        "small.yaml:2",
        "torn.yaml:2",
    ]


def test_a_missing_file_is_a_fault_of_the_line_that_names_it(tmp_path):
    write(tmp_path, "desa.yaml", "kind: synthetic")
    fault = only_fault(tmp_path, "title: x\ncommunity: desa.yml")
    assert fault == "comparison.yaml:2: community: a file that exists (found 'desa.yml'); did you mean 'desa.yaml'?"


@pytest.mark.parametrize("name", ["3", "''", "[a.yaml]"])
def test_what_is_extended_is_the_name_of_a_file(tmp_path, name):
    assert "comparison.yaml:1: extends: the name of a file" in faults(tmp_path, f"extends: {name}\n{SCENARIO}")[0]


def test_a_file_that_cannot_be_read_causes_one_fault_only(tmp_path):
    write(tmp_path, "torn.yaml", "people: [")
    for text in ("community: torn.yaml", "extends: torn.yaml", "community: {extends: !mine torn.yaml}"):
        only_fault(tmp_path, text, "community.people.adults=70")


@pytest.mark.parametrize(
    "name", ["~/x.yaml", "file:///etc/hosts", "/dev/zero", ".", "${HOME}/x.yaml", "a\\0b", "'" + 9999 * "x" + "'"]
)
def test_only_plain_files_are_read(tmp_path, name):
    assert "community" in only_fault(tmp_path, f"community: {name}")


# Imported villages


IMPORTED = """\
community:
  kind: imported
  residents:
    file: residents.csv
    columns: {id: nr, sex: gender}
    values: {sex: {1: male, 2: female}}
    constants: {age: 40}
  network: {file: ties.csv, columns: {layer: kind}, layers: [friend]}
"""


def data(folder):
    write(folder, "residents.csv", "nr,gender\n1,1\n2,2\n")
    write(folder, "ties.csv", "source,target,kind\n1,2,friend\n")


def test_an_imported_village_names_columns_words_and_constants(tmp_path):
    data(tmp_path)
    village = scenario(tmp_path, IMPORTED).village
    assert village.residents.file == (tmp_path / "residents.csv").resolve()
    assert village.residents.columns == (("id", "nr"), ("sex", "gender"))
    assert village.residents.values == (("sex", (("1", "male"), ("2", "female"))),)
    assert village.residents.constants == (("age", "40"),)
    assert village.network.columns == (("source", "source"), ("target", "target"), ("layer", "kind"))
    assert village.network.layers == ("friend",)


def test_an_imported_village_is_written_and_read_again(tmp_path):
    data(tmp_path)
    found = scenario(tmp_path, IMPORTED)
    assert scenario(tmp_path, to_yaml(export_resolved(found))) == found


def test_a_missing_data_file_is_a_fault_of_the_line_that_names_it(tmp_path):
    write(tmp_path, "residents.csv", "nr\n1\n")
    assert only_fault(tmp_path, IMPORTED).startswith("comparison.yaml:8: community.network.file: a file that exists")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{age: 40}", "{sex: male}", "7: community.residents.constants.sex: nothing here, or nothing at"),
        ("{id: nr, sex: gender}", "{id: nr}", "6: community.residents.values.sex: a column for it at"),
        ("sex: gender", "sexe: gender", "5: community.residents.columns.sexe: no such key; did you mean 'sex'?"),
        ("[friend]", "friend", "8: community.network.layers: a list"),
        (
            "columns: {layer: kind}, ",
            "",
            "8: community.network.layers: a column for them at community.network.columns.layer",
        ),
        ("[friend]", "[friend, [kin]]", "8: community.network.layers[1]: a word or a number"),
        ("layers: [friend]", "format: xml", "8: community.network.format: a known word (found 'xml')"),
        ("    file: residents.csv\n", "", "3: community.residents.file: this key is required"),
        ("{age: 40}", "{age: [40]}", "7: community.residents.constants.age: a word or a number"),
        ("kind: imported", "kind: synthetic", "3: community.residents: no such key"),
    ],
)
def test_an_imported_village_is_refused_with_line_and_key(tmp_path, old, new, said):
    data(tmp_path)
    assert any(fault.startswith(f"comparison.yaml:{said}") for fault in faults(tmp_path, IMPORTED.replace(old, new)))


def test_an_unknown_fact_causes_one_error_only(tmp_path):
    data(tmp_path)
    fault = only_fault(tmp_path, IMPORTED.replace("constants: {age: 40}", "constants: {ages: [40]}"))
    assert fault == "comparison.yaml:7: community.residents.constants.ages: no such key; did you mean 'age'?"


# Hostile and mistaken YAML


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(9 * [f'*{old}'])}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a\ntitle: b\n", "comparison.yaml:2: title: one value; it has one at comparison.yaml:1 (found again)"),
        ("title: !!python/object/apply:os.system ['false']", "1: title: a plain value: tags (!) are not allowed"),
        ("title: !!python/name:os.system", "tags (!) are not allowed"),
        ("title: !!binary aGk=", "tags (!) are not allowed"),
        ("title: !!set {a, b}", "tags (!) are not allowed"),
        ("title: !mine x", "tags (!) are not allowed"),
        ("!!map {title: x}", "tags (!) are not allowed"),
        (BOMB, "at most 20 aliases"),
        ("title: &a [*a]", "an alias of something marked &a above"),
        ("title: *nobody", "an alias of something marked &nobody above"),
        ("<<: 3", "a mapping after '<<'"),
        ("title: " + 900 * "[", "at most 30 levels of nesting"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(60)), "at most 30 levels of nesting"),
        ("", "comparison.yaml: file: keys with values (found nothing); for instance"),
        ("# nothing but a comment\n", "keys with values (found nothing)"),
        ("- a list", "keys with values (found ['a list'])"),
        ("42", "keys with values (found 42)"),
        ("title: a\n---\ntitle: b\n", "comparison.yaml:2: file: one document in one file"),
        ("community:\n\tkind: synthetic\n", "comparison.yaml:2: file: YAML"),
        ("community:\n\tkind: synthetic\n", "indent with spaces, not tabs"),
        ("title: a\0b", "text without control characters (found '\\x00')"),
        ('title: "\\x1b[31m"', "text without control characters (found '\\x1b')"),
        ("title: a\u202eb", "text without control characters (found '\\u202e')"),
        (b"title: \xff\xfe", "text in UTF-8"),
        ("title: [1, 2", "comparison.yaml:1: file: YAML"),
        ("title: 'open", "comparison.yaml:1: file: YAML"),
        ("title: a: b", "comparison.yaml:1: file: YAML"),
        ("title: @x", "comparison.yaml:1: file: YAML"),
        ("? [a, b]\n: c", "a name as key"),
        ("title: .nan", "title: a finite number (found '.nan')"),
        ("title: -.inf", "a finite number"),
        ("title: 1.0e+400", "a finite number"),
        ("title: " + 4000 * "9", "a finite number"),
        ("title: 03201", "a number without leading zeros (found '03201'); put codes in quotes"),
        ("x: " + 1_000_001 * " ", "at most 1000000 bytes"),
        ("title: [" + 60_000 * "1," + "]", "at most 50000 values"),
    ],
)  # fmt: skip
def test_hostile_yaml_is_refused(tmp_path, text, said):
    assert any(said in fault for fault in faults(tmp_path, text)), faults(tmp_path, text)


@pytest.mark.parametrize("text", [BOMB, "title: " + 100_000 * "[", "title: " + 100_000 * "{"])
def test_a_bomb_is_refused_at_once(tmp_path, text):
    path, found = write(tmp_path, "bomb.yaml", text), []
    begun = time.process_time()
    read_yaml_file(path, found)
    assert found
    assert time.process_time() - begun < 0.5


def test_no_file_a_folder_and_an_unreadable_file_are_faults(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / ("x" * 5000), tmp_path / "a\0b"):
        with pytest.raises(InputError):
            read_scenario(path)


# Values that are not what a key is for

ORGANIZED = "programme: {strategies: {local_resources: 1}, "


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("horizon: {weeks_afer: 3}", "horizon.weeks_afer: no such key; did you mean 'weeks_after'?"),
        ("horzion: {weeks_after: 3}", "horzion: no such key; did you mean 'horizon'?"),
        ("shocks: {chance: 1.5}", "shocks.chance: a number from 0 to 1 (1/year) (found 1.5)"),
        ("shocks: {chance: -0.1}", "shocks.chance: a number from 0 to 1"),
        ("shocks: {chance: true}", "shocks.chance: a number from 0 to 1 (1/year) (found true)"),
        ('shocks: {chance: "0.5"}', "(found '0.5'); take away the quotes"),
        ("shocks:\n  chance: 0,5", "write 0.5: decimals take a point"),
        ("shocks: {chance: 0,5}", "shocks.5: no such key; decimals take a point, not a comma"),
        ("shocks: {chance: }", "shocks.chance: a number from 0 to 1 (1/year) (found nothing)"),
        ("shocks: {chance: [0.5]}", "shocks.chance: a number from 0 to 1"),
        ("shocks: 0.5", "shocks: keys with values (found 0.5)"),
        ("shocks: [0.5]", "shocks: keys with values"),
        ("shocks: {duration: 2024-02-30}", "duration: a whole number from 1 to 104 (weeks) (found '2024-02-30')"),
        ("horizon: {weeks_after: 1.000}", "in one way only (found 1.000); write 1 or 1000"),
        ("horizon: {weeks_after: 1.000.000}", "write 1000000, without points between thousands"),
        ("horizon: {weeks_after: 10.5}", "horizon.weeks_after: a whole number from 0 to 1040 (weeks) (found 10.5)"),
        ("horizon: {weeks_after: 9999999999}", "horizon.weeks_after: a whole number from 0 to 1040"),
        ("title: 2024", "title: text (found 2024); put it in quotes"),
        ("title: true", "title: text (found true); put it in quotes"),
        ("replicates: 0", "replicates: a whole number from 2 to 100000 (found 0)"),
        ("replicates: 1000000000000", "replicates: a whole number from 2 to 100000"),
        ("replicates: 1e3", "(found 1000.0); write 1000"),
        ("replicates: 100.0", "write 100"),
        ("replicates: 1.000", "(found 1.000); write 1 or 1000, without a point"),
        ("replicates: true", "replicates: a whole number"),
        ("first_seed: -1", "first_seed: a whole number from 0 to 9223372036854775807 (found -1)"),
        ("first_seed: one", "first_seed: a whole number"),
        ("first_seed: 9223372036854775807", "first_seed: at most 9223372036854775807 together with replicates (100)"),
        ("switches: {talk: no}", "switches.talk: true or false (found 'no')"),
        ("switches: {talk: 0}", "switches.talk: true or false (found 0)"),
        ("switches: {talks: true}", "switches.talks: no such key; did you mean 'talk'?"),
        ("parameters: {turnout: {coefficient_nrm: 1}}",
        "turnout.coefficient_nrm: no such key; did you mean 'coefficient_norm'?"),
        ("parameters: {turnot: {}}", "parameters.turnot: no such key; did you mean 'turnout'?"),
        ("programme: 3", "programme: keys with values (found 3)"),
        ("programme: {model: locality_development}", "programme.strategies: this key is required"),
        (ORGANIZED + "model: locality_develop}", "programme.model: an organizing model (found 'locality_develop')"),
        (ORGANIZED + "targeting: rndom}", "a targeting rule (found 'rndom'); did you mean 'random'?"),
        (ORGANIZED + "exit: [tapering]}", "programme.exit: text"),
        ("programme: {strategies: {local_resource: 1}}", "a strategy; did you mean 'local_resources'?"),
        ("programme: {strategies: {local_resources: 0.9}}", "programme.strategies: shares that sum to one (found 0.9)"),
        ("programme: {strategies: {local_resources: 100}}", "strategies.local_resources: a number from 0 to 1"),
        ("programme: {strategies: {local_resources: true}}", "strategies.local_resources: a number from 0 to 1"),
        ("programme: {strategies: {}}", "strategies with their shares"),
        ("programme: {strategies: balanced}", "strategies with their shares (found 'balanced')"),
        ("programme: {strategies: {planning: {local_resources: 1}}}", "awakening: shares for this stage too"),
        ("programme: {strategies: {planing: {}, awakening: {}}}", "a stage; did you mean 'planning'?"),
        ("arms: {a/b: {}}", "arms.a/b: a name of letters"),
        ("arms: {none: {replicates: 5}}", "arms.none.replicates: no such key in an arm"),
        ("arms: {none: x}", "arms.none: what is different in this arm (found 'x')"),
        ("arms: [none]", "arms: arms by name"),
        ("arms: {a: {}, b: {}}", "against: the name of an arm (found 'none'); known: a, b"),
        ("against: programm", "against: the name of an arm (found 'programm')"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_line_and_key(tmp_path, line, said):
    found = faults(tmp_path, f"{SCENARIO}{line}\n")
    assert any(said in fault for fault in found), found
    assert all(
        fault.startswith(("comparison.yaml:1: ", "comparison.yaml:2: ", "comparison.yaml:3: ")) for fault in found
    )


@pytest.mark.parametrize("kind", ["", "kind: sythetic", "kind: 3", "people: {adults: 50}"])
def test_a_community_says_of_what_kind_it_is(tmp_path, kind):
    assert "community.kind: synthetic or imported" in only_fault(tmp_path, f"community: {{{kind}}}")


def test_a_number_with_three_decimals_is_taken_where_it_can_only_be_that(tmp_path):
    people = scenario(tmp_path, "community: {kind: synthetic, people: {household_adults: 2.125}}").village.people
    assert people.household_adults == 2.125


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (ORGANIZED + "stages: {planning: {shortest: 20}}}",
         "programme.stages.planning.shortest", "programme.stages.planning.longest (16)"),
        (ORGANIZED + "facilitation: {number: 0, hours: 8}}",
         "programme.facilitation.number", "programme.facilitation.hours (8)"),
        (ORGANIZED + "facilitation: {number: 2, hours: 0}}",
         "programme.facilitation.number", "programme.facilitation.hours (0)"),
        (ORGANIZED + "exit: tapering}\nhorizon: {programme_weeks: 20}",
         "programme.course.taper_weeks", "horizon.programme_weeks (20)"),
        (ORGANIZED + "exit: capacity_gate, course: {exit_gate: 0}}",
         "programme.course.exit_gate", "programme.exit (capacity_gate)"),
        ("horizon: {programme_weeks: 0, weeks_after: 0}", "horizon.programme_weeks", "horizon.weeks_after (0)"),
        ("community: {kind: synthetic, people: {adults: 5}}",
         "community.people.hamlets", "community.people.adults (5)"),
        ("community: {kind: synthetic, people: {free_riders: 0.9}}",
         "community.people.free_riders", "community.people.hump_shaped (0.14)"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other_are_refused_naming_both(tmp_path, text, one, other):
    fault = only_fault(tmp_path, text if text.startswith("community") else SCENARIO + text)
    assert f": {one}: " in fault
    assert other in fault


def test_contradictions_are_told_together_with_other_faults(tmp_path):
    found = faults(tmp_path, "community: {kind: synthetic, people: {adults: 5, women: 7}}")
    assert len(found) == 2


# Comparisons


def test_a_scenario_is_compared_with_no_programme(tmp_path):
    found = comparison(tmp_path, PROGRAMME)
    assert [name for name, _ in found.arms] == ["none", "programme"]
    assert dict(found.arms)["none"].programme is None
    assert (found.replicates, found.first_seed, found.against) == (100, 1, "none")


def test_without_a_programme_there_is_one_arm(tmp_path):
    assert comparison(tmp_path, SCENARIO).arms == (("none", Scenario()),)


def test_arms_are_laid_over_what_they_have_in_common(tmp_path):
    text = (
        PROGRAMME + "arms:\n  none: {programme: none}\n  more:\n    programme: {facilitation: {hours: 40}}\n  same:\n"
    )
    arms = dict(comparison(tmp_path, text).arms)
    assert arms["none"].programme is None
    assert arms["more"].programme.facilitation.hours == 40
    assert arms["more"].programme.strategies == arms["same"].programme.strategies


def test_arms_may_be_different_villages(tmp_path):
    write(tmp_path, "other.yaml", "kind: synthetic\nnetwork: ring")
    found = comparison(tmp_path, "arms: {a: {community: {kind: synthetic}}, b: {community: other.yaml}}\nagainst: a")
    assert [arm.village.network for _, arm in found.arms] == ["hamlets", "ring"]


def test_a_fault_that_all_arms_share_is_told_once(tmp_path):
    text = SCENARIO + "shocks: {chance: 2}\narms: {none: {}, b: {}, c: {}}"
    assert only_fault(tmp_path, text).startswith("comparison.yaml:2: shocks.chance")


def test_a_fault_of_one_arm_names_the_arm(tmp_path):
    text = SCENARIO + "arms: {none: {}, b: {shocks: {chance: 2}}}"
    assert only_fault(tmp_path, text).startswith("comparison.yaml:2: arms.b.shocks.chance: ")


def test_one_arm_can_be_picked(tmp_path):
    path = write(tmp_path, "c.yaml", PROGRAMME + "arms: {none: {programme: none}, all: {}}")
    assert read_arm(path, "none").programme is None
    for wrong in (None, "al"):
        with pytest.raises(InputError, match="an arm of"):
            read_arm(path, wrong)
    assert read_arm(write(tmp_path, "s.yaml", PROGRAMME), None).programme is not None


# Settings from the command line


def test_settings_for_all_reach_every_arm_and_those_for_one_arm_win(tmp_path):
    text = PROGRAMME + "arms: {none: {programme: none}, all: {}, few: {horizon: {weeks_after: 4}}}"
    found = comparison(tmp_path, text, "horizon.weeks_after=10", "replicates=7", "arms.all.horizon.weeks_after=9")
    assert [arm.horizon.weeks_after for _, arm in found.arms] == [10, 9, 10]
    assert found.replicates == 7


def test_several_shares_can_be_set_together(tmp_path):
    sets = ("programme.strategies.local_resources=0.5", "programme.strategies.policy_advocacy=0.5")
    found = scenario(tmp_path, PROGRAMME.replace("local_resources", "network_alliance"), *sets)
    assert found.programme.strategies[0] == (("local_resources", 0.5), ("policy_advocacy", 0.5))


def test_the_last_of_two_settings_of_one_key_counts(tmp_path):
    assert scenario(tmp_path, SCENARIO, "shocks.chance=0.2", "shocks.chance=0.3").shocks.chance == 0.3


def test_a_programme_can_be_taken_away_or_exchanged(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "other.yaml", "strategies: {policy_advocacy: 1}")
    assert scenario(tmp_path, PROGRAMME, "programme=none").programme is None
    changed = scenario(tmp_path, PROGRAMME, "programme=other.yaml")
    assert changed.programme.strategies[0] == (("policy_advocacy", 1.0),)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("horizon.weeks_afer=3", "--set horizon.weeks_afer=3: horizon.weeks_afer: no such key; did"),
        ("horizon.weeks_after", "--set horizon.weeks_after: --set: path.to.key=value"),
        ("=3", "path.to.key=value"),
        ("a..b=3", "path.to.key=value"),
        ("a\x1b=3", "path.to.key=value"),
        ("shocks.chance=.nan", "shocks.chance: a finite number"),
        ("shocks.chance=1e999", "shocks.chance: a finite number"),
        ("shocks.chance=0,5", "write 0.5: decimals take a point"),
        ("shocks.chance=[", "--set shocks.chance=[: shocks.chance: YAML"),
        ("title=!!python/name:os", "title: a plain value: tags (!) are not allowed"),
        ("title=\x1b", "title: text without control characters"),
        ("arms.x.y=3", "arms.x.y: no such key"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_with_the_option(tmp_path, word, said):
    found = faults(tmp_path, SCENARIO, word)
    assert any(said in fault for fault in found), found


# Names of scenarios, and scenarios written out


def shares():
    parts = st.lists(st.sampled_from(sorted(strategies)), min_size=1, max_size=5, unique=True)
    return parts.flatmap(lambda names: st.sampled_from([_equal(names), _first(names)]))


def _equal(names):
    return tuple((name, 1 / len(names)) for name in sorted(names))


def _first(names):
    return ((names[0], 1.0),)


def block(kind, **given):
    """Blocks with any values in their ranges, whole where those are counted, but for the given ones."""
    return st.builds(kind, **{name: any_value(about) for name, about in block_quantities(kind).items()} | given)


def any_value(about):
    return whole(int(about.low), int(about.high)) if about.kind.is_whole else st.floats(about.low, about.high)


def whole(low, high):
    return st.integers(low, high).map(float)


halves = st.floats(0, 0.5)
stages = st.builds(Stages, *[block(StageGate, shortest=whole(0, 9), longest=whole(9, 520))] * len(STAGES))
people = block(
    PopulationSettings, adults=whole(50, 10**6), hamlets=whole(1, 50), free_riders=halves, hump_shaped=halves
)
course = block(ProgrammeCourse, taper_weeks=whole(1, 52), elected_committee=whole(0, 1), repeat_cycle=whole(0, 1))
programmes = st.builds(
    Programme,
    st.just("social_action"),
    st.tuples(*[shares()] * len(STAGES)),
    st.sampled_from(["random", "snowball"]),
    st.just("fixed_week"),
    block(Facilitation, number=whole(1, 50), hours=st.floats(1, 60)),
    stages,
    course,
)
LINEAR = Path(__file__).parents[1] / "experiments" / "examples" / "linear_turnout.py"
turning = st.lists(st.integers(1, 51), unique=True, max_size=2).flatmap(
    lambda weeks: st.tuples(*[st.builds(ProgrammeChange, st.just(week), programmes) for week in sorted(weeks)])
)
scenarios = st.builds(
    Scenario,
    st.builds(SyntheticVillage, people, st.just("ring"), block(NetworkSettings), block(InstitutionSettings)),
    st.none() | programmes,
    block(Horizon, programme_weeks=whole(52, 1040), weeks_after=whole(0, 1040)),
    block(Shocks),
    st.builds(Parameters, **{name: block(type(part)) for name, part in Parameters()._asdict().items()}),
    st.builds(Switches),
    turning,
    st.sampled_from([(), (("turnout_probability", replace_by_file(LINEAR, "linear_turnout")),)]),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("configurations")


@settings(deadline=None, max_examples=40)
@given(found=scenarios)
def test_a_scenario_that_is_written_out_reads_back_equal(folder, found):
    text = to_yaml(export_resolved(found))
    again = scenario(folder, text)
    assert again == found
    assert scenario_id(again) == scenario_id(found)
    assert to_yaml(export_resolved(again)) == text


titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"))


@settings(deadline=None, max_examples=20)
@given(
    arms=st.dictionaries(st.from_regex(r"[a-z]\w{0,9}", fullmatch=True), scenarios, min_size=1, max_size=3),
    title=titles,
)
def test_a_comparison_that_is_written_out_reads_back_equal(folder, arms, title):
    found = Comparison(title, "", tuple(arms.items()), 5, 2**62, next(iter(arms)), folder / "comparison.yaml")
    bidi = [letter for letter in title if "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"]
    if not bidi:
        assert comparison(folder, to_yaml(export_resolved(found))) == found


@settings(deadline=None)
@given(text=st.text(max_size=60) | st.binary(max_size=60))
def test_whatever_a_file_holds_it_is_read_or_refused(folder, text):
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with pytest.raises(InputError):
        read_scenario(write(folder, "any.yaml", content))


YAML_BITS = st.sampled_from(
    [
        *"{}[]:,-?&*!|>'\"%@`# \n\t",
        "a",
        "1",
        "community",
        "kind: synthetic",
        "<<",
        "&a",
        "*a",
        "programme",
        "arms",
        ".inf",
    ]
)


@settings(deadline=None)
@given(parts=st.lists(YAML_BITS, max_size=30))
def test_broken_yaml_never_breaks_the_reader(folder, parts):
    try:
        read_comparison(write(folder, "broken.yaml", "".join(parts)))
    except InputError as refused:
        said = str(refused)
        assert ": " in said  # most are refused, some are right


def test_scenarios_can_be_compared_hashed_and_sent_to_other_processes():
    assert {Scenario(), Scenario()} == {Scenario()}
    assert pickle.loads(pickle.dumps(Scenario())) == Scenario()


def test_the_name_of_a_scenario_changes_with_every_number_and_nothing_else(tmp_path):
    usual = scenario_id(Scenario())
    assert len(usual) == 16
    assert scenario_id(scenario(tmp_path, SCENARIO)) == usual
    assert scenario_id(Scenario(horizon=Horizon(weeks_after=261))) != usual
    assert scenario_id(Scenario(switches=Switches(talk=False))) != usual


def test_the_name_of_a_scenario_depends_on_what_its_data_say_and_not_on_where_they_lie(tmp_path):
    for name in ("a", "b", "c"):
        data(tmp_path / name)
    write(tmp_path / "c", "ties.csv", "source,target,kind\n2,1,friend\n")
    names = [scenario_id(scenario(tmp_path / name, IMPORTED)) for name in ("a", "b", "c")]
    assert names[0] == names[1] != names[2]


# Schema, templates and shipped files


def test_the_schema_knows_every_parameter_with_its_range():
    schema = build_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    chance = schema["$defs"]["Shocks"]["properties"]["chance"]
    assert (chance["minimum"], chance["maximum"], chance["unit"]) == (0, 1, "1/year")
    assert set(schema["$defs"]["Switches"]["properties"]) == set(Switches._fields)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONFIGS).as_posix())
def test_the_schema_accepts_every_shipped_file(path):
    jsonschema.validate(to_plain_value(read_yaml_file(path, [])), build_json_schema())


@pytest.mark.parametrize(
    "wrong",
    [
        {"community": {"kind": "synthetic", "people": {"adults": 0}}},
        {"community": {"kind": "synthetic"}, "shocks": {"chanse": 0.1}},
        {"strategies": {"local_resource": 1}},
        {"strategies": {"local_resources": 1}, "model": "mine"},
        {"kind": "imported", "ties": {}},
        {"community": "desa.yaml", "arms": {"none": {"replicates": 5}}},
    ],
)
def test_the_schema_refuses_what_reading_refuses(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, build_json_schema())


@pytest.mark.parametrize("kind", ["community", "programme"])
def test_a_starting_file_is_right_as_it_is_and_names_every_setting(tmp_path, kind):
    path = tmp_path / "new.yaml"
    write_template(kind, path)
    assert check_config_files([path]) == {path: kind}
    wanted = (
        (PopulationSettings, NetworkSettings, InstitutionSettings)
        if kind == "community"
        else (Facilitation, StageGate, ProgrammeCourse)
    )
    text = path.read_text(encoding="utf-8")
    assert [name for part in wanted for name in block_quantities(part) if f"# {name}: " not in text] == []
    jsonschema.validate(to_plain_value(read_yaml_file(path, [])), build_json_schema())


@pytest.mark.parametrize("kind", ["community", "programme"])
def test_a_starting_file_holds_the_defaults_when_its_comments_are_taken_away(tmp_path, kind):
    path = tmp_path / "new.yaml"
    write_template(kind, path)
    text = path.read_text(encoding="utf-8").partition("# A real village")[0]
    path.write_text(re.sub(r"^( *)# (\w+: )", r"\1\2", text, flags=re.MULTILINE), encoding="utf-8")
    village = "new.yaml" if kind == "community" else "{kind: synthetic}"
    programme = "new.yaml" if kind == "programme" else "none"
    found = scenario(tmp_path, f"community: {village}\nprogramme: {programme}")
    assert found.village == SyntheticVillage()
    assert kind == "community" or found.programme[4:] == (Facilitation(), Stages(), ProgrammeCourse())


def test_a_starting_file_never_replaces_another(tmp_path):
    path = write(tmp_path, "mine.yaml", "mine")
    for place in (path, tmp_path, tmp_path / "no" / "folder.yaml"):
        with pytest.raises(InputError):
            write_template("community", place)
    assert path.read_text() == "mine"


def test_checking_says_of_what_kind_a_file_is_and_finds_all_faults(tmp_path):
    data(tmp_path)
    texts = {"community": "kind: synthetic", "programme": "strategies: {local_resources: 1}", "scenario": IMPORTED,
             "comparison": SCENARIO + "arms: {none: {}}"}  # fmt: skip
    paths = {kind: write(tmp_path, f"{kind}.yaml", text) for kind, text in texts.items()}
    assert check_config_files(list(paths.values())) == {path: kind for kind, path in paths.items()}
    wrong = [write(tmp_path, f"{number}.yaml", text) for number, text in enumerate(["x: 1", "model: 3", "people: 1"])]
    with pytest.raises(InputError) as refused:
        check_config_files([*wrong, paths["programme"]])
    assert {Path(fault.location.partition(":")[0]) for fault in refused.value.errors} == set(wrong)


def test_checking_reads_the_data_files(tmp_path):
    data(tmp_path)
    write(tmp_path, "ties.csv", "source,target,kind\n1,99,friend\n")
    with pytest.raises(InputError, match="99"):
        check_config_files([write(tmp_path, "scenario.yaml", IMPORTED)])


@pytest.mark.parametrize("path", READ_FROM_A_CLONE, ids=lambda path: path.relative_to(CONFIGS).as_posix())
def test_every_shipped_file_is_right(path):
    assert list(check_config_files([path])) == [path]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONFIGS).as_posix())
def test_every_shipped_file_opens_with_a_comment_and_repeats_no_default(path):
    assert path.read_text(encoding="utf-8").startswith("# ")
    balanced = (_equal(list(strategies)),) * len(STAGES)
    usual = export_resolved(Scenario(programme=Programme(strategies=balanced)))
    usual |= {"replicates": REPLICATES, "first_seed": FIRST_SEED, "against": "none"}
    found = to_plain_value(read_yaml_file(path, []))
    parts = [(found, usual), (found, usual["community"]), (found, usual["programme"])]
    parts += [(arm, usual) for arm in found.get("arms", {}).values()]
    assert [key for mapping, defaults in parts for key in repeated(mapping, defaults)] == []


def repeated(mapping, defaults):
    """Keys whose value is the default."""
    for key in mapping.keys() & defaults.keys() - {"kind", "strategies"}:
        if isinstance(mapping[key], dict) and isinstance(defaults[key], dict):
            yield from repeated(mapping[key], defaults[key])
        elif mapping[key] == defaults[key]:
            yield key


def test_the_shipped_comparison_has_every_strategy_and_a_mix():
    found = read_comparison(CONFIGS / "strategies.yaml")
    assert {name for name, _ in found.arms} == {"none", *strategies, "balanced"}
    assert found.against == "none"
    assert dict(found.arms)["balanced"].programme.strategies[0] == tuple((name, 0.2) for name in sorted(strategies))


def test_places_are_shown_as_the_path_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "configs/a.yaml", "x: 1\ncommunity: {kind: synthetic}")
    with pytest.raises(InputError) as refused:
        read_scenario(os.path.join("configs", "a.yaml"))  # noqa: PTH118 - as a shell gives it
    assert refused.value.errors[0].location == f"configs{os.sep}a.yaml:1"


def test_a_setting_for_all_reaches_every_arm_with_a_programme_and_the_word_for_one_arm_wins():
    words = ("programme.facilitation.hours=8", "arms.balanced.programme.facilitation.hours=9")
    arms = dict(read_comparison(CONFIGS / "strategies.yaml", words).arms)
    hours = {name: arm.programme and arm.programme.facilitation.hours for name, arm in arms.items()}
    assert hours.pop("none") is None
    assert hours.pop("balanced") == 9
    assert set(hours.values()) == {8}
