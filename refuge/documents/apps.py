from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "refuge.documents"
    label = "documents"

    def ready(self):
        from refuge.documents import deletion

        deletion.connect()
