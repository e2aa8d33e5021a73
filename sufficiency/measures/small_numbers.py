"""The arithmetic of small numbers: which are withheld, how the others are blurred, and on which days figures are shown.

What it protects from, and why these rules, says docs/adr/0016-small-numbers.md. Pure functions: no query, no reader.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from django.conf import settings

from sufficiency.core.dates import month_end
from sufficiency.core.measure import Measure, Number
from sufficiency.core.rounding import half_up

BASE = 5
BLUR = BASE // 2  # how far a rounded count may lie from the true one
LEFT_OPEN = 3  # how many numbers a withheld count must still be able to be
Numbers = Mapping[str, Number]


def smallest_of(measure: Measure, *, exact: bool = False) -> int:
    """The smallest number of people that is shown of a measure, exactly or rounded; 0 for what is not about people."""
    if measure.smallest <= 1:
        return 0
    smallest = max(measure.smallest, settings.SMALLEST_NUMBER_SHOWN)
    return smallest if exact else smallest_rounded(smallest)


def smallest_rounded(smallest: int) -> int:
    """The least of the numbers of which all that are rounded alike may be shown: 8 where 6 may.

    Were 6 and 7 shown as 5, a 5 would say that it is one of the two: as good as exact.
    """
    shown = rounded(smallest)
    return smallest if shown - BLUR >= smallest else shown + BLUR + 1


def few(people: Number, smallest: int) -> bool:
    """Whether there is somebody, and fewer than may be shown."""
    return 0 < people < smallest


def rounded(number: Number) -> int:
    """To the nearest 5, so that 18 to 22 all show as 20; a half goes up."""
    if isinstance(number, int):
        return BASE * ((number + BLUR) // BASE)  # as below, sooner: most of what a page shows is whole
    return BASE * half_up(Fraction(number) / BASE)


def rough(number: Number) -> Fraction:
    """An amount to two significant figures: 102,286.93 shows as 100,000 and 14.23 as 14."""
    if not number:
        return Fraction(0)
    step = _step(number)
    return step * half_up(Fraction(number) / step)


def rough_bounds(number: Number) -> tuple[Fraction, Fraction]:
    """Between which amounts one lies that shows as this one does."""
    if not number:
        return Fraction(0), Fraction(0)
    shows, half = rough(number), _step(number) / 2
    return shows - half, shows + half


def share_bounds(counted: Number, everybody: Number, smallest: int) -> tuple[Fraction, Fraction]:
    """Between which percentages a share lies whose two counts are shown rounded."""
    (fewest, most), (least_of, most_of) = bounds(counted, smallest), bounds(everybody, smallest)
    if not least_of:
        return Fraction(0), Fraction(100)
    return Fraction(100 * fewest, most_of), min(Fraction(100), Fraction(100 * most, least_of))


def _step(number: Number) -> Fraction:
    """What the second significant figure of an amount counts."""
    size = abs(Fraction(number))
    step = Fraction(10)
    while size < 10 * step:
        step /= 10
    while size >= 100 * step:
        step *= 10
    return step


def month_end_before(day: date) -> date:
    """The day itself when it ends a month, else the last month-end before it."""
    first = day.replace(day=1)
    if day == month_end(day) or first == date.min:
        return day
    return first - timedelta(days=1)


def bounds(number: Number, smallest: int) -> tuple[int, int]:
    """Between which numbers a count that is shown, rounded, must lie; nobody shows as nobody."""
    if not number:
        return 0, 0
    return max(smallest, rounded(number) - BLUR), rounded(number) + BLUR


def open_candidates(total: Number, others: Iterable[Number], smallest: int) -> int:
    """How many numbers a withheld count may be to whoever knows the total, and the other counts as they are shown."""
    lows, highs = zip(*(bounds(each, smallest) for each in others), (0, 0), strict=True)
    low = max(1, ceil(total - sum(highs)))
    high = min(smallest - 1, floor(total - sum(lows)))
    return high - low + 1


def follows(whole: Number, parts: Collection[Number], smallest: int) -> bool:
    """Whether one of the parts of a whole is a small one that follows, nearly, from the whole and the other parts.

    The whole is taken as known exactly, the others as they are shown.
    """
    counts = [part for part in parts if part]
    small = [part for part in counts if few(part, smallest)]
    if len(small) != 1 or len(counts) == 1:
        return False
    others = [part for part in counts if not few(part, smallest)]
    return open_candidates(whole, others, smallest) < LEFT_OPEN


def leaves_few(whole: Number, parts: Collection[Number], smallest: int) -> bool:
    """Whether few of a whole are in none of the parts, and may be fewer than three numbers to whoever sees all of these
    as they are shown."""
    if not few(whole - sum(parts), smallest):
        return False
    (least, most), limits = bounds(whole, smallest), [bounds(part, smallest) for part in parts]
    low, high = least - sum(high for _, high in limits), most - sum(low for low, _ in limits)
    return min(smallest - 1, high) - max(1, low) + 1 < LEFT_OPEN


def withheld(column: Numbers, smallest: int, exact: Collection[str] = ()) -> set[str]:
    """The parts of a column that adds up to a total, of which nothing is shown.

    All small ones; where there is but one, the next smallest beside it; and more of them as long as all together are
    few, since they are one small number to whoever takes what is shown from the whole, or as those that are shown
    leave a small one fewer than three numbers to be. Parts named in ``exact`` are shown exactly somewhere else: to
    withhold them here hides nothing, so others go before them.
    """
    hidden = {key for key, number in column.items() if few(number, smallest)}
    if not hidden:
        return hidden
    rest = [key for key, number in column.items() if number and key not in hidden]
    rest.sort(key=lambda key: (key in exact, column[key], key))
    if len(hidden) == 1 and rest:
        hidden.add(rest.pop(0))
    while rest and (_are_few(column, hidden, smallest) or not _open(column, hidden, smallest, exact)):
        hidden.add(rest.pop(0))
    return hidden


def _are_few(column: Numbers, keys: Collection[str], smallest: int) -> bool:
    """Whether these parts of a column are few people together."""
    return few(sum(column[key] for key in keys), smallest)


def _open(column: Numbers, hidden: Collection[str], smallest: int, exact: Collection[str]) -> bool:
    """Whether every small part may still be three numbers, to whoever knows the total and what is shown beside it."""
    total = sum(column.values())
    small = [key for key in hidden if few(column[key], smallest)]
    known = [
        (column[key], column[key]) if key in exact else bounds(column[key], smallest)
        for key in column
        if key not in hidden
    ]
    if any(key not in exact for key in hidden if key not in small):
        return True  # how large a part is that is withheld for the sake of others, nobody can tell
    taken = [column[key] for key in hidden if key not in small]
    least = total - sum(taken) - sum(high for _, high in known)
    most = total - sum(taken) - sum(low for low, _ in known)
    others = len(small) - 1
    low = max(1, ceil(least) - others * (smallest - 1))
    high = min(smallest - 1, floor(most) - others)
    return high - low + 1 >= LEFT_OPEN
