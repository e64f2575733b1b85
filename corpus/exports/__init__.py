"""Entries given to others: WordPress (as a file or over its REST interface), CSV, JSON Lines."""
