"""Figures of a period, and the reports funders get: built once, kept with their data and checksum."""
