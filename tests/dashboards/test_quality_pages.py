"""The pages on the quality of what is loaded, and on the kinds of file that can be."""

import csv
import io
import re
from typing import Any

from django.test import Client

from tests.returns import episode

from .load_pages import act, page, set_two_aside
from .test_data_pages import bring


def test_quality_page_lists_rules_rows_freshness_and_years(admin: Client) -> None:
    load = set_two_aside(admin)
    bring(admin, [episode("01/05/2018", child="G1", RNE="P")], year="2019")
    text = page(admin, "/data/quality/")
    assert "2 rows set aside" in text
    assert "2 of episodes.csv (Episodes, 2021)" in text
    assert "Rows of 2019 Rows of 2020 Rows of 2021" in text
    assert "by data.admin 1 Not loaded 6" in text
    assert "impossible-date Set aside" in text
    assert "first-episode-not-start Warning" in text
    assert "Never loaded:" in text
    rows = page(admin, "/data/quality/?rule=unknown-code")
    assert "Q9" in rows
    assert "31/02/2020" not in rows
    act(admin, load, "undo")
    assert "No rows are set aside" in page(admin, "/data/quality/")


def test_quality_rows_download_as_csv(admin: Client) -> None:
    set_two_aside(admin)
    response = admin.get("/data/quality/download/?rule=unknown-code")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["Return year"], row["Line"], row["Value"]) for row in rows] == [("2021", "9", "Q9")]


def test_quality_page_without_loads_says_what_to_do(admin: Client) -> None:
    assert "Nothing is loaded yet" in page(admin, "/data/quality/")


def test_each_kind_offers_its_template(admin: Client) -> None:
    html = admin.get("/data/kinds/").content.decode()
    slugs = re.findall(r"/data/kinds/([a-z0-9-]+)/template/", html)
    assert {"header", "episodes", "uasc"} <= set(slugs)
    for slug in slugs:
        response = admin.get(f"/data/kinds/{slug}/template/")
        assert response.status_code == 200
        assert len(list(csv.reader(io.StringIO(response.content.decode())))) == 2
    assert admin.get("/data/kinds/castle/template/").status_code == 404


def test_kinds_stand_in_the_order_of_the_return_and_published_data_comes_last(admin: Client) -> None:
    html = admin.get("/data/kinds/").content.decode()
    slugs = re.findall(r'<details class="govuk-details" id="([a-z0-9-]+)"', html)
    assert slugs[:6] == ["header", "episodes", "reviews", "uasc", "oc2", "ad1"]
    assert slugs.index("missing") < slugs.index("oc3") < slugs.index("ofsted-providers")
    assert slugs.index("oc3") < slugs.index("published-figures")
    assert "/data/kinds/ofsted-providers/template/" not in html
