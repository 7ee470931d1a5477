"""The reference and the hidden suite of the assignment training_loop."""
