"""Load the kept files of a load once more: after a process died, or to bring back what was taken back."""

import io
from collections.abc import Iterator

from .actions import LoadRefusedError, SourceFile, load_files
from .models import Load, LoadContent, LoadFile
from .outcome import Outcome
from .receiving import Inflated

__all__ = ["kept_file", "kept_files", "replay_load"]


def replay_load(*, load: Load, by: str, set_aside: bool = False) -> Outcome:
    """Load the files of an earlier load again, as they were sent: same authority, year and reach.

    It makes a load of its own; the earlier one stays as it is. ``already-loaded`` is the outcome when its
    files still count. With ``set_aside`` rows with errors are left out. Raises LoadRefusedError when a
    file was refused and therefore not kept, and as :func:`sufficiency.extracts.actions.load_files` does.
    """
    return load_files(
        files=list(kept_files(load)),
        authority=load.authority,
        year=load.year,
        extracted=load.reaches,
        by=by,
        set_aside=set_aside,
    )


def kept_files(load: Load) -> Iterator[SourceFile]:
    """The files of a load. Raises LoadRefusedError at one that was not kept."""
    return map(kept_file, load.files.all())


def kept_file(file: LoadFile) -> SourceFile:
    """A file as it was sent, still compressed: it is inflated as it is read. Raises LoadRefusedError."""
    content = LoadContent.objects.filter(file=file).first()
    if content is None:
        raise LoadRefusedError(f"{file.name} could not be read, so it was not kept: send it again.")
    return SourceFile(file.name, io.BufferedReader(Inflated(bytes(content.compressed))))
