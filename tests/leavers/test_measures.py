"""Measures of care leavers from the registers against a plain loop over the rows, and against the page."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction

from leavers.birthdays import turning
from leavers.lodgings import lodgings_on
from leavers.measures import OF_REGISTERS as OURS
from leavers.measures.relations import PARTS
from leavers.models import LeaverSpan
from leavers.standing import Group, standings
from sufficiency.core.dates import age_on, months_back
from sufficiency.core.tally import breakdown, evaluate
from sufficiency.dashboards.leavers import figures
from tests.oracle.beginnings import as_known
from tests.registers.council import council, neighbour

from .drawn import Drawn, Person, covers, day, drawn, load_drawn

DAYS = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2020, 11, 30), date(2021, 3, 31)]
DAYS += [date(2016, 1, 1) + timedelta(days=days) for days in range(0, 1900, 271)]
DRAWN = drawn(7)
GOOD = ("HIGHER-EDUCATION", "EDUCATION", "APPRENTICESHIP", "TRAINING", "WORK")
SERVICES = {Group.ACTIVE: "ACTIVE", Group.IN_CARE: "IN-CARE", Group.IN_TOUCH: "IN-TOUCH", Group.ADVICE: "ADVICE"}
SLUGS = {
    "leavers": "care-leavers",
    "contacts": "leaver-contacts",
    "homes": "leaver-accommodation",
    "activities": "leaver-activities",
    "plans": "pathway-plans",
    "lodgings": "supported-lodgings",
    "advisers": "personal-advisers",
}
Answers = dict[str, tuple[int | Fraction, int | Fraction | None, int]]


def edges(found: Drawn) -> Iterator[date]:
    """The last day of six months after some plans, the 18th birthday of some who are in care, and the days around."""
    rows = {row["REFERENCE"]: row for row in found.leavers}
    plans = [(rows[plan["LEAVER"]], day(plan["COMPLETED_ON"])) for plan in found.plans if plan["COMPLETED_ON"]]
    lasts = [(row, months_back(done, -6)) for row, done in plans]
    known = [on for row, on in lasts if Person(found, row, on).service in ("ACTIVE", "IN-CARE")][:3]
    born = [day(row["DATE_OF_BIRTH"]) for row in found.leavers if Person(found, row, DAYS[3]).service == "IN-CARE"][:2]
    of_age = [months_back(each, -12 * 18) for each in born]
    for on in (*known, *of_age, *(months_back(each, 6) for each in of_age)):
        yield from (on - timedelta(days=1), on, on + timedelta(days=1))


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A council with drawn care leavers, loaded once; all of it is taken out again at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_drawn(DRAWN)
        yield DRAWN
        transaction.set_rollback(True)


def expected(found: Drawn, on: date) -> Answers:
    """Numerator, denominator and unknown of every measure on a day."""
    people = [Person(found, row, on) for row in found.leavers]
    active = [person for person in people if person.service == "ACTIVE"]
    of = _of_service(people) | _of_plans(people) | _of_places(found, on)
    for suffix, low, high in (("", 0, 99), ("-17-18", 17, 18), ("-19-21", 19, 21)):
        some = [person for person in active if low <= person.age <= high]
        for slug, holds, unsaid in (
            ("leavers-in-touch-percent", lambda p: p.contact == "IN-TOUCH", lambda p: not p.contact),
            ("leavers-suitable-percent", lambda p: p.suitable == "YES", lambda p: p.suitable in ("", "NOT-KNOWN")),
            ("leavers-eet-percent", lambda p: p.activity in GOOD, lambda p: p.activity in ("", "NOT-KNOWN")),
        ):
            of[f"{slug}{suffix}-now"] = (sum(map(holds, some)), len(some), sum(map(unsaid, some)))
    homeless = sum(person.home in ("", "NOT-KNOWN") for person in active)
    unsaid = sum(person.suitable in ("", "NOT-KNOWN") for person in active)
    for name, homes in (
        ("in-bed-and-breakfast", ("BED-AND-BREAKFAST", "EMERGENCY")),
        ("in-custody", ("CUSTODY",)),
        ("staying-put", ("STAYING-PUT",)),
        ("staying-close", ("STAYING-CLOSE",)),
    ):
        of[f"leavers-{name}-now"] = (sum(person.home in homes for person in active), None, homeless)
    of["leavers-unsuitable-now"] = (sum(person.suitable == "NO" for person in active), None, unsaid)
    working = [row for row in found.advisers if covers(row["WORKS_FROM"], row["WORKS_TO"], on)]
    of["leavers-caseload-now"] = (len(active), Fraction(sum(int(row["WORKING_TIME"]) for row in working), 100), 0)
    return of


def _of_service(people: list[Person]) -> Answers:
    def count(holds: Callable[[Person], bool]) -> tuple[int, None, int]:
        return sum(map(holds, people)), None, 0

    return {
        "leavers-active-service-now": count(lambda person: person.service == "ACTIVE"),
        "leavers-eligible-now": count(lambda person: person.service == "IN-CARE"),
        "leavers-keep-in-touch-now": count(lambda person: person.service == "IN-TOUCH"),
        "leavers-advice-now": count(lambda person: person.service == "ADVICE"),
        "leavers-supported-now": count(lambda person: person.service in ("ACTIVE", "IN-CARE", "IN-TOUCH")),
        **{
            f"leavers-{law.lower()}-now": count(
                lambda person, law=law: bool(person.service) and person.entitlement == law
            )  # type: ignore[misc]
            for law in ("RELEVANT", "FORMER-RELEVANT", "QUALIFYING")
        },
    }


def _of_plans(people: list[Person]) -> Answers:
    some = [person for person in people if person.service in ("ACTIVE", "IN-CARE")]
    return {
        "pathway-plan-percent-now": (sum(person.planned_on is not None for person in some), len(some), 0),
        "pathway-plan-reviewed-percent-now": (sum(person.planned_within(6) for person in some), len(some), 0),
        "pathway-plan-seven-months-percent-now": (sum(person.planned_within(7) for person in some), len(some), 0),
    }


def _of_places(found: Drawn, on: date) -> Answers:
    approved = [row for row in found.lodgings if covers(row["APPROVED_FROM"], row["APPROVED_TO"], on)]
    on_hold = 0
    for row in approved:
        ours = [each for each in found.holds if each["LODGING"] == row["REFERENCE"] and day(each["SINCE"]) <= on]
        if ours:
            last = max(ours, key=lambda each: day(each["SINCE"]))
            on_hold += min(int(last["PLACES_ON_HOLD"]), int(row["LODGING_PLACES"]))
    used = sum(Person(found, row, on).home == "SUPPORTED-LODGINGS" for row in found.leavers)
    of: Answers = {
        "supported-lodgings-providers": (len(approved), None, 0),
        "supported-lodgings-places": (sum(int(row["LODGING_PLACES"]) for row in approved), None, 0),
        "supported-lodgings-places-on-hold": (on_hold, None, 0),
        "supported-lodgings-used": (used, None, 0),
    }
    born = {row["REFERENCE"]: day(row["DATE_OF_BIRTH"]) for row in found.leavers}
    in_care = {row["CHILD"] for row in found.episodes if covers(row["DECOM"], row["DEC"], on)}
    later = months_back(on, -6)
    turn = sum(age_on(on, born[child]) < 18 <= age_on(later, born[child]) for child in in_care)
    return of | {"turning-18-in-6-months": (turn, None, 0)}


@pytest.mark.django_db
def test_measures_of_care_leavers_are_what_a_plain_loop_over_the_rows_counts(found: Drawn) -> None:
    days = [*DAYS, *edges(found)]
    series = evaluate(OURS, council(), days)
    seen = dict.fromkeys(series, 0)
    registers = {slug: getattr(found, name) for name, slug in SLUGS.items()}
    for number, on in enumerate(days):
        wanted = expected(found, on)
        assert wanted.keys() == series.keys()
        for slug, results in series.items():
            result = results[number]
            told = as_known(result.measure, wanted[slug], registers, on)
            assert (result.numerator, result.denominator, result.unknown) == told, (slug, on)
            seen[slug] += int(result.numerator or 0)
    assert all(seen.values()), [slug for slug, total in seen.items() if not total]
    for on in DAYS[:3]:
        for slug, (single,) in evaluate(OURS, council(), [on]).items():
            assert single == series[slug][DAYS.index(on)]


@pytest.mark.django_db
def test_every_care_leaver_stands_as_the_page_says_and_its_reasons_explain(found: Drawn) -> None:
    for on in DAYS:
        spans = {span.reference: span for span in LeaverSpan.objects.covering(on).filter(authority=council())}
        served = {one.leaver.reference: one for one in standings(council(), on) if one.group is not Group.NONE}
        assert spans.keys() == served.keys()
        for reference, one in served.items():
            span = spans[reference]
            assert (span.service, span.entitlement, span.age) == (SERVICES[one.group], one.entitlement or "", one.age)
            assert span.contact == (one.contact.outcome if one.contact else "")
            assert (span.home or "NOT-KNOWN", span.suitable or "NOT-KNOWN") == (one.lives, one.suitable)
            assert (span.activity or "NOT-KNOWN", span.planned_on) == (one.does, one.plan.last_on)


@pytest.mark.django_db
def test_page_of_care_leavers_says_what_the_measures_say(found: Drawn) -> None:
    for on in (date(2020, 2, 29), date(2020, 11, 30)):
        results = {slug: result for slug, (result,) in evaluate(OURS, council(), [on]).items()}
        page, lodgings = figures(council(), on), lodgings_on(council(), on)
        plans = [row for _, row, _ in page.plans]
        said = {
            "leavers-active-service-now": page.active,
            "leavers-in-touch-percent-now": page.touch[0].number,
            "leavers-suitable-percent-now": page.suitable,
            "leavers-unsuitable-now": page.unsuitable,
            "leavers-eet-percent-now": page.in_education_or_work,
            "pathway-plan-percent-now": sum(row.with_plan for row in plans),
            "pathway-plan-seven-months-percent-now": sum(row.recent for row in plans),
            "supported-lodgings-providers": len(lodgings.providers),
            "supported-lodgings-places": lodgings.places,
            "supported-lodgings-places-on-hold": lodgings.on_hold,
            "supported-lodgings-used": lodgings.used,
        }
        assert {slug: results[slug].numerator for slug in said} == said
        assert results["leavers-suitable-percent-now"].value == pytest.approx(page.suitable_percent)
        assert results["leavers-caseload-now"].value == pytest.approx(page.cases_for_full_time)
        in_care = {row["CHILD"] for row in found.episodes if covers(row["DECOM"], row["DEC"], on)}
        listed = {one.reference for one in turning(council(), on, 6) if one.age == 18}
        assert results["turning-18-in-6-months"].numerator == len(listed & in_care)


@pytest.mark.django_db
def test_parts_of_care_leavers_add_up_to_the_whole(found: Drawn) -> None:
    asked = [
        each for each in OURS if each.slug in ("leavers-suitable-percent-now", "pathway-plan-reviewed-percent-now")
    ]
    whole = evaluate(asked, council(), DAYS[:4])
    for dimension in PARTS:
        parts = breakdown(asked, dimension, council(), DAYS[:4])
        for slug, results in whole.items():
            for number, result in enumerate(results):
                some = [part[number] for part in parts[slug].values()]
                assert sum(int(part.numerator or 0) for part in some) == (result.numerator or 0)
                assert sum(int(part.denominator or 0) for part in some) == (result.denominator or 0)
                assert sum(part.unknown for part in some) == result.unknown


@pytest.mark.django_db
def test_what_nobody_has_loaded_of_care_leavers_is_not_known(found: Drawn) -> None:
    for slug, (result,) in evaluate(OURS, neighbour(), [DAYS[3]]).items():
        assert (result.numerator, result.value) == (None, None), slug
        assert result.note.startswith("Not loaded: ")
