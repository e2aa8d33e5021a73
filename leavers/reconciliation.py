"""Where the return on care leavers (OC3) and the registers say different things. Neither is changed for the other.

The return speaks of each birthday from the 17th to the 21st; the registers are read as they tell of that day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from placements.entries import entries_of
from sufficiency.core.dates import months_back
from sufficiency.core.models import Authority

from . import codes
from .days import birthday, months_after
from .entitlement import Life, find
from .models import Accommodation, Activity, CareLeaver, Contact, Entitlement, Home, LeaverRecord
from .reading import by_leaver, care_of, covering, known_until, with_parents

AGES = range(17, 22)
IN_TOUCH_MONTHS_BEFORE, IN_TOUCH_MONTHS_AFTER = 3, 1  # when a contact counts for a birthday, by the return's guide
OUTCOMES = {
    "YES": Contact.Outcome.IN_TOUCH,
    "NO": Contact.Outcome.NOT_IN_TOUCH,
    "REFU": Contact.Outcome.REFUSED,
    "NREQ": Contact.Outcome.NO_SERVICE,
    "RHOM": Contact.Outcome.BACK_HOME,
    "DIED": Contact.Outcome.DIED,
}
# The kinds of home that each letter of ACCOM may stand for.
HOMES: dict[str, frozenset[str]] = {
    "B": frozenset({Home.WITH_PARENTS, Home.WITH_RELATIVES}),
    "C": frozenset({Home.RESIDENTIAL, Home.STAYING_CLOSE}),
    "D": frozenset({Home.SUPPORTED_ACCOMMODATION, Home.STAYING_CLOSE}),
    "E": frozenset({Home.SUPPORTED_LODGINGS}),
    "G": frozenset({Home.ABROAD}),
    "H": frozenset({Home.ABROAD}),
    "K": frozenset({Home.LODGINGS}),
    "R": frozenset({Home.NOT_KNOWN}),
    "S": frozenset({Home.NO_FIXED_ABODE, Home.WITH_FRIENDS}),
    "T": frozenset({Home.FOYER}),
    "U": frozenset({Home.OWN_TENANCY, Home.PRIVATE_RENTED, Home.UNIVERSITY}),
    "V": frozenset({Home.EMERGENCY}),
    "W": frozenset({Home.BED_AND_BREAKFAST}),
    "X": frozenset({Home.CUSTODY}),
    "Y": frozenset({Home.OTHER, Home.WITH_FRIENDS, Home.UNIVERSITY}),
    "Z": frozenset({Home.STAYING_PUT}),
}
_WORK = frozenset({Activity.Doing.TRAINING, Activity.Doing.WORK})
ACTIVITIES: dict[str, frozenset[str]] = {
    "1": frozenset({Activity.Doing.HIGHER_EDUCATION}),
    "2": frozenset({Activity.Doing.EDUCATION}),
    "3": _WORK | {Activity.Doing.APPRENTICESHIP},
    "4": frozenset({Activity.Doing.APPRENTICESHIP}),
    "5": _WORK,
    "G4": frozenset({Activity.Doing.NEET_ILLNESS}),
    "G5": frozenset({Activity.Doing.NEET_OTHER}),
    "G6": frozenset({Activity.Doing.NEET_PARENTING}),
}
HOURS = {"F": Activity.Hours.FULL_TIME, "P": Activity.Hours.PART_TIME}


class About(StrEnum):
    """What a difference is about."""

    NOT_IN_REGISTER = "Not in the register"
    NOT_IN_RETURN = "Not in the return"
    BIRTH = "Date of birth"
    TOUCH = "In touch"
    HOME = "Home"
    SUITABLE = "Suitable or not"
    ACTIVITY = "Education, employment or training"


@dataclass(frozen=True)
class Difference:
    """Something that the return and the registers say differently of one care leaver about one birthday."""

    reference: str  # CHILD for somebody whom the register does not hold
    child: str
    birthday: date
    about: About
    in_return: str
    in_register: str


@dataclass(frozen=True)
class Reconciliation:
    """The differences of one return, how many of its rows were compared, and up to which birthday."""

    year: int
    until: date
    compared: int
    differences: Sequence[Difference]

    @property
    def agreeing(self) -> int:
        """Rows of the return with which the registers agree in everything."""
        children = {each.child for each in self.differences if each.about is not About.NOT_IN_RETURN}
        return self.compared - len(children)


@dataclass(frozen=True)
class _Registers:
    """What the registers hold of everybody, by reference."""

    leavers: Sequence[CareLeaver]
    homes: dict[str, list[Accommodation]]
    contacts: dict[str, list[Contact]]
    activities: dict[str, list[Activity]]


def years_with_rows(authority: Authority) -> list[int]:
    """The return years of which care leavers are told, the latest first."""
    years = entries_of(LeaverRecord, authority).filter(file__current=True).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def reconcile(authority: Authority, year: int, day: date) -> Reconciliation:
    """Compare the return of a year with the registers, for birthdays up to a day and as far as the registers go."""
    until = min(filter(None, (day, known_until(authority), date(year, 3, 31))))
    rows = entries_of(LeaverRecord, authority).filter(file__current=True, year=year).order_by("child")
    contacts_until = months_after(until, IN_TOUCH_MONTHS_AFTER)
    registers = _Registers(
        list(entries_of(CareLeaver, authority)),
        by_leaver(Accommodation, authority, Q(moved_in__lte=until), "moved_in"),
        by_leaver(Contact, authority, Q(contacted_on__lte=contacts_until), "contacted_on"),
        by_leaver(Activity, authority, Q(began_on__lte=until), "began_on"),
    )
    compared = [(row, on) for row in rows if (on := _birthday_in(row.date_of_birth, year)) and on <= until]
    told = {row.child for row in rows}
    by_child = {leaver.child: leaver for leaver in registers.leavers if leaver.child}
    differences = [each for row, on in compared for each in _of_row(row, on, by_child.get(row.child), registers)]
    differences += _not_in_return(authority, told, registers, date(year - 1, 4, 1), until)
    return Reconciliation(
        year, until, len(compared), sorted(differences, key=lambda each: (each.birthday, each.reference))
    )


def _birthday_in(born: date | None, year: int) -> date | None:
    """The birthday from the 17th to the 21st that lies in a return year."""
    if born is None:
        return None
    birthdays = [birthday(born, age) for age in AGES]
    return next((on for on in birthdays if date(year - 1, 4, 1) <= on <= date(year, 3, 31)), None)


def _of_row(row: LeaverRecord, on: date, leaver: CareLeaver | None, registers: _Registers) -> Iterator[Difference]:
    """Where the registers differ from a row of the return."""
    if leaver is None:
        yield Difference(
            row.child, row.child, on, About.NOT_IN_REGISTER, "In the return", "No care leaver of this CHILD"
        )
        return

    def differs(about: About, in_return: str, in_register: str) -> Difference:
        return Difference(leaver.reference, row.child, on, about, in_return, in_register)

    if row.date_of_birth != leaver.date_of_birth:
        yield differs(About.BIRTH, _said(row.date_of_birth), _said(leaver.date_of_birth))
    outcome = _outcome(registers.contacts[leaver.reference], on)
    if row.in_touch and OUTCOMES[row.in_touch] != outcome:
        found = str(Contact.Outcome(outcome).label) if outcome else "No contact about that day"
        yield differs(About.TOUCH, codes.IN_TOUCH[row.in_touch].label, found)
    home = _held(registers.homes[leaver.reference], "moved_in", "moved_out", on)
    yield from (differs(*each) for each in _about_home(row.accommodation, home))
    activity = _held(registers.activities[leaver.reference], "began_on", "ended_on", on)
    yield from (differs(*each) for each in _about_activity(row.activity, activity))


def _about_home(code: str, home: Accommodation | None) -> Iterator[tuple[About, str, str]]:
    """Where they live, and whether it suits; blank and 0 say nothing."""
    if code in ("", "0"):
        return
    letter, suits = code[0], code[1]
    kind = home.home if home else Home.NOT_KNOWN
    if kind not in HOMES[letter]:
        yield About.HOME, codes.KINDS_OF_HOME[letter], str(Home(kind).label)
    elif home and home.suitable != (suitable := {"1": "YES", "2": "NO"}[suits]):
        labels = Accommodation.Suitable
        yield About.SUITABLE, str(labels(suitable).label), str(labels(home.suitable).label)


def _about_activity(code: str, activity: Activity | None) -> Iterator[tuple[About, str, str]]:
    """What they do; blank and 0 say nothing, and a register without hours says nothing of them."""
    if code in ("", "0"):
        return
    may_be = ACTIVITIES[code] if code in ACTIVITIES else ACTIVITIES[code[1]]
    hours = HOURS.get(code[0], "")
    does = activity.activity if activity else Activity.Doing.NOT_KNOWN
    if does not in may_be or (hours and activity and activity.hours and activity.hours != hours):
        said = str(Activity.Doing(does).label)
        if activity and activity.hours:
            said += f", {Activity.Hours(activity.hours).label.lower()}"
        yield About.ACTIVITY, codes.ACTIV[code].label, said


def _outcome(contacts: Sequence[Contact], on: date) -> str:
    """What the contacts about a birthday came to: in touch when one did, else what the last came to."""
    first, last = months_back(on, IN_TOUCH_MONTHS_BEFORE), months_after(on, IN_TOUCH_MONTHS_AFTER)
    outcomes = [contact.outcome for contact in contacts if first <= contact.contacted_on <= last]
    if Contact.Outcome.IN_TOUCH in outcomes:
        return Contact.Outcome.IN_TOUCH
    return outcomes[-1] if outcomes else ""


def _held(entries: Sequence[Any], starts: str, ends: str, on: date) -> Any:
    """The entry that held on a day."""
    begun = [entry for entry in entries if getattr(entry, starts) <= on]
    return covering(begun[-1] if begun else None, ends, on)


def _not_in_return(
    authority: Authority, told: set[str], registers: _Registers, first: date, until: date
) -> Iterator[Difference]:
    """Relevant and former relevant care leavers with a birthday in the year of whom the return says nothing."""
    care, _ = care_of(authority, {leaver.child for leaver in registers.leavers if leaver.child})
    for leaver in registers.leavers:
        birthdays = [birthday(leaver.date_of_birth, age) for age in AGES]
        on = next((each for each in birthdays if first <= each <= until), None)
        outcomes = {contact.outcome for contact in registers.contacts[leaver.reference]}
        if on is None or leaver.child in told or Contact.Outcome.DIED in outcomes:
            continue
        homes = with_parents(registers.homes[leaver.reference])
        life = Life(leaver.date_of_birth, care.get(leaver.child, ()), homes)
        entitlement = leaver.entitlement_override or find(life, on).entitlement
        if entitlement in (Entitlement.RELEVANT, Entitlement.FORMER_RELEVANT):
            label = str(Entitlement(entitlement).label)
            yield Difference(leaver.reference, leaver.child, on, About.NOT_IN_RETURN, "No row", label)


def _said(day: date | None) -> str:
    """30 November 2020; what is blank is not known."""
    return f"{day.day} {day:%B %Y}" if day else "Not known"
