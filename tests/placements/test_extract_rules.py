"""Rules of the files beside header, episodes and UASC: each with a row that breaks exactly one."""

from io import BytesIO

import pytest

from placements.models import CarePeriod, Child, PreviousPermanence, Review
from sufficiency.core.models import Authority
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.template import example
from tests.returns import OURS, Row, as_csv, header, one_return
from tests.returns import episode as episode_row

pytestmark = pytest.mark.django_db

BORN = "14/05/2012"
HEADER = as_csv("header", [header("000123", BORN)])


def file_of(kind: str, *rows: Row) -> bytes:
    """A file of the kind: its template's example for each row, with other cells."""
    columns = kind_named(kind).columns
    lines = [",".join(column.name for column in columns)]
    lines += [",".join(row.get(column.name, example(column)) for column in columns) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode()


def load(files: dict[str, bytes], year: int = 2025, *, set_aside: bool = False) -> Outcome:
    sources = [SourceFile(f"{kind}.csv", BytesIO(content)) for kind, content in files.items()]
    authority = Authority.objects.get(code=OURS)
    return load_files(files=sources, authority=authority, year=year, by="test", set_aside=set_aside)


def problems(outcome: Outcome) -> list[tuple[str, str, int | None, str, str]]:
    return [
        (str(problem.severity), problem.code, problem.line, problem.column, problem.value)
        for _, problem in outcome.problems
    ]


def problems_with(kind: str, **cells: str) -> list[tuple[str, str, int | None, str, str]]:
    return problems(load({"header": HEADER, kind: file_of(kind, cells)}))


OTHER_KINDS = ("reviews", "oc2", "ad1", "placed_for_adoption", "previous_permanence", "missing")


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_sound_row_loads_without_a_word(kind: str) -> None:
    assert problems_with(kind) == []


@pytest.mark.parametrize(
    ("kind", "column", "cell", "code", "others"),
    [
        ("reviews", "REVIEW", "01/04/2025", "starts-after-year", {}),
        ("missing", "MIS_START", "01/04/2025", "starts-after-year", {"MIS_END": ""}),
        ("missing", "MIS_END", "02/06/2024", "ends-before-start", {}),
        ("placed_for_adoption", "DATE_PLACED", "01/04/2025", "starts-after-year", {}),
        (
            *("placed_for_adoption", "DATE_PLACED_CEASED", "02/06/2024", "ends-before-start"),
            {"REASON_PLACED_CEASED": "RD1"},
        ),
        ("ad1", "DATE_INT", "01/04/2025", "starts-after-year", {}),
        ("reviews", "DOB", "01/01/2999", "impossible-date", {}),
        ("oc2", "DOB", "01/01/2090", "future-date", {}),
        ("oc2", "SDQ_SCORE", "41", "out-of-range", {}),
        ("oc2", "SDQ_SCORE", "12.5", "not-a-number", {}),
        ("oc2", "CONVICTED", "2", "unknown-code", {}),
        ("previous_permanence", "LA_PERM", "83", "wrong-form", {}),
        ("previous_permanence", "LA_PERM", "ENG", "wrong-form", {}),
        ("previous_permanence", "DATE_PERM", "15/ZZ/2018", "bad-partial-date", {}),
        ("previous_permanence", "DATE_PERM", "ZZ/05/ZZZZ", "bad-partial-date", {}),
        ("previous_permanence", "DATE_PERM", "ZZ/13/2018", "impossible-date", {}),
        ("previous_permanence", "DATE_PERM", "ZZ/ZZ/1979", "before-1980", {}),
        ("previous_permanence", "DATE_PERM", "ZZ/ZZ/18", "bad-date", {}),
    ],
)
def test_error_is_named_where_it_is(kind: str, column: str, cell: str, code: str, others: Row) -> None:
    assert problems_with(kind, **{column: cell}, **others) == [("error", code, 2, column, cell)]


@pytest.mark.parametrize(
    ("kind", "column", "value", "code", "cells"),
    [
        ("reviews", "REVIEW", "31/03/2024", "ended-before-year", {"REVIEW": "31/03/2024"}),
        ("missing", "MIS_END", "31/03/2024", "ended-before-year", {"MIS_START": "30/03/2024", "MIS_END": "31/03/2024"}),
        ("reviews", "DOB", "15/05/2012", "birth-date-differs", {"DOB": "15/05/2012"}),
        ("oc2", "SDQ_REASON", "SDQ2", "score-and-reason", {"SDQ_REASON": "SDQ2"}),
        ("oc2", "SDQ_SCORE", "", "no-score-no-reason", {"SDQ_SCORE": ""}),
        ("oc2", "SDQ_SCORE", "12.0", "decimal-code", {"SDQ_SCORE": "12.0"}),
        ("oc2", "CONVICTED", "1.0", "decimal-code", {"CONVICTED": "1.0"}),
        ("ad1", "DATE_INT", "19/05/2024", "placed-before-match", {"DATE_INT": "19/05/2024"}),
        ("ad1", "NB_ADOPTR", "1", "adopters-disagree", {"NB_ADOPTR": "1"}),
        ("ad1", "NB_ADOPTR", "2", "adopters-disagree", {"SEX_ADOPTR": "F1"}),
        (
            *("placed_for_adoption", "DATE_PLACED_CEASED", "04/06/2024", "end-without-reason"),
            {"DATE_PLACED_CEASED": "04/06/2024"},
        ),
        ("placed_for_adoption", "REASON_PLACED_CEASED", "RD4", "reason-without-end", {"REASON_PLACED_CEASED": "RD4"}),
        ("previous_permanence", "PREV_PERM", "Z1", "none-yet-details", {"PREV_PERM": "Z1"}),
        ("previous_permanence", "LA_PERM", "wal", "lower-case", {"LA_PERM": "wal"}),
        ("previous_permanence", "DATE_PERM", "zz/05/2018", "lower-case", {"DATE_PERM": "zz/05/2018"}),
        *((kind, "CHILD", "000124", "no-header-row", {"CHILD": "000124"}) for kind in OTHER_KINDS),
    ],
)
def test_warning_is_named_where_it_is(kind: str, column: str, value: str, code: str, cells: Row) -> None:
    outcome = load({"header": HEADER, kind: file_of(kind, cells)})
    assert problems(outcome) == [("warning", code, 2, column, value)]
    assert outcome.status is Status.COMMITTED


@pytest.mark.parametrize(
    ("kind", "column"), [("reviews", "REVIEW"), ("missing", "MIS_START"), ("placed_for_adoption", "DATE_PLACED")]
)
def test_nothing_happens_before_birth(kind: str, column: str) -> None:
    late = {"DOB": "01/12/2024", column: "30/11/2024", "MIS_END": ""}
    outcome = load({"header": as_csv("header", [header("000123", "01/12/2024")]), kind: file_of(kind, late)})
    assert problems(outcome) == [("warning", "born-after-start", 2, column, "30/11/2024")]


@pytest.mark.parametrize(
    ("born", "is_due"), [("31/03/2021", True), ("01/04/2021", False), ("01/04/2008", True), ("31/03/2008", False)]
)
def test_score_is_due_from_the_4th_birthday_until_the_17th(born: str, is_due: bool) -> None:
    rows = file_of("oc2", {"DOB": born, "SDQ_SCORE": ""})
    outcome = load({"header": as_csv("header", [header("000123", born)]), "oc2": rows})
    assert [code for _, code, *_ in problems(outcome)] == ["no-score-no-reason"] * is_due


def test_faulty_review_can_be_set_aside() -> None:
    content = file_of("reviews", {}, {"REVIEW": "01/04/2025"})
    outcome = load({"header": HEADER, "reviews": content}, set_aside=True)
    assert (outcome.status, outcome.files[1].new, outcome.files[1].set_aside) == (Status.COMMITTED, 1, 1)
    assert Review.objects.values_list("line", flat=True).get() == 2


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("15/05/2018", "2018-05-15"),
        ("2018-05-15", "2018-05-15"),
        ("ZZ/05/2018", "2018-05-ZZ"),
        ("ZZ/ZZ/2018", "2018-ZZ-ZZ"),
        ("ZZ/ZZ/ZZZZ", "ZZZZ-ZZ-ZZ"),
        ("", ""),
    ],
)
def test_partial_dates_are_kept_year_first(cell: str, kept: str) -> None:
    assert problems_with("previous_permanence", DATE_PERM=cell) == []
    assert PreviousPermanence.objects.get().ordered_on == kept


@pytest.mark.parametrize("kind", ["missing", "ad1", "placed_for_adoption"])
def test_file_of_rare_events_may_be_empty(kind: str) -> None:
    assert load({"header": HEADER, kind: file_of(kind)}).status is Status.COMMITTED


def test_these_files_make_no_children_and_leave_periods_as_they_are() -> None:
    load({"reviews": file_of("reviews", {})})
    assert not Child.objects.exists()
    returns = one_return(episode_row("03/06/2020", child="000123"))[2021]
    load({kind: as_csv(kind, rows) for kind, rows in returns.items() if rows}, year=2021)
    known = [field.attname for field in CarePeriod._meta.concrete_fields if not field.primary_key]
    periods = list(CarePeriod.objects.values_list(*known))
    load({kind: file_of(kind, {}) for kind in OTHER_KINDS})
    assert list(CarePeriod.objects.values_list(*known)) == periods
