"""The asylum track: the steps of a procedure, the deadlines of its letters, and what is to be done for it."""
