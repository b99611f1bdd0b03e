"""The command ``simkomunitas``: its subcommands, and how errors and interruptions end it."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version

from cyclopts import App, CycloptsError

from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.renamed_words import check_renamed_words
from simkomunitas.cli.terminal_streams import (
    discard_remaining_output,
    is_disk_full_error,
    open_closed_streams,
    replace_unprintable_characters,
    restart_in_utf8,
    working_folder_exists,
)

BAD_INPUT, CANNOT_WRITE, STOPPED = 2, 74, 130
PROGRAM_HELP = """Simulate how communities organize, and what is left when the facilitators have gone.

Start with:  simkomunitas compare configs/strategies.yaml"""

COMMANDS = {
    "run": "simkomunitas.cli.run_command:command",
    "compare": "simkomunitas.cli.compare_command:command",
    "plan": "simkomunitas.cli.plan_command:command",
    "sweep": "simkomunitas.cli.sweep_command:command",
    "rerun": "simkomunitas.cli.rerun_command:command",
    "verify-results": "simkomunitas.cli.verify_results_command:command",
    "sensitivity": "simkomunitas.cli.sensitivity_command:command",
    "find-failures": "simkomunitas.cli.find_failures_command:command",
    "optimize": "simkomunitas.cli.optimize_command:command",
    "validate-model": "simkomunitas.cli.validate_model_command:command",
    "report": "simkomunitas.cli.report_command:command",
    "calibrate": "simkomunitas.cli.calibrate_command:command",
    "diagnose": "simkomunitas.cli.diagnose_command:command",
    "check-config": "simkomunitas.cli.check_config_command:command",
    "new": "simkomunitas.cli.new_command:command",
    "schema": "simkomunitas.cli.schema_command:command",
    "list": "simkomunitas.cli.list_command:command",
    "describe-model": "simkomunitas.cli.describe_model_command:command",
    "app": "simkomunitas.cli.app_command:command",
}  # where each is; it is loaded when it is asked for

app = App(
    name="simkomunitas",
    help=PROGRAM_HELP,
    help_format="plaintext",
    version=lambda: version("simkomunitas"),
    suppress_keyboard_interrupt=False,  # main() ends interrupted commands
)
for name, place in COMMANDS.items():
    app.command(place, name=name)


def main(words: Sequence[str] | None = None) -> None:
    """Do what the words of a command line say, and end with an exit code.

    0, 2 (bad input), 74 (what is written does not arrive, for instance on a full disk) or 130 (interrupted).
    """
    restart_in_utf8()
    open_closed_streams()
    replace_unprintable_characters()
    sys.exit(_run_and_get_exit_code(sys.argv[1:] if words is None else words))


def _run_and_get_exit_code(words: Sequence[str]) -> int:
    if set(words) <= {"--help", "-h"}:
        app.resolved_commands()  # the page of all commands says what each of them does
    try:
        check_renamed_words(words)
        app(words, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as error:
        return _report_input_error(f"{error}\nTry: simkomunitas --help")
    except InputError as error:
        return _report_input_error(str(error))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        discard_remaining_output()  # whoever read our output has seen enough
    except Exception as error:
        return _report_system_error(error)
    return 0


def _report_system_error(error: Exception) -> int:
    """Say what is wrong with the machine and not with the input; an error of another kind is raised again."""
    if isinstance(error, OSError) and not working_folder_exists():
        return _report_input_error("The folder in which this was started is not there any more: change to another one.")
    from simkomunitas.results.atomic_files import StorageError  # noqa: PLC0415 - --help stays quick

    if not isinstance(error, StorageError) and not is_disk_full_error(error):
        raise error
    discard_remaining_output()
    place = f"{getattr(error, 'filename', None) or 'standard output'}: {getattr(error, 'strerror', '')}"
    message = str(error) if isinstance(error, StorageError) else place
    _report_input_error(f"{message}; files that are written are whole.  Make room, and give the command again.")
    return CANNOT_WRITE


def _report_input_error(message: str) -> int:
    with suppress(OSError):
        print(message, file=sys.stderr, flush=True)
    return BAD_INPUT
