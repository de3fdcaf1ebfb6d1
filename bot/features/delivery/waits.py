"""How long delivery waits for what."""

from datetime import timedelta

LEASE = timedelta(seconds=30)
"""How long a claimed post is the claimant's alone."""

SEND_WITHIN = timedelta(seconds=20)
"""How long a platform may take to answer; well within the lease."""

PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
"""At least and at most, from one try to the next."""

BREATH = timedelta(seconds=1)
"""At least, between two claims of a post: of less than a millisecond the store would keep nothing."""
