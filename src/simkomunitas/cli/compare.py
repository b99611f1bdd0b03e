"""``simkomunitas compare``: many runs of several scenarios under the same seeds."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Config, Json, Out, Sets

MOST_REPLICATES = 100_000


EXAMPLES = """\
Examples:
  simkomunitas compare configs/strategies.yaml
  simkomunitas compare configs/strategies.yaml --replicates 20
  simkomunitas compare my_scenario.yaml --set horizon.weeks_after=104"""


def compare(
    config: Config,
    /,
    *,
    replicates: Annotated[
        int | None, Parameter(validator=Number(gte=2, lte=MOST_REPLICATES), help="Runs of each arm.")
    ] = None,
    jobs: Annotated[int | None, Parameter(validator=Number(gte=1), help="Processes; all cores if not given.")] = None,
    out: Out = None,
    as_json: Json = False,
    sets: Sets = (),
) -> None:
    """Compare the arms of a comparison; a single scenario is compared with no programme."""
    from simkomunitas.study.compare import compare as compare_arms  # noqa: PLC0415 - --help stays quick
    from simkomunitas.study.reading import read_comparison  # noqa: PLC0415

    more = () if replicates is None else (f"replicates={replicates}",)
    compare_arms(read_comparison(config, (*sets, *more)), jobs=jobs, progress=lambda *_: None)
