"""The measures that an entry may name."""

from sufficiency.registers.register import Cell, Names
from sufficiency.strategy.catalogue import MEASURES


def _titles() -> dict[str, str]:
    return {measure.slug: measure.title for measure in sorted(MEASURES, key=lambda each: each.title)}


A_MEASURE = Names(_titles, "No measure has this name: write it as docs/measures.md does.")
FOR_EXAMPLE = Cell(example="out-of-area-percent")
