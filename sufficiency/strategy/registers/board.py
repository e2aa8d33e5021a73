"""The registers of the board's business, and of commentary."""

from datetime import date

from django.db.models import Q

from sufficiency.registers.register import Flag, Reference, Register
from sufficiency.strategy.models import (
    BoardAction,
    BoardActionRow,
    BoardUpdate,
    BoardUpdateRow,
    ChallengeCard,
    ChallengeCardRow,
    Commentary,
    CommentaryRow,
)

from .names import A_MEASURE, FOR_EXAMPLE


def _unanswered(day: date) -> Q:
    """Asked by a day and not responded to by then."""
    return Q(asked_on__lte=day) & (Q(responded_on=None) | Q(responded_on__gt=day)) & Q(closed_on=None)


def _overdue(day: date) -> Q:
    return _unanswered(day) & Q(due__lt=day)


BOARD_ACTIONS = Register(
    slug="board-actions",
    title="Board actions",
    one="board action",
    about="What meetings of the corporate parenting board resolved to have done.",
    model=BoardAction,
    rows=BoardActionRow,
    columns=("met_on", "number", "text", "owner", "due"),
    filters=("owner",),
    search=("text", "owner"),
)
BOARD_UPDATES = Register(
    slug="board-action-updates",
    title="Updates on board actions",
    one="update",
    about="What was reported back. An update holds until the next one of the same action.",
    model=BoardUpdate,
    rows=BoardUpdateRow,
    columns=("met_on", "number", "since", "status", "note"),
    filters=("status",),
    search=("note",),
    period=("since",),
    tally="status",
    references=(Reference(BOARD_ACTIONS, ("met_on", "number"), is_part=True),),
)
CHALLENGE_CARDS = Register(
    slug="challenge-cards",
    title="Challenge cards",
    one="challenge card",
    about="What young people asked the board on cards, and what came of it.",
    model=ChallengeCard,
    rows=ChallengeCardRow,
    columns=("reference", "asked_by", "asked_on", "text", "due", "responded_on", "closed_on"),
    filters=("asked_by",),
    search=("reference", "text", "response"),
    period=("asked_on", "closed_on"),
    flags=(
        Flag("overdue", "Response overdue", _overdue, is_urgent=True),
        Flag("unanswered", "No response yet", _unanswered),
    ),
)
COMMENTARY = Register(
    slug="commentary",
    title="Commentary",
    one="commentary",
    about="What officers say of a measure at a date. Board members read what is published, beside the figure.",
    model=Commentary,
    rows=CommentaryRow,
    columns=("measure", "as_at", "status", "text", "caveat", "officer"),
    filters=("status", "measure"),
    search=("measure", "text", "caveat", "officer"),
    tally="status",
    names={"measure": A_MEASURE},
    cells={"measure": FOR_EXAMPLE},
)
REGISTERS = (BOARD_ACTIONS, BOARD_UPDATES, CHALLENGE_CARDS, COMMENTARY)
