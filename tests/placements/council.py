"""A council with made-up returns in the database, and the comparison of its measures with the oracle."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.db import transaction

from carers.measures import MEASURES as OF_FOSTERING
from leavers.measures import OF_REGISTERS as OF_LEAVERS
from placements.register_measures import MEASURES as OF_REGISTERS
from sufficiency.core.measure import Measure, Result
from sufficiency.core.models import Authority, Population, Postcode
from sufficiency.core.tally import evaluate
from sufficiency.extracts.actions import SourceFile, load_files
from sufficiency.measures.registry import all_measures, measure_named
from tests.oracle import MEASURES, Answer, Oracle
from tests.oracle.children import QUESTIONS
from tests.oracle.files import MEASURES as OF_FILES
from tests.oracle.yearly import HEALTH_SLUGS, LEAVER_SLUGS
from tests.returns import OURS, POPULATIONS, POSTCODES, TARGETS, Returns, as_csv
from tests.strategy.entries import strategy, target


def found_council() -> Authority:
    """The authority with the made-up postcode directory, populations and targets."""
    council = Authority.objects.get(code=OURS)
    Postcode.objects.bulk_create(
        Postcode(postcode=postcode.replace(" ", ""), authority_id=authority, easting=easting, northing=northing)
        for postcode, (authority, easting, northing) in POSTCODES.items()
    )
    council.populations.all().delete()
    Population.objects.bulk_create(
        Population(authority=council, mid_year=mid_year, children=children, source="made up")
        for mid_year, children in POPULATIONS.items()
    )
    strategy(council)
    for since, percent in TARGETS:
        target(council, "out-of-area-percent", Decimal(percent.numerator) / percent.denominator, since)
    return council


def load(council: Authority, returns: Returns, years: Iterable[int] | None = None, *, again: bool = False) -> None:
    """Load the returns year by year, in the order given or else from the earliest.

    ``again`` says that files which are already loaded may be among them.
    """
    welcome = {"committed", "already-loaded"} if again else {"committed"}
    for year in years if years is not None else sorted(returns):
        files = [SourceFile(f"{kind}-{year}.csv", BytesIO(as_csv(kind, rows))) for kind, rows in returns[year].items()]
        outcome = load_files(files=files, authority=council, year=year, by="test")
        assert outcome.status in welcome, outcome


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_answer(result: Result) -> Answer:
    return Answer(result.numerator, result.denominator, result.value, result.unknown)


def compared_measures() -> list[Measure]:
    """The measures that the oracle knows, which must all be declared."""
    return [measure_named(slug) for slug in MEASURES]


def answers(council: Authority, days: Sequence[date]) -> dict[tuple[str, date], Answer]:
    """What the application says: every measure on every day, read as a series."""
    series = evaluate(compared_measures(), council, days)
    return {
        (slug, day): as_answer(result)
        for slug, results in series.items()
        for day, result in zip(days, results, strict=True)
    }


def answers_day_by_day(council: Authority, days: Sequence[date]) -> dict[tuple[str, date], Answer]:
    """The same, asked for one day at a time."""
    return {
        (slug, day): as_answer(result)
        for day in days
        for slug, (result,) in evaluate(compared_measures(), council, [day]).items()
    }


def oracle_answers(returns: Returns, days: Sequence[date]) -> dict[tuple[str, date], Answer]:
    """What the oracle says."""
    oracle = Oracle(authority=OURS, returns=returns, postcodes=POSTCODES, populations=POPULATIONS, targets=TARGETS)
    return {(slug, day): oracle.answer(slug, day) for slug in MEASURES for day in days}


def differences(
    found: dict[tuple[str, date], Answer], expected: dict[tuple[str, date], Answer]
) -> list[tuple[str, str, Answer, Answer]]:
    """Where two sets of answers disagree: measure, day, found, expected."""
    assert found.keys() == expected.keys()
    return [
        (slug, day.isoformat(), found[slug, day], expected[slug, day])
        for slug, day in sorted(found)
        if found[slug, day] != expected[slug, day]
    ]


def undeclared_or_unchecked() -> set[str]:
    """Slugs that only the application or only the oracle knows; those of registers are checked beside their rows."""
    of_registers = {measure.slug for measure in (*OF_REGISTERS, *OF_FOSTERING, *OF_LEAVERS)}
    others = {*LEAVER_SLUGS, *HEALTH_SLUGS, "missing-percent", *of_registers}
    return {measure.slug for measure in all_measures()} ^ {*MEASURES, *QUESTIONS, *OF_FILES, *others}
