"""``simkomunitas sweep``: every run of an experiment, without losing work."""

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

from simkomunitas.cli.experimenting import AsNew, ExperimentFile, Weekly, Yes, read, tell
from simkomunitas.cli.options import Jobs, Load, Out, Sets, whole_number

if TYPE_CHECKING:
    from simkomunitas.experiment.sweep import Swept

EXAMPLES = """\
Examples:
  simkomunitas sweep experiments/when_to_leave/experiment.yaml
  simkomunitas sweep my_experiment.yaml --jobs 8 --out results/mine --format csv
  simkomunitas sweep my_experiment.yaml --cluster tcp://node1:8786"""

FAILURES, DISK, LATER, TERMINATED = 3, 74, 75, 143  # exit codes, beside 2 for bad input and 130 for Ctrl-C

Cluster = Annotated[str | None, Parameter(help="Address of a Dask scheduler, or its scheduler file.")]
Chunk = Annotated[
    int | None,
    Parameter(converter=whole_number, validator=Number(gte=1, lte=100_000), help="Runs in a batch; by time if unset."),
]
Limit = Annotated[
    float | None,
    Parameter(validator=Number(gt=0), help="Seconds for one run; 60, or 20 times the usual, if not given."),
]
MostFailures = Annotated[
    float, Parameter(validator=Number(gte=0, lte=1), help="Share of the first 1000 runs that may fail.")
]
Cache = Annotated[
    tuple[Path, ...],
    Parameter(negative="", show_default=False, help="Folder with results of other sweeps to be reused."),
]
Retry = Annotated[bool, Parameter(negative="", show_default=False, help="Try the runs that failed once more.")]
Form = Annotated[
    Literal["csv", "netcdf"] | None, Parameter(name="--format", help="Write the results in this form too.")
]


class _TerminatedError(KeyboardInterrupt):
    """The system asks us to end, as it does on Ctrl-C."""


def sweep(
    experiment: ExperimentFile,
    /,
    *,
    jobs: Jobs = None,
    cluster: Cluster = None,
    out: Out = None,
    as_new: AsNew = False,
    retry: Retry = False,
    cache: Cache = (),
    weekly: Weekly = False,
    form: Form = None,
    chunk: Chunk = None,
    limit: Limit = None,
    most_failures: MostFailures = 0.05,
    yes: Yes = False,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Make every run of an experiment; stopped in any way, the same command goes on where it was."""
    with _heard():
        asked = read(experiment, sets, load, weekly=weekly)
        from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415 - --help stays quick
        from simkomunitas.experiment.disk import StorageError  # noqa: PLC0415
        from simkomunitas.experiment.overseer import WorkerError  # noqa: PLC0415
        from simkomunitas.experiment.running import FailingError, LostError, Rules  # noqa: PLC0415
        from simkomunitas.experiment.sweep import sweep as run_sweep  # noqa: PLC0415
        from simkomunitas.pages.terminal import progress  # noqa: PLC0415

        compile_first()
        try:
            swept = run_sweep(
                asked, out, jobs=jobs, cluster=cluster, as_new=as_new, retry=retry, cache=cache,
                rules=Rules(chunk, limit, most_failures), sure=yes, stage=progress,
            )  # fmt: skip
            _tell_end(swept, form)
        except KeyboardInterrupt as stopped:
            _end(f"Stopped; what was finished is kept.  {_resume()}",
                 TERMINATED if isinstance(stopped, _TerminatedError) else 128 + signal.SIGINT)  # fmt: skip
        except StorageError as error:
            _end(f"{error}; nothing that was there is damaged.  Make room.  {_resume()}", DISK)
        except LostError as error:
            _end(f"The workers are gone: {error}.  What was finished is kept.  {_resume()}", LATER)
        except FailingError as error:
            _end(f"Ended early: {error}.  What is wrong with them stands in the folder failures; --most-failures 1 "
                 "goes on all the same.", FAILURES)  # fmt: skip
        except WorkerError as error:
            _end(str(error), LATER)


def _tell_end(swept: "Swept", form: str | None) -> None:
    """Say what has come out, and end with exit code 3 if runs have failed."""
    from simkomunitas.experiment.exporting import FORMATS  # noqa: PLC0415
    from simkomunitas.pages.experiments import print_swept  # noqa: PLC0415

    print_swept(swept)
    if form is not None:
        tell(f"Written: {FORMATS[form](swept.folder)}")
    if len(swept.failures):
        sys.stdout.flush()
        raise SystemExit(FAILURES)


def _resume() -> str:
    """How to go on."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:]]
    return f"To go on: {shlex.join(words)}"


def _end(sentence: str, code: int) -> None:
    tell(sentence)
    sys.stdout.flush()
    raise SystemExit(code)


@contextlib.contextmanager
def _heard() -> Iterator[None]:
    """Hear the request to end like Ctrl-C; a second one of either kind ends at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def answer(number: int, _: FrameType | None) -> None:
        if asked:
            os._exit(128 + number)
        asked.append(number)
        raise KeyboardInterrupt if number == signal.SIGINT else _TerminatedError

    before = {number: signal.signal(number, answer) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
