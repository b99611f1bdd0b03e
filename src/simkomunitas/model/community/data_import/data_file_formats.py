"""Where the facts of a real village stand: which files, which columns, and what the words in them mean."""

from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from simkomunitas.base.key_annotations import Key, KeyNames, ShortName, TableWord

# Pairs, as in a dictionary, but fit for comparing and hashing
NamePairs = tuple[tuple[str, ShortName], ...]
FactPairs = tuple[tuple[str, TableWord], ...]
WordPairs = Annotated[tuple[tuple[ShortName, TableWord], ...], KeyNames()]

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

    file: Annotated[Path, Key("CSV file, one row a resident")]
    columns: Annotated[NamePairs, KeyNames(FACTS), Key("which column holds which fact")] = (("id", "id"),)
    values: Annotated[
        tuple[tuple[str, WordPairs], ...], KeyNames(FACTS), Key("what the words in a column mean, fact by fact")
    ] = ()
    constants: Annotated[FactPairs, KeyNames(FACTS), Key("facts that all residents share")] = ()
    # A mark at the start of the file (UTF-8, UTF-16) goes before this
    encoding: Annotated[ShortName, Key("how the letters are stored, for instance cp1252")] = "utf-8"


class TiesFile(NamedTuple):
    """A list of ties: CSV with the two ends of a tie in each row, or GraphML; a tie named by one end joins both."""

    file: Annotated[Path, Key("CSV file with one tie a row, or GraphML")]
    format: Annotated[Literal["csv", "graphml"], Key("how the ties are written")] = "csv"
    columns: Annotated[NamePairs, KeyNames(("source", "target", "layer")), Key("the columns of ends and layer")] = (
        ("source", "source"),
        ("target", "target"),
    )
    layers: Annotated[tuple[TableWord, ...], Key("kinds of ties to be used; none named: all")] = ()
    encoding: Annotated[ShortName, Key("how the letters are stored")] = "utf-8"
