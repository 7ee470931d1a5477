"""Tables of other systems: CSV files, and who is who in them."""
