"""Classroom 50: the bundle with the public checks that its runner executes in a student's repository."""
