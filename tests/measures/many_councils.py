"""The attack on small numbers, by hand on many councils: ``python -m tests.measures.many_councils [SEEDS]``.

Of councils of 20 to 500 children, each made SEEDS times, all plain measures by all dimensions and all charts about
children are attacked, at two month-ends together. In a scratch database on the server that the settings name; it is
dropped afterwards. Prints what is recovered; takes about ten seconds a council.
"""

import os
import sys
import time
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from sufficiency.core.models import Authority  # noqa: E402
from tests.placements.council import found_council, load, taken_back  # noqa: E402

from .attack import MEASURES, Attack, always, outputs  # noqa: E402
from .drawings import drawings  # noqa: E402
from .test_small_numbers import DAYS, FIRST, NEIGHBOURS, board, small_council  # noqa: E402

SIZES = (20, 35, 60, 90, 130, 180, 260, 360, 500)
DIMENSIONS = {dimension.slug for measure in MEASURES for dimension in measure.dimensions}


def attacked(authority: Authority) -> tuple[int, list[tuple[str, int, int, int]]]:
    """How many small counts are withheld on two days, and which of them follow."""
    reader = board(authority)
    found = outputs(authority, DAYS, reader, MEASURES, DIMENSIONS)
    for number, compared in ((NEIGHBOURS[0], None), (NEIGHBOURS[1], DAYS[NEIGHBOURS[0]])):
        drawn = drawings(reader, DAYS[number], compared, FIRST, found[number].counts())
        found[number].drawings.append(drawn)
    attack = Attack([found[number] for number in NEIGHBOURS], always([day.counts() for day in found]))
    return len(attack.withheld), list(attack.recovered())


def main(seeds: int) -> int:
    """Attack them all; 1 when anything follows."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"many_councils_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    total: Counter[str] = Counter()
    try:
        for seed in range(seeds):
            for children in SIZES:
                began = time.monotonic()
                with taken_back():
                    authority = found_council()
                    load(authority, small_council(children, 1000 + seed))
                    withheld, recovered = attacked(authority)
                total.update(councils=1, withheld=withheld, recovered=len(recovered))
                print(f"{children} children, {seed}: {withheld} withheld, {time.monotonic() - began:.0f} s", flush=True)
                for each in recovered:
                    print("  ", *each, flush=True)
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(usual, verbosity=0)
    print(dict(total))
    return 1 if total["recovered"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4))
