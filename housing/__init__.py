"""Spaces, and who stays in them: offers, promises, arrivals, moves, extensions, departures."""
