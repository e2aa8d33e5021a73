"""The demo council's returns, read as a stranger would: rows of CSV, recounted by plain loops."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from placements.demo import demo_returns
from placements.demo.directory import chosen

ROOT = Path(__file__).resolve().parents[2]
YEARS = (2018, 2019, 2020, 2021)
NOVEMBER = date(2020, 11, 30)
COLUMNS = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
    "uasc": "CHILD,SEX,DOB,DUC",
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
    "oc2": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
    "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED",
    "oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
    "ad1": "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
    "placed_for_adoption": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
    "previous_permanence": "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
}
KEYS = {"episodes": (0, 1), "reviews": (0, 2), "placed_for_adoption": (0, 2), "missing": (0, 3)}  # the others: CHILD


def _day(text):
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


@cache
def _returns():
    return demo_returns()


def _rows(kind):
    """(year, row) of every row of a kind, in the order of the years."""
    for year, files in sorted(_returns().items()):
        for row in csv.DictReader(StringIO(files[f"{year}-{kind}.csv"].decode(), newline="")):
            yield year, row


@pytest.fixture(scope="module")
def episodes():
    """The episodes as they stand after every return: the latest return decides."""
    latest = {(row["CHILD"], row["DECOM"]): row for _, row in _rows("episodes")}
    result = [{**row, "from": _day(row["DECOM"]), "to": _day(row["DEC"])} for row in latest.values()]
    return sorted(result, key=lambda row: (row["CHILD"], row["from"]))


@pytest.fixture(scope="module")
def in_care_episodes(episodes):
    return [row for row in episodes if row["LS"] not in ("V3", "V4")]


@pytest.fixture(scope="module")
def born():
    return {row["CHILD"]: _day(row["DOB"]) for _, row in _rows("header")}


@pytest.fixture(scope="module")
def directory():
    with (ROOT / "fixtures" / "demo_postcodes.csv").open(newline="") as file:
        return {row["postcode"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def periods(in_care_episodes):
    """(child, start, end, REC, episodes) of every period of care."""
    chains = []
    for row in in_care_episodes:
        if chains and chains[-1][-1]["CHILD"] == row["CHILD"] and chains[-1][-1]["to"] == row["from"]:
            chains[-1].append(row)
        else:
            chains.append([row])
    return [(c[0]["CHILD"], c[0]["from"], c[-1]["to"], c[-1]["REC"], c) for c in chains]


def _covering(rows, day):
    return [row for row in rows if row["from"] <= day and (row["to"] is None or row["to"] > day)]


@pytest.fixture(scope="module")
def november(in_care_episodes):
    return _covering(in_care_episodes, NOVEMBER)


def _birthday(day, age):
    if (day.month, day.day) == (2, 29) and (day.year + age) % 4:
        return date(day.year + age, 3, 1)
    return day.replace(year=day.year + age)


def _age(day_of_birth, day):
    years = day.year - day_of_birth.year
    return years - (_birthday(day_of_birth, years) > day)


def _entry(postcode, directory):
    return directory.get(postcode.replace(" ", ""))


def _is_out(row, directory):
    return _entry(row["PL_POST"], directory)["code"] != "E06000059"


def _miles(row, directory):
    home, placement = _entry(row["HOME_POST"], directory), _entry(row["PL_POST"], directory)
    if home is None or placement is None:
        return None
    east = int(home["easting"]) - int(placement["easting"])
    north = int(home["northing"]) - int(placement["northing"])
    miles = Decimal(east * east + north * north).sqrt() / Decimal("1609.3")
    return miles.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _group(row):
    """The strategy's groups of placements."""
    fostered, provider = row["PLACE"].startswith("U"), row["PLACE_PROVIDER"]
    if fostered and provider in ("PR4", "PR5"):
        return "agency"
    if fostered and provider == "PR1":
        return "own carers"
    if row["PLACE"] in ("K1", "K2") and provider in ("PR2", "PR3", "PR4", "PR5"):
        return "external residential"
    if row["PLACE"] in ("H5", "P2"):
        return "unregulated"
    return "other"


@pytest.mark.parametrize(
    ("day", "stock"),
    [
        (date(2019, 4, 30), 427),
        (date(2020, 3, 31), 478),
        (date(2020, 7, 31), 482),
        (NOVEMBER, 476),
        (date(2021, 1, 31), 459),
        (date(2021, 3, 31), 450),
    ],
)
def test_children_in_care_are_as_many_as_published(in_care_episodes, day, stock):
    covering = [row["CHILD"] for row in _covering(in_care_episodes, day)]
    assert len(set(covering)) == stock
    assert len(covering) == stock, "no child has two episodes on a day"


def test_stock_by_month_is_a_smooth_curve(in_care_episodes):
    day, stocks = date(2017, 4, 1), []
    while day < date(2021, 4, 1):
        day = (day + timedelta(days=32)).replace(day=1)
        stocks.append(len(_covering(in_care_episodes, day - timedelta(days=1))))
    steps = [abs(after - before) for before, after in pairwise(stocks)]
    assert len(stocks) == 48
    assert max(steps) <= 9
    assert min(stocks) == 427
    assert max(stocks) == 482


@pytest.mark.parametrize(
    ("group", "children", "out_of_area"),
    [
        ("agency", 106, 66),
        ("external residential", 57, 49),
        ("unregulated", 43, 9),
        ("own carers", 212, None),
        ("other", 58, None),
    ],
)
def test_november_groups_are_as_published(november, directory, group, children, out_of_area):
    members = [row for row in november if _group(row) == group]
    assert len(members) == children
    if out_of_area is not None:
        assert sum(_is_out(row, directory) for row in members) == out_of_area


def test_november_children_out_of_area_are_194_of_whom_70_others(november, directory):
    out = [row for row in november if _is_out(row, directory)]
    assert len(out) == 194
    assert sum(_group(row) in ("own carers", "other") for row in out) == 70


def test_november_fostering_prints_67_percent(november):
    fostered = sum(row["PLACE"] in ("U1", "U2", "U3", "U4", "U5", "U6") for row in november)
    assert fostered == 318
    assert (Decimal(100 * fostered) / 476).quantize(Decimal(1), ROUND_HALF_UP) == 67


def test_november_own_home_has_five_children(november):
    assert sum(row["PLACE"] == "K2" and row["PLACE_PROVIDER"] == "PR1" for row in november) == 5


def test_november_unaccompanied_children_are_14(november):
    until = {row["CHILD"]: _day(row["DUC"]) for _, row in _rows("uasc")}
    here = [row for row in november if row["CHILD"] in until]
    assert sum(until[row["CHILD"]] is None or until[row["CHILD"]] > NOVEMBER for row in here) == 14


@pytest.mark.parametrize(
    ("last", "started", "ceased"),
    [(date(2020, 9, 30), 74, 75), (date(2021, 3, 31), 128, 156)],
)
def test_starts_and_exits_from_april_2020_are_as_many_as_published(periods, last, started, ceased):
    april = date(2020, 4, 1)
    assert len({child for child, start, *_ in periods if april <= start <= last}) == started
    assert len({child for child, _, end, *_ in periods if end and april <= end <= last}) == ceased


def test_27_of_those_who_ceased_from_april_to_september_2020_were_18(periods, born):
    exits = {child: end for child, _, end, *_ in periods if end and date(2020, 4, 1) <= end <= date(2020, 9, 30)}
    assert sum(end >= _birthday(born[child], 18) for child, end in exits.items()) == 27


def test_20_of_the_unregulated_turn_18_by_march_2021(november, born):
    ages = [_birthday(born[row["CHILD"]], 18) for row in november if row["PLACE"] in ("H5", "P2")]
    assert sum(day <= date(2021, 3, 31) for day in ages) == 20


def test_82_children_turn_18_by_march_2022(november, born):
    assert sum(_birthday(born[row["CHILD"]], 18) <= date(2022, 3, 31) for row in november) == 82


def test_219_children_live_over_20_miles_from_home_and_three_distances_are_unknown(november, directory):
    distances = [_miles(row, directory) for row in november]
    assert sum(miles is not None and miles > 20 for miles in distances) == 219
    assert distances.count(None) == 3


def test_november_ages_sexes_needs_and_backgrounds_are_lifelike(november, born):
    header = {row["CHILD"]: row for _, row in _rows("header")}
    share = {
        "13 or older": sum(_age(born[row["CHILD"]], NOVEMBER) >= 13 for row in november),
        "girls": sum(header[row["CHILD"]]["SEX"] == "2" for row in november),
        "disabled": sum(row["CIN"] == "N2" for row in november),
        "minority ethnic": sum(header[row["CHILD"]]["ETHNIC"][0] in "MABCO" for row in november),
        "connected carers": sum(row["PLACE"] in ("U1", "U2", "U3") for row in november),
    }
    per_cent = {name: 100 * count / 476 for name, count in share.items()}
    assert 60 < per_cent["13 or older"] < 62
    assert 41 < per_cent["girls"] < 45
    assert 7.5 < per_cent["disabled"] < 10.5
    assert 12 < per_cent["minority ethnic"] < 16
    assert 14.5 <= per_cent["connected carers"] < 15.5


def test_half_of_the_children_have_been_in_care_for_less_than_three_years(periods):
    current = [start for _, start, end, *_ in periods if start <= NOVEMBER and (end is None or end > NOVEMBER)]
    assert len(current) == 476
    assert 0.47 < sum(start > date(2017, 11, 30) for start in current) / 476 < 0.55


def _spells(chain):
    """[start, end, places] of a period; a temporary move from which the child goes back is passed over."""
    spells = []
    for number, row in enumerate(chain):
        back = (
            number > 1
            and chain[number - 1]["PLACE"].startswith("T")
            and all(chain[number - 2][column] == row[column] for column in ("PLACE", "PL_POST", "URN"))
        )
        away = row["PLACE"].startswith("T")
        if number and (away or back or row["RNE"] in "LTU"):
            spells[-1][1] = row["to"]
            spells[-1][2].append(row["PLACE"])
        else:
            spells.append([row["from"], row["to"], [row["PLACE"]]])
    return spells


def test_stability_in_november_is_near_the_published_figures(periods, born):
    in_care = several = three = long_term = stable = 0
    for child, start, end, _, chain in periods:
        if start > NOVEMBER or (end and end <= NOVEMBER):
            continue
        spells = [spell for spell in _spells(chain) if spell[0] <= NOVEMBER]
        in_year = [spell for spell in spells if spell[1] is None or spell[1] > date(2019, 12, 1)]
        in_care += 1
        several += len(in_year) > 1
        three += len(in_year) > 2
        if _age(born[child], NOVEMBER) < 16 and start <= date(2018, 5, 30):
            long_term += 1
            settled = spells[-2] if spells[-1][2][-1].startswith("A") and len(spells) > 1 else spells[-1]
            stable += settled[0] <= date(2018, 11, 30)
    assert in_care == 476
    assert 0.09 < three / in_care < 0.11
    assert 0.31 < several / in_care < 0.36
    assert 0.70 < stable / long_term < 0.74


def test_leavers_of_the_last_year_go_where_leavers_go(periods):
    reasons = Counter(rec for _, _, end, rec, _ in periods if end and date(2020, 4, 1) <= end <= date(2021, 3, 31))
    permanence = sum(reasons[rec] for rec in ("E11", "E12", "E45", "E46", "E47", "E48"))
    assert 0.25 <= permanence / 156 <= 0.35
    assert 0.21 <= (reasons["E4A"] + reasons["E4B"]) / 156 <= 0.27


def test_every_child_adopted_was_placed_for_adoption_under_a_placement_order(periods):
    adopted = [chain[-1] for _, _, end, rec, chain in periods if end and rec in ("E11", "E12")]
    assert len(adopted) > 20
    assert {row["PLACE"] for row in adopted} == {"A5", "A6"}
    assert {row["LS"] for row in adopted} == {"E1"}


def test_children_leave_care_on_their_18th_birthday_at_the_latest(periods, born):
    for child, start, end, *_ in periods:
        assert born[child] <= start
        assert (end or date(2021, 3, 31)) <= _birthday(born[child], 18)


def test_children_live_where_their_age_and_legal_status_allow(in_care_episodes, born):
    for row in in_care_episodes:
        age = _age(born[row["CHILD"]], row["from"])
        assert age >= 16 or row["PLACE"] not in ("H5", "P2"), row
        assert age >= 8 or row["PLACE"] not in ("K1", "K2"), row
        assert row["LS"] in ("C1", "C2") or row["PLACE"] != "P1", row
        assert row["LS"] == "E1" or row["PLACE"] not in ("A5", "A6"), row


def test_brothers_and_sisters_come_on_the_same_day_from_the_same_home(periods, born):
    families = defaultdict(set)
    for child, start, _, _, chain in periods:
        if chain[0]["RNE"] == "S":
            families[chain[0]["HOME_POST"], start].add(child)
    siblings = [children for (home, _), children in families.items() if home and len(children) > 1]
    assert len(siblings) > 50
    for children in siblings:
        births = sorted(born[child] for child in children)
        assert all((later - earlier).days > 300 for earlier, later in pairwise(births))


def test_every_kind_of_history_occurs(episodes):
    assert {row["RNE"] for row in episodes} == set("SLPTBU")
    assert {row["LS"] for row in episodes} >= {"C1", "C2", "E1", "V2", "V3", "V4", "L1", "L2", "J1"}
    assert {row["PLACE"] for row in episodes} >= {"T1", "T3", "T4", "A5", "A6", "U5", "R3", "R5", "S1"}
    assert sum(row["PLACE"].startswith("T") for row in episodes) >= 10


def test_short_breaks_are_in_the_returns_and_cover_the_reference_day(episodes):
    assert "V4" in [row["LS"] for row in _covering(episodes, NOVEMBER)]


def test_some_children_come_back_into_care(periods):
    counts = Counter(child for child, *_ in periods)
    assert sum(count > 1 for count in counts.values()) >= 10


def test_episodes_follow_one_another_without_gap_or_overlap(in_care_episodes):
    for before, after in pairwise(in_care_episodes):
        if before["REC"] == "X1":
            assert before["CHILD"] == after["CHILD"], before
            assert before["to"] == after["from"], before
            assert after["RNE"] != "S", after
        elif before["CHILD"] == after["CHILD"]:
            assert before["to"] < after["from"], before
            assert after["RNE"] == "S", after


def test_first_episodes_begin_care_save_for_some_who_came_before_the_first_return(periods):
    without_start = [start for _, start, _, _, chain in periods if chain[0]["RNE"] != "S"]
    assert all(start < date(2017, 4, 1) for start in without_start)
    assert len(without_start) < 130


def test_a_return_holds_what_was_open_in_its_year_and_closes_nothing_later():
    for year, row in _rows("episodes"):
        assert _day(row["DECOM"]) <= date(year, 3, 31)
        if row["DEC"]:
            assert date(year - 1, 4, 1) <= _day(row["DEC"]) <= date(year, 3, 31)
            assert _day(row["DEC"]) > _day(row["DECOM"])
        assert bool(row["DEC"]) == bool(row["REC"])


def test_an_episode_open_at_the_end_of_a_year_is_in_the_next_return():
    held = defaultdict(dict)
    for year, row in _rows("episodes"):
        held[year][row["CHILD"], row["DECOM"]] = row
    for year in YEARS[:-1]:
        for key, row in held[year].items():
            if not row["DEC"]:
                later = held[year + 1][key]
                assert {**later, "DEC": "", "REC": "", "REASON_PLACE_CHANGE": ""} == row


def test_reasons_for_a_move_stand_on_the_episode_that_was_left(in_care_episodes):
    for before, after in pairwise(in_care_episodes):
        moves = before["REC"] == "X1" and after["RNE"] != "L"
        assert bool(before["REASON_PLACE_CHANGE"]) == moves, before


def test_files_have_the_official_columns_and_no_key_twice():
    for year, files in _returns().items():
        assert set(files) == {f"{year}-{kind}.csv" for kind in COLUMNS}
        for kind, columns in COLUMNS.items():
            lines = files[f"{year}-{kind}.csv"].decode().splitlines()
            assert lines[0] == columns
            keys = [tuple(line.split(",")[cell] for cell in KEYS.get(kind, (0,))) for line in lines[1:]]
            assert len(keys) == len(set(keys))


def test_every_child_of_the_episodes_has_a_header_row_that_never_changes():
    described, seen = {}, defaultdict(set)
    for year, row in _rows("header"):
        seen[year].add(row["CHILD"])
        facts = (row["SEX"], row["DOB"], row["ETHNIC"])
        assert described.setdefault(row["CHILD"], facts) == facts
    for year in YEARS:
        assert {row["CHILD"] for y, row in _rows("episodes") if y == year} == seen[year]


def test_identifiers_are_six_digits_some_with_leading_zeros(born):
    assert all(len(child) == 6 and child.isdigit() for child in born)
    assert sum(child.startswith("0") for child in born) > 20


def test_every_postcode_of_a_row_is_in_the_list(episodes, directory):
    for row in episodes:
        assert row["PL_POST"].replace(" ", "") in directory
        assert not row["HOME_POST"] or _entry(row["HOME_POST"], directory)["code"] == "E06000059"


def test_postcodes_of_the_list_are_those_of_the_directory():
    with (ROOT / "fixtures" / "demo_postcodes.csv").open(newline="") as file:
        listed = [tuple(row) for row in csv.reader(file)][1:]
    assert listed == [tuple(map(str, entry)) for entry in chosen()]


def test_no_registration_number_can_be_a_real_one(episodes):
    numbers = {row["URN"] for row in episodes if row["URN"]}
    assert len(numbers) > 40
    assert all(number.startswith("99") and len(number) == 7 for number in numbers)


def _digest(seed):
    script = (
        "import hashlib; from placements.demo import demo_returns;"
        "print(hashlib.sha256(repr(demo_returns()).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True)
    return run.stdout.decode().strip()


def test_returns_are_the_same_bytes_at_every_run():
    here = hashlib.sha256(repr(_returns()).encode()).hexdigest()
    assert _digest("1") == _digest("2") == here


def test_command_writes_the_files_and_can_be_run_again(tmp_path, capsys):
    for _ in range(2):
        call_command("make_demo_returns", str(tmp_path / "returns"))
    assert "40 files written" in capsys.readouterr().out
    for files in _returns().values():
        for name, content in files.items():
            assert (tmp_path / "returns" / name).read_bytes() == content


def test_command_says_in_one_line_when_the_folder_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_demo_returns", str(tmp_path / "file"))
