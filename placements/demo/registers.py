"""The demo's files of the registers about placements."""

from .children_registers import children_files
from .contracts import contract_files, contracts_by_urn
from .costs import costs_file
from .homes import home_files, residents
from .localities import localities_file
from .pipeline import pipeline_files
from .quality import quality_files
from .returns import demo_lives, records
from .schedule import RETURN_YEARS
from .spells import spells
from .unregulated import cases_file, events_file


def demo_registers() -> dict[int, dict[str, bytes]]:
    """The demo's register files: year -> file name -> content. The same bytes at every call.

    ValueError when they would miss a published figure.
    """
    people, episodes = records()
    placements, year = spells(episodes), RETURN_YEARS[-1]
    unregistered = {(child, moved_in) for _, child, moved_in, _ in residents(episodes)}
    files = pipeline_files()
    files[year] |= home_files(episodes) | quality_files(episodes) | contract_files(episodes)
    files[year] |= children_files(demo_lives()[0])
    files[year] |= {
        "placement-costs.csv": costs_file(placements, contracts_by_urn(episodes)),
        "unregulated-cases.csv": cases_file(placements, people, unregistered),
        "unregulated-events.csv": events_file(placements),
        "localities.csv": localities_file(),
    }
    return files
