"""The private half of the assignment zero_init: reference, strategies and hidden suite."""
