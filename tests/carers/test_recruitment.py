"""How people who ask about fostering become carers: stages on a day, conversion and waits."""

import random
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carers.recruitment import TITLES, Funnel, funnel_on
from sufficiency.core.models import Authority
from tests.placements.council import found_council
from tests.registers.council import Row
from tests.returns import day_of, text

from .fostering import application, load_fostering

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 30)
DAYS = ("ENQUIRED_ON", "VISITED_ON", "APPLIED_ON", "ASSESSED_FROM", "PANEL_ON")
FULL_COURSE = {
    "VISITED_ON": "11/01/2020", "APPLIED_ON": "31/01/2020", "ASSESSED_FROM": "01/03/2020", "PANEL_ON": "01/07/2020",
    "DECIDED_ON": "08/07/2020", "OUTCOME": "APPROVED", "HOUSEHOLD": "F-001",
}  # fmt: skip


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()


def by_title(funnel: Funnel, field: str) -> dict[str, object]:
    return {step.title: getattr(step, field) for step in funnel.steps}


def test_application_stands_at_the_last_step_taken_by_the_day(council: Authority) -> None:
    load_fostering(applications=(application("E-1", "01/01/2020", **FULL_COURSE),))
    stood = {
        date(2020, 1, 1): "Enquiry",
        date(2020, 1, 30): "Visit",
        date(2020, 2, 29): "Application",
        date(2020, 6, 30): "Assessment",
        date(2020, 7, 7): "Panel",
    }
    for day, stage in stood.items():
        funnel = funnel_on(council, day)
        assert [step.title for step in funnel.steps if step.now] == [stage]
        assert funnel.outcomes == {}
    assert funnel_on(council, date(2019, 12, 31)).enquiries == 0
    decided = funnel_on(council, date(2020, 7, 8))
    assert (decided.under_way, decided.outcomes) == (0, {"APPROVED": 1})


def test_waits_are_the_days_between_steps(council: Authority) -> None:
    load_fostering(applications=(application("E-1", "01/01/2020", **FULL_COURSE),))
    funnel = funnel_on(council, DAY)
    assert list(by_title(funnel, "days").values()) == [None, 10, 20, 30, 122, 7]
    assert funnel.days_to_approval == (date(2020, 7, 8) - date(2020, 1, 1)).days
    assert list(by_title(funnel_on(council, date(2021, 2, 1)), "days").values()) == [None, None, None, 30, 122, 7]


def test_step_without_a_day_was_taken_when_a_later_one_was(council: Authority) -> None:
    load_fostering(applications=(application("E-1", "01/06/2020", ASSESSED_FROM="01/09/2020"),))
    funnel = funnel_on(council, DAY)
    assert list(by_title(funnel, "reached").values()) == [1, 1, 1, 1, 0, 0]
    assert by_title(funnel, "days")["Assessment"] is None
    assert by_title(funnel, "now")["Assessment"] == 1


def test_withdrawal_ends_an_application_without_another_step(council: Authority) -> None:
    ended = {"VISITED_ON": "10/06/2020", "DECIDED_ON": "01/07/2020", "OUTCOME": "WITHDRAWN"}
    load_fostering(applications=(application("E-1", "01/06/2020", **ended), application("E-2", "02/06/2020")))
    funnel = funnel_on(council, DAY)
    assert list(by_title(funnel, "reached").values()) == [2, 1, 0, 0, 0, 0]
    assert by_title(funnel, "share") == {
        "Enquiry": None, "Visit": Fraction(1, 2), "Application": 0, "Assessment": None, "Panel": None, "Approved": None,
    }  # fmt: skip
    assert (funnel.under_way, funnel.outcomes) == (1, {"WITHDRAWN": 1})


def test_application_that_was_decided_is_not_under_way_though_its_outcome_is_missing(council: Authority) -> None:
    load_fostering(applications=(application("E-1", "01/06/2020", DECIDED_ON="01/07/2020"),))
    assert funnel_on(council, DAY).under_way == 0
    assert funnel_on(council, date(2020, 6, 30)).under_way == 1


def test_enquiries_of_two_months_are_compared_with_the_same_a_year_before(council: Authority) -> None:
    days = ["30/11/2020", "01/12/2020", "31/01/2021", "30/11/2019", "01/12/2019", "15/12/2019", "31/01/2020"]
    load_fostering(applications=tuple(application(f"E-{number}", day) for number, day in enumerate(days)))
    funnel = funnel_on(council, date(2021, 1, 31))
    assert (funnel.recent, funnel.year_earlier, funnel.enquiries) == (2, 3, 3)


def test_one_kind_of_household_can_be_asked_for(council: Authority) -> None:
    of_both = (application("E-1", "01/06/2020"), application("E-2", "01/06/2020", KIND="CONNECTED"))
    load_fostering(applications=of_both)
    assert [funnel_on(council, DAY, kind=kind).enquiries for kind in ("", "MAINSTREAM", "CONNECTED")] == [2, 1, 1]


def random_applications(seed: int) -> list[Row]:
    dice = random.Random(seed)  # noqa: S311
    rows = []
    for number in range(120):
        day = date(2018, 6, 1) + timedelta(days=dice.randrange(1000))
        cells = {"ENQUIRED_ON": text(day)}
        for field in DAYS[1 : 1 + dice.randrange(5)]:
            day += timedelta(days=dice.randrange(60))
            if dice.random() < 0.85:
                cells[field] = text(day)
        if dice.random() < 0.7:
            outcome = dice.choice(["APPROVED", "WITHDRAWN", "DECLINED"])
            cells |= {"DECIDED_ON": text(day + timedelta(days=dice.randrange(30))), "OUTCOME": outcome}
        source = dice.choice(["Website", "Event", ""])
        rows.append(application(f"E-{number:03}", cells.pop("ENQUIRED_ON"), **cells | {"SOURCE": source}))
    return rows


def test_funnel_of_any_day_is_what_a_plain_loop_counts(council: Authority) -> None:
    rows = random_applications(7)
    load_fostering(applications=tuple(rows))
    for day in (date(2019, 6, 30), date(2020, 2, 29), DAY, date(2021, 3, 31)):
        since = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
        reached, now, waits = [0] * 6, [0] * 6, {number: [] for number in range(1, 6)}  # type: ignore[var-annotated]
        for row in rows:
            taken = [day_of(row.get(field, "")) for field in DAYS]
            decided = day_of(row.get("DECIDED_ON", ""))
            taken.append(decided if row.get("OUTCOME") == "APPROVED" else None)
            known = [each if each and each <= day else None for each in taken]
            if known[0] is None:
                continue
            furthest = max(number for number, each in enumerate(known) if each)
            for number in range(6):
                reached[number] += known[0] > since and furthest >= number
            now[furthest] += decided is None or decided > day
            for number in range(1, 6):
                before, then = known[number - 1], known[number]
                if before and then and then > since:
                    waits[number].append((then - before).days)
        funnel = funnel_on(council, day)
        assert [step.title for step in funnel.steps] == list(TITLES)
        assert [step.reached for step in funnel.steps] == reached
        assert [step.now for step in funnel.steps] == now
        assert [step.timed for step in funnel.steps[1:]] == [len(some) for some in waits.values()]
        middles = [float(median(some)) if some else None for some in waits.values()]
        assert [None if step.days is None else float(step.days) for step in funnel.steps[1:]] == middles


def test_one_query_reads_it_all(council: Authority) -> None:
    load_fostering(applications=tuple(random_applications(3)))
    with CaptureQueriesContext(connection) as captured:
        funnel_on(council, DAY)
    assert len(captured) == 1
