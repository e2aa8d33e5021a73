"""The page of the forecast: how many will be in care, by the strategy's own arithmetic."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_end, months_back
from sufficiency.core.rounding import shown
from sufficiency.measures.present import SUPPRESSED, present, present_count
from sufficiency.strategy.forecast import Asked, Flow, Forecast, assumption_for, forecast_from

from .as_at import AsAt, as_at_of
from .scenario_forms import ForecastForm
from .words import long_date


@dataclass(frozen=True)
class ForecastPage:
    """The forecast from a day; ``forecast`` is None where none can be made, or shown to this reader."""

    as_at: AsAt
    form: ForecastForm | None
    forecast: Forecast | None
    lead: str
    unknown: str
    is_scenario: bool
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
        f"{minus}{_range(flow.exits_low, flow.exits_high)}",
        f"+{shown(flow.entries)}",
        _range(flow.lowest, flow.highest),
    )


def _range(low: int, high: int) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


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
    )


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
    aim = shown(forecast.aim, 0 if forecast.aim.denominator == 1 else 1)
    where = "inside the range" if flow.holds(forecast.aim) else "below it" if forecast.aim < flow.lowest else "above it"
    return f"{lead}. The trajectory has {aim}, {where}."


def _unknown(forecast: Forecast, reader: Reader) -> str:
    """How many dates of birth are not known; empty when all are."""
    number = present_count(forecast.birthdays.unknown, reader)
    if number is None:
        return SUPPRESSED
    return shown(number) if number else ""
