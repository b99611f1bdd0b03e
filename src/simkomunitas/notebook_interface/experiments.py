"""Experiments from Python: what varies in a scenario or in several, and every run of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from simkomunitas.config.argument_checks import validate_path
from simkomunitas.experiments.experiment_design import Experiment
from simkomunitas.experiments.experiment_reader import define_experiment, read_experiment
from simkomunitas.experiments.experiment_sweep import SweepResult, run_sweep
from simkomunitas.experiments.sweep_results import load_points, load_runs
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.notebook_interface.name_hints import build_missing_name_error, suggest_arguments
from simkomunitas.notebook_interface.scenarios import FilePath

if TYPE_CHECKING:
    import pandas as pd

SWEEP_HINTS = {
    "replicates": 'write overrides=["replicates=30"]',
    "seed": 'write overrides=["first_seed=3"]',
    "jobs": "write workers",
    "folder": "write out",
}
RESULT_HINTS = {
    "results": "write swept.runs",
    "outcomes": "write swept.runs",
    "weekly": "write sk.load_weekly_series(swept.folder)",
}


class NotebookSweep(SweepResult):
    """What a sweep has come to, with the tables of its folder."""

    @property
    def runs(self) -> "pd.DataFrame":
        """A row a run: what varies, then ``outcome@period``."""
        return load_runs(self.folder)

    @property
    def points(self) -> "pd.DataFrame":
        """A row a point of the design: what varies."""
        return load_points(self.folder)

    def __repr__(self) -> str:
        return f"Sweep({self.finished_rows} runs in {self.folder}, {len(self.failures)} failed)"

    def _repr_html_(self) -> str:
        """The points, as a notebook shows them."""
        return str(self.points.to_html(max_rows=10))

    def __getattr__(self, name: str) -> NoReturn:
        raise build_missing_name_error("a sweep", name, dir(type(self)), RESULT_HINTS)


def experiment(
    source: Scenario | Mapping[str, Scenario] | FilePath, vary: Mapping[str, Any] | None = None, /, **settings: object
) -> Experiment:
    """An experiment: a scenario, scenarios by name as arms, or a file, and what varies in it.

    vary: dotted keys, each with a list, a range or named levels.  settings: what else the file of an experiment may
    say, such as ``replicates``, ``design`` or ``outcomes``.  Whatever is wrong raises InputError with all errors.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> sk.experiment(village, {"community.people.hamlets": [1, 2]}, replicates=5)
    Experiment(varies community.people.hamlets; design grid; replicates 5)
    """
    base = source if isinstance(source, Scenario | Mapping) else validate_path(source, "a YAML file")
    return define_experiment(base, settings | ({} if vary is None else {"vary": vary}))


@suggest_arguments(SWEEP_HINTS, run_sweep)
def sweep(
    source: Experiment | FilePath,
    out: FilePath | None = None,
    *,
    overrides: Sequence[str] = (),
    **options: Any,  # noqa: ANN401 - those of run_sweep
) -> NotebookSweep:
    """Make every run of an experiment, or of the experiment in a file, that is not there yet; keep it in a folder.

    out: the folder, ``results/<name>`` if None.  overrides: as ``--set`` for a file, such as ``["replicates=4"]``.
    options: ``workers``, ``executor``, ``cluster``, ``use_new_folder``, ``retry_failed``, ``reuse_folders`` and
    ``skip_confirmation``, as the command has them.

    Whatever is wrong raises InputError before the first run; a disk that is full raises StorageError, and nothing is
    lost.  After Ctrl-C, or any other interruption, the same call resumes.

    >>> import simkomunitas as sk
    >>> from tempfile import mkdtemp
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 4})
    >>> study = sk.experiment(village, {"community.people.hamlets": [1, 2]}, replicates=2)
    >>> swept = sk.sweep(study, mkdtemp() + "/results", workers=1)
    >>> swept.runs["community.people.hamlets"].tolist()
    [1, 1, 2, 2]
    """
    if not isinstance(source, Experiment):
        source = read_experiment(validate_path(source, "a YAML file"), overrides)
    return NotebookSweep(*run_sweep(source, None if out is None else validate_path(out, "a folder"), **options))
