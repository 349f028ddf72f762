"""Dated settings: amounts, deadlines, periods, each valid from a day; and the counters behind references."""
