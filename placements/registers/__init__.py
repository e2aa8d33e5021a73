"""The registers of where children live and what is done for them: homes, contracts, places to come, costs, cases."""

from . import children, contracts, costs, homes, pipeline, quality, unregulated

REGISTERS = (
    *homes.REGISTERS,
    *quality.REGISTERS,
    *contracts.REGISTERS,
    *costs.REGISTERS,
    *pipeline.REGISTERS,
    *unregulated.REGISTERS,
    *children.REGISTERS,
)
