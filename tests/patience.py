"""How long tests, and the programs that they run, wait for something that's bound to happen."""

FOREVER = 120.0
"""Seconds. Even on a busy machine, only what never happens takes this long; no test expects it to pass."""

STORY = 5 * FOREVER
"""Seconds for a whole story with one wait after another."""

DISCORD = (
    "adapters.discord.outbound.boards._PATIENCE",
    "adapters.discord.outbound.boards._SECONDS",
    "adapters.discord.outbound.following._SECONDS",
    "adapters.discord.setup.platform._DISCONNECT_WITHIN",
    "adapters.discord.setup.platform._DRAIN_WITHIN",
    "adapters.discord.setup.renames._PAUSE",
    "adapters.discord.outbound.port._SECONDS",
    "adapters.discord.inbound.interactions._LATE",
    "adapters.discord.inbound.reply.DEFER_AFTER",
    "adapters.discord.inbound.reply._ANSWER_WITHIN",
    "adapters.discord.inbound.reply._CALLBACK_TIMEOUT",
    "adapters.discord.inbound.reply._LATER_WITHIN",
    "adapters.discord.inbound.reply._UPLOAD_WITHIN",
    "adapters.discord.outbound.rest._CONNECT_TIMEOUT",
)
SLACK = (
    "adapters.slack.inbound.app._PATIENCE",
    "adapters.slack.outbound.boards._PATIENCE",
    "adapters.slack.workspace.platform._DRAIN",
    "adapters.slack.workspace.members._PATIENCE",
)
"""Seconds after which an adapter gives up waiting for an answer; on a busy machine, a good answer may be late."""
