"""The measures of the yearly files, OC2 and OC3, a second time by plain loops over the rows of the returns."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from .lives import Life, Returns, Row, latest_row, life_of, read_date
from .measures import Answer

GROUPS = {"17-18": (17, 18), "19-21": (19, 21)}
HEALTH_FLAGS = {
    "health-assessment-percent": "HEALTH_ASSESSMENT",
    "dental-check-percent": "TEETH_CHECK",
    "immunisations-percent": "IMMUNISATIONS",
}
NOTHING_LOADED = Answer(None, None, None, 0)


def return_of(day: date) -> int:
    """The return that ends on the latest 31 March up to the day."""
    year = day.year
    while date(year, 3, 31) > day:
        year -= 1
    return year


def age_on(born: date, day: date) -> int:
    """Completed years."""
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


class YearlyOracle:
    """Answers from the yearly files of one authority."""

    def __init__(self, returns: Returns) -> None:
        self.returns = returns

    def age(self, row: Row, year: int) -> int | None:
        """On 31 March of the return, by the latest header that holds the child, or else by the row."""
        header = latest_row(self.returns, "header", row["CHILD"])
        born = read_date((header or row)["DOB"])
        return None if born is None else age_on(born, date(year, 3, 31))

    def rows(self, kind: str, day: date) -> list[tuple[Row, int | None]] | None:
        """The rows that answer for a day, with the ages; None when their file is not loaded."""
        year = return_of(day)
        files = self.returns.get(year, {})
        if kind not in files:
            return None
        return [(row, self.age(row, year)) for row in files[kind]]

    def leavers(self, slug: str, day: date) -> Answer:
        """A measure of care leavers."""
        rows = self.rows("oc3", day)
        is_count = slug == "leavers-in-bed-and-breakfast"
        if rows is None:
            return NOTHING_LOADED if is_count else Answer(0, 0, None, 0)
        cohort = [(row, age) for row, age in rows if row["IN_TOUCH"] not in {"DIED", "RHOM"}]
        if is_count:
            ours = [row for row, age in cohort if age is not None and 17 <= age <= 21]
            number = sum(row["ACCOM"] in {"W1", "W2"} for row in ours)
            unknown = sum(row["ACCOM"] in {"", "0"} for row in ours) + sum(age is None for _, age in cohort)
            return Answer(number, None, number, unknown)
        group = next(name for name in GROUPS if slug.endswith(name))
        meets, is_unknown, counts = LEAVERS[slug.removesuffix(f"-{group}")]
        low, high = GROUPS[group]
        cohort = [(row, age) for row, age in cohort if counts(row)]
        ours = [row for row, age in cohort if age is not None and low <= age <= high]
        return share(ours, meets, sum(map(is_unknown, ours)) + sum(age is None for _, age in cohort))

    def health(self, slug: str, day: date) -> Answer:
        """A measure of the children who were in care all through the return year."""
        year = return_of(day)
        rows = self.rows("oc2", day)
        if rows is None:
            return Answer(0, 0, None, 0)
        cohort = [
            (row, age)
            for row, age in rows
            if in_care_all_year(life_of({y: self.returns[y] for y in self.returns}, row["CHILD"]), year)
        ]
        if slug in HEALTH_FLAGS:
            column = HEALTH_FLAGS[slug]
            every = [row for row, _ in cohort]
            return share(every, lambda row: row[column] == "1", sum(row[column] == "" for row in every))
        unknown = sum(age is None for _, age in cohort)
        asked = [row for row, age in cohort if age is not None and 4 <= age <= 16]
        scores = [int(row["SDQ_SCORE"]) for row in asked if row["SDQ_SCORE"]]
        if slug == "sdq-completion-percent":
            return share(asked, lambda row: row["SDQ_SCORE"] != "", unknown)
        return Answer(sum(scores), len(scores), Fraction(sum(scores), len(scores)) if scores else None, unknown)


def in_care_all_year(life: Life, year: int) -> bool:
    return any(
        period.starts <= date(year - 1, 4, 1) and (period.ends is None or period.ends > date(year, 3, 31))
        for period in life.periods
    )


def share(rows: list[Row], meets: Callable[[Row], bool], unknown: int) -> Answer:
    number = sum(map(meets, rows))
    return Answer(number, len(rows), Fraction(100 * number, len(rows)) if rows else None, unknown)


Test = Callable[[Row], bool]
LEAVERS: dict[str, tuple[Test, Test, Test]] = {  # meets, is unknown, is in the cohort
    "leavers-in-touch-percent": (
        lambda row: row["IN_TOUCH"] == "YES",
        lambda row: row["IN_TOUCH"] == "",
        lambda _: True,
    ),
    "leavers-suitable-accommodation-percent": (
        lambda row: row["ACCOM"][1:] == "1",
        lambda row: row["ACCOM"] in {"", "0"},
        lambda row: row["ACCOM"][:1] not in {"G", "H", "R"},
    ),
    "leavers-eet-percent": (
        lambda row: row["ACTIV"][:1] in {"F", "P"},
        lambda row: row["ACTIV"] in {"", "0"},
        lambda _: True,
    ),
}
LEAVER_SLUGS = [*(f"{slug}-{group}" for slug in LEAVERS for group in GROUPS), "leavers-in-bed-and-breakfast"]
HEALTH_SLUGS = [*HEALTH_FLAGS, "sdq-average", "sdq-completion-percent"]
