"""Measures of the registers about children, by plain loops over the rows of the files.

Written from docs/definitions.md and docs/measures.md, and not from the SQL. Each answer is numerator, denominator (None
of a count) and unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from holidays import country_holidays

from sufficiency.core.dates import age_on, months_back

from .lives import Life, Period, Returns, Row, Stay, life_of, read_date

Registers = dict[str, list[dict[str, str]]]
Told = tuple[int, int | None, int]

FESTIVE = country_holidays("GB", subdiv="ENG", years=range(2015, 2025))


def day(cell: str) -> date:
    """The day in a cell; the end of time when it is blank."""
    return read_date(cell) or date.max


@cache
def working_days_later(start: date, number: int) -> date:
    """Step by step, counting the days on which people work."""
    while number:
        start += timedelta(1)
        number -= start.weekday() < 5 and start not in FESTIVE
    return start


def yes(cell: str) -> bool | None:
    return None if cell == "" else cell == "Y"


@dataclass(frozen=True)
class Council:
    """The rows that were loaded: of the returns and, by slug, of the registers."""

    returns: Returns
    registers: Registers

    def rows(self, register: str) -> list[dict[str, str]]:
        return self.registers.get(register, [])

    @cached_property
    def lives(self) -> dict[str, Life]:
        children = {row["CHILD"] for files in self.returns.values() for row in files["episodes"]}
        return {child: life_of(self.returns, child) for child in sorted(children)}

    def periods(self) -> Iterator[tuple[str, Life, Period, date]]:
        """Every period of care with the end of the one before it."""
        for child, life in self.lives.items():
            before = date.min
            for period in life.periods:
                yield child, life, period, before
                before = period.ends or date.max

    def in_care(self, on: date) -> list[tuple[str, Life, Period, Stay]]:
        """Each child in care on a day, with the episode that covers it: the last that began."""
        if on not in self._known:
            self._known[on] = self._in_care(on)
        return self._known[on]

    @cached_property
    def _known(self) -> dict[date, list[tuple[str, Life, Period, Stay]]]:
        return {}

    def _in_care(self, on: date) -> list[tuple[str, Life, Period, Stay]]:
        return [
            (child, life, period, max((e for e in period.episodes if e.covers(on)), key=lambda e: e.starts))
            for child, life, period, _ in self.periods()
            if any(e.covers(on) for e in period.episodes)
        ]

    # Needs

    def need(self, field: str, on: date) -> Told:
        said = []
        for child, *_ in self.in_care(on):
            entries = [r for r in self.rows("child-needs") if r["CHILD"] == child and day(r["SINCE"]) <= on]
            latest = max(entries, key=lambda r: day(r["SINCE"]), default=None)
            said.append(yes(latest[field]) if latest else None)
        return said.count(True), len(said), said.count(None)

    # Health assessments

    def initial(self, source: str, on: date) -> list[dict[str, date | None]]:
        """Of everybody who is to be counted, the days on which things happened by that source; empty if unlisted."""
        if (source, on) not in self._initials:
            self._initials[source, on] = self._initial(source, on)
        return self._initials[source, on]

    @cached_property
    def _initials(self) -> dict[tuple[str, date], list[dict[str, date | None]]]:
        return {}

    def _initial(self, source: str, on: date) -> list[dict[str, date | None]]:
        found = []
        for child, _, period, before in self.periods():
            due = working_days_later(period.starts, 20)
            ends = period.ends or date.max
            if not months_back(on, 12) < period.starts <= on or due > on or ends < due:
                continue
            own = [
                row
                for row in self.rows("health-assessments")
                if (row["CHILD"], row["KIND"], row["SOURCE"]) == (child, "INITIAL", source)
                and before <= day(row["REQUIRED_ON"]) < ends
            ]
            if not own:
                found.append({})
                continue
            told = {
                name: min(day(row[name]) for row in own) for name in ("NOTIFIED_ON", "APPOINTMENT_ON", "COMPLETED_ON")
            }
            found.append({**told, "FROM": period.starts})
        return found

    def initial_band(self, source: str, band: str, on: date) -> Told:
        members = self.initial(source, on)
        count = sum(bool(each) and self._in_band(each, band, on) for each in members)
        return count, len(members), members.count({})

    def _in_band(self, each: dict[str, date | None], band: str, on: date) -> bool:
        start, done = each["FROM"], each["COMPLETED_ON"]
        assert start is not None
        assert done is not None
        twenty, thirty, five = (working_days_later(start, number) for number in (20, 30, 5))
        return {
            "on-time": done <= twenty,
            "21-to-30": twenty < done <= min(thirty, on),
            "after-30": thirty < done <= on,
            "outstanding": done > on,
            "notified": each["NOTIFIED_ON"] <= five,  # type: ignore[operator]
            "offered": each["APPOINTMENT_ON"] <= twenty,  # type: ignore[operator]
        }[band]

    def up_to_date(self, source: str, on: date) -> Told:
        count = members = ageless = 0
        for child, life, period, _ in self.periods():
            if period.starts > months_back(on, 12) or (period.ends or date.max) <= on:
                continue
            members += 1
            if life.born is None:
                ageless += 1
                continue
            since = months_back(on, 6 if age_on(on, life.born) < 5 else 12)
            count += any(
                row["CHILD"] == child
                and row["SOURCE"] == source
                and row["KIND"] in ("INITIAL", "REVIEW")
                and since < day(row["COMPLETED_ON"]) <= on
                for row in self.rows("health-assessments")
            )
        return count, members, ageless

    # Plans and visits

    def planned(self, on: date) -> Told:
        count = members = 0
        for child, _, period, before in self.periods():
            ends = period.ends or date.max
            if period.starts <= months_back(on, 4) and ends > on:
                members += 1
                count += any(
                    row["CHILD"] == child and before <= day(row["DECIDED_ON"]) <= on
                    for row in self.rows("permanence-plans")
                )
        return count, members, 0

    def visits(self, band: str, on: date) -> Told:
        due = [row for row in self.rows("child-visits") if months_back(on, 12) < day(row["DUE_ON"]) <= on]
        done = [row for row in due if day(row["DONE_ON"]) <= on]
        on_time = sum(day(row["DONE_ON"]) <= day(row["DUE_ON"]) for row in done)
        return on_time if band == "on-time" else len(done) - on_time, len(due), 0

    def seen(self, on: date) -> Told:
        members = [
            child
            for child, _, period, _ in self.periods()
            if period.starts <= on - timedelta(42) and (period.ends or date.max) > on
        ]
        seen = {row["CHILD"] for row in self.rows("child-visits") if on - timedelta(42) < day(row["DONE_ON"]) <= on}
        return sum(child in seen for child in members), len(members), 0

    # Talks after being missing

    def talks(self, what: str, on: date) -> Told:
        incidents: dict[tuple[str, str], Row] = {}
        for year in sorted(self.returns):
            for row in self.returns[year].get("missing", ()):
                incidents[row["CHILD"], row["MIS_START"]] = row
        count = members = unknown = 0
        for (child, since), row in incidents.items():
            back = read_date(row["MIS_END"])
            if row["MISSING"] != "M" or back is None or back <= months_back(on, 12) or back + timedelta(3) > on:
                continue
            members += 1
            talk = next(
                (r for r in self.rows("return-interviews") if (r["CHILD"], r["MISSING_SINCE"]) == (child, since)), None
            )
            if talk is None or (what == "offered" and talk["OFFERED"] == ""):
                unknown += 1
            elif what == "offered":
                count += talk["OFFERED"] == "Y"
            else:
                count += day(talk["COMPLETED_ON"]) <= (min(on, back + timedelta(3)) if what == "in-72-hours" else on)
        return count, members, unknown


def child_answers(council: Council, on: date) -> dict[str, Told]:
    """Every measure of these registers on a day."""
    found = {
        "disabled-percent": council.need("DISABLED", on),
        "sen-percent": council.need("SEN", on),
        "ehcp-percent": council.need("EHCP", on),
        "permanence-plan-percent": council.planned(on),
        "visits-on-time-percent": council.visits("on-time", on),
        "visits-late-percent": council.visits("late", on),
        "visited-in-six-weeks-percent": council.seen(on),
    }
    count, _, unknown = found["ehcp-percent"]
    found["ehcp-children"] = (count, None, unknown)
    for what in ("offered", "completed", "in-72-hours"):
        found[f"return-interviews-{what}-percent"] = council.talks(what, on)
    for source in ("COUNCIL", "NHS"):
        for band in ("on-time", "21-to-30", "after-30", "outstanding", "notified", "offered"):
            found[f"initial-health-{band}-percent-{source.lower()}"] = council.initial_band(source, band, on)
        found[f"health-assessment-up-to-date-percent-{source.lower()}"] = council.up_to_date(source, on)
    return found
