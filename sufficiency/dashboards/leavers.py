"""What the pages about care leavers show: counts, each with the list behind it, and the list itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode

from leavers import tallies
from leavers.lodgings import Lodgings, lodgings_on
from leavers.models import Activity, Entitlement, Home
from leavers.plans import PlanState
from leavers.standing import Group, Standing, standings
from leavers.tallies import Caseload, HomeTally, PlanTally
from sufficiency.core.models import Authority
from sufficiency.core.pages import Select

NONE = "none"
Condition = Callable[[Standing], bool]


@dataclass(frozen=True)
class Line:
    """A count with what it counts and the address of the list behind it."""

    text: str
    number: int
    address: str


@dataclass(frozen=True)
class Figures:
    """The counts of the page, of those with an active service unless they say otherwise."""

    active: int
    groups: Sequence[Line]
    entitlements: Sequence[Line]
    touch: Sequence[Line]
    homes: Sequence[tuple[HomeTally, str]]
    suitable: int
    unsuitable: int
    activities: Sequence[Line]
    in_education_or_work: int
    plans: Sequence[tuple[str, PlanTally, str]]
    caseloads: Sequence[Caseload]
    posts: float
    without_adviser: int
    lodgings: Lodgings
    not_entered: int

    @property
    def suitable_percent(self) -> float | None:
        """Of those with an active service; a home of which it is not known does not count as suitable."""
        return 100 * self.suitable / self.active if self.active else None

    @property
    def not_known_suitable(self) -> int:
        """Those with an active service of whom nobody knows whether their home suits them."""
        return self.active - self.suitable - self.unsuitable

    @property
    def cases_for_full_time(self) -> float | None:
        return self.active / self.posts if self.posts else None


def figures(authority: Authority, day: date) -> Figures:
    """Everything that the page counts on a day."""
    everybody = standings(authority, day)
    active = tallies.in_group(everybody, Group.ACTIVE)
    in_care = tallies.in_group(everybody, Group.IN_CARE)
    caseloads = tallies.caseloads(authority, active, day)
    listed = _Lists(day)
    return Figures(
        active=len(active),
        groups=[listed(str(group), tallies.in_group(everybody, group), group=group.name) for group in Group],
        entitlements=[
            Line(entitlement.label if entitlement else "None", number, listed.address(entitlement=entitlement or NONE))
            for entitlement, number in tallies.entitlements(active)
        ],
        touch=[
            listed("In touch", [p for p in active if p.is_in_touch], touch="in"),
            listed("Not in touch", [p for p in active if not p.is_in_touch], touch="out"),
            listed("Nobody in touch for eight weeks", [p for p in active if p.is_visit_overdue], touch="overdue"),
        ],
        homes=[(row, listed.address(home=row.home.value)) for row in tallies.homes(active)],
        suitable=sum(row.suitable for row in tallies.homes(active)),
        unsuitable=sum(row.unsuitable for row in tallies.homes(active)),
        activities=[
            Line(str(doing.label), number, listed.address(activity=doing.value))
            for doing, number in tallies.activities(active)
        ],
        in_education_or_work=sum(person.is_educated_employed_or_trained for person in active),
        plans=[
            (str(group), tallies.plans(people), listed.address(group=group.name))
            for group, people in ((Group.IN_CARE, in_care), (Group.ACTIVE, active))
        ],
        caseloads=caseloads,
        posts=tallies.full_time_posts(caseloads),
        without_adviser=sum(not person.leaver.adviser for person in active),
        lodgings=lodgings_on(authority, day),
        not_entered=len(tallies.eligible_without_entry(authority, everybody, day)),
    )


class _Lists:
    """Addresses of the list on a day."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self, text: str, people: Sequence[Standing], **choices: str) -> Line:
        return Line(text, len(people), self.address(**choices))

    def address(self, **choices: str) -> str:
        asked = {"as-at": self.day.isoformat(), "group": Group.ACTIVE.name, **choices}
        return f"{reverse('dashboards:leavers-list')}?{urlencode(asked)}"


TOUCH: Mapping[str, tuple[str, Condition]] = {
    "in": ("In touch", lambda person: person.is_in_touch),
    "out": ("Not in touch", lambda person: not person.is_in_touch),
    "overdue": ("Nobody in touch for eight weeks", lambda person: person.is_visit_overdue),
}
AGES: Mapping[str, tuple[str, Condition]] = {
    "16-17": ("16 and 17", lambda person: person.age in (16, 17)),
    "18-20": ("18 to 20", lambda person: 18 <= person.age <= 20),
    "21-24": ("21 to 24", lambda person: 21 <= person.age <= 24),
}
SUITABLE = {"YES": "Suitable", "NO": "Not suitable", "NOT-KNOWN": "Not known"}


class LeaversFilter(forms.Form):
    """Which care leavers the list holds; what the address does not say narrows nothing."""

    group = forms.ChoiceField(label="Service", required=False, widget=Select)
    entitlement = forms.ChoiceField(label="Entitlement", required=False, widget=Select)
    age = forms.ChoiceField(label="Age", required=False, widget=Select)
    touch = forms.ChoiceField(label="In touch", required=False, widget=Select)
    home = forms.ChoiceField(label="Home", required=False, widget=Select)
    suitable = forms.ChoiceField(label="Suitable", required=False, widget=Select)
    activity = forms.ChoiceField(label="Activity", required=False, widget=Select)
    plan = forms.ChoiceField(label="Pathway plan", required=False, widget=Select)
    adviser = forms.ChoiceField(label="Adviser", required=False, widget=Select)

    def __init__(self, data: Mapping[str, Any], everybody: Sequence[Standing]) -> None:
        super().__init__(data)
        self.everybody = everybody
        advisers = sorted({person.leaver.adviser for person in everybody if person.leaver.adviser})
        choices: dict[str, list[tuple[str, str]]] = {
            "group": [(group.name, str(group)) for group in Group],
            "entitlement": [*((each.value, str(each.label)) for each in Entitlement), (NONE, "None")],
            "age": [(slug, text) for slug, (text, _) in AGES.items()],
            "touch": [(slug, text) for slug, (text, _) in TOUCH.items()],
            "home": [(home.value, str(home.label)) for home in Home],
            "suitable": list(SUITABLE.items()),
            "activity": [(doing.value, str(doing.label)) for doing in Activity.Doing],
            "plan": [(state.name, str(state)) for state in PlanState],
            "adviser": [*((name, name) for name in advisers), (NONE, "None")],
        }
        for name, of_field in choices.items():
            field = self.fields[name]
            field.choices = [("", "All"), *of_field]  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = f"Choose one of the options for {field.label}"

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that narrow the list."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def people(self) -> list[Standing]:
        """Those who match every choice."""
        found = list(self.everybody)
        for name, value in self.chosen.items():
            found = [person for person in found if _matches(person, name, value)]
        return found


def _matches(person: Standing, name: str, value: str) -> bool:
    """Whether somebody matches one choice."""
    if name in ("touch", "age"):
        _, condition = (TOUCH if name == "touch" else AGES)[value]
        return condition(person)
    has = {
        "group": person.group.name,
        "entitlement": person.entitlement or NONE,
        "home": person.lives,
        "suitable": person.suitable,
        "activity": person.does,
        "plan": person.plan.state.name,
        "adviser": person.leaver.adviser or NONE,
    }
    return has[name] == value
