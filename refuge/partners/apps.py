from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "refuge.partners"
    label = "partners"
