"""Pages and small forms of the young person's file."""
