"""Providers and homes of the demo: invented names, on the URNs and postcodes where the returns place children.

Published for 30 November 2020: five registered children's homes in Dorset with 19 places, of which the council's own
has nine, with five children in it; four of the council's children in the four private ones. The papers give those
four 13 places, which makes 22 and not 19 (oracles P12, CONFLICT): the demo follows the row that says 19, so that the
private homes have ten. Everything else about any one home is invented.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from .dice import Dice
from .episodes import Episode
from .places import POSTCODES_FILE
from .provision import Home as Provision
from .provision import homes as provision
from .schedule import DORSET, FIRST_DAY, REFERENCE_DAY, Setting
from .writing import csv_file, written

CODES_FILE = POSTCODES_FILE.with_name("authority_codes.csv")  # districts and the authorities that they belong to
OWN_PLACES = 9
# Places of the private children's homes in Dorset, by URN; plans take 60% of the 19 places to be in use.
PRIVATE_PLACES = {"9900204": 5, "9900205": 2, "9900207": 2, "9900208": 1}
ASSUMED_IN_USE = 60
# Other children live in Dorset in external residential homes: those are residential schools, but for one that closed.
SCHOOLS = {"9900201": 4, "9900202": 3, "9900206": 6}
CLOSED, CLOSED_ON = "9900203", date(2017, 9, 1)
# Children of other authorities in the private homes, as counted two months before the reference day.
OTHERS, OTHERS_COUNTED_ON = {"9900204": 1, "9900205": 2, "9900207": 1, "9900208": 0}, date(2020, 9, 30)

PROVIDERS = ("REFERENCE", "NAME", "KIND", "PROVIDER_URN", "PARENT")
HOMES = (
    "REFERENCE", "URN", "NAME", "PROVIDER", "KIND", "LOCATED_IN", "OUTWARD", "PLACES", "AGE_FROM", "AGE_TO", "SEX",
    "NEEDS", "JUDGEMENT", "JUDGED_ON", "UTILISATION",
)  # fmt: skip
REGISTRATIONS = ("HOME", "SINCE", "STATUS", "NOTE")
OTHER_RESIDENTS = ("HOME", "COUNTED_ON", "OTHERS", "SAID_BY")
RESIDENTS = ("HOME", "CHILD", "MOVED_IN", "MOVED_OUT")

OWN_PROVIDER = "P-DC"
BLOCK_PROVIDER = "P-20"  # runs the first two private homes
# Put together so that they name no real home or company.
_FIRST = (
    "Brindle", "Cobble", "Dapple", "Fiddle", "Gammer", "Hopper", "Jingle", "Kettle", "Lobster", "Marble", "Nimble",
    "Pebble", "Quiver", "Ramble", "Saddle", "Tumble", "Velvet", "Whistle", "Yonder",
)  # fmt: skip
_LAST = ("mere House", "stow House", "wick House")
_COMPANIES = ("Care", "Homes", "Children's Services")
_NEEDS = ("Emotional and behavioural", "Learning disability", "Trauma", "Autism", "")
_JUDGEMENTS = {"OUTSTANDING": 12, "GOOD": 62, "REQUIRES-IMPROVEMENT": 18, "INADEQUATE": 2, "NOT-INSPECTED": 6}


@dataclass(frozen=True)
class DemoHome:
    """A home of the register; ``since`` is the day from which ``status`` holds, None when nothing is said of it."""

    reference: str
    urn: str
    name: str
    provider: str
    kind: str
    located_in: str
    outward: str
    places: int
    status: str
    since: date | None
    utilisation: int | None = None
    note: str = ""


# Homes that are not registered, each with the outward postcode of the children who live in it: all over 16, and
# in placements that the returns call unregulated, without a URN. The schemes of pipeline.py are to register them.
UNREGISTERED = (
    DemoHome("H-FERN", "", "Fernwick Bungalow", OWN_PROVIDER, "CHILDRENS-HOME", DORSET, "BH21", 1, "APPLIED",
             date(2020, 9, 1)),
    DemoHome("H-LANTERN", "", "Lanternstow Cottage", OWN_PROVIDER, "CHILDRENS-HOME", DORSET, "DT4", 1, "", None),
    DemoHome("H-HEATHER-1", "", "Heathermere Cottages, number 1", BLOCK_PROVIDER, "CHILDRENS-HOME", DORSET, "BH22", 2,
             "APPLIED", date(2020, 10, 12)),
    DemoHome("H-HEATHER-2", "", "Heathermere Cottages, number 2", BLOCK_PROVIDER, "CHILDRENS-HOME", DORSET, "BH22", 2,
             "APPLIED", date(2020, 10, 12)),
)  # fmt: skip


def reference_of(urn: str) -> str:
    """The council's reference of a home with a URN."""
    return f"H-{urn[-3:]}"


@cache
def registered_homes() -> tuple[DemoHome, ...]:
    """The homes with a URN: the council's own, the external ones and the schools of the returns."""
    own = provision()[Setting.OWN_HOME][0]
    external = provision()[Setting.EXTERNAL_HOME]
    return (
        replace(_made(own, 0, OWN_PLACES), utilisation=ASSUMED_IN_USE),
        *(_external(home, number) for number, home in enumerate(external, start=1)),
        *(
            replace(_made(home, number, 6), kind="SCHOOL", status="NOT-REQUIRED")
            for number, home in enumerate(provision()[Setting.SCHOOL], start=len(external) + 1)
        ),
    )


def _external(home: Provision, number: int) -> DemoHome:
    made = _made(home, number, Dice("places", home.urn).between(3, 5))
    if home.urn in PRIVATE_PLACES:
        return replace(made, places=PRIVATE_PLACES[home.urn], utilisation=ASSUMED_IN_USE)
    if home.urn in SCHOOLS:
        return replace(made, kind="SCHOOL", status="NOT-REQUIRED", places=SCHOOLS[home.urn])
    return replace(made, status="CLOSED", since=CLOSED_ON, places=2) if home.urn == CLOSED else made


def _made(home: Provision, number: int, places: int) -> DemoHome:
    return DemoHome(
        reference=reference_of(home.urn),
        urn=home.urn,
        name=f"{_FIRST[number % len(_FIRST)]}{_LAST[number // len(_FIRST)]}",
        provider=_provider_of(home),
        kind="SECURE" if home.code == "K1" else "CHILDRENS-HOME",
        located_in=_authorities().get(home.where.code, home.where.code),
        outward=home.where.outward,
        places=places,
        status="REGISTERED",
        since=Dice("registered", home.urn).day(date(2009, 1, 1), date(2014, 12, 31)),
    )


@cache
def _authorities() -> dict[str, str]:
    with CODES_FILE.open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["authority"] for row in csv.DictReader(file)}


def _provider_of(home: Provision) -> str:
    """Several homes to a company; what a council runs is its own."""
    if home.provider in ("PR1", "PR2"):
        return OWN_PROVIDER if home.provider == "PR1" else f"P-A{home.urn[-2:]}"
    if home.urn in ("9900204", "9900205"):
        return BLOCK_PROVIDER
    return f"{'P-3' if home.provider == 'PR4' else 'P-4'}{int(home.urn) % 10}"


@dataclass(frozen=True)
class DemoProvider:
    """A provider of the register."""

    reference: str
    name: str
    kind: str
    urn: str = ""
    parent: str = ""


@cache
def providers() -> tuple[DemoProvider, ...]:
    """Who runs the homes, and the fostering agencies of the returns."""
    found = {OWN_PROVIDER: DemoProvider(OWN_PROVIDER, "Dorset Council", "IN-HOUSE")}
    kinds = {"PR2": "AUTHORITY", "PR4": "PRIVATE", "PR5": "VOLUNTARY"}
    for setting in (Setting.EXTERNAL_HOME, Setting.SCHOOL):
        for home in provision()[setting]:
            reference = _provider_of(home)
            name = f"Another council, {home.where.outward}" if home.provider == "PR2" else _company(reference)
            found.setdefault(reference, DemoProvider(reference, name, kinds[home.provider]))
    agencies = sorted({home.urn for home in provision()[Setting.AGENCY]})
    for number, urn in enumerate(agencies, start=1):
        name = f"{_FIRST[-number]}thorpe Fostering"
        parent = "Two Rivers Group" if number in (2, 5) else ""
        found[f"P-F{number}"] = DemoProvider(f"P-F{number}", name, "AGENCY", urn, parent)
    return tuple(found[reference] for reference in sorted(found))


def _company(reference: str) -> str:
    dice = Dice("company", reference)
    return f"{_FIRST[int(reference.removeprefix('P-')) % len(_FIRST)]}thorpe {dice.pick(_COMPANIES)}"


def home_files(episodes: Iterable[Episode]) -> dict[str, bytes]:
    """The files of providers and homes, and of what is known of each home, as of the end of the last return."""
    held = list(episodes)
    homes = [replace(home, places=max(home.places, _room(home, held))) for home in registered_homes()]
    homes += UNREGISTERED
    return {
        "providers.csv": csv_file(PROVIDERS, ([p.reference, p.name, p.kind, p.urn, p.parent] for p in providers())),
        "homes.csv": csv_file(HOMES, map(_home_row, homes)),
        "home-registrations.csv": csv_file(REGISTRATIONS, (row for home in homes for row in _registrations(home))),
        "home-other-residents.csv": csv_file(OTHER_RESIDENTS, _others()),
        "home-residents.csv": csv_file(RESIDENTS, residents(held)),
    }


def _room(home: DemoHome, episodes: list[Episode]) -> int:
    """The most children of the council who ever lived there at once, for a home that the papers do not count."""
    if home.utilisation is not None:
        return home.places
    there = [episode for episode in episodes if episode.urn == home.urn]
    days = {episode.starts for episode in there}
    return max((sum(e.starts <= day and (e.ends is None or e.ends > day) for e in there) for day in days), default=0)


def _home_row(home: DemoHome) -> list[str]:
    dice = Dice("home of the register", home.reference)
    judgement = dice.weighted(_JUDGEMENTS) if home.status == "REGISTERED" else ""
    judged = dice.day(REFERENCE_DAY - timedelta(days=700), REFERENCE_DAY - timedelta(days=60))
    return [
        home.reference, home.urn, home.name, home.provider, home.kind, home.located_in, home.outward, str(home.places),
        str(dice.between(6, 9)), "17", "EITHER", dice.pick(_NEEDS), judgement,
        written(judged) if judgement not in ("", "NOT-INSPECTED") else "",
        "" if home.utilisation is None else str(home.utilisation),
    ]  # fmt: skip


def _registrations(home: DemoHome) -> Iterator[list[str]]:
    if home.since is None:
        return
    if home.status == "CLOSED":
        yield [home.reference, written(date(2012, 5, 1)), "REGISTERED", ""]
    yield [home.reference, written(home.since), home.status, home.note]


def _others() -> Iterator[list[str]]:
    own = provision()[Setting.OWN_HOME][0]
    yield [reference_of(own.urn), written(FIRST_DAY), "0", "The home"]
    for urn, others in OTHERS.items():
        yield [reference_of(urn), written(OTHERS_COUNTED_ON), str(others), "The provider"]


def residents(episodes: list[Episode]) -> Iterator[list[str]]:
    """A child for each unregistered home, out of those in unregulated placements of its postcode."""
    taken: set[str] = set()
    for home in UNREGISTERED:
        there = [
            episode
            for episode in episodes
            if episode.place in ("H5", "P2")
            and episode.placement_postcode.split()[0] == home.outward
            and episode.starts <= REFERENCE_DAY
            and (episode.ends is None or episode.ends > REFERENCE_DAY)
            and episode.child not in taken
        ]
        now = there[-1]
        taken.add(now.child)
        first, last = _stay(now, episodes)
        yield [home.reference, now.child, written(first.starts), written(last.ends)]


def _stay(now: Episode, episodes: list[Episode]) -> tuple[Episode, Episode]:
    """The first and the last episode of the child's stay at the place of one of them, without a gap."""
    there = [e for e in episodes if (e.child, e.placement_postcode) == (now.child, now.placement_postcode)]
    first = last = there.index(now)
    while first and there[first - 1].ends == there[first].starts:
        first -= 1
    while last + 1 < len(there) and there[last].ends == there[last + 1].starts:
        last += 1
    return there[first], there[last]
