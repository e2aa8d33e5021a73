"""Load the kept files of a load once more: after a process died, or to bring back what was taken back."""

import io
from collections.abc import Iterator

from .actions import LoadRefusedError, SourceFile, load_files
from .models import Load, LoadContent
from .outcome import Outcome
from .receiving import Inflated

__all__ = ["kept_files", "replay_load"]


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
    """The files of a load, still compressed: they are inflated as they are read."""
    contents = LoadContent.objects.in_bulk(load.files.values_list("pk", flat=True))
    for file in load.files.all():
        if file.pk not in contents:
            raise LoadRefusedError(f"{file.name} could not be read, so it was not kept: send it again.")
        yield SourceFile(file.name, io.BufferedReader(Inflated(bytes(contents[file.pk].compressed))))
