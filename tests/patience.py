"""How long is waited for what is bound to happen: by the tests, and by the program where a test runs it."""

FOREVER = 120.0
"""Seconds. Only what will never happen takes so long, however busy the machine is; no test expects it to pass."""

STORY = 5 * FOREVER
"""Seconds for a whole story, in which one wait follows another."""

DISCORD = (
    "adapters.discord.outbound.boards._PATIENCE",
    "adapters.discord.outbound.boards._SECONDS",
    "adapters.discord.outbound.following._SECONDS",
    "adapters.discord.setup.platform._DISCONNECT_WITHIN",
    "adapters.discord.setup.platform._DRAIN_WITHIN",
    "adapters.discord.outbound.port._SECONDS",
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
"""The seconds after which an adapter goes on without an answer: an answer to a busy machine, too, might be late."""
