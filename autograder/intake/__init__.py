"""Intake: turns paths into submissions. It runs nothing and follows no link."""
