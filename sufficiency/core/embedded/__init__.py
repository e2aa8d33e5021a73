"""A Django database backend that runs its own PostgreSQL for this checkout. See docs/adr/0002."""
