"""What the demo's registers tell of somebody over time: it agrees with what the returns said of each birthday."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY

from .people import Member, Told
from .states import UNSUITABLE

DAY = timedelta(days=1)
ENTERED_LATE, HALF_A_YEAR = timedelta(days=12), timedelta(days=190)
_HOMES = {
    "C": ("RESIDENTIAL",), "D": ("SUPPORTED-ACCOMMODATION",), "E": ("SUPPORTED-LODGINGS",), "G": ("ABROAD",),
    "K": ("LODGINGS",), "R": ("NOT-KNOWN",), "S": ("NO-FIXED-ABODE", "WITH-FRIENDS"), "T": ("FOYER",),
    "U": ("OWN-TENANCY", "OWN-TENANCY", "PRIVATE-RENTED"), "V": ("EMERGENCY",), "W": ("BED-AND-BREAKFAST",),
    "X": ("CUSTODY",), "Y": ("OTHER",), "Z": ("STAYING-PUT",), "B": ("WITH-PARENTS", "WITH-RELATIVES"),
}  # fmt: skip
_DOES = {
    "F1": ("HIGHER-EDUCATION",), "P1": ("HIGHER-EDUCATION",), "F2": ("EDUCATION",), "P2": ("EDUCATION",),
    "F3": ("WORK", "WORK", "TRAINING", "APPRENTICESHIP"), "P3": ("WORK", "TRAINING"), "G4": ("NEET-ILLNESS",),
    "G5": ("NEET-OTHER",), "G6": ("NEET-PARENTING",),
}  # fmt: skip
_HOURS = {"F": "FULL-TIME", "P": "PART-TIME"}
_STUDIES_OR_WORKS = ("HIGHER-EDUCATION", "EDUCATION", "APPRENTICESHIP", "TRAINING", "WORK")
WHY_UNSUITABLE = "Not safe or not fit to live in"


@dataclass(frozen=True)
class Spell:
    """What held from a day on: a home and whether it suits (YES or NO), or an activity and its hours."""

    starts: date
    what: str
    how: str
    ends: date | None = None


def homes_of(member: Member, now: str, *, late: bool = False) -> list[Spell]:
    """The homes of somebody who left care, up to the one on the reference day; ``now`` is blank without a service.

    ``late`` says that the home of the last birthday told of was entered with too late a day.
    """
    known = [
        (told, *_home(member, told)) for told in member.told if told.in_touch == "RHOM" or told.home not in ("", "0")
    ]
    final = (now, "NO" if now in UNSUITABLE else "YES") if now else None
    return _spells(member, known, final, "home", late=late)


def activities_of(member: Member, now: str, *, late: bool = False) -> list[Spell]:
    """Likewise what they did."""
    known = [(told, *_activity(member, told)) for told in member.told if told.activity not in ("", "0")]
    hours = "FULL-TIME" if now in _STUDIES_OR_WORKS else ""
    return _spells(member, known, (now, hours) if now else None, "activity", late=late)


def _home(member: Member, told: Told) -> tuple[str, str]:
    if told.in_touch == "RHOM":
        return "WITH-PARENTS", "YES"
    suits = "YES" if told.home[1] == "1" else "NO"
    kinds = _HOMES[told.home[0]]
    if told.home[0] == "U" and told.activity == "F1":
        kinds = ("UNIVERSITY", *kinds)
    return Dice("home", member.child, told.home).pick(kinds), suits


def _activity(member: Member, told: Told) -> tuple[str, str]:
    return Dice("activity", member.child, told.activity).pick(_DOES[told.activity]), _HOURS.get(told.activity[0], "")


def _spells(
    member: Member, known: Sequence[tuple[Told, str, str]], final: tuple[str, str] | None, of: str, *, late: bool
) -> list[Spell]:
    """One after the other: each begins after the birthday before it was told of, and by the one that tells of it."""
    dice = Dice("spells", of, member.child)
    spells: list[Spell] = []
    after = member.left or member.turns_18
    for told, code, how in known:
        what = _same_kind(spells, code)
        if not spells or (spells[-1].what, spells[-1].how) != (what, how):
            by = told.on - HALF_A_YEAR if told.in_touch == "RHOM" else told.on
            starts = dice.day(after, by) if spells else after
            if late and told is known[-1][0]:
                starts = min(told.on + ENTERED_LATE, REFERENCE_DAY)
            spells.append(Spell(starts, what, how))
        after = told.on + DAY
    if final and (not spells or not _goes_on(spells[-1], final, of)):
        first = max(after, spells[-1].starts + DAY) if spells else after
        spells.append(Spell(dice.day(first, REFERENCE_DAY) if spells else after, *final))
    ends = [*(spell.starts for spell in spells[1:]), service_to(member)]
    return [replace(spell, ends=end) for spell, end in zip(spells, ends, strict=False)]


def _same_kind(spells: Sequence[Spell], what: str) -> str:
    """The code of the return that comes again is the same home: renting stays renting in the same way."""
    alike = ("OWN-TENANCY", "PRIVATE-RENTED", "UNIVERSITY"), ("TRAINING", "WORK", "APPRENTICESHIP")
    last = spells[-1].what if spells else ""
    return last if any(last in kinds and what in kinds for kinds in alike) else what


def _goes_on(spell: Spell, final: tuple[str, str], of: str) -> bool:
    """Whether what held last holds on the reference day; part-time work may."""
    return (spell.what, spell.how) == final if of == "home" else spell.what == final[0]


def service_to(member: Member) -> date | None:
    """The day on which the active service ended; None while it goes on, or for somebody who never had one."""
    if member.is_active or member.left is None or not member.told:
        return None if member.is_active or member.left is None else member.left
    last = member.told[-1]
    return last.on if last.in_touch in ("DIED", "NREQ", "RHOM") else min(last.on + timedelta(days=90), REFERENCE_DAY)
