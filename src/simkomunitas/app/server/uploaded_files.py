"""Files that viewers have opened: each lot in a folder of its own, while the program runs and there is room.

A village is read again by every worker that lives in it, by a page that is loaded anew, and for the parcel; so its
tables stay longer than the view they were dropped on.
"""

import atexit
import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

MAX_UPLOAD_FOLDERS = 40  # of a few megabytes each; the one that was asked for longest ago makes room


class UploadStore:
    """Folders by names that nobody can guess."""

    def __init__(self, root: Path, room: int = MAX_UPLOAD_FOLDERS) -> None:
        self.root = root
        self.room = room
        self.lots: OrderedDict[str, Path] = OrderedDict()
        self.lock = threading.Lock()

    def create_folder(self) -> Path:
        """An empty folder for one lot of files."""
        with self.lock:
            folder = self.root / secrets.token_hex(12)
            folder.mkdir(parents=True)
            self.lots[folder.name] = folder
            while len(self.lots) > self.room:
                shutil.rmtree(self.lots.popitem(last=False)[1], ignore_errors=True)
            return folder

    def delete_folder(self, folder: Path) -> None:
        """Files that were refused are not kept."""
        with self.lock:
            self.lots.pop(folder.name, None)
            shutil.rmtree(folder, ignore_errors=True)

    def find_folder(self, name: str) -> Path | None:
        """The folder of a lot, if it is still there."""
        with self.lock:
            if name in self.lots:
                self.lots.move_to_end(name)
            return self.lots.get(name)


_UPLOAD_STORES: list[UploadStore] = []  # of this process, once somebody has opened a file


def upload_store() -> UploadStore:
    """What has been opened in this process; it is gone when the process ends."""
    if not _UPLOAD_STORES:
        root = Path(tempfile.mkdtemp(prefix="simkomunitas-"))
        atexit.register(shutil.rmtree, root, ignore_errors=True)
        _UPLOAD_STORES.append(UploadStore(root))
    return _UPLOAD_STORES[0]
