"""Who may see what: for administrators."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sufficiency.core.access import permission_required
from sufficiency.core.actions import (
    AccessRefusedError,
    add_person,
    belongs_elsewhere,
    end_role,
    give_role,
    set_one_time_password,
    set_single_sign_on,
    sign_out_everywhere,
)
from sufficiency.core.models import Membership, PersonSession
from sufficiency.core.pages import reader_of, show_page
from sufficiency.core.roles import ADMINISTRATOR, Permission
from sufficiency.dashboards.people import PeopleTable, knows_single_sign_on, people_of
from sufficiency.dashboards.people_forms import PersonForm, ReasonForm, RoleForm, SingleSignOnForm

for_administrators = permission_required(Permission.MANAGE_PEOPLE)


def _person(request: HttpRequest, number: int) -> Any:
    """Somebody of the reader's authority; 404 for anybody else."""
    return get_object_or_404(people_of(reader_of(request).authority), pk=number)


def _own_person(request: HttpRequest, number: int) -> Any:
    """Somebody of this authority alone who is not the reader; 404 for others, whose sign-in is not theirs to touch."""
    reader = reader_of(request)
    others = people_of(reader.authority).exclude(username=reader.name)
    person = get_object_or_404(others, pk=number)
    return get_object_or_404(others, pk=None if belongs_elsewhere(person, reader.authority) else number)


def _refuse(form: forms.Form, refusal: AccessRefusedError | ValidationError, field: str | None = None) -> None:
    form.add_error(field, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))


def _show(request: HttpRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, "has_errors": bool(form.errors), **more})


@for_administrators
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody who holds or held a role in the council."""
    table = PeopleTable(people_of(reader_of(request).authority))
    show_page(request, table)
    return render(request, "dashboards/people.html", {"table": table, "count": table.paginator.count})


@for_administrators
def person_page(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody's roles in the council, and how they sign in."""
    reader, person = reader_of(request), _person(request, number)
    context = {
        "person": person,
        "is_reader": person.username == reader.name,
        "elsewhere": belongs_elsewhere(person, reader.authority),
        "sessions": PersonSession.objects.filter(user=person).count(),
        "single_sign_on": knows_single_sign_on(),
        "administrator": ADMINISTRATOR,
    }
    return render(request, "dashboards/person.html", context)


@for_administrators
def add_page(request: HttpRequest) -> HttpResponse:
    """Enter somebody, with a first role; whoever has an account already gets the role alone."""
    reader = reader_of(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = _add(form, reader.authority, reader.name)
        except (AccessRefusedError, ValidationError) as refusal:
            _refuse(form, refusal, "username")
        else:
            return _added(request, person, password)
    return _show(request, "dashboards/person_add.html", form)


@transaction.atomic
def _add(form: PersonForm, authority: Any, by: str) -> tuple[User, str]:
    """The person, and the one-time password of somebody new."""
    name, password = form.cleaned_data["username"], ""
    if not User.objects.filter(username__iexact=name).exists():
        email = form.cleaned_data.get("email", "")
        password = add_person(username=name, email=email, with_password=form.with_password, authority=authority, by=by)
    person = User.objects.get(username__iexact=name)
    give_role(user=person, authority=authority, by=by, **form.given)
    return person, password


def _added(request: HttpRequest, person: User, password: str) -> HttpResponse:
    messages.success(request, f"{person.username} may sign in.")
    if password:
        return render(request, "dashboards/person_password.html", {"person": person, "password": password})
    return redirect("dashboards:person", number=person.pk)


@for_administrators
def give_page(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody another role."""
    reader, person = reader_of(request), _person(request, number)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = give_role(user=person, authority=reader.authority, by=reader.name, **form.given)
        except AccessRefusedError as refusal:
            _refuse(form, refusal)
        else:
            if given:
                messages.success(request, f"{person.username} is now {form.chosen_role.name}.")
                return redirect("dashboards:person", number=number)
            form.add_error("role", f"{person.username} is {form.chosen_role.name} already")
    return _show(request, "dashboards/person_give.html", form, person=person)


@for_administrators
def end_page(request: HttpRequest, number: int, role: int) -> HttpResponse:
    """End a role, with the reason."""
    reader, person = reader_of(request), _person(request, number)
    membership = get_object_or_404(Membership.objects.in_force(), pk=role, user=person, authority=reader.authority)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_role(membership=membership, by=reader.name, reason=form.cleaned_data["reason"])
        except AccessRefusedError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"{person.username} is no longer {membership.held.name}.")
            return redirect("dashboards:person", number=number)
    return _show(request, "dashboards/person_end.html", form, person=person, membership=membership)


@for_administrators
def password_page(request: HttpRequest, number: int) -> HttpResponse:
    """Give a new one-time password; it is shown once."""
    person = _own_person(request, number)
    password = ""
    if request.method == "POST":
        reader = reader_of(request)
        password = set_one_time_password(user=person, authority=reader.authority, by=reader.name)
    return render(request, "dashboards/person_password.html", {"person": person, "password": password})


@for_administrators
def single_sign_on_page(request: HttpRequest, number: int) -> HttpResponse:
    """Say by what the council's own sign-in knows somebody."""
    reader, person = reader_of(request), _own_person(request, number)
    known = SocialAccount.objects.filter(user=person).first()
    form = SingleSignOnForm(
        request.POST or None, initial={"email": person.email, "subject": known.uid if known else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_single_sign_on(user=person, authority=reader.authority, by=reader.name, **form.cleaned_data)
        except AccessRefusedError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"{person.username} may come by their council account.")
            return redirect("dashboards:person", number=number)
    return _show(request, "dashboards/person_single_sign_on.html", form, person=person)


@for_administrators
@require_POST
def sign_out_action(request: HttpRequest, number: int) -> HttpResponse:
    """Sign somebody out everywhere; not who has left for another council."""
    reader, person = reader_of(request), _person(request, number)
    if not any(role.is_in_force for role in person.here) and belongs_elsewhere(person, reader.authority):
        raise Http404
    sign_out_everywhere(user=person, authority=reader.authority, by=reader.name)
    messages.success(request, f"{person.username} is signed out everywhere.")
    return redirect("dashboards:person", number=number)
