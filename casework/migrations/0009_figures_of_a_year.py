"""Figures of a period find what they count by its day, and read it from the index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0008_done_in_a_period'),
        ('people', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='action',
            name='casework_done',
        ),
        migrations.RemoveIndex(
            model_name='journalnote',
            name='casework_note_day',
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], include=('goal', 'removed_at'), name='casework_done'),
        ),
        migrations.AddIndex(
            model_name='journalnote',
            index=models.Index(fields=['happened_on'], include=('domain', 'person', 'kind', 'withdrawn_at'), name='casework_note_day'),
        ),
    ]
