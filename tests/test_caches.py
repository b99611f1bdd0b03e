"""What the program keeps between uses: engines of sources that are gone are forgotten, everything else is not."""

import os
import subprocess
import sys
import time

MONTHS_AGO = time.time() - 90 * 24 * 3600
CODE = "from simkomunitas.ground.compiled import CACHE_FOLDER; print(CACHE_FOLDER)"


def aged(folder):
    folder.mkdir(parents=True)
    os.utime(folder, (MONTHS_AGO, MONTHS_AGO))
    return folder


def test_only_engines_of_old_sources_are_forgotten(tmp_path):
    kept = tmp_path / "simkomunitas"
    front_end, engine = aged(kept / "web-0123456789ab"), aged(kept / "engine" / "0123456789abcdef")
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    said = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith(str(kept / "engine"))
    assert front_end.is_dir(), "an app that has been put together would need the internet again"
    assert not engine.exists()
