"""Every page that people open from the menu or from another page, as it is on a day of the demo council."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from placements.demo.schedule import REFERENCE_DAY
from sufficiency.core.roles import ROLES, Permission
from sufficiency.dashboards.context import MENU
from sufficiency.registers.register import all_registers

# Pages that no menu names but others lead to, with who may open them.
BELOW = {
    "/homes/pipeline/": Permission.SEE_REGISTERS,
    "/homes/contracts/": Permission.SEE_REGISTERS,
    "/homes/providers/": Permission.SEE_REGISTERS,
    "/costs/children/": Permission.SEE_REGISTERS,
    "/costs/check/": Permission.SEE_REGISTERS,
    "/unregulated/print/": Permission.SEE_REGISTERS,
    "/measures/children-in-care/": Permission.SEE_MEASURES,
    "/measures/out-of-area-percent/": Permission.SEE_MEASURES,
    "/benchmarks/care-rate-per-10000/": Permission.SEE_MEASURES,
    "/reports/draft/": Permission.SEE_REGISTERS,
}


def pages_of(role: str, day: date = REFERENCE_DAY) -> Iterator[str]:
    """The addresses that a role may open, each once."""
    may = ROLES[role].permissions
    in_menu = {reverse(page.name): page.permission for pages in MENU.values() for page in pages}
    registers = {reverse("registers:list", args=[each.slug]): each.sees for each in all_registers()}
    for address, permission in (in_menu | BELOW | registers).items():
        if permission in may:
            yield f"{address}?{'quarter-end' if address == '/reports/draft/' else 'as-at'}={day}"
