"""What people change by hand: one at a time, each change on record."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from carers.models import Household
from carers.registers import HOUSEHOLDS
from sufficiency.core.models import AuditEvent
from sufficiency.registers.actions import (
    AlreadyThereError,
    ConflictError,
    RegisterRefusedError,
    create_record,
    edit_record,
    remove_record,
    restore_record,
)
from sufficiency.registers.derivation import hold
from sufficiency.registers.models import Record

from .council import VALUES, council, entries, entry, household, load, neighbour

pytestmark = pytest.mark.django_db


def created() -> Record:
    return create_record(register=HOUSEHOLDS, authority=council(), values=VALUES, by="officer", why="panel")


def edit(held: Record, version: int | None = None, **values: Any) -> Record:
    return edit_record(
        register=HOUSEHOLDS,
        authority=held.authority,
        record=held.pk,
        version=version or held.version,
        values=values,
        by="officer",
    )


def test_new_entry_says_who_made_it_and_why() -> None:
    line = created().history.get()
    assert (line.history_user, line.history_change_reason, line.by_hand, line.history_type) == (
        "officer", "panel", True, "+"
    )  # fmt: skip


def test_key_that_is_there_already_is_refused() -> None:
    created()
    with pytest.raises(AlreadyThereError, match="has this fostering household already"):
        created()
    load(household("F-001"))
    with pytest.raises(AlreadyThereError):
        create_record(register=HOUSEHOLDS, authority=council(), values=VALUES | {"reference": "F-001"}, by="officer")


def test_second_of_two_editors_is_told_and_nothing_is_lost() -> None:
    held = created()
    edit(held, locality="First")
    with pytest.raises(ConflictError, match="was changed after you opened it"):
        edit(held, version=1, hub="Second")
    assert (entry("F-900").locality, entry("F-900").hub, entry("F-900").version) == ("First", "", 2)


def test_edit_of_what_is_gone_or_anothers_is_refused() -> None:
    held = created()
    with pytest.raises(ConflictError, match="no longer in the register"):
        edit_record(
            register=HOUSEHOLDS, authority=neighbour(), record=held.pk, version=1, values={"hub": "X"}, by="officer"
        )
    remove_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=1, by="officer")
    held.pk = HOUSEHOLDS.id_of(council().code, VALUES)
    with pytest.raises(ConflictError, match="no longer in the register"):
        edit(held, version=1, hub="X")


def test_edit_that_changes_nothing_leaves_no_trace() -> None:
    held = created()
    edit(held, **VALUES)
    assert (entry("F-900").version, held.history.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="registers.edit").count() == 0


def test_key_of_an_entry_never_changes() -> None:
    edit(created(), reference="F-901", hub="North")
    assert entries().keys() == {"F-900"}
    assert entries()["F-900"]["hub"] == "North"


def test_earlier_version_comes_back_as_a_change_of_its_own() -> None:
    held = edit(edit(created(), locality="One"), hub="Two")
    back = restore_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=3, to=1, by="other officer")
    assert back.version == 4
    assert entries()["F-900"] == VALUES
    latest = back.history.first()
    assert (latest.history_user, latest.history_change_reason) == ("other officer", "back to version 1")
    with pytest.raises(RegisterRefusedError, match="no version 9"):
        restore_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=4, to=9, by="officer")


def test_removed_entry_can_be_brought_back() -> None:
    held = created()
    remove_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=1, by="officer", why="mistake")
    assert entries() == {}
    id_ = HOUSEHOLDS.id_of(council().code, VALUES)
    with pytest.raises(ConflictError):
        restore_record(register=HOUSEHOLDS, authority=council(), record=id_, version=1, to=1, by="officer")
    restore_record(register=HOUSEHOLDS, authority=council(), record=id_, version=2, to=1, by="officer")
    assert (entries()["F-900"], entry("F-900").version) == (VALUES, 3)


def test_every_change_is_audited_without_values() -> None:
    held = edit(created(), locality="Secret Place", hub="Secret Hub")
    remove_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=2, by="officer")
    events = list(AuditEvent.objects.filter(action__startswith="registers.").order_by("pk"))
    assert [event.action for event in events] == ["registers.create", "registers.edit", "registers.remove"]
    assert events[1].detail == {"version": 2, "fields": ["hub", "locality"]}
    assert not any("Secret" in str(event.detail) or "F-900" in event.subject for event in events)


def test_database_refuses_dates_that_contradict_each_other() -> None:
    with pytest.raises(IntegrityError, match="household_approved_to_ends_before_start"), transaction.atomic():
        edit(created(), approved_to=date(2018, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_change_by_hand_waits_for_a_load_and_is_then_told() -> None:
    load(household("F-001"))
    held, faults = entry("F-001"), []

    def change() -> None:
        try:
            edit(held, hub="Late")
        except ConflictError as fault:
            faults.append(fault)
        finally:
            connection.close()

    with transaction.atomic():
        hold(council().code)
        other = threading.Thread(target=change)
        other.start()
        other.join(0.5)
        assert other.is_alive()
        Household.objects.update(version=2)
    other.join(5)
    assert len(faults) == 1
