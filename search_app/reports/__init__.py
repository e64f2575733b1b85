"""Reports that leave the house as one file: the migration dossier."""
