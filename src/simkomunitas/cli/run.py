"""``simkomunitas run``: one run of one scenario."""

from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import Config, Json, Out, Seed, Sets

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
    sets: Sets = (),
) -> None:
    """Run one scenario once."""
    from simkomunitas.study.reading import read_arm  # noqa: PLC0415 - --help stays quick

    scenario = read_arm(config, arm, sets)
    from simkomunitas.cli.delivering import announce_compilation, deliver, show, take_order  # noqa: PLC0415
    from simkomunitas.study.compare import single  # noqa: PLC0415
    from simkomunitas.study.run import run as run_scenario  # noqa: PLC0415

    name = arm or "run"
    order = take_order(scenario, [(name, scenario)], [seed], config, out)
    announce_compilation()
    record = run_scenario(scenario, seed, events=events, explain=explain)
    result = single(name, seed, record)
    show(result, order, as_json)
    deliver(result, order)
