"""PostgreSQL and Valkey started from wheels, for `make run`, `manage.py` and the tests."""
