"""Where people slept before a stay and live after it; reserved spaces that were lent."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('housing', '0004_merged_files'),
        ('intake', '0007_assessment_risks_minors_asylum'),
        ('people', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='occupancy',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='occupancy',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='occupancy',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='stay',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='stay',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='stay',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='occupancy',
            name='lent',
            field=models.BooleanField(default=False, editable=False, verbose_name='reserved space, lent'),
        ),
        migrations.AddField(
            model_name='occupancyevent',
            name='lent',
            field=models.BooleanField(default=False, editable=False, verbose_name='reserved space, lent'),
        ),
        migrations.AddField(
            model_name='stay',
            name='ethos_entry',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('1', 'In public space'), ('2', 'In emergency accommodation'), ('3', 'In accommodation for homeless people'), ('4', 'Leaving an institution'), ('5', 'In a squat, a car or another makeshift place'), ('6', 'With friends or family for now'), ('7', 'Threatened with eviction'), ('0', 'Housed'), ('9', 'Unknown')], default='', max_length=1, verbose_name='where they slept before'),
        ),
        migrations.AddField(
            model_name='stay',
            name='ethos_exit',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('1', 'In public space'), ('2', 'In emergency accommodation'), ('3', 'In accommodation for homeless people'), ('4', 'Leaving an institution'), ('5', 'In a squat, a car or another makeshift place'), ('6', 'With friends or family for now'), ('7', 'Threatened with eviction'), ('0', 'Housed'), ('9', 'Unknown')], default='', max_length=1, verbose_name='living situation after'),
        ),
        migrations.AddField(
            model_name='stayevent',
            name='ethos_entry',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('1', 'In public space'), ('2', 'In emergency accommodation'), ('3', 'In accommodation for homeless people'), ('4', 'Leaving an institution'), ('5', 'In a squat, a car or another makeshift place'), ('6', 'With friends or family for now'), ('7', 'Threatened with eviction'), ('0', 'Housed'), ('9', 'Unknown')], default='', max_length=1, verbose_name='where they slept before'),
        ),
        migrations.AddField(
            model_name='stayevent',
            name='ethos_exit',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('1', 'In public space'), ('2', 'In emergency accommodation'), ('3', 'In accommodation for homeless people'), ('4', 'Leaving an institution'), ('5', 'In a squat, a car or another makeshift place'), ('6', 'With friends or family for now'), ('7', 'Threatened with eviction'), ('0', 'Housed'), ('9', 'Unknown')], default='', max_length=1, verbose_name='living situation after'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occupancy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "housing_occupancyevent" ("agreed_until", "cancelled_because", "created_at", "created_by_id", "ended_on", "id", "lent", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_from", "request_id", "space_id", "starts_on", "status", "stay_id", "to_confirm", "under_age") VALUES (NEW."agreed_until", NEW."cancelled_because", NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."id", NEW."lent", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_from", NEW."request_id", NEW."space_id", NEW."starts_on", NEW."status", NEW."stay_id", NEW."to_confirm", NEW."under_age"); RETURN NULL;', hash='779814688e846df2a64d3c9dfdba455f3b18c551', operation='INSERT', pgid='pgtrigger_insert_insert_e3869', table='housing_occupancy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occupancy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "housing_occupancyevent" ("agreed_until", "cancelled_because", "created_at", "created_by_id", "ended_on", "id", "lent", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_from", "request_id", "space_id", "starts_on", "status", "stay_id", "to_confirm", "under_age") VALUES (NEW."agreed_until", NEW."cancelled_because", NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."id", NEW."lent", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_from", NEW."request_id", NEW."space_id", NEW."starts_on", NEW."status", NEW."stay_id", NEW."to_confirm", NEW."under_age"); RETURN NULL;', hash='6d912768f6eea909bc6275f5d84732fca9e38a93', operation='UPDATE', pgid='pgtrigger_update_update_0a3c6', table='housing_occupancy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='occupancy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "housing_occupancyevent" ("agreed_until", "cancelled_because", "created_at", "created_by_id", "ended_on", "id", "lent", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_from", "request_id", "space_id", "starts_on", "status", "stay_id", "to_confirm", "under_age") VALUES (OLD."agreed_until", OLD."cancelled_because", OLD."created_at", OLD."created_by_id", OLD."ended_on", OLD."id", OLD."lent", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_from", OLD."request_id", OLD."space_id", OLD."starts_on", OLD."status", OLD."stay_id", OLD."to_confirm", OLD."under_age"); RETURN NULL;', hash='66b75565d40ef4d65ff0f2841637234ddd122216', operation='DELETE', pgid='pgtrigger_delete_delete_76db0', table='housing_occupancy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stay',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "housing_stayevent" ("agreed_until", "arrived_on", "clock_from", "created_at", "created_by_id", "departed_on", "departure_note", "destination", "ethos_entry", "ethos_exit", "exit_type", "id", "initiator", "limit_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "programme", "request_id") VALUES (NEW."agreed_until", NEW."arrived_on", NEW."clock_from", NEW."created_at", NEW."created_by_id", NEW."departed_on", NEW."departure_note", NEW."destination", NEW."ethos_entry", NEW."ethos_exit", NEW."exit_type", NEW."id", NEW."initiator", NEW."limit_on", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."programme", NEW."request_id"); RETURN NULL;', hash='d9211521dfd1f719b0d1fffaf5f42f9d74a97d11', operation='INSERT', pgid='pgtrigger_insert_insert_65e03', table='housing_stay', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stay',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "housing_stayevent" ("agreed_until", "arrived_on", "clock_from", "created_at", "created_by_id", "departed_on", "departure_note", "destination", "ethos_entry", "ethos_exit", "exit_type", "id", "initiator", "limit_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "programme", "request_id") VALUES (NEW."agreed_until", NEW."arrived_on", NEW."clock_from", NEW."created_at", NEW."created_by_id", NEW."departed_on", NEW."departure_note", NEW."destination", NEW."ethos_entry", NEW."ethos_exit", NEW."exit_type", NEW."id", NEW."initiator", NEW."limit_on", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."programme", NEW."request_id"); RETURN NULL;', hash='8d95406ef61dbc21fc4f8c19debc64df8db506fc', operation='UPDATE', pgid='pgtrigger_update_update_562c5', table='housing_stay', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stay',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "housing_stayevent" ("agreed_until", "arrived_on", "clock_from", "created_at", "created_by_id", "departed_on", "departure_note", "destination", "ethos_entry", "ethos_exit", "exit_type", "id", "initiator", "limit_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "programme", "request_id") VALUES (OLD."agreed_until", OLD."arrived_on", OLD."clock_from", OLD."created_at", OLD."created_by_id", OLD."departed_on", OLD."departure_note", OLD."destination", OLD."ethos_entry", OLD."ethos_exit", OLD."exit_type", OLD."id", OLD."initiator", OLD."limit_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."previous_id", OLD."programme", OLD."request_id"); RETURN NULL;', hash='f122291097b38e6619df4898503b4da5aa2965ee', operation='DELETE', pgid='pgtrigger_delete_delete_ab336', table='housing_stay', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('departed_on__isnull', False), ('ethos_exit', ''), _connector='OR'), name='housing_exit_after_departure', violation_error_message='The living situation after a stay is known once the person has left.'),
        ),
    ]
