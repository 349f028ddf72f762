"""The directory of organisations outside, and young people referred to them."""
