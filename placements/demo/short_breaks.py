"""A few disabled children who have short breaks: in the returns, and never counted as in care.

Some have single breaks (V3), some an agreement that runs on (V4).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from .children import Person
from .dice import Dice
from .episodes import Episode
from .provision import candidates, family_places
from .schedule import FIRST_DAY, LAST_DAY, Setting


def make_short_breaks(identifiers: Sequence[str]) -> tuple[list[Person], list[Episode]]:
    """The children (as many as there are identifiers), and their episodes."""
    people, episodes = [], []
    for number, identifier in enumerate(identifiers):
        dice = Dice("short breaks", number)
        born = dice.day(date(2004, 1, 1), date(2011, 12, 31))
        people.append(Person(identifier, born, sex=dice.pick(("1", "2")), ethnicity="WBRI", uasc=False))
        breaks = _agreement(number, dice) if number % 3 == 0 else _single_breaks(dice)
        episodes += _episodes(identifier, breaks, dice)
    return people, episodes


_Break = tuple[str, date, date | None]  # LS, first day, end


def _agreement(number: int, dice: Dice) -> list[_Break]:
    """One agreement for all breaks: the first child's has ended, the others' run on."""
    start = dice.day(FIRST_DAY, FIRST_DAY + timedelta(days=200))
    return [("V4", start, None if number else start + timedelta(days=900))]


def _single_breaks(dice: Dice) -> list[_Break]:
    """A few days away, every one to four months."""
    breaks: list[_Break] = []
    start = dice.day(FIRST_DAY, FIRST_DAY + timedelta(days=200))
    while start < LAST_DAY - timedelta(days=10):
        end = start + timedelta(days=dice.between(2, 4))
        breaks.append(("V3", start, end))
        start = end + timedelta(days=dice.between(30, 120))
    return breaks


def _episodes(identifier: str, breaks: list[_Break], dice: Dice) -> list[Episode]:
    family = dice.pick(family_places())
    home = dice.pick(candidates(Setting.OWN_FOSTER, family, out=False))
    return [
        Episode(
            child=identifier,
            starts=start,
            rne="S",
            legal_status=status,
            need="N2",
            place=home.code,
            provider=home.provider,
            ends=end,
            rec="E8" if end else "",
            why_moved="",
            home_postcode=family.postcode,
            placement_postcode=home.where.postcode,
            urn=home.urn,
        )
        for status, start, end in breaks
    ]
