"""Ofsted's list of providers, under the header of each release."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from placements.extracts.ofsted import CALLED, OFSTED_PROVIDERS
from placements.models import OfstedListing
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome, Status

pytestmark = pytest.mark.django_db

HOME: dict[str, Any] = {
    "urn": "SC000001",
    "provider_type": "Children's Home",
    "local_authority": "Dorset",
    "status": "Active",
}
# Header and row of one made-up home as each release words them, and what the list keeps of it beside HOME.
RELEASES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "2025 list for councils": (
        {
            **{"Local authority": "Dorset", "URN": "SC000001", "Provider type": "Children's Home", "Sector": "Private"},
            **{"Provider name": "Made-up House", "Registration date": "03/05/2019", "Registration status": "Active"},
            **{"Deregistration date": "", "Owner name": "Made-up Care Ltd", "Region": "South West"},
            **{"Date of last full inspection": "12/11/2024", "Overall effectiveness": "Good"},
            **{"Number of registered places": "4"},
        },
        {
            **{"name": "Made-up House", "sector": "Private", "owner": "Made-up Care Ltd", "region": "South West"},
            **{"places": 4, "registered_on": date(2019, 5, 3), "closed_on": None, "judgement": "Good"},
            **{"inspected_on": date(2024, 11, 12)},
        },
    ),
    "2023 list for councils": (
        {
            **{"URN": "SC000001", "Provision type": "Children's Home", "Setting name": "Made-up House"},
            **{"Registration status": "Active", "Organisation name": "Made-up Care Ltd", "Local authority": "Dorset"},
            **{"Region": "South West", "Sector": "Private", "Date of last full inspection": "12/11/2022"},
            **{"Latest overall Effectiveness grade from last full inspection": "Outstanding"},
            **{"Maximum fostering places": ""},
        },
        {
            **{"name": "Made-up House", "places": None, "registered_on": None, "judgement": "Outstanding"},
            **{"inspected_on": date(2022, 11, 12), "owner": "Made-up Care Ltd"},
        },
    ),
    "public list of places": (
        {
            **{"URN": "SC000001", "Provision type": "Children's Home", "Sector": "Private", "Places": "4"},
            **{"Registration date": "2019-05-03", "Registration status": "Active", "Local Authority": "Dorset"},
            **{"Organisation which owns the provider": "Made-up Care Ltd"},
        },
        {"name": "", "places": 4, "registered_on": date(2019, 5, 3), "owner": "Made-up Care Ltd", "inspected_on": None},
    ),
    "public list of inspections": (
        {
            **{"URN": "SC000001", "Provision type": "Children's Home", "Provider Status": "Active"},
            **{"Local authority": "Dorset", "Max Users": "4", "Inspection date": "12/11/2024", "Date closed": ""},
            **{"Overall experiences and progress of children and young people": "Inadequate"},
        },
        {"places": 4, "judgement": "Inadequate", "inspected_on": date(2024, 11, 12), "closed_on": None},
    ),
}


def csv_of(*rows: dict[str, str]) -> bytes:
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows), ""]).encode()


def load(*rows: dict[str, str]) -> Outcome:
    return load_files(files=[SourceFile("list.csv", BytesIO(csv_of(*rows)))], by="test")


def current() -> list[OfstedListing]:
    return list(OfstedListing.objects.filter(file__current=True).order_by("line"))


@pytest.mark.parametrize("release", RELEASES)
def test_each_release_of_the_list_is_read_under_its_own_header(release: str) -> None:
    row, kept = RELEASES[release]
    outcome = load(row)
    assert (outcome.status, outcome.files[0].kind) == (Status.COMMITTED, "ofsted-providers")
    assert list(outcome.problems) == []
    (listing,) = current()
    expected = HOME | kept
    assert {field: getattr(listing, field) for field in expected} == expected


def test_columns_the_tracker_does_not_need_are_passed_over_and_unknown_ones_named() -> None:
    passed_over = {
        "Provider telephone number": "01632 960000",
        "Owner county": "",
        "Linked school name": "",
        "CYP safety": "",
    }
    outcome = load(RELEASES["2025 list for councils"][0] | passed_over | {"Castle": "a tower"})
    assert [(each.code, each.column) for _, each in outcome.problems] == [("unknown-column", "Castle")]
    assert outcome.status is Status.COMMITTED


def test_no_column_is_both_kept_and_not_needed() -> None:
    kept = {column.name for column in OFSTED_PROVIDERS.columns} | CALLED.keys()
    assert OFSTED_PROVIDERS.not_needed.isdisjoint(kept)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"URN": ""}, ("blank", "URN")),
        ({"Provider type": ""}, ("blank", "PROVIDER TYPE")),
        ({"Registration date": "05/13/2019"}, ("month-first", "REGISTRATION DATE")),
        ({"Number of registered places": "four"}, ("not-a-number", "NUMBER OF REGISTERED PLACES")),
    ],
)
def test_a_faulty_row_of_the_list_is_rejected(cells: dict[str, str], fault: tuple[str, str]) -> None:
    outcome = load(RELEASES["2025 list for councils"][0] | cells)
    assert outcome.status is Status.REJECTED
    assert [(each.code, each.column) for _, each in outcome.problems] == [fault]
    assert current() == []


def test_a_list_without_the_column_of_local_authorities_is_rejected() -> None:
    row = {name: cell for name, cell in RELEASES["2025 list for councils"][0].items() if name != "Local authority"}
    assert [each.code for _, each in load(row).problems] == ["missing-column"]


def test_a_provider_listed_twice_is_an_error() -> None:
    row = RELEASES["2025 list for councils"][0]
    assert {each.code for _, each in load(row, row).problems} == {"duplicate-key"}


def test_a_newer_list_replaces_the_older_and_undo_brings_it_back() -> None:
    row = RELEASES["2025 list for councils"][0]
    load(row)
    newer = load(row | {"Overall effectiveness": "Inadequate"}, row | {"URN": "SC000002"})
    assert (newer.files[0].new, newer.files[0].changed) == (1, 1)
    assert [each.judgement for each in current()] == ["Inadequate", "Good"]
    undo_load(load=Load.objects.get(pk=newer.load_id), by="test")
    assert [(each.urn, each.judgement) for each in current()] == [("SC000001", "Good")]
