"""How dates and differences are said, the same on every page."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sufficiency.core.measure import Number, Unit
from sufficiency.core.rounding import shown
from sufficiency.measures.present import DECIMALS, SUFFIX, SUPPRESSED, Shown
from sufficiency.strategy.aims import Aim


def long_date(day: date) -> str:
    """30 November 2020."""
    return f"{day.day} {day:%B %Y}"


def places_text(places: Fraction) -> str:
    """Places that plans count on: 25, or 13.6 where they come to no whole number."""
    return shown(places, 0 if places.denominator == 1 else 1)


def percent_text(share: Fraction | None) -> str:
    """A share as a percentage to one decimal, 51.9%; empty for none."""
    return "" if share is None else f"{shown(100 * share, 1)}%"


def days_text(days: Fraction | None) -> str:
    """A wait in whole days, half a day up: 12 days; empty for none."""
    if days is None:
        return ""
    number = shown(days)
    return f"{number} day{'' if number == '1' else 's'}"


def listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def target_text(target: Fraction | None, unit: Unit) -> str:
    """A target as people write it: 60, 30%, 12.5%; empty when there is none."""
    if target is None:
        return ""
    return shown(target, 0 if target.denominator == 1 else max(1, DECIMALS[unit])) + SUFFIX.get(unit, "")


def aim_text(aim: Aim, unit: Unit) -> str:
    """What is aimed at: a target as people write it; on a trajectory between two points about as many whole people."""
    if aim.is_trajectory and not DECIMALS[unit]:
        return shown(aim.value)
    return target_text(aim.value, unit)


def figure_text(figure: Decimal, counted_in: str) -> str:
    """A printed figure in its unit: 70 per 10,000, 41%, £102,286.93 a week."""
    number = f"{figure.normalize():,f}"
    if counted_in.startswith("pounds"):
        return f"£{figure:,.2f}{counted_in.removeprefix('pounds')}"
    return f"{number}%" if counted_in == "%" else f"{number} {counted_in}"


def difference_from(at: Shown, aim: Fraction | None, unit: Unit, name: str = "target") -> str:
    """``10.8 percentage points above target``, or whatever else is aimed at; empty without a value or an aim.

    Of a rounded figure no more than is sure: ``About 24 percentage points below target``, or ``About on target``.
    Empty for places: a gap is itself the difference from what is needed.
    """
    if at.value is None or aim is None or unit is Unit.PLACES:
        return ""
    if at.between is not None and at.between[0] <= aim <= at.between[1]:
        return f"About on {name}"
    miss = at.value - aim
    side = "above" if miss > 0 else "below"
    far = _so_far(miss, unit, is_rounded=at.is_rounded)
    return f"{far[0].upper()}{far[1:]} {side} {name}" if miss else f"Exactly on {name}"


def unknown_of(shown: Shown) -> str:
    """``Not known for 3 children.``; empty when all is known."""
    if shown.unknown == "0":
        return ""
    if shown.unknown == SUPPRESSED:
        return "Not known for a few children."
    return f"Not known for {shown.unknown} {'child' if shown.unknown == '1' else 'children'}."


def change_since(now: Shown, before: Shown | None, unit: Unit) -> str:
    """``Up 0.3 since 30 September 2020``; empty when either is not known or not shown.

    Of rounded figures no more than is sure: ``Up about 5``, or ``No clear change``.
    """
    if now.value is None or before is None or before.value is None:
        return ""
    day = long_date(before.as_at)
    if now.is_rounded and not now.is_apart_from(before):
        return f"No clear change since {day}"
    if now.text == before.text:
        return f"No change since {day}"
    moved = now.value - before.value
    return f"{'Up' if moved > 0 else 'Down'} {_so_far(moved, unit, is_rounded=now.is_rounded)} since {day}"


def _so_far(difference: Number, unit: Unit, *, is_rounded: bool) -> str:
    """How far apart two values are, about so far if rounded; percentages lie so many points apart."""
    decimals = 0 if is_rounded and difference == int(difference) else DECIMALS[unit]
    text = shown(max(difference, -difference), decimals)
    return f"{'about ' if is_rounded else ''}{text}{' percentage points' if unit is Unit.PERCENT else ''}"
