"""A full disk, of the web server or of the database: one sentence, and nothing has changed."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from sufficiency.extracts.actions import LoadFailedError, SourceFile, load_files
from sufficiency.extracts.models import Load, LoadContent
from sufficiency.extracts.outcome import Status
from tests.dashboards.factory import ADMIN, person, signed_in
from tests.extracts.files import EPISODES, YEAR, council, csv_bytes, load, make_directory
from tests.extracts.model import the_model
from tests.placements.council import found_council

pytestmark = pytest.mark.django_db

LARGE = csv_bytes("episodes", [{**EPISODES[2], "CHILD": f"{number:05}"} for number in range(30_000)])
FULL = "No space left on device"


@pytest.fixture
def admin(db: None) -> Client:
    return signed_in(person(found_council(), ADMIN))


@pytest.fixture(params=["a small disk", "no space at all"])
def full_disk(request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Uploads go to a disk of 1 MB, which only root can make, or to the device that is always full."""
    if request.param == "no space at all":
        monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", always_full)
        yield
        return
    # Apart from what pytest cleans up: a run that is killed must not leave a disk in its way.
    disk = Path(tempfile.mkdtemp(prefix="small-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    try:
        if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
            pytest.skip("only root can mount a disk")
        settings.FILE_UPLOAD_TEMP_DIR = str(disk)
        try:
            yield
            assert list(disk.iterdir()) == [], "what was left of the upload takes up room"
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
    finally:
        disk.rmdir()


def always_full(**_: object) -> BinaryIO:
    return Path("/dev/full").open("wb")


def send(client: Client, content: bytes) -> str:
    files = [SimpleUploadedFile("episodes.csv", content)]
    response = client.post("/data/load/", {"year": "2021", "returns": files}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_upload_on_a_full_disk_is_told_in_one_sentence(admin: Client, full_disk: None) -> None:
    nothing = the_model()
    html = send(admin, LARGE)
    assert "2021 return: rejected" in html
    assert FULL in html
    assert Load.objects.get().status == Load.Status.REJECTED
    assert not LoadContent.objects.exists()
    assert the_model() == nothing


def test_upload_works_once_there_is_room(admin: Client, full_disk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    send(admin, LARGE)
    monkeypatch.undo()
    assert "2021 return: checked, not loaded" in send(admin, csv_bytes("episodes"))


def test_file_that_cannot_be_read_to_its_end_is_told_in_one_sentence(tmp_path: Path) -> None:
    class Broken:
        blocks = [csv_bytes("episodes")]

        def read(self, size: int) -> bytes:
            if self.blocks:
                return self.blocks.pop()
            raise OSError(5, "Input/output error")

    outcome = load_files(files=[SourceFile("e.csv", Broken())], authority=council(), year=YEAR, by="test")  # type: ignore[arg-type]
    assert outcome.status is Status.REJECTED
    assert [problem.message for _, problem in outcome.problems] == [
        "It could not be read to its end (Input/output error): send it again when that is mended."
    ]
    assert the_model() == []


def test_full_disk_of_the_database_is_told_in_one_sentence_and_without_a_row(db: None) -> None:
    make_directory()
    load({"episodes.csv": csv_bytes("episodes", EPISODES[:1])})
    before = the_model()
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
            END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON placements_episode FOR EACH ROW EXECUTE FUNCTION no_room()""")
    with pytest.raises(LoadFailedError) as caught:
        load({"episodes.csv": csv_bytes("episodes")})
    sentence = str(caught.value)
    assert FULL in sentence
    assert "\n" not in sentence
    assert "0012" not in sentence
    assert the_model() == before
    assert Load.objects.latest("pk").status == Load.Status.FAILED
