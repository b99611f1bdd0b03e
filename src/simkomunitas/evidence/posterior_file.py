"""The posterior as a file: a row a draw, a column a parameter, and in its metadata where it comes from."""

import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simkomunitas.base.estimation import to_json_text
from simkomunitas.model.community.community_data import Numbers

SHIPPED_POSTERIOR = Path(__file__).with_name("posterior.parquet")  # of the calibration of the program itself
INTERVAL_QUANTILES = (0.05, 0.95)  # quantiles of the draws that hold nine tenths of them
MIN_NARROWING = 0.1  # how much narrower than its prior a posterior has to be for its targets to tell something
METADATA_KEY = b"simkomunitas"  # the key of the metadata under which the provenance stands


class PosteriorInterval(NamedTuple):
    """What a calibration says about one parameter."""

    low: float
    median: float  # the median
    high: float  # nine tenths of the draws lie between low and high


def posterior_parquet(keys: tuple[str, ...], values: Numbers, about: Mapping[str, Any]) -> bytes:
    """Draws (draws by parameters) as a Parquet file that carries its provenance."""
    table = pa.table({key: pa.array(values[:, place]) for place, key in enumerate(keys)})
    sink = io.BytesIO()
    told = table.replace_schema_metadata({METADATA_KEY: to_json_text(dict(about)).encode()})
    pq.write_table(told, sink, compression="zstd", use_dictionary=False)
    return sink.getvalue()


def read_posterior_metadata(file: Path) -> dict[str, Any]:
    """Where a posterior comes from; empty if its file does not say."""
    found: dict[str, Any] = json.loads((pq.read_schema(file).metadata or {}).get(METADATA_KEY, b"{}"))
    return found


def posterior_intervals(table: pd.DataFrame) -> dict[str, PosteriorInterval]:
    """What the draws of a posterior say about each parameter, by its key."""
    quantiles = (INTERVAL_QUANTILES[0], 0.5, INTERVAL_QUANTILES[1])
    return {str(key): PosteriorInterval(*map(float, np.quantile(table[key], quantiles))) for key in table.columns}


@cache
def load_shipped_intervals() -> dict[str, PosteriorInterval]:
    """The parameters that the posterior of the program tells something about; empty where it comes without one."""
    if not SHIPPED_POSTERIOR.is_file():
        return {}
    informed = read_posterior_metadata(SHIPPED_POSTERIOR).get("informed", {})
    found = posterior_intervals(pd.read_parquet(SHIPPED_POSTERIOR))
    return {key: interval for key, interval in found.items() if informed.get(key, 0.0) >= MIN_NARROWING}
