"""More measures of the children in care, of those who came and of those who left, by plain loops."""

from collections.abc import Callable
from datetime import date, timedelta

from .lives import Life, Period
from .measures import (
    ADOPTED,
    CHILDRENS_HOME,
    FOR_ADOPTION,
    FOSTER,
    REASON_UNKNOWN,
    SGO,
    UNREGULATED,
    Answer,
    Current,
    Oracle,
    birthday,
    count,
    first_day_of_year_to,
    months_earlier,
    percentage,
)

TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}
EXTERNAL = {"PR2", "PR3", "PR4", "PR5"}
MINORITY = {"MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "CHNE", "BCRB", "BAFR", "BOTH", "OOTH"}
OTHER_REASONS = {"E2", "E3", "E8", "E9", "E14", "E16"}
BORDERS_OURS = {"E06000054", "E06000058", "E06000066", "E10000008", "E10000014"}

Question = Callable[[Oracle, date], Answer]


def aged(life: Life, low: int, high: int | None, day: date) -> bool:
    """Whether the age in completed years is from ``low`` to below ``high``; not of somebody of unknown age."""
    if life.born is None:
        return False
    return (not low or birthday(life.born, low) <= day) and (high is None or day < birthday(life.born, high))


def share_aged(low: int, high: int | None) -> Question:
    return lambda oracle, day: oracle.share(
        day, lambda child: aged(child.life, low, high, day), lambda child: child.life.born is None
    )


def turning_18(oracle: Oracle, day: date) -> Answer:
    """Who has the 18th birthday after the day and before the day after the same date a year later."""
    share = share_aged(17, 18)(oracle, day)
    return count(share.numerator, share.unknown)


def in_care_for(under: int = 0, over: int = 0) -> Question:
    def meets(child: Current, day: date) -> bool:
        started = child.period.starts
        return started > months_earlier(day, under) if under else started <= months_earlier(day, over)

    return lambda oracle, day: oracle.share(day, lambda child: meets(child, day), lambda _: False)


def of_sex(sex: str) -> Question:
    return lambda oracle, day: oracle.share(
        day, lambda child: child.life.sex == sex, lambda child: child.life.sex not in {"F", "M"}
    )


def minority_ethnic(oracle: Oracle, day: date) -> Answer:
    return oracle.share(
        day,
        lambda child: child.life.ethnicity in MINORITY,
        lambda child: child.life.ethnicity in {"", "REFU", "NOBT"},
    )


def uasc(oracle: Oracle, day: date) -> Answer:
    number = oracle.uasc_in_care(day).numerator
    return percentage(number, len(oracle.in_care(day)), 0)


# Those who came and those who left.


def started_aged_10(oracle: Oracle, day: date) -> Answer:
    first = first_day_of_year_to(day)
    came: list[tuple[Life, Period]] = []
    for life in oracle.lives:
        in_year = [period for period in life.periods if first <= period.starts <= day]
        if in_year:
            came.append((life, in_year[-1]))
    older = sum(aged(life, 10, None, period.starts) for life, period in came)
    return percentage(older, len(came), sum(life.born is None for life, _ in came))


def in_care_in_year(oracle: Oracle, day: date) -> Answer:
    first = first_day_of_year_to(day)

    def was(period: Period) -> bool:
        last = period.ends or date.max
        return max(period.starts, first) <= day and max(period.starts, first) < last

    return count(sum(any(map(was, life.periods)) for life in oracle.lives))


def stayed_until_18(oracle: Oracle, day: date) -> Answer:
    exits = oracle.exits(day)
    could = [(life, period) for life, period in exits if life.born and period.ends >= birthday(life.born, 16)]
    did = sum(period.ends >= birthday(life.born, 18) for life, period in could)
    return percentage(did, len(could), sum(life.born is None for life, _ in exits))


def left_for(*reasons: str) -> Question:
    return lambda oracle, day: oracle.left_for(day, set(reasons))


def number_left_for(reasons: set[str]) -> Question:
    def ask(oracle: Oracle, day: date) -> Answer:
        last = [period.last.rec for _, period in oracle.exits(day)]
        return count(sum(rec in reasons for rec in last), sum(rec in REASON_UNKNOWN for rec in last))

    return ask


# Legal status.


def legal_status(*codes: str) -> Question:
    return lambda oracle, day: oracle.share(
        day, lambda child: child.episode.legal_status in codes, lambda child: not child.episode.legal_status
    )


def legal_since(child: Current) -> date:
    """The first day of the episodes in a row, back from the one that decides, with its legal status."""
    before = [episode for episode in child.period.episodes if episode.starts <= child.episode.starts]
    since = child.episode.starts
    for episode in sorted(before, key=lambda each: each.starts, reverse=True):
        if episode.legal_status != child.episode.legal_status:
            break
        since = episode.starts
    return since


def long_on_section_20(oracle: Oracle, day: date) -> Answer:
    number = unknown = 0
    for child in oracle.in_care(day):
        status = child.episode.legal_status
        unknown += status == "" or (status == "V2" and child.life.born is None)
        if status == "V2" and child.life.born and day < birthday(child.life.born, 16):
            number += legal_since(child) <= months_earlier(day, 3)
    return count(number, unknown)


def long_on_placement_order(oracle: Oracle, day: date) -> Answer:
    number = unknown = 0
    for child in oracle.in_care(day):
        status, place = child.episode.legal_status, child.episode.place
        unknown += status == "" or (status == "E1" and place == "")
        if status == "E1" and place and place not in FOR_ADOPTION:
            number += legal_since(child) <= months_earlier(day, 12)
    return count(number, unknown)


def parents_on_order(oracle: Oracle, day: date) -> Answer:
    number = unknown = 0
    for child in oracle.in_care(day):
        status, place = child.episode.legal_status, child.episode.place
        number += place == "P1" and status in {"C1", "C2"}
        unknown += place == "" or (place == "P1" and status == "")
    return count(number, unknown)


# Where they live.


def out_of_area(oracle: Oracle, child: Current) -> bool:
    return oracle.placement_authority(child.episode) not in (None, oracle.authority)


def outside_among(places: set[str]) -> Question:
    def ask(oracle: Oracle, day: date) -> Answer:
        among = [child for child in oracle.in_care(day) if child.episode.place in places]
        unknown = sum(oracle.placement_authority(child.episode) is None for child in among)
        return percentage(sum(out_of_area(oracle, child) for child in among), len(among), unknown)

    return ask


def bordering(oracle: Oracle, day: date) -> Answer:
    outside = [child for child in oracle.in_care(day) if out_of_area(oracle, child)]
    near = sum(oracle.placement_authority(child.episode) in BORDERS_OURS for child in outside)
    return percentage(near, len(outside), 0)


def external_bordering(oracle: Oracle, day: date) -> Answer:
    outside = [
        child for child in oracle.in_care(day) if child.episode.provider in EXTERNAL and out_of_area(oracle, child)
    ]
    near = [child for child in outside if oracle.placement_authority(child.episode) in BORDERS_OURS]
    return percentage(len(near), len(outside), 0)


def external_in_area(oracle: Oracle, day: date) -> Answer:
    external = [child for child in oracle.in_care(day) if child.episode.provider in EXTERNAL]
    where = [oracle.placement_authority(child.episode) for child in external]
    return percentage(where.count(oracle.authority), len(external), where.count(None))


def own_provision(oracle: Oracle, day: date) -> Answer:
    return oracle.share(day, lambda child: child.episode.provider == "PR1", lambda child: not child.episode.provider)


def unregulated_under_16(oracle: Oracle, day: date) -> Answer:
    number = unknown = 0
    for child in oracle.in_care(day):
        here = child.episode.place in UNREGULATED
        unknown += child.episode.place == "" or (here and child.life.born is None)
        number += here and aged(child.life, 0, 16, day)
    return count(number, unknown)


def new_placements(oracle: Oracle, first: date, day: date) -> list[str | None]:
    """The placement authority of each placement begun from a day to another."""
    begun = [
        spell.episodes[0]
        for life in oracle.lives
        for period in life.periods
        for spell in period.spells
        if first <= spell.starts <= day
    ]
    begun = [each for each in begun if each.place not in TEMPORARY and each.ends != each.starts]
    return [oracle.placement_authority(each) for each in begun]


def outside(oracle: Oracle, where: list[str | None]) -> int:
    return sum(place not in (None, oracle.authority) for place in where)


def new_placements_outside(oracle: Oracle, day: date) -> Answer:
    where = new_placements(oracle, first_day_of_year_to(day), day)
    return percentage(outside(oracle, where), len(where), where.count(None))


def begun_in_month(oracle: Oracle, day: date) -> list[str | None]:
    return new_placements(oracle, months_earlier(day, 1) + timedelta(days=1), day)


def two_plus(oracle: Oracle, day: date) -> Answer:
    first = first_day_of_year_to(day)

    def moved(child: Current) -> bool:
        spells = [spell for period in child.life.periods for spell in period.spells]
        return sum(spell.covers_a_day_of(first, day) and not spell.temporary_by(day) for spell in spells) >= 2

    return oracle.share(day, moved, lambda _: False)


QUESTIONS: dict[str, Question] = {
    "uasc-percent": uasc,
    "under-5-percent": share_aged(0, 5),
    "aged-13-over-percent": share_aged(13, None),
    "aged-16-17-percent": share_aged(16, 18),
    "turning-18-in-coming-year": turning_18,
    "girls-percent": of_sex("F"),
    "boys-percent": of_sex("M"),
    "minority-ethnic-percent": minority_ethnic,
    "in-care-under-1-year-percent": in_care_for(under=12),
    "in-care-under-3-years-percent": in_care_for(under=36),
    "in-care-5-years-percent": in_care_for(over=60),
    "started-aged-10-percent": started_aged_10,
    "in-care-in-year": in_care_in_year,
    "stayed-until-18-percent": stayed_until_18,
    "returned-home-unplanned-percent": left_for("E4B"),
    "child-arrangements-order-percent": left_for("E41"),
    "left-to-relatives-percent": left_for("E13"),
    "independent-living-percent": left_for("E5", "E6"),
    "left-staying-put-percent": left_for("E17"),
    "adult-services-percent": left_for("E7"),
    "age-assessed-adult-percent": left_for("E15"),
    "left-for-other-reasons-percent": left_for(*OTHER_REASONS),
    "adopted-in-year": number_left_for(ADOPTED),
    "sgo-in-year": number_left_for(SGO),
    "care-order-percent": legal_status("C1", "C2"),
    "section-20-percent": legal_status("V2"),
    "placement-order-percent": legal_status("E1"),
    "other-legal-status-percent": legal_status("D1", "J1", "J2", "J3", "L1", "L2", "L3"),
    "section-20-under-16-three-months": long_on_section_20,
    "placement-order-a-year-not-placed": long_on_placement_order,
    "with-parents-on-care-order": parents_on_order,
    "bordering-authority-percent": bordering,
    "foster-out-of-area-percent": outside_among(FOSTER),
    "childrens-home-out-of-area-percent": outside_among(CHILDRENS_HOME),
    "unregulated-out-of-area-percent": outside_among(UNREGULATED),
    "external-in-area-percent": external_in_area,
    "external-bordering-authority-percent": external_bordering,
    "new-placements-out-of-area-percent": new_placements_outside,
    "placements-begun-in-month": lambda oracle, day: count(len(begun_in_month(oracle, day))),
    "placements-begun-out-of-area-in-month": lambda oracle, day: count(outside(oracle, begun_in_month(oracle, day))),
    "long-term-foster-percent": lambda oracle, day: oracle.in_places(day, {"U1", "U4"}),
    "residential-percent": lambda oracle, day: oracle.in_places(day, {"K1", "K2", "R1", "R3", "S1"}),
    "own-provision-percent": own_provision,
    "unregulated-under-16": unregulated_under_16,
    "two-plus-placements-percent": two_plus,
}
