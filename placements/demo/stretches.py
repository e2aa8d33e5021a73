"""Children's time in care without a gap, as the files beside the episodes look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .children import Person
from .days import years_between
from .episodes import Episode

SHORT_BREAKS = ("V3", "V4")


@dataclass(frozen=True)
class ReturnYear:
    """1 April to 31 March."""

    year: int

    @property
    def first(self) -> date:
        return date(self.year - 1, 4, 1)

    @property
    def last(self) -> date:
        return date(self.year, 3, 31)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Stretch:
    """A child's time in care from start to end; ``end`` is None when it outlasts the last return."""

    person: Person
    episodes: tuple[Episode, ...]

    @property
    def start(self) -> date:
        return self.episodes[0].starts

    @property
    def end(self) -> date | None:
        return self.episodes[-1].ends

    @property
    def rec(self) -> str:
        return self.episodes[-1].rec

    @property
    def name(self) -> str:
        """What its draws are seeded by."""
        return f"{self.person.identifier} {self.start}"

    def lasts_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def touches(self, year: ReturnYear) -> bool:
        return self.start <= year.last and (self.end is None or self.end >= year.first)

    def age_on(self, day: date) -> float:
        """Age in years, with a fraction."""
        return years_between(self.person.born, day)


def stretches(people: Iterable[Person], episodes: Iterable[Episode]) -> list[Stretch]:
    """All time in care, child by child; ``episodes`` in the order of child and start. Short breaks are no care."""
    by_identifier = {person.identifier: person for person in people}
    found = []
    in_care = (episode for episode in episodes if episode.legal_status not in SHORT_BREAKS)
    for child, own in groupby(in_care, key=lambda episode: episode.child):
        chain: list[Episode] = []
        for episode in own:
            if chain and chain[-1].ends != episode.starts:
                found.append(Stretch(by_identifier[child], tuple(chain)))
                chain = []
            chain.append(episode)
        found.append(Stretch(by_identifier[child], tuple(chain)))
    return found
