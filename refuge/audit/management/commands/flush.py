"""Django's `flush` for tables that only grow: in a test database through the keeper, anywhere else not at all."""

from django.core.management import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections

from refuge.audit.keeper import empty_test_database


class Command(DjangoFlush):
    help = "Empty a test database. What only grows is not emptied anywhere else."

    def handle(self, **options):
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        name = connection.settings_dict["NAME"]
        if not name.startswith("test_"):
            raise CommandError(f"{name} is no test database: its history only grows, so it is not emptied.")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        empty_test_database([table for table in tables if table != "django_migrations"])
        if not options.get("inhibit_post_migrate"):
            emit_post_migrate_signal(options["verbosity"], interactive=False, db=connection.alias)
