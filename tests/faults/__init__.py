"""Faults that are really made: processes and servers killed, disks that are full, two loads at once."""
