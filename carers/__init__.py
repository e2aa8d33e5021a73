"""Fostering households."""
