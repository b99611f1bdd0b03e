"""``simkomunitas compare``: many runs of several scenarios under the same seeds, in one world or in many."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import (
    Config,
    Corrections,
    Jobs,
    Json,
    Load,
    Out,
    Replicates,
    Sets,
    load_own,
    whole_number,
)
from simkomunitas.ground.faults import Fault, InputError

EXAMPLES = """\
Examples:
  simkomunitas compare configs/strategies.yaml
  simkomunitas compare configs/strategies.yaml --replicates 20
  simkomunitas compare configs/strategies.yaml --correction holm
  simkomunitas compare my_scenario.yaml --set horizon.weeks_after=104
  simkomunitas compare my_scenario.yaml --load my_strategy.py
  simkomunitas compare configs/strategies.yaml --posterior
  simkomunitas compare configs/strategies.yaml --posterior my_posterior.parquet --draws 200 --replicates 6"""
DRAWS, RUNS = 100, 4  # plausible worlds, and runs of each arm in each


def compare(
    config: Config,
    /,
    *,
    replicates: Replicates = None,
    posterior: Annotated[
        tuple[Path, ...] | None,
        Parameter(
            negative="",
            consume_multiple=True,
            help="Compare over plausible worlds: draws of the uncertain parameters from this Parquet file, or from the "
            f"one that comes with the program.  Replicates are then the runs in each world, {RUNS} if not given.",
        ),
    ] = None,
    draws: Annotated[
        int,
        Parameter(converter=whole_number, validator=Number(gte=2, lte=10_000), help="Worlds, with --posterior."),
    ] = DRAWS,
    jobs: Jobs = None,
    out: Out = None,
    as_json: Json = False,
    correction: Corrections = "none",
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Compare the arms of a comparison; a single scenario is compared with no programme."""
    load_own(load)
    if posterior is not None:
        from simkomunitas.cli.worlds import compare_over_worlds  # noqa: PLC0415

        compare_over_worlds(config, _only_one(posterior), (draws, replicates or RUNS), jobs, out, as_json, sets)
        return
    from simkomunitas.study.reading import read_comparison  # noqa: PLC0415 - --help stays quick

    more = () if replicates is None else (f"replicates={replicates}",)
    comparison = read_comparison(config, (*sets, *more))
    from simkomunitas.cli.delivering import compile_first, deliver, show, take_order  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415
    from simkomunitas.study.compare import compare as compare_arms  # noqa: PLC0415
    from simkomunitas.study.compare import seeds_of  # noqa: PLC0415

    order = take_order(comparison, comparison.arms, seeds_of(comparison), config, out)
    compile_first()
    with progress("Simulating", len(comparison.arms) * comparison.replicates) as advance:
        result = compare_arms(comparison, jobs, advance)
    deliver(result, order)
    show(result, order, as_json, correction)


def _only_one(posterior: Sequence[Path]) -> Path | None:
    """The file that was named after --posterior; None for the one that comes with the program."""
    if len(posterior) > 1:
        found = f"{len(posterior)} files"
        raise InputError([Fault("--posterior", "FILE", found, "one file, or none", "put CONFIG before --posterior")])
    return posterior[0] if posterior else None
