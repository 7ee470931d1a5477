"""Intake: from paths to submissions. It runs nothing and follows no links."""
