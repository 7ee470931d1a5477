"""Otter: the plugin, the zip to grade with, and the checks in notebooks."""
