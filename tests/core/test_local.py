"""The checkout's own secret key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sufficiency.core.local import local_secret_key


def test_local_secret_key_is_long_random_and_kept(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    key = local_secret_key(tmp_path / "one")
    assert len(key) >= 50
    assert local_secret_key(tmp_path / "one") == key
    assert local_secret_key(tmp_path / "other") != key


def test_local_secret_key_is_read_by_its_owner_only(tmp_path: Path) -> None:
    local_secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / ".postgres" / "secret-key").stat().st_mode) == 0o600


def test_local_secret_key_is_one_for_all_who_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(local_secret_key, [tmp_path] * 200))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / ".postgres").iterdir()] == ["secret-key"]


def test_local_secret_key_that_is_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".postgres").mkdir()
    (tmp_path / ".postgres" / "secret-key").write_text("\n")
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        local_secret_key(tmp_path)


def test_local_secret_key_names_the_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"\.postgres cannot be made: Not a directory"):
        local_secret_key(tmp_path / "file")
