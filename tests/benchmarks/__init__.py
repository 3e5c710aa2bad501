"""Measurements on open data; each module is a command with `--help`."""
