"""Fostering households, approvals, places, recruitment and allegations."""
