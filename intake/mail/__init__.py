"""Reading a partner's e-mail: its parts, and what plain code recognises in its words. Nothing here is written."""
