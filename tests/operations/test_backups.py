"""A backup holds everything, tells nobody anything, and is restored whole or not at all."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sufficiency.core import backups
from sufficiency.core.audit import verify
from sufficiency.core.backups import digests_of_all_tables
from sufficiency.core.models import AuditEvent
from sufficiency.core.sealing import COST, PIECE, TAG, SealedWriter, SealError, opened
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load
from tests.dashboards.factory import children_of, found_loaded_council, small_council_returns
from tests.extracts.model import the_model

PASSPHRASE = "correct horse battery staple"
HEAD = len(b"sufficiency backup 1\n") + 16


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is slow to try on purpose; not for these tests."""
    monkeypatch.setitem(COST, "n", 2**4)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    return path


@pytest.mark.django_db(transaction=True)
def test_database_is_restored_as_it_was_and_never_over_another_unasked(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_loaded_council()
    before, model = digests_of_all_tables(), the_model()
    file = tmp_path / "council.backup"
    call_command("backup", file, passphrase_file=secret, stdout=io.StringIO())
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.part")) == []
    content = file.read_bytes()
    for word in (children_of(small_council_returns())[0], "placements_episode", PASSPHRASE):
        assert word.encode() not in content

    with pytest.raises(CommandError, match="a backup is never written over"):
        call_command("backup", file, passphrase_file=secret, stdout=io.StringIO())
    undo_load(load=Load.objects.get(), by="ann")
    changed = digests_of_all_tables()
    assert changed != before
    with pytest.raises(CommandError, match="The database is not empty: --replace throws away what it holds"):
        call_command("restore", file, passphrase_file=secret, stdout=io.StringIO())
    (cut := tmp_path / "cut.backup").write_bytes(content[:-100])
    with pytest.raises(CommandError, match="It is damaged or cut off"):
        call_command("restore", cut, replace=True, passphrase_file=secret, stdout=io.StringIO())
    with monkeypatch.context() as patched, pytest.raises(CommandError, match="not those of the backup: core_authority"):
        patched.setattr(backups, "digests_of_all_tables", lambda: before | {"core_authority": "another"})
        call_command("restore", file, replace=True, passphrase_file=secret, stdout=io.StringIO())
    assert digests_of_all_tables() == changed

    call_command("restore", file, replace=True, passphrase_file=secret, stdout=io.StringIO())
    after = digests_of_all_tables()
    # The restore is an event itself, and with its migrations each release brings published populations.
    assert {table for table in before if after[table] != before[table]} == {"core_auditevent", "core_population"}
    assert the_model() == model
    assert AuditEvent.objects.first().action == "core.restore"  # type: ignore[union-attr]
    assert verify().broken_at is None
    # A return can be loaded on top: sequences, triggers and functions are there.
    undo_load(load=Load.objects.get(), by="ann")


def sealed(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, passphrase)
    for start in range(0, len(content), 50_000):
        writer.write(content[start : start + 50_000])
    writer.close()
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_comes_out_again(size: int) -> None:
    content = os.urandom(size)
    assert b"".join(opened(io.BytesIO(sealed(content)), PASSPHRASE)) == content


def swapped(seal: bytes) -> bytes:
    first, second = HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG)
    return seal[:HEAD] + seal[first:second] + seal[HEAD:first] + seal[second:]


@pytest.mark.parametrize(
    "change",
    [
        lambda seal: seal[:-1],
        lambda seal: seal[: HEAD + PIECE + TAG],
        lambda seal: seal[: HEAD + 2 * (PIECE + TAG)],
        lambda seal: seal + b"x",
        lambda seal: seal[:-1] + bytes([seal[-1] ^ 1]),
        lambda seal: seal[:HEAD] + seal[HEAD + PIECE + TAG :],
        lambda seal: seal[:10],
        lambda seal: b"PGDMP" + seal,
        swapped,
    ],
)
def test_changed_sealed_file_is_refused(change: Callable[[bytes], bytes]) -> None:
    seal = sealed(os.urandom(3 * PIECE))
    with pytest.raises(SealError):
        list(opened(io.BytesIO(change(seal)), PASSPHRASE))


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(SealError, match="passphrase"):
        list(opened(io.BytesIO(sealed(b"content")), "correct horse battery stable"))


def test_short_passphrase_and_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (short := tmp_path / "short").write_text("swordfish")
    with pytest.raises(CommandError, match="16 characters or more"):
        call_command("backup", tmp_path / "b", passphrase_file=short)
    monkeypatch.delenv("BACKUP_PASSPHRASE", raising=False)
    with pytest.raises(CommandError, match="Give a passphrase"):
        call_command("backup", tmp_path / "b")
    assert not (tmp_path / "b").exists()
