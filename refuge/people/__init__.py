"""The young person: identity, safe contact, who knows what, consents, and the page that every app adds to."""
