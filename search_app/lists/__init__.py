"""The lists that librarians keep: read, checked and compared before they are saved."""
