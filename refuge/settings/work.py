"""Celery, e-mail, logs."""

from celery.schedules import crontab

from refuge.settings.env import DATA_DIR, env

CELERY_BROKER_URL = env("REDIS_URL").replace("unix://", "redis+socket://")
# A page that wakes a worker gives up at once when the broker is away: nothing is lost, see the outbox.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "forget-what-has-expired": {
        "task": "refuge.accounts.tasks.forget_what_has_expired",
        "schedule": crontab(hour=4, minute=10),
    },
    "send-refused-invitations-again": {
        "task": "refuge.accounts.tasks.send_refused_invitations_again",
        "schedule": crontab(minute=20),
    },
    # From seven on; each round gives what has come up since, or what a machine that was off did not, and else nothing.
    "stay-alerts": {
        "task": "housing.tasks.send_stay_alerts",
        "schedule": crontab(minute="*/15", hour="7-22"),
    },
    "house-alerts": {
        "task": "housing.tasks.send_house_alerts",
        "schedule": crontab(minute=5, hour="7-22"),
    },
    # In the morning; the hours after give what a machine that was off at seven did not, and else nothing.
    "partner-alerts": {
        "task": "refuge.partners.tasks.send_partner_alerts",
        "schedule": crontab(minute=5, hour="7-22"),
    },
    "volunteer-alerts": {
        "task": "volunteers.tasks.send_volunteer_alerts",
        "schedule": crontab(minute=10, hour="7-22"),
    },
    "forget-baskets": {
        "task": "volunteers.tasks.forget_baskets",
        "schedule": crontab(hour=4, minute=50),
    },
    "late-calls": {
        "task": "intake.tasks.tell_of_late_calls",
        "schedule": 300,
        "options": {"expires": 290},
    },
    "intake-reminders": {
        "task": "intake.tasks.send_reminders",
        "schedule": crontab(minute=5, hour="7-22"),
    },
    "residents-under-age": {
        "task": "housing.tasks.tell_of_minors",
        "schedule": 60,
        "options": {"expires": 55},
    },
    "forget-handovers": {
        "task": "housing.tasks.forget_handovers",
        "schedule": crontab(hour=4, minute=45),
    },
    "expiring-documents": {
        "task": "refuge.documents.tasks.tell_of_expiry",
        "schedule": crontab(minute=5, hour="7-22"),
    },
    "sweep-documents": {
        "task": "refuge.documents.tasks.sweep",
        "schedule": crontab(hour=4, minute=25),
    },
    "appointment-reminders": {
        "task": "casework.tasks.send_appointment_reminders",
        "schedule": 300,
        "options": {"expires": 290},
    },
    "plan-reviews": {
        "task": "casework.tasks.tell_of_reviews",
        "schedule": crontab(minute=15, hour="7-22"),
    },
    "asylum-deadlines": {
        "task": "casework.tasks.send_asylum_alerts",
        "schedule": crontab(minute=10, hour="6-22"),
    },
    # By days alone: the worker has no key of the psychologist's room.
    "follow-ups": {
        "task": "casework.tasks.tell_of_follow_ups",
        "schedule": crontab(minute=20, hour="7-22"),
    },
    "mails-not-filed": {
        "task": "intake.mail.tasks.tell_of_waiting",
        "schedule": crontab(minute=10, hour="7-22"),
    },
    "forget-discarded-mails": {
        "task": "intake.mail.tasks.forget_discarded",
        "schedule": crontab(hour=4, minute=35),
    },
    # The sweeper behind the outbox: with it a lost broker costs a minute. Nobody needs a round that is a minute old.
    "send-waiting-alerts": {
        "task": "refuge.notifications.tasks.send_waiting",
        "schedule": 60,
        "options": {"expires": 55},
    },
    # What a killed worker left behind, or a broker that was away: built again.
    "report-alerts": {
        "task": "reports.tasks.send_report_alerts",
        "schedule": crontab(minute=15, hour="7-22"),
    },
    "old-exports": {
        "task": "reports.tasks.delete_old_exports",
        "schedule": crontab(minute=25),
    },
    "resume-reports": {
        "task": "reports.tasks.resume_reports",
        "schedule": 60,
        "options": {"expires": 55},
    },
    # Once a month; the days after make up for a machine that was off, and else do nothing.
    "website-counters": {
        "task": "reports.tasks.refresh_public_counts",
        "schedule": crontab(hour=4, minute=50),
    },
    "forget-workbooks": {
        "task": "housing.tasks.forget_workbooks",
        "schedule": crontab(hour=4, minute=25),
    },
    "resume-imports": {
        "task": "housing.tasks.resume_imports",
        "schedule": 60,
        "options": {"expires": 55},
    },
}

# Where links in e-mails lead: never taken from a request, whose Host header anybody can write.
SITE_URL = env("SITE_URL", default=f"http://localhost:{env('PORT', default='8000')}").rstrip("/")

DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="Le Refuge <no-reply@localhost>")
EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
# Without EMAIL_URL, mail is written to files in DATA_DIR/mail, so that a trial never reaches a real address.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if env("EMAIL_URL", default=""):
    globals().update(env.email_url("EMAIL_URL"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "refuge.loglines.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
