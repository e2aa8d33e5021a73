"""The pages of a load as an admin uses them in tests."""

import csv
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from sufficiency.extracts.models import Load
from tests.returns import episode

from .test_data_pages import BAD, GOOD, send

OUTSIDE = [*GOOD, *(episode("01/06/2020", child=f"T{n}", PL_POST="QY1 1AA") for n in range(8))]


def page(client: Client, address: str) -> str:
    """The text of a page: tags out, spaces evened."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(text.split())


def act(client: Client, load: Load, action: str) -> str:
    return client.post(f"/data/loads/{load.pk}/{action}/", follow=True).content.decode()


def latest() -> Load:
    return Load.objects.latest("pk")


def set_two_aside(client: Client) -> Load:
    """Load faulty episodes without their two faulty rows."""
    send(client, BAD)
    act(client, latest(), "sound-rows")
    return latest()


def to_mend(client: Client, load: Load) -> list[dict[str, str]]:
    file = load.files.get(kind="episodes")
    response = client.get(f"/data/loads/{load.pk}/files/{file.pk}/to-mend/")
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def as_file(rows: list[dict[str, str]]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("mended.csv", text.getvalue().encode())


def mended(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"DECOM": "03/05/2020", "PLACE": "U4"} for row in rows]


def send_mended(client: Client, load: Load, rows: list[dict[str, str]]) -> HttpResponse:
    return client.post(f"/data/loads/{load.pk}/mended/", {"returns": [as_file(rows)]}, follow=True)  # type: ignore[return-value]
