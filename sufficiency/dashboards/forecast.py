"""The page of the forecast: how many will be in care, by the strategy's own arithmetic."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.http import HttpRequest

from placements.measures import CHILDREN_IN_CARE
from sufficiency.core.access import Reader
from sufficiency.core.dates import month_end, month_ends, months_back
from sufficiency.core.rounding import shown
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import SUPPRESSED, present, present_count, present_series
from sufficiency.strategy.forecast import Asked, Flow, Forecast, assumption_for, forecast_from

from .as_at import AsAt, as_at_of
from .charts.chart import Chart
from .charts.lines import Line, Lines, lines_chart
from .charts.trends import Point, point_of
from .scenario_forms import ForecastForm
from .words import long_date

MONTHS = 24


@dataclass(frozen=True)
class ForecastPage:
    """The forecast from a day; ``forecast`` is None where none can be made, or shown to this reader."""

    as_at: AsAt
    form: ForecastForm | None
    forecast: Forecast | None
    lead: str
    unknown: str
    is_scenario: bool
    chart: Chart | None = None
    withheld: bool = False  # so few children are concerned that this reader may not see the figures
    instead_of: date | None = None  # the day asked for, where the reader is answered for another

    @property
    def has_errors(self) -> bool:
        return bool(self.as_at.form.errors or (self.form and self.form.errors))

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """The arithmetic, step by step: by the birthdays known, and as the strategy states it."""
        if self.forecast is None:
            return []
        ours, stated = self.forecast.flow, self.forecast.stated
        titles = (
            f"In care on {long_date(self.forecast.day)}",
            f"Turning 18 by {long_date(self.forecast.until)}",
            "Others who leave",
            "Coming into care, at most",
            f"In care on {long_date(self.forecast.until)}",
        )
        theirs = _steps(stated) if stated else ("",) * len(titles)
        return list(zip(titles, _steps(ours), theirs, strict=True))


def _steps(flow: Flow) -> tuple[str, ...]:
    minus = "\N{MINUS SIGN}"
    return (
        shown(flow.opening),
        f"{minus}{shown(flow.turning_18)}",
        _range(flow.exits_low, flow.exits_high, minus),
        f"+{shown(flow.entries)}",
        _range(flow.lowest, flow.highest),
    )


def _range(low: int, high: int, sign: str = "") -> str:
    return f"{sign}{shown(low)}" if low == high else f"{sign}{shown(low)} to {sign}{shown(high)}"


def forecast_page_of(request: HttpRequest, reader: Reader) -> ForecastPage:
    """What the address asks for."""
    as_at = as_at_of(request, reader)
    if as_at.day is None or as_at.before_first:
        return ForecastPage(as_at, None, None, "", "", False)
    form = ForecastForm(request.GET, as_at.day)
    asked = form.asked
    wanted = asked.until
    if wanted:
        asked = replace(asked, until=_end(wanted, as_at.day, reader))
    forecast = forecast_from(reader.authority, as_at.day, asked)
    if forecast is None:
        return ForecastPage(as_at, form, None, "", "", False)
    turning_18 = present_count(forecast.birthdays.turning_18, reader)
    if present(forecast.opening, reader).suppressed or turning_18 is None:
        return ForecastPage(as_at, form, None, "", "", False, withheld=True)
    if asked.turning_18 is None:
        forecast = replace(forecast, flow=replace(forecast.flow, turning_18=turning_18))
    return ForecastPage(
        as_at,
        form,
        forecast,
        _lead(forecast),
        _unknown(forecast, reader),
        asked != Asked(),
        instead_of=wanted if wanted != asked.until else None,
        chart=_chart(forecast, reader, as_at.first or as_at.day),
    )


def _chart(forecast: Forecast, reader: Reader, first: date) -> Chart:
    """How many were in care month by month, the range to which the forecast comes, and the trajectory on the way."""
    day, until, flow = forecast.day, forecast.until, forecast.flow
    days = [*(each for each in month_ends(max(months_back(day, MONTHS), first), day) if each != day), day]
    was = present_series(evaluate([CHILDREN_IN_CARE], reader.authority, days)[CHILDREN_IN_CARE.slug], reader)
    history = [point_of(was[each], None, CHILDREN_IN_CARE.unit) for each in days]
    lines = [Line("In care", tuple(history))]
    for name, number in (("At most", flow.highest), ("At least", flow.lowest)):
        lines.append(Line(name, (_point(day, flow.opening), _point(until, number))))
    if forecast.aim is not None:
        begun = () if forecast.aim_now is None else (_point(day, forecast.aim_now),)
        lines.append(Line("Trajectory", (*begun, _point(until, forecast.aim))))
    return lines_chart(Lines("Children in care, and the forecast", tuple(lines), is_count=True), "forecast")


def _point(day: date, number: int | Fraction) -> Point:
    return Point(day, float(number), _text(number))


def _text(number: int | Fraction) -> str:
    return shown(number, 0 if number == int(number) else 1)


def _end(until: date, opens: date, reader: Reader) -> date:
    """The day to forecast to: from one to the next single birthdays would show to readers of month-ends.

    They are answered for whole years, of the first of which a measure tells the same number, and for the strategy's own
    last day. Half-years, which a chart tells apart, would give small ones away.
    """
    assumption = assumption_for(reader.authority, opens)
    if reader.may_see_children or (assumption and until == assumption.ends_on):
        return until
    ends = (month_end(months_back(opens, -12 * years)) for years in range(1, until.year - opens.year + 1))
    return max((end for end in ends if end <= until), default=month_end(months_back(opens, -12)))


def _lead(forecast: Forecast) -> str:
    """The range, and whether the trajectory's number lies inside it."""
    flow = forecast.flow
    lead = f"{_range(flow.lowest, flow.highest)} children would be in care on {long_date(forecast.until)}"
    if forecast.aim is None:
        return f"{lead}. No trajectory says how many there should be."
    aim = _text(forecast.aim)
    where = "inside the range" if flow.holds(forecast.aim) else "below it" if forecast.aim < flow.lowest else "above it"
    return f"{lead}. The trajectory has {aim}, {where}."


def _unknown(forecast: Forecast, reader: Reader) -> str:
    """How many dates of birth are not known; empty when all are."""
    number = present_count(forecast.birthdays.unknown, reader)
    if number is None:
        return SUPPRESSED
    return shown(number) if number else ""
