"""The papers' own arithmetic, through the measures of the returns. Letters and numbers are those of the checks on it.

G: out of area; L: flows; P: placements and people; R: rates; W: disabled children. One council holds, on different
days, children made to the printed counts and no more.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction

from placements.dimensions import AGE_BAND, PLACEMENT_TYPE
from placements.registers.children import CHILD_NEEDS
from placements.registers.unregulated import CASES
from placements.unregulated import weekly_report
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.rounding import shown
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.measures.registry import measure_named
from tests.registers.council import load as load_register
from tests.returns import Returns, Row, episode, header, uasc

from .council import found_council, load
from .homes import home, load_homes
from .test_golden_registers import of_counts

pytestmark = pytest.mark.django_db
NOVEMBER = date(2020, 11, 30)
AWAY, WALES = "QY1 1AA", "QW1 1AA"

Cells = dict[str, str]


def alike(group: str, number: int, decom: str, dec: str = "", **cells: str) -> list[Row]:
    """So many children with one episode each."""
    return [episode(decom, dec, child=f"{group}{n:03}", **cells) for n in range(number)]


# 202 children left care in 2018: 49 went home, 13 of them before the plan said so.
WENT = {"E4A": 36, "E4B": 13, "E11": 30, "E45": 20, "E41": 20, "E5": 30, "E7": 9, "E8": 44}
LEFT_IN_2018 = [row for rec, number in WENT.items() for row in alike(rec, number, "01/02/2017", "15/06/2018", rec=rec)]
# 178 external placements in July 2019: 35 in the area, 101 in authorities that border it.
ENDED_2019: Cells = {"PLACE": "K2", "PLACE_PROVIDER": "PR4", "rec": "E4A"}
EXTERNAL = [
    *alike("XI", 35, "01/07/2018", "31/10/2019", **ENDED_2019),
    *alike("XB", 101, "01/07/2018", "31/10/2019", PL_POST=AWAY, **ENDED_2019),
    *alike("XO", 42, "01/07/2018", "31/10/2019", PL_POST=WALES, **ENDED_2019),
]
# 49 disabled children in March 2019, by where they live; five of the residential at the council's home.
DISABLED = [
    row
    for place, number in {"U4": 26, "P1": 3, "K2": 5, "S1": 13, "P2": 1, "H5": 1}.items()
    for row in alike(f"D{place}", number, "01/01/2019", "01/07/2019", PLACE=place, rec="E4A")
]
ADOPTED = [
    row
    for left, number in (("15/05/2019", 16), ("10/06/2020", 5), ("10/07/2020", 3), ("10/08/2020", 3))
    for row in alike(f"A{left[3:5]}", number, "01/04/2018", left, rec="E11")
]


def in_november() -> list[Row]:
    """476 in care: 212 with the council's carers, 106 with agencies, 97 in homes, 43 unregulated, 18 at home."""
    external: Cells = {"PLACE_PROVIDER": "PR4"}
    away: Cells = {"PL_POST": AWAY}
    kinds: list[tuple[int, Cells]] = [
        (70, away),
        (142, {}),
        (66, external | away),
        (40, external),
        (49, external | away | {"PLACE": "K2"}),
        (8, external | {"PLACE": "K2"}),
        (5, {"PLACE": "K2"}),
        (35, {"PLACE": "S1"}),
        (9, external | away | {"PLACE": "H5"}),
        (34, external | {"PLACE": "H5"}),
        (18, {"PLACE": "P1", "PLACE_PROVIDER": "PR0"}),
    ]
    cells = [each for number, each in kinds for _ in range(number)]
    return [episode("01/01/2020", child=f"N{n:03}", **each) for n, each in enumerate(cells)]


SNAPSHOT = in_november()
UNREGULATED = [row["CHILD"] for row in SNAPSHOT if row["PLACE"] == "H5"]


def headers() -> list[Row]:
    """286 of the 476 are 13 or older, 20 of the unregulated turn 18 by March; 205 girls, 262 boys, 9 not recorded."""
    born = dict.fromkeys((row["CHILD"] for row in SNAPSHOT), "10/06/2010")
    born |= dict.fromkeys(list(born)[:243], "10/06/2006")
    born |= {child: "15/01/2003" if n < 20 else "15/06/2003" for n, child in enumerate(UNREGULATED)}
    sexes = ["F"] * 205 + ["M"] * 262 + [""] * 9
    others = {row["CHILD"] for row in (*LEFT_IN_2018, *EXTERNAL, *DISABLED, *ADOPTED)}
    now = [header(child, dob, sex) for (child, dob), sex in zip(born.items(), sexes, strict=True)]
    return [*now, *(header(child) for child in sorted(others))]


def missing() -> list[Row]:
    """45 incidents of 34 children in July 2020, 32 of 18 in January 2021."""
    first = [(n, "07/2020") for n in range(34)] + [(n, "07/2020") for n in range(11)]
    later = [(n, "01/2021") for n in range(18)] + [(n, "01/2021") for n in range(14)]
    return [
        {"CHILD": f"N{n:03}", "DOB": "10/06/2006", "MISSING": "M", "MIS_START": f"{1 + place % 28:02}/{month}",
         "MIS_END": f"{1 + place % 28:02}/{month}"}
        for place, (n, month) in enumerate([*first, *later])
    ]  # fmt: skip


def reversals() -> list[Row]:
    """Decisions for adoption reversed: 2 in 2019/20, then 2, 4, 1 and 1 in the months from April 2020."""
    reversed_on = ["10/04/2019"] * 2 + ["14/04/2020"] * 2 + ["20/05/2020"] * 4 + ["10/06/2020", "10/07/2020"]
    children = ["XI000", "XI001", *(f"N{n:03}" for n in range(300, 308))]
    return [
        {"CHILD": child, "DOB": "10/06/2008", "DATE_PLACED": "01/02/2020" if child[0] == "N" else "01/02/2019",
         "DATE_PLACED_CEASED": day, "REASON_PLACED_CEASED": "RD1"}
        for child, day in zip(children, reversed_on, strict=True)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Authority]:
    """The council with all of them, in one return."""
    returns: Returns = {
        2021: {
            "header": headers(),
            "episodes": [*LEFT_IN_2018, *EXTERNAL, *DISABLED, *ADOPTED, *SNAPSHOT],
            "uasc": [uasc(row["CHILD"], "10/06/2006") for row in SNAPSHOT[:14]],
            "missing": missing(),
            "placed_for_adoption": reversals(),
        }
    }
    with django_db_blocker.unblock(), transaction.atomic():
        council = found_council()
        load(council, returns)
        load_register(
            *({"CHILD": row["CHILD"], "SINCE": "01/01/2019", "DISABLED": "Y"} for row in DISABLED), register=CHILD_NEEDS
        )
        cases = (
            {"CHILD": child, "OPENED_ON": "01/01/2020", "KIND": "UNREGULATED", "REASON": "As printed"}
            for child in UNREGULATED
        )
        load_register(*cases, register=CASES)
        beds = {"H-0": "9"} | {f"H-{n}": places for n, places in enumerate(("4", "3", "3", "3"), 1)}
        load_homes(*(home(name, URN=f"SC00000{name[2:]}", PLACES=places) for name, places in beds.items()))
        yield council
        transaction.set_rollback(True)


def on(council: Authority, day: date, *slugs: str) -> list[Result]:
    """Measures on a day, in the order asked."""
    found = evaluate([measure_named(slug) for slug in slugs], council, [day])
    return [found[slug][0] for slug in slugs]


def percent(result: Result, decimals: int = 1) -> str:
    assert result.value is not None
    return shown(result.value, decimals)


def test_children_in_care_r2_and_out_of_area_g1_of_november(loaded: Authority) -> None:
    number, rate, outside, gap = on(
        loaded, NOVEMBER, "children-in-care", "care-rate-per-10000", "out-of-area-percent", "places-gap"
    )
    assert (number.value, rate.numerator) == (476, 476)
    assert (outside.numerator, percent(outside), percent(outside, 0)) == (194, "40.8", "41")
    assert (gap.numerator, gap.value) == (Fraction("51.2"), 51)


def test_shares_g11_and_g12_out_of_area_by_kind(loaded: Authority) -> None:
    homes, unregulated = on(loaded, NOVEMBER, "childrens-home-out-of-area-percent", "unregulated-out-of-area-percent")
    assert (unregulated.numerator, unregulated.denominator, percent(unregulated)) == (9, 43, "20.9")
    # The council's own home has five more, none of them outside: of the 57 external, 86%.
    assert (homes.numerator, homes.denominator) == (49, 57 + 5)
    assert shown(Fraction(100 * 49, 57), 1) == "86.0"


def test_external_placements_g14_35_of_178_are_in_the_area(loaded: Authority) -> None:
    (inside,) = on(loaded, date(2019, 7, 31), "external-in-area-percent")
    assert (inside.numerator, inside.denominator, percent(inside), percent(inside, 0)) == (35, 178, "19.7", "20")


def test_bordering_authorities_g15_101_of_143_are_not_the_60_percent_printed(loaded: Authority) -> None:
    (bordering,) = on(loaded, date(2019, 7, 31), "external-bordering-authority-percent")
    assert (bordering.numerator, bordering.denominator, percent(bordering)) == (101, 178 - 35, "70.6")
    assert [percent(of_counts("bordering-authority-percent", *each), 0) for each in ((86, 143), (101, 168))] == [
        "60"
    ] * 2


@pytest.mark.parametrize(("printed", "in_care", "most", "least"), [("46", 476, 221, 217), ("47", 482, 228, 225)])
def test_distance_g16_no_count_can_be_worked_back_from_a_percentage(
    printed: str, in_care: int, most: int, least: int
) -> None:
    alike = [
        count for count in range(in_care) if percent(of_counts("over-20-miles-percent", count, in_care), 0) == printed
    ]
    assert (alike[0], alike[-1]) == (least, most)


@pytest.mark.parametrize(
    ("agencies", "in_care", "exact", "whole"),
    [
        pytest.param(106, 476, "66.8", "67", id="p1"),
        pytest.param(103, 476, "66.2", "66", id="p2"),
        pytest.param(103, 482, "65.4", "65", id="p3"),
    ],
)
def test_foster_care_is_67_percent_with_the_106_of_one_section_alone(
    agencies: int, in_care: int, exact: str, whole: str
) -> None:
    share = of_counts("foster-percent", 212 + agencies, in_care)
    assert (percent(share), percent(share, 0)) == (exact, whole)


def test_foster_care_p1_of_november_counts_both_kinds_of_carers(loaded: Authority) -> None:
    every, own, agency = on(loaded, NOVEMBER, "foster-percent", "in-house-foster-percent", "agency-foster-percent")
    assert (every.numerator, own.numerator, agency.numerator) == (318, 212, 106)
    assert percent(every, 0) == "67"


def test_residential_p4_and_p5_97_are_57_external_5_own_and_35_of_other_kinds(loaded: Authority) -> None:
    residential, homes = on(loaded, NOVEMBER, "residential-percent", "childrens-home-percent")
    assert (residential.numerator, percent(residential)) == (97, "20.4")
    assert (homes.numerator, 97 - 62) == (57 + 5, 35)
    assert percent(of_counts("residential-percent", 97, 482)) == "20.1"


def test_own_provision_p6_is_a_share_of_all_in_care_and_p7_70_percent_fits_321_or_so() -> None:
    assert percent(of_counts("own-provision-percent", 216, 459)) == "47.1"
    fits = [n for n in range(459) if percent(of_counts("foster-percent", n, 459), 0) == "70"]
    assert (fits[0], fits[-1]) == (320, 323)
    assert 216 + 105 in fits


def test_homes_p12_22_places_of_5_homes_where_19_are_printed(loaded: Authority) -> None:
    homes, places = on(loaded, NOVEMBER, "childrens-homes-in-area", "childrens-home-places-in-area")
    assert (homes.value, places.value) == (1 + 4, 9 + 13)


def test_adoptions_p18_of_the_year_before_and_of_five_months(loaded: Authority) -> None:
    days = [date(2020, 3, 31), date(2020, 6, 30), date(2020, 7, 31), date(2020, 8, 31)]
    assert [on(loaded, day, "adopted-in-year")[0].value for day in days] == [16, 5, 5 + 3, 5 + 3 + 3]


def test_reversals_p18_of_2_6_7_and_8_are_sums_so_far(loaded: Authority) -> None:
    days = [date(2020, 3, 31), date(2020, 4, 30), date(2020, 5, 31), date(2020, 6, 30), date(2020, 7, 31)]
    assert [on(loaded, day, "adoption-decision-reversed-in-year")[0].value for day in days] == [2, 2, 6, 7, 8]


def test_ages_p21_over_60_percent_of_13_and_more_leave_fewer_under_13(loaded: Authority) -> None:
    (older,) = on(loaded, NOVEMBER, "aged-13-over-percent")
    assert (older.numerator, percent(older)) == (286, "60.1")
    parts = breakdown([measure_named("children-in-care")], AGE_BAND, loaded, [NOVEMBER])["children-in-care"]
    assert sum(part[0].numerator or 0 for part in parts.values()) == 476
    assert 476 - 286 < 286


def test_sexes_p22_43_and_55_percent_leave_those_not_recorded(loaded: Authority) -> None:
    girls, boys = on(loaded, NOVEMBER, "girls-percent", "boys-percent")
    assert [percent(each, 0) for each in (girls, boys)] == ["43", "55"]
    assert (girls.unknown, boys.unknown) == (9, 9)
    assert percent(of_counts("girls-percent", 9, 476), 0) == "2"


def test_unaccompanied_p23_14_of_476_and_59_of_450(loaded: Authority) -> None:
    (share,) = on(loaded, NOVEMBER, "uasc-percent")
    assert (share.numerator, percent(share)) == (14, "2.9")
    assert percent(of_counts("uasc-percent", 59, 450)) == "13.1"


def test_unregulated_p24_20_of_43_turn_18_by_march_and_23_are_left(loaded: Authority) -> None:
    report = weekly_report(loaded, NOVEMBER)
    assert (report.year_end, report.unregulated, len(report.turning_18)) == (date(2021, 3, 31), 43, 20)
    assert report.unregulated - len(report.turning_18) == 23


def test_leavers_l13_of_2018_by_where_they_went(loaded: Authority) -> None:
    slugs = ("returned-home-percent", "returned-home-unplanned-percent", "left-for-other-reasons-percent")
    found = on(loaded, date(2018, 12, 31), *slugs)
    assert [(each.numerator, each.denominator) for each in found] == [(49, 202), (13, 202), (44, 202)]
    assert [percent(each) for each in found] == ["24.3", "6.4", "21.8"]
    by_order = on(loaded, date(2018, 12, 31), "adopted-percent", "sgo-percent", "child-arrangements-order-percent")
    assert sum(int(each.numerator or 0) for each in by_order) == 70


@pytest.mark.parametrize(("printed", "near"), [("34.8", (70, 71)), ("38.7", (78, 79))])
def test_leavers_l13_two_shares_that_no_count_of_202_comes_to(
    loaded: Authority, printed: str, near: tuple[int, int]
) -> None:
    assert printed not in {percent(of_counts("adopted-percent", n, 202)) for n in range(203)}
    below, above = (percent(of_counts("adopted-percent", n, 202)) for n in near)
    assert below < printed < above


def test_missing_l17_fewer_children_with_more_incidents_each(loaded: Authority) -> None:
    before, after = (
        [int(each.value or 0) for each in on(loaded, day, "missing-children-in-month", "missing-incidents-in-month")]
        for day in (date(2020, 7, 31), date(2021, 1, 31))
    )
    assert (before, after) == ([34, 45], [18, 32])
    fewer = [shown(Fraction(100 * (then - now), then), 1) for then, now in zip(before, after, strict=True)]
    assert fewer == ["47.1", "28.9"]
    assert [shown(Fraction(incidents, children), 2) for children, incidents in (before, after)] == ["1.32", "1.78"]


def test_disabled_children_w1_and_w2_by_where_they_live(loaded: Authority) -> None:
    disabled = measure_named("disabled-percent")
    parts = breakdown([disabled], PLACEMENT_TYPE, loaded, [date(2019, 3, 31)])[disabled.slug]
    by_type = {part: int(at.numerator or 0) for part, (at,) in parts.items() if at.numerator}
    assert by_type == {
        "foster-care": 26, "with-parents": 3, "childrens-home": 5, "other-residential": 13, "supported-accommodation": 2
    }  # fmt: skip
    assert sum(by_type.values()) == 26 + 3 + 18 + 1 + 1 == 16 + 21 + 12
    residential = by_type["childrens-home"] + by_type["other-residential"]
    shares = [shown(Fraction(100 * number, 49), 2) for number in (26, 3, residential, 1, 1)]
    assert shares == ["53.06", "6.12", "36.73", "2.04", "2.04"]
    assert shown(Fraction(100 * residential, 49)) == "37", "36 is printed: cut off, not rounded"


def test_disabled_children_w10_46_of_458_are_a_tenth() -> None:
    assert percent(of_counts("disabled-percent", 46, 458)) == "10.0"
