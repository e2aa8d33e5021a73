"""What topics answer in a sentence or two, from the figures of the day."""

from collections.abc import Iterable

from sufficiency.dashboards.words import change_since, long_date
from sufficiency.measures.registry import measure_named as m

from .showing import Found


def elsewhere(_found: Found) -> str:
    """Nothing: the page has a sentence of its own."""
    return ""


def in_care(found: Found) -> str:
    """How many, how many came and went, and the change."""
    now = found.now(m("children-in-care"))
    if now.value is None:
        return now.note or _too_small(found)
    came, left = found.now(m("started-in-year")), found.now(m("ceased-in-year"))
    said = [f"On {long_date(found.asked.day)}, {now.text} children were in our care"]
    if came.value is not None and left.value is not None:
        said.append(f"in the twelve months before, {came.text} came into care and {left.text} left it")
    return f"{'; '.join(said)}. {_change(found, 'children-in-care')}".strip()


def where(found: Found) -> str:
    """How many live outside the area, and far from home."""
    outside, far, fostered = (
        found.now(m(slug)) for slug in ("out-of-area-percent", "over-20-miles-percent", "foster-percent")
    )
    return _sentences(
        (
            (outside, f"{outside.text} of the children in our care live outside {_area(found)}"),
            (far, f"{far.text} live more than 20 miles from home"),
            (fostered, f"{fostered.text} live with foster carers"),
        ),
        found,
    )


def stability(found: Found) -> str:
    """How many moved often, and how many stay long."""
    moved, settled = found.now(m("three-plus-placements-percent")), found.now(m("long-term-stability-percent"))
    return _sentences(
        (
            (moved, f"{moved.text} of the children in our care have lived in three or more places within a year"),
            (settled, f"of those long in care, {settled.text} have lived in the same place for two years or more"),
        ),
        found,
    )


def wellbeing(found: Found) -> str:
    """Health assessments, going missing, reviews."""
    health, missing, reviews = (
        found.now(m(slug)) for slug in ("health-assessment-percent", "missing-percent", "reviews-on-time-percent")
    )
    return _sentences(
        (
            (health, f"{health.text} of the children had their health assessment"),
            (missing, f"{missing.text} went missing at least once in the year"),
            (reviews, f"{reviews.text} had all their reviews on time"),
        ),
        found,
    )


def care_leavers(found: Found) -> str:
    """How many there are, and how they fare."""
    active = found.now(m("leavers-active-service-now"))
    in_touch, suitable, busy = (found.now(m(f"leavers-{slug}-percent-now")) for slug in ("in-touch", "suitable", "eet"))
    return _sentences(
        (
            (active, f"{active.text} care leavers have an active service"),
            (in_touch, f"the council is in touch with {in_touch.text} of them"),
            (suitable, f"{suitable.text} live in a home that suits them"),
            (busy, f"{busy.text} are in education, employment or training"),
        ),
        found,
    )


def _sentences(parts: Iterable[tuple[object, str]], found: Found) -> str:
    """What is known, as one sentence."""
    known = [text for shown, text in parts if getattr(shown, "value", None) is not None]
    if not known:
        return _too_small(found)
    words = "; ".join(known)
    return f"{words[:1].upper()}{words[1:]}."


def _change(found: Found, slug: str) -> str:
    """``Up 12 since 30 September 2020.``"""
    changed = change_since(found.now(m(slug)), found.before(m(slug)), m(slug).unit)
    return f"{changed}." if changed else ""


def _too_small(found: Found) -> str:
    return f"There is no figure to show on {long_date(found.asked.day)}."


def _area(found: Found) -> str:
    return found.asked.reader.authority.name
