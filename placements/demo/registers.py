"""The demo's files of the registers of places."""

from .contracts import contract_files
from .homes import home_files
from .pipeline import pipeline_files
from .quality import quality_files
from .returns import records
from .schedule import RETURN_YEARS


def demo_registers() -> dict[int, dict[str, bytes]]:
    """The demo's register files: year -> file name -> content. The same bytes at every call."""
    _, episodes = records()
    files = pipeline_files()
    files[RETURN_YEARS[-1]] |= home_files(episodes) | quality_files(episodes) | contract_files(episodes)
    return files
