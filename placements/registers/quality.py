"""The registers of what the council thinks of homes, and of its visits to them."""

from datetime import date

from django.db.models import Q

from placements.models import Rating, RatingRow, Visit, VisitRow
from sufficiency.registers.register import Flag, Reference, Register

from .homes import HOMES


def _visit_overdue(day: date) -> Q:
    return Q(done_on=None, planned_for__lt=day)


def _actions_overdue(day: date) -> Q:
    return Q(actions_due__lt=day, actions_done_on=None)


RATINGS = Register(
    slug="quality-ratings",
    title="Quality ratings",
    one="rating",
    about="What the council itself thinks of each home, and why. A rating holds until the home's next.",
    model=Rating,
    rows=RatingRow,
    columns=("home", "rated_on", "rating", "reason", "rated_by"),
    filters=("rating",),
    search=("home", "reason", "rated_by"),
    period=("rated_on",),
    tally="rating",
    references=(Reference(HOMES, ("home",), is_part=True),),
)
VISITS = Register(
    slug="quality-visits",
    title="Quality visits",
    one="visit",
    about="Visits to homes, planned and done, with what the home agreed to do.",
    model=Visit,
    rows=VisitRow,
    columns=("home", "planned_for", "kind", "done_on", "actions", "actions_due", "actions_done_on"),
    filters=("kind",),
    search=("home", "actions"),
    tally="kind",
    references=(Reference(HOMES, ("home",), is_part=True),),
    flags=(
        Flag("visit-overdue", "Visit overdue", _visit_overdue),
        Flag("actions-overdue", "Actions overdue", _actions_overdue),
    ),
)
REGISTERS = (RATINGS, VISITS)
