from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = pgettext_lazy("navigation", "Support")
