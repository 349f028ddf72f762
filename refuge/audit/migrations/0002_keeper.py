"""The keeper's role and its one function (rule 7)."""

from django.db import migrations

ROLE = """
DO $$
BEGIN
    CREATE ROLE refuge_keeper NOLOGIN;
EXCEPTION
    -- Roles belong to the server: another database of it, a test's say, may have made it already.
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT refuge_keeper TO %I WITH INHERIT FALSE, SET TRUE', current_user);
        GRANT CREATE ON SCHEMA public TO refuge_keeper;
    END IF;
END $$;
"""

FUNCTION = """
CREATE FUNCTION refuge_keep(action text, target text, what jsonb, reason text, asked_by uuid)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    key_column text;
    entry record;
    columns text;
    touched bigint := 0;
    changed bigint;
BEGIN
    IF action = 'flush' THEN
        IF current_database() NOT LIKE 'test\\_%' THEN
            RAISE EXCEPTION 'only a test database is emptied';
        END IF;
        EXECUTE 'TRUNCATE ' || (SELECT string_agg(quote_ident(name), ', ') FROM jsonb_array_elements_text(what) AS name);
    ELSE
        IF NOT EXISTS (
            SELECT FROM pg_trigger WHERE tgrelid = target::regclass AND tgname LIKE 'pgtrigger_keeper_only%'
        ) THEN
            RAISE EXCEPTION '% is not append-only', target;
        END IF;
        SELECT attname INTO key_column FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = target::regclass AND indisprimary;
        IF action = 'remove' THEN
            EXECUTE format('DELETE FROM %s WHERE %I::text IN (SELECT jsonb_array_elements_text($1))',
                           target::regclass, key_column) USING what;
            GET DIAGNOSTICS touched = ROW_COUNT;
        ELSIF action = 'replace' THEN
            FOR entry IN SELECT key, value FROM jsonb_each(what) LOOP
                SELECT string_agg(format('%1$I = new.%1$I', name), ', ') INTO columns
                FROM jsonb_object_keys(entry.value) AS name;
                EXECUTE format('UPDATE %1$s AS old SET %2$s FROM jsonb_populate_record(NULL::%1$s, $1) AS new '
                               'WHERE old.%3$I::text = $2', target::regclass, columns, key_column)
                    USING entry.value, entry.key;
                GET DIAGNOSTICS changed = ROW_COUNT;
                touched := touched + changed;
            END LOOP;
        ELSE
            RAISE EXCEPTION 'unknown action %', action;
        END IF;
    END IF;
    INSERT INTO audit_keeperrun (id, at, action, target, rows, reason, asked_by)
    VALUES (gen_random_uuid(), clock_timestamp(), action, coalesce(target, 'all tables'), touched, reason, asked_by);
    RETURN touched;
END $$;
ALTER FUNCTION refuge_keep(text, text, jsonb, text, uuid) OWNER TO refuge_keeper;
"""

# Only the migrating role calls the function. A login role that is no superuser made the keeper's role; it must not
# be able to become it.
AFTERWARDS = """
DO $$
DECLARE
    migrating name := current_user;
BEGIN
    -- The function's owner alone can say who may call it.
    SET LOCAL ROLE refuge_keeper;
    REVOKE ALL ON FUNCTION refuge_keep(text, text, jsonb, text, uuid) FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION refuge_keep(text, text, jsonb, text, uuid) TO %I', migrating);
    EXECUTE format('SET LOCAL ROLE %I', migrating);
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE CREATE ON SCHEMA public FROM refuge_keeper;
        EXECUTE format('REVOKE SET OPTION FOR refuge_keeper FROM %I', current_user);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuge_keep(text, text, jsonb, text, uuid)"),
        migrations.RunSQL(AFTERWARDS, migrations.RunSQL.noop),
    ]
