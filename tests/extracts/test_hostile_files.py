"""Whatever is sent, the answer is a list of problems or a correct load: never an exception, never half a load."""

import base64
import bz2
import csv
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from placements.models import Episode
from sufficiency.extracts import formulas, receiving
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import Load, LoadContent, LoadProblem
from sufficiency.extracts.outcome import FileOutcome, Outcome, Status
from sufficiency.extracts.problems import Severity

from .files import COLUMNS, EPISODES, SOUND, YEAR, changed, council, csv_bytes, load
from .model import the_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

Cells = list[list[str]]

NASTY = (
    *("", " ", "\u00a0", "'", '"', '""', ",", ";", "\n", "\r", "\r\n", "\t", "\\", "\\N", "\\.", "\0", "\x1a", "\x7f"),
    *("=1+1", "'=1+1", "+44", "-1", "@A1", "NULL", "None", "nan", "NaN", "inf", "0", "00", "-0", "1e5", "1.23E+05"),
    *("31/02/2020", "29/02/2100", "1/1/2020", "01/13/2020", "13/01/20", "43831", "2020-02-30", "0000-00-00"),
    *("9999-12-31", "01/01/9999", "\u0661\u0662/\u0660\u0661/\u0662\u0660\u0662\u0660", "01/04/2021", "31/03/2021"),
    *("U4", "u4", "U4.0", "X1", "PR1", "1_000", "<b>", "<script>alert(1)</script>", "'; DROP TABLE core_authority; --"),
    *("%s", "%(file)s", "{0}", "{", "\u202e", "\U0001f3e0", "\ufeff", "é" * 41, "x" * 300, "x" * 9_999, "x" * 10_001),
    *("\u017f", "ß", "\u0130", "\u2028", "\x85", "\x1c", "\ud7ff"),
)
HEADINGS = (
    "",
    " ",
    "CHILD",
    "child",
    "DECOM",
    "UPN",
    "UNKNOWN",
    "CHILD,",
    "=CHILD",
    "\ufeffCHILD",
    "x" * 500,
    "%s",
    "é",
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, Cells]:
    """A sound file with a few of its cells, rows and columns made worse."""
    kind = draw(st.sampled_from(sorted(SOUND)))
    names = COLUMNS[kind]
    cells = [list(names), *([row[name] for name in names] for row in SOUND[kind])]
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(1, len(cells) - 1)) if len(cells) > 1 else 0
        column = draw(st.integers(0, len(names) - 1))
        match draw(
            st.sampled_from(("cell", "cell", "cell", "twice", "short", "long", "blank", "gone", "column", "heading"))
        ):
            case "cell":
                if column < len(cells[row]):
                    cells[row][column] = draw(st.sampled_from(NASTY) | st.text(max_size=12).filter(_can_be_encoded))
            case "twice":
                cells.append(list(cells[row]))
            case "short":
                cells[row] = cells[row][:column]
            case "long":
                cells[row].append(draw(st.sampled_from(("", " ", "more"))))
            case "blank":
                cells.insert(row, draw(st.sampled_from(([], [""] * len(names), [" "]))))
            case "gone":
                del cells[row]
            case "column":
                cells = [[cell for index, cell in enumerate(each) if index != column] for each in cells]
            case "heading":
                if cells[0]:
                    cells[0][column % len(cells[0])] = draw(st.sampled_from(HEADINGS))
        if not cells:
            break
    return kind, cells


def _can_be_encoded(text: str) -> bool:
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in text)


@st.composite
def written(draw: st.DrawFn, cells: Cells) -> bytes:
    """The cells as one of many programs would write them."""
    out = io.StringIO()
    csv.writer(
        out,
        lineterminator=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        quoting=draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
    ).writerows(cells)
    encoding = draw(
        st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32", "utf-7", "shift-jis"))
    )
    return out.getvalue().encode(encoding, "replace")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file as it was written, with bytes changed afterwards."""
    content = draw(written(draw(tables())[1]))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 40)))
        piece = draw(
            st.binary(max_size=6)
            | st.sampled_from((b"\0", b'"', b'""', b"\n", b"\r", b",", b"\xff", b"\x81", b"\xef\xbb\xbf"))
        )
        match draw(st.sampled_from(("replace", "insert", "cut", "repeat", "end"))):
            case "replace":
                content = content[:at] + piece + content[to:]
            case "insert":
                content = content[:at] + piece + content[at:]
            case "cut":
                content = content[:at] + content[to:]
            case "repeat":
                content = content[:to] + content[at:]
            case "end":
                content = content[:at]
    return content


def assert_is_an_answer(outcome: Outcome, before: list[str]) -> None:
    """Problems in words that are short enough to be kept; and a rejection changes nothing."""
    for _, problem in outcome.problems:
        assert problem.message.strip().endswith((".", "'.")) and "\n" not in problem.message, problem
        assert len(problem.message) <= 400 and len(problem.value) <= 200 and len(problem.column) <= 100, problem
    errors = [problem for _, problem in outcome.problems if problem.severity is Severity.ERROR]
    if outcome.status is Status.REJECTED:
        assert errors
        assert the_model() == before
    for file in outcome.files:
        if outcome.status is Status.COMMITTED:
            assert file.rows == file.new + file.changed + file.unchanged + file.set_aside
            assert file.set_aside == file.faulty_rows
        assert 0 <= file.faulty_rows <= file.rows or file.kind is None


def try_out(content: bytes) -> tuple[FileOutcome, FileOutcome]:
    """What becomes of a file beside sound ones, without and with faulty rows set aside; nothing of it stays."""
    found = []
    with transaction.atomic():
        load({"before.csv": csv_bytes("episodes", EPISODES[:1])})
        before = the_model()
        for set_aside in (False, True):
            with transaction.atomic():
                outcome = load({"file.csv": content}, set_aside=set_aside)
                assert_is_an_answer(outcome, before)
                problems = LoadProblem.objects.filter(file__load=outcome.load_id).count()
                assert problems == len(list(outcome.problems)) or outcome.status is Status.ALREADY_LOADED
                transaction.set_rollback(True)
            assert the_model() == before
            found.append(outcome.files[0])
        transaction.set_rollback(True)
    return found[0], found[1]


many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@many
@given(damaged())
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b",")
@example(b'"')
@example(csv_bytes("episodes")[:-1] + b'"')
def test_a_damaged_file_is_answered_and_never_half_loaded(content: bytes) -> None:
    try_out(content)


@many
@given(st.data())
def test_every_row_is_counted_and_is_either_sound_or_named(data: st.DataObject) -> None:
    _, cells = data.draw(tables())
    content = data.draw(written(cells))
    plain, with_set_aside = try_out(content)
    assert plain.rows == with_set_aside.rows
    if not (plain.can_be_set_aside and plain.kind):
        return
    encoding = receiving.receive(SourceFile("again", BytesIO(content))).encoding
    records = [
        row for row in csv.reader(io.StringIO(content.decode(encoding), newline=None)) if any(map(str.strip, row))
    ]
    assert plain.rows == len(records) - 1
    named = {problem.line for problem in plain.problems if problem.severity is Severity.ERROR}
    assert len(named) == plain.faulty_rows
    loaded = with_set_aside.new + with_set_aside.changed + with_set_aside.unchanged
    if with_set_aside.can_be_set_aside:
        assert loaded + plain.faulty_rows == plain.rows


def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    for row in (COLUMNS["episodes"], *(tuple(row.values()) for row in EPISODES)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def zipped(*, stored_first: bytes = b"") -> bytes:
    out = BytesIO(stored_first)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("episodes.csv", csv_bytes("episodes"))
    return out.getvalue()


def tarred() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("episodes.csv")
        member.size = len(csv_bytes("episodes"))
        archive.addfile(member, BytesIO(csv_bytes("episodes")))
    return out.getvalue()


GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SOUND_FILE = csv_bytes("episodes")
DISGUISED = {
    "workbook": (xlsx(), "spreadsheet"),
    "zip": (zipped(), "archive"),
    "CSV with a zip behind it": (zipped(stored_first=SOUND_FILE), "undecodable"),
    "gzip bomb": (gzip.compress(bytes(200_000_000), 1), "archive"),
    "bzip2": (bz2.compress(SOUND_FILE), "archive"),
    "xz": (lzma.compress(SOUND_FILE), "archive"),
    "tar": (tarred(), "nul-bytes"),
    "GIF": (GIF + SOUND_FILE, "not-text"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + SOUND_FILE, "not-text"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + SOUND_FILE, "not-text"),
    "PDF that goes on as CSV": (b"%PDF-1.7\n" + SOUND_FILE, "not-text"),
    "rich text": (b"{\\rtf1\\ansi " + SOUND_FILE, "not-text"),
    "web page that goes on as CSV": (b"<!--\n" + SOUND_FILE + b"-->", "web-page"),
    "SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>\n' + SOUND_FILE, "web-page"),
    "UTF-32": (SOUND_FILE.decode().encode("utf-32"), "not-text"),
    "UTF-32 big-endian": (SOUND_FILE.decode().encode("utf-32-be"), "nul-bytes"),
    "program": (b"\x7fELF\x02\x01\x01\0" + SOUND_FILE, "nul-bytes"),
}


@pytest.mark.parametrize(("content", "code"), DISGUISED.values(), ids=DISGUISED)
def test_what_is_no_csv_file_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    outcome = load({"episodes.csv": content})
    (problem,) = outcome.files[0].problems
    assert (outcome.status, problem.code, problem.line) == (Status.REJECTED, code, None)
    assert problem.message.endswith(".") and len(problem.message) < 200
    assert not LoadContent.objects.exists()
    assert the_model() == []


def test_csv_that_goes_on_as_a_web_page_is_refused_row_by_row() -> None:
    page = b"<html><body><script>alert(1)</script>\n<p>a,b</p></body></html>\n"
    outcome = load({"episodes.csv": SOUND_FILE + page})
    assert outcome.status is Status.REJECTED
    assert [problem.line for problem in outcome.files[0].problems if problem.severity is Severity.ERROR] == [5, 6]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.csv", "a\0b.csv", "a\nb.csv", "/etc/passwd", "\x7f.csv", "a/" * 5_000],
    ids=repr,
)
def test_a_name_that_is_a_path_is_refused_and_kept_harmless(name: str) -> None:
    outcome = load({name: SOUND_FILE})
    assert [problem.code for _, problem in outcome.problems] == ["unsafe-name"]
    kept = Load.objects.get().files.get().name
    assert kept == outcome.files[0].name
    assert 0 < len(kept) <= 255
    assert not set("/\\\0\n\x7f") & set(kept)


@pytest.mark.parametrize(
    "name", ["..", "", " ", "x" * 5_000 + ".csv", "é\u202e.csv", "con", "<b>.csv", "\ud800.csv"], ids=ascii
)
def test_any_other_name_is_a_plain_name_and_never_a_path(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = load({"header.csv": csv_bytes("header"), name: SOUND_FILE})
    assert outcome.status is Status.COMMITTED
    assert 0 < len(outcome.files[1].name) <= 255
    assert list(tmp_path.iterdir()) == []


def test_a_very_long_line_is_refused_before_it_is_read_whole() -> None:
    read = []

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            read.append(size)
            return b"x" * size

    outcome = load_files(files=[SourceFile("e.csv", Endless())], authority=council(), year=YEAR, by="test")  # type: ignore[arg-type]
    assert [problem.code for _, problem in outcome.problems] == ["line-too-long"]
    assert sum(read) <= 3 * receiving.LONGEST_LINE


def test_an_endless_file_is_refused_at_its_limit() -> None:
    class Endless(io.RawIOBase):
        sent = 0

        def read(self, size: int = -1) -> bytes:
            block = (SOUND_FILE * (size // len(SOUND_FILE) + 1))[:size]
            self.sent += len(block)
            return block

    stream = Endless()
    outcome = load_files(files=[SourceFile("e.csv", stream)], authority=council(), year=YEAR, by="test")  # type: ignore[arg-type]
    assert [problem.code for _, problem in outcome.problems] == ["file-too-large"]
    assert stream.sent <= receiving.LARGEST_FILE + receiving.BLOCK


def test_twenty_files_are_all_answered() -> None:
    outcome = load({f"{number}.csv": SOUND_FILE + b"x" * number for number in range(20)})
    assert len(outcome.files) == 20
    assert {problem.code for _, problem in outcome.problems} >= {"same-kind-twice"}


@pytest.mark.parametrize("value", ["=1+1", "+44", "-1", "@A1", "'=1", "''-1", "'x", "'", "''"])
def test_a_cell_made_harmless_for_a_spreadsheet_loads_as_it_was(value: str) -> None:
    exported = formulas.harmless(value)
    assert not exported.startswith(("=", "+", "-", "@"))
    outcome = load({"e.csv": csv_bytes("episodes", changed("episodes", 2, URN=exported))})
    assert outcome.status is Status.COMMITTED
    assert Episode.objects.get(line=2).urn == value


@settings(max_examples=500)
@given(st.text(alphabet="'=+-@\t\r ax", max_size=5) | st.text())
def test_any_text_comes_back_as_it_went_and_never_runs(text: str) -> None:
    exported = formulas.harmless(text)
    assert not exported.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert formulas.restored(exported) == text


def _peak_kilobytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peak memory is read from Linux's /proc")
def test_a_file_of_100_megabytes_is_never_held_whole(tmp_path: Path) -> None:
    noise = random.Random(22)  # noqa: S311 - nothing secret
    header, first, *_ = SOUND_FILE.decode().splitlines()
    path = tmp_path / "large.csv"
    number, length = 0, 50_000
    with path.open("w") as file:
        file.write(f"{header},NOTE\n")
        while file.tell() < receiving.LARGEST_FILE - 2 * length:
            number += 1
            # Noise, so that it is not small when compressed.
            file.write(f"{first.replace('0012', f'{number:06}')},{noise.randbytes(length // 2).hex()}\n")
    assert path.stat().st_size > 99 * 2**20
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = _peak_kilobytes()
    with path.open("rb") as stream:
        outcome = load_files(files=[SourceFile("large.csv", stream)], authority=council(), year=YEAR, by="test")
    assert (outcome.status, outcome.files[0].rows) == (Status.COMMITTED, number)

    assert (_peak_kilobytes() - before) / 1024 < 90
