"""Ratings of the demo's homes and visits to them: invented."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from .dice import Dice
from .episodes import Episode
from .homes import UNREGISTERED, reference_of, registered_homes
from .schedule import LAST_DAY, REFERENCE_DAY
from .writing import csv_file, written

RATINGS = ("HOME", "RATED_ON", "RATING", "REASON", "RATED_BY")
VISITS = ("HOME", "PLANNED_FOR", "KIND", "DONE_ON", "ACTIONS", "ACTIONS_DUE", "ACTIONS_DONE_ON")
_REASONS = {
    "GREEN": ("Settled staff; children say they feel at home.", "Good records; plans are kept to."),
    "AMBER": ("New manager; recording is behind.", "Two vacancies in the team.", "Health plans are out of date."),
    "RED": ("Ofsted's judgement went down; no new placements for now.",),
}
_ACTIONS = ("Bring health plans up to date.", "Send the missing reports of incidents.", "Agree education plan.")
_RATED_BY = "Quality assurance manager"


def quality_files(episodes: Iterable[Episode]) -> dict[str, bytes]:
    """The files of ratings and visits, for the homes where children of the council live on the reference day."""
    urns = {
        episode.urn
        for episode in episodes
        if episode.starts <= REFERENCE_DAY and (episode.ends is None or episode.ends > REFERENCE_DAY)
    }
    lived_in = [home.reference for home in registered_homes() if home.urn in urns]
    unregistered = [home.reference for home in UNREGISTERED]
    return {
        "quality-ratings.csv": csv_file(RATINGS, (row for home in lived_in for row in _ratings(home))),
        "quality-visits.csv": csv_file(VISITS, (row for home in [*lived_in, *unregistered] for row in _visits(home))),
    }


def _ratings(home: str) -> Iterator[list[str]]:
    """One in spring and one in autumn, which three of four times is the same."""
    dice = Dice("rating", home)
    shares = {"GREEN": 60.0, "AMBER": 32.0, "RED": 0.0 if home == reference_of("9900002") else 8.0}
    spring = dice.weighted(shares)
    autumn = spring if dice.chance(0.75) else dice.weighted(shares)
    for rating, first, last in (
        (spring, date(2020, 4, 6), date(2020, 6, 26)),
        (autumn, date(2020, 9, 7), date(2020, 11, 20)),
    ):
        yield [home, written(dice.day(first, last)), rating, dice.pick(_REASONS[rating]), _RATED_BY]


def _visits(home: str) -> Iterator[list[str]]:
    dice = Dice("visit", home)
    day = dice.day(date(2020, 7, 1), date(2020, 10, 30))
    while day <= LAST_DAY:
        done = _by_then(day + timedelta(days=dice.between(0, 9))) if dice.chance(0.9) else None
        action = dice.pick(_ACTIONS) if done and dice.chance(0.4) else ""
        due = done + timedelta(days=42) if done and action else None
        met = _by_then(due - timedelta(days=dice.between(0, 30))) if due and dice.chance(0.8) else None
        kind = dice.weighted({"ANNOUNCED": 5, "UNANNOUNCED": 3, "REGULATION-44": 2})
        yield [home, written(day), kind, written(done), action, written(due), written(met)]
        day += timedelta(days=dice.between(80, 120))


def _by_then(day: date) -> date | None:
    """The day, unless it comes after all that the files know of."""
    return day if day <= LAST_DAY else None
