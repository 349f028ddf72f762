"""The pages of the psychologist's room."""
