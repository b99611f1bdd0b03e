"""``simkomunitas compare``: several scenarios under the same seeds, with or without parameter uncertainty.

Examples:
  simkomunitas compare configs/strategies.yaml
  simkomunitas compare configs/strategies.yaml --replicates 20
  simkomunitas compare configs/strategies.yaml --multiple-testing holm
  simkomunitas compare my_scenario.yaml --set horizon.weeks_after=104
  simkomunitas compare my_scenario.yaml --load my_strategy.py
  simkomunitas compare configs/strategies.yaml --posterior
  simkomunitas compare configs/strategies.yaml --posterior my_posterior.parquet --parameter-draws 200 --replicates 6

"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import (
    ConfigArgument,
    Correction,
    CorrectionOption,
    JsonOption,
    LoadOption,
    OutOption,
    ReplicatesOption,
    SetOption,
    WorkersOption,
    load_plugins,
    make_command,
    whole_option,
)

DRAWS, RUNS = 100, 4  # plausible worlds, and runs of each arm in each


def compare_command(
    config: ConfigArgument,
    /,
    *,
    replicates: ReplicatesOption = None,
    posterior: Annotated[
        tuple[Path, ...] | None,
        Parameter(
            negative="",
            consume_multiple=True,
            help="Compare under parameter uncertainty: parameter draws from this Parquet file, or from the "
            f"one that comes with the program.  Replicates are then the runs with each draw, {RUNS} if not given.",
        ),
    ] = None,
    parameter_draws: Annotated[
        int, whole_option(validator=Number(gte=2, lte=10_000), help="Number of parameter draws, with --posterior.")
    ] = DRAWS,
    workers: WorkersOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
    multiple_testing: CorrectionOption = "none",
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Compare the arms of a study under the same seeds; a single scenario is compared with no programme."""
    load_plugins(load)
    if posterior is not None:
        from simkomunitas.cli.uncertainty_command import compare_under_uncertainty  # noqa: PLC0415

        compare_under_uncertainty(
            config,
            _single_posterior_path(posterior),
            (parameter_draws, replicates or RUNS),
            workers,
            out,
            as_json,
            sets,
        )
        return
    more = () if replicates is None else (f"replicates={replicates}",)
    _compare_arms(config, (*sets, *more), workers, out, as_json, multiple_testing)


def _compare_arms(
    config: Path,
    sets: Sequence[str],
    workers: int | None,
    out: Path | None,
    as_json: bool,
    multiple_testing: Correction,
) -> None:
    """Make the runs of all arms, write the results and print them."""
    from simkomunitas.config.config_reader import read_comparison  # noqa: PLC0415 - --help stays quick

    comparison = read_comparison(config, sets)
    from simkomunitas.cli.results_output import (  # noqa: PLC0415
        compile_engine_with_progress,
        prepare_output,
        print_results,
        write_results,
    )
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
    from simkomunitas.results.scenario_comparison import comparison_seeds, run_comparison  # noqa: PLC0415

    order = prepare_output(comparison, comparison.arms, comparison_seeds(comparison), config, out)
    compile_engine_with_progress()
    with show_progress("Simulating", len(comparison.arms) * comparison.replicates) as advance:
        result = run_comparison(comparison, workers, advance)
    write_results(result, order)
    print_results(result, order, as_json, multiple_testing)


def _single_posterior_path(posterior: Sequence[Path]) -> Path | None:
    """The file that was named after --posterior; None for the one that comes with the program."""
    if len(posterior) > 1:
        found = f"{len(posterior)} files"
        raise InputError(
            [ErrorDetail("--posterior", "FILE", found, "one file, or none", "put CONFIG before --posterior")]
        )
    return posterior[0] if posterior else None


command = make_command(compare_command)
