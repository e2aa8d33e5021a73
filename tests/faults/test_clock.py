"""The clock of the server is set back: loads, changes, sessions and the audit trail keep their order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from carers.registers import HOUSEHOLDS
from sufficiency.core.audit import record, verify
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load
from sufficiency.registers.actions import edit_record
from tests.dashboards.factory import OFFICER, PASSWORD, person
from tests.placements.council import found_council
from tests.registers import council as registers

pytestmark = pytest.mark.django_db

NOON = datetime.now(UTC) + timedelta(days=2)
EARLIER = NOON - timedelta(hours=3)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Say what time it is, to everything that asks Django for it."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return at


def localities() -> list[str]:
    return list(HOUSEHOLDS.model._default_manager.values_list("locality", flat=True))


def test_load_that_came_last_is_the_one_that_counts_again(council: Authority, set_clock: Callable) -> None:  # type: ignore[type-arg]
    set_clock(NOON)
    registers.load(registers.household(LOCALITY="First"))
    set_clock(EARLIER)
    registers.load(registers.household(LOCALITY="Second"))
    third = registers.load(registers.household(LOCALITY="Third"))
    assert localities() == ["Third"]
    undo_load(load=third, by="ann")
    assert localities() == ["Second"]
    finished = list(Load.objects.order_by("pk").values_list("finished_at", flat=True))
    assert finished == sorted(set(finished))


def test_change_made_after_a_load_stays_on_top_of_it(council: Authority, set_clock: Callable) -> None:  # type: ignore[type-arg]
    set_clock(NOON)
    registers.load(registers.household(LOCALITY="From the file"))
    entry = HOUSEHOLDS.model._default_manager.get()
    set_clock(EARLIER)
    edit_record(
        register=HOUSEHOLDS, authority=council, record=entry.pk, version=1, values={"locality": "By hand"}, by="ann"
    )
    undo_load(load=registers.load(registers.household(LOCALITY="Another file"), year=2020), by="ann")
    assert localities() == ["By hand"]


def test_session_lasts_and_the_trail_stays_whole(council: Authority, set_clock: Callable) -> None:  # type: ignore[type-arg]
    user = person(council, OFFICER)
    set_clock(NOON)
    client = Client()
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert client.get("/children/").status_code == 200
    set_clock(EARLIER)
    assert client.get("/children/").status_code == 200
    record(actor="ann", action="core.look", authority=council.code)
    assert verify().broken_at is None
    latest = AuditEvent.objects.first()
    assert latest is not None
    assert (latest.actor, latest.at) == ("ann", EARLIER)
    set_clock(NOON + timedelta(hours=13))
    assert client.get("/children/").status_code == 302


@pytest.fixture
def council(db: None) -> Authority:
    return found_council()
