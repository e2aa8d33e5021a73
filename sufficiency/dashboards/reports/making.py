"""Makes the paper of a published report in the background, says how far it is, and stops when told to."""

import logging
import re
import threading

from django.db import connection, transaction
from django.utils import timezone

from sufficiency.core import audit
from sufficiency.core.web_role import read_as
from sufficiency.strategy.models import PublishedReport, ReportFile

from .content import from_json
from .paper import PaperRefusedError, paper

log = logging.getLogger(__name__)
State = ReportFile.State
FAULT = "It could not be made: ask whoever runs this service to look into its log."
# WeasyPrint's own words for its steps, and ours.
STEPS = {"Step 5": "Laying out", "Step 6": "Writing the file", "Step 7": "Writing the file"}
PAGE = re.compile(r"Page (\d+)")


class CancelledError(Exception):
    """Somebody does not want it any more."""


def ask_for_paper(report: PublishedReport, by: str) -> ReportFile:
    """Begin to make the paper, unless it is there or being made."""
    with transaction.atomic():
        held = ReportFile.objects.select_for_update().filter(report=report).first()
        if held and (held.is_ready or held.is_making):
            return held
        anew = {"state": State.MAKING, "step": "", "pages": 0, "fault": "", "content": None}
        asked = {"asked_by": by, "asked_at": timezone.now(), "seen_at": timezone.now()}
        made, _ = ReportFile.objects.update_or_create(
            authority_id=report.authority_id, report=report, defaults={**anew, **asked}
        )
        transaction.on_commit(lambda: begin(made.pk, report.authority_id))
    return made


def begin(number: int, authority: str) -> None:
    """In a thread of its own, which ends with the process: whoever waits for it can ask again."""
    name = f"report-file-{number}"
    threading.Thread(target=_in_background, args=[number, authority], name=name, daemon=True).start()


def _in_background(number: int, authority: str) -> None:
    """As the request that asked for it: the database shows it the rows of that authority alone."""
    try:
        read_as([authority])
        make(number)
    finally:
        connection.close()


def make(number: int) -> None:
    """Make a paper that was asked for. What goes wrong is kept with it, in words."""
    asked = ReportFile.objects.select_related("report__authority").get(pk=number)
    running = ReportFile.objects.filter(pk=number, state=State.MAKING, asked_at=asked.asked_at)

    def noticed(step: str) -> None:
        page = PAGE.search(step)
        told = {"step": STEPS.get(step[:6], "Reading the report"), "seen_at": timezone.now()}
        if not running.update(**told, **({"pages": int(page[1])} if page else {})):
            raise CancelledError

    report = asked.report
    try:
        context = {"content": from_json(report.content), "report": report}
        content = paper("reports/paper.html", context, noticed)
    except CancelledError:
        return
    except PaperRefusedError as refusal:
        running.update(state=State.FAILED, fault=str(refusal))
    except Exception:  # whatever it is: nobody else would end what the page waits for
        running.update(state=State.FAILED, fault=FAULT)
        log.exception("The paper of a report could not be made.")
    else:
        running.update(state=State.READY, content=content)


def cancel_paper(report: PublishedReport, by: str) -> None:
    """Stop making it: the maker notices at the next page."""
    if ReportFile.objects.filter(report=report, state=State.MAKING).update(state=State.CANCELLED, content=None):
        audit.record(
            actor=by,
            action="strategy.cancel-report-file",
            authority=report.authority_id,
            subject=f"report {report.pk}",
        )
