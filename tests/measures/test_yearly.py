"""Measures of the files OC2, OC3 and missing against the plain loop over rows, and what they say of nothing."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.measures.registry import measure_named
from tests.histories import invented_returns
from tests.oracle import Answer
from tests.oracle.yearly import HEALTH_SLUGS, LEAVER_SLUGS, YearlyOracle
from tests.placements.council import as_answer, found_council, load, taken_back
from tests.returns import Returns, Row, episode, header, one_return, text

DAYS = [date(year, month, day) for year in (2019, 2020, 2021, 2022) for month, day in ((3, 30), (3, 31), (4, 1))]
BIRTHS = [
    *("31/03/1998", "01/04/1998", "31/03/2000", "01/04/2000", "31/03/2002", "01/04/2002", "29/02/2004", "31/03/2004"),
    *("01/04/2004", "31/03/2003", "01/04/2003", "30/03/2008", "31/03/2016", "01/04/2016", "29/02/2012", ""),
]


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def oc2(child: str, dob: str = "10/06/2008", **columns: str) -> Row:
    """A row of the OC2 file, everything up to date unless told otherwise."""
    flags = ("HEALTH_ASSESSMENT", "TEETH_CHECK", "IMMUNISATIONS", "CONVICTED", "SUBSTANCE_MISUSE")
    blank = dict.fromkeys(("SDQ_REASON", "HEALTH_CHECK", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"), "")
    return {"CHILD": child, "DOB": dob, "SDQ_SCORE": "14", **dict.fromkeys(flags, "1"), **blank, **columns}


def oc3(child: str, dob: str = "10/06/2001", **columns: str) -> Row:
    """A row of the OC3 file: in touch, at college, living independently."""
    return {"CHILD": child, "DOB": dob, "IN_TOUCH": "YES", "ACTIV": "F2", "ACCOM": "U1", **columns}


def missing(child: str, starts: date, ends: date | None, whereabouts: str = "M") -> Row:
    """A row of the missing file."""
    return {
        "CHILD": child,
        "DOB": "10/06/2008",
        "MISSING": whereabouts,
        "MIS_START": text(starts),
        "MIS_END": text(ends),
    }


def invented_incidents(children: set[str], year: int, dice: random.Random) -> list[Row]:
    """Incidents that begin in a return year, each child's on different days; now and then the end is not known."""
    begins = date(year - 1, 4, 1)
    rows = []
    for child in sorted(children):
        for offset in sorted(dice.sample(range(0, 365, 5), dice.choice((0, 0, 1, 3)))):
            starts = begins + timedelta(days=offset)
            ends = None if dice.random() < 0.1 else min(starts + timedelta(days=dice.randrange(40)), date(year, 3, 31))
            rows.append(missing(child, starts, ends, dice.choice("MMMA")))
    return rows


def with_yearly_files(returns: Returns, seed: int) -> Returns:
    """The returns with invented OC2 and OC3 files; now and then a year lacks one."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    children = {row["CHILD"] for files in returns.values() for row in files["header"]}
    children |= {row["CHILD"] for files in returns.values() for row in files["episodes"]} | {"L1", "L2", "L3", "L4"}
    full: Returns = {}
    for year, files in returns.items():
        full[year] = dict(files)
        asked = [child for child in sorted(children) if dice.random() < 0.8]
        if dice.random() < 0.9:
            full[year]["oc3"] = [
                oc3(
                    child,
                    dice.choice(BIRTHS),
                    IN_TOUCH=dice.choice(("YES", "YES", "NO", "DIED", "RHOM", "REFU", "")),
                    ACTIV=dice.choice(("F2", "P1", "G5", "0", "")),
                    ACCOM=dice.choice(("U1", "U2", "W1", "W2", "G1", "H2", "R1", "0", "", "X2")),
                )
                for child in asked
            ]
        if dice.random() < 0.8:
            full[year]["missing"] = invented_incidents(children, year, dice)
        if dice.random() < 0.9:
            full[year]["oc2"] = [
                oc2(
                    child,
                    dice.choice(BIRTHS),
                    SDQ_SCORE=dice.choice(("", "0", "17", "40")),
                    HEALTH_ASSESSMENT=dice.choice(("0", "1", "")),
                    TEETH_CHECK=dice.choice(("0", "1", "")),
                    IMMUNISATIONS=dice.choice(("0", "1", "")),
                )
                for child in asked
            ]
        full[year] = {kind: rows for kind, rows in full[year].items() if rows}  # nobody sends a file without rows
    return full


def found(council: Authority, days: list[date]) -> dict[tuple[str, date], Answer]:
    series = evaluate(
        [measure_named(slug) for slug in (*LEAVER_SLUGS, *HEALTH_SLUGS, "missing-percent")], council, days
    )
    return {
        (slug, day): as_answer(result)
        for slug, results in series.items()
        for day, result in zip(days, results, strict=True)
    }


def expected(returns: Returns, days: list[date]) -> dict[tuple[str, date], Answer]:
    oracle = YearlyOracle(returns)
    return {
        **{(slug, day): oracle.leavers(slug, day) for slug in LEAVER_SLUGS for day in days},
        **{(slug, day): oracle.health(slug, day) for slug in HEALTH_SLUGS for day in days},
        **{("missing-percent", day): oracle.missing(day) for day in days},
    }


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(returns=invented_returns(), seed=st.integers(0, 10**6), order=st.permutations([2019, 2020, 2021]))
def test_yearly_measures_equal_the_plain_loop_for_any_files_and_order_of_loads(
    council: Authority, returns: Returns, seed: int, order: list[int]
) -> None:
    full = with_yearly_files(returns, seed)
    with taken_back():
        load(council, full, years=order)
        answers, wanted = found(council, DAYS), expected(full, DAYS)
        assert [(key, answers[key], wanted[key]) for key in wanted if answers[key] != wanted[key]] == []
        # One day by itself is counted in another way than a series.
        (day,) = random.Random(seed).sample(DAYS, 1)  # noqa: S311 - no secret
        assert found(council, [day]) == {key: answer for key, answer in answers.items() if key[1] == day}


def test_a_day_is_answered_by_the_latest_return_that_has_ended_and_by_no_older_one(council: Authority) -> None:
    returns = one_return(episode("01/02/2019"), year=2021)
    returns[2021] |= {"oc3": [oc3("L1"), oc3("L2", IN_TOUCH="NO")], "oc2": [oc2("A1", SDQ_SCORE="20")]}
    load(council, returns)
    touch, average, hotels = "leavers-in-touch-percent-19-21", "sdq-average", "leavers-in-bed-and-breakfast"
    answers = found(council, [date(2021, 3, 30), date(2021, 3, 31), date(2022, 3, 30), date(2022, 3, 31)])
    by_day = [
        [answers[slug, day].value for slug in (touch, average, hotels)] for day in sorted({d for _, d in answers})
    ]
    assert by_day == [[None, None, None], [50, 20, 0], [50, 20, 0], [None, None, None]]


def test_what_is_not_loaded_is_said_and_never_counted_as_none(council: Authority) -> None:
    load(council, one_return(episode("01/02/2019"), year=2021))
    (result,) = evaluate([measure_named("leavers-in-bed-and-breakfast")], council, [date(2021, 4, 1)])[
        "leavers-in-bed-and-breakfast"
    ]
    assert (result.numerator, result.value) == (None, None)
    assert result.note == "Not loaded: the oc3 file of the return of 2021."


def test_a_birth_in_the_header_counts_before_that_of_the_row(council: Authority) -> None:
    returns = one_return(episode("01/02/2019", child="L1"), year=2021, headers=[header("L1", dob="31/03/2003")])
    returns[2021]["oc3"] = [oc3("L1", dob="01/04/2001")]
    load(council, returns)
    answers = found(council, [date(2021, 3, 31)])
    shares = {slug: answers[slug, date(2021, 3, 31)].denominator for slug in LEAVER_SLUGS if "touch" in slug}
    assert shares == {"leavers-in-touch-percent-17-18": 1, "leavers-in-touch-percent-19-21": 0}


def test_health_asks_who_was_in_care_from_the_first_of_april_to_the_end_of_march(council: Authority) -> None:
    returns = one_return(
        episode("01/04/2020", child="A1"),
        episode("02/04/2020", child="A2"),
        episode("01/02/2019", "31/03/2021", child="A3", rec="E4A"),
        episode("01/02/2019", child="A4"),
        year=2021,
    )
    returns[2021]["oc2"] = [oc2(child) for child in ("A1", "A2", "A3", "A4")]
    load(council, returns)
    answers = found(council, [date(2021, 3, 31)])
    assert answers["dental-check-percent", date(2021, 3, 31)] == Answer(2, 2, Fraction(100), 0)


def test_incident_counts_until_a_year_after_its_last_day_and_only_of_children_in_care(council: Authority) -> None:
    returns = one_return(
        episode("01/02/2019", child="A1"), episode("01/02/2019", "30/06/2019", child="A2", rec="E4A"), year=2020
    )
    returns[2020]["missing"] = [
        missing("A1", date(2019, 5, 3), date(2019, 5, 4)),
        missing("A1", date(2019, 5, 10), date(2019, 5, 11), "A"),
        missing("A2", date(2019, 5, 4), date(2019, 5, 4)),
    ]
    load(council, returns)
    answers = found(
        council, [date(2019, 5, 2), date(2019, 5, 4), date(2020, 5, 3), date(2020, 5, 4), date(2020, 6, 29)]
    )
    by_day = {day: (at.numerator, at.denominator) for (slug, day), at in answers.items() if slug == "missing-percent"}
    assert list(by_day.values()) == [(0, 2), (2, 2), (2, 2), (0, 2), (0, 1)]
