"""When care leavers and children in care turn 18, 21 and 25, and what housing they will need."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from leavers.birthdays import AGES, NOT_KNOWN, NOT_PLANNED, STAYS, Turning, turning
from sufficiency.core.measure import Result
from sufficiency.core.roles import Permission
from sufficiency.dashboards.charts.chart import Chart
from sufficiency.dashboards.charts.columns import Column, Columns, columns_chart
from sufficiency.measures.present import Shown, present_table
from sufficiency.measures.registry import measure_named

from .ages import HALF, MONTHS, YEAR, Span, spans
from .telling import as_float
from .topic import Asked, Link

ACTIVE = measure_named("leavers-active-service-now")
KINDS = 4  # that one chart tells apart
REST = "Other plans"
WITHOUT_NEED = (STAYS, NOT_KNOWN)


def birthdays_to_come(asked: Asked) -> Chart | None:
    """Who turns 18, 21 and 25, by half years; what may not be shown is withheld as of the parts of a whole."""
    halves = list(spans(asked.day, HALF))
    people = _turning(asked)
    counted = Counter((one.age, _place(halves, one.on)) for one in people)
    shown: dict[tuple[int, int], Shown] = {}
    for age in AGES:
        for year in range(0, len(halves), YEAR // HALF):
            parts = {f"{n}": _number(asked, counted[age, n]) for n in range(year, year + YEAR // HALF)}
            shown |= {(age, int(n)): each for n, each in present_table(parts, asked.reader).items()}
    columns = tuple(
        Column(
            span.name,
            f"to {span.last:%b %Y}",
            tuple(as_float(shown[age, n]) for age in AGES),
            tuple(shown[age, n].text for age in AGES),
        )
        for n, span in enumerate(halves)
    )
    drawn = Columns("Birthdays in the coming two years", "When", tuple(f"Turning {age}" for age in AGES), columns)
    return columns_chart(drawn, "birthdays-to-come")


def housing_needed(asked: Asked) -> Chart | None:
    """How many homes of each kind are needed, by the month from which; for those who may see single people."""
    months = list(spans(asked.day, 1))
    people = [one for one in _turning(asked) if one.need not in WITHOUT_NEED]
    planned = [need for need, _ in Counter(one.need for one in people).most_common() if need != NOT_PLANNED]
    kinds = [NOT_PLANNED, *planned] if len(planned) < KINDS else [NOT_PLANNED, *planned[: KINDS - 2], REST]
    counted = Counter((one.need if one.need in kinds else REST, _place(months, one.needed_from)) for one in people)
    columns = tuple(
        Column(
            month.name,
            f"{month.last:%b %Y}",
            tuple(float(counted[kind, n]) for kind in kinds),
            tuple(f"{counted[kind, n]}" for kind in kinds),
        )
        for n, month in enumerate(months)
    )
    drawn = Columns("Housing needed in the coming two years", "From", tuple(kinds), columns)
    return columns_chart(drawn, "housing-needed") if people else None


def _turning(asked: Asked) -> list[Turning]:
    return asked.once("turning", lambda: turning(asked.reader.authority, asked.day, MONTHS))


def _place(times: Sequence[Span], day: date) -> int:
    """Which span of time a day falls into: the first for one that has gone by, the last for a later one."""
    return next((n for n, span in enumerate(times) if day <= span.last), len(times) - 1)


def _number(asked: Asked, number: int) -> Result:
    return Result(ACTIVE, asked.reader.authority, asked.day, number, None, number, 0, (number,))


def list_link(asked: Asked) -> tuple[Link, ...]:
    """To the list of those whose birthday it is, for those who may see it."""
    if not asked.reader.may(Permission.SEE_REGISTERS):
        return ()
    address = f"{reverse('dashboards:leavers-birthdays')}?as-at={asked.day.isoformat()}&months_ahead={MONTHS}"
    return (Link("Who they are, and what housing they will need", address),)
