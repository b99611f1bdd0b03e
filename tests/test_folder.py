"""The results folder: whole or not at all, never over anybody's work, and the same for every reader."""

import errno
import hashlib
import io
import json
import os
import socket
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import pytest

from simkomunitas.base.input_errors import InputError
from simkomunitas.base.table_files import encode_csv, encode_parquet, encode_table_files, outcome_codebook
from simkomunitas.results.results_folder import check_results_target, default_results_folder, write_results_folder
from simkomunitas.results.results_manifest import (
    StudyRecord,
    compute_study_id,
    format_repeat_command,
    git_commit,
    mask_home_folder,
)

STUDY = StudyRecord(
    command=("/home/siti/.venv/bin/simkomunitas", "compare", "/home/siti/village.yaml", "--replicates", "2"),
    resolved_config={"weeks": 156, "people": {"count": 400}},
    scenario_ids={"none": "a1", "balanced": "b2"},
    seeds=(0, 1),
    started=datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7))),
    finished=datetime(2026, 11, 23, 2, 1, tzinfo=UTC),
)
ID = compute_study_id(STUDY.resolved_config, STUDY.seeds)
FILES = {"config.yaml": "weeks: 156\n", "figures/cost.svg": b"<svg/>"} | encode_table_files(
    "runs", pd.DataFrame({"seed": [1]})
)


def everything_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def refusal(target: Path, study: StudyRecord = STUDY) -> str:
    """What is said when the target is refused; nothing may have changed on the disk."""
    root = next(parent for parent in target.parents if parent.is_dir())
    before = everything_below(root)
    with pytest.raises(InputError) as asked:
        check_results_target(target, compute_study_id(study.resolved_config, study.seeds))
    with pytest.raises(InputError) as tried:
        write_results_folder(target, FILES, study)
    assert everything_below(root) == before
    assert str(asked.value) == str(tried.value)
    return str(tried.value)


def test_a_folder_holds_every_file_a_readme_and_a_manifest(tmp_path):
    folder = write_results_folder(tmp_path / "deep" / "results", FILES, STUDY)
    assert set(everything_below(folder)) == {*FILES, "README.txt", "manifest.json"}
    assert (folder / "config.yaml").read_text() == "weeks: 156\n"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["results"]


def test_the_manifest_lets_a_stranger_check_every_file(tmp_path):
    folder = write_results_folder(tmp_path / "results", FILES, STUDY)
    about = json.loads((folder / "manifest.json").read_text())
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in everything_below(folder).items()}
    assert {name: entry["sha256"] for name, entry in about["files"].items()} == {
        name: digest for name, digest in digests.items() if name != "manifest.json"
    }


def test_the_manifest_says_how_the_results_came_about(tmp_path):
    about = json.loads((write_results_folder(tmp_path / "results", FILES, STUDY) / "manifest.json").read_text())
    assert about["command"] == "simkomunitas compare village.yaml --replicates 2"
    assert (about["started"], about["finished"]) == ("2026-11-23T02:00:00+00:00", "2026-11-23T02:01:00+00:00")
    assert (about["config"], about["seeds"], about["scenarios"]) == (STUDY.resolved_config, [0, 1], STUDY.scenario_ids)
    assert {"python", "numpy", "numba"} <= set(about["software"])
    assert about["machine"]["cores"] >= 1


def test_neither_the_computer_nor_the_person_is_named(tmp_path):
    config = {"village": {"residents": Path.home() / "siti" / "people.csv"}}
    folder = write_results_folder(tmp_path / "results", FILES, STUDY._replace(resolved_config=config))
    text = (folder / "manifest.json").read_text() + (folder / "README.txt").read_text()
    assert "siti/.venv" not in text
    assert "~/siti/people.csv" in text
    assert json.dumps(socket.gethostname()) not in text


def test_paths_outside_the_home_folder_stay_as_they_are():
    assert mask_home_folder(["/srv/data", 3, {"a": f"{Path.home()}-b"}]) == ["/srv/data", 3, {"a": f"{Path.home()}-b"}]


@pytest.mark.parametrize(
    ("words", "shown"),
    [(["a/b/simkomunitas", "run", "x.yaml"], "simkomunitas run x.yaml"), (["s", "--out=/srv/a b"], "s '--out=a b'")],
)
def test_a_repeat_command_can_be_pasted(words, shown):
    assert format_repeat_command(words) == shown


def test_the_commit_is_a_commit_or_nothing():
    found = git_commit()
    assert found is None or len(found.removesuffix("+changes")) == 40


def test_the_readme_tells_of_the_files_that_are_there_and_of_no_others(tmp_path):
    text = (write_results_folder(tmp_path / "results", FILES, STUDY) / "README.txt").read_text()
    assert "runs.csv" in text
    assert "contrasts" not in text
    assert len(text.splitlines()) <= 12


def test_the_same_study_again_replaces_its_own_folder(tmp_path):
    write_results_folder(tmp_path / "results", FILES | {"extra.txt": "old"}, STUDY)
    write_results_folder(tmp_path / "results", FILES, STUDY)
    assert not (tmp_path / "results" / "extra.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "results").mkdir()
    check_results_target(tmp_path / "results", ID)
    assert (write_results_folder(tmp_path / "results", FILES, STUDY) / "manifest.json").exists()


def test_a_link_leads_to_the_folder_behind_it(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    assert write_results_folder(tmp_path / "link", FILES, STUDY) == (tmp_path / "disk").resolve()
    assert (tmp_path / "link" / "manifest.json").exists()


@pytest.mark.parametrize(
    "manifest", [None, "", "[]", '{"made_by": "somebody"}', '{"made_by": "simkomunitas"}', b"\xff\xfe"]
)
def test_a_folder_of_somebody_else_is_refused(tmp_path, manifest):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    if manifest is not None:
        (tmp_path / "thesis" / "manifest.json").write_bytes(
            manifest if isinstance(manifest, bytes) else manifest.encode()
        )
    assert "did not make" in refusal(tmp_path / "thesis")


def test_the_results_of_another_study_are_refused(tmp_path):
    write_results_folder(tmp_path / "results", FILES, STUDY)
    assert "another study" in refusal(tmp_path / "results", STUDY._replace(seeds=(5, 6)))


def test_notes_that_a_person_put_among_the_results_are_not_deleted(tmp_path):
    write_results_folder(tmp_path / "results", FILES, STUDY)
    (tmp_path / "results" / "figures" / "my notes.txt").write_text("think!")
    assert "figures/my notes.txt" in refusal(tmp_path / "results")


def test_a_table_that_a_person_edited_is_not_overwritten(tmp_path):
    write_results_folder(tmp_path / "results", FILES, STUDY)
    (tmp_path / "results" / "runs.csv").write_text("seed\n2\n")
    assert "runs.csv" in refusal(tmp_path / "results")


def test_what_a_file_manager_leaves_behind_does_not_matter(tmp_path):
    write_results_folder(tmp_path / "results", FILES, STUDY)
    (tmp_path / "results" / ".DS_Store").write_bytes(b"x")
    write_results_folder(tmp_path / "results", FILES, STUDY)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "results").write_text("a file")
    assert "found a file" in refusal(tmp_path / "results")


def test_a_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("a file")
    refusal(tmp_path / "file" / "results")


def test_the_folder_one_works_in_is_refused(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "you work in" in refusal(tmp_path / "here")


def test_a_name_that_is_too_long_is_refused_before_the_first_run(tmp_path):
    assert "too long" in refusal(tmp_path / ("x" * 300))


def test_links_that_lead_in_a_circle_are_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refusal(tmp_path / "a")


@pytest.mark.parametrize("failing", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("earlier", [False, True])
def test_a_full_or_locked_disk_is_told_clearly_and_the_old_results_stay(tmp_path, monkeypatch, failing, earlier):
    if earlier:
        write_results_folder(tmp_path / "results", FILES, STUDY)
    before = everything_below(tmp_path)

    def fail(*_):
        raise OSError(failing, os.strerror(failing))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError, match=os.strerror(failing)):
        write_results_folder(tmp_path / "results", FILES, STUDY)
    assert everything_below(tmp_path) == before
    assert not list(tmp_path.glob(".simkomunitas*"))


def test_the_old_results_come_back_when_the_new_ones_cannot_be_moved_in(tmp_path, monkeypatch):
    write_results_folder(tmp_path / "results", FILES, STUDY)
    before = everything_below(tmp_path)
    rename = Path.rename

    def fail_for_new(path, target):
        if path.name == "new":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(InputError):
        write_results_folder(tmp_path / "results", FILES, STUDY)
    assert everything_below(tmp_path) == before


def test_asking_whether_a_folder_may_be_written_leaves_nothing_behind(tmp_path):
    check_results_target(tmp_path / "a" / "b", ID)
    assert not list(tmp_path.iterdir())


def test_without_a_wish_the_folder_is_named_after_configuration_and_study():
    assert default_results_folder(Path("configs/korea village.yaml"), "abc").as_posix() == "results/korea village-abc"


def test_a_study_has_another_id_when_its_seeds_or_its_settings_change():
    assert (
        len({ID, compute_study_id(STUDY.resolved_config, (0, 2)), compute_study_id({"weeks": 157}, STUDY.seeds)}) == 3
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula_to_a_spreadsheet(start):
    table = pd.DataFrame({f"{start}name": [f"{start}cmd"], "arm": pd.Categorical([f"{start}2"])})
    read = pd.read_csv(io.BytesIO(encode_csv(table)), dtype=str, keep_default_na=False)
    assert all(cell.startswith("'") for cell in [read.columns[0], *read.iloc[0]])


def test_numbers_are_written_in_full_and_never_with_an_apostrophe():
    table = pd.DataFrame({"x": [-0.1, 1 / 3, float("nan")], "n": [-1, 2, 3], "yes": [True, False, True]})
    read = pd.read_csv(io.BytesIO(encode_csv(table)))
    pd.testing.assert_frame_equal(read, table, check_exact=False, rtol=1e-15)
    assert b"'" not in encode_csv(table)


def test_parquet_keeps_text_numbers_and_gaps():
    table = pd.DataFrame({"arm": ["=none", "balanced"], "x": [0.1, float("nan")], "n": [1, 2]})
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(encode_parquet(table))), table)


def test_the_table_that_was_given_is_left_alone():
    table = pd.DataFrame({"arm": ["=none"]})
    encode_csv(table)
    assert table["arm"][0] == "=none"


def test_the_codebook_has_a_row_an_outcome_whatever_its_words():
    text = outcome_codebook({"equality": ("ratio", "women | men,\nof those who came")})
    assert text.splitlines()[-1] == "| `equality` | ratio | women \\| men, of those who came |"
