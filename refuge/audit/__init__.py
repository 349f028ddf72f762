"""Who changed what, who opened which file, and the keeper: the one way round append-only tables."""
