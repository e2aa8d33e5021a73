"""What follows from the registers of fostering keeps in step with them, and says what it cannot know."""

from datetime import date

from carers.measures import MEASURES
from carers.models import HouseholdSpan
from carers.registers import FOSTER_PLACEMENTS, HOUSEHOLDS, STATUSES
from sufficiency.core.access import Reader
from sufficiency.core.measure import Result
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES
from sufficiency.core.tally import evaluate
from sufficiency.measures.present import present
from sufficiency.registers.actions import create_record, edit_record, remove_record
from tests.registers.council import council, entry, load, take_back

from .fostering import load_fostering, placement

DAY = date(2020, 11, 30)


def one(slug: str, on: date = DAY) -> Result:
    """One measure of the council on a day."""
    (found,) = evaluate([measure for measure in MEASURES if measure.slug == slug], council(), [on])[slug]
    return found


def test_places_are_not_known_without_the_register_that_says_them(db: None) -> None:
    load_fostering({"REFERENCE": "F-001", "KIND": "MAINSTREAM", "APPROVED_FROM": "01/04/2015"})
    places, homes = one("fostering-places-approved"), one("fostering-households")
    assert (places.value, homes.value) == (None, 1)
    assert "approvals" in places.note


def test_places_of_few_households_are_shown_to_officers_alone(db: None) -> None:
    load_fostering(
        {"REFERENCE": "F-001", "KIND": "MAINSTREAM", "APPROVED_FROM": "01/04/2015"},
        approvals=({"HOUSEHOLD": "F-001", "APPROVED_ON": "01/04/2015", "CHILDREN": "2"},),
    )
    board, officer = (
        Reader("somebody", council(), (ROLES[role],)) for role in ("board-member", "commissioning-officer")
    )
    found = one("fostering-places-approved")
    assert (present(found, board).text, present(found, officer).text) == ("c", "2")


def test_changes_by_hand_and_loads_taken_back_are_followed(db: None) -> None:
    def held() -> list[tuple[date, int, str]]:
        spans = HouseholdSpan.objects.filter(authority=council(), reference="F-001").order_by("starts")
        return list(spans.values_list("starts", "children", "status"))

    ours: Authority = council()
    load_fostering({"REFERENCE": "F-001", "KIND": "MAINSTREAM", "APPROVED_FROM": "01/04/2015"})
    assert held() == [(date(2015, 4, 1), 0, "")]
    loaded = load(placement("C1", placed="01/05/2020"), register=FOSTER_PLACEMENTS)
    assert held()[1:] == [(date(2020, 5, 1), 1, "")]
    values = {"household": "F-001", "since": date(2020, 6, 1), "status": "FULL", "reason": ""}
    made = create_record(register=STATUSES, authority=ours, values=values, by="officer")
    assert held()[2:] == [(date(2020, 6, 1), 1, "FULL")]
    edit_record(
        register=STATUSES, authority=ours, record=made.pk, version=1, values={"status": "AVAILABLE"}, by="officer"
    )
    assert held()[2:] == [(date(2020, 6, 1), 1, "AVAILABLE")]
    take_back(loaded)
    assert held() == [(date(2015, 4, 1), 0, ""), (date(2020, 6, 1), 0, "AVAILABLE")]
    remove_record(register=STATUSES, authority=ours, record=made.pk, version=2, by="officer")
    assert held() == [(date(2015, 4, 1), 0, "")]
    household = entry("F-001")
    remove_record(register=HOUSEHOLDS, authority=ours, record=household.pk, version=household.version, by="officer")
    assert held() == []
