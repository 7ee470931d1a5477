"""Students' notebooks, built from an assignment's handout, stub, reference, public checks and pictures."""
