"""What the person's tables stand on: folding of names, and the one function that says from when somebody is 18."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# `unaccent` is only STABLE because its dictionary could be changed; ours is not, so an index may rely on it.
FOLD = """
CREATE FUNCTION refuge_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));
"""

# A name without its spaces, hyphens and apostrophes, so that Van de Putte and Vandeputte find each other.
JOINED = r"""
CREATE FUNCTION refuge_joined(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(refuge_fold(value), '[[:space:]''’‘`.-]+', '', 'g');
"""

# The first letter, then the consonants, doubled ones once: spellings of one name share it.
SOUND = r"""
CREATE FUNCTION refuge_sound(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN left(regexp_replace(refuge_fold(value), '[^a-z]', '', 'g'), 1)
    || regexp_replace(
        regexp_replace(substr(regexp_replace(refuge_fold(value), '[^a-z]', '', 'g'), 2), '[aeiouyhw]', '', 'g'),
        '(.)\1+', '\1', 'g');
"""

# The same day so many years on; 29 February becomes 1 March where there is none.
ANNIVERSARY = """
CREATE FUNCTION refuge_anniversary(day date, years integer) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (day + make_interval(years => years))::date
    + (extract(day FROM day + make_interval(years => years)) <> extract(day FROM day))::integer;
"""

# A year alone makes 18 certain on 1 January of year + 19. An age stated on a day: born that many years ago at the latest.
ADULT_FROM = """
CREATE FUNCTION people_adult_from(birth_date date, birth_year integer, stated_age integer, stated_on date)
RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    refuge_anniversary(birth_date, 18),
    make_date(birth_year + 19, 1, 1),
    refuge_anniversary(stated_on, 18 - stated_age));
"""

# Until when somebody counts as under 18. A stated age is known: 17 said yesterday is not "unknown" today.
MINOR_UNTIL = """
CREATE FUNCTION people_minor_until(birth_date date, birth_year integer, stated_age integer, stated_on date)
RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    refuge_anniversary(birth_date, 18),
    make_date(birth_year + 18, 1, 1),
    refuge_anniversary(stated_on, 18 - stated_age));
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION refuge_fold(text)"),
        migrations.RunSQL(JOINED, "DROP FUNCTION refuge_joined(text)"),
        migrations.RunSQL(SOUND, "DROP FUNCTION refuge_sound(text)"),
        migrations.RunSQL(ANNIVERSARY, "DROP FUNCTION refuge_anniversary(date, integer)"),
        migrations.RunSQL(ADULT_FROM, "DROP FUNCTION people_adult_from(date, integer, integer, date)"),
        migrations.RunSQL(MINOR_UNTIL, "DROP FUNCTION people_minor_until(date, integer, integer, date)"),
    ]
