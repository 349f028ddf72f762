from django.apps import AppConfig

from refuge import registry


class UiConfig(AppConfig):
    name = "refuge.ui"
    label = "ui"

    def ready(self):
        registry.discover()
