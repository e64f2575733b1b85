"""`python -m search_app.cli` is `souffleur`."""

from search_app.cli import main

main()
