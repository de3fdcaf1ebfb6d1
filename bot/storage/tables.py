"""The tables. Every primary key begins with the tenant, so that nothing is ever read across tenants by mistake.

Times are whole milliseconds since 1970 in UTC, because SQLite would lose a zone. A change here needs a revision in
migrations/versions, and HEAD in migrate.py.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, Table, Text, false, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    },
)

answer = Table(
    "answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("quiz", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # In percent; not kept of answers from before there were partly right ones.
    Column("credit", Integer),
)
# Holds all that a member's progress and missed questions are read from, so that the rows themselves stay unread.
Index(
    "ix_answer_member",
    *(answer.c[name] for name in ("tenant", "member", "pack", "topic", "correct", "question", "at")),
)

# Holds all that a team's report is made of, question by question.
Index("ix_answer_question", *(answer.c[name] for name in ("tenant", "pack", "question", "at", "member", "correct")))

quiz = Table(
    "quiz",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # How sure the member said they were, a digit for each question; NULL where they weren't asked.
    Column("sure", Text),
)

seen = Table(
    "seen",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

tip_shown = Table(
    "tip_shown",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

place = Table(
    "place",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

once = Table(
    "once",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
Index("ix_once_at", once.c.at)

notice = Table(
    "notice",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("member", Text, nullable=False, server_default=""),
    Column("sentence", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told", BigInteger),
)
# Those for one member are looked for by everyone's commands, and few.
Index(
    "ix_notice_personal",
    notice.c.at,
    sqlite_where=(notice.c.member != "") & notice.c.told.is_(None),
    postgresql_where=(notice.c.member != "") & notice.c.told.is_(None),
)

installation = Table(
    "installation",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("refresh", Text),
    Column("expires", BigInteger),
    Column("at", BigInteger, nullable=False),
)


# A tenant that seems to have removed Versed; all that's kept about it is deleted then, unless it comes back.
removal = Table(
    "removal",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
)

learner = Table(
    "learner",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("home_tenant", Text, nullable=False),
    Column("home_member", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_learner_home", learner.c.home_tenant, learner.c.home_member)

link_code = Table(
    "link_code",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("code", Text),
    Column("expires", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
)
Index("ix_link_code_code", link_code.c.code)

# A learner's cards are kept under one of the selves that they have linked, the home; the reviews under the self that
# gave them, so that each can go without the others. Without row ids, a review changes three pages fewer of a SQLite
# file, and what's written in one transaction lies together.
deck = Table(
    "deck",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("topic", Text, nullable=False),
    sqlite_with_rowid=False,
)

card = Table(
    "card",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("card", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("queue", Integer, nullable=False),
    Column("wake", BigInteger, nullable=False),
    Column("suspended", Integer, nullable=False),
    Column("buried", BigInteger, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("phase", Integer, nullable=False),
    Column("step", Integer),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("due", BigInteger),
    Column("last", BigInteger),
    Column("lapses", Integer, nullable=False),
    Column("before", Text),
    sqlite_with_rowid=False,
)
Index("ix_card_queue", *(card.c[name] for name in ("tenant", "member", "pack", "queue", "wake", "topic")))

review = Table(
    "review",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("card", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rating", Integer, nullable=False),
    Column("phase", Integer, nullable=False),
    Column("interval", BigInteger, nullable=False),
    Column("undid", BigInteger),
    sqlite_with_rowid=False,
)

# A game belongs to the tenant where it was started; what its members do belongs to the tenant of each.
game = Table(
    "game",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("invitation", Text),
    Column("at", BigInteger, nullable=False),
    Column("ended", BigInteger),
)
Index(
    "ix_game_running",
    game.c.lease_until,
    sqlite_where=game.c.ended.is_(None),
    postgresql_where=game.c.ended.is_(None),
)
Index("ix_game_invitation", game.c.invitation)

game_event = Table(
    "game_event",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", Text, nullable=False),
)

game_answer = Table(
    "game_answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("given", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("credit", Integer),
)

game_venue = Table(
    "game_venue",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("home", Text, nullable=False),
    Column("ended", BigInteger),
)
# One game at a time in a place.
Index(
    "ix_game_venue_busy",
    game_venue.c.tenant,
    game_venue.c.place,
    unique=True,
    sqlite_where=game_venue.c.ended.is_(None),
    postgresql_where=game_venue.c.ended.is_(None),
)

game_board = Table(
    "game_board",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("board", Text, primary_key=True),
    Column("ref", Text, nullable=False),
)

game_result = Table(
    "game_result",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("game", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_game_result_tenant_at", game_result.c.tenant, game_result.c.at)

# A challenge is open in its place until it's closed; what came of it is posted by a schedule of its own.
challenge = Table(
    "challenge",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("schedule", Integer, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("closed", BigInteger),
    # The schedule that asks it as a question of its channel; 0 for a challenge.
    Column("series", Integer, nullable=False, server_default="0"),
    # The schedule that reminds people before it closes; 0 if none does.
    Column("nudge", Integer, nullable=False, server_default="0"),
)
Index("ix_challenge_series", challenge.c.tenant, challenge.c.series, challenge.c.opened)
Index("ix_challenge_schedule", challenge.c.tenant, challenge.c.schedule)
# One open challenge at a time in a place.
Index(
    "ix_challenge_open",
    challenge.c.tenant,
    challenge.c.place,
    unique=True,
    sqlite_where=challenge.c.closed.is_(None) & (challenge.c.series == 0),
    postgresql_where=challenge.c.closed.is_(None) & (challenge.c.series == 0),
)

# Who opened a challenge by hand, and so may close it.
challenge_opener = Table(
    "challenge_opener",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("name", Text, nullable=False),
)

# How often a channel was asked a question, and how it went the last time.
question_asked = Table(
    "question_asked",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What was asked for in vain in a month: under a keyed hash, and in words once five people have asked.
missing = Table(
    "missing",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    # Of each who asked two hexadecimal digits, which some others have as well.
    Column("marks", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What those hashes are made with; it goes with its month, and nobody can tell any more what they were made of.
missing_key = Table(
    "missing_key",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
)

challenge_player = Table(
    "challenge_player",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# A question as it was shown to a member, and their answer once they have given it.
challenge_turn = Table(
    "challenge_turn",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("challenge", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("shown", BigInteger, nullable=False),
    Column("given", Text),
    Column("correct", Boolean),
    Column("at", BigInteger),
    # For which it could be answered, where the member has more time than others; else the challenge says.
    Column("seconds", Integer),
    Column("credit", Integer),
)

season = Table(
    "season",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("opens", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("opening", Integer, nullable=False),
    Column("closing", Integer, nullable=False),
)
Index("ix_season_name", season.c.tenant, season.c.folded, unique=True)

team = Table(
    "team",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # When it was removed: for a while it can come back, with those who were in it.
    Column("removed", BigInteger),
)
Index("ix_team_name", team.c.tenant, team.c.folded, unique=True)

team_member = Table(
    "team_member",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

PRIVATE = text("member <> ''")
"""What is one member's own. Said in just these words in a query too, or the databases wouldn't use its index."""

# A member's own schedules, and Versed's, have numbers below zero, so that an administrator's are counted from one
# without gaps.
schedule = Table(
    "schedule",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("place_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text),
    Column("late", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("next_day", Text),
    Column("next_run_at", BigInteger),
    Column("options", Text, nullable=False, server_default="{}"),
    Column("course", Integer, nullable=False, server_default="0"),
    Column("notify", Text, nullable=False, server_default=""),
    Column("member", Text, nullable=False, server_default=""),
    # The days as data; replicas of the version before know only the words in days.
    Column("rule", Text),
    # Who paused it.
    Column("stopped_by", Text, nullable=False, server_default=""),
    Column("stopped_name", Text, nullable=False, server_default=""),
    Column("stopped_at", BigInteger),
)
# What is due is found without looking at any other schedule; those that aren't active have no next_run_at.
Index("ix_schedule_next_run_at", schedule.c.platform, schedule.c.next_run_at)
Index("ix_schedule_member", schedule.c.tenant, schedule.c.member, sqlite_where=PRIVATE, postgresql_where=PRIVATE)

occurrence = Table(
    "occurrence",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("schedule", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),
    Column("post", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("schedule", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("late_note", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("next_try", BigInteger),
    Column("first_send", BigInteger),
    Column("last_send", BigInteger),
    Column("ref", Text, nullable=False),
    Column("ended", BigInteger),
    Column("notify", Text, nullable=False, server_default=""),
    Column("member", Text, nullable=False, server_default=""),
    Column("act", Text, nullable=False, server_default="post"),
    Column("under", Text, nullable=False, server_default=""),
    Column("thread", Text, nullable=False, server_default=""),
    Column("leads", Boolean, nullable=False, server_default=false()),
)
# What has ended has no next_try; nor has what follows a post that hasn't arrived yet.
Index("ix_outbox_next_try", outbox.c.platform, outbox.c.next_try)
Index("ix_outbox_schedule", outbox.c.tenant, outbox.c.schedule, outbox.c.due)
Index("ix_outbox_ended", outbox.c.ended)
Index("ix_outbox_member", outbox.c.tenant, outbox.c.member, sqlite_where=PRIVATE, postgresql_where=PRIVATE)

# A request that a platform was told is being worked on, until it's answered.
owed = Table(
    "owed",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)
Index("ix_owed_platform_lease_until", owed.c.platform, owed.c.lease_until)

# What all see in a channel of the playground, so that it stands there after a restart; people's lines and answers to
# them name who it was.
said = Table(
    "said",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("message", Text),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("ix_said_number", said.c.tenant, said.c.number)
Index("ix_said_member", said.c.tenant, said.c.member)

tip_feedback = Table(
    "tip_feedback",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("tip", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("known", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)
