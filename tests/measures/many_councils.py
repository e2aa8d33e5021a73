"""The attack on small numbers, by hand on many councils: ``python -m tests.measures.many_councils [SEEDS] [--all]``.

Councils of 20 to 500 children, each size made SEEDS times: the measures and dimensions of the tests, or ``--all`` plain
measures by all dimensions, with the charts about children, at two month-ends together. What always adds up is found
out from all councils of a seed. In a scratch database on the server that the settings name, dropped afterwards.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from sufficiency.core.measure import Measure  # noqa: E402
from tests.placements.council import found_council, load, taken_back  # noqa: E402

from .attack import MEASURES, Attack, Outputs, always  # noqa: E402
from .test_small_numbers import DIMENSIONS, NEIGHBOURS, assumes, everything, small_council, years_before  # noqa: E402
from .test_small_numbers import MEASURES as TESTED  # noqa: E402

SIZES = (20, 35, 60, 90, 130, 180, 260, 360, 500)


def collected(
    seed: int, measures: Sequence[Measure], dimensions: Collection[str]
) -> Iterator[tuple[int, list[Outputs]]]:
    """What a board member gets of a council of each size."""
    for children in SIZES:
        with taken_back():
            authority = found_council()
            assumes(authority)
            load(authority, small_council(children, 1000 + seed))
            yield children, everything(authority, measures, dimensions)


def attack_all(seeds: int, measures: Sequence[Measure], dimensions: Collection[str]) -> Counter[str]:
    """Attack them all and print what follows; how many councils, withheld counts and recovered ones."""
    total: Counter[str] = Counter()
    for seed in range(seeds):
        councils = dict(collected(seed, measures, dimensions))
        identities = always([day.counts() for days in councils.values() for day in days])
        for children, days in councils.items():
            attack = Attack([days[number] for number in NEIGHBOURS], identities, years_before(days))
            recovered = list(attack.recovered())
            total.update(councils=1, withheld=len(attack.withheld), recovered=len(recovered))
            print(f"{children} children, {seed}: {len(attack.withheld)} withheld", flush=True)
            for each in recovered:
                print("  ", *each, flush=True)
    return total


def main() -> int:
    """1 when anything follows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seeds", type=int, nargs="?", default=4)
    parser.add_argument("--all", action="store_true", help="all plain measures by all dimensions: minutes a council")
    options = parser.parse_args()
    every = {dimension.slug for measure in MEASURES for dimension in measure.dimensions}
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"many_councils_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        total = attack_all(options.seeds, *((MEASURES, every) if options.all else (TESTED, DIMENSIONS)))
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(usual, verbosity=0)
    print(dict(total))
    return 1 if total["recovered"] else 0


if __name__ == "__main__":
    sys.exit(main())
