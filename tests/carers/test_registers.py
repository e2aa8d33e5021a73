"""What files of the fostering registers may say, and what is said of them."""

from datetime import date

import pytest

from carers.models import Allegation
from carers.registers import ALLEGATIONS, APPLICATIONS, FOSTER_PLACEMENTS, STATUSES
from sufficiency.core.models import Authority
from sufficiency.extracts.outcome import Status as Loaded
from sufficiency.registers.register import Register
from tests.placements.council import found_council
from tests.registers.council import Row, household, load, send

from .fostering import allegation, application, placement, status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def council(db: None) -> Authority:
    found = found_council()
    load(household("F-001"), household("F-002"))
    return found


def problems(register: Register, *rows: Row) -> set[tuple[str, str, str]]:
    """Severity, code and column of what is said of a file."""
    outcome = send(*rows, register=register)
    return {(problem.severity.value, problem.code, problem.column) for _, problem in outcome.problems}


def test_allegation_printed_as_on_going_is_accepted_as_open() -> None:
    outcome = send(allegation("A-1", "15/07/2020", "on-going"), register=ALLEGATIONS)
    assert outcome.status is Loaded.COMMITTED
    held = Allegation.objects.get()
    assert (held.outcome, held.concluded_on) == (Allegation.Outcome.ON_GOING, None)


@pytest.mark.parametrize(
    ("row", "severity", "code", "column"),
    [
        (allegation("A-1", "15/07/2020", "ON-GOING", "16/07/2020"), "warning", "concluded-yet-on-going", "OUTCOME"),
        (allegation("A-1", "15/07/2020", "SUBSTANTIATED"), "warning", "outcome-without-day", "CONCLUDED_ON"),
        (allegation("A-1", "15/07/2020", "SUBSTANTIATED", "14/07/2020"), "error", "ends-before-start", "CONCLUDED_ON"),
    ],
)
def test_allegation_has_the_day_of_its_outcome_and_no_other(row: Row, severity: str, code: str, column: str) -> None:
    assert problems(ALLEGATIONS, row) == {(severity, code, column)}


@pytest.mark.parametrize(
    ("cells", "severity", "code", "column"),
    [
        ({"VISITED_ON": "31/05/2020"}, "error", "before-enquired", "VISITED_ON"),
        ({"VISITED_ON": "09/06/2020", "PANEL_ON": "08/06/2020"}, "error", "before-visited", "PANEL_ON"),
        (
            {"PANEL_ON": "09/06/2020", "DECIDED_ON": "08/06/2020", "OUTCOME": "APPROVED"},
            "error",
            "before-panel",
            "DECIDED_ON",
        ),
        ({"DECIDED_ON": "08/06/2020"}, "warning", "decided-without-outcome", "OUTCOME"),
        ({"OUTCOME": "WITHDRAWN"}, "warning", "outcome-without-day", "DECIDED_ON"),
    ],
)
def test_steps_of_an_application_do_not_contradict_each_other(
    cells: Row, severity: str, code: str, column: str
) -> None:
    assert problems(APPLICATIONS, application("E-1", "01/06/2020", **cells)) == {(severity, code, column)}


def test_what_is_odd_about_an_entry_is_said_when_it_is_saved() -> None:
    day = date(2020, 6, 1)
    for register, fine, odd in (
        (ALLEGATIONS, {"outcome": "ON-GOING", "concluded_on": None}, {"outcome": "ON-GOING", "concluded_on": day}),
        (
            ALLEGATIONS,
            {"outcome": "SUBSTANTIATED", "concluded_on": day},
            {"outcome": "SUBSTANTIATED", "concluded_on": None},
        ),
        (APPLICATIONS, {"outcome": "", "decided_on": None}, {"outcome": "", "decided_on": day}),
        (APPLICATIONS, {"outcome": "APPROVED", "decided_on": day}, {"outcome": "APPROVED", "decided_on": None}),
        (STATUSES, {"status": "ON-HOLD", "reason": "Illness"}, {"status": "ON-HOLD", "reason": ""}),
    ):
        assert (len(register.odd(fine)), len(register.odd(odd))) == (0, 1)


def test_application_may_lack_steps_and_name_no_household() -> None:
    rows = (
        application("E-1", "01/06/2020"),
        application("E-2", "01/06/2020", PANEL_ON="01/06/2020", DECIDED_ON="01/06/2020", OUTCOME="DECLINED"),
    )
    assert problems(APPLICATIONS, *rows) == set()


def test_hold_without_a_reason_is_warned_about() -> None:
    rows = (status("F-001", "ON-HOLD"), status("F-002", "ON-HOLD", REASON="Illness"))
    assert problems(STATUSES, *rows) == {("warning", "on-hold-without-reason", "REASON")}
    assert problems(STATUSES, *rows[1:]) == set()


def test_child_in_two_households_and_one_whom_no_return_holds_are_warned_about() -> None:
    apart = (placement("C1", left="01/06/2020"), placement("C1", "F-002", "01/06/2020"))
    unknown = ("warning", "child-not-in-returns", "CHILD")
    assert problems(FOSTER_PLACEMENTS, *apart) == {unknown}
    together = (placement("C1", left="02/06/2020"), placement("C1", "F-002", "01/06/2020"))
    assert problems(FOSTER_PLACEMENTS, *together) == {unknown, ("warning", "in-two-households", "PLACED_ON")}


def test_placement_with_a_household_that_nobody_knows_is_warned_about_and_kept() -> None:
    found = problems(FOSTER_PLACEMENTS, placement("C1", "F-404"))
    assert ("warning", "leads-nowhere", "HOUSEHOLD") in found
    assert FOSTER_PLACEMENTS.model._default_manager.get().household == "F-404"  # type: ignore[attr-defined]
