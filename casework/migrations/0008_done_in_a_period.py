"""What was done within a period is found by its day: figures read a year of a large house, not ten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_areas")]
    operations = [
        migrations.AddIndex("journalnote", models.Index(fields=["happened_on"], name="casework_note_day")),
        migrations.AddIndex(
            "action",
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="casework_done"),
        ),
    ]
