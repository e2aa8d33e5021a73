"""The registers of where children live and what is done for them, and of the localities they come from."""

from . import children, contracts, costs, homes, localities, pipeline, quality, unregulated

REGISTERS = (
    *homes.REGISTERS,
    *quality.REGISTERS,
    *contracts.REGISTERS,
    *costs.REGISTERS,
    *pipeline.REGISTERS,
    *unregulated.REGISTERS,
    *localities.REGISTERS,
    *children.REGISTERS,
)
