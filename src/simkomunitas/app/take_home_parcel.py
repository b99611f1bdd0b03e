"""The parcel to take home: figures, tables, a moving map, a hand-out, the scenario; made by a worker."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

from simkomunitas.app.app_words import translate_app_text
from simkomunitas.app.map_animation import animate_map
from simkomunitas.app.resident_names import choose_resident_names
from simkomunitas.app.workshop_handout import ParcelRequest, build_handout
from simkomunitas.base.table_files import encode_csv, encode_table_files, outcome_codebook
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.explain.run_playback import Playback, record_playback
from simkomunitas.model.community.village_descriptions import ImportedVillage
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.reports.figures import build_figure_files, plot_run_series
from simkomunitas.results.record_tables import events_table, weekly_series_table
from simkomunitas.results.scenario_comparison import build_single_run_tables
from simkomunitas.simulation.simulation_run import run_scenario
from simkomunitas.simulation.weekly_curves import WEEKLY_UNITS

CURVE_SERIES = ("participation", "participation_mutual_help", "participation_association", "participation_governance",
          "aware", "leaders", "trust", "need", "assets_working")  # fmt: skip
VILLAGE_FOLDER = "village"  # the folder of a real village's tables
ZIP_DATE = (2020, 1, 1, 0, 0, 0)  # of every file, so that equal inputs give equal parcels


def build_parcel(order: ParcelRequest) -> bytes:
    """A zip file with a folder for each programme, and a hand-out for all."""
    files: dict[str, bytes] = {}
    films = [record_playback(scenario, order.seed) for _, scenario in order.arms]
    for place, (title, scenario) in enumerate(order.arms):
        files |= {
            f"{'ABCD'[place]}/{name}": content
            for name, content in _arm_files(title, scenario, order, films[place]).items()
        }
    files["handout.pdf"] = build_handout(
        [(title, found) for (title, _), found in zip(order.arms, films, strict=True)], order
    )
    files["README.txt"] = _readme_text(order).encode()
    return _zip_files(files)


def _arm_files(title: str, scenario: Scenario, order: ParcelRequest, found: Playback) -> dict[str, bytes]:
    """Everything about one programme."""
    config, tables = _scenario_with_tables(scenario)
    record = run_scenario(scenario, order.seed, keep_events=True)
    result = build_single_run_tables("run", order.seed, record)
    weekly = result.weekly[result.weekly["series"].isin(CURVE_SERIES)]
    figure = plot_run_series(weekly, result.exit_week, WEEKLY_UNITS, order.language)
    files: dict[str, Any] = {"scenario.yaml": to_yaml(config), "map.gif": animate_map(found, title, order.language)}
    files["codebook.md"] = outcome_codebook({name: (entry.unit, entry.meaning) for name, entry in outcomes.items()})
    files |= build_figure_files({"course_of_run": figure}, {"config": config, "seeds": [order.seed], "title": title})
    files |= encode_table_files("outcomes", result.outcomes) | encode_table_files("weekly", result.weekly)
    files |= encode_table_files("series", weekly_series_table(record).reset_index())
    files |= encode_table_files("events", events_table(found.record, order.language))
    names = pd.DataFrame({"id": record.community.ids, "name": choose_resident_names(record.community)})
    files["names.csv"] = encode_csv(names)
    wanted = {name: content for name, content in files.items() if not name.endswith(".parquet")} | tables
    return {name: content.encode() if isinstance(content, str) else content for name, content in wanted.items()}


def _scenario_with_tables(scenario: Scenario) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A scenario as a mapping, and the tables of a real village, which it names as they lie beside it."""
    config, tables = export_resolved(scenario), {}
    if isinstance(scenario.village, ImportedVillage):
        for part, table in (("residents", scenario.village.residents), ("network", scenario.village.network)):
            if table is None:  # ties that are drawn have no file
                continue
            name = f"{VILLAGE_FOLDER}/{Path(table.file).name}"
            tables[name] = Path(table.file).read_bytes()
            config["community"][part]["file"] = name
    return config, tables


def _readme_text(order: ParcelRequest) -> str:
    """How to repeat everything."""
    lines = [translate_app_text("take:again", order.language), ""]
    for place, (title, _) in enumerate(order.arms):
        lines += [
            f"{'ABCD'[place]}  {title}",
            f"   simkomunitas run {'ABCD'[place]}/scenario.yaml --seed {order.seed}",
            "",
        ]
    lines += [
        translate_app_text("about:title", order.language),
        translate_app_text("about:not", order.language),
        translate_app_text("about:luck", order.language),
    ]
    return "\n".join(lines) + "\n"


def _zip_files(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
