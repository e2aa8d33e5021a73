"""What every page needs to know about the site: whose it is, where one can go, whether records are invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sufficiency.core.access import Reader
from sufficiency.core.dates import parse_day
from sufficiency.core.roles import Permission
from sufficiency.measures.reading import demo_loaded

from .topics.declared import TOPICS
from .words import listed


@dataclass(frozen=True)
class Page:
    """A page of the menu: what it is called there, the name of its address, and who may open it."""

    text: str
    name: str
    permission: Permission = Permission.SEE_MEASURES


def _of_topics(section: str) -> tuple[Page, ...]:
    """The declared pages of figures of a section."""
    return tuple(Page(topic.title, f"dashboards:{topic.slug}") for topic in TOPICS.values() if topic.menu == section)


# The menu: sections, each with its pages; a section leads to the first of them that one may open.
MENU = {
    "Overview": (Page("Overview", "dashboards:overview"),),
    "Children": (
        *_of_topics("Children"),
        Page("List of children", "dashboards:children", Permission.SEE_CHILDREN),
    ),
    "Places": (
        Page("Places gap", "dashboards:places-gap"),
        Page("Forecast", "dashboards:forecast"),
        Page("Fostering", "dashboards:fostering", Permission.SEE_REGISTERS),
        Page("Homes", "dashboards:homes", Permission.SEE_REGISTERS),
        Page("Costs", "dashboards:costs", Permission.SEE_REGISTERS),
        Page("Unregulated placements", "dashboards:unregulated", Permission.SEE_REGISTERS),
    ),
    "Care leavers": (
        *_of_topics("Care leavers"),
        Page("Counts on a date", "dashboards:leavers", Permission.SEE_REGISTERS),
        Page("List", "dashboards:leavers-list", Permission.SEE_REGISTERS),
        Page("Birthdays", "dashboards:leavers-birthdays", Permission.SEE_REGISTERS),
        Page("Supported lodgings", "dashboards:leavers-lodgings", Permission.SEE_REGISTERS),
        Page("The return compared", "dashboards:leavers-return", Permission.SEE_REGISTERS),
    ),
    "Strategy": (
        Page("Strategy", "dashboards:strategy"),
        Page("Board", "dashboards:board"),
        Page("Reports", "dashboards:reports"),
        Page("Measures", "dashboards:measures"),
        Page("Benchmarks", "dashboards:benchmarks"),
    ),
    "Registers": (Page("Registers", "registers:index", Permission.SEE_REGISTERS),),
    "Data": (
        Page("Loads", "dashboards:loads", Permission.LOAD_EXTRACTS),
        Page("Data quality", "dashboards:quality", Permission.LOAD_EXTRACTS),
        Page("Kinds of file", "dashboards:kinds", Permission.LOAD_EXTRACTS),
    ),
    "People": (Page("People", "dashboards:people", Permission.MANAGE_PEOPLE),),
    "Audit trail": (Page("Audit trail", "dashboards:audit", Permission.SEE_AUDIT),),
}


@dataclass(frozen=True)
class Place:
    """One entry of the menu or of a section's pages."""

    text: str
    address: str
    active: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` for the templates; little of it for somebody who has no authority to read yet."""
    reader: Reader | None = getattr(request, "reader", None)
    is_demo = demo_loaded()
    if reader is None:
        return {"site": {"navigation": (), "is_demo": is_demo}}
    open_to = {section: _open_to(pages, reader) for section, pages in MENU.items()}
    here = _nearest([page for pages in open_to.values() for page in pages], request.path)
    return {
        "site": {
            "kept": _kept(request.GET.get("as-at", "")),
            "council": reader.authority.name,
            "first_page": first_page(reader),
            "roles": listed(role.name for role in reader.roles),
            "navigation": tuple(
                Place(section, pages[0][1], active=here in pages) for section, pages in open_to.items() if pages
            ),
            "pages": tuple(
                Place(text, address, active=(text, address) == here)
                for pages in open_to.values()
                if here in pages and len(pages) > 1
                for text, address in pages
            ),
            "is_demo": is_demo,
            "has_several": len(reader.authorities) > 1,
        }
    }


def _kept(day: str) -> str:
    """What goes along to the other pages of a section: the day that the address asks for."""
    return f"?as-at={day}" if parse_day(day) else ""


def controller(_: HttpRequest) -> dict[str, str]:
    """``data_controller`` for the footer: who answers for the records.

    Not a part of ``site``: Django's own pages for signing in have something else of that name.
    """
    return {"data_controller": settings.DATA_CONTROLLER}


def first_page(reader: Reader | None) -> str:
    """Where somebody begins: the first page of the menu that they may open."""
    permitted = (page.name for pages in MENU.values() for page in pages if reader and reader.may(page.permission))
    return reverse(next(permitted, "dashboards:overview"))


def _open_to(pages: Iterable[Page], reader: Reader) -> list[tuple[str, str]]:
    """Texts and addresses of those that the reader may open."""
    return [(page.text, reverse(page.name)) for page in pages if reader.may(page.permission)]


def _nearest(pages: Iterable[tuple[str, str]], path: str) -> tuple[str, str] | None:
    """The page that is open, or that the open one lies below; the overview is at the root of all and only itself."""
    home = reverse("dashboards:overview")
    above = [page for page in pages if path == page[1] or (page[1] != home and path.startswith(page[1]))]
    return max(above, key=lambda page: len(page[1]), default=None)
