"""What the server writes down: where something went wrong and what kind of thing, and nothing of what was sent.

A log is read aloud, copied into letters and kept.  So a line names the place in the code and the kind of error, and
leaves out messages, values and paths of this machine; what comes again and again is written a few times only.
"""

import logging
import threading
import time
import traceback
from collections import Counter
from pathlib import PurePath
from types import TracebackType

PACKAGE_NAME = "simkomunitas"
MAX_TRACE_PLACES = 4  # of the code, the latest ones
MAX_LINES_PER_MINUTE = 5  # lines from one place


class PrivateLogFormatter(logging.Formatter):
    """One line a record, without values."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = (
            record.getMessage() if record.name.startswith(PACKAGE_NAME) else f"{record.name}, {_record_origin(record)}"
        )
        told = f": {_error_summary(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else ""
        return f"{self.formatTime(record, '%H:%M:%S')} {record.levelname.lower()} {said}{told}"


class RepeatFilter(logging.Filter):
    """Lets a few lines a minute through from each place in the code."""

    def __init__(self) -> None:
        super().__init__()
        self.minute, self.counted = 0, Counter[str]()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written down."""
        if (minute := int(time.monotonic() // 60)) != self.minute:
            self.minute, self.counted = minute, Counter()
        self.counted[_record_origin(record)] += 1
        return self.counted[_record_origin(record)] <= MAX_LINES_PER_MINUTE


def configure_logging() -> None:
    """From now on every record of this process, and every error that nobody catches, is one line without values."""
    handler = logging.StreamHandler()
    handler.setFormatter(PrivateLogFormatter())
    handler.addFilter(RepeatFilter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    threading.excepthook = _log_thread_error


def _log_thread_error(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        logging.getLogger(PACKAGE_NAME).error("a thread ended", exc_info=told.exc_value)


def _record_origin(record: logging.LogRecord) -> str:
    return f"{PurePath(record.pathname).name}:{record.lineno}"


def _error_summary(error: BaseException) -> str:
    """The kind of an error, and the latest places it came through."""
    return f"{type(error).__name__} ({' < '.join(reversed(_trace_places(error.__traceback__)))})"


def _trace_places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-MAX_TRACE_PLACES:]
    return [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
