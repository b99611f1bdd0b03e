"""Every Python process that finds this folder on its path takes one module of the package from another text.

``planted_mistakes.py`` sets the two variables below; the file of the module itself is never touched, and everything
else, the compiled engine included, is what it always is.
"""

import contextlib
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

MODULE, TEXT = "PLANTED_MODULE", "PLANTED_TEXT"
MOST_MEMORY = 8 << 30  # bytes of address space: a mistake must not take the machine with it


class Planted(SourceFileLoader):
    """Loads the other text under the name and place of the module."""

    def get_code(self, fullname):
        return compile(Path(os.environ[TEXT]).read_bytes(), self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the one module, and leaves all others to whoever found them before."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != os.environ[MODULE]:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        spec.loader = Planted(fullname, spec.origin)
        return spec


def limit_memory():
    """Where the system knows such limits."""
    with contextlib.suppress(ImportError, ValueError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if MODULE in os.environ:
    limit_memory()
    sys.meta_path.insert(0, Finder())
