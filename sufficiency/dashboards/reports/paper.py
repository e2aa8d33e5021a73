"""Papers: pages of HTML laid out as tagged PDF, which asks neither the network nor the disk for anything."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.template.loader import render_to_string

STEPS = logging.getLogger("weasyprint.progress")
NO_PANGO = (
    "This server cannot make PDF files: the libraries of Pango are not installed. docs/running.md tells whoever runs "
    "it which these are. The Word document and the figures are there meanwhile."
)


class PaperRefusedError(Exception):
    """No paper can be made here; the message says why in words for people."""


def paper(template: str, context: dict[str, Any], noticed: Callable[[str], None] = lambda _step: None) -> bytes:
    """A template laid out as PDF/UA-1: tagged, with its headings as bookmarks.

    ``noticed`` is told of each step, and of each page as it is laid out; what it raises ends the work. Raises
    PaperRefusedError where Pango is missing.
    """
    try:
        import weasyprint  # noqa: PLC0415 - needs libraries of the system that a machine may not have
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError):
        raise PaperRefusedError(NO_PANGO) from None
    html = render_to_string(template, context)
    with _told(noticed):
        made = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
        pdf: bytes = made.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


@contextmanager
def _told(noticed: Callable[[str], None]) -> Iterator[None]:
    """Pass on what WeasyPrint logs of the steps of this thread."""
    thread = threading.get_ident()

    def tell(step: logging.LogRecord) -> bool:
        if step.thread == thread:
            noticed(step.getMessage())
        return False  # nothing of it goes into the log of the service

    level = STEPS.level
    STEPS.setLevel(logging.INFO)
    STEPS.addFilter(tell)
    try:
        yield
    finally:
        STEPS.removeFilter(tell)
        STEPS.setLevel(level)
