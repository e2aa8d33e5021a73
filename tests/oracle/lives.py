"""From the rows of the returns to what became of each child: episodes, periods of care, placement spells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

Row = Mapping[str, str]
Returns = Mapping[int, Mapping[str, Sequence[Row]]]  # {2021: {"header": [...], "episodes": [...], "uasc": [...]}}

SHORT_BREAKS = {"V3", "V4"}
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}


@dataclass(frozen=True)
class Stay:
    """An episode after the returns have been put together."""

    starts: date
    ends: date | None
    rne: str
    legal_status: str
    place: str
    provider: str
    rec: str
    home_post: str
    placement_post: str
    urn: str

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class Spell:
    """Episodes with the same carer."""

    episodes: tuple[Stay, ...]

    @property
    def starts(self) -> date:
        return self.episodes[0].starts

    @property
    def ends(self) -> date:
        """The latest end of its episodes; the end of time while one is open."""
        return max(episode.ends or date.max for episode in self.episodes)

    def covers_a_day_of(self, first: date, last: date) -> bool:
        """Whether it covers any day from ``first`` to ``last``; less than a day covers none."""
        earliest = max(self.starts, first)
        return earliest <= last and earliest < self.ends

    def temporary_by(self, day: date) -> bool:
        """Whether all episodes begun by the day are temporary moves."""
        return all(episode.place in TEMPORARY for episode in self.episodes if episode.starts <= day)


@dataclass(frozen=True)
class Period:
    """A period of care and the placement spells in it."""

    episodes: tuple[Stay, ...]
    spells: tuple[Spell, ...]

    @property
    def starts(self) -> date:
        return self.episodes[0].starts

    @cached_property
    def last(self) -> Stay:
        """The episode that ends last; of two that end together, the one that began later."""
        return max(self.episodes, key=lambda episode: (episode.ends or date.max, episode.starts))

    @property
    def ends(self) -> date | None:
        return self.last.ends


@dataclass(frozen=True)
class Life:
    """What the returns say of one child."""

    born: date | None
    uasc: bool
    uasc_until: date | None
    periods: tuple[Period, ...]
    sex: str = ""
    ethnicity: str = ""


def read_date(text: str) -> date | None:
    """DD/MM/YYYY, or None when blank."""
    if not text.strip():
        return None
    day, month, year = text.strip().split("/")
    return date(int(year), int(month), int(day))


def read_stay(row: Row) -> Stay:
    """An episodes row as it stands."""

    def code(column: str) -> str:
        return row.get(column, "").strip().upper()

    starts = read_date(row["DECOM"])
    assert starts is not None
    return Stay(
        starts=starts,
        ends=read_date(row.get("DEC", "")),
        rne=code("RNE"),
        legal_status=code("LS"),
        place=code("PLACE"),
        provider=code("PLACE_PROVIDER"),
        rec=code("REC"),
        home_post=code("HOME_POST").replace(" ", ""),
        placement_post=code("PL_POST").replace(" ", ""),
        urn=code("URN"),
    )


def put_together(returns: Returns, child: str) -> list[Stay]:
    """The child's episodes over all returns, in order, with no open episode but the last."""
    years = [year for year in sorted(returns) if "episodes" in returns[year]]
    held: dict[date, tuple[int, Stay]] = {}
    for year in years:
        for row in returns[year]["episodes"]:
            if row["CHILD"].strip() == child:
                stay = read_stay(row)
                held[stay.starts] = (year, stay)
    order = sorted(held)
    stays = []
    for place_in_order, starts in enumerate(order):
        year, stay = held[starts]
        if stay.ends is None:
            following = order[place_in_order + 1] if place_in_order + 1 < len(order) else None
            dropped_on = date(year, 4, 1) if year < years[-1] else None
            if dropped_on is not None and (following is None or dropped_on < following):
                stay = replace(stay, ends=dropped_on, rec="")
            elif following is not None:
                stay = replace(stay, ends=following, rec="")
        stays.append(stay)
    return stays


def same_home(one: Stay, other: Stay) -> bool:
    return (one.place, one.placement_post, one.urn) == (other.place, other.placement_post, other.urn)


def spells_of(episodes: Sequence[Stay]) -> tuple[Spell, ...]:
    """Cut a period's episodes into spells."""
    same_as_before: set[int] = set()  # places in order of episodes that continue whatever their RNE
    here = 0
    while here < len(episodes):
        if episodes[here].place not in TEMPORARY:
            here += 1
            continue
        after = here
        while after < len(episodes) and episodes[after].place in TEMPORARY:
            after += 1
        if here > 0 and after < len(episodes) and same_home(episodes[here - 1], episodes[after]):
            same_as_before.update(range(here, after + 1))
        here = after
    spells: list[list[Stay]] = []
    for place_in_order, episode in enumerate(episodes):
        new_carer = episode.rne in {"P", "B", "S"} and place_in_order not in same_as_before
        if place_in_order == 0 or new_carer:
            spells.append([])
        spells[-1].append(episode)
    return tuple(Spell(tuple(spell)) for spell in spells)


def periods_of(stays: Iterable[Stay]) -> tuple[Period, ...]:
    """Cut a child's episodes into periods of care."""
    runs: list[list[Stay]] = []
    latest_end = date.min
    for stay in stays:
        if stay.legal_status in SHORT_BREAKS:
            continue
        if not runs or stay.starts > latest_end:
            runs.append([])
            latest_end = date.min
        runs[-1].append(stay)
        latest_end = max(latest_end, stay.ends or date.max)
    return tuple(Period(tuple(run), spells_of(run)) for run in runs)


def latest_row(returns: Returns, kind: str, child: str) -> Row | None:
    """The child's row in the latest return that has one."""
    for year in sorted(returns, reverse=True):
        for row in returns[year].get(kind, ()):
            if row["CHILD"].strip() == child:
                return row
    return None


def life_of(returns: Returns, child: str) -> Life:
    header = latest_row(returns, "header", child)
    uasc = latest_row(returns, "uasc", child)
    source_of_birth = header or uasc
    sex = source_of_birth["SEX"] if source_of_birth else ""
    return Life(
        born=read_date(source_of_birth["DOB"]) if source_of_birth else None,
        uasc=uasc is not None,
        uasc_until=read_date(uasc["DUC"]) if uasc else None,
        periods=periods_of(put_together(returns, child)),
        sex={"1": "M", "2": "F"}.get(sex, sex),
        ethnicity=header["ETHNIC"] if header else "",
    )
