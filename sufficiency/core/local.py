"""What this checkout keeps on this machine: the directory ``.postgres`` with the secret key and the server's data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Others may pass through to the data, which a server started by root owns; each thing inside guards itself.
STATE_MODE = 0o711


def state_directory(base_dir: Path) -> Path:
    """The checkout's ``.postgres`` directory, made on first use.

    Raises ImproperlyConfigured when it cannot be made or written.
    """
    directory = base_dir / ".postgres"
    try:
        directory.mkdir(exist_ok=True)
        if directory.stat().st_uid == os.getuid():
            directory.chmod(STATE_MODE)
    except OSError as fault:
        raise ImproperlyConfigured(f"{directory} cannot be made: {fault.strerror}.") from None
    if not os.access(directory, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{directory} belongs to another user; run this as its owner.")
    return directory


def local_secret_key(base_dir: Path) -> str:
    """The checkout's own random key: 64 characters, readable by its owner only, made on first use.

    Raises ImproperlyConfigured when it cannot be kept.
    """
    path = state_directory(base_dir) / "secret-key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        key = path.read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(f"{path} cannot be kept: {fault.strerror}.") from None
    if not key:
        raise ImproperlyConfigured(f"{path} is empty; delete it, and a new key is made.")
    return key


def open_private(path: Path, flags: int) -> int:
    """Open, or make, a file that only its owner reads; a descriptor comes back.

    What root makes in somebody's checkout belongs to that somebody, who could not go on otherwise.
    """
    descriptor = os.open(path, flags | os.O_CREAT, 0o600)
    if os.getuid() == 0:
        keeper = path.parent.stat()
        os.fchown(descriptor, keeper.st_uid, keeper.st_gid)
    return descriptor


def _write_once(path: Path, text: str) -> None:
    """Put a whole file in place unless another process was first: nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(open_private(draft, os.O_WRONLY | os.O_EXCL), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
