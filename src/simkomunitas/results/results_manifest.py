"""What a stranger needs to make the same results again, and to see that nobody has changed them since.

The manifest names software, machine type, inputs and files, and neither the computer nor the person.
"""

import hashlib
import importlib.metadata
import os
import platform
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from simkomunitas.base.estimation import to_json_text, to_json_value
from simkomunitas.base.file_checksums import hash_file
from simkomunitas.base.user_folders import user_folder
from simkomunitas.model.scenario_definition import Scenario

PROGRAM_NAME = "simkomunitas"
DataChecksums = Mapping[
    str, str
]  # SHA-256 of data files, by their path, and of plugins, by their name; name of the model
NO_DATA_FILES: DataChecksums = MappingProxyType({})
MANIFEST_LIBRARIES = ("numpy", "scipy", "numba", "pandas", "pyarrow", "mesa", "matplotlib")
PACKAGE_PATH = Path(__file__).parents[1]


class StudyRecord(NamedTuple):
    """One comparison, or one run: all that its results depend on, and when it was done."""

    command: Sequence[str]  # the words that were typed: simkomunitas compare village.yaml
    resolved_config: Mapping[str, Any]  # as resolved: every default written out
    scenario_ids: Mapping[str, str]  # the id of the scenario of each arm
    seeds: Sequence[int]
    started: datetime  # with its time zone
    finished: datetime
    data_checksums: DataChecksums = NO_DATA_FILES  # what the results depend on beside the configuration


def compute_study_id(config: Mapping[str, Any], seeds: Sequence[int], data: DataChecksums = NO_DATA_FILES) -> str:
    """A short name for a study, equal whenever version, configuration, seeds, data files and model are equal.

    >>> compute_study_id({"weeks": 3}, [1, 2]) == compute_study_id({"weeks": 3}, (1, 2))
    True
    """
    told = [package_version(), config, list(seeds), *([dict(sorted(data.items()))] if data else [])]
    return hashlib.sha256(to_json_text(told).encode()).hexdigest()[:10]


def hash_data_files(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The files of residents and ties that scenarios read, with the SHA-256 of each; OSError if one cannot be read."""
    villages = dict.fromkeys(scenario.village for scenario in scenarios)
    paths = dict.fromkeys(path for village in villages for path in _collect_paths(village))
    return {mask_home_folder(path.as_posix()): hash_file(path) for path in paths}


def hash_rules(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The functions of one's own that stand for rules in scenarios, with a name for what each does."""
    return {f"rule {name}: {one.function}": one.digest for scenario in scenarios for name, one in scenario.rules}


def _collect_paths(value: object) -> Iterator[Path]:
    """The files that a part of a scenario names."""
    if isinstance(value, Path):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _collect_paths(part)


def build_manifest(study: StudyRecord, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a results folder that holds ``files``, by their path inside the folder."""
    return {
        "made_by": PROGRAM_NAME,
        "version": package_version(),
        "commit": git_commit(),
        "id": compute_study_id(study.resolved_config, study.seeds, study.data_checksums),
        "command": format_repeat_command(study.command),
        "started": _format_utc_time(study.started),
        "finished": _format_utc_time(study.finished),
        "seeds": [int(seed) for seed in study.seeds],
        "scenarios": dict(study.scenario_ids),
        "data": dict(study.data_checksums),
        "config": mask_home_folder(to_json_value(study.resolved_config)),
        "software": software_versions(),
        "machine": describe_machine(),
        "files": {name: manifest_file_entry(content) for name, content in sorted(files.items())},
    }


def manifest_file_entry(content: bytes) -> dict[str, Any]:
    """Size and SHA-256 of a file, as the manifest lists them."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def package_version() -> str:
    """The version of the installed package."""
    return importlib.metadata.version(PROGRAM_NAME)


def software_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that can change a number or a figure."""
    return {"python": platform.python_version()} | {
        name: importlib.metadata.version(name) for name in MANIFEST_LIBRARIES
    }


def describe_machine() -> dict[str, Any]:
    """The kind of computer: system, processor, cores; not its name."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "processor": _processor_model(),
        "cores": os.cpu_count(),
    }


def _processor_model() -> str:
    """The model of the processor, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def git_commit() -> str | None:
    """The git commit of the package, with ``+changes`` when files differ from it; None outside its own repository."""
    # A package installed inside somebody else's repository must not report that repository's commit.
    if _run_git("ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    head, changes = _run_git("rev-parse", "HEAD"), _run_git("status", "--porcelain", "--", ".")
    return f"{head}+changes" if changes else head


def _run_git(*words: str) -> str | None:
    """The answer of git about the package folder; None where there is no git or no repository."""
    try:
        answer = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(PACKAGE_PATH), *words],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _format_utc_time(when: datetime) -> str:
    """A moment in UTC, to the second, as ISO 8601 writes it."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def format_repeat_command(words: Sequence[str]) -> str:
    """The command that makes the results again, with private folders left out.

    >>> format_repeat_command(["/opt/venv/bin/simkomunitas", "compare", "my village.yaml", "--workers=2"])
    "simkomunitas compare 'my village.yaml' --workers=2"
    """
    program, *rest = words
    shown = [Path(program).name, *(_shorten_absolute_path(word) for word in rest)]
    return shlex.join(shown)


def _shorten_absolute_path(word: str) -> str:
    """An argument as strangers may see it: an absolute path keeps only its last part.

    >>> (
    ...     _shorten_absolute_path("/home/siti/village.yaml"),
    ...     _shorten_absolute_path("--out=/tmp/siti"),
    ...     _shorten_absolute_path("configs/a.yaml"),
    ... )
    ('village.yaml', '--out=siti', 'configs/a.yaml')
    """
    option, equals, value = word.rpartition("=")
    return option + equals + (Path(value).name if Path(value).is_absolute() else value)


def mask_home_folder(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same value with the path of the home folder, which holds the user's name, written as ``~``."""
    home = (user_folder("HOME") or Path("~")).as_posix()
    if isinstance(value, dict):
        return {name: mask_home_folder(part) for name, part in value.items()}
    if isinstance(value, list):
        return [mask_home_folder(part) for part in value]
    if isinstance(value, str) and (value == home or value.startswith(home + "/")):
        return "~" + value[len(home) :]
    return value
