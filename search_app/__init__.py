"""What people meet: the pages, the JSON, and the `souffleur` command."""
