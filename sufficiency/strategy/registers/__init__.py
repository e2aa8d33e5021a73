"""The registers of what councils want and promise: strategies with their aims, the board's business, commentary."""

from . import aims, board, comparators, strategies

REGISTERS = (*strategies.REGISTERS, *aims.REGISTERS, *board.REGISTERS, *comparators.REGISTERS)
