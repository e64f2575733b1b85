"""Read the values off a page: pure functions from HTML or JSON to parts of records."""
