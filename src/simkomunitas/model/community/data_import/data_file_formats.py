"""Where the facts of a real village stand: which files, which columns, and what the words in them mean."""

from pathlib import Path
from typing import NamedTuple

WordPairs = tuple[tuple[str, str], ...]  # pairs, as in a dictionary, but fit for comparing and hashing

DRAWN = "drawn"  # stands where else a list of ties is named
FACTS = (
    "id",
    "sex",
    "age",
    "education",
    "wealth",
    "household",
    "hamlet",
    "social_group",
    "free_hours",
    "association",
    "official",
)


class ResidentsFile(NamedTuple):
    """A table of residents: CSV, one row a resident, the names of the columns in the first line.

    Columns of the file that are not named here are left alone; facts not named are drawn, or held by ``constants``.
    """

    file: Path
    columns: WordPairs = (("id", "id"),)  # fact (one of FACTS), name of its column in the file
    values: tuple[tuple[str, WordPairs], ...] = ()  # fact, then word in the file and what it means here
    constants: WordPairs = ()  # fact and the value that all residents share
    encoding: str = "utf-8"  # a mark at the start of the file (UTF-8, UTF-16) goes before this


class TiesFile(NamedTuple):
    """A list of ties: CSV with the two ends of a tie in each row, or GraphML; a tie named by one end joins both."""

    file: Path
    format: str = "csv"  # or graphml
    columns: WordPairs = (("source", "source"), ("target", "target"))  # and ("layer", its column), where there is one
    layers: tuple[str, ...] = ()  # kinds of ties to be used; none named: all
    encoding: str = "utf-8"
