"""How every care leaver of the register stands on a day: in a constant number of queries, whatever their number."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q

from placements.entries import entries_of, in_force
from sufficiency.core.dates import age_on
from sufficiency.core.models import Authority

from .entitlement import OLDEST, Finding, Life, find
from .models import Accommodation, Activity, CareLeaver, Contact, Entitlement, Home, PlanRule
from .plans import Plan, first_due, last_done, plan_on, rule_for
from .reading import by_leaver, care_of, covering, with_parents

EDUCATED_EMPLOYED_OR_TRAINED = frozenset({"HIGHER-EDUCATION", "EDUCATION", "APPRENTICESHIP", "TRAINING", "WORK"})
Of = TypeVar("Of", bound=Model)
VISIT_EVERY = timedelta(weeks=8)  # Care Leavers Regulations 2010, regulation 8: at intervals of at most two months


class Group(StrEnum):
    """What the service does for somebody."""

    ACTIVE = "Active service"
    IN_CARE = "Still in care"
    IN_TOUCH = "Duty to keep in touch"
    ADVICE = "Advice when they ask for it"
    NONE = "No duty"


@dataclass(frozen=True)
class Standing:
    """One care leaver on a day."""

    day: date
    leaver: CareLeaver
    life: Life
    by_rules: Finding
    contact: Contact | None
    home: Accommodation | None
    activity: Activity | None
    plan: Plan

    @property
    def age(self) -> int:
        """Completed years."""
        return age_on(self.day, self.leaver.date_of_birth)

    @property
    def entitlement(self) -> Entitlement | None:
        """By hand where somebody has said so, else by the rules; whoever said so, it ends at 25."""
        return Entitlement(self.leaver.entitlement_override) if self.is_by_hand else self.by_rules.entitlement

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody has said what they are entitled to, in place of the rules."""
        return bool(self.leaver.entitlement_override) and self.age < OLDEST

    @property
    def why(self) -> str:
        """Why they are entitled to it."""
        return self.leaver.override_reason if self.is_by_hand else self.by_rules.why

    @property
    def group(self) -> Group:
        """What the service does for them; an eligible child is in care still, and nobody is served after 25."""
        starts, ends = self.leaver.service_from, self.leaver.service_to
        if starts and starts <= self.day and (ends is None or ends > self.day) and self.age < OLDEST:
            return Group.ACTIVE
        if self.entitlement == Entitlement.ELIGIBLE:
            return Group.IN_CARE
        if self.entitlement in (Entitlement.RELEVANT, Entitlement.FORMER_RELEVANT) and not self.has_died:
            return Group.IN_TOUCH
        return Group.ADVICE if self.entitlement == Entitlement.QUALIFYING else Group.NONE

    @property
    def has_died(self) -> bool:
        return self.contact is not None and self.contact.outcome == Contact.Outcome.DIED

    @property
    def is_in_touch(self) -> bool:
        """Whether the latest contact reached them."""
        return self.contact is not None and self.contact.outcome == Contact.Outcome.IN_TOUCH

    @property
    def is_visit_overdue(self) -> bool:
        """Whether nobody has been in touch for eight weeks."""
        return not self.is_in_touch or (self.contact is not None and self.contact.contacted_on < self.day - VISIT_EVERY)

    @property
    def lives(self) -> Home:
        """The kind of home; not known when the register does not say."""
        return Home(self.home.home) if self.home else Home.NOT_KNOWN

    @property
    def suitable(self) -> Accommodation.Suitable:
        return Accommodation.Suitable(self.home.suitable) if self.home else Accommodation.Suitable.NOT_KNOWN

    @property
    def does(self) -> Activity.Doing:
        """Education, employment or training; not known when the register does not say."""
        return Activity.Doing(self.activity.activity) if self.activity else Activity.Doing.NOT_KNOWN

    @property
    def is_educated_employed_or_trained(self) -> bool:
        return self.does in EDUCATED_EMPLOYED_OR_TRAINED


def standings(authority: Authority, day: date, *, among: Q | None = None) -> list[Standing]:
    """Everybody in the register of care leavers, in the order of their references, as they stand on a day.

    ``among`` is a condition that narrows the care leavers.
    """
    leavers = list(entries_of(CareLeaver, authority).filter(among or Q()).order_by("reference"))
    care, unaccompanied = care_of(authority, {leaver.child for leaver in leavers if leaver.child})
    theirs = Q() if among is None else Q(leaver__in=[leaver.reference for leaver in leavers])
    homes = _latest(Accommodation, authority, theirs, day, "moved_in")
    parental = by_leaver(Accommodation, authority, theirs & Q(moved_in__lte=day, home=Home.WITH_PARENTS), "moved_in")
    contacts = _latest(Contact, authority, theirs, day, "contacted_on")
    activities = _latest(Activity, authority, theirs, day, "began_on")
    planned = last_done(authority, theirs, day)
    rules = list(entries_of(PlanRule, authority))
    found = []
    for leaver in leavers:
        key = leaver.reference
        life = Life(leaver.date_of_birth, care.get(leaver.child, ()), with_parents(parental[key]))
        rule = rule_for(leaver.date_of_birth, rules)
        due = first_due(life, rule, is_unaccompanied=leaver.child in unaccompanied)
        found.append(
            Standing(
                day=day,
                leaver=leaver,
                life=life,
                by_rules=find(life, day),
                contact=contacts.get(key),
                home=covering(homes.get(key), "moved_out", day),
                activity=covering(activities.get(key), "ended_on", day),
                plan=plan_on(day, due, rule, planned.get(key)),
            )
        )
    return found


def _latest(model: type[Of], authority: Authority, where: Q, day: date, since: str) -> dict[str, Of]:
    """By care leaver: the last entry, of those that meet a condition, that had begun on a day."""
    begun = in_force(model, authority, day, whole="leaver", since=since).filter(where)
    return {entry.leaver: entry for entry in begun}  # type: ignore[attr-defined]
