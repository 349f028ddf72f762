"""What stops a start, said in one line."""


class Trouble(Exception):
    """Something the person at the keyboard can put right. Its text is one line that says what and how."""
