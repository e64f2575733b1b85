"""What somebody may be about to type: titles, names and frequent words of the texts."""
