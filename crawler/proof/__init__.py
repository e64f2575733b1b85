"""What shows that nothing was lost: pages beside their records, sites beside the catalogue."""
