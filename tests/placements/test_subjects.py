"""One child: everything held about them comes out, and nothing of it is left when they are erased."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from carers.registers import FOSTER_PLACEMENTS
from leavers.registers import CONTACTS, LEAVERS
from placements.models import CarePeriod, Child, Episode
from placements.registers.unregulated import CASES
from placements.subjects.erasure import where_named
from placements.subjects.places import subject_of
from sufficiency.core.audit import record
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.extracts.actions import SourceFile, load_files, undo_load
from sufficiency.extracts.kinds import ColumnType, all_kinds, kind_named
from sufficiency.extracts.models import Fact, Load, LoadContent, LoadFile, LoadProblem
from sufficiency.extracts.replay import replay_load
from sufficiency.registers.actions import create_record, edit_record, remove_record
from sufficiency.registers.models import SavedView
from sufficiency.strategy.models import Strategy
from tests.dashboards.factory import ADMIN, OFFICER, person, signed_in
from tests.extracts.model import the_model
from tests.leavers.council import leaver
from tests.placements.council import found_council, load
from tests.registers.council import household, send
from tests.returns import NEIGHBOUR, as_csv, episode, header, one_return, uasc

pytestmark = pytest.mark.django_db

CHILD, SIBLING, REFERENCE = "QK40711", "QK40712", "LV-88"
RETURNS = {
    year: one_return(
        episode("05/05/2018", child=CHILD),
        episode("06/06/2018", child=SIBLING),
        year=year,
        headers=[header(CHILD), header(SIBLING)],
        uascs=[uasc(CHILD)],
    )[year]
    for year in (2020, 2021)
}


def attempt(name: str, content: bytes, council: Authority, **options: object) -> Load:
    source = SourceFile(name, io.BytesIO(content))
    outcome = load_files(files=[source], authority=council, year=2021, by="ann", **options)  # type: ignore[arg-type]
    return Load.objects.get(pk=outcome.load_id)


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A council that has spoken of one child, and of a sibling, in every way it can; taken out again at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield told()
        transaction.set_rollback(True)


def told() -> Authority:
    council = found_council()
    neighbour = Authority.objects.get(code=NEIGHBOUR)
    for authority in (council, neighbour):
        load(authority, RETURNS)
    faulty = [episode("05/05/2018", child=SIBLING), episode("31/02/2019", child=CHILD)]
    attempt("set-aside.csv", as_csv("episodes", faulty), council, set_aside=True)
    attempt("rejected.csv", as_csv("episodes", [*faulty, episode("07/07/2019", child=SIBLING)]), council)
    attempt("unknown.csv", f"Who,What\n{CHILD},x\n{SIBLING},y\n".encode(), council)
    attempt("broken.csv", as_csv("episodes", faulty) + b'"never closed', council)
    undo_load(load=attempt("u.csv", as_csv("uasc", [uasc(CHILD, duc="01/03/2021")]), council), by="ann")
    send(leaver(REFERENCE, CHILD=CHILD), leaver("LV-89", CHILD=SIBLING), register=LEAVERS)
    contact = {"CONTACTED_ON": "01/10/2020", "OUTCOME": "IN-TOUCH"}
    send(contact | {"LEAVER": REFERENCE}, contact | {"LEAVER": "LV-89"}, register=CONTACTS)
    send(household())
    send({"CHILD": CHILD, "HOUSEHOLD": "F-001", "PLACED_ON": "05/05/2018"}, register=FOSTER_PLACEMENTS)
    case = {"child": CHILD, "opened_on": date(2019, 1, 1), "kind": "UNREGULATED", "reason": "none near"}
    for child in (CHILD, SIBLING):
        entry = create_record(register=CASES, authority=council, values=case | {"child": child}, by="ann")
    edit_record(register=CASES, authority=council, record=entry.pk, version=1, values={"reason": "changed"}, by="ann")
    gone = {"child": CHILD, "opened_on": date(2020, 1, 1), "kind": "UNREGULATED", "reason": "by mistake"}
    entry = create_record(register=CASES, authority=council, values=gone, by="ann")
    remove_record(register=CASES, authority=council, record=entry.pk, version=1, by="ann")
    officer = person(council, OFFICER)
    for child in (CHILD, SIBLING):
        SavedView.objects.create(user=officer, register=CASES.slug, name=child, query=f"search={child}")
    record(actor="ann", action="test.look", authority=council.code, subject=f"child {CHILD}")
    return council


def rows_naming(name: str, authority: Authority) -> dict[str, int]:
    """How many rows of each table of the database hold the text, anywhere, of one authority or of none."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t WHERE t::text LIKE %s", [f"%{name}%"])
            count = sum(NEIGHBOUR not in row for (row,) in cursor.fetchall())
            if count:
                found[table] = count
    originals = LoadContent.objects.filter(file__authority=authority)
    if count := sum(name.encode() in content.original() for content in originals):
        found["originals"] = count
    return found


def erase(council: Authority, child: str = CHILD) -> str:
    said = io.StringIO()
    call_command("erase_child", child, authority=council.code, yes=True, stdout=said)
    return said.getvalue()


def test_erased_child_is_named_nowhere_but_in_the_audit_trail(council: Authority) -> None:
    before = rows_naming(CHILD, council)
    assert {"placements_episode", "placements_child", "extracts_loadproblem", "originals"} <= set(before)
    assert {"placements_unregulatedcase", "placements_historicalunregulatedcase", "leavers_careleaver"} <= set(before)
    said = erase(council)
    assert rows_naming(CHILD, council) == {"core_auditevent": 1}
    assert rows_naming(REFERENCE, council) == {}
    assert "the identifier is nowhere but in the audit trail" in said
    assert "The audit trail names the child in 1 events" in said
    event = AuditEvent.objects.get(action="placements.erase-child")
    assert CHILD not in f"{event.subject} {event.detail}"


def test_erasing_one_child_leaves_every_other_as_they_were(council: Authority) -> None:
    neighbour = Authority.objects.get(code=NEIGHBOUR)
    before, theirs = rows_naming(SIBLING, council), Episode.objects.filter(authority=neighbour).count()
    model = [line for line in the_model() if CHILD not in line and REFERENCE not in line]
    erase(council)
    after = rows_naming(SIBLING, council)
    # The file that cannot be read through is no longer kept.
    assert after == before | {"originals": before["originals"] - 1}
    assert Episode.objects.filter(authority=neighbour).count() == theirs
    kept = [line for line in the_model() if CHILD not in line]
    assert kept == [line for line in model if CHILD not in line]
    assert list(Child.objects.filter(authority=council).values_list("identifier", flat=True)) == [SIBLING]
    assert not CarePeriod.objects.filter(authority=council).exclude(child__identifier=SIBLING).exists()


def test_files_say_that_rows_were_erased_and_the_others_keep_their_lines(council: Authority) -> None:
    file = LoadFile.objects.get(name="episodes-2021.csv", authority=council)
    digest = file.sha256
    erase(council)
    file.refresh_from_db()
    assert (file.erased, file.rows, file.sha256) == (1, 2, digest)
    lines = file.content.original().decode().split("\r\n")
    assert lines[1] == ""
    assert lines[2].startswith(SIBLING)
    assert Episode.objects.get(file=file).line == 3
    page = signed_in(person(council, ADMIN)).get(f"/data/loads/{file.load_id}/").content.decode()
    assert "1 row erased since, to protect a child" in page


def test_files_without_the_child_can_be_loaded_again(council: Authority) -> None:
    erase(council)
    held = LoadFile.objects.get(name="episodes-2021.csv", authority=council).load
    undo_load(load=held, by="ann")
    replay_load(load=held, by="ann")
    assert list(Child.objects.filter(authority=council).values_list("identifier", flat=True)) == [SIBLING]


def test_same_file_sent_once_more_does_not_bring_the_child_back(council: Authority) -> None:
    erase(council)
    content = as_csv("header", RETURNS[2021]["header"])
    assert load_files(
        files=[SourceFile("again.csv", io.BytesIO(content))], authority=council, year=2021, by="ann"
    ).status == "already-loaded"  # fmt: skip
    assert not Child.objects.filter(authority=council, identifier=CHILD).exists()


def test_search_finds_what_erasing_would_have_forgotten(council: Authority) -> None:
    erase(council)
    Strategy.objects.filter(authority=council).update(title=f"Homes for {CHILD}")
    assert dict(where_named(subject_of(council, CHILD))) == {"strategy_strategy": 1}
    with pytest.raises(CommandError, match="strategy_strategy"):
        erase(council)


def test_child_nobody_knows_is_said_to_be_unknown(council: Authority) -> None:
    assert "Nothing was held" in erase(council, "QK99999")
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("subject_access", "QK99999", authority=council.code, stdout=io.StringIO())


def test_everything_held_comes_out_and_nothing_of_others(council: Authority, tmp_path: Path) -> None:
    call_command("subject_access", CHILD, authority=council.code, to=tmp_path / "all.json", stdout=io.StringIO())
    assert (tmp_path / "all.json").stat().st_mode & 0o077 == 0
    text = (tmp_path / "all.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert SIBLING not in text
    assert "LV-89" not in text
    assert found["also_known_as"] == [REFERENCE]
    rows = {part["what"]: part["rows"] for part in found["parts"]}
    assert len(rows[f"{kind_named('episodes').title}: rows of files"]) == 2
    assert rows[CONTACTS.title][0]["Outcome"] == "In touch"
    assert rows[CASES.title][0]["Reason"] == "none near"
    assert len(rows[f"{CASES.title}: history"]) == 3
    (sent,) = (title for title in rows if title.startswith("rejected.csv") and title.endswith("as it was sent"))
    assert [(row["Line"], row["DECOM"]) for row in rows[sent]] == [("3", "31/02/2019")]
    event = AuditEvent.objects.get(action="placements.subject-access")
    assert event.detail == {"rows": sum(map(len, rows.values()))}
    assert CHILD not in event.subject


def test_every_kind_of_file_calls_a_child_child() -> None:
    """Erasing goes by that name: a kind whose rows are a child's under another would be passed over."""
    of_others = {
        "reference", "home", "provider", "household", "contract", "framework", "lot", "scheme", "adviser", "lodging",
        "urn", "applicant", "enquiry", "strategy", "action", "scope", "comparator", "member", "outward",
    }  # fmt: skip
    for kind in all_kinds():
        if issubclass(kind.model, Fact):
            for column in kind.columns:
                if column.type is ColumnType.IDENTIFIER:
                    assert column.field in of_others | {"child", "leaver"}, (kind.slug, column.name)


def test_nothing_is_erased_while_nobody_says_yes(council: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_child", CHILD, authority=council.code)
    assert LoadProblem.objects.exists()
    assert User.objects.exists()
