"""The returns of several years, loaded together: as one after the other, but worked out once, and all or none."""

from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from placements import derivation
from placements.extracts import family
from sufficiency.extracts.actions import LoadRefusedError, SourceFile, load_files
from sufficiency.extracts.histories import ReturnRejectedError, load_returns
from sufficiency.extracts.kinds import kind_named
from sufficiency.extracts.models import Load, LoadProblem
from sufficiency.extracts.outcome import Status

from .files import EPISODES, OURS, changed, council, csv_bytes
from .model import the_model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

# Of the episode that is open in 2021 the return of 2022 tells the end; that of 2023 tells of another period of care.
RETURNS = {
    2023: {
        "episodes.csv": csv_bytes("episodes", [{**EPISODES[0], "DECOM": "05/08/2022", "DEC": "01/02/2023", "REC": ""}])
    },
    2021: {kind: csv_bytes(kind.removesuffix(".csv")) for kind in ("header.csv", "episodes.csv", "uasc.csv")},
    2022: {"episodes.csv": csv_bytes("episodes", [{**EPISODES[1], "DEC": "05/05/2021", "REC": "X1"}])},
}


def sources(year: int) -> list[SourceFile]:
    return [SourceFile(name, BytesIO(content)) for name, content in RETURNS[year].items()]


def warnings() -> list[tuple[Any, ...]]:
    return sorted(LoadProblem.objects.values_list("file__year", "file__name", "code", "message"))


@pytest.fixture
def derivations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each derivation was about."""
    seen: list[int] = []

    def counted(authority: str, files: Sequence[int]) -> None:
        seen.append(len(files))
        derivation.derive(authority, files)

    monkeypatch.setattr(family, "derive", counted)
    return seen


def test_returns_loaded_together_give_what_they_give_one_by_one_and_are_worked_out_once(derivations: list[int]) -> None:
    with transaction.atomic():
        for year in sorted(RETURNS):
            load_files(files=sources(year), authority=council(), year=year, by="test")
        expected, warned = the_model(), warnings()
        transaction.set_rollback(True)
    assert len(derivations) == 3
    derivations.clear()
    outcomes = load_returns(returns={year: sources(year) for year in RETURNS}, authority=council(), by="test")
    assert [(year, outcome.status) for year, outcome in outcomes.items()] == [
        (2021, Status.COMMITTED),
        (2022, Status.COMMITTED),
        (2023, Status.COMMITTED),
    ]
    assert derivations == [5]
    assert the_model() == expected
    assert warnings() == warned
    assert warned


def test_a_register_among_the_returns_is_held_against_what_follows_from_them() -> None:
    names = [column.name for column in kind_named("care-leavers").columns]
    cells = {"REFERENCE": "L1", "CHILD": "0012", "DATE_OF_BIRTH": "03/02/2008"}
    register = "\n".join([",".join(names), ",".join(cells.get(name, "") for name in names)]).encode()
    returns = {2021: sources(2021), 2022: [*sources(2022), SourceFile("leavers.csv", BytesIO(register))]}
    load_returns(returns=returns, authority=council(), by="test")
    assert [line for line in the_model() if line.startswith("CareLeaver ")]
    assert not LoadProblem.objects.filter(code="no-such-child").exists()


def test_of_returns_of_which_one_has_errors_none_is_loaded() -> None:
    faulty = csv_bytes("episodes", changed("episodes", 2, PLACE="XX"))
    returns = {2021: sources(2021), 2022: [SourceFile("episodes.csv", BytesIO(faulty))]}
    with pytest.raises(ReturnRejectedError, match="The return of 2022 was rejected") as caught:
        load_returns(returns=returns, authority=council(), by="test")
    assert caught.value.year == 2022
    assert [problem.code for _, problem in caught.value.outcome.problems if problem.severity == "error"] == [
        "unknown-code"
    ]
    assert not Load.objects.exists()
    assert the_model() == []


def test_no_returns_at_all_are_refused() -> None:
    with pytest.raises(LoadRefusedError, match="at least one return"):
        load_returns(returns={}, authority=council(), by="test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year, files in RETURNS.items():
        (tmp_path / str(year)).mkdir()
        for name, content in files.items():
            (tmp_path / str(year) / name).write_bytes(content)
    (tmp_path / "notes").mkdir()
    return tmp_path


def run(folder: Path, *options: str) -> tuple[int, str]:
    """Exit status and output."""
    out = StringIO()
    try:
        call_command("load_returns", str(folder), "--authority", OURS, *options, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    except CommandError as fault:
        return fault.returncode, str(fault)
    return 0, out.getvalue()


def test_the_command_loads_a_folder_of_years(folder: Path) -> None:
    status, output = run(folder)
    assert status == 0
    assert [line for line in output.splitlines() if line.isdecimal()] == ["2021", "2022", "2023"]
    assert output.count("\nLoaded as load ") == 3
    assert Load.objects.committed().count() == 3


@pytest.mark.parametrize(
    ("spoil", "status", "says"),
    [
        (
            lambda folder: (folder / "2022" / "episodes.csv").write_bytes(b"CHILD\n1\n"),
            1,
            "Rejected: nothing was loaded.",
        ),
        (lambda folder: (folder / "1066").mkdir() or (folder / "1066" / "e.csv").write_bytes(b"x"), 2, "1066 is not"),
    ],
)
def test_the_command_says_why_it_loaded_nothing(
    folder: Path, spoil: Callable[[Path], Any], status: int, says: str
) -> None:
    spoil(folder)
    found, output = run(folder)
    assert found == status
    assert says in output
    assert not Load.objects.exists()
