"""Which processes belong to a server, from what every user may read of them under ``/proc``.

A container's root may not ask for more, such as their working directory.
"""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Whether some process, also one that has ended and was not waited for, has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def is_postmaster(pid: int, data: str) -> bool:
    """Whether the process is a PostgreSQL server started on this data directory."""
    if not PROC.is_dir():
        return is_alive(pid)
    return data in _arguments(pid)


def workers_of(cluster: str) -> Iterator[int]:
    """The processes that a server of this ``cluster_name`` forked; they outlive it when it is killed."""
    title = f"postgres: {cluster}:"
    for entry in PROC.glob("[0-9]*"):
        pid = int(entry.name)
        if any(argument.startswith(title) for argument in _arguments(pid)):
            yield pid


def _arguments(pid: int) -> list[str]:
    try:
        return os.fsdecode((PROC / str(pid) / "cmdline").read_bytes()).split("\0")
    except OSError:
        return []
