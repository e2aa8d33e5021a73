"""The weekly report on unregulated placements, from cases and events that were loaded like any council's."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from placements.models import UnregulatedCase
from placements.registers.unregulated import CASES, EVENTS
from placements.unregulated import Report, weekly_report
from placements.without_case import placements_without_case
from sufficiency.core.models import Authority
from sufficiency.extracts.outcome import Status
from tests.registers.council import load as load_register
from tests.registers.council import send
from tests.returns import NEIGHBOUR, Row, episode, header, one_return

from .council import load
from .homes import URN, home, load_homes, load_residents, load_statuses

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 30)


def case(child: str = "A1", opened_on: str = "01/05/2020", ended_on: str = "", **cells: str) -> Row:
    """A row of the file of cases."""
    return {
        "CHILD": child,
        "OPENED_ON": opened_on,
        "KIND": "UNREGULATED",
        "REASON": "No home was found",
        "ENDED_ON": ended_on,
        "DESTINATION": "FOSTER-CARE" if ended_on else "",
        **cells,
    }


def event(due_on: str, done_on: str = "", *, child: str = "A1", kind: str = "VISIT", **cells: str) -> Row:
    """A row of the file of events, of the case of 1 May 2020 unless told otherwise."""
    return {"CHILD": child, "OPENED_ON": "01/05/2020", "KIND": kind, "DUE_ON": due_on, "DONE_ON": done_on, **cells}


def cases(*rows: Row, **options: object) -> None:
    load_register(*rows, register=CASES, **options)


def events(*rows: Row) -> None:
    load_register(*rows, register=EVENTS)


def unregulated(child: str = "A1", since: str = "01/05/2020", until: str = "", **columns: str) -> Row:
    """An episode in an unregulated placement."""
    return episode(
        since, until, child=child, rec="E4A" if until else "", **{"PLACE": "H5", "PLACE_PROVIDER": "PR4"} | columns
    )


def living(council: Authority, *episodes: Row, born: dict[str, str] | None = None) -> None:
    children = sorted({row["CHILD"] for row in episodes})
    headers = [header(child, (born or {}).get(child, "10/06/2003")) for child in children]
    load(council, one_return(*episodes, headers=headers))


def children(lines: object) -> list[str]:
    return [line.case.child for line in lines]  # type: ignore[attr-defined]


def report(council: Authority, day: date = DAY) -> Report:
    return weekly_report(council, day)


def test_case_is_open_from_its_first_day_up_to_the_day_that_ends_it(council: Authority) -> None:
    living(council, unregulated())
    cases(case(ended_on="23/11/2020"))
    days = [date(2020, 4, 30), date(2020, 5, 1), date(2020, 11, 22), date(2020, 11, 23)]
    assert [len(report(council, day).current) for day in days] == [0, 1, 1, 0]


def test_duration_is_the_days_since_the_first_or_until_the_end(council: Authority) -> None:
    living(council, unregulated("A1"), unregulated("A2"), unregulated("A3"))
    cases(case("A1", "02/11/2020"), case("A2", "31/08/2020"), case("A3", "01/05/2020", "28/11/2020"))
    found = report(council)
    assert [(line.case.child, line.days) for line in found.current] == [("A2", 91), ("A1", 28)]
    assert [line.days for line in found.ended] == [211]
    assert found.durations == [
        ("Up to 4 weeks", 1), ("5 to 12 weeks", 0), ("13 to 26 weeks", 1), ("Over 26 weeks", 0)
    ]  # fmt: skip


def test_week_holds_what_started_or_ended_after_the_same_day_of_last_week(council: Authority) -> None:
    living(council, *(unregulated(f"A{number}") for number in range(4)))
    cases(
        case("A0", "23/11/2020"), case("A1", "24/11/2020"),
        case("A2", ended_on="23/11/2020"), case("A3", ended_on="24/11/2020"),
    )  # fmt: skip
    assert (children(report(council).started), children(report(council).ended)) == (["A1"], ["A3"])


def test_rolling_total_counts_each_child_of_the_year_once(council: Authority) -> None:
    living(council, unregulated("A1", "01/05/2019"), unregulated("A2", "01/05/2019"), unregulated("A3", "01/05/2019"))
    cases(
        case("A1", "01/05/2019", "30/11/2019"),  # ended the day before the year
        case("A2", "01/05/2019", "02/12/2019"), case("A2", "01/02/2020", "01/03/2020"),
        case("A3", "30/11/2020"),
    )  # fmt: skip
    found = report(council)
    assert (found.children_in_year, found.started_in_year, len(found.current)) == (2, 2, 1)


def test_visits_are_due_when_not_done_by_the_day_and_due_within_a_week(council: Authority) -> None:
    living(council, unregulated("A1"), unregulated("A2"))
    cases(case("A1"), case("A2", ended_on="29/11/2020"))
    events(
        event("01/06/2020", "02/06/2020"),  # done
        event("20/11/2020", "01/12/2020"),  # done after the report
        event("29/11/2020", kind="MEETING"),
        event("30/11/2020"), event("07/12/2020"), event("08/12/2020"),
        event("25/11/2020", kind="EVENT"),
        event("20/11/2020", child="A2"),  # of a case that is over
    )  # fmt: skip
    found = report(council)
    assert [(each.kind, each.due_on.day) for _, each in found.due] == [
        ("VISIT", 20), ("MEETING", 29), ("VISIT", 30), ("VISIT", 7)
    ]  # fmt: skip
    assert (found.overdue, found.due_soon) == (2, 2)
    assert found.current[0].last_visit == date(2020, 6, 2)


def test_significant_events_of_the_week_are_told(council: Authority) -> None:
    living(council, unregulated())
    cases(case())
    events(*(event(f"{day}/11/2020", kind="EVENT", NOTE=f"Note {day}") for day in (23, 24, 30)), event("01/12/2020"))
    assert [each.note for _, each in report(council).happened] == ["Note 24", "Note 30"]


def test_children_who_are_18_by_the_end_of_march_are_named(council: Authority) -> None:
    born = {"A1": "31/03/2003", "A2": "01/04/2003", "A3": "01/12/2002", "A4": "31/03/2003"}
    living(council, *(unregulated(child) for child in born), born=born)
    cases(*(case(child, ended_on="29/11/2020" if child == "A4" else "") for child in born))
    assert children(report(council).turning_18) == ["A3", "A1"]
    assert report(council).year_end == date(2021, 3, 31)


def test_children_under_16_stand_out(council: Authority) -> None:
    born = {"A1": "30/11/2004", "A2": "01/12/2004"}
    living(council, *(unregulated(child) for child in born), born=born)
    cases(case("A1"), case("A2"))
    assert children(report(council).under_16) == ["A2"]


def test_placement_without_an_open_case_is_listed_with_its_first_day(council: Authority) -> None:
    living(
        council,
        unregulated("A1", "01/05/2020", "01/06/2020") | {"REC": "X1"},
        unregulated("A1", "01/06/2020", PLACE="P2", RNE="L"),
        unregulated("A2"),
        unregulated("A3"),
        episode("01/05/2020", child="A4"),
    )
    cases(case("A2"), case("A3", ended_on="01/11/2020"))
    found = placements_without_case(council, DAY)
    assert [(each.child, each.began) for each in found] == [
        ("A1", date(2020, 5, 1)), ("A3", date(2020, 5, 1))
    ]  # fmt: skip


def test_child_in_a_home_that_is_not_registered_asks_for_a_case(council: Authority) -> None:
    living(
        council,
        *(episode("01/05/2020", child=f"A{number}", PLACE="K2", URN=URN) for number in range(2)),
        unregulated("A2", URN=""),
        episode("01/06/2020", child="A3", PLACE="K2", URN="SC000001"),
    )
    load_homes(home("H-1"), home("H-2", URN=""), home("H-3", URN="SC000001"), status="")
    statuses = {"H-1": "APPLIED", "H-2": "SUSPENDED", "H-3": "REGISTERED"}
    load_statuses(*({"HOME": name, "SINCE": "01/01/2015", "STATUS": status} for name, status in statuses.items()))
    load_residents({"HOME": "H-2", "CHILD": "A2", "MOVED_IN": "01/05/2020"})
    cases(case("A0", KIND="UNREGISTERED"))
    found = placements_without_case(council, DAY)
    assert [(each.child, each.kind, each.home) for each in found] == [
        ("A1", "UNREGISTERED", "House H-1"), ("A2", "UNREGISTERED", "House H-2")
    ]  # fmt: skip


def test_open_case_of_a_child_who_lives_elsewhere_is_marked(council: Authority) -> None:
    living(council, unregulated("A1"), episode("01/05/2020", child="A2"), episode("01/05/2020", child="A3"))
    cases(case("A1"), case("A2"), case("A3", KIND="UNREGISTERED"), case("IN-NO-RETURN"))
    found = report(council)
    assert children(found.moved_on) == ["A2"]
    assert (found.unregulated, found.unregistered) == (3, 1)


def test_advocate_offered_later_was_not_offered_yet(council: Authority) -> None:
    living(council, *(unregulated(f"A{number}") for number in range(3)))
    cases(
        case("A0", ADVOCATE_OFFERED="30/11/2020", EXIT_PLAN="Home"),
        case("A1", ADVOCATE_OFFERED="01/12/2020"),
        case("A2"),
    )
    found = report(council)
    assert (found.without_advocate, found.without_exit_plan) == (2, 2)


def test_other_councils_cases_never_appear(council: Authority) -> None:
    living(council, unregulated())
    cases(case(), code=NEIGHBOUR)
    assert report(council).lines == ()
    assert len(report(council).without_case) == 1


def test_number_of_queries_does_not_grow_with_the_cases(council: Authority) -> None:
    counts = []
    for number in (1, 20):
        names = [f"A{index}" for index in range(number)]
        with transaction.atomic():
            living(council, *map(unregulated, names))
            cases(*map(case, names))
            events(*(event("20/11/2020", child=name) for name in names))
            with CaptureQueriesContext(connection) as queries:
                assert report(council).overdue == number
            counts.append(len(queries))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (case(ended_on="30/04/2020"), "ends-before-start"),
        (case(PLANNED_EXIT="30/04/2020"), "ends-before-start"),
        (case(REASON=""), "blank"),
    ],
    ids=["ended", "planned", "reason"],
)
def test_case_that_contradicts_itself_is_refused(council: Authority, row: Row, code: str) -> None:
    living(council, unregulated())
    outcome = send(row, register=CASES)
    assert outcome.status is Status.REJECTED
    assert {problem.code for _, problem in outcome.problems} == {code}
    assert not UnregulatedCase.objects.exists()


def test_destination_without_an_end_is_warned_about(council: Authority) -> None:
    living(council, unregulated())
    outcome = send(case(DESTINATION="CUSTODY"), register=CASES)
    assert (outcome.status, [problem.code for _, problem in outcome.problems]) == (
        Status.COMMITTED, ["destination-without-end"]
    )  # fmt: skip


def test_event_of_no_known_case_is_warned_about(council: Authority) -> None:
    living(council, unregulated())
    cases(case())
    outcome = send(event("01/06/2020"), event("02/06/2020", child="A2"), register=EVENTS)
    assert outcome.status is Status.COMMITTED
    assert [(problem.code, problem.line) for _, problem in outcome.problems] == [("leads-nowhere", 3)]
