"""Children in care, episodes, periods of care and placements."""
