"""Inquiries: the sentence that answers every one of them, and who is told."""
