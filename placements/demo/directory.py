"""Chooses the demo's postcodes from the postcode directory.

Only for making the list in ``fixtures/demo_postcodes.csv`` anew; the demo itself reads that list:

    python manage.py shell -c "from placements.demo.directory import write; write()"

Within each area postcodes are taken in the order of a hash of their text, so that no known home or
household is aimed at. Postcodes that share a grid reference with another are left out: those are
mostly post office boxes and large users.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from sufficiency.core.postcodes import Entry, directory_files, normalised, read_directory_file

from .places import POSTCODES_FILE

# (ONS code of the authority or the district, outward codes, how many)
WANTED: tuple[tuple[str, str, int], ...] = (
    # Dorset, town by town
    ("E06000059", "DT4", 34), ("E06000059", "DT3", 18), ("E06000059", "DT5", 14), ("E06000059", "DT1", 24),
    ("E06000059", "DT2", 16), ("E06000059", "DT6", 18), ("E06000059", "DT7", 6), ("E06000059", "DT8", 6),
    ("E06000059", "DT9", 12), ("E06000059", "DT10", 8), ("E06000059", "DT11", 18), ("E06000059", "SP7", 9),
    ("E06000059", "SP8", 12), ("E06000059", "BH19", 12), ("E06000059", "BH20", 14), ("E06000059", "BH21", 18),
    ("E06000059", "BH22", 14), ("E06000059", "BH31", 10), ("E06000059", "BH16", 8),
    # Bournemouth, Christchurch and Poole
    ("E06000058", "BH1", 6), ("E06000058", "BH8", 6), ("E06000058", "BH10", 6), ("E06000058", "BH11", 7),
    ("E06000058", "BH12", 7), ("E06000058", "BH15", 7), ("E06000058", "BH17", 6), ("E06000058", "BH23", 7),
    # the other neighbours: Somerset, Wiltshire, Hampshire's districts, Devon's districts
    ("E06000066", "BA20", 6), ("E06000066", "BA21", 7), ("E06000066", "TA1", 4), ("E06000066", "TA20", 4),
    ("E06000066", "TA6", 3), ("E06000054", "SP2", 6), ("E06000054", "SP1", 4), ("E06000054", "BA12", 4),
    ("E06000054", "SN15", 3), ("E07000091", "BH24", 4), ("E07000091", "BH25", 4), ("E07000091", "SO40", 3),
    ("E07000093", "SP10", 3), ("E07000084", "RG22", 2), ("E07000040", "EX13", 6), ("E07000040", "EX14", 4),
    ("E07000041", "EX4", 4), ("E07000045", "TQ12", 3),
    # farther away
    ("E06000045", "SO15", 4), ("E06000044", "PO2", 2), ("E06000026", "PL5", 3), ("E06000027", "TQ1", 2),
    ("E06000023", "BS5", 3), ("E06000025", "BS37", 2), ("E06000030", "SN2", 2), ("E06000046", "PO30", 2),
    ("E06000052", "TR1", 2), ("E07000081", "GL1", 3), ("E06000042", "MK6", 1), ("E08000025", "B14", 2),
    ("E06000021", "ST6", 2), ("E06000051", "SY3", 2), ("E08000035", "LS8", 2), ("E07000123", "PR1", 2),
    ("E07000106", "CT1", 2), ("E09000008", "CR0", 2),
    # Wales and Scotland
    ("W06000015", "CF5", 2), ("W06000011", "SA1", 1), ("S12000036", "EH6", 1),
)  # fmt: skip


def _entries() -> Iterator[Entry]:
    """The directory's postcodes of the wanted areas that have a grid reference of their own."""
    letters = {outward[0] for _, outward, _ in WANTED}
    for file in directory_files():
        if file.name.removeprefix("postcodes_")[0] in letters:
            entries = list(read_directory_file(file))
            shared = Counter((entry.easting, entry.northing) for entry in entries)
            for entry in entries:
                if entry.easting is not None and shared[entry.easting, entry.northing] == 1:
                    yield entry._replace(postcode=normalised(entry.postcode))


def chosen() -> list[Entry]:
    """The postcodes of the demo, in alphabetical order; ValueError when an area has too few."""
    found: dict[tuple[str | None, str], list[Entry]] = {(code, outward): [] for code, outward, _ in WANTED}
    for entry in _entries():
        area = (entry.code, entry.postcode[:-3])
        if area in found:
            found[area].append(entry)
    for code, outward, count in WANTED:
        some = found[code, outward]
        if len(some) < count:
            raise ValueError(
                f"The directory has only {len(some)} postcodes of {code} in {outward}; {count} are wanted."
            )
        some.sort(key=lambda entry: sha256(entry.postcode.encode()).digest())
        del some[count:]
    return sorted((entry for some in found.values() for entry in some), key=lambda entry: entry.postcode)


def write() -> None:
    """Write the list."""
    with POSTCODES_FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Entry._fields)
        writer.writerows(chosen())
