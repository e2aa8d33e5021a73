"""Place schemes of the demo: those of the council's papers (requirements F04 to F12), under invented names.

Published for 30 November 2020: 35 places in children's homes available or in development, of which 25 are assumed to
be in use at any time. 19 are in registered homes; so 16 are in development. The papers say for three schemes how
many places they bring; what the others bring, and how many of each are assumed in use, is chosen to give both totals.

The papers have a new home for five in Weymouth by September 2021 (F05), and a home for five beside the emergency
hub by winter 2021/22 (F04), which may be the same (oracles, section 8): here it is one scheme whose date slipped, for
with two there would be 40 places.
"""

from datetime import date

from .writing import csv_file, written

SCHEMES = (
    "REFERENCE", "TITLE", "KIND", "HOME", "PLACES", "UTILISATION", "CAPITAL", "OWNER", "LOCALITY",
)  # fmt: skip
STEPS = ("SCHEME", "TAKEN_ON", "STAGE", "EXPECTED_ON", "STEP_REASON")

HOME, FLATS = "CHILDRENS-HOME", "FLATS"
_ASSUMED_IN_USE = "85"  # per cent: with 60% of the 19 places there are, 25 of 35
_RESIDENTIAL, _HOUSING = "Service manager, residential", "Commissioning manager, housing"
WINTER = date(2022, 1, 31)  # "winter 2021/22"

_SCHEMES = (
    ("S-01", "Lanyard Row, emergency hub", HOME, "", "3", _ASSUMED_IN_USE, "650000.00", _RESIDENTIAL, "Weymouth"),
    ("S-02", "Lanyard Row, home for five", HOME, "", "5", _ASSUMED_IN_USE, "1150000.00", _RESIDENTIAL, "Weymouth"),
    ("S-03", "Fernwick Bungalow", HOME, "H-FERN", "1", _ASSUMED_IN_USE, "", _RESIDENTIAL, "Wimborne"),
    ("S-04", "Quarrystow Cottage", HOME, "", "2", _ASSUMED_IN_USE, "180000.00", _RESIDENTIAL, "Portland"),
    ("S-05", "Lanternstow Cottage", HOME, "H-LANTERN", "1", _ASSUMED_IN_USE, "", _RESIDENTIAL, "Weymouth"),
    ("S-06", "Heathermere Cottages, number 1", HOME, "H-HEATHER-1", "2", _ASSUMED_IN_USE, "", _RESIDENTIAL, "Ferndown"),
    ("S-07", "Heathermere Cottages, number 2", HOME, "H-HEATHER-2", "2", _ASSUMED_IN_USE, "", _RESIDENTIAL, "Ferndown"),
    ("S-08", "Mallardmere Court", FLATS, "", "12", "", "2400000.00", _HOUSING, "Weymouth"),
    ("S-09", "Orchardwick Bungalow, emergency place", HOME, "", "1", "", "", _RESIDENTIAL, "Wimborne"),
)
_STEPS = (
    ("S-01", date(2020, 2, 3), "IDEA", None, ""),
    ("S-01", date(2020, 9, 28), "APPROVED", WINTER, ""),
    ("S-01", date(2021, 2, 22), "BUILDING", WINTER, "Planning permission secured"),
    ("S-02", date(2019, 11, 4), "IDEA", None, ""),
    ("S-02", date(2020, 6, 22), "APPROVED", date(2021, 9, 30), ""),
    ("S-02", date(2020, 10, 19), "APPROVED", WINTER, "Built together with the hub next to it"),
    ("S-02", date(2021, 2, 22), "BUILDING", WINTER, "Planning permission secured"),
    ("S-03", date(2020, 6, 1), "APPROVED", date(2020, 12, 31), ""),
    ("S-03", date(2020, 9, 1), "REGISTERING", date(2021, 3, 31), "Registration takes longer than planned"),
    ("S-04", date(2020, 9, 7), "BUILDING", date(2021, 2, 28), "Refurbished, then registered"),
    ("S-05", date(2020, 9, 7), "APPROVED", date(2021, 9, 30), "Registered once the young man has moved on"),
    ("S-06", date(2020, 10, 12), "REGISTERING", date(2021, 1, 31), "Leased by a provider"),
    ("S-07", date(2020, 10, 12), "REGISTERING", date(2021, 1, 31), "Leased by a provider"),
    ("S-08", date(2019, 12, 2), "IDEA", None, ""),
    ("S-08", date(2020, 7, 13), "APPROVED", date(2021, 10, 31), ""),
    ("S-08", date(2020, 11, 2), "BUILDING", WINTER, "Works began late"),
    ("S-09", date(2019, 7, 1), "REGISTERING", date(2019, 9, 30), "Checks outstanding"),
    ("S-09", date(2020, 3, 9), "ABANDONED", None, "Not needed once other places were found"),
)

# What the papers of February 2024 say: the flats are open, and the schemes of the strategy for 2024 to 2027 (F12).
LATER = 2024
_LATER_DAY = date(2024, 2, 6)
_LATER_SCHEMES = (
    ("S-10", "Hazelstow House", HOME, "", "4", "", "", _RESIDENTIAL, "Dorchester"),
    ("S-11", "Home for one", HOME, "", "1", "", "", _RESIDENTIAL, ""),
    ("S-12", "Flats for care leavers", FLATS, "", "20", "", "", _HOUSING, ""),
    ("S-13", "Lanyard Row East", HOME, "", "3", "", "", _RESIDENTIAL, "Ferndown"),
    ("S-14", "Fernwick Bungalow, short breaks", HOME, "", "2", "", "", _RESIDENTIAL, "Wimborne"),
)
_LATER_STEPS = (
    ("S-08", _LATER_DAY, "OPEN", None, "Open by then"),
    *((scheme[0], _LATER_DAY, "IDEA", None, "Strategy 2024 to 2027") for scheme in _LATER_SCHEMES),
)


def pipeline_files() -> dict[int, dict[str, bytes]]:
    """The files of schemes and steps: as of the end of the last return, and as of February 2024."""
    return {
        year: _files(*rows) for year, rows in {2021: (_SCHEMES, _STEPS), LATER: (_LATER_SCHEMES, _LATER_STEPS)}.items()
    }


def _files(
    schemes: tuple[tuple[str, ...], ...], steps: tuple[tuple[str, date, str, date | None, str], ...]
) -> dict[str, bytes]:
    return {
        "place-schemes.csv": csv_file(SCHEMES, schemes),
        "scheme-steps.csv": csv_file(
            STEPS, ([scheme, written(day), stage, written(due), why] for scheme, day, stage, due, why in steps)
        ),
    }
