"""``simkomunitas compare``: many runs of several scenarios under the same seeds."""

from simkomunitas.cli.options import Config, Jobs, Json, Out, Replicates, Sets

EXAMPLES = """\
Examples:
  simkomunitas compare configs/strategies.yaml
  simkomunitas compare configs/strategies.yaml --replicates 20
  simkomunitas compare my_scenario.yaml --set horizon.weeks_after=104"""


def compare(
    config: Config,
    /,
    *,
    replicates: Replicates = None,
    jobs: Jobs = None,
    out: Out = None,
    as_json: Json = False,
    sets: Sets = (),
) -> None:
    """Compare the arms of a comparison; a single scenario is compared with no programme."""
    from simkomunitas.study.reading import read_comparison  # noqa: PLC0415 - --help stays quick

    more = () if replicates is None else (f"replicates={replicates}",)
    comparison = read_comparison(config, (*sets, *more))
    from simkomunitas.cli.delivering import announce_compilation, deliver, show, take_order  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415
    from simkomunitas.study.compare import compare as compare_arms  # noqa: PLC0415
    from simkomunitas.study.compare import seeds_of  # noqa: PLC0415

    order = take_order(comparison, comparison.arms, seeds_of(comparison), config, out)
    announce_compilation()
    with progress("Simulating", len(comparison.arms) * comparison.replicates) as advance:
        result = compare_arms(comparison, jobs, advance)
    deliver(result, order)
    show(result, order, as_json)
