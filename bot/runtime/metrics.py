"""What is counted and timed; no label names a tenant or a person."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter(
    "versed_requests", "Commands, presses and the like that were served.", ("platform", "kind", "outcome")
)
"""kind: command, press, completion, event, message; outcome: answered, refused, repeated, expired, failed."""

ANSWER_SECONDS = Histogram(
    "versed_answer_seconds",
    "From receiving a command or a press to the platform's taking the first answer.",
    ("platform",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10),
)

API_CALLS = Counter("versed_api_calls", "Requests to the platforms, by what came of them.", ("platform", "status"))
"""status: the HTTP status, or unreachable."""

POSTS = Counter("versed_posts", "Scheduled posts, by how they ended.", ("platform", "state"))
"""state: sent, skipped, failed, unknown."""

POST_DELAY_SECONDS = Histogram(
    "versed_post_delay_seconds",
    "From when a post was due to when it was known to have arrived.",
    ("platform",),
    buckets=(1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 7200),
)

SET_ASIDE = Counter(
    "versed_set_aside", "What failed and was set aside while everything else of its kind went on.", ("what",)
)
"""what: schedule, post, game, board, pack and the like; the log tells which, under a reference."""

RESTARTS = Counter("versed_restarts", "Background tasks that ended and were started again.", ("task",))
