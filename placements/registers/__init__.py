"""The registers of places: homes and who runs them, their quality, contracts, and places to come."""

from . import contracts, homes, pipeline, quality

REGISTERS = (*homes.REGISTERS, *quality.REGISTERS, *contracts.REGISTERS, *pipeline.REGISTERS)
