"""Every rule of the loading engine, each with files that hold exactly one fault."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome, Status
from sufficiency.extracts.problems import Severity
from tests.returns import NOT_IN_DIRECTORY

from .files import HEADER, SOUND, changed, csv_bytes, csv_text, load
from .model import the_model

pytestmark = pytest.mark.django_db

ERROR, WARNING = Severity.ERROR, Severity.WARNING
TOMORROW = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")


@dataclass(frozen=True)
class Case:
    """Files beside the sound ones, and where the one fault must be named."""

    code: str
    kind: str
    content: bytes
    line: int | None = None
    column: str = ""
    value: str = ""
    severity: Severity = ERROR
    lines: tuple[int, ...] = ()  # when the fault belongs to several rows
    about: str = ""
    named_in: str = ""  # kind of the file in which the fault is named, when it is another one

    def __str__(self) -> str:
        return f"{self.code} {self.about}".strip()


def row(code: str, kind: str, line: int, column: str, cell: str, *, value: str | None = None, **more: str) -> Case:
    """An error in one cell of a sound file."""
    content = csv_bytes(kind, changed(kind, line, **{column: cell}, **more))
    return Case(code, kind, content, line, column, cell.strip() if value is None else value, about=f"{column} {cell}")


def warn(code: str, line: int, column: str, value: str, *, kind: str = "episodes", **cells: str) -> Case:
    """A warning in one row of a sound file."""
    content = csv_bytes(kind, changed(kind, line, **cells))
    return Case(code, kind, content, line, column, value, WARNING, about=" ".join(cells.values()))


def text(code: str, old: str, new: str, line: int | None = None, **options: object) -> Case:
    """The sound episodes file with a piece of its text replaced."""
    content = csv_text("episodes")
    assert old in content
    return Case(code, "episodes", content.replace(old, new, 1).encode(), line, about=repr(new[:20]), **options)  # type: ignore[arg-type]


SOUND_EPISODES = csv_bytes("episodes")
FILE_ERRORS = [
    Case("empty-file", "episodes", b""),
    Case("empty-file", "episodes", b"\xef\xbb\xbf\r\n,,\r\n", about="blank rows alone"),
    Case("no-rows", "episodes", SOUND_EPISODES.splitlines()[0]),
    Case("spreadsheet", "episodes", b"PK\x03\x04\x14\x00[Content_Types].xml xl/workbook.xml", about="xlsx"),
    Case("spreadsheet", "episodes", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", about="xls"),
    Case("archive", "episodes", b"PK\x03\x04\x14\x00episodes.csv", about="zip"),
    Case("archive", "episodes", b"\x1f\x8b\x08\x00", about="gzip"),
    Case("not-text", "episodes", b"%PDF-1.7 ..."),
    Case("web-page", "episodes", b"\n<!DOCTYPE html><title>Sign in</title>"),
    Case("nul-bytes", "episodes", SOUND_EPISODES.replace(b"PR1", b"PR\0")),
    Case("undecodable", "episodes", SOUND_EPISODES.replace(b"PR1", b"PR\x81")),
    Case("undecodable", "episodes", b"\xff\xfe" + SOUND_EPISODES.decode().encode("utf-16-le") + b"x", about="UTF-16"),
    Case("line-too-long", "episodes", SOUND_EPISODES + b"x" * 1_100_000),
    text("cell-too-long", "CARPL", "x" * 10_001, column="REASON_PLACE_CHANGE"),
    text("cell-too-long", "CARPL", "x" * 140_000, 2),
    text("missing-column", ",URN\n", "\n", 1, column="URN"),
    text("doubled-column", ",URN\n", ",URN, urn \n", 1, column="URN"),
    Case("not-recognised", "episodes", b"NAME,COLOUR\nx,y\n", 1, value="NAME"),
    Case("not-commas", "episodes", SOUND_EPISODES.replace(b",", b";"), 1, about="semicolons"),
    Case("not-commas", "episodes", SOUND_EPISODES.replace(b",", b"\t"), 1, about="tabs"),
    text("unclosed-quote", "CARPL", '"CARPL', 2),
    Case(
        "unclosed-quote",
        "episodes",
        SOUND_EPISODES.replace(b"CARPL", b'"' + b"\n" * 21 + b'"'),
        2,
        "REASON_PLACE_CHANGE",
    ),
    text("not-csv", "CARPL", '"CAR"PL', 2),
]
ROW_ERRORS = [
    text("too-many-cells", "CARPL", "CARPL,x", 2),
    text("too-few-cells", "CARPL,", "", 2),
    text("line-break", "1234567", '"1234\n567"', 2, column="URN", value="1234\n567"),
    row("blank", "header", 3, "CHILD", " "),
    row("blank", "episodes", 4, "DECOM", ""),
    row("impossible-date", "header", 2, "DOB", "31/02/2008"),
    row("impossible-date", "episodes", 4, "DEC", "31/12/9999"),
    row("two-digit-year", "header", 2, "DOB", "03/02/08"),
    row("two-digit-year", "header", 2, "DOB", "3-Feb-08"),
    row("month-first", "header", 2, "DOB", "02/28/2008"),
    row("spreadsheet-date", "header", 2, "DOB", "39481"),
    row("bad-date", "header", 2, "DOB", "unknown"),
    row("bad-date", "header", 2, "DOB", "3/2/2008"),
    row("before-1980", "header", 2, "DOB", "31/12/1979"),
    row("future-date", "header", 2, "DOB", TOMORROW),
    row("unknown-code", "header", 2, "SEX", "3"),
    row("unknown-code", "episodes", 2, "PLACE", "Q9"),
    row("ends-before-start", "episodes", 4, "DEC", "01/07/2020"),
    row("starts-after-year", "episodes", 4, "DECOM", "01/04/2021", DEC="", REC=""),
    Case("duplicate-key", "header", csv_bytes("header", [*HEADER, HEADER[0]]), None, "CHILD", "0012", lines=(2, 4)),
    row("spreadsheet-number", "header", 3, "CHILD", "1.23E+05"),
    row("markup", "header", 3, "CHILD", "<b>13</b>"),
    row("too-long", "header", 3, "CHILD", "9" * 41),
    row("control-character", "header", 3, "ETHNIC", "WB\x07RI"),
]
WARNINGS = [
    warn("overlapping-episodes", 3, "DECOM", "30/05/2020", DECOM="30/05/2020"),
    warn("gap-between-episodes", 3, "DECOM", "03/06/2020", DECOM="03/06/2020"),
    warn("open-episode-not-last", 2, "DEC", "", DEC="", REC=""),
    warn("rec-without-dec", 3, "REC", "E8", REC="E8"),
    warn("dec-without-rec", 4, "DEC", "09/12/2020", REC=""),
    warn("x1-on-open-episode", 3, "REC", "X1", REC="X1"),
    warn("first-episode-not-start", 4, "RNE", "P", RNE="P"),
    Case(
        *("born-after-start", "header", csv_bytes("header", changed("header", 3, DOB="03/07/2020"))),
        *(4, "DECOM", "02/07/2020", WARNING),
        named_in="episodes",
    ),
    warn("no-header-row", 4, "CHILD", "0014", CHILD="0014"),
    warn("no-header-row", 2, "CHILD", "0014", kind="uasc", CHILD="0014"),
    warn("code-not-valid-in-year", 3, "PLACE", "K3", PLACE="K3"),
    warn("code-not-valid-in-year", 2, "SEX", "M", kind="header", SEX="M"),
    warn("code-not-valid-in-year", 4, "LS", "D1", LS="D1"),
    warn("postcode-not-in-directory", 4, "PL_POST", "QQ9", PL_POST=NOT_IN_DIRECTORY),
    warn("lower-case", 3, "PLACE", "k2", PLACE="k2"),
    warn("decimal-code", 2, "MOTHER", "1.0", kind="header", MOTHER="1.0"),
    warn("spaces", 3, "PLACE", "K2", PLACE=" K2"),
    warn("ended-before-year", 4, "DEC", "31/03/2020", DECOM="02/07/2019", DEC="31/03/2020"),
    Case(
        *(
            "unknown-column",
            "uasc",
            csv_text("uasc").replace("DUC\n", "DUC,NOTE\n").replace("2026\n", "2026,x\n").encode(),
        ),
        *(1, "NOTE", "", WARNING),
    ),
]


def sound_files() -> dict[str, bytes]:
    return {f"{kind}.csv": csv_bytes(kind) for kind in SOUND}


def problems_of(outcome: Outcome, severity: Severity) -> list[tuple[str, str, int | None, str, str]]:
    return [
        (name, problem.code, problem.line, problem.column, problem.value)
        for name, problem in outcome.problems
        if problem.severity is severity
    ]


def expected(case: Case) -> list[tuple[str, str, int | None, str, str]]:
    name = f"{case.named_in or case.kind}.csv"
    return [(name, case.code, line, case.column, case.value) for line in case.lines or (case.line,)]


@pytest.mark.usefixtures("directory")
def test_sound_files_load_without_a_word() -> None:
    outcome = load(sound_files())
    assert (outcome.status, list(outcome.problems)) == (Status.COMMITTED, [])
    assert [(file.kind, file.rows, file.new) for file in outcome.files] == [
        ("header", 2, 2),
        ("episodes", 3, 3),
        ("uasc", 1, 1),
    ]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("case", [*FILE_ERRORS, *ROW_ERRORS], ids=str)
def test_an_error_is_named_once_and_nothing_is_loaded(case: Case) -> None:
    outcome = load({**sound_files(), f"{case.kind}.csv": case.content})
    assert problems_of(outcome, ERROR) == expected(case)
    assert outcome.status is Status.REJECTED
    assert Load.objects.get().status == Load.Status.REJECTED
    assert the_model() == []


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("case", WARNINGS, ids=str)
def test_a_warning_is_named_once_and_every_row_is_loaded(case: Case) -> None:
    outcome = load({**sound_files(), f"{case.kind}.csv": case.content})
    assert problems_of(outcome, ERROR) == []
    assert problems_of(outcome, WARNING) == expected(case)
    assert outcome.status is Status.COMMITTED
    assert [file.new for file in outcome.files] == [2, 3, 1]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("case", FILE_ERRORS, ids=str)
def test_a_faulty_file_cannot_be_set_aside(case: Case) -> None:
    outcome = load({**sound_files(), f"{case.kind}.csv": case.content}, set_aside=True)
    assert outcome.status is Status.REJECTED
    assert [file.can_be_set_aside for file in outcome.files] == [True, False, True]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("case", ROW_ERRORS, ids=str)
def test_a_faulty_row_can_be_set_aside_and_the_others_are_loaded(case: Case) -> None:
    outcome = load({**sound_files(), f"{case.kind}.csv": case.content}, set_aside=True)
    assert outcome.status is Status.COMMITTED
    assert problems_of(outcome, ERROR) == expected(case)
    file = next(file for file in outcome.files if file.kind == case.kind)
    assert file.set_aside == file.faulty_rows == len(case.lines or (case.line,))
    assert file.new == file.rows - file.set_aside


# Rules that a case of one changed file cannot show have a test of their own below or beside it.
ELSEWHERE = {
    "blank-row": WARNING,
    "file-too-large": ERROR,
    "held-already": ERROR,
    "homes-elsewhere": WARNING,
    "misplaced-file": ERROR,
    "no-postcode-directory": WARNING,
    "no-sound-rows": ERROR,
    "nothing-to-add-to": ERROR,
    "same-kind-twice": ERROR,
    "stale-open-episode": WARNING,
    "trailing-commas": WARNING,
    "two-birth-dates": ERROR,
    "unsafe-name": ERROR,
    "windows-1252": WARNING,
}


def test_every_rule_is_in_the_guide() -> None:
    guide = (settings.BASE_DIR / "docs" / "loading.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `([\w-]+)` \| (error|warning) \|", guide, re.MULTILINE))
    assert documented == {
        **{case.code: str(case.severity) for case in [*FILE_ERRORS, *ROW_ERRORS, *WARNINGS]},
        **{code: str(severity) for code, severity in ELSEWHERE.items()},
    }
