"""The page about the board's business on a day."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from sufficiency.core.access import Reader
from sufficiency.strategy.board import Asked, Resolved, business_on

from .as_at import AsAt, register_day_of


@dataclass(frozen=True)
class BoardPage:
    """What the board resolved and was asked, what is still open first."""

    as_at: AsAt
    day: date
    open_actions: tuple[Resolved, ...]
    ended_actions: tuple[Resolved, ...]
    open_cards: tuple[Asked, ...]
    settled_cards: tuple[Asked, ...]

    @property
    def actions_overdue(self) -> int:
        """How many actions should have been done by now."""
        return sum(each.is_overdue for each in self.open_actions)

    @property
    def responses_overdue(self) -> int:
        """How many cards should have had a response by now."""
        return sum(each.is_overdue for each in self.open_cards)

    @property
    def overdue(self) -> int:
        """How many of both."""
        return self.actions_overdue + self.responses_overdue


def board_page_of(request: HttpRequest, reader: Reader) -> BoardPage:
    """It rests on registers alone, so it is of today unless the address asks for another day."""
    as_at, day = register_day_of(request, reader)
    business = business_on(reader.authority, day)
    return BoardPage(
        as_at=as_at,
        day=day,
        open_actions=tuple(each for each in business.resolved if each.is_open),
        ended_actions=tuple(each for each in business.resolved if not each.is_open),
        open_cards=tuple(each for each in business.asked if each.is_open),
        settled_cards=tuple(each for each in business.asked if not each.is_open),
    )
