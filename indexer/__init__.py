"""Text out of files, documents into an index, answers out."""
