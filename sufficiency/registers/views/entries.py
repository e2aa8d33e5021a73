"""The page of an entry, and the pages that change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sufficiency.core import audit
from sufficiency.core.pages import reader_of
from sufficiency.registers.access import for_editors, for_readers, may_edit
from sufficiency.registers.actions import (
    AlreadyThereError,
    ConflictError,
    RegisterRefusedError,
    create_record,
    edit_record,
    remove_record,
    restore_record,
)
from sufficiency.registers.conflicts import conflict_of
from sufficiency.registers.entries import Entry, entry_of
from sufficiency.registers.forms import RecordForm, initial_of
from sufficiency.registers.history import between
from sufficiency.registers.register import Register


def _entry(request: HttpRequest, register: Register, record: UUID) -> Entry:
    """The entry of the reader's authority; 404 when there never was one."""
    entry = entry_of(register, reader_of(request).authority, record, timezone.localdate())
    if entry is None:
        raise Http404
    return entry


def _show(
    request: HttpRequest, template: str, register: Register, entry: Entry, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page that shows an entry, however it was asked for: the reader looked at it, which is noted."""
    reader, subject = reader_of(request), f"{register.slug} {entry.id}"
    audit.record(actor=reader.name, action="registers.look", authority=reader.authority.code, subject=subject)
    return render(request, template, {"register": register, "entry": entry, **more}, status=status)


@for_readers
def entry_page(request: HttpRequest, register: Register, record: UUID) -> HttpResponse:
    """What an entry says, its parts, its dates, and who changed what."""
    entry = _entry(request, register, record)
    return _show(request, "registers/entry.html", register, entry, may_edit=may_edit(reader_of(request), register))


def _form(request: HttpRequest, register: Register, *, is_new: bool, **options: Any) -> RecordForm:
    return RecordForm(register=register, authority=reader_of(request).authority, is_new=is_new, **options)


def _done(request: HttpRequest, register: Register, form: RecordForm, record: Any, said: str) -> HttpResponse:
    """To the entry, with what was done and what is odd about it."""
    messages.success(request, said)
    values = {name: getattr(record, name) for name in register.fields}
    for oddity in (*form.leads_nowhere(values), *register.odd(values)):
        messages.warning(request, oddity)
    return redirect("registers:entry", slug=register.slug, record=record.pk)


@for_editors
def new_page(request: HttpRequest, register: Register) -> HttpResponse:
    """Enter something new; the address may say what is known already."""
    reader = reader_of(request)
    known = {name: request.GET[name] for name in register.fields if name in request.GET}
    form = _form(request, register, is_new=True, data=request.POST or None, initial=known)
    if form.is_valid():
        try:
            record = create_record(
                register=register, authority=reader.authority, values=form.values, by=reader.name,
                why=form.cleaned_data["why"],
            )  # fmt: skip
        except AlreadyThereError as refusal:
            form.add_error(register.key[-1], str(refusal))
        else:
            return _done(request, register, form, record, f"The {register.one} is entered.")
    context = {"register": register, "form": form, "has_errors": form.is_bound}
    return render(request, "registers/new.html", context, status=422 if form.is_bound else 200)


@for_editors
def edit_page(request: HttpRequest, register: Register, record: UUID) -> HttpResponse:
    """Change an entry, unless somebody else did since it was opened: then show both."""
    reader, entry = reader_of(request), _entry(request, register, record)
    if entry.record is None:
        return redirect("registers:entry", slug=register.slug, record=record)
    initial = initial_of(register, entry.state.values) | {"version": entry.state.version}
    form = _form(request, register, is_new=False, data=request.POST or None, initial=initial)
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        opened = form.cleaned_data["version"] or 0
        try:
            changed = edit_record(
                register=register, authority=reader.authority, record=record, version=opened, values=form.values,
                by=reader.name, why=form.cleaned_data["why"],
            )  # fmt: skip
        except ConflictError:
            conflict, status = conflict_of(register, reader.authority, record, opened, form.values), 409
        else:
            return _done(request, register, form, changed, "Your changes are saved.")
    if conflict:
        merged = initial_of(register, conflict.merged) | {
            "version": conflict.now.version,
            "why": form.cleaned_data["why"],
        }
        form = _form(request, register, is_new=False, initial=merged)
    more = {"form": form, "conflict": conflict, "has_errors": form.is_bound}
    return _show(request, "registers/edit.html", register, entry, status=status, **more)


def _version_sent(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _why_sent(request: HttpRequest) -> str:
    """The reason, of what can be shown of it and kept."""
    return "".join(character for character in request.POST.get("why", "") if character.isprintable())[:100]


@for_editors
def restore_page(request: HttpRequest, register: Register, record: UUID, version: int) -> HttpResponse:
    """Say what going back to a version would change; go back."""
    reader, entry = reader_of(request), _entry(request, register, record)
    step = next((step for step in entry.steps if step.state.version == version and step.can_be_restored), None)
    if step is None:
        raise Http404
    if request.method == "POST":
        try:
            restore_record(
                register=register, authority=reader.authority, record=record, version=_version_sent(request),
                to=version, by=reader.name,
            )  # fmt: skip
            messages.success(request, f"Version {version} is back.")
        except RegisterRefusedError as refusal:
            messages.warning(request, f"{refusal} Nothing was changed: look at what it says now, then decide.")
        return redirect("registers:entry", slug=register.slug, record=record)
    now = {} if entry.record is None else entry.state.values
    differences = between(register, now, step.state.values)
    return _show(request, "registers/restore.html", register, entry, step=step, differences=differences)


@for_editors
def remove_page(request: HttpRequest, register: Register, record: UUID) -> HttpResponse:
    """Ask once, then take an entry out of the register."""
    reader, entry = reader_of(request), _entry(request, register, record)
    if request.method == "POST":
        try:
            remove_record(
                register=register, authority=reader.authority, record=record, version=_version_sent(request),
                by=reader.name, why=_why_sent(request),
            )  # fmt: skip
            messages.success(request, f"The {register.one} is removed. Its history stays, and it can be brought back.")
        except RegisterRefusedError as refusal:
            messages.warning(request, f"{refusal} Nothing was changed: look at what it says now, then decide.")
        return redirect("registers:entry", slug=register.slug, record=record)
    return _show(request, "registers/remove.html", register, entry)
