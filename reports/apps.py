from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from reports.examples import insert_examples

        post_migrate.connect(lambda **kwargs: insert_examples(), sender=self, weak=False)
