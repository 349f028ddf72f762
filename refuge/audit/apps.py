from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "refuge.audit"
    label = "audit"

    def ready(self):
        from refuge.audit.history import index_history
        from refuge.audit.keeper import grant_keeper

        post_migrate.connect(lambda **kwargs: grant_keeper(), sender=self, weak=False)
        post_migrate.connect(lambda **kwargs: index_history(), sender=self, weak=False)
