"""What a file may look like and still be read, and what is said about it."""

from io import BytesIO

import pytest

from placements.models import Episode
from sufficiency.extracts import receiving, storing
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.outcome import Outcome, Status

from .files import EPISODES, SOUND, YEAR, changed, council, csv_bytes, csv_text, load
from .model import the_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

TEXT = csv_text("episodes")


def load_beside_header(episodes: bytes) -> Outcome:
    return load({"header.csv": csv_bytes("header"), "episodes.csv": episodes})


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for _, problem in outcome.problems]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.lower().replace("pl_post", " Pl_Post ", 1).partition("\n")[0].encode()
        + b"\n"
        + TEXT.partition("\n")[2].encode(),
        "\n".join(",".join(reversed(line.split(","))) for line in TEXT.splitlines()).encode(),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in TEXT.splitlines()).encode(),
    ],
    ids=[
        "UTF-8 with BOM",
        "UTF-16",
        "UTF-16 BE",
        "CRLF",
        "CR",
        "no last line end",
        "header case",
        "reversed",
        "quoted",
    ],
)
def test_a_file_reads_the_same_however_it_is_written(content: bytes) -> None:
    outcome = load_beside_header(content)
    assert (outcome.status, codes(outcome)) == (Status.COMMITTED, [])
    written = the_model()
    load_beside_header(TEXT.encode())
    assert the_model() == written


def test_dates_are_read_in_iso_form_too() -> None:
    outcome = load_beside_header(csv_bytes("episodes", changed("episodes", 4, DECOM="2020-07-02", DEC="2020-12-09")))
    assert codes(outcome) == []
    written = the_model()
    load_beside_header(TEXT.encode())
    assert the_model() == written


def test_identifiers_keep_their_leading_zeros() -> None:
    load_beside_header(TEXT.encode())
    assert set(Episode.objects.values_list("child", flat=True)) == {"0012", "0013"}


def test_windows_1252_is_read_with_a_warning() -> None:
    outcome = load_beside_header(TEXT.replace("SC123456", "Caf\xe9").encode("cp1252"))
    assert (outcome.status, codes(outcome)) == (Status.COMMITTED, ["windows-1252"])
    assert Episode.objects.filter(urn="Caf\xe9").exists()


def test_surplus_commas_and_blank_rows_are_mentioned_once_and_cost_no_row() -> None:
    header, first, *others = TEXT.splitlines()
    blank = "," * 15
    outcome = load_beside_header("\n".join([f"{header},,", f"{first},,", blank, "", *others, blank]).encode())
    assert [(problem.code, problem.line) for _, problem in outcome.problems] == [
        ("trailing-commas", 1),
        ("blank-row", 3),
    ]
    assert "3" in list(outcome.problems)[1][1].message
    assert (outcome.files[1].rows, outcome.files[1].new) == (3, 3)
    assert list(Episode.objects.order_by("line").values_list("line", flat=True)) == [2, 5, 6]


def test_lines_are_numbered_as_a_spreadsheet_numbers_rows() -> None:
    header, first, second, third = TEXT.splitlines()
    with_break = first.replace("1234567", '"1234\n567"')
    faulty = third.replace("PR5", "PR9")
    outcome = load_beside_header("\n".join([header, with_break, second, "", faulty]).encode())
    assert [(problem.code, problem.line) for _, problem in outcome.problems if problem.severity == "error"] == [
        ("line-break", 2),
        ("unknown-code", 5),
    ]


def test_every_fault_of_a_file_is_named_at_once() -> None:
    rows = [dict(row) for row in EPISODES]
    rows[0] |= {"PLACE": "XX", "DEC": "31/02/2020", "LS": "c1"}
    rows[1] |= {"CHILD": "", "RNE": "Q"}
    outcome = load_beside_header(csv_bytes("episodes", rows).replace(b"7654321", b"7654321,more"))
    errors = [
        (problem.line, problem.column, problem.code) for _, problem in outcome.problems if problem.severity == "error"
    ]
    assert sorted(errors) == [
        (2, "DEC", "impossible-date"),
        (2, "PLACE", "unknown-code"),
        (3, "CHILD", "blank"),
        (3, "RNE", "unknown-code"),
        (4, "", "too-many-cells"),
    ]


def test_rows_before_the_place_where_a_file_breaks_are_checked_too() -> None:
    content = csv_text("episodes", changed("episodes", 2, PLACE="XX")).replace("7654321", '"7654321')
    outcome = load_beside_header(content.encode())
    errors = [(problem.line, problem.code) for _, problem in outcome.problems if problem.severity == "error"]
    assert errors == [(2, "unknown-code"), (4, "unclosed-quote")]


def test_a_doubled_row_is_named_even_when_one_of_the_two_has_another_fault() -> None:
    outcome = load_beside_header(csv_bytes("episodes", [*EPISODES, {**EPISODES[0], "PLACE": "XX"}]))
    errors = [(problem.line, problem.code) for _, problem in outcome.problems if problem.severity == "error"]
    assert errors == [(2, "duplicate-key"), (5, "unknown-code"), (5, "duplicate-key")]


def test_postcodes_are_not_shown_beyond_their_outward_part() -> None:
    outcome = load_beside_header(
        csv_bytes("episodes", changed("episodes", 4, PL_POST="ZZ99 3WZ", HOME_POST="zz98 3wz "))
    )
    assert {problem.value for _, problem in outcome.problems} == {"ZZ99", "ZZ98", "zz98"}


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LARGEST_FILE", 200)
    outcome = load_beside_header(TEXT.encode())
    assert (outcome.status, codes(outcome)) == (Status.REJECTED, ["file-too-large"])


@pytest.mark.parametrize("name", ["../episodes.csv", "a\\b.csv", "a\nb.csv"])
def test_a_name_that_holds_a_path_is_refused(name: str) -> None:
    files = [SourceFile(name, BytesIO(TEXT.encode()))]
    outcome = load_files(files=files, authority=council(), year=YEAR, by="test")
    assert (outcome.status, codes(outcome)) == (Status.REJECTED, ["unsafe-name"])
    assert not set("/\\\n") & set(outcome.files[0].name)


def test_the_kind_is_known_by_the_header_and_never_by_the_name() -> None:
    outcome = load({f"{name}.csv": csv_bytes(kind) for name, kind in zip(["uasc", "header", "x"], SOUND, strict=True)})
    assert [file.kind for file in outcome.files] == ["header", "episodes", "uasc"]


def test_a_file_is_stored_whole_however_little_is_handed_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "FEED", 7)
    load_beside_header(TEXT.encode())
    assert set(Episode.objects.values_list("urn", flat=True)) == {"1234567", "SC123456", "7654321"}


def test_a_file_of_many_blocks_loads_whole() -> None:
    rows = [{**EPISODES[2], "CHILD": f"{number:05}"} for number in range(4500)]
    outcome = load({"episodes.csv": csv_bytes("episodes", rows)})
    assert outcome.files[0].new == 4500
    assert sorted(Episode.objects.values_list("child", "line")) == [(f"{n:05}", n + 2) for n in range(4500)]
