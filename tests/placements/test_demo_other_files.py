"""The demo's files beside header, episodes and UASC: consistent with the children in them, and lifelike."""

from collections import defaultdict
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest

from placements.demo import AUTHORITY
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Status

from .test_demo_returns import YEARS, _age, _birthday, _day, _returns, _rows


def _of_year(kind, year):
    return [row for y, row in _rows(kind) if y == year]


@pytest.fixture(scope="module")
def by_child():
    """(start, end, REC, episodes) of every time in care, by child; the latest return decides."""
    latest = {(row["CHILD"], _day(row["DECOM"])): row for _, row in _rows("episodes") if row["LS"] not in ("V3", "V4")}
    found = defaultdict(list)
    for (child, starts), row in sorted(latest.items()):
        chain = []
        if found[child] and found[child][-1][1] == starts:
            chain = found[child].pop()[3]
        chain = [*chain, row]
        found[child].append((_day(chain[0]["DECOM"]), _day(row["DEC"]), row["REC"], chain))
    return found


@pytest.fixture(scope="module")
def stays(by_child):
    return [(child, *stay) for child, own in by_child.items() for stay in own]


def _covers(by_child, child, day):
    return any(start <= day and (end is None or day < end) for start, end, _, _ in by_child[child])


@pytest.mark.parametrize("kind", ["reviews", "oc2", "ad1", "placed_for_adoption", "previous_permanence", "missing"])
def test_rows_are_of_children_of_the_header_with_their_birth_dates(kind):
    for year in YEARS:
        header = {row["CHILD"]: row["DOB"] for row in _of_year("header", year)}
        rows = _of_year(kind, year)
        assert rows
        assert all(header[row["CHILD"]] == row["DOB"] for row in rows)


def test_reviews_are_held_in_care_and_at_least_every_six_months(by_child, stays):
    held = defaultdict(set)
    for year, row in _rows("reviews"):
        day = _day(row["REVIEW"])
        assert date(year - 1, 4, 1) <= day <= date(year, 3, 31)
        assert _covers(by_child, row["CHILD"], day)
        assert (row["REVIEW_CODE"] == "PN0") == (_age(_day(row["DOB"]), day) < 4)
        held[row["CHILD"]].add(day)
    for child, start, end, _, _ in stays:
        last = end or date(2021, 4, 1)
        moments = sorted({start, last} | {day for day in held[child] if start <= day < last})
        moments = [day for day in moments if day >= date(2017, 10, 1)]
        assert all(later - earlier <= timedelta(days=184) for earlier, later in pairwise(moments))


def test_oc2_holds_those_who_have_been_in_care_for_twelve_months(stays):
    for year in YEARS:
        last = date(year, 3, 31)
        due = {
            child for child, start, end, _, _ in stays if start <= date(year - 1, 3, 31) and (end is None or end > last)
        }
        rows = _of_year("oc2", year)
        assert {row["CHILD"] for row in rows} == due
        for row in rows:
            assert bool(row["SDQ_SCORE"]) != bool(row["SDQ_REASON"])
            assert (row["SDQ_REASON"] == "SDQ1") == (not 4 <= _age(_day(row["DOB"]), last) < 17)
            assert not row["SDQ_SCORE"] or 0 <= int(row["SDQ_SCORE"]) <= 40


def test_health_in_2020_is_lifelike_and_dentists_were_closed_in_the_year_after():
    def share(year, column):
        rows = _of_year("oc2", year)
        return sum(row[column] == "1" for row in rows) / len(rows)

    assert 0.85 < share(2020, "HEALTH_ASSESSMENT") < 0.96
    assert 0.80 < share(2020, "TEETH_CHECK") < 0.92
    assert 0.35 < share(2021, "TEETH_CHECK") < 0.51


def test_about_one_child_in_seven_was_missing_in_a_year(by_child):
    shares = []
    for year in YEARS:
        children = {row["CHILD"] for row in _of_year("header", year)}
        rows = _of_year("missing", year)
        shares.append(len({row["CHILD"] for row in rows}) / len(children))
        for row in rows:
            start, end = _day(row["MIS_START"]), _day(row["MIS_END"])
            assert date(year - 1, 4, 1) <= start <= end <= date(year, 3, 31)
            assert _covers(by_child, row["CHILD"], start) and _covers(by_child, row["CHILD"], end)
    assert all(0.11 < share < 0.17 for share in shares), shares


def test_incidents_of_a_child_do_not_overlap():
    days = defaultdict(list)
    for _, row in _rows("missing"):
        days[row["CHILD"]].append((_day(row["MIS_START"]), _day(row["MIS_END"])))
    assert all(earlier[1] < later[0] for own in days.values() for earlier, later in pairwise(sorted(own)))


def test_ad1_holds_the_children_adopted_in_the_year(stays):
    for year in YEARS:
        adopted = {
            child: chain
            for child, _, end, rec, chain in stays
            if rec in ("E11", "E12") and date(year - 1, 4, 1) <= end <= date(year, 3, 31)
        }
        rows = _of_year("ad1", year)
        assert {row["CHILD"] for row in rows} == set(adopted)
        for row in rows:
            first = next(episode for episode in adopted[row["CHILD"]] if episode["PLACE"].startswith("A"))
            assert _day(row["DATE_INT"]) == _day(first["DECOM"]) >= _day(row["DATE_MATCH"])
            assert (row["FOSTER_CARE"] == "1") == (first["PLACE"] in ("A3", "A5"))
            assert (row["NB_ADOPTR"] == "1") == (row["SEX_ADOPTR"] in ("M1", "F1"))


def test_every_child_with_a_placement_order_was_decided_on_before_it(by_child):
    decided = {row["CHILD"]: _day(row["DATE_PLACED"]) for _, row in _rows("placed_for_adoption")}
    orders = [row for own in by_child.values() for *_, chain in own for row in chain if row["LS"] == "E1"]
    assert orders
    assert all(decided[row["CHILD"]] <= _day(row["DECOM"]) for row in orders)


def test_a_reversed_decision_is_in_no_later_return():
    reversals = [(year, row) for year, row in _rows("placed_for_adoption") if row["DATE_PLACED_CEASED"]]
    assert len(reversals) > 3
    for year, row in reversals:
        assert date(year - 1, 4, 1) <= _day(row["DATE_PLACED_CEASED"]) <= date(year, 3, 31)
        assert row["REASON_PLACED_CEASED"]
        assert not any(y > year and other["CHILD"] == row["CHILD"] for y, other in _rows("placed_for_adoption"))


def test_previous_permanence_is_asked_of_those_who_came_in_the_year(stays):
    for year in YEARS:
        came = {c for c, start, _, _, _ in stays if date(year - 1, 4, 1) <= start <= date(year, 3, 31)}
        rows = _of_year("previous_permanence", year)
        assert {row["CHILD"] for row in rows} == came
        assert 0.8 < sum(row["PREV_PERM"] == "Z1" for row in rows) / len(rows) < 1


def test_oc3_holds_those_who_left_care_after_16_and_turn_17_to_21(by_child):
    for year in YEARS:
        rows = _of_year("oc3", year)
        assert 150 < len(rows) < 300
        for row in rows:
            birth = _day(row["DOB"])
            turning = [
                age for age in range(17, 22) if date(year - 1, 4, 1) <= _birthday(birth, age) <= date(year, 3, 31)
            ]
            assert len(turning) == 1
            assert not _covers(by_child, row["CHILD"], _birthday(birth, turning[0]))
            assert (row["ACCOM"] == "") == (row["IN_TOUCH"] in ("RHOM", "DIED"))
    touch = [row["IN_TOUCH"] for _, row in _rows("oc3")]
    assert 0.85 < touch.count("YES") / len(touch) < 0.93


def test_nobody_fares_any_way_after_death():
    died = {row["CHILD"]: year for year, row in _rows("oc3") if row["IN_TOUCH"] == "DIED"}
    assert not any(year > died.get(row["CHILD"], year) for year, row in _rows("oc3"))


@pytest.mark.django_db
def test_the_files_load_without_an_error_and_warn_about_nothing_of_their_own():
    authority = Authority.objects.get(code=AUTHORITY)
    for year, files in sorted(_returns().items()):
        sources = [SourceFile(name, BytesIO(content)) for name, content in files.items() if "episodes" not in name]
        outcome = load_files(files=sources, authority=authority, year=year, by="test")
        assert outcome.status is Status.COMMITTED
        assert [(name, problem) for name, problem in outcome.problems] == []
