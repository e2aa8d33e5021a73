"""The problems of a load: by rule first, and what to beware of before the sound rows are loaded."""

import re

from django.test import Client

from tests.returns import episode

from .load_pages import act, latest, page
from .test_data_pages import BAD, GOOD, send
from .test_published_pages import RATE
from .test_published_pages import send as send_published

BEWARE = "Do not load the sound rows"


def test_problems_are_counted_by_rule_and_each_rule_leads_to_its_rows(admin: Client) -> None:
    send(admin, [*BAD, episode("01/05/2020", child="G8", PLACE="Q8")])
    address = f"/data/loads/{latest().pk}/"
    assert re.search(r"unknown-code Error PLACE: .* 2 ", page(admin, address))
    rows = page(admin, f"{address}?rule=unknown-code")
    assert "Rows that break unknown-code" in rows
    assert "Q8" in rows
    assert "31/02/2020" not in rows


def test_load_without_a_problem_lists_no_rules(admin: Client) -> None:
    send_published(admin, RATE)
    text = page(admin, f"/data/loads/{latest().pk}/")
    assert "Nothing is wrong with these files." in text
    assert "Download all" not in text


def test_month_first_dates_warn_of_the_rows_that_only_look_sound(admin: Client) -> None:
    send(admin, [*GOOD, episode("05/13/2020", child="G8")])
    text = page(admin, f"/data/loads/{latest().pk}/")
    assert "Dates in episodes.csv stand with the month first." in text
    assert BEWARE in text
    act(admin, latest(), "sound-rows")
    assert BEWARE not in page(admin, f"/data/loads/{latest().pk}/")


def test_other_faults_do_not_speak_of_months(admin: Client) -> None:
    send(admin, BAD)
    assert BEWARE not in page(admin, f"/data/loads/{latest().pk}/")
