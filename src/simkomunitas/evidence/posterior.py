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

from simkomunitas.study.estimates import json_text
from simkomunitas.world.community import Numbers

SHIPPED = Path(__file__).with_name("posterior.parquet")  # of the calibration of the program itself
INTERVAL = (0.05, 0.95)  # quantiles of the draws that hold nine tenths of them
TELLS = 0.1  # how much narrower than its prior a posterior has to be for its targets to tell something
ABOUT = b"simkomunitas"  # the key of the metadata under which the provenance stands


class Interval(NamedTuple):
    """What a calibration says about one parameter."""

    low: float
    centre: float  # the median
    high: float  # nine tenths of the draws lie between low and high


def posterior_bytes(keys: tuple[str, ...], values: Numbers, about: Mapping[str, Any]) -> bytes:
    """Draws (draws by parameters) as a Parquet file that carries its provenance."""
    table = pa.table({key: pa.array(values[:, place]) for place, key in enumerate(keys)})
    sink = io.BytesIO()
    told = table.replace_schema_metadata({ABOUT: json_text(dict(about)).encode()})
    pq.write_table(told, sink, compression="zstd", use_dictionary=False)
    return sink.getvalue()


def provenance(file: Path) -> dict[str, Any]:
    """Where a posterior comes from; empty if its file does not say."""
    found: dict[str, Any] = json.loads((pq.read_schema(file).metadata or {}).get(ABOUT, b"{}"))
    return found


def intervals(table: pd.DataFrame) -> dict[str, Interval]:
    """What the draws of a posterior say about each parameter, by its key."""
    quantiles = (INTERVAL[0], 0.5, INTERVAL[1])
    return {str(key): Interval(*map(float, np.quantile(table[key], quantiles))) for key in table.columns}


@cache
def shipped_calibrated() -> dict[str, Interval]:
    """The parameters that the posterior of the program tells something about; empty where it comes without one."""
    if not SHIPPED.is_file():
        return {}
    informed = provenance(SHIPPED).get("informed", {})
    found = intervals(pd.read_parquet(SHIPPED))
    return {key: interval for key, interval in found.items() if informed.get(key, 0.0) >= TELLS}
