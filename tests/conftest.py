"""What all tests share: a hypothesis profile, and the way to the measured villages."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from simkomunitas.app.error_messages import find_untranslated_sentences
from simkomunitas.base.input_errors import InputError

collect_ignore = ["poison.py"]  # strategies that go wrong are loaded by those who ask for them, never by all

# The first example of a property may compile the engine; that is no reason to fail.
settings.register_profile("simkomunitas", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("simkomunitas")

if os.name == "posix":
    # A shell that runs the tests in the background has them ignore Ctrl-C, and every process they start as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


QUICK_FILES = {  # under 30 seconds together, once the engine is compiled: -m fast
    "test_catalogues.py", "test_configuration.py", "test_corrections.py", "test_designing.py",
    "test_estimates.py", "test_explaining.py", "test_hand_counted.py", "test_happenings.py", "test_run_index.py",
    "test_locale.py", "test_names.py", "test_outcomes.py", "test_population.py", "test_refusals.py", "test_rules.py",
    "test_student_guesses.py",
}  # fmt: skip


def pytest_ignore_collect(collection_path, config):
    """A quick round does not even look at the other files."""
    is_other = collection_path.suffix == ".py" and collection_path.name not in QUICK_FILES
    return True if config.option.markexpr == "fast" and is_other else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests on measured villages can be chosen (``-m measured``), and so can a quick round (``-m fast``)."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("measured")
        if item.path.name in QUICK_FILES and item.get_closest_marker("long") is None:
            item.add_marker("fast")


@pytest.fixture(scope="session")
def shared_data():
    """The folder of measured villages and target moments; tests that need it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the measured villages are not beside this repository (see configs/measured/README.md)")
    return SHARED


@pytest.fixture
def faults_in_indonesian(monkeypatch):
    """Whatever the test has refused can be said in Indonesian too: a trainer opens such files in the app."""
    raised, begin = [], InputError.__init__

    def kept(self, faults):
        begin(self, faults)
        raised.extend(self.errors)

    monkeypatch.setattr(InputError, "__init__", kept)
    yield
    of_files = [fault for fault in raised if not fault.location.startswith("--") and fault.key != "FILE"]
    said_in_english = {sentence for fault in of_files for sentence in find_untranslated_sentences(fault, "id")}
    assert not said_in_english, "sentences for locale/id/errors.toml"
