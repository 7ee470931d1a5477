"""Other people's tables: CSV files, and who is who in them."""
