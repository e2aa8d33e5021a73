"""Every measure on a day, counted child by child."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from .lives import Life, Period, Returns, Spell, Stay, life_of

Place = tuple[str | None, int | None, int | None]  # authority, easting, northing
Targets = Sequence[tuple[date, Fraction]]  # in force from, percent

FOSTER = {"U1", "U2", "U3", "U4", "U5", "U6"}
CONNECTED = {"U1", "U2", "U3"}
CHILDRENS_HOME = {"K1", "K2"}
SUPPORTED = {"K3", "H5", "P2"}
UNREGULATED = {"H5", "P2"}
FOR_ADOPTION = {"A3", "A4", "A5", "A6"}
ADOPTED = {"E11", "E12"}
SGO = {"E45", "E46", "E47", "E48", "E43", "E44"}
HOME = {"E4A", "E4B", "E4"}
REASON_UNKNOWN = {"", "X1"}  # X1 says that the next episode follows; nothing does
AGENCY = {"PR4", "PR5"}
NORTHERN_IRELAND = "N92000002"


@dataclass(frozen=True)
class Answer:
    """A measure on a day."""

    numerator: int | Fraction | None
    denominator: int | None
    value: int | Fraction | None
    unknown: int


@dataclass(frozen=True)
class Current:
    """A child in care on a day: the episode that decides, its period and its spells."""

    life: Life
    period: Period
    episode: Stay
    spell: Spell
    spell_before: Spell | None


def months_earlier(day: date, months: int) -> date:
    """The same day number, or the last day of a shorter month."""
    year, month = day.year, day.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age; 1 March for 29 February in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def first_day_of_year_to(day: date) -> date:
    """The first day of the year to a day: the day after the same date one year earlier."""
    return months_earlier(day, 12) + timedelta(days=1)


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


class Oracle:
    """Answers for one authority."""

    def __init__(
        self,
        *,
        authority: str,
        returns: Returns,
        postcodes: Mapping[str, Place],
        populations: Mapping[int, int],
        targets: Targets = (),
    ) -> None:
        self.authority = authority
        self.postcodes = {postcode.replace(" ", "").upper(): place for postcode, place in postcodes.items()}
        self.populations = populations
        self.targets = targets
        children = {row["CHILD"].strip() for files in returns.values() for rows in files.values() for row in rows}
        self.lives = [life_of(returns, child) for child in sorted(children)]
        self.in_care = cache(self._in_care)
        self.exits = cache(self._exits)

    def answer(self, slug: str, day: date) -> Answer:
        """The measure of that slug on a day; KeyError when there is none."""
        return MEASURES[slug](self, day)

    # Who and where.

    def _in_care(self, day: date) -> list[Current]:
        """Every child in care on the day."""
        found = []
        for life in self.lives:
            covering = [
                (episode, spell, number, period)
                for period in life.periods
                for number, spell in enumerate(period.spells)
                for episode in spell.episodes
                if episode.covers(day)
            ]
            if covering:
                episode, spell, number, period = max(covering, key=lambda each: each[0].starts)
                found.append(Current(life, period, episode, spell, period.spells[number - 1] if number else None))
        return found

    def _exits(self, day: date) -> list[tuple[Life, Period]]:
        """Every child who ceased in the year to the day, with the last period that ceased in it."""
        first = first_day_of_year_to(day)
        found = []
        for life in self.lives:
            ceased = [period for period in life.periods if period.ends and first <= period.ends <= day]
            if ceased:
                found.append((life, ceased[-1]))
        return found

    def placement_authority(self, episode: Stay) -> str | None:
        return self.postcodes.get(episode.placement_post, (None, None, None))[0]

    def miles(self, episode: Stay) -> Decimal | None:
        """From home to placement, to one decimal; None when unknown."""
        ends = [self.postcodes.get(post) for post in (episode.home_post, episode.placement_post)]
        if any(end is None or end[1] is None or end[2] is None or end[0] == NORTHERN_IRELAND for end in ends):
            return None
        (_, east, north), (_, other_east, other_north) = ends  # type: ignore[misc]
        metres = Decimal((east - other_east) ** 2 + (north - other_north) ** 2).sqrt()
        return (metres / Decimal("1609.3")).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def population(self, day: date) -> int | None:
        mid_year = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
        for year in sorted(self.populations, reverse=True):
            if year <= mid_year:
                return self.populations[year]
        return None

    def target(self, day: date) -> Fraction | None:
        in_force = [percent for since, percent in sorted(self.targets) if since <= day]
        return in_force[-1] if in_force else None

    # The shapes of answers.

    def share(self, day: date, meets: Callable[[Current], bool], is_unknown: Callable[[Current], bool]) -> Answer:
        """Of the children in care on the day, the percentage that meets a condition."""
        children = self.in_care(day)
        return percentage(sum(map(meets, children)), len(children), sum(map(is_unknown, children)))

    def placed_in(self, places: set[str], providers: set[str] | None = None) -> Callable[[Current], bool]:
        return lambda child: (
            child.episode.place in places and (providers is None or child.episode.provider in providers)
        )

    def in_places(self, day: date, places: set[str], providers: set[str] | None = None) -> Answer:
        def is_unknown(child: Current) -> bool:
            if not child.episode.place:
                return True
            return providers is not None and child.episode.place in places and not child.episode.provider

        return self.share(day, self.placed_in(places, providers), is_unknown)

    def left_for(self, day: date, reasons: set[str]) -> Answer:
        """Of the children who ceased in the year, the percentage who did so for a reason."""
        last_recs = [period.last.rec for _, period in self.exits(day)]
        return percentage(
            sum(rec in reasons for rec in last_recs), len(last_recs), sum(rec in REASON_UNKNOWN for rec in last_recs)
        )

    # The measures.

    def children_in_care(self, day: date) -> Answer:
        return count(len(self.in_care(day)))

    def care_rate(self, day: date) -> Answer:
        children, population = len(self.in_care(day)), self.population(day)
        return Answer(children, population, Fraction(10_000 * children, population) if population else None, 0)

    def started(self, day: date) -> Answer:
        first = first_day_of_year_to(day)
        return count(sum(any(first <= period.starts <= day for period in life.periods) for life in self.lives))

    def ceased(self, day: date) -> Answer:
        return count(len(self.exits(day)))

    def ceased_at_18(self, day: date) -> Answer:
        exits = self.exits(day)
        grown_up = sum(life.born is not None and period.ends >= birthday(life.born, 18) for life, period in exits)
        return count(grown_up, sum(life.born is None for life, _ in exits))

    def underlying_change(self, day: date) -> Answer:
        at_18 = self.ceased_at_18(day)
        change = self.started(day).value - (self.ceased(day).value - at_18.value)
        return count(change, at_18.unknown)

    def uasc_in_care(self, day: date) -> Answer:
        lives = [child.life for child in self.in_care(day)]
        return count(sum(life.uasc and (life.uasc_until is None or life.uasc_until > day) for life in lives))

    def out_of_area(self, day: date) -> Answer:
        def is_out(child: Current) -> bool:
            return self.placement_authority(child.episode) not in (None, self.authority)

        return self.share(day, is_out, lambda child: self.placement_authority(child.episode) is None)

    def over_20_miles(self, day: date) -> Answer:
        def is_far(child: Current) -> bool:
            miles = self.miles(child.episode)
            return miles is not None and miles > 20

        return self.share(day, is_far, lambda child: self.miles(child.episode) is None)

    def unregulated(self, day: date) -> Answer:
        share = self.in_places(day, UNREGULATED)
        return count(share.numerator, share.unknown)

    def three_plus(self, day: date) -> Answer:
        first = first_day_of_year_to(day)

        def moved_much(child: Current) -> bool:
            spells = [spell for period in child.life.periods for spell in period.spells]
            counted = [spell for spell in spells if spell.covers_a_day_of(first, day) and not spell.temporary_by(day)]
            return len(counted) >= 3

        return self.share(day, moved_much, lambda _: False)

    def long_term_stability(self, day: date) -> Answer:
        """A child whose age is not known is not under 16 for certain: told as unknown, not counted."""
        long_in_care = [child for child in self.in_care(day) if child.period.starts <= months_earlier(day, 30)]
        ageless = [child for child in long_in_care if child.life.born is None]
        under_16 = [child for child in long_in_care if child.life.born and day < birthday(child.life.born, 16)]
        two_years_ago = months_earlier(day, 24)

        def is_stable(child: Current) -> bool:
            if child.spell.starts <= two_years_ago:
                return True
            if child.episode.place not in FOR_ADOPTION or child.spell_before is None:
                return False
            return child.spell_before.starts <= two_years_ago

        return percentage(sum(map(is_stable, under_16)), len(under_16), len(ageless))

    def places_gap(self, day: date) -> Answer:
        out, target = self.out_of_area(day), self.target(day)
        if target is None:
            return Answer(None, None, None, out.unknown)
        difference = out.numerator - target * out.denominator / 100
        return Answer(difference, None, max(0, half_up(difference)), out.unknown)

    def places_gap_strict(self, day: date) -> Answer:
        out, target = self.out_of_area(day), self.target(day)
        if target is None:
            return Answer(None, None, None, out.unknown)
        moves = 0
        while 100 * (out.numerator - moves) > target * out.denominator:
            moves += 1
        return Answer(moves, None, moves, out.unknown)


def count(number: int, unknown: int = 0) -> Answer:
    return Answer(number, None, number, unknown)


def percentage(numerator: int, denominator: int, unknown: int) -> Answer:
    return Answer(numerator, denominator, Fraction(100 * numerator, denominator) if denominator else None, unknown)


MEASURES: dict[str, Callable[[Oracle, date], Answer]] = {
    "children-in-care": Oracle.children_in_care,
    "care-rate-per-10000": Oracle.care_rate,
    "started-in-year": Oracle.started,
    "ceased-in-year": Oracle.ceased,
    "ceased-at-18-in-year": Oracle.ceased_at_18,
    "underlying-change-in-year": Oracle.underlying_change,
    "uasc-in-care": Oracle.uasc_in_care,
    "adopted-percent": lambda oracle, day: oracle.left_for(day, ADOPTED),
    "sgo-percent": lambda oracle, day: oracle.left_for(day, SGO),
    "returned-home-percent": lambda oracle, day: oracle.left_for(day, HOME),
    "out-of-area-percent": Oracle.out_of_area,
    "over-20-miles-percent": Oracle.over_20_miles,
    "foster-percent": lambda oracle, day: oracle.in_places(day, FOSTER),
    "in-house-foster-percent": lambda oracle, day: oracle.in_places(day, FOSTER, {"PR1"}),
    "agency-foster-percent": lambda oracle, day: oracle.in_places(day, FOSTER, AGENCY),
    "connected-foster-percent": lambda oracle, day: oracle.in_places(day, CONNECTED),
    "childrens-home-percent": lambda oracle, day: oracle.in_places(day, CHILDRENS_HOME),
    "supported-accommodation-percent": lambda oracle, day: oracle.in_places(day, SUPPORTED),
    "with-parents-percent": lambda oracle, day: oracle.in_places(day, {"P1"}),
    "placed-for-adoption-percent": lambda oracle, day: oracle.in_places(day, FOR_ADOPTION),
    "unregulated-placements": Oracle.unregulated,
    "three-plus-placements-percent": Oracle.three_plus,
    "long-term-stability-percent": Oracle.long_term_stability,
    "places-gap": Oracle.places_gap,
    "places-gap-strict": Oracle.places_gap_strict,
}
