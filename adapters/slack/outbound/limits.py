"""Slack's limits, in characters unless said otherwise.

Source: https://docs.slack.dev/reference/block-kit, and for a message as a whole what Slack was seen to take: it
refuses more with msg_blocks_too_long, at an undocumented length between 9,597 and 11,341.
"""

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
MESSAGE = 9_000
"""Of all blocks of a message together, measured on their JSON, which is longer than any other count of them."""
HEADER = 150
SECTION = 3_000
CONTEXT = 2_000
CONTEXT_ELEMENTS = 10
ALT_TEXT = 2_000
FALLBACK = 3_000
"""Of the text beside the blocks: Slack takes more, nobody reads more in a notification."""
ACTIONS = 25
"""Elements of one actions block."""
BUTTON = 75
OPTIONS = 100
"""Options of one select."""
OPTION = 75
BOXES = 10
"""Boxes to tick in one field; their labels have the length of options."""
PLACEHOLDER = 150
TABLE_ROWS = 100
TABLE_COLUMNS = 20
URL = 3_000
TITLE = 24
"""Of a modal's title and its buttons."""
INPUT = 3_000
"""Of a typed answer."""
