"""Made-up lives in care, by the hundred thousand, written as the returns of a council: plain and without faults."""

import csv
import random
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.returns import COLUMNS

YEARS = range(2012, 2022)  # return years: 1 April 2011 to 31 March 2021
FIRST_DAY, LAST_DAY = date(YEARS[0] - 1, 4, 1), date(YEARS[-1], 3, 31)
DAYS_IN_CARE = 900  # on average
DAYS_AN_EPISODE = 230  # on average, which makes some 1.8 episodes a child and return
PLACES = (("U4", "PR1"), ("U4", "PR4"), ("U5", "PR1"), ("U1", "PR1"), ("U3", "PR1"), ("K2", "PR4"), ("P1", "PR0"))


@dataclass(frozen=True)
class Made:
    """One stretch of a child's life in care; ``ends`` is None when it lasts beyond the last day."""

    child: str
    starts: date
    ends: date | None
    cells: tuple[str, ...]  # RNE, LS, CIN, PLACE, PLACE_PROVIDER
    reason: str
    home: str
    placement: str
    urn: str

    def in_return(self, year: int) -> bool:
        """Whether the return of that year holds the episode."""
        return self.starts <= date(year, 3, 31) and (self.ends is None or self.ends >= date(year - 1, 4, 1))

    def row(self, until: date) -> tuple[str, ...]:
        """The row of a return that reaches to a day."""
        ended = self.ends is not None and self.ends <= until
        dec, rec = (slashed(self.ends), self.reason) if self.ends is not None and ended else ("", "")
        why = "CARPL" if rec == "X1" else ""
        return (self.child, slashed(self.starts), *self.cells, dec, rec, why, self.home, self.placement, self.urn)


def write_returns(folder: Path, rows: int, years: Sequence[int], postcodes: tuple[list[str], list[str]]) -> None:
    """Write ``header-YEAR.csv`` and ``episodes-YEAR.csv`` for each year, with so many episode rows in all.

    With one year its return holds ten years of episodes. ``postcodes`` are those of the authority and
    those elsewhere. The same arguments always write the same files.
    """
    dice = random.Random(rows)  # noqa: S311 - no secret
    written = 0
    with ExitStack() as stack:
        files = {
            (kind, year): csv.writer(stack.enter_context((folder / f"{kind}-{year}.csv").open("w", newline="")))
            for kind in ("header", "episodes")
            for year in years
        }
        for (kind, _), file in files.items():
            file.writerow(COLUMNS[kind])
        # Identifiers in no order of time: as a case system gives them, and the harder case for an index.
        for number in dice.sample(range(10**6, 10**7), rows):
            born, episodes = _life(dice, str(number), postcodes)
            header = (str(number), dice.choice("12"), slashed(born), dice.choice(("WBRI", "MWBC", "BAFR")), "", "", "")
            for year in years:
                held = [each for each in episodes if len(years) == 1 or each.in_return(year)]
                if held:
                    files["header", year].writerow(header)
                    held = held[: rows - written]
                    files["episodes", year].writerows(each.row(date(year, 3, 31)) for each in held)
                    written += len(held)
                if written == rows:
                    return


def _life(dice: random.Random, child: str, postcodes: tuple[list[str], list[str]]) -> tuple[date, list[Made]]:
    """Date of birth and episodes of a child who comes into care once, or now and then twice."""
    here, elsewhere = postcodes
    starts = FIRST_DAY + timedelta(days=dice.randrange((LAST_DAY - FIRST_DAY).days))
    born = starts - timedelta(days=dice.randrange(30, 17 * 365))
    home = dice.choice(here)
    episodes: list[Made] = []
    for _ in range(1 if dice.random() < 0.9 else 2):
        leaves = starts + timedelta(days=int(dice.expovariate(1 / DAYS_IN_CARE)) + 1)
        rne = "S"
        while starts <= min(leaves, LAST_DAY):
            until = starts + timedelta(days=int(dice.expovariate(1 / DAYS_AN_EPISODE)) + 1)
            if rne != "L":
                place, placement = dice.choice(PLACES), dice.choice(here if dice.random() < 0.6 else elsewhere)
                urn = f"SC{dice.randrange(10**5, 10**6)}" if place[0] == "K2" else ""
            ends, reason = (until, "X1") if until < leaves else (leaves, "E4A")
            cells = (rne, dice.choice(("C2", "C1", "V2")), "N1", *place)
            episodes.append(
                Made(child, starts, ends if ends <= LAST_DAY else None, cells, reason, home, placement, urn)
            )
            starts, rne = until, dice.choice(("P", "P", "L"))
        starts = leaves + timedelta(days=dice.randrange(60, 900))
        if starts > LAST_DAY:
            break
    return born, episodes


def slashed(day: date) -> str:
    """A day as the return writes it."""
    return f"{day:%d/%m/%Y}"
