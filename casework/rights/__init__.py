"""Rights opened: income, reference address, health cover, papers; what was there at entry, and what came of asking."""
