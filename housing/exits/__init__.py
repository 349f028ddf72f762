"""The exit-first board: where residents go next, which spaces that frees, and who waits for them."""
