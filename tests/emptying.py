"""What a test leaves that committed: taken out row by row.

Django's `flush` truncates three hundred tables with all their indexes and makes what follows a migration anew, a second
or two for a test that wrote twenty rows.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

from refuge.parameters.operations import insert_declared
from reports.examples import insert_examples

# The same in every database of this house.
STAY = {"django_migrations", "django_content_type", "auth_permission"}


def empty(self) -> None:
    """Stands for TransactionTestCase._fixture_teardown: the database as a flush leaves it. Only a superuser may leave
    triggers and foreign keys aside; anybody else flushes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')::bool AND current_database() LIKE 'test\\_%'")
        may = cursor.fetchone()[0]
    if not may:
        flush(self)
        return
    tables = [connection.ops.quote_name(name) for name in connection.introspection.table_names() if name not in STAY]
    emptied = "; ".join(f"DELETE FROM {name}" for name in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = replica; {emptied}")
    insert_declared()
    insert_examples()


flush = TransactionTestCase._fixture_teardown
