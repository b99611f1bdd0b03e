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
    from simkomunitas.study.compare import compare as compare_arms  # noqa: PLC0415 - faults are told at once

    compare_arms(comparison, jobs=jobs, progress=lambda *_: None)
