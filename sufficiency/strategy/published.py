"""From the rows of published files to figures, neighbours and populations, in set-based SQL."""

import json
from collections.abc import Sequence

from django.db import connection

from sufficiency.core.reference import POPULATION_SOURCE
from sufficiency.extracts.models import LoadFile
from sufficiency.extracts.problems import FileFault, Problem, Severity

from .datasets import CHILDREN_POPULATION, DATASETS, POPULATIONS, Dataset, is_declared, name_of, series_of

# What stands in place of a number: confidential, not applicable, not available, rounds to zero or low,
# unreliable, and the signs that older releases used.
MARKS = ("c", "z", "x", "k", "low", "u", ":", ".", "..", "~", "-")
NUMBER = r"^-?\d{1,14}(\.\d{1,10})?$"

AREA = """
    CASE geographic_level WHEN 'National' THEN country_code WHEN 'Regional' THEN region_code ELSE new_la_code END"""


def inspect_figures(file: LoadFile) -> tuple[str, list[Problem]]:
    """Find out which dataset the rows of a file are, and which of their cells are figures.

    Returns the dataset's slug and what is wrong. Raises FileFault when a known dataset lacks a column, or when
    no column holds figures.
    """
    columns = _columns(file)
    texts = [name for name, is_numeric in columns.items() if not is_numeric]
    dataset = _known_dataset(file, columns, texts)
    filters = [name for name in columns if _is_filter(name, columns, dataset)]
    indicators = [name for name in columns if name not in filters]
    if not indicators:
        raise FileFault("no-figures", "None of its columns holds figures: export it again.")
    problems = _unknown_columns(columns, dataset)
    with connection.cursor() as cursor:
        statement = f"""
            UPDATE strategy_publishedrow
            SET area = {AREA}, filters = cells - %(indicators)s::text[], cells = cells - %(filters)s::text[]
            WHERE file_id = %(file)s"""
        cursor.execute(statement, {"file": file.pk, "filters": filters, "indicators": indicators})
    slug = dataset.slug if dataset else name_of(filters, indicators, _combinations(file))
    return slug, [*problems, *_not_figures(file), *_unknown_groups(file, dataset), *_unmapped(file, slug)]


def _columns(file: LoadFile) -> dict[str, bool]:
    """Each column beside those of time and place, and whether it holds nothing but numbers and marks."""
    statement = """
        SELECT name, bool_and(text = '' OR text ~ %(number)s OR lower(text) = ANY(%(marks)s))
        FROM strategy_publishedrow, jsonb_each_text(cells) AS cell (name, text)
        WHERE file_id = %(file)s GROUP BY name ORDER BY name"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"file": file.pk, "number": NUMBER, "marks": list(MARKS)})
        return dict(cursor.fetchall())


def _known_dataset(file: LoadFile, columns: dict[str, bool], texts: Sequence[str]) -> Dataset | None:
    """The declared dataset that a file resembles most; FileFault when it lacks one of that dataset's figures."""
    names = sorted({name for dataset in DATASETS.values() for name in dataset.filters if name in texts})
    with connection.cursor() as cursor:
        parts = ", ".join("cells -> %s" for _ in names) or "NULL"
        statement = f"SELECT DISTINCT jsonb_build_array({parts}) FROM strategy_publishedrow WHERE file_id = %s"
        cursor.execute(statement, [*names, file.pk])
        found = [dict(zip(names, json.loads(row[0]), strict=False)) for row in cursor.fetchall()]
    best = max(DATASETS.values(), key=lambda dataset: dataset.resemblance(set(columns), found))
    if not best.resemblance(set(columns), found):
        return None
    missing = [name for name in best.indicators if name not in columns]
    if missing:
        message = f"It looks like the file '{best.title}' but lacks {', '.join(missing)}: fetch it again."
        raise FileFault("missing-column", message, column=", ".join(missing).upper()[:100])
    return best


def _is_filter(name: str, columns: dict[str, bool], dataset: Dataset | None) -> bool:
    """Whether a column tells rows apart: as declared, or because it holds words."""
    if dataset and name in (*dataset.filters, *dataset.indicators):
        return name in dataset.filters
    return not columns[name]


def _unknown_columns(columns: dict[str, bool], dataset: Dataset | None) -> list[Problem]:
    if dataset is None:
        message = "The dataset is not one of those the tracker knows: its figures were kept under names of their own."
        return [Problem("unknown-dataset", Severity.WARNING, message)]
    known = (*dataset.filters, *dataset.indicators)
    message = f"'{dataset.title}' had no column of this name: what it holds was kept under a name of its own."
    return [
        Problem("unknown-column", Severity.WARNING, message, 1, name.upper()) for name in columns if name not in known
    ]


def _not_figures(file: LoadFile) -> list[Problem]:
    """Cells that should hold a figure and hold neither a number nor a mark."""
    statement = """
        SELECT line, name, text FROM strategy_publishedrow, jsonb_each_text(cells) AS cell (name, text)
        WHERE file_id = %(file)s AND text <> '' AND text !~ %(number)s AND lower(text) <> ALL(%(marks)s)
        ORDER BY line, name"""
    message = f"It is neither a number nor one of the marks {', '.join(MARKS[:5])}: correct it."
    with connection.cursor() as cursor:
        cursor.execute(statement, {"file": file.pk, "number": NUMBER, "marks": list(MARKS)})
        return [
            Problem("not-a-figure", Severity.ERROR, message, line, name.upper(), text[:200])
            for line, name, text in cursor.fetchall()
        ]


def _combinations(file: LoadFile) -> list[dict[str, str]]:
    """The distinct filter values of a file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT filters::text FROM strategy_publishedrow WHERE file_id = %s", [file.pk])
        return [json.loads(row[0]) for row in cursor.fetchall()]


def _unmapped(file: LoadFile, dataset: str) -> list[Problem]:
    """How many figures answer to no measure, in one warning."""
    counted = _counted(file)
    unmapped = [
        number
        for filters, name, number in counted
        if not is_declared(dataset, series_of(dataset, json.loads(filters), name))
    ]
    if not unmapped or (dataset in DATASETS and DATASETS[dataset].advice):
        return []
    message = (
        f"{sum(unmapped):,} of {sum(number for *_, number in counted):,} figures, of {len(unmapped):,} kinds, are none "
        "that the tracker compares: they were kept under names of their own."
    )
    return [Problem("unmapped", Severity.WARNING, message)]


def _unknown_groups(file: LoadFile, dataset: Dataset | None) -> list[Problem]:
    """Groups that a dataset does not declare though it should know all: each once, where it first stands."""
    if dataset is None or not dataset.advice:
        return []
    declared = [dict(each.where) for each in dataset.series]
    statement = """
        SELECT filters::text, min(line), count(*) FROM strategy_publishedrow
        WHERE file_id = %s GROUP BY 1 ORDER BY 2"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [file.pk])
        found = [(json.loads(filters), line, rows) for filters, line, rows in cursor.fetchall()]
    return [
        Problem(
            "unknown-group",
            Severity.WARNING,
            f"{dataset.advice} ({rows:,} row{'' if rows == 1 else 's'})",
            line,
            ", ".join(dataset.filters).upper(),
            ", ".join(group.get(name, "") for name in dataset.filters)[:200],
        )
        for group, line, rows in found
        if group not in declared
    ]


def derive_figures(_authority: str, files: Sequence[int]) -> None:
    """Figures of files that began or ceased to count; populations follow."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM strategy_publishedfigure WHERE file_id = ANY(%s)", [list(files)])
    touched = LoadFile.objects.filter(pk__in=files)
    for file in touched.filter(current=True):
        _insert_figures(file)
    if touched.filter(dataset=POPULATIONS.slug).exists():
        _replace_populations()


def _insert_figures(file: LoadFile) -> None:
    """One figure for each cell, under its series and its area's code of today.

    Both are looked up in JSON rather than joined: the planner knows nothing yet of rows stored a moment
    ago, and would compare each of them with each name.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO strategy_publishedfigure (file_id, line, dataset, series, period, level, area, value, mark)
            SELECT file_id, line, %(dataset)s, %(series)s::jsonb -> filters::text ->> name, time_period::int,
                geographic_level, coalesce(%(renamed)s::jsonb -> time_period ->> area, area),
                CASE WHEN text ~ %(number)s THEN text::numeric END,
                CASE WHEN text ~ %(number)s THEN '' ELSE lower(text) END
            FROM strategy_publishedrow CROSS JOIN jsonb_each_text(cells) AS cell (name, text)
            WHERE file_id = %(file)s""",
            {
                "file": file.pk,
                "dataset": file.dataset,
                "number": NUMBER,
                "series": json.dumps(_series(file)),
                "renamed": json.dumps(_renamed(file)),
            },
        )


def _series(file: LoadFile) -> dict[str, dict[str, str]]:
    """The series of each column, for each combination of filter values as Postgres writes it."""
    named: dict[str, dict[str, str]] = {}
    for filters, name, _ in _counted(file):
        named.setdefault(filters, {})[name] = series_of(file.dataset, json.loads(filters), name)
    return named


def _renamed(file: LoadFile) -> dict[str, dict[str, str]]:
    """For each period the superseded codes and the authority's own.

    Where a file has rows under both for the same period, each keeps its code, so that none hides the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT time_period, area, authority_id
            FROM strategy_publishedrow JOIN core_authoritycode AS code ON code.code = area
            WHERE file_id = %s""",
            [file.pk],
        )
        found = cursor.fetchall()
    taken = {(period, area) for period, area, _ in found}
    renamed: dict[str, dict[str, str]] = {}
    for period, area, authority in found:
        if (period, authority) not in taken:
            renamed.setdefault(period, {})[area] = authority
    return renamed


def _counted(file: LoadFile) -> list[tuple[str, str, int]]:
    """Filter values, as JSON, and column of each kind of figure in a file, and how many there are."""
    statement = """
        SELECT filters::text, name, count(*)
        FROM strategy_publishedrow, jsonb_object_keys(cells) AS name WHERE file_id = %s GROUP BY 1, 2"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [file.pk])
        return cursor.fetchall()


def _replace_populations() -> None:
    """The populations of core follow the loaded file; those that come with the tracker stay beside them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_population WHERE loaded")
        cursor.execute(
            """
            INSERT INTO core_population (authority_id, mid_year, children, source, fixed_by_strategy, loaded)
            SELECT DISTINCT ON (authority.code, period) authority.code, period, value::int, %s, false, true
            FROM strategy_publishedfigure JOIN core_authority AS authority ON authority.code = area
            WHERE series = %s AND level = 'Local authority' AND value >= 0
            ORDER BY authority.code, period, line""",
            [POPULATION_SOURCE, CHILDREN_POPULATION],
        )


def derive_neighbours(_authority: str, files: Sequence[int]) -> None:
    """Statistical neighbours of files that began or ceased to count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM strategy_statisticalneighbour WHERE file_id = ANY(%s)", [list(files)])
        cursor.execute(
            """
            INSERT INTO strategy_statisticalneighbour
                (file_id, line, authority_id, neighbour_id, rank, closeness, edition)
            SELECT file_id, line, own.code, near.code, rank,
                upper(left(closeness, 1)) || lower(substr(closeness, 2)), right(file.kind, 4)::int
            FROM strategy_neighbourrow JOIN extracts_loadfile AS file ON file.id = file_id
            JOIN core_authority AS own USING (dfe_number)
            CROSS JOIN generate_series(1, 10) AS rank
            CROSS JOIN LATERAL (SELECT cells ->> format('sn_%%sp', rank) AS closeness) AS how
            JOIN core_authority AS near ON near.dfe_number = cells ->> format('sn_%%s', rank)
            WHERE file.current AND file_id = ANY(%s) AND own.dfe_number <> '' AND near.dfe_number <> ''""",
            [list(files)],
        )


def derive_nothing(_authority: str, _files: Sequence[int]) -> None:
    """For rows that are read as they are."""
