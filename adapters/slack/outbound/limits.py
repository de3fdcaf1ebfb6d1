"""Slack's limits, in characters unless noted otherwise.

Source: https://docs.slack.dev/reference/block-kit. The limit for a whole message isn't documented; in trials, Slack
refused longer ones with msg_blocks_too_long, from a length somewhere between 9,597 and 11,341.
"""

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
MESSAGE = 9_000
"""For all blocks of a message together, measured as JSON, which can only overestimate their length."""
HEADER = 150
SECTION = 3_000
CONTEXT = 2_000
CONTEXT_ELEMENTS = 10
ALT_TEXT = 2_000
FALLBACK = 3_000
"""For the text alongside the blocks. Slack accepts more, but nobody reads more in a notification."""
ACTIONS = 25
"""Elements in one actions block."""
BUTTON = 75
OPTIONS = 100
"""Options in one select menu."""
OPTION = 75
BOXES = 10
"""Checkboxes in one field; their labels may be as long as options."""
PLACEHOLDER = 150
TABLE_ROWS = 100
TABLE_COLUMNS = 20
URL = 3_000
TITLE = 24
"""For a modal's title and for each of its buttons."""
INPUT = 3_000
"""For a typed answer."""
