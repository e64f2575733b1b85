"""What a person wrote in a form or a table, as corrections of records (pure)."""
