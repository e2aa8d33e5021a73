"""What every page needs to know about the site: whose it is, where one can go, whether records are invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sufficiency.core.access import Reader
from sufficiency.core.roles import Permission
from sufficiency.measures.reading import demo_loaded

from .words import listed

PLACES = (
    ("Overview", "dashboards:overview", Permission.SEE_MEASURES),
    ("Measures", "dashboards:measures", Permission.SEE_MEASURES),
    ("Children", "dashboards:children", Permission.SEE_CHILDREN),
    ("Homes", "dashboards:homes", Permission.SEE_REGISTERS),
    ("Fostering", "dashboards:fostering", Permission.SEE_REGISTERS),
    ("Care leavers", "dashboards:leavers", Permission.SEE_REGISTERS),
    ("Strategy", "dashboards:strategy", Permission.SEE_MEASURES),
    ("Board", "dashboards:board", Permission.SEE_MEASURES),
    ("Registers", "registers:index", Permission.SEE_REGISTERS),
    ("Data", "dashboards:loads", Permission.LOAD_EXTRACTS),
    ("People", "dashboards:people", Permission.MANAGE_PEOPLE),
    ("Audit trail", "dashboards:audit", Permission.SEE_AUDIT),
)
# What the registers come to; the page of all registers leads there.
READINGS = (
    ("Weekly costs of placements", "dashboards:costs", Permission.SEE_REGISTERS),
    ("Unregulated placements: the weekly report", "dashboards:unregulated", Permission.SEE_REGISTERS),
)


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    text: str
    address: str
    active: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` for the templates; little of it for somebody who has no authority to read yet."""
    reader: Reader | None = getattr(request, "reader", None)
    is_demo = demo_loaded()
    if reader is None:
        return {"site": {"navigation": (), "is_demo": is_demo}}
    return {
        "site": {
            "council": reader.authority.name,
            "first_page": first_page(reader),
            "roles": listed(role.name for role in reader.roles),
            "navigation": tuple(_navigation(reader, request.path)),
            "readings": tuple(_places(READINGS, reader, request.path)),
            "is_demo": is_demo,
            "has_several": len(reader.authorities) > 1,
        }
    }


def controller(_: HttpRequest) -> dict[str, str]:
    """``data_controller`` for the footer: who answers for the records.

    Not a part of ``site``: Django's own pages for signing in have something else of that name.
    """
    return {"data_controller": settings.DATA_CONTROLLER}


def first_page(reader: Reader | None) -> str:
    """Where somebody begins: the first page of the menu that they may open."""
    permitted = (name for _, name, permission in PLACES if reader and reader.may(permission))
    return reverse(next(permitted, "dashboards:overview"))


def _navigation(reader: Reader, path: str) -> list[Place]:
    return _places(PLACES, reader, path)


def _places(declared: Iterable[tuple[str, str, Permission]], reader: Reader, path: str) -> list[Place]:
    """Those of the declared pages that the reader may open."""
    addresses = [(text, reverse(name)) for text, name, permission in declared if reader.may(permission)]
    home = reverse("dashboards:overview")
    return [
        Place(text, address, active=path == address if address == home else path.startswith(address))
        for text, address in addresses
    ]
