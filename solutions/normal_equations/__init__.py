"""The reference and the hidden suite of the assignment `normal_equations`."""
