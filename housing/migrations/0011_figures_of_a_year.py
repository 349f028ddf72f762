"""Figures of a period find what they count by its day, and read it from the index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('housing', '0010_after_care_awaited'),
        ('intake', '0005_figures_of_a_year'),
        ('people', '0003_figures_of_a_year'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='occupancy',
            index=models.Index(condition=models.Q(('status__in', ('arrived', 'ended'))), fields=['ended_on'], name='housing_slept_until'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['person', 'arrived_on'], include=('departed_on', 'programme', 'id'), name='housing_stays'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['arrived_on'], name='housing_arrived'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['departed_on'], name='housing_departed'),
        ),
    ]
