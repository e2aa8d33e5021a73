"""Cells that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in."""

import re

# Apostrophes before the sign count as well: each way out adds one, each way in takes one off, so that any
# text comes back as it went.
RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text with a leading apostrophe when a spreadsheet would take it for a formula."""
    return f"'{text}" if RUNS_AS_FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text that :func:`harmless` was given."""
    return text[1:] if MADE_HARMLESS.match(text) else text
