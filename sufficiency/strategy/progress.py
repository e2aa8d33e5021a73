"""How far the actions of a strategy have come on a day, by the priority that each serves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .models import Action, ActionUpdate, Priority, Strategy

NO_UPDATE = "No update yet"


@dataclass(frozen=True)
class ActionStanding:
    """An action on a day. ``updates`` are those made by then, the latest first."""

    action: Action
    updates: tuple[ActionUpdate, ...]
    day: date

    @property
    def update(self) -> ActionUpdate | None:
        """The update that holds on the day."""
        return self.updates[0] if self.updates else None

    @property
    def status(self) -> str:
        """How far it has come, in words."""
        return self.update.get_status_display() if self.update else NO_UPDATE

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to be done by the day it is due."""
        return self.update is not None and self.update.status in ActionUpdate.ENDED

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done before the day, and is not."""
        return self.action.due is not None and self.action.due < self.day and not self.has_ended


@dataclass(frozen=True)
class PriorityStanding:
    """A priority with its actions. ``title`` is empty when actions name one that the strategy has not."""

    number: int
    title: str
    why: str
    source: str
    actions: tuple[ActionStanding, ...]


def priorities_on(strategy: Strategy, day: date) -> tuple[PriorityStanding, ...]:
    """The priorities of a strategy in their order, with their actions on a day. Three queries."""
    own = {"authority": strategy.authority_id, "strategy": strategy.reference}
    updates: dict[str, list[ActionUpdate]] = defaultdict(list)
    for update in ActionUpdate.objects.filter(since__lte=day, **own).order_by("-since"):
        updates[update.action].append(update)
    actions: dict[int, list[ActionStanding]] = defaultdict(list)
    for action in sorted(Action.objects.filter(**own), key=lambda each: in_order(each.reference)):
        actions[action.priority].append(ActionStanding(action, tuple(updates[action.reference]), day))
    priorities = {priority.number: priority for priority in Priority.objects.filter(**own)}
    return tuple(
        PriorityStanding(
            number=number,
            title=priorities[number].title if number in priorities else "",
            why=priorities[number].why if number in priorities else "",
            source=priorities[number].source if number in priorities else "",
            actions=tuple(actions[number]),
        )
        for number in sorted({*priorities, *actions})
    )


def in_order(reference: str) -> tuple[tuple[int, str], ...]:
    """How references such as 2.10 and 2.9 are sorted: their numbers as numbers."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in reference.split("."))
