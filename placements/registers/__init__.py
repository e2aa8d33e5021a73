"""The registers of where children live: homes and their quality, contracts, places to come, costs, cases."""

from . import contracts, costs, homes, pipeline, quality, unregulated

REGISTERS = (
    *homes.REGISTERS,
    *quality.REGISTERS,
    *contracts.REGISTERS,
    *costs.REGISTERS,
    *pipeline.REGISTERS,
    *unregulated.REGISTERS,
)
