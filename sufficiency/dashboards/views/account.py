"""One's own account: how one signs in, where, and which council one reads."""

from typing import cast

from allauth.account.views import password_change
from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from sufficiency.core.access import Reader, reader_for
from sufficiency.core.actions import sign_out_everywhere
from sufficiency.core.audit import record
from sufficiency.core.models import Membership, PersonSession
from sufficiency.core.sessions import AUTHORITY
from sufficiency.core.sign_ins import SECOND_FACTORS
from sufficiency.dashboards.context import first_page
from sufficiency.dashboards.sign_in import NO_SINGLE_SIGN_ON


def _reader(request: HttpRequest) -> Reader | None:
    return request.reader  # type: ignore[attr-defined]


def _user(request: HttpRequest) -> User:
    """Who has signed in; nobody else comes to these pages."""
    return cast(User, request.user)


@require_GET
@login_not_required
def single_sign_on_action(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """On to the council's own sign-in, with nothing of the address but where to go afterwards."""
    wanted = QueryDict(mutable=True)
    if "next" in request.GET:
        wanted["next"] = request.GET["next"]
    request.GET = wanted  # type: ignore[assignment]
    try:
        return single_sign_on.login(request, provider_id)
    except (RequestException, ValueError, KeyError):
        messages.warning(request, NO_SINGLE_SIGN_ON)
        return redirect("account_login")


def account_page(request: HttpRequest) -> HttpResponse:
    """What somebody may do here, and how they sign in."""
    held = Membership.objects.in_force().filter(user=_user(request)).select_related("authority")
    context = {
        "held": held.order_by("authority__name", "role"),
        "sessions": PersonSession.objects.filter(user=_user(request)).count(),
        "second_factors": Authenticator.objects.filter(user=_user(request), type__in=SECOND_FACTORS).count(),
    }
    return render(request, "account/account.html", context)


def password_page(request: HttpRequest) -> HttpResponseBase:
    """Choose a password; who comes by single sign-on has none."""
    if not _user(request).has_usable_password():
        raise Http404
    return password_change(request)


@require_POST
def sign_out_everywhere_action(request: HttpRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    reader = _reader(request)
    sign_out_everywhere(
        user=_user(request),
        authority=reader.authority if reader else None,
        by=_user(request).get_username(),
    )
    logout(request)
    return redirect("account_login")


def council_page(request: HttpRequest) -> HttpResponse:
    """Which council to read, for somebody who may read several; 404 for everybody else."""
    reader = _reader(request)
    if reader is None or len(reader.authorities) == 1:
        raise Http404
    if request.method != "POST":
        return render(request, "account/council.html", {"reader": reader})
    chosen = next((each for each in reader.authorities if each.code == request.POST.get("authority")), None)
    if chosen is None:
        raise Http404
    request.session[AUTHORITY] = chosen.code
    rotate_token(request)  # a form that was opened for the other council must not be taken for this one's
    record(actor=reader.name, action="core.choose-authority", authority=chosen.code)
    return redirect(first_page(reader_for(request.user, chosen.code)))
