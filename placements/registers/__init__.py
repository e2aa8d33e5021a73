"""The registers of where children live: homes and their quality, contracts, places to come, costs, cases,
and the localities they come from."""

from . import contracts, costs, homes, localities, pipeline, quality, unregulated

REGISTERS = (
    *homes.REGISTERS,
    *quality.REGISTERS,
    *contracts.REGISTERS,
    *costs.REGISTERS,
    *pipeline.REGISTERS,
    *unregulated.REGISTERS,
    *localities.REGISTERS,
)
