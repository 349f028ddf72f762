"""The evening: the presence round, absences, the fire list, the night's hand-over and the safety log."""
