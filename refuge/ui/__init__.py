"""What every page wears: shell, components, tables, search, Today."""
