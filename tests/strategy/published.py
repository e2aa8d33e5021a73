"""Published files for tests, and what came of loading them."""

from io import BytesIO

from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.extracts.models import Load
from sufficiency.extracts.outcome import Outcome
from sufficiency.strategy.models import PublishedFigure

DORSET, BCP, WILTSHIRE = "E06000059", "E06000058", "E06000054"
DORSET_NUMBER, BCP_NUMBER = "838", "839"
PLACE = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
PLACE += "old_la_code,la_name,new_la_code"
ENGLAND = "2025,Reporting year,National,E92000001,England,,,,,"
SOUTH_WEST = "2025,Reporting year,Regional,E92000001,England,E12000009,South West,,,"
IN_DORSET = "2025,Reporting year,Local authority,E92000001,England,E12000009,South West,838,Dorset,E06000059"
LOOKED_AFTER = "Children looked after on 31 March each year"
RATES = f"{PLACE},population_type,population_estimate,children_count,rate_per_10000"


def tidy(header: str, *rows: str) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def rates(*cells: str, place: str = IN_DORSET) -> bytes:
    """A file on numbers and rates with a row for each triple of cells, the years going back from 2025."""
    rows = [f"{place.replace('2025', str(2025 - back), 1)},{LOOKED_AFTER},{each}" for back, each in enumerate(cells)]
    return tidy(RATES, *rows)


def load(*files: bytes, **options: bool) -> Outcome:
    sources = [SourceFile(f"file-{number}.csv", BytesIO(content)) for number, content in enumerate(files, 1)]
    return load_files(files=sources, by="test", **options)


def record(outcome: Outcome) -> Load:
    return Load.objects.get(pk=outcome.load_id)


def codes(outcome: Outcome, severity: str = "error") -> list[tuple[str, int | None, str, str]]:
    found = [problem for _, problem in outcome.problems if problem.severity == severity]
    return [(each.code, each.line, each.column, each.value) for each in found]


def figures() -> set[tuple[str, int, str, str]]:
    return {(each.series, each.period, each.area, each.shown) for each in PublishedFigure.objects.all()}
