"""Spans of care leavers keep in step with registers and returns: by hand, by files, and when loads are undone."""

from datetime import date
from typing import Any

from leavers import registers
from leavers.derivation import COLUMNS, derive_leavers
from leavers.measures import MEASURES
from leavers.models import LeaverSpan
from sufficiency.core.tally import evaluate
from sufficiency.registers.actions import create_record, edit_record, remove_record
from tests.registers.council import council, entry, load, take_back

from .council import leaver, load_care

DAY = date(2020, 11, 30)
ASKED = ("leavers-active-service-now", "leavers-in-touch-percent-now", "leavers-suitable-percent-now")


def told() -> list[int | None]:
    """With an active service, in touch, and in suitable accommodation, on the day."""
    kept = _spans()
    derive_leavers(council().code)
    assert kept == _spans(), "what a change left is what working everything out anew gives"
    found = evaluate([measure for measure in MEASURES if measure.slug in ASKED], council(), [DAY])
    return [None if (number := found[slug][0].numerator) is None else int(number) for slug in ASKED]


def _spans() -> list[Any]:
    names = [each.column for each in LeaverSpan._meta.local_concrete_fields if each.column in COLUMNS.split(", ")]
    return sorted(LeaverSpan.objects.filter(authority=council()).values_list(*names), key=repr)


def test_edits_by_hand_are_followed(db: None) -> None:
    ours = council()
    load(leaver("L1", CHILD=""), leaver("L2", CHILD=""), register=registers.LEAVERS)
    load({"LEAVER": "L2", "CONTACTED_ON": "01/10/2020", "OUTCOME": "IN-TOUCH"}, register=registers.CONTACTS)
    assert told() == [2, 1, None], "no register of homes is loaded"
    values = {"leaver": "L1", "contacted_on": date(2020, 11, 2), "outcome": "IN-TOUCH", "means": "", "note": ""}
    made = create_record(register=registers.CONTACTS, authority=ours, values=values, by="officer")
    assert told() == [2, 2, None]
    edit_record(
        register=registers.CONTACTS,
        authority=ours,
        record=made.pk,
        version=1,
        values={"outcome": "REFUSED"},
        by="officer",
    )
    assert told() == [2, 1, None]
    first = entry("L1", registers.LEAVERS)
    ended = {"service_to": date(2020, 11, 30)}
    edit_record(
        register=registers.LEAVERS, authority=ours, record=first.pk, version=first.version, values=ended, by="officer"
    )
    assert told() == [1, 1, None], "the service ended with the day before"
    remove_record(register=registers.CONTACTS, authority=ours, record=made.pk, version=2, by="officer")
    second = entry("L2", registers.LEAVERS)
    remove_record(register=registers.LEAVERS, authority=ours, record=second.pk, version=second.version, by="officer")
    assert told() == [0, 0, None]


def test_loads_taken_back_are_followed(db: None) -> None:
    load(leaver("L1", CHILD=""), register=registers.LEAVERS)
    home = {"LEAVER": "L1", "MOVED_IN": "01/04/2020", "HOME": "OWN-TENANCY", "SUITABLE": "YES"}
    homes = load(home, register=registers.ACCOMMODATION)
    contacts = load({"LEAVER": "L1", "CONTACTED_ON": "01/10/2020", "OUTCOME": "IN-TOUCH"}, register=registers.CONTACTS)
    assert told() == [1, 1, 1]
    more = load(leaver("L1", CHILD="", SERVICE_TO="01/10/2020"), leaver("L2", CHILD=""), register=registers.LEAVERS)
    assert told() == [1, 0, 0]
    take_back(more)
    assert told() == [1, 1, 1]
    take_back(homes)
    assert told() == [1, 1, None]
    take_back(contacts)
    assert told() == [1, None, None]


def test_care_in_a_later_return_is_followed(db: None) -> None:
    """In care at 17 until 18, and so former relevant: by the returns alone."""
    load(leaver("L1", CHILD="C1", SERVICE_FROM=""), register=registers.LEAVERS)
    measures = [measure for measure in MEASURES if measure.slug == "leavers-former-relevant-now"]
    assert evaluate(measures, council(), [DAY])[measures[0].slug][0].numerator in (0, None)
    load_care(("C1", "10/06/2001", "01/02/2017", "10/06/2019"))
    told()
    assert evaluate(measures, council(), [DAY])[measures[0].slug][0].numerator == 1
