"""The demo's register of localities: which postcode districts of Dorset count to which.

The split is invented. It counts the villages of DT2 to Weymouth and Portland, so that about a third of the children
come from there, as the strategy says of the real ones (2020-23, section 5.1).
"""

from .writing import csv_file

COLUMNS = ("OUTWARD", "LOCALITY", "NOTE")
LOCALITIES = {
    "Weymouth and Portland": ("DT2", "DT3", "DT4", "DT5"),
    "Dorchester": ("DT1",),
    "Bridport and the west": ("DT6", "DT7", "DT8"),
    "Sherborne and the north": ("DT9", "DT10", "DT11", "SP7", "SP8"),
    "Purbeck": ("BH16", "BH19", "BH20"),
    "Wimborne, Ferndown and the east": ("BH21", "BH22", "BH31"),
}


def localities_file() -> bytes:
    """The file, one postcode district a line."""
    rows = ([outward, locality, ""] for locality, districts in LOCALITIES.items() for outward in districts)
    return csv_file(COLUMNS, rows)
