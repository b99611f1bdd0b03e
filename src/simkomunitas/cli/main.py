"""The command ``simkomunitas``: its subcommands, and how faults and interruptions end it."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from cyclopts import App, CycloptsError

from simkomunitas.cli import app as web
from simkomunitas.cli import (
    calibrate,
    check,
    compare,
    diagnose,
    explore,
    listing,
    new,
    odd,
    optimize,
    plan,
    report,
    rerun,
    run,
    schema,
    sensitivity,
    sweep,
    validate,
    verify,
)
from simkomunitas.ground.faults import InputError

BAD_INPUT, FULL, STOPPED = 2, 74, 130
HELP = """Simulate how communities organize, and what is left when the facilitators have gone.

Start with:  simkomunitas compare configs/strategies.yaml"""

COMMANDS: dict[str, tuple[Callable[..., None], str]] = {
    "run": (run.run, run.EXAMPLES),
    "compare": (compare.compare, compare.EXAMPLES),
    "plan": (plan.plan, plan.EXAMPLES),
    "sweep": (sweep.sweep, sweep.EXAMPLES),
    "rerun": (rerun.rerun, rerun.EXAMPLES),
    "verify": (verify.verify, verify.EXAMPLES),
    "sensitivity": (sensitivity.sensitivity, sensitivity.EXAMPLES),
    "explore": (explore.explore, explore.EXAMPLES),
    "optimize": (optimize.optimize, optimize.EXAMPLES),
    "validate": (validate.validate, validate.EXAMPLES),
    "report": (report.report, report.EXAMPLES),
    "calibrate": (calibrate.calibrate, calibrate.EXAMPLES),
    "diagnose": (diagnose.diagnose, diagnose.EXAMPLES),
    "check": (check.check, check.EXAMPLES),
    "new": (new.new, new.EXAMPLES),
    "schema": (schema.schema, schema.EXAMPLES),
    "list": (listing.show_list, listing.EXAMPLES),
    "odd": (odd.odd, odd.EXAMPLES),
    "app": (web.app, web.EXAMPLES),
}

app = App(
    name="simkomunitas",
    help=HELP,
    help_format="plaintext",
    version=lambda: version("simkomunitas"),
    suppress_keyboard_interrupt=False,  # main() ends interrupted commands
)
for name, (command, examples) in COMMANDS.items():
    app.command(command, name=name, help_epilogue=examples)


def main(words: Sequence[str] | None = None) -> None:
    """Do what the words of a command line say; exit code 0, 2 (bad input), 74 (disk full) or 130 (interrupted)."""
    _have_streams()
    _print_what_can_be_printed()
    sys.exit(_exit_code(sys.argv[1:] if words is None else words))


def _exit_code(words: Sequence[str]) -> int:
    try:
        app(words, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as error:
        return _refuse(f"{error}\nTry: simkomunitas --help")
    except InputError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        _be_silent()  # whoever read our output has seen enough
    except Exception as error:
        return _full_disk(error)
    return 0


def _full_disk(error: Exception) -> int:
    """Say that the disk would not take what was to be written, be it a file or our output; other errors go on."""
    from simkomunitas.experiment.disk import StorageError  # noqa: PLC0415 - --help stays quick

    if not isinstance(error, StorageError) and getattr(error, "errno", None) not in {errno.ENOSPC, errno.EDQUOT}:
        raise error
    _be_silent()
    with contextlib.suppress(OSError):
        told = f"{getattr(error, 'filename', None) or 'standard output'}: {os.strerror(errno.ENOSPC)}"
        said = str(error) if isinstance(error, StorageError) else told
        print(f"{said}; files that are written are whole.  Make room, and give the command again.", file=sys.stderr)
    return FULL


def _be_silent() -> None:
    """Lose what could not be written to standard output; otherwise Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return BAD_INPUT


def _have_streams() -> None:
    """Write to nowhere where whoever started us has closed standard output or standard error."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as we live


def _print_what_can_be_printed() -> None:
    """Let terminals that lack a letter show a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
