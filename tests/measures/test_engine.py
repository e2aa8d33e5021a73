"""The engine on relations of its own: exact sums, parts that add up, many authorities at once, what is not loaded."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Case, Exists, Expression, F, OuterRef, Q, Value, When
from django.db.models.functions import Greatest, Least
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from carers.models import Allegation
from placements.measures import CARE_RATE, CHILDREN_IN_CARE, IN_CARE, OUT_OF_AREA, STARTED_IN_YEAR
from placements.models import EpisodeSpan, Home
from sufficiency.core.area import ENGLAND, Area, Authorities
from sufficiency.core.dates import months_back
from sufficiency.core.measure import Dimension, Measure, Relation, Result, Tally, Unit
from sufficiency.core.models import Authority, Population
from sufficiency.core.tally import BY_AUTHORITY, breakdown, dimensions_of, evaluate
from sufficiency.measures.registry import all_measures
from tests.placements.council import found_council, load, taken_back
from tests.returns import NEIGHBOUR, NOT_IN_DIRECTORY, OURS, Returns, episode, header, one_return, text

pytestmark = pytest.mark.django_db

DAYS = [date(2020, month, day) for month in (5, 7, 9, 11) for day in (1, 14, 28)] + [date(2021, 3, 31)]
PLACES = Dimension("place", "Placement", {"U4": "Foster care", "K2": "Children's home"})
AGE = Dimension("age", "Age", {"over": "10 or over", "under": "Under 10", "": "Not known"})
POSTS = {"QX1 2BB": "0.9", "QX2 1AB": "20.1", "QY2 1AA": "48.5", NOT_IN_DIRECTORY: ""}


def aged(day: date) -> Expression:
    """A part that a row changes as days go by."""
    tenth = months_back(day, 120)
    known = (
        When(child__date_of_birth__lte=tenth, then=Value("over")),
        When(child__date_of_birth__gt=tenth, then=Value("under")),
    )
    return Case(*known, default=Value(""))


TOLD = replace(IN_CARE, name="in care, told apart", needs=(), parts={PLACES: lambda _day: F("place"), AGE: aged})
MILES = replace(
    OUT_OF_AREA,
    slug="miles",
    unit=Unit.SCORE,
    numerator=Tally(TOLD, Q(distance__isnull=False), amount="distance"),
    denominator=Tally(TOLD, Q(distance__isnull=False)),
    unknown=Tally(TOLD, Q(distance__isnull=True)),
)
SHARE = replace(
    OUT_OF_AREA,
    slug="share",
    numerator=Tally(TOLD, Q(in_area=False)),
    denominator=Tally(TOLD),
    unknown=Tally(TOLD, Q(in_area=None)),
)


def invented(seed: int, children: int) -> Returns:
    """A return of so many children, each in one to four placements one after the other."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    rows, headers = [], []
    for number in range(children):
        name, day = f"{seed}{number:03}", date(2020, 4, 1) + timedelta(days=dice.randrange(200))
        moves = sorted(day + timedelta(days=dice.randrange(1, 150)) for _ in range(dice.randrange(4)))
        starts = list(dict.fromkeys([day, *moves]))
        ends = [*starts[1:], dice.choice([None, starts[-1] + timedelta(days=40)])]
        for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
            rec = "" if last is None else "X1" if n + 1 < len(starts) else "E4A"
            rows.append(
                episode(
                    text(first),
                    text(last),
                    child=name,
                    rne="P" if n else "S",
                    rec=rec,
                    PLACE=dice.choice(["U4", "K2", "H5", ""]),
                    PL_POST=dice.choice(list(POSTS)),
                )
            )
        if number % 5:
            headers.append(header(name, text(date(2010, 4, 1) + timedelta(days=dice.randrange(400)))))
    return one_return(*rows, headers=headers)


@pytest.fixture(scope="module")
def councils(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Authority]]:
    """Two councils with returns, for all tests of this module."""
    with django_db_blocker.unblock(), taken_back():
        ours, neighbour = found_council(), Authority.objects.get(code=NEIGHBOUR)
        load(ours, invented(1, 40))
        load(neighbour, invented(2, 25))
        yield [ours, neighbour]


def numbers(result: Result) -> tuple[object, ...]:
    return result.numerator, result.denominator, result.unknown


def covering(area: Area, day: date) -> list[EpisodeSpan]:
    """The spans of a day, one by one."""
    codes = [area.code] if isinstance(area, Authority) else [OURS, NEIGHBOUR]
    spans = EpisodeSpan.objects.select_related("child").filter(authority__in=codes)
    return [span for span in spans if span.starts <= day < span.ends]


@pytest.mark.parametrize("days", [DAYS, DAYS[:1]], ids=["series", "one day"])
def test_sums_of_decimals_are_exact(councils: list[Authority], days: Sequence[date]) -> None:
    for result in evaluate([MILES], councils[0], days)["miles"]:
        known = [span.distance for span in covering(councils[0], result.as_at) if span.distance is not None]
        total = sum((Fraction(miles) for miles in known), Fraction(0))
        assert (result.numerator, result.denominator) == (total, len(known))
        assert result.value == (total / len(known) if known else None)


@pytest.mark.parametrize("dimension", [PLACES, AGE, BY_AUTHORITY], ids=lambda dimension: dimension.slug)
@pytest.mark.parametrize("days", [DAYS, DAYS[5:6]], ids=["series", "one day"])
def test_parts_add_up_to_the_whole(councils: list[Authority], dimension: Dimension, days: Sequence[date]) -> None:
    for area in (councils[0], ENGLAND):
        whole = evaluate([SHARE, MILES], area, days)
        parts = breakdown([SHARE, MILES], dimension, area, days)
        for slug, results in whole.items():
            for n, result in enumerate(results):
                told = [numbers(series[n]) for series in parts[slug].values()]
                assert tuple(map(sum, zip(*told, strict=True))) == numbers(result)


def test_each_part_holds_those_who_are_in_it_on_the_day(councils: list[Authority]) -> None:
    parts = breakdown([SHARE], PLACES, councils[0], DAYS)["share"]
    ages = breakdown([SHARE], AGE, councils[0], DAYS)["share"]
    assert list(parts) == ["U4", "K2", ""]  # H5 is none of the parts: with the unknown ones
    assert list(ages) == ["over", "under", ""]
    for n, day in enumerate(DAYS):
        spans = covering(councils[0], day)
        places = Counter(span.place if span.place in PLACES.parts else "" for span in spans)
        assert {part: series[n].denominator for part, series in parts.items()} == {part: places[part] for part in parts}
        births = [span.child.date_of_birth for span in spans]
        bands = Counter("" if born is None else "over" if born <= months_back(day, 120) else "under" for born in births)
        assert {part: series[n].denominator for part, series in ages.items()} == {part: bands[part] for part in ages}


def test_one_day_of_a_breakdown_is_the_same_day_of_a_series(councils: list[Authority]) -> None:
    for dimension in (PLACES, AGE):
        series = breakdown([SHARE], dimension, councils[1], DAYS)["share"]
        for n, day in enumerate(DAYS):
            alone = breakdown([SHARE], dimension, councils[1], [day])["share"]
            assert {p: numbers(at) for p, (at,) in alone.items()} == {p: numbers(series[p][n]) for p in alone}


def test_filters_narrow_the_parts_too(councils: list[Authority]) -> None:
    fostered = breakdown([SHARE], AGE, councils[0], DAYS[:4], filters=Q(place="U4"))["share"]
    told = breakdown([SHARE], PLACES, councils[0], DAYS[:4])["share"]["U4"]
    assert [sum(series[n].denominator or 0 for series in fostered.values()) for n in range(4)] == [
        at.denominator for at in told
    ]


@pytest.mark.parametrize("days", [DAYS, DAYS[5:6]], ids=["series", "one day"])
def test_days_taken_back_find_the_rows_whose_own_days_were_worked_out(
    councils: list[Authority], days: Sequence[date]
) -> None:
    relations = {tally.relation for measure in all_measures() for tally in measure.tallies()}
    found = [relation for relation in relations if relation.since or relation.until]

    def counts(relations: Iterable[Relation]) -> list[list[object]]:
        measures = [
            replace(CHILDREN_IN_CARE, slug=relation.name, numerator=Tally(replace(relation, needs=())))
            for relation in relations
        ]
        return [[result.numerator for result in results] for results in evaluate(measures, ENGLAND, days).values()]

    assert sum(any(numbers) for numbers in counts(found)) > len(found) // 2
    assert counts(found) == counts(map(worked_out, found))


NEAR = Q(distance__lte=20)
CONDITIONS = [
    NEAR,
    ~NEAR,
    ~Q(in_area=True),
    Q(in_area=False) | ~Q(place="U4"),
    ~(NEAR & Q(place__in=["U4", "K2"])) & Q(in_area__isnull=False),
    ~Q(~NEAR | Q(place_provider="PR1"), ~Q(legal_status="C2"), Q(starts=F("placed_since"))),
    Q(placement_authority=NEIGHBOUR) | Q(child__sex="F") & ~Q(born__isnull=True),
    Q(Exists(Authority.objects.filter(Q(code=OURS), code=OuterRef("placement_authority")))),
]


@pytest.mark.parametrize("days", [DAYS, DAYS[5:6]], ids=["row by row", "in groups"])
def test_conditions_mean_the_same_of_groups_and_of_single_rows(councils: list[Authority], days: Sequence[date]) -> None:
    measures = [
        replace(MILES, slug=f"condition-{n}", numerator=Tally(IN_CARE, where, amount="distance"), denominator=rows)
        for n, where in enumerate(CONDITIONS)
        for rows in [Tally(IN_CARE, where)]
    ]
    for area in (councils[0], ENGLAND):
        for where, results in zip(CONDITIONS, evaluate(measures, area, days).values(), strict=True):
            for day, result in zip(days, results, strict=True):
                rows = IN_CARE.at(area, day).filter(where).values_list("distance", flat=True)
                assert result.denominator == len(rows), where
                assert result.numerator == sum(Fraction(miles) for miles in rows if miles is not None), where
        assert len({result.denominator for each in evaluate(measures, area, days[-1:]).values() for result in each}) > 4


def test_rows_that_end_before_they_begin_count_on_no_day(councils: list[Authority]) -> None:
    backwards = replace(IN_CARE, name="backwards", starts="ends", ends="starts", needs=())
    nobody = replace(CHILDREN_IN_CARE, numerator=Tally(backwards))
    days = [date(2018, 1, 1), *DAYS, date(9999, 12, 31)]
    assert {result.numerator for result in evaluate([nobody], ENGLAND, days)[nobody.slug]} == {0}


def worked_out(relation: Relation) -> Relation:
    """The same rows, each with the days from and up to which it counts."""
    since, until = (each.expression() if each else None for each in (relation.since, relation.until))
    days = {
        "from_": Greatest(F(relation.starts), since) if since else F(relation.starts),
        "until_": Least(F(relation.ends), until) if until else F(relation.ends),
    }
    return replace(
        relation, rows=lambda: relation.rows().annotate(**days), starts="from_", ends="until_", since=None, until=None
    )


def test_a_measure_that_cannot_be_told_apart_says_so(councils: list[Authority]) -> None:
    assert dimensions_of(SHARE) == (PLACES, AGE, BY_AUTHORITY)
    assert dimensions_of(CARE_RATE) == (BY_AUTHORITY,)
    with pytest.raises(ValueError, match="care-rate-per-10000 cannot be told apart by place"):
        breakdown([CARE_RATE], PLACES, councils[0], DAYS)


def test_several_authorities_are_counted_as_one(councils: list[Authority]) -> None:
    both = Authorities.of("X1", "Both", councils)
    measures = [CHILDREN_IN_CARE, SHARE, STARTED_IN_YEAR]
    alone = [evaluate(measures, council, DAYS) for council in councils]
    for area in (both, ENGLAND):
        for slug, results in evaluate(measures, area, DAYS).items():
            for n, result in enumerate(results):
                assert result.numerator == sum(each[slug][n].numerator or 0 for each in alone)
                assert result.denominator in (None, sum(each[slug][n].denominator or 0 for each in alone))


def test_rate_of_england_is_over_the_children_of_those_who_made_a_return(councils: list[Authority]) -> None:
    day = date(2020, 11, 30)
    Population.objects.filter(authority=councils[1]).delete()
    Population.objects.create(authority=councils[1], mid_year=2020, children=31_750, source="made up")
    (rate,) = evaluate([CARE_RATE], ENGLAND, [day])["care-rate-per-10000"]
    assert (rate.numerator, rate.denominator) == (len(covering(ENGLAND, day)), 68_250 + 31_750)
    assert rate.note == "Population: made up, mid-2020 (2 councils)."
    by_council = breakdown([CARE_RATE], BY_AUTHORITY, ENGLAND, [day])["care-rate-per-10000"]
    assert {code: at.denominator for code, (at,) in by_council.items()} == {OURS: 68_250, NEIGHBOUR: 31_750}
    assert {at.authority for (at,) in by_council.values()} == set(councils)


def test_england_has_no_rate_while_one_population_is_lacking(councils: list[Authority]) -> None:
    Population.objects.filter(authority=councils[1]).delete()
    Population.objects.create(authority=councils[1], mid_year=2021, children=31_750, source="of a later year")
    (rate,) = evaluate([CARE_RATE], ENGLAND, [date(2020, 11, 30)])["care-rate-per-10000"]
    assert (rate.value, rate.note) == (None, "No population is loaded for this date.")


def needing(*slugs: str) -> Measure:
    """The share of children, if these had to be loaded for the numerator."""
    relation = replace(TOLD, name="needs", needs=slugs)
    return replace(
        SHARE, slug="needing", numerator=Tally(relation, Q(in_area=False)), unknown=Tally(relation, Q(in_area=None))
    )


def test_what_is_not_loaded_is_not_known_and_never_0(councils: list[Authority]) -> None:
    (result,) = evaluate([needing("oc2", "fostering-allegations", "episodes")], councils[0], DAYS[-1:])["needing"]
    in_care = len(covering(councils[0], DAYS[-1]))
    assert (result.numerator, result.denominator, result.value, result.unknown) == (None, in_care, None, 0)
    assert result.note == "Not loaded: the oc2 file and the register Allegations."


def test_what_is_loaded_of_one_council_is_not_of_another(councils: list[Authority]) -> None:
    load(councils[1], one_return(episode("01/05/2021", child="N1"), year=2022))
    nothing = Authority.objects.get(code="E06000054")
    everybody = needing("episodes", "header")
    everybody = replace(everybody, denominator=everybody.numerator)
    assert evaluate([everybody], councils[0], DAYS[-1:])["needing"][0].value is not None
    (result,) = evaluate([everybody], nothing, DAYS[-1:])["needing"]
    assert (result.numerator, result.denominator, result.value) == (None, None, None)
    told = breakdown([everybody], BY_AUTHORITY, Authorities.of("X2", "Two", [councils[0], nothing]), DAYS[-1:])[
        "needing"
    ]
    assert [(code, at.value is None) for code, (at,) in told.items()] == [(OURS, False), ("E06000054", True)]


def test_an_entry_made_by_hand_counts_as_loaded(councils: list[Authority]) -> None:
    measure = needing("fostering-allegations")
    values = {"reference": "A-1", "household": "F-1", "made_on": DAYS[0], "outcome": "ON-GOING"}
    Allegation.objects.create(id=uuid4(), authority=councils[0], **values)
    told = breakdown([measure], BY_AUTHORITY, ENGLAND, DAYS[-1:])["needing"]
    assert [(code, at.value is None) for code, (at,) in told.items()] == [(NEIGHBOUR, True), (OURS, False)]
    assert evaluate([measure], ENGLAND, DAYS[-1:])["needing"][0].value is not None


def test_before_the_first_entry_of_a_register_nothing_is_known(councils: list[Authority]) -> None:
    measure = replace(needing("fostering-allegations", "homes"), also_needs=("episodes",))
    for number, made_on in enumerate((DAYS[1], DAYS[2])):
        values = {"reference": f"A-{number}", "household": "F-1", "made_on": made_on, "outcome": "ON-GOING"}
        Allegation.objects.create(id=uuid4(), authority=councils[number], **values)
    for council, first in zip(councils, (DAYS[1], DAYS[2]), strict=True):
        Home.objects.create(id=uuid4(), authority=council, reference="H-1", located_in=council.code, places=1)
        for after, known in ((-1, False), (0, True)):
            (result,) = evaluate([measure], council, [first + timedelta(days=after)])["needing"]
            in_care = len(covering(council, result.as_at))
            assert (result.value is not None, result.numerator is not None, result.denominator) == (
                known,
                known,
                in_care,
            )
    (result,) = evaluate([measure], councils[0], [DAYS[1] - timedelta(days=1)])["needing"]
    begins = f"{DAYS[1].day} {DAYS[1]:%B %Y}"
    assert result.note == f"The register Allegations begins on {begins}; of earlier days it says nothing."
    both = evaluate([measure], ENGLAND, [DAYS[1] - timedelta(days=1), DAYS[1]])["needing"]
    assert [each.value is None for each in both] == [True, False]


def test_no_number_of_queries_depends_on_days_measures_or_children(councils: list[Authority]) -> None:
    def queries(measures: Sequence[Measure], days: Sequence[date], area: Area) -> int:
        with CaptureQueriesContext(connection) as asked:
            evaluate(measures, area, days)
        return len(asked)

    three = [SHARE, MILES, replace(SHARE, slug="again", numerator=Tally(TOLD, Q(place="U4")))]
    sixty = [date(2016, 1, 1) + timedelta(days=30 * n) for n in range(60)]
    assert queries(three, DAYS[:1], councils[0]) == queries(three, sixty, ENGLAND) == 1
    every = list(all_measures())
    relations = {each.relation for of in every for each in (*of.tallies(), *of.withheld_with())}
    few = queries(every, DAYS[:1], councils[0])
    assert few <= len(relations) + 5  # populations, targets, years of files, what is loaded
    load(councils[0], {2022: invented(3, 50)[2021]})
    assert queries(every, sixty, councils[0]) == queries(every, DAYS[:1], councils[0]) == few


def test_a_breakdown_is_one_query_a_relation(councils: list[Authority]) -> None:
    for dimension, days in ((PLACES, DAYS), (AGE, DAYS), (AGE, DAYS[:1])):
        with CaptureQueriesContext(connection) as asked:
            breakdown([SHARE, MILES], dimension, ENGLAND, days)
        assert len(asked) == 1
