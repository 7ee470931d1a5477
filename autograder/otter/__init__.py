"""Otter: its plugin, the zip that it grades with, and the checks of its notebooks."""
