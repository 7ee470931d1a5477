"""Students' notebooks, made from what an assignment has anyway: handout, stub, reference, public checks, pictures."""
