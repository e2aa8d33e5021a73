"""What is kept of returns and registers of children is what working it out anew gives, whatever changed last."""

from datetime import date
from typing import Any

import pytest

from placements.kept import KEPT, RETURNS
from placements.models import AssessedSpan, InitialSpan, PlannedSpan, ResidentSpan, SeenSpan
from placements.registers.children import CHILD_VISITS, HEALTH_ASSESSMENTS, PERMANENCE_PLANS
from sufficiency.core.models import Authority
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import Load
from sufficiency.measures.registry import all_measures
from sufficiency.registers.actions import create_record, edit_record, remove_record
from tests.registers.council import council, load, take_back
from tests.returns import episode, header, one_return

from .council import load as load_returns

BORN, CAME = "10/06/2009", "01/04/2019"
INITIAL = {"CHILD": "C1", "KIND": "INITIAL", "REQUIRED_ON": "01/04/2019", "SOURCE": "NHS", "COMPLETED_ON": "10/04/2019"}


def rows() -> dict[str, list[Any]]:
    """What is kept of the council, which must be what working it out anew gives."""
    kept = _kept()
    for each in KEPT:
        each(council().code)
    assert kept == _kept()
    return {name: found for name, found in kept.items() if found}


def _kept() -> dict[str, list[Any]]:
    return {
        each.model.__name__: sorted(
            each.model.objects.filter(authority=council()).values_list(
                *(field.name for field in each.model._meta.concrete_fields if not field.primary_key)
            ),
            key=repr,
        )
        for each in KEPT
    }


@pytest.fixture
def ours(db: None) -> Authority:
    load_returns(council(), one_return(episode(CAME, "", child="C1"), headers=[header("C1", BORN)]))
    return council()


def test_files_of_registers_are_followed_and_so_is_taking_them_back(ours: Authority) -> None:
    assert rows() == {}
    plans = load({"CHILD": "C1", "DECIDED_ON": "01/09/2019", "PLAN": "ADOPTION"}, register=PERMANENCE_PLANS)
    visits = load({"CHILD": "C1", "DUE_ON": "01/06/2019", "DONE_ON": "03/06/2019"}, register=CHILD_VISITS)
    load(INITIAL, register=HEALTH_ASSESSMENTS)
    assert set(rows()) == {"PlannedSpan", "SeenSpan", "InitialSpan", "AssessedSpan"}
    assert PlannedSpan.objects.get().starts == date(2019, 9, 1)
    assert (SeenSpan.objects.get().starts, SeenSpan.objects.get().ends) == (date(2019, 6, 3), date(2019, 7, 15))
    assert {span.source: span.completed_on for span in InitialSpan.objects.all()} == {
        "NHS": date(2019, 4, 10), "COUNCIL": None,
    }  # fmt: skip
    take_back(plans)
    take_back(visits)
    assert set(rows()) == {"InitialSpan", "AssessedSpan"}


def test_entries_by_hand_are_followed_from_the_first_to_the_last(ours: Authority) -> None:
    values = {"child": "C1", "kind": "REVIEW", "required_on": date(2020, 4, 1), "source": "NHS"}
    values |= dict.fromkeys(("notified_on", "appointment_on", "completed_on")) | {"delay_reason": ""}
    made = create_record(register=HEALTH_ASSESSMENTS, authority=ours, values=values, by="officer")
    assert set(rows()) == {"InitialSpan"}, "from the first entry on everybody is asked about"
    edit_record(
        register=HEALTH_ASSESSMENTS, authority=ours, record=made.pk, version=1, by="officer",
        values={"completed_on": date(2020, 5, 4)},
    )  # fmt: skip
    rows()
    assert AssessedSpan.objects.get().starts == date(2020, 5, 4)
    remove_record(register=HEALTH_ASSESSMENTS, authority=ours, record=made.pk, version=2, by="officer")
    assert rows() == {}


def test_returns_are_followed(ours: Authority) -> None:
    load(INITIAL, register=HEALTH_ASSESSMENTS)
    later = episode(CAME, "05/04/2019", child="C1", rec="E4A")
    load_returns(ours, one_return(later, headers=[header("C1", BORN)]))
    assert rows() == {}, "the child did not stay for twenty working days"
    take_back(Load.objects.latest("pk"))
    assert set(rows()) == {"InitialSpan", "AssessedSpan"}


def test_all_is_told_of_that_it_rests_on() -> None:
    """By the kinds of the relations that are counted: each file or register from which their rows follow.

    Who lives in a home is counted by the view of homes.
    """
    kept = {each.model: set(each.follows) for each in KEPT}
    assert kept.pop(ResidentSpan) == {*RETURNS, "homes", "home-registrations", "home-residents"}
    told = {
        (tally.relation.rows().model, frozenset(tally.relation.kinds))
        for measure in all_measures()
        for tally in measure.tallies()
        if tally.relation.rows().model in kept
    }
    assert {model for model, _ in told} == kept.keys()
    for model, kinds in told:
        assert kinds == kept[model], model
        assert all(kind_named(slug) for slug in kinds)
