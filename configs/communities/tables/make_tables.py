"""Two invented villages in the file formats of two published surveys, so that a village can be read from a clone.

The columns, codes and quirks are those of the Korean and Brazilian surveys of ``configs/measured``: ages with a point,
unknown ages as 0, numbers of residents with gaps, people without a tie, ties that stand twice.  Every value is drawn
here by a fixed seed; nobody in these tables was ever surveyed.  To make them again, to the last byte:

    python configs/communities/tables/make_tables.py
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.random_draws import draw_chances, pair_key

HERE = Path(__file__).parent
SEED = 1973
MOTHERS, FARMERS = 1, 2  # the villages, as streams of chance
WHOM_THEY_NAME = 100  # stream of the first layer of ties; below it are the columns of the residents
REACH = 5  # houses; somebody so far away is named as readily as a neighbour if luck says so

MOTHERS_NAME = {
    "talks_about_family_planning": 2,
    "closest_neighbour": 3,
    "seeks_advice_health": 1,
    "seeks_advice_purchases": 2,
    "seeks_advice_children_education": 2,
}
FARMERS_NAME = {"friend": 2, "influential": 2, "practice_info": 1}


class Tie(NamedTuple):
    """Who names whom, and as what."""

    source: int
    target: int
    layer: str


def luck(village: int, column: int, people: int) -> Numbers:
    """A number from 0 up to 1 for each resident."""
    return draw_chances(SEED, village, column, np.arange(people, dtype=np.uint64))


def codes(village: int, column: int, people: int, shares: Mapping[int, float]) -> list[int]:
    """A code for each resident, by the shares of the codes."""
    borders = np.cumsum(list(shares.values()))[:-1]
    return [list(shares)[place] for place in np.searchsorted(borders, luck(village, column, people), "right")]


def numbers_with_gaps(village: int, people: int) -> list[int]:
    """Numbers of residents as a survey leaves them: about one house in four was not at home."""
    return np.cumsum(1 + (luck(village, 1, people) < 0.25)).tolist()


def ages(village: int, people: int, youngest: int, oldest: int) -> list[int]:
    """Ages in years."""
    return (youngest + (oldest + 1 - youngest) * luck(village, 2, people)).astype(int).tolist()


def ties(village: int, ids: list[int], layers: Mapping[str, int], silent: Iterable[int]) -> list[Tie]:
    """Whom the residents name: those who live near and those whom luck brings near; the silent are left out."""
    speakers = [place for place in range(len(ids)) if place not in set(silent)]
    found = []
    for stream, (layer, names) in enumerate(layers.items(), WHOM_THEY_NAME):
        for place in speakers:
            others = [other for other in speakers if other != place]
            keys = np.array([pair_key(place, other) for other in others], dtype=np.uint64)
            houses = np.abs(np.array(others) - place)
            nearest = np.argsort(houses + REACH * 3 * draw_chances(SEED, village, stream, keys), kind="stable")
            found += [Tie(ids[place], ids[others[one]], layer) for one in sorted(nearest[:names])]
    return found


def mothers() -> dict[str, str]:
    """The married women of an invented village, as the Korean survey lists them: two tables."""
    people = 48
    ids, years = numbers_with_gaps(MOTHERS, people), ages(MOTHERS, people, 21, 46)
    years[17] = 0  # unknown
    adopted = codes(MOTHERS, 8, people, dict.fromkeys(range(1, 12), 1 / 11))
    columns = {
        "id": ids,
        "gender": ["F"] * people,
        "age": [f"{age}.0" for age in years],
        "education": codes(MOTHERS, 3, people, {1: 0.05, 2: 0.2, 3: 0.5, 4: 0.2, 5: 0.05}),
        "husband_education": codes(MOTHERS, 4, people, {2: 0.1, 3: 0.4, 4: 0.3, 5: 0.2}),
        "sons": codes(MOTHERS, 5, people, {0: 0.1, 1: 0.3, 2: 0.3, 3: 0.2, 4: 0.1}),
        "club_member": codes(MOTHERS, 6, people, {0: 0.55, 1: 0.45}),
        "heard_at_meeting": codes(MOTHERS, 7, people, {0: 0.5, 1: 0.5}),
        "adoption_year_index": adopted,
        "adopted": [int(year < 11) for year in adopted],
    }
    named = ties(MOTHERS, ids, MOTHERS_NAME, silent=(9, 30))
    named.append(named[0])  # noted down twice
    return {"mothers_residents.csv": table(columns), "mothers_ties.csv": table(as_columns(named))}


def farmers() -> dict[str, str]:
    """The farmers of an invented village, as the Brazilian survey lists them: a table and a graph."""
    people = 36
    ids, years = numbers_with_gaps(FARMERS, people), ages(FARMERS, people, 22, 68)
    years[11] = 0  # unknown
    columns = {
        "id": ids,
        "age": years,
        "coop_code": codes(FARMERS, 3, people, {0: 0.3, 2: 0.7}),
        "organisations": codes(FARMERS, 4, people, {0: 0.4, 1: 0.2, 2: 0.2, 4: 0.2}),
        "income_code": codes(FARMERS, 5, people, dict.fromkeys(range(9), 1 / 9)),
        "literate_code": codes(FARMERS, 6, people, {0: 0.2, 1: 0.1, 2: 0.7}),
        "adoption_year": codes(FARMERS, 7, people, dict.fromkeys(range(1956, 1967), 1 / 11)),
    }
    named = ties(FARMERS, ids, FARMERS_NAME, silent=(4, 20, 33))
    named += [named[0], Tie(ids[2], ids[2], "influential")]  # noted down twice; named himself
    return {"farmers_residents.csv": table(columns), "farmers_ties.graphml": graphml(ids, named)}


def as_columns(named: list[Tie]) -> dict[str, list[object]]:
    """Ties as the columns of a table."""
    return {column: [getattr(tie, column) for tie in named] for column in Tie._fields}


def table(columns: Mapping[str, Iterable[object]]) -> str:
    """Columns as CSV; nothing here needs quotation marks."""
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def graphml(ids: list[int], named: list[Tie]) -> str:
    """Residents and ties as GraphML, with the layer of each tie as an attribute."""
    nodes = "".join(f'    <node id="{one}"/>\n' for one in ids)
    edges = "".join(
        f'    <edge source="{source}" target="{target}"><data key="d0">{layer}</data></edge>\n'
        for source, target, layer in named
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        '  <key id="d0" for="edge" attr.name="layer" attr.type="string"/>\n'
        f'  <graph edgedefault="directed">\n{nodes}{edges}  </graph>\n</graphml>\n'
    )


def main(folder: Path = HERE) -> None:
    """Write the tables of both villages into a folder."""
    for name, text in (mothers() | farmers()).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
