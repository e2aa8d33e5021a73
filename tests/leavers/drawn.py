"""Care leavers drawn from a seed, and what is to be said of each on a day, by plain loops over the rows."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from leavers import registers
from leavers.models import Accommodation, Activity, Contact, Entitlement, Home
from sufficiency.core.dates import age_on, months_back
from tests.placements.council import load as load_returns
from tests.registers.council import Row, council, load
from tests.returns import day_of, episode, header, one_return, text

NEVER, DAY = date.max, timedelta(days=1)
# Homes that decide something by themselves, and so are drawn more often.
OFTEN = (
    "WITH-PARENTS",
    "WITH-PARENTS",
    "SUPPORTED-LODGINGS",
    "BED-AND-BREAKFAST",
    "EMERGENCY",
    "CUSTODY",
    "STAYING-PUT",
    "STAYING-CLOSE",
)
GUARDIANS = ("E43", "E44", "E45", "E46", "E47", "E48")


def day(cell: str) -> date:
    return day_of(cell) or NEVER


def covers(first: str, last: str, on: date) -> bool:
    return day(first) <= on < day(last)


def _in_turn(dice: random.Random, first: date, number: int, longest: int) -> list[date]:
    """So many days in order, at least two days apart."""
    days = [first]
    for _ in range(number):
        days.append(days[-1] + timedelta(days=dice.randrange(2, longest)))
    return days


@dataclass(frozen=True)
class Drawn:
    """Rows of the registers and of the return, by kind."""

    leavers: list[Row]
    episodes: list[Row]
    contacts: list[Row]
    homes: list[Row]
    activities: list[Row]
    plans: list[Row]
    lodgings: list[Row]
    holds: list[Row]
    advisers: list[Row]


def drawn(seed: int, people: int = 40) -> Drawn:
    """Care leavers who are 12 to 27 in 2020, in and out of care, with everything that registers hold of them."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    found = Drawn([], [], [], [], [], [], [], [], [])
    for number in range(people):
        name = f"L{number:02}"
        born = date(1995, 1, 1) + timedelta(days=dice.randrange(13 * 365))
        born = date(2000, 2, 29) if number == 0 else born
        of_age = date(born.year + 18, 3, 1) if born.month == 2 else born.replace(year=born.year + 18)
        found.leavers.append(_leaver(dice, name, born, of_age))
        if dice.random() < 0.9:
            spells = _in_turn(dice, of_age - timedelta(days=dice.randrange(5 * 365)), 2 * dice.randrange(1, 4), 300)
            for came, went in zip(spells[:-1:2], spells[1::2], strict=False):
                if came >= min(of_age, date(2021, 2, 1)):
                    break
                left = min(went, of_age)
                goes_on = left > date(2021, 3, 1)  # the return ends on 31 March 2021
                rec = "" if goes_on else dice.choice(["E4A", "E45", "E11"])
                found.episodes.append(episode(text(came), "" if goes_on else text(left), child=name, rec=rec))
                if goes_on:
                    break
        _living(dice, found, name, of_age)
    for number in range(6):
        since = text(date(2016, 1, 1) + timedelta(days=dice.randrange(1500)))
        ends = dice.choice(["", text(date(2020, 6, 1) + timedelta(days=dice.randrange(300)))])
        places = dice.randrange(1, 5)
        found.lodgings.append({
            "REFERENCE": f"S{number}", "LODGING_PLACES": str(places), "APPROVED_FROM": since, "APPROVED_TO": ends,
        })  # fmt: skip
        held = _in_turn(dice, date(2017, 1, 1), dice.randrange(3), 900)[1:]
        found.holds.extend(
            {"LODGING": f"S{number}", "SINCE": text(each), "PLACES_ON_HOLD": str(dice.randrange(6))} for each in held
        )
        found.advisers.append({
            "ADVISER": f"PA{number}", "WORKING_TIME": str(dice.randrange(20, 101)), "WORKS_FROM": since,
            "WORKS_TO": ends,
        })  # fmt: skip
    return found


def _leaver(dice: random.Random, name: str, born: date, of_age: date) -> Row:
    by_hand = dice.choice(Entitlement.values) if dice.random() < 0.1 else ""
    since = of_age + timedelta(days=dice.randrange(-200, 400))
    return {
        "REFERENCE": name,
        "CHILD": dice.choice([name, name, name, ""]),
        "DATE_OF_BIRTH": text(born),
        "ENTITLEMENT_OVERRIDE": by_hand,
        "OVERRIDE_REASON": "In care elsewhere" if by_hand else "",
        "SERVICE_FROM": dice.choice([text(since), text(since), ""]),
        "SERVICE_TO": "",
    } | ({"SERVICE_FROM": text(since), "SERVICE_TO": text(since + timedelta(days=500))} if dice.random() < 0.2 else {})


def _living(dice: random.Random, found: Drawn, name: str, of_age: date) -> None:
    begins = of_age - timedelta(days=dice.randrange(700))
    for each in _in_turn(dice, begins, dice.randrange(6), 300)[1:]:
        found.contacts.append({
            "LEAVER": name, "CONTACTED_ON": text(each),
            "OUTCOME": dice.choice([*Contact.Outcome.values, "IN-TOUCH", "IN-TOUCH"]),
        })  # fmt: skip
    homes = _in_turn(dice, begins, dice.randrange(5), 500)
    for each, following in pairwise(homes):
        left = following + timedelta(days=dice.choice([-1, 0, 0, 5]))
        suits = dice.choice(Accommodation.Suitable.values)
        found.homes.append({
            "LEAVER": name, "MOVED_IN": text(each), "MOVED_OUT": dice.choice([text(max(left, each)), ""]),
            "HOME": dice.choice(OFTEN if dice.random() < 0.6 else Home.values),
            "SUITABLE": suits, "REASON_UNSUITABLE": "Damp" if suits == "NO" else "",
        })  # fmt: skip
    began = _in_turn(dice, begins, dice.randrange(4), 500)
    for each, following in pairwise(began):
        found.activities.append({
            "LEAVER": name, "BEGAN_ON": text(each), "ENDED_ON": dice.choice([text(following - DAY), ""]),
            "ACTIVITY": dice.choice(Activity.Doing.values),
        })  # fmt: skip
    for each in _in_turn(dice, begins, dice.randrange(4), 400)[1:]:
        done = dice.choice([text(each), ""])
        again = text(each + timedelta(days=dice.randrange(200))) if done and dice.random() < 0.4 else ""
        found.plans.append({"LEAVER": name, "PLAN_DUE": text(each), "COMPLETED_ON": done, "REVIEWED_ON": again})


def load_drawn(found: Drawn) -> None:
    """Load a return and files of the registers."""
    headers = [header(row["REFERENCE"], row["DATE_OF_BIRTH"]) for row in found.leavers]
    load_returns(council(), one_return(*found.episodes, headers=headers))
    for register, rows in (
        (registers.LEAVERS, found.leavers),
        (registers.CONTACTS, found.contacts),
        (registers.ACCOMMODATION, found.homes),
        (registers.ACTIVITIES, found.activities),
        (registers.PLANS, found.plans),
        (registers.LODGINGS, found.lodgings),
        (registers.LODGING_STATUSES, found.holds),
        (registers.ADVISERS, found.advisers),
    ):
        load(*rows, register=register)


class Person:
    """One care leaver on a day."""

    def __init__(self, found: Drawn, row: Row, on: date) -> None:
        self.row, self.on, self.born = row, on, day(row["DATE_OF_BIRTH"])
        name = row["REFERENCE"]
        self.age = age_on(on, self.born)
        self.contact = self._last(found.contacts, "CONTACTED_ON", "", "OUTCOME")
        self.home = self._last(found.homes, "MOVED_IN", "MOVED_OUT", "HOME")
        self.suitable = self._last(found.homes, "MOVED_IN", "MOVED_OUT", "SUITABLE")
        self.activity = self._last(found.activities, "BEGAN_ON", "ENDED_ON", "ACTIVITY")
        done = [day(plan[field]) for plan in found.plans if plan["LEAVER"] == name
                for field in ("COMPLETED_ON", "REVIEWED_ON") if day(plan[field]) <= on]  # fmt: skip
        self.planned_on = max(done, default=None)
        self.care = [row for row in found.episodes if row["CHILD"] == self.row["CHILD"]]
        self.stays = [home for home in found.homes if home["LEAVER"] == name and home["HOME"] == "WITH-PARENTS"]

    def _last(self, rows: Iterable[Row], starts: str, ends: str, says: str) -> str:
        ours = [row for row in rows if row["LEAVER"] == self.row["REFERENCE"] and day(row[starts]) <= self.on]
        last = max(ours, key=lambda row: day(row[starts]), default=None)
        return last[says] if last and (not ends or day(last[ends]) > self.on) else ""

    def planned_within(self, months: int) -> bool:
        return self.planned_on is not None and self.planned_on >= months_back(self.on, months)

    @property
    def is_served(self) -> bool:
        return self.age < 25 and covers(self.row["SERVICE_FROM"], self.row["SERVICE_TO"], self.on)

    @property
    def service(self) -> str:
        if self.is_served:
            return "ACTIVE"
        if self.entitlement in ("RELEVANT", "FORMER-RELEVANT"):
            return "" if self.contact == "DIED" else "IN-TOUCH"
        return {"ELIGIBLE": "IN-CARE", "QUALIFYING": "ADVICE"}.get(self.entitlement, "")

    @property
    def entitlement(self) -> str:
        if self.age >= 25:
            return ""
        if self.row["ENTITLEMENT_OVERRIDE"]:
            return self.row["ENTITLEMENT_OVERRIDE"]
        if self.age < 16 or not any(day(each["DECOM"]) <= self.on for each in self.care):
            return ""
        since = _eligible_from(self.born, tuple((each["DECOM"], each["DEC"]) for each in self.care))
        was_eligible = since is not None and since <= self.on
        if self.age < 18 and any(covers(each["DECOM"], each["DEC"], self.on) for each in self.care):
            return "ELIGIBLE" if was_eligible else ""
        if was_eligible and not self._lived_with_parents():
            return "RELEVANT" if self.age < 18 else "FORMER-RELEVANT"
        return "QUALIFYING" if self.age < 21 and self._qualifies() else ""

    def _lived_with_parents(self) -> bool:
        """For six months, on the day or on the last day before the 18th birthday."""
        on = self.on
        while age_on(on, self.born) >= 18:
            on -= DAY
        return any(day(s["MOVED_IN"]) <= months_back(on, 6) and on < day(s["MOVED_OUT"]) for s in self.stays)

    def _qualifies(self) -> bool:
        begun = [each for each in self.care if day(each["DECOM"]) <= self.on]
        after_16 = any(age_on(min(day(e["DEC"]), date(2100, 1, 1)) - DAY, self.born) >= 16 for e in begun)
        return after_16 or any(each["REC"] in GUARDIANS and day(each["DEC"]) <= self.on for each in begun)


@cache
def _eligible_from(born: date, care: tuple[tuple[str, str], ...]) -> date | None:
    """The first day in care at 16 or 17 on which 91 days in care since 14 had been reached, day by day."""
    reached = 0
    on = min((day(came) for came, _ in care), default=NEVER)
    while on < NEVER and age_on(on, born) < 18:
        if any(covers(came, went, on) for came, went in care):
            reached += age_on(on, born) >= 14
            if reached >= 91 and age_on(on, born) >= 16:
                return on
        on += DAY
    return None
