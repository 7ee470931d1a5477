"""The record of a course."""
