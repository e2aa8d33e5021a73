"""Postcodes that the demo uses, and the distances between them."""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from .schedule import DORSET

POSTCODES_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "demo_postcodes.csv"
METRES_A_MILE = Decimal("1609.3")


@dataclass(frozen=True)
class Place:
    """A postcode, the authority or district it lies in, and its place on the OS grid in metres."""

    postcode: str  # as people write it, with the space
    code: str
    easting: int
    northing: int

    @property
    def in_dorset(self) -> bool:
        return self.code == DORSET

    @property
    def outward(self) -> str:
        return self.postcode.split()[0]


@cache
def places() -> tuple[Place, ...]:
    """Every place of ``fixtures/demo_postcodes.csv``, in its order."""
    with POSTCODES_FILE.open(newline="", encoding="utf-8") as file:
        return tuple(
            Place(
                f"{row['postcode'][:-3]} {row['postcode'][-3:]}",
                row["code"],
                int(row["easting"]),
                int(row["northing"]),
            )
            for row in csv.DictReader(file)
        )


@cache
def miles(one: Place, other: Place) -> Decimal:
    """The straight line between two places, in miles to one decimal."""
    squares = (one.easting - other.easting) ** 2 + (one.northing - other.northing) ** 2
    return (Decimal(squares).sqrt() / METRES_A_MILE).quantize(Decimal("0.1"), ROUND_HALF_UP)


def is_far(one: Place, other: Place) -> bool:
    """Whether they are over 20 miles apart."""
    return miles(one, other) > 20
