"""Every measure of the apps under one roof, by slug."""

from collections.abc import Iterable

from sufficiency.core.measure import Measure
from sufficiency.strategy.catalogue import MEASURES, THEMES, Theme


def _by_slug(declared: Iterable[Measure]) -> dict[str, Measure]:
    measures: dict[str, Measure] = {}
    for measure in declared:
        if measure.slug in measures:
            raise ValueError(f"Two measures are called {measure.slug}.")
        measures[measure.slug] = measure
    return measures


_MEASURES = _by_slug(MEASURES)


def all_measures() -> tuple[Measure, ...]:
    """Every measure, theme by theme."""
    return tuple(_MEASURES.values())


def all_themes() -> tuple[Theme, ...]:
    """Every theme, in the order in which people read them; each measure is in one."""
    return THEMES


def measure_named(slug: str) -> Measure:
    """The measure of that slug; KeyError when there is none."""
    return _MEASURES[slug]
