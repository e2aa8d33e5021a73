"""The board's business on a day: what its meetings resolved, what young people asked, and what came of both."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sufficiency.core.models import Authority

from .models import BoardAction, BoardUpdate, ChallengeCard

NO_UPDATE = "Nothing reported yet"


@dataclass(frozen=True)
class Resolved:
    """An action of the board on a day. ``updates`` are those made by then, the latest first."""

    action: BoardAction
    updates: tuple[BoardUpdate, ...]
    day: date

    @property
    def update(self) -> BoardUpdate | None:
        """The update that holds on the day."""
        return self.updates[0] if self.updates else None

    @property
    def status(self) -> str:
        """How far it has come, in words."""
        return self.update.get_status_display() if self.update else NO_UPDATE

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.update is None or self.update.status not in BoardUpdate.ENDED

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done before the day, and is not."""
        return self.is_open and self.action.due is not None and self.action.due < self.day


@dataclass(frozen=True)
class Asked:
    """A challenge card on a day. ``repeats`` is the card it asks again, ``repeated_by`` those that ask it again."""

    card: ChallengeCard
    day: date
    repeats: ChallengeCard | None
    repeated_by: tuple[ChallengeCard, ...]

    @property
    def has_response(self) -> bool:
        """Whether the board has replied by the day."""
        return self.card.responded_on is not None and self.card.responded_on <= self.day

    @property
    def is_closed(self) -> bool:
        """Whether those who asked hold it to be settled."""
        return self.card.closed_on is not None and self.card.closed_on <= self.day

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled: a reply alone does not settle it."""
        return not self.is_closed

    @property
    def status(self) -> str:
        """How far it has come, in words."""
        if self.is_closed:
            return "Settled"
        return "Responded to" if self.has_response else "No response yet"

    @property
    def is_overdue(self) -> bool:
        """Whether a response was promised for before the day, and there is none."""
        due = self.card.due
        return self.is_open and not self.has_response and due is not None and due < self.day


@dataclass(frozen=True)
class Business:
    """What the board resolved, the latest meeting first, and what it was asked, the latest first."""

    resolved: tuple[Resolved, ...]
    asked: tuple[Asked, ...]


def business_on(authority: Authority, day: date) -> Business:
    """All of it that was known on a day. Three queries."""
    updates: dict[tuple[date, int], list[BoardUpdate]] = defaultdict(list)
    for update in BoardUpdate.objects.filter(authority=authority, since__lte=day).order_by("-since"):
        updates[update.met_on, update.number].append(update)
    actions = BoardAction.objects.filter(authority=authority, met_on__lte=day).order_by("-met_on", "number")
    cards = list(
        ChallengeCard.objects.filter(authority=authority, asked_on__lte=day).order_by("-asked_on", "reference")
    )
    by_reference = {card.reference: card for card in cards}
    return Business(
        resolved=tuple(Resolved(each, tuple(updates[each.met_on, each.number]), day) for each in actions),
        asked=tuple(
            Asked(
                card,
                day,
                repeats=by_reference.get(card.again),
                repeated_by=tuple(other for other in cards if other.again == card.reference),
            )
            for card in cards
        ),
    )
