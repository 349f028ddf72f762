"""What is left to do for a goal, the open goals of a plan, somebody's newest notes: a large house keeps ten years of
them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_figures_of_a_year")]
    operations = [
        migrations.AddIndex(
            "journalnote",
            models.Index(fields=["author", "-happened_on", "-written_at", "-id"], name="casework_note_own"),
        ),
        migrations.AddIndex(
            "action",
            models.Index(
                fields=["goal"],
                condition=models.Q(done_at__isnull=True, removed_at__isnull=True),
                name="casework_left_of_goal",
            ),
        ),
        migrations.AddIndex(
            "goal", models.Index(fields=["plan"], condition=models.Q(state="open"), name="casework_goal_open")
        ),
    ]
