"""How a measure is worked out, for a reader."""

from sufficiency.core.models import Authority
from sufficiency.measures.registry import all_themes
from tests.placements.council import load
from tests.returns import episode, one_return

from .factory import BOARD, People, person, signed_in


def test_page_gives_the_declared_definition(readers: People) -> None:
    for measure in [theme.measures[0] for theme in all_themes()]:
        response = readers.board.get(f"/measures/{measure.slug}/?as-at=2020-11-30")
        assert response.status_code == 200, measure.slug
        html = response.content.decode()
        for told in (measure.title, measure.definition, measure.source):
            assert told.replace("'", "&#x27;") in html, measure.slug


def test_page_says_which_population_was_used(readers: People) -> None:
    html = readers.board.get("/measures/care-rate-per-10000/?as-at=2020-11-30").content.decode()
    assert "Population: made up, mid-2020." in html
    assert "68,250" in html
    html = readers.board.get("/measures/care-rate-per-10000/?as-at=2022-06-30").content.decode()
    assert "Population: made up, mid-2020." in html


def test_page_withholds_small_numbers(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}") for n in range(4))))
    html = signed_in(person(council, BOARD)).get("/measures/children-in-care/?as-at=2020-11-30").content.decode()
    assert "c: withheld" in html
    assert ">4" not in html


def test_page_works_before_anything_is_loaded(council: Authority) -> None:
    html = signed_in(person(council, BOARD)).get("/measures/places-gap/").content.decode()
    assert "No returns are loaded yet" in html
    assert "Definition" in html
