"""Young people supported over months, quarters or years, in one query."""

from refuge.indicators import count_at_once

SUPPORTED = """
    SELECT steps.place, count(DISTINCT done.person_id)
    FROM steps CROSS JOIN LATERAL (
        SELECT note.person_id
        FROM casework_journalnote AS note
        WHERE note.happened_on >= steps.first AND note.happened_on < steps."end"
          AND note.withdrawn_at IS NULL AND note.kind <> 'observed'
        UNION ALL
        SELECT plan.person_id
        FROM casework_action AS step
        JOIN casework_goal AS goal ON goal.id = step.goal_id
        JOIN casework_plan AS plan ON plan.id = goal.plan_id
        WHERE step.done_at >= steps.first_moment AND step.done_at < steps.end_moment AND step.removed_at IS NULL
    ) AS done
    GROUP BY steps.place
"""

count_at_once("supported", SUPPORTED)
