"""Harvests from what was kept of a site: web archives, saved folders, our own kept responses."""
