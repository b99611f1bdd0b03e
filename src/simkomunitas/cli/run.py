"""``simkomunitas run``: one run of one scenario."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from simkomunitas.cli.options import Config, Json, Load, Out, Seed, Sets, load_own
from simkomunitas.ground.catalogue import UnknownEntryError
from simkomunitas.ground.faults import Fault, InputError

if TYPE_CHECKING:
    from simkomunitas.world.record import Record

EXAMPLES = """\
Examples:
  simkomunitas run configs/strategies.yaml --arm balanced --seed 3
  simkomunitas run configs/strategies.yaml --arm none --out my-run"""


def run(
    config: Config,
    /,
    *,
    arm: Annotated[str | None, Parameter(help="The arm of a comparison to be run.")] = None,
    seed: Seed = 1,
    out: Out = None,
    as_json: Json = False,
    events: Annotated[bool, Parameter(negative="", show_default=False, help="Keep the log of events.")] = False,
    explain: Annotated[str | None, Parameter(help="Say week by week why this resident came or stayed away.")] = None,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Run one scenario once."""
    load_own(load)
    from simkomunitas.study.reading import read_arm  # noqa: PLC0415 - --help stays quick

    scenario = read_arm(config, arm, sets)
    from simkomunitas.cli.delivering import compile_first, deliver, show, take_order  # noqa: PLC0415
    from simkomunitas.study.compare import single  # noqa: PLC0415
    from simkomunitas.study.run import run as run_scenario  # noqa: PLC0415

    name = arm or "run"
    order = take_order(scenario, [(name, scenario)], [seed], config, out)
    compile_first()
    try:
        # A story tells her life as well, so it needs the events.
        record = run_scenario(scenario, seed, events=events or explain is not None, explain=explain)
    except UnknownEntryError as error:
        raise InputError([Fault("--explain", str(explain), "", str(error))]) from None
    result = single(name, seed, record)
    more = _more(record, explain, events)
    deliver(result, order, more)
    show(result, order, as_json)
    if "story.txt" in more:
        print(f"\n{more['story.txt']}", file=sys.stderr if as_json else sys.stdout, end="")


def _more(record: "Record", explain: str | None, events: bool) -> dict[str, Any]:
    """The files that were asked for beside the usual ones."""
    from simkomunitas.study.explaining import story  # noqa: PLC0415
    from simkomunitas.study.frames import events_frame, reasons_frame  # noqa: PLC0415
    from simkomunitas.study.tables import table_files  # noqa: PLC0415

    files: dict[str, Any] = {}
    if events:
        files |= table_files("events", events_frame(record))
    if explain is not None:
        files |= table_files("reasons", reasons_frame(record))
        files["story.txt"] = story(record, explain) + "\n"
    return files
