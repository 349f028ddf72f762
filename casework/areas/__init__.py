"""Life areas: where somebody stands in twelve parts of their life, said with them at four moments."""
