"""The agenda: appointments by week and month, and each worker's private calendar feed."""
