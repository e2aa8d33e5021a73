"""The measures of the files reviews, missing, placed for adoption and AD1, by plain loops over the rows."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from .lives import Period, Returns, Row, latest_row, life_of, read_date
from .measures import ADOPTED, FOR_ADOPTION, Answer, first_day_of_year_to, months_earlier, percentage
from .yearly import overlaps

TOOK_PART = {"PN1", "PN2", "PN3", "PN5", "PN6"}
NOT_LOADED = Answer(None, None, None, 0)
BANK_HOLIDAYS = {  # https://www.gov.uk/bank-holidays, those that do not fall on a weekend
    *(date(2016, *day) for day in ((1, 1), (3, 25), (3, 28), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27))),
    *(date(2017, *day) for day in ((1, 2), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26))),
    *(date(2018, *day) for day in ((1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26))),
    *(date(2019, *day) for day in ((1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26))),
    *(date(2020, *day) for day in ((1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28))),
    *(date(2021, *day) for day in ((1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28))),
}


def twenty_working_days_after(day: date) -> date:
    left = 20
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return day


def months_on(day: date, months: int) -> date:
    """The same day number so many months later, or the first of the month after when there is none."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def covers(period: Period, day: date) -> bool:
    return period.starts <= day and (period.ends is None or day < period.ends)


class FilesOracle:
    """Answers from the other files of one authority's returns."""

    def __init__(self, returns: Returns) -> None:
        self.returns = returns
        told = {
            row["CHILD"]
            for files in returns.values()
            for kind in ("header", "episodes", "uasc")
            for row in files.get(kind, ())
        }
        self.lives = {child: life_of(returns, child) for child in sorted(told)}

    def rows(self, kind: str, *key: str) -> list[Row]:
        """The rows that count: for the same key the latest return wins."""
        latest = {
            tuple(row[column] for column in ("CHILD", *key)): row
            for year in sorted(self.returns)
            for row in self.returns[year].get(kind, ())
        }
        return [row for row in latest.values() if row["CHILD"] in self.lives]

    def loaded(self, kind: str, first: date, last: date) -> bool:
        """Whether any of the return years that a stretch of days touches has the file."""
        years = {day.year + ((day.month, day.day) > (3, 31)) for day in (first, last)}
        return any(kind in self.returns.get(year, ()) for year in years)

    def answer(self, slug: str, day: date) -> Answer:
        """The measure of that slug on a day."""
        return MEASURES[slug](self, day)

    # Missing.

    def incidents(self) -> list[Row]:
        return [row for row in self.rows("missing", "MIS_START") if row["MISSING"] == "M"]

    def missing_again(self, day: date) -> Answer:
        first = first_day_of_year_to(day)
        in_year = [row["CHILD"] for row in self.incidents() if overlaps(row, first, day)]
        in_care = [child for child, life in self.lives.items() if any(cares(p, first, day) for p in life.periods)]
        again = sum(in_year.count(child) >= 2 for child in in_care)
        if self.loaded("missing", first, day):
            return percentage(again, len(in_care), 0)
        return Answer(again, len(in_care), None, 0)

    def missing_in_month(self, day: date) -> list[str] | None:
        """CHILD of each incident of the month to the day; None when nothing is loaded about it."""
        first = months_earlier(day, 1) + timedelta(days=1)
        if not self.loaded("missing", first, day):
            return None
        begun = [(row["CHILD"], read_date(row["MIS_START"])) for row in self.incidents()]
        return [
            child
            for child, starts in begun
            if starts and first <= starts <= day and any(covers(p, starts) for p in self.lives[child].periods)
        ]

    # Reviews.

    def held(self, child: str, period: Period) -> list[tuple[date, str]]:
        """A period's reviews in order, with how the child took part."""
        rows = [row for row in self.rows("reviews", "REVIEW") if row["CHILD"] == child]
        held = [(read_date(row["REVIEW"]), row["REVIEW_CODE"]) for row in rows]
        last = period.ends or date.max
        return sorted((day, code) for day, code in held if day and period.starts <= day <= last)

    def on_time(self, day: date) -> Answer:
        years = [year for year in sorted(self.returns) if "reviews" in self.returns[year]]
        if not years:
            return Answer(0, 0, None, 0)
        known_since = date(years[0] - 1, 4, 1)
        asked = on_time = 0
        for child, life in self.lives.items():
            for period in life.periods:
                if not covers(period, day) or day < known_since:
                    continue
                dues = list(self.timetable(child, period, known_since))
                first_due = known_since if period.starts < known_since else dues[0][0]
                if day < first_due:
                    continue
                asked += 1
                on_time += not any(
                    held is None or held > due
                    for due, held in dues
                    if due < day and (held is None or held >= first_day_of_year_to(day))
                )
        if not self.loaded("reviews", first_day_of_year_to(day), day):
            return Answer(on_time, asked, None, 0)
        return percentage(on_time, asked, 0)

    def timetable(self, child: str, period: Period, known_since: date) -> Iterator[tuple[date, date | None]]:
        """Each day on which a review was due, and the day on which it was held, if it was."""
        older = period.starts < known_since
        held = [day for day, _ in self.held(child, period) if day >= known_since]
        due = months_on(known_since, 6) if older else twenty_working_days_after(period.starts)
        for number, day in enumerate(held):
            yield due, day
            due = months_on(day, 3 if number == 0 and not older else 6)
        yield due, None

    def participation(self, day: date) -> Answer:
        first = first_day_of_year_to(day)
        codes = [
            code
            for child, life in self.lives.items()
            for period in life.periods
            for held, code in self.held(child, period)
            if first <= held <= day and code != "PN0"
        ]
        number, unknown = sum(code in TOOK_PART for code in codes), codes.count("")
        if self.loaded("reviews", first, day):
            return percentage(number, len(codes), unknown)
        return Answer(number, len(codes), None, unknown)

    # Adoption.

    def decisions(self, child: str) -> list[tuple[date, date | None]]:
        rows = [row for row in self.rows("placed_for_adoption", "DATE_PLACED") if row["CHILD"] == child]
        read = [(read_date(row["DATE_PLACED"]), read_date(row["DATE_PLACED_CEASED"])) for row in rows]
        return [(decided, reversed_on) for decided, reversed_on in read if decided]

    def has(self, kind: str) -> bool:
        return any(kind in files for files in self.returns.values())

    def not_placed(self, day: date) -> Answer:
        if not self.has("placed_for_adoption"):
            return NOT_LOADED
        number = 0
        for child, life in self.lives.items():
            for period in life.periods:
                here = [episode for episode in period.episodes if episode.covers(day)]
                if not here or max(here, key=lambda each: each.starts).place in FOR_ADOPTION:
                    continue
                number += any(
                    decided <= day and covers(period, decided) and (not back or (back > decided and back > day))
                    for decided, back in self.decisions(child)
                )
        return Answer(number, None, number, 0)

    def reversed_in_year(self, day: date) -> Answer:
        if not self.has("placed_for_adoption"):
            return NOT_LOADED
        first = first_day_of_year_to(day)
        number = sum(any(back and first <= back <= day for _, back in self.decisions(child)) for child in self.lives)
        return Answer(number, None, number, 0)

    def adopted(self, day: date) -> Iterator[tuple[str, Period, Row | None]]:
        """Who ceased in the year by adoption, with the row of AD1."""
        first = first_day_of_year_to(day)
        for child, life in self.lives.items():
            ceased = [period for period in life.periods if period.ends and first <= period.ends <= day]
            if ceased and ceased[-1].last.rec in ADOPTED:
                yield child, ceased[-1], latest_row(self.returns, "ad1", child)

    def mean_days(self, days: list[int | None]) -> Answer:
        if not self.has("ad1"):
            return NOT_LOADED
        known = [number for number in days if number is not None and number >= 0]
        mean = Fraction(sum(known), len(known)) if known else None
        return Answer(sum(known), len(known), mean, len(days) - len(known))

    def days_to_moving_in(self, day: date) -> Answer:
        moved = [(period, read_date(row["DATE_INT"]) if row else None) for _, period, row in self.adopted(day)]
        return self.mean_days([(on - period.starts).days if on else None for period, on in moved])

    def days_to_match(self, day: date) -> Answer:
        days: list[int | None] = []
        for child, period, row in self.adopted(day):
            match = read_date(row["DATE_MATCH"]) if row else None
            told = [
                read_date(each["DATE_PLACED"])
                for files in self.returns.values()
                for each in files.get("placed_for_adoption", ())
                if each["CHILD"] == child
            ]
            before = [decided for decided in told if decided and match and period.starts <= decided <= match]
            days.append((match - max(before)).days if match and before else None)
        return self.mean_days(days)


def cares(period: Period, first: date, last: date) -> bool:
    """Whether a period covers any day from ``first`` to ``last``."""
    earliest = max(period.starts, first)
    return earliest <= last and (period.ends is None or earliest < period.ends)


def _number(children: list[str] | None) -> Answer:
    return NOT_LOADED if children is None else Answer(len(children), None, len(children), 0)


def _children_in_month(oracle: FilesOracle, day: date) -> Answer:
    children = oracle.missing_in_month(day)
    return _number(None if children is None else sorted(set(children)))


MEASURES: dict[str, Callable[[FilesOracle, date], Answer]] = {
    "missing-more-than-once-percent": FilesOracle.missing_again,
    "missing-incidents-in-month": lambda oracle, day: _number(oracle.missing_in_month(day)),
    "missing-children-in-month": _children_in_month,
    "reviews-on-time-percent": FilesOracle.on_time,
    "review-participation-percent": FilesOracle.participation,
    "adoption-decision-not-placed": FilesOracle.not_placed,
    "adoption-decision-reversed-in-year": FilesOracle.reversed_in_year,
    "adoption-days-to-moving-in": FilesOracle.days_to_moving_in,
    "adoption-days-decision-to-match": FilesOracle.days_to_match,
}
