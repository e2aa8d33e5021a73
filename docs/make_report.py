"""Makes the report of docs/report anew: ``python docs/make_report.py``, with the demo loaded.

Its PDF, its figures and its content are those of the demo council on 30 November 2020, as an officer would publish them
now; nothing is published. Pictures of some pages are made too where pypdfium2 and Pillow are installed; they are not
needed for anything else, so no requirements name them.
"""

import csv
import json
import os
import sys
from datetime import date
from pathlib import Path

import django

REPORT = Path(__file__).resolve().parent / "report"
DAY, COUNCIL = date(2020, 11, 30), "E06000059"
PICTURED = (1, 2, 4)
DOTS_AN_INCH, PALETTE = 101, 64


def main() -> None:
    """Draft, lay out, and write all files that can be made here."""
    sys.path.insert(0, str(REPORT.parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")
    django.setup()
    _write()
    _take_pictures(REPORT / "board-report.pdf")


def _write() -> None:
    # What needs the settings of Django can be had only now.
    from django.utils import timezone  # noqa: PLC0415

    from sufficiency.core.access import Reader  # noqa: PLC0415
    from sufficiency.core.models import Authority  # noqa: PLC0415
    from sufficiency.core.roles import ROLES  # noqa: PLC0415
    from sufficiency.dashboards.reports.content import as_json  # noqa: PLC0415
    from sufficiency.dashboards.reports.drafting import draft  # noqa: PLC0415
    from sufficiency.dashboards.reports.figures import FIGURES_HEAD, figures_of  # noqa: PLC0415
    from sufficiency.dashboards.reports.paper import paper  # noqa: PLC0415
    from sufficiency.measures.reading import first_day, last_day  # noqa: PLC0415
    from sufficiency.strategy.models import PublishedReport  # noqa: PLC0415

    council, by = Authority.objects.get(code=COUNCIL), "commissioning-officer"
    first, last = first_day(council), last_day(council)
    if first is None or last is None:
        raise SystemExit("Nothing is loaded. First: manage.py demo --no-server")
    content = draft(Reader(by, council, (ROLES[by],)), DAY, first, last, drafts=False)
    report = PublishedReport(authority=council, day=DAY, edition=1, published_by=by, published_at=timezone.now())
    (REPORT / "board-report.pdf").write_bytes(paper("reports/paper.html", {"content": content, "report": report}))
    (REPORT / "content.json").write_text(json.dumps(as_json(content), ensure_ascii=False) + "\n", encoding="utf-8")
    with (REPORT / "figures.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([FIGURES_HEAD, *figures_of(content)])


def _take_pictures(pdf: Path) -> None:
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError:
        print("Without pypdfium2 and Pillow the pictures stay as they were.")
        return
    pages = pypdfium2.PdfDocument(pdf)
    for number in PICTURED:
        picture = pages[number - 1].render(scale=DOTS_AN_INCH / 72).to_pil()
        picture.quantize(PALETTE).save(REPORT / f"page-{number}.png", optimize=True)


if __name__ == "__main__":
    main()
