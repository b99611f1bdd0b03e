"""The command ``simkomunitas``: its subcommands, and how faults and interruptions end it."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version

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
from simkomunitas.cli.streams import (
    has_working_folder,
    is_about_space,
    open_closed_streams,
    print_what_can_be_printed,
    speak_utf8,
    write_nowhere,
)
from simkomunitas.ground.faults import InputError

BAD_INPUT, CANNOT_WRITE, STOPPED = 2, 74, 130
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
    """Do what the words of a command line say, and end with an exit code.

    0, 2 (bad input), 74 (what is written does not arrive, for instance on a full disk) or 130 (interrupted).
    """
    speak_utf8()
    open_closed_streams()
    print_what_can_be_printed()
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
        write_nowhere()  # whoever read our output has seen enough
    except Exception as error:
        return _cannot_go_on(error)
    return 0


def _cannot_go_on(error: Exception) -> int:
    """Say what is wrong with the machine and not with the input; an error of another kind is raised again."""
    if isinstance(error, OSError) and not has_working_folder():
        return _refuse("The folder in which this was started is not there any more: change to another one.")
    from simkomunitas.experiment.disk import StorageError  # noqa: PLC0415 - --help stays quick

    if not isinstance(error, StorageError) and not is_about_space(error):
        raise error
    write_nowhere()
    place = f"{getattr(error, 'filename', None) or 'standard output'}: {getattr(error, 'strerror', '')}"
    message = str(error) if isinstance(error, StorageError) else place
    _refuse(f"{message}; files that are written are whole.  Make room, and give the command again.")
    return CANNOT_WRITE


def _refuse(message: str) -> int:
    with suppress(OSError):
        print(message, file=sys.stderr, flush=True)
    return BAD_INPUT
