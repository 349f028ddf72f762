"""What was decided within a period is found by its moment: figures read a year of a large house, not ten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_state_is_the_decisions")]
    operations = [migrations.AddIndex("decision", models.Index(fields=["decided_at"], name="intake_decided"))]
