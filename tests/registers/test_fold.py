"""Entries follow from files and from what people change, whatever comes and goes in whatever order."""

import io
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carers.models import Household
from carers.registers import HOUSEHOLDS, STATUSES
from sufficiency.extracts.actions import SourceFile
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Status
from sufficiency.extracts.previews import check_files, commit_load
from sufficiency.registers.actions import create_record, edit_record, remove_record
from sufficiency.registers.derivation import derive

from .council import VALUES, YEAR, council, csv_of, entries, entry, household, load, neighbour, send, take_back

pytestmark = pytest.mark.django_db


def edit(reference: str = "F-001", **values: Any) -> None:
    held = entry(reference)
    edit_record(
        register=HOUSEHOLDS, authority=council(), record=held.pk, version=held.version, values=values, by="officer"
    )


def create(reference: str = "F-900", **values: Any) -> None:
    create_record(
        register=HOUSEHOLDS, authority=council(), values=VALUES | {"reference": reference} | values, by="officer"
    )


def remove(reference: str = "F-001") -> None:
    held = entry(reference)
    remove_record(register=HOUSEHOLDS, authority=council(), record=held.pk, version=held.version, by="officer")


def test_file_becomes_entries_that_know_their_file_and_line() -> None:
    brought = load(household(RETAINED="yes", APPROVED_TO="31/03/2020", REASON_ENDED="resigned"), household("F-002"))
    held = Household.objects.get(reference="F-001")
    assert (held.file, held.line, held.version) == (brought.files.get(), 2, 1)
    assert (held.retained, held.delegated_authority) == (True, None)
    assert (held.approved_from, held.approved_to, held.reason_ended) == (
        date(2015, 4, 1), date(2020, 3, 31), "RESIGNED"
    )  # fmt: skip


def test_latest_year_that_holds_the_key_wins_in_any_order_of_loading() -> None:
    load(household(LOCALITY="Later"), year=2022)
    load(household(LOCALITY="Earlier"), household("F-002", LOCALITY="Earlier"), year=2021)
    assert {key: values["locality"] for key, values in entries().items()} == {"F-001": "Later", "F-002": "Earlier"}


def test_entry_whose_row_is_gone_from_the_file_of_its_year_ceases() -> None:
    load(household(), household("F-002"))
    load(household("F-002"))
    assert entries().keys() == {"F-002"}


def test_change_by_hand_stays_on_top_of_the_file_until_the_next_file() -> None:
    load(household())
    edit(locality="Sea Town")
    load(household("F-002"), year=2020)
    assert entries()["F-001"]["locality"] == "Sea Town"
    overwriting = load(household(LOCALITY="River Town"))
    assert entries()["F-001"]["locality"] == "River Town"
    take_back(overwriting)
    assert entries()["F-001"]["locality"] == "Sea Town"


def test_change_by_hand_keeps_its_own_fields_alone_when_the_file_below_goes() -> None:
    load(household(LOCALITY="Hill Town", HUB="North"), year=2021)
    later = load(household(LOCALITY="River Town", HUB="South"), year=2022)
    edit(locality="Sea Town")
    take_back(later)
    assert (entries()["F-001"]["locality"], entries()["F-001"]["hub"]) == ("Sea Town", "North")


def test_load_taken_back_leaves_nothing_of_it_but_history() -> None:
    load(household())
    before = entries()
    take_back(load(household(LOCALITY="River Town"), household("F-002")))
    assert entries() == before
    told = [(line.history_type, line.by_hand, line.history_change_reason) for line in entry().history.all()[::-1]]
    second = Load.objects.first()
    assert second is not None
    assert told[1:] == [("~", False, f"load {second.pk}"), ("~", False, f"load {second.pk} taken back")]


def test_entry_that_comes_back_is_the_same_with_its_history() -> None:
    brought = load(household())
    first = entry().pk
    take_back(brought)
    assert entries() == {}
    load(household())
    assert (entry().pk, entry().version) == (first, 3)
    assert [line.history_type for line in entry().history.all()] == ["+", "-", "+"]


def test_entry_made_by_hand_gives_way_to_a_file_and_comes_back_when_that_is_taken_back() -> None:
    create("F-900", locality="By hand")
    brought = load(household("F-900", LOCALITY="By file"))
    assert entries()["F-900"]["locality"] == "By file"
    take_back(brought)
    assert entries()["F-900"] == VALUES | {"locality": "By hand"}
    assert entry("F-900").file is None


def test_entry_with_a_day_in_its_key_is_the_same_by_hand_and_by_file() -> None:
    values = {"household": "F-001", "since": date(2019, 5, 1), "status": "FULL", "reason": ""}
    made = create_record(register=STATUSES, authority=council(), values=values, by="officer")
    load({"HOUSEHOLD": "F-001", "SINCE": "01/05/2019", "STATUS": "ON-HOLD"}, register=STATUSES)
    held = entry("F-001", STATUSES)
    assert (held.pk, held.version) == (made.pk, 2)


def test_removed_entry_stays_away_until_a_file_says_otherwise() -> None:
    load(household())
    remove()
    assert entries() == {}
    load(household("F-002"), year=2020)
    assert entries().keys() == {"F-002"}
    load(household(LOCALITY="Again"))
    assert entries()["F-001"]["locality"] == "Again"


def test_change_that_the_file_below_contradicts_is_left_out() -> None:
    load(household(APPROVED_FROM="01/04/2015"), year=2021)
    later = load(household(APPROVED_FROM="01/04/2010"), year=2022)
    edit(approved_to=date(2012, 3, 31), reason_ended="OTHER")
    take_back(later)
    held = entries()["F-001"]
    assert (held["approved_from"], held["approved_to"], held["reason_ended"]) == (date(2015, 4, 1), None, "")


def test_same_file_in_another_year_writes_no_history() -> None:
    load(household())
    load(household(), year=2022)
    assert (entry().version, entry().history.count(), entry().file.year) == (1, 1, 2022)


def test_check_of_a_file_changes_nothing() -> None:
    assert send(household(), dry_run=True).status is Status.CHECKED
    assert entries() == {}


def test_load_that_was_checked_first_brings_its_entries_when_it_is_committed() -> None:
    source = SourceFile("households.csv", io.BytesIO(csv_of(HOUSEHOLDS, [household()])))
    checked = check_files(files=[source], authority=council(), year=YEAR, by="data.admin", effect=lambda _: None)
    assert (checked.status, entries()) == (Status.CHECKED, {})
    brought = Load.objects.get()
    assert commit_load(load=brought, by="data.admin", effect=lambda _: None).status is Status.COMMITTED
    line = entry().history.get()
    assert (line.history_user, line.history_change_reason) == ("data.admin", f"load {brought.pk}")
    edit(locality="Sea Town")
    load(household("F-002"), year=2020)
    assert entries()["F-001"]["locality"] == "Sea Town"


def test_mended_row_comes_and_goes_with_its_load() -> None:
    wrong = household("F-002", APPROVED_TO="01/01/2000")
    first = Load.objects.get(pk=send(household(), wrong, set_aside=True).load_id)
    assert entries().keys() == {"F-001"}
    mended = SourceFile("mended.csv", io.BytesIO(csv_of(HOUSEHOLDS, [household("F-002")])))
    checked = check_files(
        files=[mended], authority=council(), year=YEAR, by="data.admin", effect=lambda _: None, on_top_of=first
    )
    commit_load(load=Load.objects.get(pk=checked.load_id), by="data.admin", effect=lambda _: None)
    edit("F-002", hub="North")
    load(household("F-003"), year=2020)
    assert entries()["F-002"]["hub"] == "North"
    take_back(first)
    assert entries().keys() == {"F-003"}


def test_councils_with_the_same_references_stay_apart() -> None:
    load(household(LOCALITY="Ours"))
    load(household(LOCALITY="Theirs"), code=neighbour().code)
    localities = {held.authority_id: held.locality for held in Household.objects.all()}
    assert localities == {council().code: "Ours", neighbour().code: "Theirs"}
    take_back(Load.objects.get(authority=neighbour()))
    assert Household.objects.get().authority == council()


def test_reference_that_leads_nowhere_is_a_warning_until_the_other_is_known() -> None:
    def warned(*rows: dict[str, str]) -> list[tuple[str, int | None, str]]:
        outcome = send(*rows, register=STATUSES, dry_run=True)
        assert outcome.status is Status.CHECKED
        return [(problem.code, problem.line, problem.value) for _, problem in outcome.problems]

    rows = [{"HOUSEHOLD": f"F-00{n}", "SINCE": "01/05/2019", "STATUS": "FULL"} for n in (1, 2, 3)]
    load(household("F-003"), code=neighbour().code)
    assert warned(*rows) == [("leads-nowhere", line, f"F-00{line - 1}") for line in (2, 3, 4)]
    load(household("F-001"))
    create("F-002")
    assert warned(*rows) == [("leads-nowhere", 4, "F-003")]


def test_contradicting_dates_of_a_row_are_an_error_that_names_both_columns() -> None:
    outcome = send(household(APPROVED_TO="31/03/2015"))
    assert outcome.status is Status.REJECTED
    ((_, problem),) = outcome.problems
    assert (problem.code, problem.line, problem.column, problem.value) == (
        "ends-before-start", 2, "APPROVED_TO", "31/03/2015"
    )  # fmt: skip
    assert problem.message == "APPROVED_TO is before APPROVED_FROM: correct one of them."


def test_number_of_queries_does_not_grow_with_entries_or_changes() -> None:
    def queries_of(number: int, year: int) -> int:
        brought = load(*(household(f"F-{index}") for index in range(number)), year=year)
        for index in range(number // 2):
            edit(f"F-{index}", locality=f"{year}")
        with CaptureQueriesContext(connection) as counted:
            derive(HOUSEHOLDS, council().code, [brought.files.get().pk])
        assert entries()["F-0"]["locality"] == f"{year}"
        return len(counted)

    assert queries_of(2, 2021) == queries_of(80, 2022)


@dataclass
class Told:
    """The same council, retold by the plainest means: all that happened, and what must follow from it."""

    loads: list[dict[str, Any]] = field(default_factory=list)
    edits: list[tuple[int, str, dict[str, Any] | None, bool]] = field(default_factory=list)
    clock: int = 0

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def state(self) -> dict[str, dict[str, Any]]:
        counting: dict[int, dict[str, Any]] = {}
        for each in self.loads:
            if not each["undone"]:
                counting[each["year"]] = each
        found = {}
        for key in ("F-1", "F-2"):
            holding = [each for each in counting.values() if key in each["rows"]]
            base = max(holding, key=lambda each: each["year"], default=None)
            values = dict(base["rows"][key]) if base else None
            for at, of, given, is_new in self.edits:
                if of == key and at > (base["at"] if base else 0):
                    if given is None:
                        values = None
                    elif is_new:
                        values = dict(given)
                    elif values is not None and sound(values | given):
                        values |= given
            if values is not None:
                found[key] = values
        return found


def sound(values: dict[str, Any]) -> bool:
    return not (values["approved_to"] and values["approved_to"] < values["approved_from"])


DAYS = [date(2015, 4, 1), date(2016, 4, 1), date(2017, 4, 1)]


def random_values(dice: random.Random) -> dict[str, Any]:
    start = dice.choice(DAYS)
    return {
        "locality": dice.choice("ABC"),
        "hub": dice.choice("XY"),
        "approved_from": start,
        "approved_to": dice.choice([None, *(day for day in DAYS if day >= start)]),
    }


def as_row(reference: str, values: dict[str, Any]) -> dict[str, str]:
    cells = {
        name.upper(): f"{value:%d/%m/%Y}" if isinstance(value, date) else value or "" for name, value in values.items()
    }
    return household(reference, **cells)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_loads_changes_and_undos_comes_to_the_plain_retelling(seed: int) -> None:
    dice, told, made = random.Random(seed), Told(), []  # noqa: S311 - no secret
    for step in range(14):
        happens = dice.choice(["load", "load", "edit", "edit", "edit", "undo", "remove", "create"])
        key, state = dice.choice(["F-1", "F-2"]), told.state()
        if happens == "load":
            rows = {name: random_values(dice) for name in dice.choice([["F-1"], ["F-2"], ["F-1", "F-2"]])}
            year = dice.choice([2020, 2021])
            # A row of its own makes each file another.
            made.append(load(*(as_row(*row) for row in rows.items()), household(f"S-{step}"), year=year))
            told.loads.append({"year": year, "rows": rows, "undone": False, "at": told.tick()})
        elif happens == "undo" and any(not each["undone"] for each in told.loads):
            index = dice.choice([index for index, each in enumerate(told.loads) if not each["undone"]])
            take_back(made[index])
            told.loads[index]["undone"] = True
        elif happens == "edit" and key in state:
            given = dict(dice.sample(sorted(random_values(dice).items(), key=str), 2))
            given = {name: value for name, value in given.items() if state[key][name] != value}
            if sound(state[key] | given):
                edit(key, **given)
                told.edits.append((told.tick(), key, given, False))
        elif happens == "remove" and key in state:
            remove(key)
            told.edits.append((told.tick(), key, None, False))
        elif happens == "create" and key not in state:
            values = random_values(dice)
            create(key, **values)
            told.edits.append((told.tick(), key, values, True))
        names = ("locality", "hub", "approved_from", "approved_to")
        found = {ref: {name: held[name] for name in names} for ref, held in entries().items() if ref in ("F-1", "F-2")}
        assert found == told.state(), f"after step {step}, {happens}"
