from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ParametersConfig(AppConfig):
    name = "refuge.parameters"
    label = "parameters"

    def ready(self):
        from refuge.parameters.operations import insert_declared

        post_migrate.connect(lambda **kwargs: insert_declared(), sender=self, weak=False)
