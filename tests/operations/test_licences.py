"""The list of licences is what is installed, and every package is pinned to its digests."""

import re
from pathlib import Path

import pytest

from sufficiency.core.licences import NOT_SAID, PATH, document

ROOT = Path(__file__).parents[2]


def test_licences_document_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "Run manage.py document_licences."
    assert NOT_SAID not in document()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_to_digests(file: str) -> None:
    """pip then refuses any that has none; of what has binaries there is one for each kind of machine."""
    text = (ROOT / file).read_text(encoding="utf-8")
    packages = re.findall(
        r"^[a-z0-9._-]+==[^\s]+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
    )
    assert len(packages) == len(re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)) > 20
    assert "http" not in text
