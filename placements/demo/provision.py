"""Carers and homes of the demo: invented, each at a postcode of the list.

URNs begin with 99, which no registration of Ofsted does, so that none names a real home or agency.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .dice import Dice
from .places import Place, is_far, places
from .schedule import Setting

NEIGHBOURS = ("E06000058", "E06000066", "E06000054", "E0700009", "E0700004")


@dataclass(frozen=True)
class Home:
    """A carer's household or a home: what a return says of it."""

    setting: Setting
    code: str  # PLACE
    provider: str  # PLACE_PROVIDER
    where: Place
    urn: str


@dataclass(frozen=True)
class Kind:
    """Homes of one setting: how many, what they are called in a return, who registers them."""

    in_dorset: int
    neighbouring: int
    farther: int
    codes: Mapping[str, float]  # PLACE: share
    providers: Mapping[str, float]  # PLACE_PROVIDER: share
    first_urn: int = 0  # 0: not registered
    urns: int = 0  # 0: each home its own


KINDS = {
    Setting.OWN_FOSTER: Kind(62, 34, 0, {"U6": 1}, {"PR1": 1}, 9900001, 1),
    Setting.CONNECTED: Kind(42, 22, 4, {"U3": 1}, {"PR1": 1}, 9900001, 1),
    Setting.AGENCY: Kind(24, 29, 9, {"U6": 1}, {"PR4": 0.8, "PR5": 0.2}, 9900101, 9),
    Setting.EXTERNAL_HOME: Kind(8, 16, 18, {"K2": 1}, {"PR4": 0.86, "PR5": 0.09, "PR2": 0.05}, 9900201),
    Setting.OWN_HOME: Kind(1, 0, 0, {"K2": 1}, {"PR1": 1}, 9900002, 1),
    Setting.UNREGULATED: Kind(15, 8, 3, {"H5": 0.75, "P2": 0.25}, {"PR4": 0.9, "PR5": 0.1}),
    Setting.FOR_ADOPTION: Kind(6, 10, 5, {"A6": 1}, {"PR1": 0.7, "PR5": 0.3}, 9900301, 4),
    Setting.FAMILY_UNIT: Kind(1, 2, 1, {"R3": 1}, {"PR4": 1}, 9900401),
    Setting.SCHOOL: Kind(0, 1, 2, {"S1": 1}, {"PR4": 0.5, "PR5": 0.5}, 9900501),
    Setting.CUSTODY: Kind(0, 0, 2, {"R5": 1}, {"PR3": 1}),
    Setting.HOSPITAL: Kind(1, 0, 0, {"R2": 1}, {"PR3": 1}),
    Setting.OTHER: Kind(2, 1, 1, {"Z1": 1}, {"": 1}),
}
_SECURE = 2  # of the external homes farthest down the list


@dataclass
class _Stock:
    """Places not yet given to anybody, by distance from Dorset."""

    in_dorset: list[Place]
    neighbouring: list[Place]
    farther: list[Place]

    def take(self, kind: Kind) -> Iterator[Place]:
        for count, stock in (
            (kind.in_dorset, self.in_dorset),
            (kind.neighbouring, self.neighbouring),
            (kind.farther, self.farther),
        ):
            taken, stock[:count] = stock[:count], []
            if len(taken) < count:
                raise ValueError("fixtures/demo_postcodes.csv has too few postcodes for the homes of the demo.")
            yield from taken


def _homes_of(setting: Setting, kind: Kind, stock: _Stock) -> list[Home]:
    homes = []
    for number, where in enumerate(stock.take(kind)):
        dice = Dice("home", setting, number)
        urn = str(kind.first_urn + (number % kind.urns if kind.urns else number)) if kind.first_urn else ""
        # What an agency or a home is does not change from child to child.
        provider = Dice("provider", setting, urn or number).weighted(kind.providers)
        homes.append(Home(setting, dice.weighted(kind.codes), provider, where, urn))
    return homes


@cache
def homes() -> dict[Setting, tuple[Home, ...]]:
    """The homes and households of every setting; children's parents are not among them."""
    stock = _stock()
    made = {setting: _homes_of(setting, kind, stock) for setting, kind in KINDS.items()}
    external = made[Setting.EXTERNAL_HOME]
    for number in range(-_SECURE, 0):
        home = external[number]
        external[number] = Home(home.setting, "K1", "PR2", home.where, home.urn)
    return {setting: tuple(some) for setting, some in made.items()}


@cache
def _all_dorset() -> tuple[Place, ...]:
    return tuple(Dice("places").shuffled(place for place in places() if place.in_dorset))


def _stock() -> _Stock:
    family_homes = set(family_places())
    away = Dice("away").shuffled(place for place in places() if not place.in_dorset)
    return _Stock(
        [place for place in _all_dorset() if place not in family_homes],
        [place for place in away if place.code.startswith(NEIGHBOURS)],
        [place for place in away if not place.code.startswith(NEIGHBOURS)],
    )


def family_places() -> tuple[Place, ...]:
    """Where the children's families live: places in Dorset that no carer or home has."""
    return _all_dorset()[:105]


def candidates(setting: Setting, family: Place, *, out: bool | None = None, far: bool | None = None) -> list[Home]:
    """Homes of that setting for a child from there; None: whether out of area or far does not matter."""
    if setting is Setting.PARENTS:
        # The family itself, or the other parent, who lives in one of the other places.
        there = (
            family,
            *family_places(),
            *(home.where for home in homes()[Setting.CONNECTED] if not home.where.in_dorset),
        )
        options = [Home(setting, "P1", "PR0", where, "") for where in there]
        if out is not True and far is not True:
            return options[:1]
    else:
        options = list(homes()[setting])
    return [
        home
        for home in options
        if (out is None or out != home.where.in_dorset) and (far is None or far == is_far(family, home.where))
    ]
