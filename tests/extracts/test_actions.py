"""Loading, loading again and taking back: the model depends on what is loaded and on nothing else."""

from datetime import date, timedelta
from io import BytesIO
from itertools import permutations

import pytest
from django.db import connections
from django.utils import timezone

from placements.models import Child, Episode
from sufficiency.core.models import AuditEvent
from sufficiency.extracts import actions, locks, storing
from sufficiency.extracts.actions import LoadBusyError, LoadRefusedError, undo_load
from sufficiency.extracts.models import Load, LoadContent, LoadFile, LoadProblem
from sufficiency.extracts.outcome import Status

from .files import EPISODES, HEADER, NEIGHBOUR, OURS, SOUND, UASC, YEAR, changed, council, csv_bytes, load
from .model import FACTS, the_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

OPEN = {**EPISODES[1], "DEC": "", "REC": ""}
CLOSED = {**EPISODES[1], "DEC": "30/11/2021", "REC": "E4A"}
# Three returns that say different things about the same children, and drop some of them.
RETURNS = {
    2020: {"header.csv": csv_bytes("header", [{**HEADER[0], "DOB": "03/02/2009"}]),
           "episodes.csv": csv_bytes("episodes", [{**EPISODES[0], "DEC": "", "REC": ""}])},
    2021: {"header.csv": csv_bytes("header"), "episodes.csv": csv_bytes("episodes"), "uasc.csv": csv_bytes("uasc")},
    2022: {"header.csv": csv_bytes("header", [HEADER[0]]), "episodes.csv": csv_bytes("episodes", [CLOSED])},
}  # fmt: skip


def load_episodes(*rows: dict[str, str], year: int = YEAR, **options: bool) -> Load:
    outcome = load({"episodes.csv": csv_bytes("episodes", rows or EPISODES)}, year=year, **options)
    return Load.objects.get(pk=outcome.load_id)


@pytest.mark.parametrize("years", list(permutations(RETURNS)), ids=str)
def test_returns_loaded_in_any_order_give_the_same_model(years: tuple[int, ...]) -> None:
    for year, files in RETURNS.items():
        load(files, year=year)
    expected = the_model()
    for record in Load.objects.all():
        undo_load(load=record, by="test")
    assert the_model() == []
    for year in years:
        load(RETURNS[year], year=year)
    assert the_model() == expected


@pytest.mark.parametrize("undone", RETURNS)
def test_undo_gives_the_model_that_would_be_without_the_load(undone: int) -> None:
    for year, files in RETURNS.items():
        if year != undone:
            load(files, year=year)
    expected = the_model()
    load_id = load(RETURNS[undone], year=undone).load_id
    assert the_model() != expected
    undo_load(load=Load.objects.get(pk=load_id), by="test")
    assert the_model() == expected


def test_undo_brings_back_the_load_before() -> None:
    first = load_episodes()
    expected = the_model()
    second = load_episodes(*changed("episodes", 3, PLACE="U4"))
    restored = undo_load(load=second, by="test")
    assert the_model() == expected
    assert [file.load_id for file in restored] == [first.pk]


def test_undo_falls_back_on_the_latest_of_several_earlier_loads() -> None:
    load_episodes(*EPISODES[:1])
    second = load_episodes()
    third = load_episodes(*changed("episodes", 3, PLACE="U4"))
    assert [file.load_id for file in undo_load(load=third, by="test")] == [second.pk]


def test_undo_of_a_replaced_load_changes_nothing_and_leaves_nothing_to_fall_back_on() -> None:
    first = load_episodes()
    second = load_episodes(*changed("episodes", 3, PLACE="U4"))
    expected = the_model()
    assert undo_load(load=first, by="test") == []
    assert the_model() == expected
    undo_load(load=second, by="test")
    assert the_model() == []


def test_undo_of_everything_leaves_no_fact() -> None:
    for record in [load_episodes(), load_episodes(*EPISODES[:2]), load_episodes(OPEN, year=2022)]:
        undo_load(load=record, by="test")
    assert not any(fact.objects.exists() for fact in FACTS)
    assert not Child.objects.exists()


def test_a_load_is_taken_back_only_once() -> None:
    record = load_episodes()
    undo_load(load=record, by="test")
    with pytest.raises(LoadRefusedError, match="not in force"):
        undo_load(load=record, by="test")


def test_a_load_again_counts_what_is_new_changed_unchanged_and_gone() -> None:
    load_episodes()
    added = {**EPISODES[2], "CHILD": "0014"}
    outcome = load({"e.csv": csv_bytes("episodes", [EPISODES[0], {**EPISODES[1], "PLACE": "U4"}, added])})
    file = outcome.files[0]
    assert (file.new, file.changed, file.unchanged, file.gone) == (1, 1, 1, 1)
    assert set(Episode.objects.filter(file__current=True).values_list("child", flat=True)) == {"0012", "0014"}


def test_another_year_or_kind_is_not_replaced() -> None:
    load_episodes()
    load_episodes(OPEN, year=2022)
    load({"uasc.csv": csv_bytes("uasc")})
    assert LoadFile.objects.filter(current=True).count() == 3


def test_the_same_file_for_the_same_year_is_recognised() -> None:
    first = load_episodes()
    expected = the_model()
    outcome = load({"renamed.csv": csv_bytes("episodes")})
    assert (outcome.status, outcome.load_id) == (Status.ALREADY_LOADED, first.pk)
    assert (outcome.files[0].rows, outcome.files[0].unchanged) == (3, 3)
    assert the_model() == expected
    assert Load.objects.count() == 1


def test_a_file_that_was_replaced_can_be_loaded_again() -> None:
    load_episodes()
    expected = the_model()
    load_episodes(*EPISODES[:2])
    assert load_episodes().status == Load.Status.COMMITTED
    assert the_model() == expected


def test_a_check_reports_as_a_load_would_and_changes_nothing() -> None:
    load_episodes()
    expected = the_model()
    outcome = load({"e.csv": csv_bytes("episodes", EPISODES[:2])}, dry_run=True)
    assert (outcome.status, outcome.load_id) == (Status.CHECKED, None)
    assert (outcome.files[0].unchanged, outcome.files[0].gone) == (2, 1)
    assert the_model() == expected
    assert Load.objects.count() == 1


def test_a_check_with_an_error_says_rejected_unless_rows_are_set_aside() -> None:
    files = {"e.csv": csv_bytes("episodes", changed("episodes", 2, PLACE="XX"))}
    assert load(files, dry_run=True).status is Status.REJECTED
    assert load(files, dry_run=True, set_aside=True).status is Status.CHECKED
    assert not Load.objects.exists()


def test_a_rejected_load_keeps_its_problems_and_changes_nothing() -> None:
    load_episodes()
    expected = the_model()
    record = load_episodes(*changed("episodes", 2, PLACE="XX", DEC="2/2"))
    assert record.status == Load.Status.REJECTED
    problems = LoadProblem.objects.filter(file__load=record, severity="error")
    assert list(problems.values_list("line", "column", "value", "code")) == [
        (2, "PLACE", "XX", "unknown-code"),
        (2, "DEC", "2/2", "bad-date"),
    ]
    assert not LoadFile.objects.filter(load=record, current=True).exists()
    assert the_model() == expected


def test_files_load_together_or_not_at_all() -> None:
    outcome = load(
        {"header.csv": csv_bytes("header"), "episodes.csv": csv_bytes("episodes", changed("episodes", 2, LS="?"))}
    )
    assert outcome.status is Status.REJECTED
    assert the_model() == []


def test_rows_set_aside_stay_with_the_load_and_are_counted() -> None:
    record = load_episodes(*changed("episodes", 4, PLACE="XX"), set_aside=True)
    file = record.files.get()
    assert (record.status, file.rows, file.new, file.set_aside) == (Load.Status.COMMITTED, 3, 2, 1)
    assert file.problems.get(severity="error").line == 4
    assert b"XX" in file.content.original()


def test_setting_every_row_aside_loads_nothing() -> None:
    rows = [{**row, "PLACE": "XX"} for row in EPISODES]
    outcome = load({"e.csv": csv_bytes("episodes", rows)}, set_aside=True)
    assert outcome.status is Status.REJECTED
    assert "no-sound-rows" in {problem.code for _, problem in outcome.problems}


def test_two_files_of_one_kind_are_refused() -> None:
    outcome = load({"a.csv": csv_bytes("episodes"), "b.csv": csv_bytes("episodes", EPISODES[:1])})
    assert [(name, problem.code) for name, problem in outcome.problems if problem.severity == "error"] == [
        ("b.csv", "same-kind-twice")
    ]
    assert outcome.status is Status.REJECTED


def test_two_birth_dates_for_one_child_are_both_named() -> None:
    twice = [*HEADER, {**HEADER[0], "DOB": "04/02/2008"}]
    outcome = load({"header.csv": csv_bytes("header", twice)})
    found = [(problem.line, problem.code) for _, problem in outcome.problems]
    assert found == [(2, "duplicate-key"), (2, "two-birth-dates"), (4, "duplicate-key"), (4, "two-birth-dates")]


def test_a_uasc_file_may_be_empty() -> None:
    assert load({"uasc.csv": csv_bytes("uasc", [])}).status is Status.COMMITTED


def test_an_open_episode_that_the_next_return_drops_is_reported_in_whichever_order() -> None:
    load_episodes()
    later = load_episodes({**EPISODES[2], "CHILD": "0014"}, year=2022)
    warning = LoadProblem.objects.get(file__load=later, code="stale-open-episode")
    assert (warning.line, warning.value) == (None, "0012")
    assert "2021" in warning.message and "line 3" in warning.message
    earlier = load_episodes(*changed("episodes", 4, CIN="N5"))
    assert LoadProblem.objects.get(file__load=earlier, code="stale-open-episode").line == 3


@pytest.mark.parametrize("years", [(2021, 2022), (2022, 2021)])
def test_an_open_episode_counts_as_dropped_when_the_next_return_holds_another_of_the_child(
    years: tuple[int, ...],
) -> None:
    rows = {2021: EPISODES, 2022: ({**OPEN, "DECOM": "02/06/2021"},)}
    for year in years:
        load_episodes(*rows[year], year=year)
    assert LoadProblem.objects.filter(code="stale-open-episode").count() == 1


def test_an_open_episode_that_the_next_return_holds_is_not_reported() -> None:
    load_episodes()
    load_episodes(CLOSED, year=2022)
    assert not LoadProblem.objects.filter(code="stale-open-episode").exists()


def test_a_carried_over_first_episode_is_no_warning_when_the_earlier_return_is_loaded() -> None:
    load_episodes(*EPISODES[:1], year=2020)
    record = load_episodes()
    assert not LoadProblem.objects.filter(file__load=record, code="first-episode-not-start").exists()


def test_homes_mostly_elsewhere_are_mentioned_once() -> None:
    outcome = load({"e.csv": csv_bytes("episodes"), "h.csv": csv_bytes("header")}, authority=NEIGHBOUR)
    warnings = [problem for _, problem in outcome.problems]
    assert [(problem.code, problem.line) for problem in warnings] == [("homes-elsewhere", None)]
    assert "Of 3 known home postcodes 3" in warnings[0].message


def test_councils_do_not_touch_each_other() -> None:
    load_episodes()
    ours = [line for line in the_model() if OURS in line]
    load({"e.csv": csv_bytes("episodes"), "h.csv": csv_bytes("header")}, authority=NEIGHBOUR)
    assert [line for line in the_model() if OURS in line and NEIGHBOUR not in line]
    load_id = Load.objects.filter(authority=NEIGHBOUR).get()
    undo_load(load=load_id, by="test")
    assert [line for line in the_model() if OURS in line] == ours


def test_the_file_is_kept_as_it_was_sent() -> None:
    content = csv_bytes("episodes").replace(b"\n", b"\r\n")
    load({"e.csv": content})
    assert LoadContent.objects.get().original() == content


def test_a_load_speaks_for_days_up_to_its_extraction_and_the_end_of_its_year() -> None:
    assert load_episodes().reaches == date(2021, 3, 31)
    early = actions.load_files(
        files=[actions.SourceFile("e.csv", _stream(csv_bytes("episodes", EPISODES[:1])))],
        authority=council(), year=YEAR, extracted=date(2020, 11, 30), by="test",
    )  # fmt: skip
    assert Load.objects.get(pk=early.load_id).reaches == date(2020, 11, 30)


@pytest.mark.parametrize(
    ("year", "extracted"),
    [
        (1066, None),
        (21, None),
        (timezone.localdate().year + 2, None),
        (YEAR, date(2020, 3, 31)),
        (YEAR, timezone.localdate() + timedelta(days=1)),
    ],
)
def test_a_year_or_day_that_makes_no_sense_is_refused(year: int, extracted: date | None) -> None:
    files = [actions.SourceFile("e.csv", _stream(csv_bytes("episodes")))]
    with pytest.raises(LoadRefusedError):
        actions.load_files(files=files, authority=council(), year=year, extracted=extracted, by="test")


def test_a_second_load_of_the_authority_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PATIENCE", 0.1)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [locks.LOCK_SPACE, OURS])
        with pytest.raises(LoadBusyError, match="Another load for"):
            load_episodes()
        assert load({"uasc.csv": csv_bytes("uasc")}, authority=NEIGHBOUR).status is Status.COMMITTED
    finally:
        other.close()
    assert not Load.objects.filter(authority=OURS).exists()


def test_a_load_that_breaks_off_is_on_record_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(storing, "save_problems", break_off)
    with pytest.raises(OSError, match="No space left"):
        load_episodes()
    assert Load.objects.get().status == Load.Status.FAILED
    assert the_model() == []
    monkeypatch.undo()
    assert load_episodes().status == Load.Status.COMMITTED


def test_loads_and_undoing_are_audited_without_personal_data() -> None:
    undo_load(load=load_episodes(), by="test")
    events = AuditEvent.objects.filter(action__startswith="extracts.").order_by("pk")
    assert [(event.action, event.authority, event.actor) for event in events] == [
        ("extracts.load", OURS, "test"),
        ("extracts.undo", OURS, "test"),
    ]
    assert "0012" not in str([event.detail for event in events])


def test_the_json_is_the_documented_shape() -> None:
    files = {kind: csv_bytes(kind) for kind in SOUND} | {"header": csv_bytes("header", changed("header", 2, SEX="m"))}
    shape = load(files).as_json()
    assert set(shape) == {"load", "status", "files", "problems"}
    assert set(shape["files"][0]) == {"file", "kind", "rows", "new", "changed", "unchanged", "gone", "set_aside"}
    assert shape["problems"][0] == {
        "file": "header", "line": 2, "column": "SEX", "value": "m", "code": "lower-case", "severity": "warning",
        "message": "The code was read as M.",
    }  # fmt: skip
    assert len(UASC) == shape["files"][2]["rows"]


def _stream(content: bytes) -> BytesIO:
    return BytesIO(content)


def test_the_same_files_said_to_reach_another_day_put_a_wrong_day_right() -> None:
    first = load({"episodes.csv": csv_bytes("episodes")})
    again = load({"episodes.csv": csv_bytes("episodes")}, extracted=date(2020, 11, 30))
    assert (first.status, again.status) == (Status.COMMITTED, Status.COMMITTED)
    assert Load.objects.get(pk=again.load_id).reaches == date(2020, 11, 30)
    assert load({"episodes.csv": csv_bytes("episodes")}, extracted=date(2020, 11, 30)).status == Status.ALREADY_LOADED
    assert load({"episodes.csv": csv_bytes("episodes")}).status == Status.ALREADY_LOADED


def test_an_authority_has_no_return_of_a_year_that_began_after_its_end() -> None:
    ours = council()
    ours.until = date(YEAR - 1, 4, 1)
    with pytest.raises(LoadRefusedError, match="it has no return of"):
        actions.load_files(
            files=[actions.SourceFile("episodes.csv", BytesIO(csv_bytes("episodes")))],
            authority=ours,
            year=YEAR,
            by="test",
        )
    assert not Load.objects.exists()


def test_committed_load_tells_the_problems_that_its_check_told() -> None:
    faulty = [
        *changed("episodes", 2, REC="E4A", PL_POST="ZZ99 9ZZ"),
        {**EPISODES[0], "DECOM": "01/06/2015", "RNE": " p"},
    ]
    files = {"episodes.csv": csv_bytes("episodes", faulty), "header.csv": csv_bytes("header", HEADER[:1])}
    checked, loaded = (load(files, dry_run=is_check) for is_check in (True, False))
    assert (checked.status, loaded.status) == (Status.CHECKED, Status.COMMITTED)
    assert len({problem.code for _, problem in checked.problems}) > 4
    assert list(loaded.problems) == list(checked.problems)
    assert [file.errors for file in loaded.files] == [0, 0]


def test_set_aside_rows_are_told_of_with_the_warnings_of_the_others_line_by_line() -> None:
    faulty = csv_bytes("episodes", changed("episodes", 3, PLACE="Q9", LS="c2"))
    checked, loaded = (load({"e.csv": faulty}, set_aside=True, dry_run=is_check) for is_check in (True, False))
    assert list(loaded.problems) == list(checked.problems)
    assert (loaded.files[0].errors, len(loaded.files[0].problems)) == (1, len(list(checked.problems)))
