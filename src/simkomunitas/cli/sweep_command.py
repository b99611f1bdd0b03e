"""``simkomunitas sweep``: all runs of an experiment, without losing work.

Examples:
  simkomunitas sweep experiments/when_to_leave/experiment.yaml
  simkomunitas sweep my_experiment.yaml --workers 8 --out results/mine --format csv
  simkomunitas sweep my_experiment.yaml --cluster tcp://node1:8786

"""

import contextlib
import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.experiment_options import (
    ExperimentFileArgument,
    KeepWeeklyOption,
    NewFolderOption,
    SkipConfirmationOption,
    load_experiment,
    print_notice,
)
from simkomunitas.cli.shared_options import (
    LoadOption,
    OutOption,
    SetOption,
    WorkersOption,
    bare_option,
    make_command,
    whole_option,
)

if TYPE_CHECKING:
    from simkomunitas.experiments.experiment_sweep import SweepResult


FAILURES, DISK, LATER, TERMINATED = 3, 74, 75, 143  # exit codes, beside 2 for bad input and 130 for Ctrl-C

ClusterOption = Annotated[str | None, Parameter(help="Address of a Dask scheduler, or path of its scheduler file.")]
BatchSizeOption = Annotated[
    int | None,
    whole_option(validator=Number(gte=1, lte=100_000), help="Runs in a batch; chosen by their time if not given."),
]
TimeoutOption = Annotated[
    float | None,
    Parameter(
        validator=Number(gt=0), help="Time limit of one run in seconds; 60, or 20 times the usual, if not given."
    ),
]
MaxFailuresOption = Annotated[
    float, Parameter(validator=Number(gte=0, lte=1), help="Share of the first 1,000 runs that may fail.")
]
ReuseOption = Annotated[
    tuple[Path, ...], bare_option(help="Folder of other sweeps whose results are reused. May be repeated.")
]
RetryOption = Annotated[bool, bare_option(help="Try failed runs once more.")]
FormatOption = Annotated[
    Literal["csv", "netcdf"] | None, Parameter(name="--format", help="Also export the results in this format.")
]


class _TerminatedError(KeyboardInterrupt):
    """The system asks us to end, as it does on Ctrl-C."""


def sweep_command(
    experiment: ExperimentFileArgument,
    /,
    *,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: OutOption = None,
    new_folder: NewFolderOption = False,
    retry_failed: RetryOption = False,
    reuse: ReuseOption = (),
    keep_weekly: KeepWeeklyOption = False,
    form: FormatOption = None,
    batch_size: BatchSizeOption = None,
    timeout: TimeoutOption = None,
    max_failure_share: MaxFailuresOption = 0.05,
    yes: SkipConfirmationOption = False,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Make all runs of an experiment; after an interruption the same command resumes."""
    with _handle_termination():
        asked = load_experiment(experiment, sets, load, weekly=keep_weekly)
        from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415 - --help stays quick
        from simkomunitas.experiments.batch_dispatcher import DispatchSettings, ExecutorLostError, TooManyFailuresError  # noqa: PLC0415
        from simkomunitas.experiments.experiment_sweep import run_sweep  # noqa: PLC0415
        from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
        from simkomunitas.results.atomic_files import StorageError  # noqa: PLC0415
        from simkomunitas.workers.worker_supervisor import WorkerStartError  # noqa: PLC0415

        compile_engine_with_progress()
        try:
            swept = run_sweep(
                asked, out, workers=workers, cluster=cluster, use_new_folder=new_folder, retry_failed=retry_failed,
                reuse_folders=reuse,
                dispatch_settings=DispatchSettings(batch_size, timeout, max_failure_share), skip_confirmation=yes,
                report_stage=show_progress,
            )  # fmt: skip
            _print_sweep_end(swept, form)
        except KeyboardInterrupt as stopped:
            _exit_with_message(f"Stopped; what was finished is kept.  {_resume_hint()}",
                 TERMINATED if isinstance(stopped, _TerminatedError) else 128 + signal.SIGINT)  # fmt: skip
        except StorageError as error:
            _exit_with_message(f"{error}; nothing that was there is damaged.  Make room.  {_resume_hint()}", DISK)
        except ExecutorLostError as error:
            _exit_with_message(f"The workers are gone: {error}.  What was finished is kept.  {_resume_hint()}", LATER)
        except TooManyFailuresError as error:
            hint = "What is wrong with them stands in the folder failures; --max-failure-share 1 goes on all the same."
            _exit_with_message(f"Ended early: {error}.  {hint}", FAILURES)
        except WorkerStartError as error:
            _exit_with_message(str(error), LATER)


def _print_sweep_end(sweep_result: "SweepResult", form: str | None) -> None:
    """Say what has come out, and end with exit code 3 if runs have failed."""
    from simkomunitas.experiments.result_exports import EXPORT_WRITERS  # noqa: PLC0415
    from simkomunitas.reports.experiment_output import print_sweep_result  # noqa: PLC0415

    print_sweep_result(sweep_result)
    if form is not None:
        print_notice(f"Written: {EXPORT_WRITERS[form](sweep_result.folder)}")
    if len(sweep_result.failures):
        sys.stdout.flush()
        raise SystemExit(FAILURES)


def _resume_hint() -> str:
    """How to go on."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:]]
    return f"To resume: {shlex.join(words)}"


def _exit_with_message(sentence: str, code: int) -> None:
    print_notice(sentence)
    sys.stdout.flush()
    raise SystemExit(code)


@contextlib.contextmanager
def _handle_termination() -> Iterator[None]:
    """Hear the request to end like Ctrl-C; a second one of either kind ends at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def on_signal(number: int, _: FrameType | None) -> None:
        if asked:
            os._exit(128 + number)
        asked.append(number)
        raise KeyboardInterrupt if number == signal.SIGINT else _TerminatedError

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


command = make_command(sweep_command)
