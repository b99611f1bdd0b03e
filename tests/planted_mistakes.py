"""Mistakes planted by lot: do the tests notice them?

    python tests/planted_mistakes.py --count 100 --seed 1
    python tests/planted_mistakes.py model/outcomes base/estimation.py --count 50 --jobs 4
    python tests/planted_mistakes.py experiments/paired_power.py --count 20 --list

One mistake at a time is put into one module (a comparison, a sign, a constant, a boundary, a name, an order), and the
tests of this module are run, each time in a fresh process.  A mistake that no test notices has survived: look at it,
and write a test; or, if it changes nothing that anybody could see, name it in equivalent_mistakes.toml with the reason.

Exit code 0: all were noticed, or are known to change nothing; 1: some survived; 2: the tests could not be asked.

mutmut leaves out decorated functions, that is, every outcome; cosmic-ray writes into the working tree and draws no lot
by a seed.  Here the working tree stays as it is: the other text is put in at import (``planting/sitecustomize.py``).
A copy of the tree would have to compile the engine anew, because Numba keeps what it compiled by path.
"""

import argparse
import ast
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from mutations import Mistake, planted

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
PACKAGE = REPOSITORY / "src" / "simkomunitas"
KNOWN = TESTS / "equivalent_mistakes.toml"

# Which tests hold a module, in words for pytest, the quick ones first; a folder stands for all of its files.
HELD_BY = {
    "model/outcomes": ("test_outcomes.py",),
    "base/estimation.py": ("test_estimates.py", "test_corrections.py"),
    "explain/event_descriptions.py": ("test_happenings.py", "test_explaining.py"),
    "results/record_tables.py": ("test_frames.py",),
    "simulation/weekly_curves.py": ("test_frames.py",),
    "experiments/planned_contrasts.py": ("test_contrasts.py",),
    "experiments/run_index.py": ("test_run_index.py", "test_doubles.py"),
    "experiments/results_verification.py": ("test_verifying.py", "test_doubles.py"),
    "experiments/paired_power.py": ("test_contrasts.py", "-k", "power or pairs or smallest or prospects"),
    "experiments/result_reuse.py": ("test_run_index.py", "test_doubles.py"),
    "experiments/sweep_results.py": ("test_doubles.py", "test_damage.py"),
}
USUAL = (
    "model/outcomes", "base/estimation.py", "explain/event_descriptions.py", "experiments/planned_contrasts.py",
    "experiments/run_index.py", "experiments/results_verification.py",
)  # fmt: skip
COMPILED = ("base", "model")  # floors that are tried as plain Python
ASKED: set[int] = set()  # sessions of tests that are running


def mistakes_in(file: str) -> list[Mistake]:
    """All mistakes that can be made in a file of the package."""
    return [mistake for mistake, _ in planted((PACKAGE / file).read_text(encoding="utf-8"), file)]


def text_with(mistake: Mistake) -> str:
    """The file with the mistake in it."""
    source = (PACKAGE / mistake.file).read_text(encoding="utf-8")
    return next(ast.unparse(tree) for one, tree in planted(source, mistake.file) if one == mistake)


def drawn(files: list[str], count: int, seed: int) -> list[Mistake]:
    """So many mistakes by lot, the same for the same seed and sources, in the order of the files."""
    every = [mistake for file in files for mistake in mistakes_in(file)]
    return sorted(random.Random(seed).sample(every, min(count, len(every))))


# The tests are asked


class Answer(NamedTuple):
    """What the tests said."""

    noticed: bool
    seconds: float
    stopped: bool = False  # they came to no end
    said: str = ""


def ask(file: str, text: str | None, seconds: float) -> Answer:
    """Run the tests that hold a file, with another text in its place."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        place = Path(folder) / "text.py"
        place.write_text(text or "", encoding="utf-8")
        planting = {} if text is None else {"PLANTED_MODULE": module_of(file), "PLANTED_TEXT": str(place)}
        start = time.monotonic()
        code, said = run_tests(file, planting, seconds)
        return Answer(code != 0, time.monotonic() - start, code is None, said)


def run_tests(file: str, planting: dict[str, str], seconds: float) -> tuple[int | None, str]:
    """Exit code of pytest, None if the time was up, and the end of what it said."""
    words = ["-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=line", *pytest_words(file)]
    words.append(
        "--assert=plain"
    )  # where pytest rewrites assertions, it reads a file itself, and finds no mistake in it
    path = os.pathsep.join(filter(None, [str(TESTS / "planting"), os.environ.get("PYTHONPATH")]))
    plain = {"NUMBA_DISABLE_JIT": "1"} if file.partition("/")[0] in COMPILED else {}
    environment = os.environ | {"PYTHONPATH": path, "PYTEST_ADDOPTS": ""} | plain | planting
    with subprocess.Popen(
        [sys.executable, *words], cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as process:  # fmt: skip
        ASKED.add(process.pid)
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            said = "the time was up"
        finally:
            code = process.poll()
            ASKED.discard(process.pid)
            end(process.pid)
    return code, said[-2_000:]


def end(session: int) -> None:
    """End whatever of a session is still about: a test that hangs, the workers of a sweep that has failed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def module_of(file: str) -> str:
    """The name under which a file of the package is imported."""
    return ".".join(["simkomunitas", *Path(file).with_suffix("").parts]).removesuffix(".__init__")


def held_by(target: str) -> tuple[str, ...]:
    """The tests that hold a file, or a folder of which it is one."""
    return HELD_BY.get(target) or HELD_BY.get(target.rpartition("/")[0], ())


def absent(target: str) -> list[str]:
    """Those of the tests that are not there."""
    return [word for word in held_by(target) if word.endswith(".py") and not (TESTS / word).exists()]


def pytest_words(file: str) -> list[str]:
    """What pytest is told: the tests that hold a file, and the examples in it."""
    words = [word for word in held_by(file) if word not in absent(file)]
    return [str(TESTS / word) if word.endswith(".py") else word for word in words] + [str(PACKAGE / file)]


def unasked(file: str, seconds: float) -> str:
    """Why the tests of a file cannot be asked: they fail as it is, or pass when it cannot even be imported."""
    usual = ask(file, None, seconds)
    if usual.noticed:
        return f"{file}: its tests do not pass as it stands\n{usual.said}"
    broken = ask(file, "raise RuntimeError('planted')", seconds)
    return "" if broken.noticed else f"{file}: its tests pass although it cannot be imported; they do not hold it"


# What has become of them


def equivalents() -> dict[tuple[str, str, str, str], str]:
    """Mistakes that change nothing, and why: by file, line, and what became of it."""
    listed = tomllib.loads(KNOWN.read_text(encoding="utf-8")).get("mistake", [])
    return {tuple(one[name] for name in ("file", "code", "before", "after")): one["reason"] for one in listed}


def is_known(mistake: Mistake, known: dict[tuple[str, str, str, str], str]) -> bool:
    """Whether a mistake is named as one that changes nothing."""
    return (mistake.file, mistake.code, mistake.before, mistake.after) in known


def fate(mistake: Mistake, answer: Answer, known: dict[tuple[str, str, str, str], str]) -> str:
    """In one word."""
    if answer.noticed:
        return "stopped" if answer.stopped else "noticed"
    return "equivalent" if is_known(mistake, known) else "survived"


FATES = ("planted", "noticed", "stopped", "equivalent", "survived")


def table(fates: list[tuple[Mistake, str]]) -> str:
    """A row a file, and their sum."""
    counts: dict[str, Counter[str]] = {}
    for mistake, what in fates:
        for row in (mistake.file, "together"):
            counts.setdefault(row, Counter()).update({"planted": 1, what: 1})
    counts["together"] = counts.pop("together", Counter())
    width = max(map(len, counts))
    head = f"{'file':{width}}" + "".join(f"{name:>12}" for name in FATES)
    rows = [f"{row:{width}}" + "".join(f"{count[name]:12}" for name in FATES) for row, count in counts.items()]
    return "\n".join([head, *rows])


def files_of(targets: list[str]) -> list[str]:
    """The files that are meant, each once."""
    found = []
    for target in targets:
        place = PACKAGE / target
        found += sorted(place.glob("*.py")) if place.is_dir() else [place]
    return list(dict.fromkeys(path.relative_to(PACKAGE).as_posix() for path in found))


def refuse_unknown(parser: argparse.ArgumentParser, targets: list[str]) -> None:
    """End with a message where a target is not there, or nobody has said which tests hold it."""
    for target in targets:
        if not (PACKAGE / target).exists():
            parser.error(f"src/simkomunitas/{target}: no such file or folder")
        if not held_by(target):
            parser.error(f"{target}: write into HELD_BY which tests hold it; known: {', '.join(HELD_BY)}")


def options() -> argparse.Namespace:
    """What is asked for."""
    about, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about, epilog=rest, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add(
        "targets",
        nargs="*",
        default=list(USUAL),
        help=f"files or folders of src/simkomunitas; usual:\n{', '.join(USUAL)}",
    )
    add("--count", type=int, default=100, help="mistakes to plant, drawn from all that could be made (100)")
    add("--seed", type=int, default=1, help="of the lot; the same seed, the same mistakes (1)")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="tests that run at a time (all cores)")
    add("--seconds", type=float, default=300, help="for the tests of one mistake; then it counts as noticed (300)")
    add("--list", action="store_true", help="show the mistakes and plant none")
    asked = parser.parse_args()
    refuse_unknown(parser, asked.targets)
    return asked


def main() -> int:
    """Draw, plant, ask and tell."""
    asked = options()
    files = files_of(asked.targets)
    if missing := {word for file in files for word in absent(file)}:
        print(f"not here, so not asked: {', '.join(sorted(missing))}", file=sys.stderr)
    chosen = drawn(files, asked.count, asked.seed)
    if asked.list:
        print(*chosen, sep="\n")
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ThreadPoolExecutor(asked.jobs) as jobs:
        try:
            return plant(chosen, jobs, asked.seconds)
        except KeyboardInterrupt:
            jobs.shutdown(wait=False, cancel_futures=True)
            for session in list(ASKED):
                end(session)
            return 130


def plant(chosen: list[Mistake], jobs: ThreadPoolExecutor, seconds: float) -> int:
    """Make sure that the tests can be asked, and ask them about each mistake."""
    used = dict.fromkeys(mistake.file for mistake in chosen)
    if troubles := [why for why in jobs.map(lambda file: unasked(file, seconds), used) if why]:
        print(*troubles, sep="\n", file=sys.stderr)
        return 2
    answers = jobs.map(lambda mistake: told(mistake, seconds), chosen)
    return tell([(one, fate(one, answer, equivalents())) for one, answer in zip(chosen, answers, strict=True)])


def told(mistake: Mistake, seconds: float) -> Answer:
    """Plant one, and show a sign of life."""
    answer = ask(mistake.file, text_with(mistake), seconds)
    print("." if answer.noticed else "s", end="", flush=True, file=sys.stderr)
    return answer


def tell(fates: list[tuple[Mistake, str]]) -> int:
    """Print the table and whoever survived; the exit code."""
    survivors = [mistake for mistake, what in fates if what == "survived"]
    print(f"\n{table(fates)}")
    if survivors:
        print("\nNo test noticed:", *survivors, sep="\n")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
