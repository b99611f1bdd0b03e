"""A Dask cluster as a pool of workers, through its executor; its own commands start scheduler and workers."""

import contextlib
import json
import logging
from pathlib import Path
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.workers.worker_pool import ExecutorPool

CONNECTION_TIMEOUT = 10  # seconds that a scheduler has to answer
DASK_LOGGERS = ("distributed", "distributed.client")  # what is lost, we say in one line


class ClusterPool(ExecutorPool):
    """The workers of a Dask cluster, as many as there are at the moment."""

    def __init__(self, address: str) -> None:
        """address: of the scheduler (``tcp://host:8786``), or its scheduler file; InputError if nobody answers."""
        self._client = _connect_client(address)
        self._known = 1
        super().__init__(self._client.get_executor(pure=False), self._count_workers)

    def _count_workers(self) -> int:
        """How many there are; as many as there were, while the scheduler does not answer.

        Whether it is lost is seen by the work that it drops.
        """
        with contextlib.suppress(OSError, RuntimeError):
            self._known = sum(self._client.nthreads().values())
        return self._known

    def close_pool(self) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close(timeout=CONNECTION_TIMEOUT)


def check_scheduler_address(address: str | None) -> None:
    """Raise InputError for an address in which nothing stands, as a shell makes of a file that is still empty."""
    if address is not None and not address.strip():
        expected = "the address of a Dask scheduler, or its scheduler file"
        hint = "wait until the scheduler has said where it is"
        raise InputError([ErrorDetail("--cluster", "address", "nothing", expected, hint)])


def _validate_address(address: str) -> None:
    """Raise ValueError for what can be no address; a client would be made all the same and not end for long."""
    comm = import_optional("distributed.comm", "cluster")
    scheme, place = comm.parse_address(address)
    comm.registry.get_backend(scheme)
    if scheme != "inproc":
        comm.addressing.parse_host_port(place)


def _connect_client(address: str) -> Any:  # noqa: ANN401 - a dask.distributed.Client
    """A client of a scheduler that answers."""
    distributed = import_optional("distributed", "cluster")
    for name in DASK_LOGGERS:  # after the import, which sets them
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        place = json.loads(Path(address).read_bytes())["address"] if Path(address).is_file() else address
        _validate_address(place)
        return distributed.Client(address=place, timeout=CONNECTION_TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}".strip(": ").splitlines()[0]
        expected = "the address of a Dask scheduler that answers, or its scheduler file"
        hint = "start one with: dask scheduler"
        raise InputError([ErrorDetail("--cluster", address, reason, expected, hint)]) from error
