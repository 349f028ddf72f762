"""Casework: a support plan, its goals and actions, the journal, and each worker's caseload."""
