"""The reference data that every database holds."""

import csv
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from sufficiency.core.models import Authority, AuthorityCode, Population
from sufficiency.core.models.population import estimate_for
from sufficiency.core.reference import sync_reference

DORSET = "E06000059"

# Codes of each sort -> the authority they stand for.
CODES = {
    "E06000059": "E06000059",  # Dorset, a unitary authority
    "E07000094": "E10000014",  # Winchester, a district of Hampshire
    "E07000240": "E10000015",  # St Albans, a district of Hertfordshire
    "E07000100": "E10000015",  # ... and its code until 2012
    "E08000016": "E08000016",  # Barnsley, as the statistics name it
    "E08000038": "E08000016",  # ... and since April 2025
    "E08000019": "E08000019",  # Sheffield
    "E08000039": "E08000019",
    "E08000020": "E08000037",  # Gateshead until 2013
    "E10000023": "E06000065",  # North Yorkshire as a county
    "E07000169": "E06000065",  # Selby, a district of it until 2023
    "E10000027": "E06000066",  # Somerset as a county
    "E10000002": "E06000060",  # Buckinghamshire as a county
    "E07000028": "E10000006",  # Carlisle, a district of Cumbria while there was one
    "E07000053": "E10000009",  # Weymouth and Portland, a district of the old Dorset
    "E06000028": "E06000028",  # Bournemouth, an authority until 2019
    "W06000015": "W92000004",  # Cardiff
    "S12000036": "S92000003",  # Edinburgh
    "S12000046": "S92000003",  # Glasgow until 2019
    "N09000003": "N92000002",  # Belfast
    "L99999999": "L93000001",  # Channel Islands
    "M99999999": "M83000003",  # Isle of Man
}


def read(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_authorities_in_force_are_the_153_of_england_in_its_nine_regions() -> None:
    in_force = Authority.objects.filter(kind=Authority.Kind.ENGLAND, until__isnull=True)

    regions = dict(in_force.order_by().values_list("region").annotate(Count("pk")))

    # London counts as two, inner and outer, as the statistics publish it.
    assert regions == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "Inner London": 14,
        "Outer London": 19,
        "South East": 19,
        "South West": 15,
    }
    numbers = set(in_force.values_list("dfe_number", flat=True))
    assert len(numbers) == 153
    assert all(len(number) == 3 and number.isdigit() for number in numbers)


@pytest.mark.django_db
def test_abolished_authorities_say_since_when() -> None:
    gone = Authority.objects.filter(until__isnull=False).values_list("code", "until")

    assert dict(gone) == {
        "E06000028": date(2019, 4, 1),
        "E06000029": date(2019, 4, 1),
        "E10000009": date(2019, 4, 1),
        "E10000021": date(2021, 4, 1),
        "E10000006": date(2023, 4, 1),
    }


@pytest.mark.django_db
def test_areas_outside_england_are_placement_areas_without_a_dfe_number() -> None:
    outside = Authority.objects.filter(kind=Authority.Kind.OUTSIDE)

    assert set(outside.values_list("name", "dfe_number")) == {
        ("Wales", ""),
        ("Scotland", ""),
        ("Northern Ireland", ""),
        ("Channel Islands", ""),
        ("Isle of Man", ""),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "authority"), CODES.items())
def test_code_leads_to_its_authority(code: str, authority: str) -> None:
    assert AuthorityCode.objects.get(code=code).authority_id == authority


@pytest.mark.django_db
def test_every_authority_goes_by_its_own_code() -> None:
    own = AuthorityCode.objects.filter(code__in=Authority.objects.values("code")).values_list("code", "authority_id")

    assert len(own) == Authority.objects.count()
    assert all(code == authority for code, authority in own)


@pytest.mark.django_db
def test_dorset_borders_five_authorities_and_each_of_them_borders_dorset() -> None:
    neighbours = Authority.objects.get(code=DORSET).borders.all()

    assert {neighbour.name for neighbour in neighbours} == {
        "Bournemouth, Christchurch and Poole",
        "Somerset",
        "Wiltshire",
        "Hampshire",
        "Devon",
    }
    assert all(neighbour.borders.filter(code=DORSET).exists() for neighbour in neighbours)


# Authorities with all that border them, from the map.
NEIGHBOURS = {
    "Wiltshire": "Bath and North East Somerset, Dorset, Gloucestershire, Hampshire, Somerset, South Gloucestershire, "
    "Swindon, West Berkshire",
    "Cornwall": "Devon, Plymouth",
    "Suffolk": "Cambridgeshire, Essex, Norfolk",
    "East Sussex": "Brighton and Hove, Kent, Surrey, West Sussex",
    "Kent": "Bexley, Bromley, East Sussex, Medway, Surrey, Thurrock",  # Thurrock by the Dartford Crossing
    "Northumberland": "County Durham, Cumberland, Gateshead, Newcastle upon Tyne, North Tyneside, Scotland, "
    "Westmorland and Furness",
    "Herefordshire, County of": "Gloucestershire, Shropshire, Wales, Worcestershire",
    "Lincolnshire": "Cambridgeshire, Leicestershire, Norfolk, North East Lincolnshire, North Lincolnshire, "
    "North Northamptonshire, Nottinghamshire, Peterborough, Rutland",
    "Rutland": "Leicestershire, Lincolnshire, North Northamptonshire",
    "Liverpool": "Halton, Knowsley, Sefton, Wirral",  # Wirral by the tunnels
    "Kingston upon Hull, City of": "East Riding of Yorkshire",
    "Portsmouth": "Hampshire",
    "Isle of Wight": "",
    "Isles of Scilly": "",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "neighbours"), NEIGHBOURS.items())
def test_an_authority_borders_those_that_the_map_shows_beside_it(name: str, neighbours: str) -> None:
    found = Authority.objects.get(name=name).borders.values_list("name", flat=True)

    assert ", ".join(sorted(found)) == neighbours


@pytest.mark.django_db
def test_borders_go_both_ways_and_none_but_islands_lack_them() -> None:
    through = Authority.borders.through.objects.values_list("from_authority", "to_authority")
    pairs = set(through)

    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    in_force = Authority.objects.filter(kind=Authority.Kind.ENGLAND, until__isnull=True)
    alone = in_force.filter(borders__isnull=True).values_list("name", flat=True)
    assert set(alone) == {"Isle of Wight", "Isles of Scilly"}


def test_each_border_is_written_once_from_the_smaller_code() -> None:
    assert all(row["code"] < row["borders"] for row in read("borders"))


@pytest.mark.django_db
def test_population_that_counts_on_30_november_2020_is_that_of_mid_2020() -> None:
    estimates = Population.objects.for_authority(Authority.objects.get(code=DORSET)).estimates()

    estimate = estimate_for(estimates, date(2020, 11, 30))

    assert estimate is not None
    assert (estimate.mid_year, estimate.children, estimate.source) == (2020, 66203, "ONS mid-year estimate")


@pytest.mark.django_db
@pytest.mark.parametrize(("mid_year", "england"), [(2019, 11790492), (2020, 11787794), (2024, 12183016)])
def test_populations_of_the_authorities_add_up_to_the_published_one_of_england(mid_year: int, england: int) -> None:
    assert Population.objects.filter(mid_year=mid_year).aggregate(Sum("children")) == {"children__sum": england}


@pytest.mark.django_db
def test_north_yorkshire_somerset_and_buckinghamshire_keep_the_populations_of_their_county_days() -> None:
    years = Counter(
        Population.objects.filter(authority__in=["E06000065", "E06000066", "E06000060"]).values_list(
            "authority", flat=True
        )
    )

    assert years == {"E06000065": 13, "E06000066": 13, "E06000060": 13}


@pytest.mark.django_db
def test_sync_writes_nothing_when_nothing_differs() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert sync_reference() == 0

    reads = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(reads) == 5
    assert all(sql.startswith("SELECT") for sql in reads)


@pytest.mark.django_db
def test_sync_puts_right_what_differs_and_leaves_what_the_files_do_not_name() -> None:
    Authority.objects.filter(code=DORSET).update(name="Durset")
    Population.objects.filter(authority=DORSET, mid_year=2020).update(children=1)
    Population.objects.filter(authority=DORSET, mid_year=2021).delete()
    AuthorityCode.objects.create(code="E07999999", authority_id=DORSET, name="A district of tomorrow")
    Population.objects.create(authority_id=DORSET, mid_year=2050, children=5, source="Forecast")
    Population.objects.create(
        authority_id=DORSET, mid_year=2020, children=68000, source="Our strategy", fixed_by_strategy=True
    )

    assert sync_reference() == 3

    assert Authority.objects.get(code=DORSET).name == "Dorset"
    figures = Population.objects.filter(authority=DORSET, mid_year__in=[2020, 2021, 2050])
    assert set(figures.values_list("mid_year", "children", "fixed_by_strategy")) == {
        (2020, 66203, False),
        (2020, 68000, True),
        (2021, 65983, False),
        (2050, 5, False),
    }
    assert AuthorityCode.objects.filter(code="E07999999").exists()


@pytest.mark.django_db(transaction=True)
def test_flushed_database_holds_the_reference_data_again() -> None:
    Population.objects.all().delete()

    call_command("flush", interactive=False, verbosity=0)

    assert Population.objects.count() == len(read("populations"))
    assert Authority.objects.count() == len(read("authorities"))


@pytest.mark.django_db
def test_database_without_the_tables_is_left_alone() -> None:
    """As after ``migrate core zero``: the state that a migration leaves knows no authority."""
    Authority.objects.filter(code=DORSET).update(name="Durset")

    emit_post_migrate_signal(0, False, "default", apps=ProjectState().apps)

    assert Authority.objects.get(code=DORSET).name == "Durset"


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("authorities", ["code"]),
        ("authority_codes", ["code"]),
        ("borders", ["code", "borders"]),
        ("populations", ["code", "mid_year"]),
    ],
)
def test_file_names_nothing_twice_and_is_sorted(file: str, key: list[str]) -> None:
    keys = [tuple(row[column] for column in key) for row in read(file)]

    assert len(set(keys)) == len(keys)
    if file != "authorities":
        assert keys == sorted(keys)
