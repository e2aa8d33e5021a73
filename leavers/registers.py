"""The registers of care leavers, of those who work with them, and of supported lodgings."""

from datetime import date

from django.db.models import Q

from sufficiency.registers.register import Flag, Reference, Register

from . import checks, models
from .lodgings import lodgings_on
from .standing import standings


def _in_force(starts: str, ends: str, day: date) -> Q:
    return Q(**{f"{starts}__lte": day}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


def _without_adviser(day: date) -> Q:
    return Q(adviser="") & _in_force("service_from", "service_to", day)


def _unsuitable(day: date) -> Q:
    return Q(suitable="NO") & _in_force("moved_in", "moved_out", day)


def _standing_of(leaver: models.CareLeaver, day: date) -> list[tuple[str, str]]:
    """What follows for a care leaver from the returns and the other registers."""
    (standing,) = standings(leaver.authority, day, among=Q(reference=leaver.reference))
    entitlement = str(standing.entitlement.label) if standing.entitlement else "None"
    said = [
        ("Age", str(standing.age)),
        ("Entitlement today", f"{entitlement}: {standing.why}"),
        ("Service today", str(standing.group)),
        ("Pathway plan today", str(standing.plan.state)),
    ]
    if standing.is_by_hand:
        by_rules = standing.by_rules
        said.append(("By the rules", str(by_rules.entitlement.label) if by_rules.entitlement else by_rules.why))
    if due := standing.plan.next_due:
        said.append(("Plan or review due", f"{due.day} {due:%B %Y}"))
    return said


def _places_of(lodging: models.Lodging, day: date) -> list[tuple[str, str]]:
    """How the places of a provider are used."""
    providers = lodgings_on(lodging.authority, day).providers
    found = next((provider for provider in providers if provider.lodging.pk == lodging.pk), None)
    if found is None:
        return [("Today", "Not approved")]
    return [("On hold today", str(found.on_hold)), ("Used today", str(found.used)), ("Vacant today", str(found.vacant))]


def _plan_overdue(day: date) -> Q:
    return Q(plan_due__lt=day, completed_on=None)


ADVISERS = Register(
    slug="personal-advisers",
    title="Personal advisers",
    one="personal adviser",
    about="Who works with care leavers, and for how much of the week.",
    model=models.Adviser,
    rows=models.AdviserRow,
    columns=("adviser", "team", "working_time", "works_from", "works_to"),
    filters=("team",),
    search=("adviser", "team"),
    period=("works_from", "works_to"),
)
LEAVERS = Register(
    slug="care-leavers",
    title="Care leavers",
    one="care leaver",
    about="Young people whom the council prepares for leaving care, or supports after it until they are 25.",
    model=models.CareLeaver,
    rows=models.CareLeaverRow,
    columns=("reference", "date_of_birth", "adviser", "service_from", "service_to", "housing_next"),
    filters=("adviser", "entitlement_override", "housing_next"),
    search=("reference", "child", "adviser"),
    period=("service_from", "service_to"),
    references=(Reference(ADVISERS, ("adviser",)),),
    flags=(Flag("without-adviser", "No personal adviser", _without_adviser),),
    scans=checks.LEAVERS,
    worked_out=_standing_of,
)
LODGINGS = Register(
    slug="supported-lodgings",
    title="Supported lodgings",
    one="provider of supported lodgings",
    about="Households that take in young people who have left care or are about to. Who lives there stands with them.",
    model=models.Lodging,
    rows=models.LodgingRow,
    columns=("reference", "locality", "lodging_places", "approved_from", "approved_to"),
    filters=("locality",),
    search=("reference", "locality"),
    period=("approved_from", "approved_to"),
    worked_out=_places_of,
)
LODGING_STATUSES = Register(
    slug="supported-lodgings-statuses",
    title="Places of supported lodgings on hold",
    one="status",
    about="How many places of each provider cannot be used. A status holds until the provider's next.",
    model=models.LodgingStatus,
    rows=models.LodgingStatusRow,
    columns=("lodging", "since", "places_on_hold", "why_on_hold"),
    search=("lodging", "why_on_hold"),
    period=("since",),
    references=(Reference(LODGINGS, ("lodging",), is_part=True),),
)
CONTACTS = Register(
    slug="leaver-contacts",
    title="Contacts with care leavers",
    one="contact",
    about="When the service was in touch with each care leaver, or tried to be.",
    model=models.Contact,
    rows=models.ContactRow,
    columns=("leaver", "contacted_on", "outcome", "means", "note"),
    filters=("outcome", "means"),
    search=("leaver", "note"),
    tally="outcome",
    references=(Reference(LEAVERS, ("leaver",), is_part=True),),
)
ACCOMMODATION = Register(
    slug="leaver-accommodation",
    title="Accommodation of care leavers",
    one="home",
    about="Where each care leaver has lived, and whether it suited them.",
    model=models.Accommodation,
    rows=models.AccommodationRow,
    columns=("leaver", "moved_in", "moved_out", "home", "suitable", "reason_unsuitable"),
    filters=("home", "suitable", "by_housing"),
    search=("leaver", "lodging", "reason_unsuitable"),
    period=("moved_in", "moved_out"),
    tally="home",
    references=(Reference(LEAVERS, ("leaver",), is_part=True), Reference(LODGINGS, ("lodging",))),
    flags=(Flag("unsuitable", "Not suitable", _unsuitable, is_urgent=True),),
    scans=checks.HOMES,
)
ACTIVITIES = Register(
    slug="leaver-activities",
    title="Education, employment and training of care leavers",
    one="activity",
    about="What each care leaver does, or why nothing.",
    model=models.Activity,
    rows=models.ActivityRow,
    columns=("leaver", "began_on", "ended_on", "activity", "hours"),
    filters=("activity", "hours"),
    search=("leaver",),
    period=("began_on", "ended_on"),
    tally="activity",
    references=(Reference(LEAVERS, ("leaver",), is_part=True),),
    scans=checks.ACTIVITIES,
)
PLANS = Register(
    slug="pathway-plans",
    title="Pathway plans",
    one="pathway plan",
    about="When each pathway plan was due, finished and looked at again.",
    model=models.PathwayPlan,
    rows=models.PathwayPlanRow,
    columns=("leaver", "plan_due", "completed_on", "reviewed_on"),
    search=("leaver",),
    references=(Reference(LEAVERS, ("leaver",), is_part=True),),
    flags=(Flag("overdue", "Overdue", _plan_overdue),),
)
PLAN_RULES = Register(
    slug="pathway-plan-rules",
    title="Rules on pathway plans",
    one="rule",
    about="When the first pathway plan is due, and how often plans are reviewed: for those who turn 16 from a day on.",
    model=models.PlanRule,
    rows=models.PlanRuleRow,
    columns=("in_force_from", "first_plan_months", "unaccompanied_months", "review_months", "source"),
    search=("source",),
)
REGISTERS = (
    LEAVERS,
    CONTACTS,
    ACCOMMODATION,
    ACTIVITIES,
    PLANS,
    PLAN_RULES,
    ADVISERS,
    LODGINGS,
    LODGING_STATUSES,
)
