"""Check, look at what would change, then commit: the way through the browser, with one record for all of it.

A check does the whole work of a load and rolls it back; its record keeps files, problems and counts. A commit
does the work once more, on the same record, and stands only when it comes to what the check had shown.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import Error, transaction

from sufficiency.core.models import Authority

from .actions import (
    LoadRefusedError,
    SourceFile,
    abandon,
    finish,
    in_place,
    keep,
    only_load_of,
    outcome,
    reach,
    take_back,
)
from .intake import Intake
from .models import Load, LoadFile
from .outcome import Outcome, Status
from .receiving import receive
from .replay import kept_files

__all__ = ["Effect", "check_files", "check_undo", "commit_load"]

# What to find out before and after, of a load that is tried: whatever JSON can hold.
Effect = Callable[[Load], Any]
COUNTS = ("rows", "new", "changed", "unchanged", "gone", "set_aside")
UNTOLD = {"kind": "", "dataset": "", "adds_to": None} | dict.fromkeys(COUNTS, 0)  # a file before it is read
OPEN = (Load.Status.CHECKED, Load.Status.REJECTED)


def check_files(  # noqa: PLR0913 - all keywords, each a choice of the person who loads
    *,
    files: Sequence[SourceFile],
    authority: Authority | None = None,
    year: int | None = None,
    extracted: date | None = None,
    by: str,
    effect: Effect,
    on_top_of: Load | None = None,
) -> Outcome:
    """Check files and keep them as a load that is not in force: ``checked``, or ``rejected`` when rows have errors.

    The counts, and what ``effect`` says before and after, are those of the sound rows. ``on_top_of`` names
    the load to whose files the rows, mended, are to be added. ``already-loaded`` when the files count
    already. Published data has neither authority nor year. Raises LoadRefusedError as
    :func:`sufficiency.extracts.actions.load_files` does.
    """
    if not files:
        raise LoadRefusedError("Choose at least one file.")
    reaches = on_top_of.reaches if on_top_of else reach(year, extracted)
    received = [receive(file) for file in files]
    with only_load_of(authority):
        if already := in_place(received, authority, year, reaches if extracted else None):
            return already
        with transaction.atomic():
            load = keep(received, authority, year, reaches, by, on_top_of=on_top_of)
        intake = Intake(load, received, set_aside=True)
        try:
            with transaction.atomic():
                _try(intake, effect)
                transaction.set_rollback(True)
            return _conclude(intake, _verdict(intake))
        except BaseException:
            _give_up(load)
            raise


def commit_load(*, load: Load, by: str, set_aside: bool = False, effect: Effect) -> Outcome:
    """Load what was checked, once. With ``set_aside`` rows with errors are left out and kept with the load.

    ``checked`` or ``rejected`` is the outcome, and nothing is loaded, when it would no longer come to what the
    check had shown, because something else was loaded in between: the record then says what it would come to
    now. ``already-loaded`` when it was committed before, or its files count already. Raises
    LoadRefusedError when the load is neither checked nor rejected.
    """
    with only_load_of(load.authority):
        load.refresh_from_db()
        if load.status == Load.Status.COMMITTED:
            return Outcome(Status.ALREADY_LOADED, load.pk, ())
        if load.status not in OPEN:
            state = load.get_status_display().lower()
            raise LoadRefusedError(f"Load {load.pk} cannot be loaded as it stands ({state}): check its files again.")
        received = [receive(file) for file in kept_files(load)]
        if already := in_place(received, load.authority, load.year, load.reaches):
            return already
        shown, load.by = _shown(load.files.all(), load.effect), by
        with transaction.atomic():
            load.files.update(**UNTOLD)
            intake = Intake(load, received, set_aside=True)
            _try(intake, effect)
            verdict = _verdict(intake)
            stands = shown == _shown([arrival.file for arrival in intake.arrivals], load.effect)
            is_wanted = verdict is Load.Status.CHECKED or (set_aside and intake.is_sound)
            if stands and is_wanted:
                finish(intake, Load.Status.COMMITTED)
                return outcome(intake, load.pk, Status.COMMITTED)
            transaction.set_rollback(True)
        return _conclude(intake, verdict)


def check_undo(*, load: Load, effect: Effect) -> tuple[list[LoadFile], dict[str, Any]]:
    """What taking a load back would come to: the files that would count again, and the effect.

    Raises LoadRefusedError as :func:`sufficiency.extracts.actions.undo_load` does.
    """
    with only_load_of(load.authority), transaction.atomic():
        before = effect(load)
        restored = take_back(load)
        moved = {"before": before, "after": effect(load)}
        transaction.set_rollback(True)
    load.refresh_from_db()
    return restored, moved


def _try(intake: Intake, effect: Effect) -> None:
    """Do all the work in the caller's transaction, and keep with the load what it changes."""
    before = effect(intake.load)
    intake.run()
    intake.load.effect = {"before": before, "after": effect(intake.load)} if intake.is_sound else None


def _verdict(intake: Intake) -> Load.Status:
    """How a check ends: a row with an error is for the person to decide about."""
    has_errors = not intake.is_sound or any(arrival.faulty for arrival in intake.arrivals)
    return Load.Status.REJECTED if has_errors else Load.Status.CHECKED


def _conclude(intake: Intake, verdict: Load.Status) -> Outcome:
    """Put on record what a check found."""
    with transaction.atomic():
        finish(intake, verdict)
    return Outcome(Status(verdict), intake.load.pk, outcome(intake, intake.load.pk, Status.CHECKED).files)


def _shown(files: Iterable[LoadFile], effect: Any) -> tuple[Any, ...]:
    """What a preview shows, to be compared with what a commit comes to."""
    return ([tuple(getattr(file, name) for name in ("kind", "dataset", *COUNTS)) for file in files], effect)


def _give_up(load: Load) -> None:
    """Put on record that a check failed, if the database still answers."""
    with suppress(Error):
        abandon(Load.objects.filter(pk=load.pk))
