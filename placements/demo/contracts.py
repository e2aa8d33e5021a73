"""Frameworks, contracts and tenders of the demo.

Published in the Placement Sufficiency Strategy 2020-23: the frameworks with their lots and numbers of providers
(E07), a block contract for two homes, the tenders (E08); in the scrutiny papers of April 2021, five more places by
block contract. Which agency or home has which contract, and every price, is invented.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from .dice import Dice
from .episodes import Episode
from .homes import BLOCK_PROVIDER, OWN_PLACES, OWN_PROVIDER, providers, reference_of, registered_homes
from .schedule import LAST_DAY, REFERENCE_DAY
from .writing import csv_file, written

FRAMEWORKS = ("REFERENCE", "TITLE", "BEGINS_ON", "ENDS_ON", "PROVIDERS")
LOTS = ("FRAMEWORK", "LOT", "LOT_TITLE", "LOT_PROVIDERS")
CONTRACTS = (
    "REFERENCE", "TITLE", "PROVIDER", "ROUTE", "FRAMEWORK", "LOT", "PLACES", "WEEKLY_PRICE", "STARTS_ON", "ENDS_ON",
)  # fmt: skip
CONTRACT_HOMES = ("CONTRACT", "HOME", "PLACES_THERE")
TENDERS = (
    "REFERENCE", "TITLE", "PURPOSE", "STAGE", "LOTS", "OPENS_ON", "CLOSES_ON", "CONTRACT_STARTS_ON",
)  # fmt: skip

FOSTERING, RESIDENTIAL, POST_16, EARLIER = "F-SC", "F-LASR", "F-P16", "F-SW"
# The new contract for supported housing starts in August 2021: until then the framework runs.
POST_16_ENDS = date(2021, 7, 31)
_FRAMEWORK_ROWS = (
    (FOSTERING, "South Central independent fostering framework", date(2017, 4, 1), None, ""),
    (RESIDENTIAL, "LASR framework", None, None, ""),
    (POST_16, "Post-16 framework", None, POST_16_ENDS, "18"),
    (EARLIER, "South West independent fostering framework", None, date(2017, 3, 31), "36"),
)
_LOT_ROWS = (
    (FOSTERING, "1", "Standard fostering", "49"),
    (FOSTERING, "2", "Children with a disability", "43"),
    (FOSTERING, "3", "Parent and child", "43"),
    (FOSTERING, "4", "Alternatives to residential care", "9"),
    *((RESIDENTIAL, str(number), f"Category {number}", "") for number in range(1, 7)),
    (POST_16, "1", "Children in care, unaccompanied children among them", "16"),
    (POST_16, "2", "Care leavers", "16"),
    (POST_16, "3", "Young people with complex needs", "14"),
    (POST_16, "4", "Parent and child", "7"),
)
_TENDER_ROWS = (
    ("T-01", "Supported housing", "Follows the post-16 framework", "2", date(2021, 2, 1), date(2021, 8, 1)),
    ("T-02", "Fostering recruitment", "A partner who finds new foster carers", "", None, None),
    ("T-03", "Short break fostering", "Short breaks for children who are disabled", "", None, None),
    ("T-04", "Retainer for fostering agencies", "Agency carers in the area kept for the council's children", "",
     None, None),
    ("T-05", "Children's homes in the council's properties", "Providers who lease them and register homes", "",
     None, None),
)  # fmt: skip
BLOCK_HOMES = {"9900204": 4, "9900205": 1}  # of how many places in each the council is sure


def contract_files(episodes: Iterable[Episode]) -> dict[str, bytes]:
    """The files of frameworks, contracts and tenders, as of the end of the last return."""
    spot = list(_spot(list(episodes)))
    own = next(home.reference for home in registered_homes() if home.provider == OWN_PROVIDER)
    covered = [["C-OWN", own, str(OWN_PLACES)]]
    covered += [["C-B1", reference_of(urn), str(places)] for urn, places in BLOCK_HOMES.items()]
    covered += [[row[0], home, ""] for row, home in spot]
    return {
        "frameworks.csv": csv_file(
            FRAMEWORKS, ([r, title, written(a), written(b), count] for r, title, a, b, count in _FRAMEWORK_ROWS)
        ),
        "framework-lots.csv": csv_file(LOTS, _LOT_ROWS),
        "contracts.csv": csv_file(CONTRACTS, [*_standing(), *_call_offs(), *(row for row, _ in spot)]),
        "contract-homes.csv": csv_file(CONTRACT_HOMES, covered),
        "tenders.csv": csv_file(
            TENDERS, ([r, t, why, "PLANNED", n, written(a), "", written(b)] for r, t, why, n, a, b in _TENDER_ROWS)
        ),
    }


def _standing() -> Iterator[list[str]]:
    """The council's own home and the block contracts."""
    yield ["C-OWN", "The council's own children's home", OWN_PROVIDER, "IN-HOUSE", "", "", str(OWN_PLACES), "",
           written(date(2012, 4, 1)), ""]  # fmt: skip
    yield ["C-B1", "Block contract for two homes", BLOCK_PROVIDER, "BLOCK", "", "", str(sum(BLOCK_HOMES.values())),
           "4650.00", written(date(2019, 12, 1)), written(date(2021, 9, 1))]  # fmt: skip
    yield ["C-B2", "Block contract for five more places", "P-31", "BLOCK", "", "", "5", "4790.00",
           written(date(2021, 2, 15)), written(date(2024, 2, 15))]  # fmt: skip


def _call_offs() -> Iterator[list[str]]:
    """One for each fostering agency, off the framework that they are on."""
    for each in providers():
        if each.kind == "AGENCY":
            starts = Dice("call-off", each.reference).day(date(2017, 4, 1), date(2019, 3, 31))
            reference = f"C-{each.reference.removeprefix('P-')}"
            yield [reference, "", each.reference, "FRAMEWORK", FOSTERING, "1", "", "", written(starts), ""]


def _spot(episodes: list[Episode]) -> Iterator[tuple[list[str], str]]:
    """One for each external home where a child lives on the reference day and no other contract has places."""
    for home in registered_homes():
        there = [e for e in episodes if e.urn == home.urn and (e.ends is None or e.ends > REFERENCE_DAY)]
        now = [episode for episode in there if episode.starts <= REFERENCE_DAY]
        if now and home.provider != OWN_PROVIDER and home.urn not in BLOCK_HOMES:
            starts = min(episode.starts for episode in now)
            ends = Dice("spot", home.urn).weighted({None: 5, LAST_DAY: 2, date(2021, 9, 30): 3})
            reference = f"C-{home.reference.removeprefix('H-')}"
            yield [reference, "", home.provider, "SPOT", "", "", "", "", written(starts), written(ends)], home.reference


def contracts_by_urn(episodes: Iterable[Episode]) -> dict[str, str]:
    """Reference of the contract under which children are placed, by the URN of the agency or the home."""
    found = {each.urn: f"C-{each.reference.removeprefix('P-')}" for each in providers() if each.kind == "AGENCY"}
    spot = {home: row[0] for row, home in _spot(list(episodes))}
    found |= {home.urn: spot[home.reference] for home in registered_homes() if home.reference in spot}
    return found | dict.fromkeys(BLOCK_HOMES, "C-B1")
