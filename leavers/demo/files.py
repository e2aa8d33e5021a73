"""Writes the demo's registers of care leavers as files."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from placements.demo.days import birthday
from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY
from placements.demo.writing import csv_file, written

from .advisers import adviser_rows, advisers_of
from .contacts import contact_rows
from .histories import WHY_UNSUITABLE, Spell, activities_of, homes_of, service_to
from .lodgings import lodging_rows, lodging_status_rows, lodgings_of
from .people import UNLINKED, Member, members
from .plans import RULES, plan_rows
from .states import UNSUITABLE, activities_now, homes_now, not_in_touch

Row = Sequence[str]

LEAVERS = (
    "REFERENCE", "CHILD", "DATE_OF_BIRTH", "ENTITLEMENT_OVERRIDE", "OVERRIDE_REASON", "ADVISER", "SERVICE_FROM",
    "SERVICE_TO", "HOUSING_NEXT", "HOUSING_FROM",
)  # fmt: skip
CONTACTS = ("LEAVER", "CONTACTED_ON", "OUTCOME", "MEANS", "NOTE")
ACCOMMODATION = (
    "LEAVER", "MOVED_IN", "MOVED_OUT", "HOME", "SUITABLE", "REASON_UNSUITABLE", "BY_HOUSING", "LODGING",
)  # fmt: skip
ACTIVITIES = ("LEAVER", "BEGAN_ON", "ENDED_ON", "ACTIVITY", "HOURS")
PLANS = ("LEAVER", "PLAN_DUE", "COMPLETED_ON", "REVIEWED_ON")
PLAN_RULES = ("IN_FORCE_FROM", "FIRST_PLAN_MONTHS", "UNACCOMPANIED_MONTHS", "REVIEW_MONTHS", "SOURCE")
ADVISERS = ("ADVISER", "TEAM", "WORKING_TIME", "WORKS_FROM", "WORKS_TO")
LODGINGS = ("REFERENCE", "LOCALITY", "LODGING_PLACES", "APPROVED_FROM", "APPROVED_TO")
LODGING_STATUSES = ("LODGING", "SINCE", "PLACES_ON_HOLD", "WHY_ON_HOLD")

# Where the registers and the return on care leavers differ, as they do in life: so many entered with too late a day.
HOMES_ENTERED_LATE, ACTIVITIES_ENTERED_LATE = 2, 1
_PLANNED = {
    "SUPPORTED-ACCOMMODATION": 24, "SUPPORTED-LODGINGS": 10, "OWN-TENANCY": 14, "UNIVERSITY": 6, "WITH-PARENTS": 5,
    "STAYING-CLOSE": 3,
}  # fmt: skip
_PLANNED_WITH_CARERS = _PLANNED | {"STAYING-PUT": 60, "STAYING-CLOSE": 0}
_PLANNED_AT_21 = {"OWN-TENANCY": 7, "PRIVATE-RENTED": 3}


def demo_registers() -> dict[str, bytes]:
    """File name (such as ``care-leavers.csv``) -> content, as on 30 November 2020. The same bytes at every call."""
    everybody = members()
    active = [member for member in everybody if member.is_active]
    silent = not_in_touch(active)
    does = activities_now(active, silent)
    lives = homes_now(active, silent, does)
    odd = _Oddities(active, lives, does)
    name = odd.references
    adviser = advisers_of(everybody)
    gone = [member for member in everybody if not member.is_in_care]
    homes = {m.child: homes_of(m, lives.get(m.child, ""), late=m.child in odd.late_homes) for m in gone}
    doing = {m.child: activities_of(m, does.get(m.child, ""), late=m.child in odd.late_activities) for m in gone}
    lodging = lodgings_of(child for child, home in lives.items() if home == "SUPPORTED-LODGINGS")
    return {
        "care-leavers.csv": csv_file(LEAVERS, (_leaver(m, lives, adviser, odd) for m in everybody)),
        "leaver-contacts.csv": csv_file(
            CONTACTS, ((name(m), *row) for m in gone for row in contact_rows(m, silent.get(m.child)))
        ),
        "leaver-accommodation.csv": csv_file(
            ACCOMMODATION,
            ((name(m), *row) for m in gone for row in _homes(homes[m.child], lodging.get(m.child, ""))),
        ),
        "leaver-activities.csv": csv_file(
            ACTIVITIES,
            (
                (name(m), written(spell.starts), written(spell.ends), spell.what, spell.how)
                for m in gone
                for spell in doing[m.child]
            ),
        ),
        "pathway-plans.csv": csv_file(PLANS, ((name(m), *row) for m in everybody for row in plan_rows(m))),
        "pathway-plan-rules.csv": csv_file(PLAN_RULES, RULES),
        "personal-advisers.csv": csv_file(ADVISERS, adviser_rows()),
        "supported-lodgings.csv": csv_file(LODGINGS, lodging_rows()),
        "supported-lodgings-statuses.csv": csv_file(LODGING_STATUSES, lodging_status_rows()),
    }


class _Oddities:
    """Whose entries differ from the return on care leavers, and how."""

    def __init__(self, active: Iterable[Member], lives: dict[str, str], does: dict[str, str]) -> None:
        told = [m for m in active if m.last_told and m.last_told.in_touch == "YES" and m.age < 21]
        told = [m for m in told if date(2020, 5, 1) < m.told[-1].on < date(2020, 10, 31) and len(m.told) > 1]
        shuffled = Dice("oddities").shuffled(told)
        moved = [m for m in shuffled if m.told[-1].home[0] not in (m.told[-2].home[:1], "U") and m.told[-2].home[1:]]
        self.late_homes = {m.child for m in moved[:HOMES_ENTERED_LATE]}
        changed = [m for m in shuffled if m.told[-1].activity[0] != m.told[-2].activity[:1] and m.told[-2].home[1:]]
        changed = [m for m in changed if m.child not in self.late_homes]
        self.late_activities = {m.child for m in changed[:ACTIVITIES_ENTERED_LATE]}
        rest = [m for m in shuffled if m.child not in self.late_homes | self.late_activities]
        self.unlinked, self.misread = rest[0].child, rest[1].child

    def references(self, member: Member) -> str:
        """The reference in the register: CHILD, but for one who was entered without it."""
        return UNLINKED if member.child == self.unlinked else member.child

    def born(self, member: Member) -> date:
        """The date of birth in the register, once misread."""
        return member.born + timedelta(days=1) if member.child == self.misread else member.born


def _leaver(member: Member, lives: dict[str, str], adviser: dict[str, str], odd: _Oddities) -> Row:
    reference = odd.references(member)
    child = member.child if reference != UNLINKED and member.is_in_returns else ""
    override, why = _by_hand(member, child)
    housing = _housing(member, lives)
    return (
        reference,
        child,
        written(odd.born(member)),
        override,
        why,
        adviser.get(member.child, ""),
        written(member.left if member.is_active or member.told else None),
        written(service_to(member) if member.told else None),
        housing,
        "",
    )


def _by_hand(member: Member, child: str) -> tuple[str, str]:
    """What the rules cannot know: the time in care of those who left before the first return."""
    if not child and member.is_in_returns:
        return "FORMER-RELEVANT", "Not yet linked with the child in care; left care at 18"
    if member.returns_know_care or member.left is None:
        return "", ""
    return "FORMER-RELEVANT", f"Left care at 18 in {member.left.year}, before the first return held here"


def _housing(member: Member, lives: dict[str, str]) -> str:
    """The kind of home planned for the next birthday that counts: for most within half a year, fewer later."""
    dice = Dice("housing", member.child)
    at_18 = _PLANNED_WITH_CARERS if member.is_fostered else _PLANNED
    for age, plan in ((18, at_18), (21, _PLANNED_AT_21)):
        days = (birthday(member.born, age) - REFERENCE_DAY).days
        lasting = lives.get(member.child, "") in ("OWN-TENANCY", "PRIVATE-RENTED", "WITH-PARENTS", "WITH-RELATIVES")
        if 0 < days < 550 and not (age == 21 and lasting) and (member.is_in_care or member.is_active):
            return dice.weighted(plan) if dice.chance(0.9 if days < 180 else 0.55 if days < 365 else 0.2) else ""
    return ""


def _homes(spells: Iterable[Spell], lodging: str) -> Iterator[Row]:
    for spell in spells:
        why = (UNSUITABLE.get(spell.what) or WHY_UNSUITABLE) if spell.how == "NO" else ""
        by_housing = "Yes" if spell.what in ("EMERGENCY", "BED-AND-BREAKFAST") else ""
        here = lodging if spell.what == "SUPPORTED-LODGINGS" and spell.ends is None else ""
        yield written(spell.starts), written(spell.ends), spell.what, spell.how, why, by_housing, here
