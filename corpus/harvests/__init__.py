"""The harvests: their runs, each held by a lease, and what is left to fetch."""
