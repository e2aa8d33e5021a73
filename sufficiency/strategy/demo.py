"""The demo's strategies: files of registers, as any council would load them, and the population one of them fixes."""

from typing import Any

from django.conf import settings

FILES = settings.BASE_DIR / "fixtures" / "demo_strategy"

# The strategy prints 476 children at 70 per 10,000 and not the number it divides by.
POPULATION: dict[str, Any] = {
    "children": 68_000,
    "mid_years": [2017, 2018, 2019, 2020, 2021, 2022],
    "source": "Placement Sufficiency Strategy 2020-23, implied by 476 children at 70 per 10,000",
}


def demo_strategies() -> dict[int, dict[str, bytes]]:
    """The files of both strategies: year of the load -> file name -> content."""
    years = sorted(folder for folder in FILES.iterdir() if folder.is_dir())
    return {int(year.name): {path.name: path.read_bytes() for path in sorted(year.glob("*.csv"))} for year in years}
