"""The registers, the list of each, and the list as a file."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sufficiency.core.access import permission_required
from sufficiency.core.audit import record
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import Permission
from sufficiency.extracts.exports import KINDS, rows_download, table_download
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.template import template
from sufficiency.registers.access import for_readers, may_edit, open_registers
from sufficiency.registers.actions import forget_view, save_view
from sufficiency.registers.forms import SaveViewForm
from sufficiency.registers.history import removed
from sufficiency.registers.listing import Listing, file_rows, listing_of
from sufficiency.registers.models import SavedView
from sufficiency.registers.register import Register


@permission_required(Permission.SEE_REGISTERS)
def index_page(request: HttpRequest) -> HttpResponse:
    """Every register that the reader may see, its parts below it, and how much is in each."""
    reader = reader_of(request)
    counts = {
        register: register.model._default_manager.filter(authority=reader.authority).count()
        for register in open_registers(reader)
    }
    wholes = [
        (register, count, [(part, counts[part]) for part in register.parts if part in counts])
        for register, count in sorted(counts.items(), key=lambda counted: counted[0].title)
        if register.part_of is None
    ]
    return render(request, "registers/index.html", {"registers": wholes})


def _user(request: HttpRequest) -> User:
    """Who is signed in; a guarded view has nobody else."""
    return cast(User, request.user)


def _listing(request: HttpRequest, register: Register) -> Listing:
    return listing_of(register, reader_of(request).authority, request.GET, timezone.localdate())


def _note(request: HttpRequest, what: str, register: Register, rows: int, **detail: Any) -> None:
    """Who looked at or took how many entries, by which filters; nobody's reference."""
    reader = reader_of(request)
    code = reader.authority.code
    record(actor=reader.name, action=f"registers.{what}", authority=code, subject=register.slug, rows=rows, **detail)


@for_readers
def list_page(request: HttpRequest, register: Register) -> HttpResponse:
    """The entries, filtered, sorted and a page at a time."""
    listing = _listing(request, register)
    show_page(request, listing.table)
    _note(request, "list", register, listing.table.paginator.count, filters=listing.noted)
    context = {
        "register": register,
        "listing": listing,
        "count": listing.table.paginator.count,
        "views": SavedView.objects.filter(user=_user(request), register=register.slug),
        "may_edit": may_edit(reader_of(request), register),
        "has_errors": bool(listing.filters.form.errors),
    }
    return render(request, "registers/list.html", context)


@for_readers
def list_download(request: HttpRequest, register: Register, kind: str) -> HttpResponseBase:
    """The same list as a file, in words; or, as ``file``, in the layout in which it can be loaded again."""
    if kind not in (*KINDS, "file"):
        raise Http404
    today = timezone.localdate()
    listing = _listing(request, register)
    show_page(request, listing.table)
    _note(request, "download", register, listing.table.paginator.count, filters=listing.noted, kind=kind)
    if kind == "file":
        headers = [column.name for column in kind_named(register.slug).columns]
        return rows_download(headers, file_rows(register, listing.filters.qs), register.slug, today)
    return table_download(listing.table, kind, register.slug, today)


@for_readers
def removed_page(request: HttpRequest, register: Register) -> HttpResponse:
    """What is no longer in the register, each with the way back."""
    gone = removed(register, reader_of(request).authority)
    _note(request, "removed", register, len(gone))
    return render(request, "registers/removed.html", {"register": register, "gone": gone})


@for_readers
def template_download(_request: HttpRequest, register: Register) -> HttpResponse:
    """The CSV template of the register's files: its header and an example row."""
    file_name = f'attachment; filename="{register.slug}.csv"'
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": file_name}
    return HttpResponse(template(kind_named(register.slug)), headers=headers)


@require_POST
@for_readers
def view_save(request: HttpRequest, register: Register) -> HttpResponse:
    """Keep the address of the list under a name."""
    form = SaveViewForm(request.POST)
    if form.is_valid():
        save_view(user=_user(request), register=register, **form.cleaned_data)
        messages.success(request, f"The view is saved as {form.cleaned_data['name']}.")
    else:
        messages.warning(request, "Give the view a name of at most 60 characters.")
    return redirect(f"{reverse('registers:list', args=[register.slug])}?{request.POST.get('query', '')}")


@require_POST
@for_readers
def view_forget(request: HttpRequest, register: Register, number: int) -> HttpResponse:
    """Forget a saved view of one's own."""
    forget_view(view=get_object_or_404(SavedView, pk=number, user=_user(request), register=register.slug))
    return redirect("registers:list", slug=register.slug)
