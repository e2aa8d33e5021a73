"""The authorities of England, how many of their children are in care, and postcodes in and near each."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from sufficiency.core.postcodes import Entry

from ..dice import Dice

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
AUTHORITIES = 150  # the largest: all but a few
POSTCODES = 150  # of each authority
NEAREST = 8  # authorities in which a council places children outside its own area, as a rule


@dataclass(frozen=True)
class Council:
    """An authority to make up returns for: its code, its children in care at the end, and where they may live."""

    code: str
    in_care: int
    own: tuple[str, ...]  # postcodes in its area, as people write them
    near: tuple[str, ...]  # in the authorities around it
    far: tuple[str, ...]  # anywhere else


def councils(entries: Iterable[Entry], in_care: int) -> list[Council]:
    """The largest authorities with so many children in care together, shared by their populations and by chance.

    ``entries`` is a postcode directory. Authorities of which it has no postcode are left out.
    """
    places = _places(entries)
    children = {code: number for code, number in _populations().items() if code in places}
    largest = sorted(children, key=lambda code: -children[code])[:AUTHORITIES]
    weights = {code: children[code] * Dice("England", code).between(50, 170) for code in largest}
    shares = _shared(weights, in_care)
    posts = {code: tuple(f"{e.postcode[:-3]} {e.postcode[-3:]}" for e in places[code]) for code in largest}
    centres = {
        code: (_mean(e.easting for e in places[code]), _mean(e.northing for e in places[code])) for code in largest
    }
    everywhere = [post for code in largest for post in posts[code][::10]]
    return [
        Council(
            code=code,
            in_care=shares[code],
            own=posts[code],
            near=tuple(post for other in _nearest(code, centres) for post in posts[other]),
            far=tuple(everywhere),
        )
        for code in sorted(largest)
    ]


def _places(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Some postcodes of each authority, spread evenly over those that the directory has in its order."""
    of_code = {row["code"]: row["authority"] for row in _rows("authority_codes.csv")}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.code and entry.easting is not None:
            found[of_code.get(entry.code, entry.code)].append(entry)
    return {code: all_of_it[:: max(1, len(all_of_it) // POSTCODES)][:POSTCODES] for code, all_of_it in found.items()}


def _populations() -> dict[str, int]:
    """0 to 17 year olds of each authority of England, at the latest mid-year that the tracker comes with."""
    rows = sorted(_rows("populations.csv"), key=lambda row: int(row["mid_year"]))
    present = {row["code"] for row in _rows("authorities.csv") if row["kind"] == "england" and not row["until"]}
    return {row["code"]: int(row["children"]) for row in rows if row["code"] in present}


def _shared(weights: dict[str, int], total: int) -> dict[str, int]:
    """The total in whole numbers by weight; what rounding leaves goes to the heaviest."""
    whole = sum(weights.values())
    shares = {code: total * weight // whole for code, weight in weights.items()}
    heaviest = sorted(weights, key=lambda code: -weights[code])
    for code in heaviest[: total - sum(shares.values())]:
        shares[code] += 1
    return shares


def _nearest(code: str, centres: dict[str, tuple[float, float]]) -> list[str]:
    """The authorities whose middle is nearest."""
    x, y = centres[code]
    others = sorted(
        (other for other in centres if other != code), key=lambda o: (centres[o][0] - x) ** 2 + (centres[o][1] - y) ** 2
    )
    return others[:NEAREST]


def _mean(metres: Iterable[int | None]) -> float:
    return fmean(each for each in metres if each is not None)


def _rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
