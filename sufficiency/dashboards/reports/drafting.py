"""Works out what the report of a day says: always as a board member may read it, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sufficiency.core.access import Reader
from sufficiency.core.dates import month_ends, months_back, quarter_end_before
from sufficiency.core.measure import Measure
from sufficiency.core.roles import ROLES
from sufficiency.dashboards.charts.trends import Point, Trend, trend_chart, trend_of
from sufficiency.dashboards.measure_rows import MeasureRow, measure_rows
from sufficiency.dashboards.status import Status
from sufficiency.dashboards.words import long_date, target_text, unknown_of
from sufficiency.measures.present import NOT_KNOWN, Shown, year_before
from sufficiency.measures.reading import demo_loaded
from sufficiency.strategy.aims import Aims, aims_of
from sufficiency.strategy.board import business_on
from sufficiency.strategy.commentary import commentary_on
from sufficiency.strategy.models import Commentary, Strategy, TrajectoryPoint, strategy_on
from sufficiency.strategy.progress import priorities_on
from sufficiency.strategy.watched import in_order, watched

from .content import Card, Content, Earlier, Line, Said, Section, Task

MONTHS = 36
HEIGHT, WIDTH = 240, 640
NO_DAY = "No day given"


def in_public(reader: Reader) -> Reader:
    """Somebody who reads as a board member does, so that small numbers are withheld from everybody."""
    return replace(reader, roles=(ROLES["board-member"],))


def draft(reader: Reader, day: date, first: date, reaches: date, *, drafts: bool) -> Content:
    """The report of a month-end. The number of queries depends neither on the measures nor on the days.

    ``first`` and ``reaches`` are the days that the loaded returns speak for, ``drafts`` says whether commentary that
    is not published yet is in it.
    """
    public, authority = in_public(reader), reader.authority
    strategy = strategy_on(authority, day)
    aims = aims_of(authority)
    groups = in_order(strategy, watched(authority, day, aims))
    measures = [measure for group in groups for measure in group.measures]
    months = [*(each for each in month_ends(max(months_back(day, MONTHS), first), day) if each != day), day]
    rows = measure_rows(measures, public, day, first, aims=aims, also=months)
    found = _Found(
        year_before=year_before(public, day),
        rows={row.measure.slug: row for row in rows.rows},
        series={slug: [shown[each] for each in months] for slug, shown in rows.shown.items()},
        aims=aims,
        ways=aims.of(strategy).ways if strategy else {},
        said=commentary_on(authority, day, drafts=drafts),
    )
    sections = tuple(
        Section(group.number, group.title, group.why, tuple(_line(measure, found) for measure in group.measures))
        for group in groups
    )
    business = business_on(authority, day)
    return Content(
        council=authority.name,
        code=authority.code,
        day=day,
        quarter_before=quarter_end_before(day),
        year_before=year_before(public, day),
        reaches=reaches,
        strategy=strategy.title if strategy else "",
        lead=_lead([line for section in sections for line in section.lines]),
        sections=sections,
        tasks=_tasks(strategy, day) if strategy else (),
        resolved=tuple(
            Task(
                of=f"Meeting of {long_date(each.action.met_on)}",
                reference=str(each.action.number),
                text=each.action.text,
                owner=each.action.owner,
                due=long_date(each.action.due) if each.action.due else NO_DAY,
                is_overdue=each.is_overdue,
                status=each.status,
                note=_since(each.update.since, each.update.note) if each.update else "",
            )
            for each in business.resolved
        ),
        cards=tuple(
            Card(
                reference=each.card.reference,
                asked_by=each.card.asked_by,
                asked_on=each.card.asked_on,
                text=each.card.text,
                response=each.card.response if each.has_response else "",
                status=each.status,
                is_overdue=each.is_overdue,
            )
            for each in business.asked
        ),
        is_demo=demo_loaded(),
    )


@dataclass(frozen=True)
class _Found:
    """What lines are made of, by slug of the measure: its row, its months, its trajectory, what officers say of it.

    ``year_before`` is the day that the rows compare with.
    """

    year_before: date
    rows: Mapping[str, MeasureRow]
    series: Mapping[str, Sequence[Shown]]
    aims: Aims
    ways: Mapping[str, Sequence[TrajectoryPoint]]
    said: Mapping[str, Commentary]


def _line(measure: Measure, found: _Found) -> Line:
    row, said = found.rows[measure.slug], found.said.get(measure.slug)
    now = row.now
    return Line(
        slug=measure.slug,
        title=measure.title,
        definition=measure.definition,
        technical=measure.technical,
        source=measure.source,
        unit=str(measure.unit),
        figure=now.text,
        numerator=now.numerator,
        is_rounded=now.is_rounded,
        denominator="" if now.denominator == NOT_KNOWN else now.denominator,
        sentence=row.sentence,
        unknown=unknown_of(now),
        aim=row.aim,
        aim_name=row.aim_name,
        status=Status(row.status.slug, row.status.word, row.status.shape),
        quarter_before=Earlier(quarter_end_before(now.as_at), row.quarter_before),
        year_before=Earlier(found.year_before, row.year_before),
        neighbours=row.neighbours,
        england=row.england,
        published=row.published,
        chart=trend_chart(_with_way_ahead(measure, found), measure.slug, height=HEIGHT, width=WIDTH),
        commentary=Said(said.text, said.caveat, said.officer, said.as_at, said.status) if said else None,
    )


def _with_way_ahead(measure: Measure, found: _Found) -> Trend:
    """The measure until the day, and from there the points of its trajectory that are still to come."""
    series = found.series[measure.slug]
    trend, day = trend_of(measure, series, found.aims), series[-1].as_at
    ahead = [point for point in found.ways.get(measure.slug, ()) if point.day > day]
    aimed = ((point.day, Fraction(point.value)) for point in ahead)
    points = (Point(at, None, NOT_KNOWN, float(aim), target_text(aim, measure.unit)) for at, aim in aimed)
    return replace(trend, points=(*trend.points, *points)) if trend.is_trajectory else trend


def _tasks(strategy: Strategy, day: date) -> tuple[Task, ...]:
    """The strategy's actions, priority by priority."""
    return tuple(
        Task(
            of=f"{priority.number}. {priority.title}",
            reference=each.action.reference,
            text=each.action.title,
            owner=each.action.owner,
            due=long_date(each.action.due) if each.action.due else NO_DAY,
            is_overdue=each.is_overdue,
            status=each.status,
            note=_since(each.update.since, each.update.note) if each.update else "",
        )
        for priority in priorities_on(strategy, day)
        for each in priority.actions
    )


def _since(day: date, note: str) -> str:
    return f"{long_date(day)}: {note}" if note else long_date(day)


def _lead(lines: Sequence[Line]) -> str:
    """How the measures that have a target or a trajectory stand, in a sentence: those that miss it by name."""
    aimed = [line for line in lines if line.aim]
    if not aimed:
        return "None of these measures has a target."
    off, on = ([line.title for line in aimed if line.status.slug == slug] for slug in ("off", "on"))
    count = f"{len(aimed)} {'measure has' if len(aimed) == 1 else 'measures have'} a target or a trajectory"
    said = f"{count}; {len(on) or 'none'} {_is(len(on))} on it."
    return f"{said} Off it: {'; '.join(off)}." if off else said


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
