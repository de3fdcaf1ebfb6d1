"""The metrics; no label identifies a tenant or a person."""

from math import nan

from prometheus_client import Counter, Gauge, Histogram, Info

from bot import __version__

BUILD = Info("versed_build", "Which version this is.")
BUILD.info({"version": __version__})

READY = Gauge("versed_ready", "What /healthz says: 1 for ok, else 0.")

CONNECTED = Gauge("versed_connected", "Whether a platform is connected and served here: 1 or 0.", ("platform",))

REQUESTS = Counter(
    "versed_requests", "Commands, presses and the like that were served.", ("platform", "kind", "outcome")
)
"""kind: command, press, completion, event, message; outcome: answered, refused, repeated, expired, failed."""

ANSWER_SECONDS = Histogram(
    "versed_answer_seconds",
    "From receiving a command or a press until the platform takes the first answer.",
    ("platform",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10),
)

API_CALLS = Counter("versed_api_calls", "Requests to the platforms, by how they ended.", ("platform", "status"))
"""status: the HTTP status, or unreachable."""

SENDS_WAITING = Gauge(
    "versed_sends_waiting", "Requests waiting in line because a platform takes only so many.", ("platform",)
)

POSTS = Counter("versed_posts", "Scheduled posts, by how they ended.", ("platform", "state"))
"""state: sent, skipped, failed, unknown."""

POST_DELAY_SECONDS = Histogram(
    "versed_post_delay_seconds",
    "From when a post was due to when it was known to have arrived.",
    ("platform",),
    buckets=(1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 7200),
)

POSTS_DUE = Gauge("versed_posts_due", "Posts that are due but haven't ended yet, in all processes.", ("platform",))

POST_OVERDUE_SECONDS = Gauge(
    "versed_post_overdue_seconds", "How late the latest of those is; 0 if there's none.", ("platform",)
)

SCHEDULE_OVERDUE_SECONDS = Gauge(
    "versed_schedule_overdue_seconds",
    "How long a schedule has waited to be planned; 0 if none has.",
    ("platform",),
)

GAMES = Gauge("versed_games", "Live games that this process runs.")

DATABASE_SECONDS = Histogram(
    "versed_database_seconds",
    "How long a piece of work takes in the database, including its wait.",
    ("work",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
"""work: read, transact."""

DATABASE_FAILURES = Counter("versed_database_failures", "Work that the database couldn't do.", ("work",))

WRITES_WAITING = Gauge("versed_writes_waiting", "Rows and pieces of work that wait for the next commit.")

LOOP_LAG_SECONDS = Histogram(
    "versed_loop_lag_seconds",
    "How late the event loop wakes, measured once a second; everything waits for it.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)

BACKUP_SECONDS = Gauge(
    "versed_backup_timestamp_seconds", "When the newest backup in VERSED_BACKUPS was made; NaN for none."
)
BACKUP_SECONDS.set(nan)

SET_ASIDE = Counter(
    "versed_set_aside", "What failed and was set aside while everything else of its kind went on.", ("what",)
)
"""what: schedule, post, game, board, pack and so on; the log says which one, under a reference."""

RESTARTS = Counter("versed_restarts", "Background tasks that ended and were started again.", ("task",))

SHARDS = Gauge("versed_discord_shards", "Discord's shards: those that this process serves, and all.", ("state",))
"""state: held, connected, all."""

SHARD_TAKEOVERS = Counter(
    "versed_discord_shard_takeovers", "Shards that this replica has taken from nobody or another one.", ("session",)
)
"""session: resumed if the former holder's session continues; fresh if there was none."""
