"""``simkomunitas run``: one run of one scenario.

Examples:
  simkomunitas run configs/strategies.yaml --arm balanced --seed 3
  simkomunitas run configs/strategies.yaml --arm none --out my-run

"""

import sys
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from simkomunitas.base.catalogue import UnknownEntryError
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import (
    ConfigArgument,
    JsonOption,
    LoadOption,
    OutOption,
    SeedOption,
    SetOption,
    bare_option,
    load_plugins,
    make_command,
)

if TYPE_CHECKING:
    from simkomunitas.model.state.run_record import RunRecord


def run_command(
    config: ConfigArgument,
    /,
    *,
    arm: Annotated[str | None, Parameter(help="Arm of a comparison.")] = None,
    seed: SeedOption = 1,
    out: OutOption = None,
    as_json: JsonOption = False,
    keep_events: Annotated[bool, bare_option(help="Keep the event log.")] = False,
    explain_resident: Annotated[
        str | None, Parameter(help="Id of a resident: explain week by week why she came or stayed away.")
    ] = None,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Run one scenario once, with one seed."""
    load_plugins(load)
    from simkomunitas.config.config_reader import read_arm  # noqa: PLC0415 - --help stays quick

    scenario = read_arm(config, arm, sets)
    from simkomunitas.cli.results_output import (  # noqa: PLC0415
        compile_engine_with_progress,
        prepare_output,
        print_results,
        write_results,
    )
    from simkomunitas.results.scenario_comparison import build_single_run_tables  # noqa: PLC0415
    from simkomunitas.simulation.simulation_run import run_scenario  # noqa: PLC0415

    name = arm or "run"
    order = prepare_output(scenario, [(name, scenario)], [seed], config, out)
    compile_engine_with_progress()
    try:
        # A story tells her life as well, so it needs the events.
        record = run_scenario(
            scenario, seed, keep_events=keep_events or explain_resident is not None, explain_resident=explain_resident
        )
    except UnknownEntryError as error:
        raise InputError([ErrorDetail("--explain-resident", str(explain_resident), "", str(error))]) from None
    result = build_single_run_tables(name, seed, record)
    more = _optional_files(record, explain_resident, keep_events)
    write_results(result, order, more)
    print_results(result, order, as_json)
    if "story.txt" in more:
        print(f"\n{more['story.txt']}", file=sys.stderr if as_json else sys.stdout, end="")


def _optional_files(record: "RunRecord", explain: str | None, events: bool) -> dict[str, Any]:
    """The files that were asked for beside the usual ones."""
    from simkomunitas.base.table_files import encode_table_files  # noqa: PLC0415
    from simkomunitas.explain.decision_explanations import tell_resident_story  # noqa: PLC0415
    from simkomunitas.results.record_tables import decision_terms_table, events_table  # noqa: PLC0415

    files: dict[str, Any] = {}
    if events:
        files |= encode_table_files("events", events_table(record))
    if explain is not None:
        files |= encode_table_files("reasons", decision_terms_table(record))
        files["story.txt"] = tell_resident_story(record, explain) + "\n"
    return files


command = make_command(run_command)
