"""The psychologist's room: follow-ups that nobody reads but who is in charge and who stands in."""
