"""Bring files in, and take a load back: everything that writes extracts to the model."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date

from django.db import Error, InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from sufficiency.core import audit
from sufficiency.core.models import Authority

from . import locks, storing
from .deriving import derive
from .intake import Intake
from .kinds import kind_named
from .models import PUBLISHED, Load, LoadFile, LoadProblem, LoadQuerySet
from .outcome import FileOutcome, KeptProblems, Outcome, Status
from .problems import Severity
from .receiving import Received, SourceFile, receive

__all__ = ["LoadBusyError", "LoadFailedError", "LoadRefusedError", "SourceFile", "load_files", "undo_load"]

PATIENCE = 5.0  # seconds to wait for another load of the same authority
FIRST_YEAR = 1981


class LoadRefusedError(Exception):
    """The load was not tried at all; the message is one sentence for the person who asked."""


class LoadBusyError(LoadRefusedError):
    """Another load of the authority is running."""


class LoadFailedError(LoadRefusedError):
    """The database broke off the work; nothing of it is half done."""


def load_files(  # noqa: PLR0913 - all keywords, each a choice of the person who loads
    *,
    files: Sequence[SourceFile],
    authority: Authority | None = None,
    year: int | None = None,
    extracted: date | None = None,
    by: str,
    dry_run: bool = False,
    set_aside: bool = False,
) -> Outcome:
    """Check files and, when they are sound, load them together: all or nothing.

    ``year`` is the one in which the return ends, on 31 March. Published data belongs to no authority
    and to no year: give neither. ``extracted`` is the last day the files
    speak for; today when it is not given, and at most that 31 March. With ``dry_run`` the same work
    is done and then rolled back. With ``set_aside`` rows with errors are left out and kept with the
    load, and the others loaded; a file that cannot be read through still blocks the load.

    Raises LoadRefusedError when the request makes no sense, and its kind LoadBusyError when another load
    of the authority is running and has not ended within a few seconds, or LoadFailedError when the
    database breaks off.
    """
    if not files:
        raise LoadRefusedError("Choose at least one file.")
    if (authority is None) != (year is None):
        raise LoadRefusedError("Give an authority and a year together, or neither for published data.")
    _insist_on_existence(authority, year)
    reaches = reach(year, extracted)
    received = [receive(file) for file in files]
    with only_load_of(authority):
        if already := in_place(received, authority, year, reaches if extracted else None):
            return already
        if dry_run:
            with transaction.atomic():
                intake = Intake(keep(received, authority, year, reaches, by), received, set_aside)
                intake.run()
                intake.find_warnings()
                transaction.set_rollback(True)
            return outcome(intake, None, Status.CHECKED)
        with transaction.atomic():
            load = keep(received, authority, year, reaches, by)
        return _load(Intake(load, received, set_aside))


def _load(intake: Intake) -> Outcome:
    """Run an intake whose load is on record, and put on record how it ended."""
    load = intake.load
    try:
        with transaction.atomic():
            intake.run()
            if intake.is_sound:
                finish(intake, Load.Status.COMMITTED)
            else:
                intake.find_warnings()
                transaction.set_rollback(True)
        if not intake.is_sound:
            with transaction.atomic():
                finish(intake, Load.Status.REJECTED)
    except BaseException:
        with suppress(Error):
            abandon(Load.objects.filter(pk=load.pk))
        raise
    return outcome(intake, load.pk, Status.COMMITTED)


def abandon(loads: LoadQuerySet) -> None:
    """Put on record that loads have failed: those that are not committed, though their process may not know."""
    unfinished = loads.filter(status=Load.Status.CHECKING)
    unfinished.update(status=Load.Status.FAILED, finished_at=timezone.now())


def finish(intake: Intake, status: Load.Status) -> None:
    """Keep counts, problems and the audit event of an intake, in the caller's transaction."""
    load = intake.load
    for arrival in intake.arrivals:
        arrival.file.current = arrival.file.current and status is Load.Status.COMMITTED
        arrival.file.save()
    LoadProblem.objects.filter(file__in=[arrival.file.pk for arrival in intake.arrivals]).delete()
    storing.save_problems((arrival.file, problem) for arrival in intake.arrivals for problem in arrival.problems)
    if status is Load.Status.COMMITTED:
        intake.keep_warnings()
    load.status, load.finished_at = status, Load.objects.for_authority(load.authority).next_moment()
    load.save(update_fields=["status", "finished_at", "by", "effect"])
    audit.record(
        actor=load.by,
        action="extracts.load",
        authority=load.authority_id or "",
        subject=str(load),
        status=status.value,
        year=load.year,
        files=[
            {key: count for key, count in outcome.as_json().items() if key != "file"} | {"errors": outcome.errors}
            for outcome in _file_outcomes(intake)
        ],
    )


def outcome(intake: Intake, load_id: int | None, when_sound: Status) -> Outcome:
    status = when_sound if intake.is_sound else Status.REJECTED
    return Outcome(status, load_id, tuple(_file_outcomes(intake)))


def _file_outcomes(intake: Intake) -> Iterator[FileOutcome]:
    is_committed = intake.load.status == Load.Status.COMMITTED
    for arrival in intake.arrivals:
        file = arrival.file
        yield FileOutcome(
            name=file.name,
            kind=file.kind or None,
            rows=file.rows,
            new=file.new,
            changed=file.changed,
            unchanged=file.unchanged,
            gone=file.gone,
            set_aside=file.set_aside,
            faulty_rows=len(arrival.faulty),
            can_be_set_aside=not arrival.unreadable,
            errors=sum(problem.severity is Severity.ERROR for problem in arrival.problems),
            problems=KeptProblems(file) if is_committed else arrival.problems,
        )


def _insist_on_existence(authority: Authority | None, year: int | None) -> None:
    """An authority that was abolished before a return year began made no return of it."""
    if authority and year and authority.until and authority.until <= date(year - 1, 4, 1):
        raise LoadRefusedError(f"{authority} ended on {authority.until}: it has no return of {year}.")


def reach(year: int | None, extracted: date | None) -> date:
    """The last day a load speaks for; of published data the day on which it was fetched."""
    today = timezone.localdate()
    if year is None:
        return min(extracted or today, today)
    if not FIRST_YEAR <= year <= today.year + 1:
        raise LoadRefusedError(f"{year} is not a return year: give the year in which the return ends, on 31 March.")
    begins, ends = date(year - 1, 4, 1), date(year, 3, 31)
    if begins > today:
        raise LoadRefusedError(f"The return year {year} begins on 1 April {year - 1}, which is still to come.")
    if extracted is not None and extracted > today:
        raise LoadRefusedError("The day of extraction is in the future: give the day on which the files were made.")
    if extracted is not None and extracted < begins:
        raise LoadRefusedError(f"The day of extraction lies before 1 April {year - 1}, when the return year begins.")
    return min(extracted or today, ends)


@contextmanager
def only_load_of(authority: Authority | None) -> Iterator[None]:
    """One load at a time per authority, and one of published data: wait a little, then give up in one sentence.

    Whoever has the lock knows that no other load runs: one still on record as being checked was abandoned.
    """
    until = time.monotonic() + PATIENCE
    lock = authority.pk if authority else PUBLISHED
    while not locks.try_lock(lock):
        if time.monotonic() > until:
            raise LoadBusyError(
                f"Another load for {authority or PUBLISHED} is running: try again when it has finished."
            )
        time.sleep(0.2)
    try:
        abandon(Load.objects.for_authority(authority))
        yield
    except (OperationalError, InterfaceError) as fault:
        # The first line alone: the others may show the row that was being stored.
        reason = str(fault).partition("\n")[0]
        raise LoadFailedError(
            f"The database broke off the work ({reason}). Nothing is half done: try again when it runs."
        ) from fault
    finally:
        locks.unlock(lock)


def in_place(
    received: Sequence[Received], authority: Authority | None, year: int | None, reaches: date | None
) -> Outcome | None:
    """The outcome when every file is, byte for byte, the one that counts already; None otherwise.

    Files that are said to speak up to another day than those that count are not in place, so that a
    wrong day can be put right; ``reaches`` is None when no day was said.
    """
    digests = {file.sha256 for file in received}
    rows = LoadFile.objects.filter(authority=authority, year=year, current=True, sha256__in=digests)
    if reaches is not None:
        rows = rows.filter(load__reaches=reaches)
    holding = {file.sha256: file for file in rows}
    if any(file.refused or file.sha256 not in holding for file in received):
        return None
    outcomes = []
    for file in received:
        held = holding[file.sha256]
        loaded = held.rows - held.set_aside
        outcomes.append(FileOutcome(file.name, held.kind, held.rows, unchanged=loaded, set_aside=held.set_aside))
    return Outcome(Status.ALREADY_LOADED, max(file.load_id for file in holding.values()), tuple(outcomes))


def keep(  # noqa: PLR0913 - what a load consists of
    received: Iterable[Received],
    authority: Authority | None,
    year: int | None,
    reaches: date,
    by: str,
    *,
    on_top_of: Load | None = None,
) -> Load:
    """Put a load and its files on record, being checked."""
    load = Load.objects.create(authority=authority, year=year, reaches=reaches, by=by, on_top_of=on_top_of)
    for each in received:
        file = LoadFile.objects.create(
            load=load, authority=authority, year=year, name=each.name, sha256=each.sha256, size=each.size
        )
        if not each.refused:
            storing.save_content(file, each.compressed)
    return load


def undo_load(*, load: Load, by: str) -> list[LoadFile]:
    """Take a load back: the model becomes what it would be had it never been loaded; later loads stay.

    Returns the files of earlier loads that count again. The load's record, files and problems are
    kept, its rows are not: to bring them back, load its files again. Raises LoadRefusedError when the
    load is not in force, LoadBusyError when another load of the authority is running.
    """
    with only_load_of(load.authority), transaction.atomic():
        restored = take_back(load)
        audit.record(
            actor=by,
            action="extracts.undo",
            authority=load.authority_id or "",
            subject=str(load),
            files=load.files.count(),
            restored=[file.load_id for file in restored],
        )
        return restored


def take_back(load: Load) -> list[LoadFile]:
    """The work of an undo, in the caller's transaction; returns the files that count again.

    Mended rows that were added to a file of the load cease to count with it, and count again with it.
    Raises LoadRefusedError when the load is not in force.
    """
    load.refresh_from_db()
    if load.status != Load.Status.COMMITTED:
        raise LoadRefusedError(f"Load {load.pk} is not in force ({load.get_status_display().lower()}).")
    storing.settle_session()
    undone = list(load.files.exclude(kind=""))
    load.status = Load.Status.UNDONE
    load.save(update_fields=["status"])
    ceased = list(LoadFile.objects.filter(Q(load=load) | Q(adds_to__load=load), current=True))
    LoadFile.objects.filter(pk__in=[file.pk for file in ceased]).update(current=False)
    restored = [file for whole in ceased if whole.adds_to_id is None for file in _next_to_count(whole)]
    LoadFile.objects.filter(pk__in=[file.pk for file in restored]).update(current=True)
    derive(load.authority_id, [*ceased, *restored])
    for file in undone:
        storing.delete_rows(kind_named(file.kind), file)
    return restored


def _next_to_count(file: LoadFile) -> list[LoadFile]:
    """The latest whole file in force that would count in place of another, and the mended rows added to it."""
    in_force = file.alike().filter(load__status=Load.Status.COMMITTED)
    # A load counts from the moment it was committed, which may be long after it was checked.
    latest = in_force.filter(adds_to=None).order_by("-load__finished_at", "-pk").first()
    return [latest, *in_force.filter(adds_to=latest)] if latest else []
