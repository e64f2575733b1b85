"""The pages, one blueprint a use: search, records, files, accounts, desk."""
