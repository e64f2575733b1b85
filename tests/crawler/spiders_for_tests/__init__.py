"""Small spiders that do what a test needs, in place of the real ones."""
