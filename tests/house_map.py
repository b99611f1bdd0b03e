"""The picture of the rooms in the READMEs, drawn from the import contract and the first line of every room.

``python tests/house_map.py --write`` draws it anew in README.md and README.id.md.
"""

import argparse
import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "simkomunitas"
BEGIN, END = "<!-- rooms: begin (python tests/house_map.py --write) -->", "<!-- rooms: end -->"


def contract_layers() -> list[list[str]]:
    """The rooms of the import contract, from the top down; rooms side by side may not use each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Rooms"))
    return [[name.strip().removeprefix("simkomunitas.") for name in layer.split("|")] for layer in layers]


def room_summary(room: str) -> str:
    """The first line of a room's docstring."""
    text = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0].rstrip(".")


def draw_rooms() -> str:
    """The rooms as a drawing in letters, one storey a line."""
    rows = [[(room, room_summary(room)) for room in layer] for layer in contract_layers()]
    width = max(len(room) for row in rows for room, _ in row)
    storeys = ["\n".join(f"  {room:<{width}}  {summary}" for room, summary in row) for row in rows]
    rule = " " + "─" * max(len(line) for storey in storeys for line in storey.splitlines())
    return f"\n{rule}\n".join(storeys)


def page_with_rooms(page: Path) -> str:
    """A README with the drawing as it has to be."""
    text = page.read_text(encoding="utf-8")
    return re.sub(
        f"{re.escape(BEGIN)}.*?{re.escape(END)}", f"{BEGIN}\n```\n{draw_rooms()}\n```\n{END}", text, flags=re.DOTALL
    )


def main() -> None:
    """Write the drawing into both READMEs, or print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="draw it anew in both READMEs")
    if not parser.parse_args().write:
        print(draw_rooms())
        return
    for name in ("README.md", "README.id.md"):
        (ROOT / name).write_text(page_with_rooms(ROOT / name), encoding="utf-8")


if __name__ == "__main__":
    main()
