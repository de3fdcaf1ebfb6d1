"""Boards: what a channel sees of a game, derived from its state alone. Answers show only once a question closes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.content.model import Pack
from bot.content.question import prompt_of
from bot.features.games.actions import HostGame, JoinGame, LeaveGame, ShowControls, TakeHint
from bot.features.games.commentary import MOST_NAMED, commentary
from bot.features.games.ending import SILENT, is_decided
from bot.features.games.highlights import MOST, Highlight, HighlightKind, of_question
from bot.features.games.model import Venue
from bot.features.games.options import may_end_before
from bot.features.games.rules import LIVES, Mode
from bot.features.games.scoreboard import scoreboard
from bot.features.games.standings import Standings, cost_no_life, standings
from bot.features.games.state import (
    GamePhase,
    GameState,
    Player,
    Round,
    answered,
    at_close,
    expected,
    is_between_places,
    is_full,
    is_ours,
    is_same_side,
)
from bot.features.games.timing import COUNTDOWN, REVEAL, left_to_count, left_to_say, reading_time
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import asked, pictured, present
from bot.features.quizzes.shown import right_answer
from bot.features.quizzes.tally import closest, spread, tally
from bot.features.scoring.points import HINT_COST
from bot.features.scoring.ranks import MOST_LINES
from bot.features.teams.model import label as label_of
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.length import fits
from bot.language.message import Block, Countdown, Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Moment, Shows, Text, emphasis, strong, text
from bot.language.text import counted, listed, shortened

MOST_NAMES = 12
"""A list names at most this many players; the others are counted."""

MODES = {
    Mode.TEAMS: "Teams play against each other.",
    Mode.EVERYONE: "Everyone plays for themselves.",
    Mode.DUEL: "A duel: two play, everyone watches.",
    Mode.TOGETHER: "Everyone plays together, against the target.",
    Mode.ELIMINATION: f"Everyone has {LIVES} lives, and the last one in wins.",
}
"""The lobby's explanation of each mode."""


_LONGEST_OPTION = 28
"""Maximum characters of an option beside the number who chose it, so that both fit on one line on a phone."""

_SHORTER = ((MOST_LINES, True), (5, True), (5, False), (3, False))
"""How many players a closed board shows, and whether it explains the answer: from most preferred to shortest."""

_IN_SHORT = 110
"""Maximum characters of the question on a closed board without the explanation."""

_NOBODY_PLAYS = "Nobody's playing right now; answer to join in."

_ONE_HAS_LEFT = "The game is on. One of the two has left, and can come back."
"""The lobby's line for a duel that one player has left: nobody else can take that seat."""


def lobby(state: GameState, pack: Pack, venue: Venue, now: datetime | None = None) -> Message:
    """Return the lobby's board. It stays up during the game and after it, because people can join late.

    Args:
        state: the game's state.
        pack: the game's pack.
        venue: the channel that sees it.
        now: the time, in UTC; None if the countdown needn't show seconds.
    """
    rules = state.rules
    topics = [pack.topic_by_id[each].title for each in rules.topics if each in pack.topic_by_id]
    about = f" on {listed(topics, 'and')}" if topics else ""
    most = "Up to " if may_end_before(rules.mode, rules.goal) else ""
    questions = f"{most}{counted(len(rules.questions), 'question')}{about}, {state.limit.seconds} seconds each."
    if rules.goal:
        questions += f" First to {rules.goal:,} points wins."
    blocks: list[Block] = [
        Heading(f"A game: {pack.title}"),
        text(questions, " ", MODES[rules.mode], " Quick right answers earn more."),
        Facts(tuple(_who_plays(state, venue))),
    ]
    if state.phase is GamePhase.LOBBY:
        blocks += [Buttons(tuple(_joining(state, venue))), _hosting(state)]
        blocks.append(_waits_for(state))
    elif state.phase is GamePhase.COUNTDOWN:
        left = left_to_count(state, now) if now else None
        blocks += [
            *_coming(state, venue, COUNTDOWN, "The first question comes {when}.", left),
            Buttons(tuple(_joining(state, venue))),
        ]
        blocks.append(_controls(state))
    elif state.phase is GamePhase.ENDED:
        blocks.append(text(emphasis("This game is over.")))
    else:
        blocks += [text(_goes_on(state)), Buttons(tuple(_joining(state, venue)))]
    return message(*blocks, Footer(text(f"{_hosted(state, venue)} · ", CommandMention("/help scoring"))))


def question(state: GameState, posed: Posed, venue: Venue, now: datetime) -> Message:
    """Return a question's board: open with its buttons, or closed with its answer and results.

    Args:
        state: the game's state.
        posed: the question, with its position in the game.
        venue: the channel that sees it.
        now: the time, in UTC.
    """
    current = state.rounds[posed.position]
    heading = Heading(f"Question {posed.position + 1} of {len(state.rules.questions)}")
    footer = Footer(posed.pack.source_of(posed.question))
    if current.reading:
        lasts = reading_time(state.rules, posed.position)
        soon = Countdown(current.opens_at - lasts, current.opens_at, "Read it first: the answers open {when}.")
        return message(heading, *asked(posed), soon, _controls(state), footer)
    if current.open:
        of = expected(state, current)
        progress = f"{answered(state, current)} of {of} have answered." if of else _NOBODY_PLAYS
        notes = [text(emphasis(note)) for note in _notes(state, current)]
        runs = Countdown(current.opens_at, current.closes_at, left=left_to_say(current, now))
        below = Buttons((*_hint(posed), *_controls(state).buttons))
        return message(heading, *present(posed), runs, text(strong(progress)), *notes, below, footer)
    if current.void:
        passed = text("This question was skipped, so it doesn't count.")
        asked_for = text(emphasis(prompt_of(posed.question)))
        return message(heading, asked_for, passed, *_onward(state, current, venue), footer)
    result = _closed(state, current, posed, venue, (heading, footer))
    return message(heading, *result, *_onward(state, current, venue), footer)


def _closed(
    state: GameState, current: Round, posed: Posed, venue: Venue, around: tuple[Heading, Footer]
) -> list[Block]:
    """Return the body of a closed question's board, shortened to fit; players get the details in private.

    Args:
        state: the game's state.
        current: the question's round.
        posed: the question, with its position in the game.
        venue: the channel that sees it.
        around: the heading and the footer.
    """
    then = at_close(state, current)
    table = standings(then)
    outcome = [*_outcome(then, current, posed, venue), *_spared(then, current, table)]
    blocks: list[Block] = []
    for most, reasons in _SHORTER:
        blocks = [
            text(emphasis(prompt_of(posed.question) if reasons else shortened(prompt_of(posed.question), _IN_SHORT))),
            *pictured(posed),
            right_answer(posed, reasons=reasons),
            *outcome,
            *scoreboard(then, table, venue, latest=True, most=most),
        ]
        if fits((*around, *blocks)):
            break
    return blocks


def gone(state: GameState, position: int) -> Message:
    """Return the board of a question that was removed from the pack since the game began."""
    heading = Heading(f"Question {position + 1} of {len(state.rules.questions)}")
    return message(heading, text("This question has just left the pack; here comes the next one."))


def held(state: GameState, position: int) -> Message:
    """Return the board of a question that's hidden until the bot can post everywhere again."""
    heading = Heading(f"Question {position + 1} of {len(state.rules.questions)}")
    return message(heading, text("It comes as soon as I can post everywhere again; nobody loses time."))


def while_barred(board: Message, state: GameState, venue: Venue) -> Message:
    """Return a board with a line added that says the game is waiting, because the bot can't post somewhere.

    Args:
        board: the board.
        state: the waiting game's state.
        venue: the channel that sees it.
    """
    if (venue.tenant, venue.place) in state.barred:
        sentence = "I can't post here any more. Let me write here again within half an hour, and the game goes on."
        if state.phase is GamePhase.ENDED:
            sentence = "I can't post here any more. Let me write here again within half an hour to see the podium."
    elif state.phase is GamePhase.ENDED:
        return board
    else:
        names = [each.name for each in state.venues if (each.tenant, each.place) in state.barred]
        sentence = f"I can't post in {listed(names, 'and')} right now, so the game's waiting."
    return replace(board, blocks=(*board.blocks, text(strong(sentence))))


def _hosted(state: GameState, venue: Venue) -> str:
    """Return who may control the game, naming only hosts of the channel's own side."""
    if names := _hosts(state, venue):
        return f"Hosted by {listed(names, 'and')}"
    return "Hosted by the other side" if state.hosts else "No host now; the next to join takes over"


def _hosts(state: GameState, venue: Venue) -> list[str]:
    """Return the names of the hosts on the channel's own side."""
    ours = [each.name for who, each in state.hosts.items() if is_same_side(state, who.tenant, each.place, venue)]
    return list(dict.fromkeys(ours))


def _waits_for(state: GameState) -> Text:
    rules = state.rules
    if not rules.lobby:
        return text(emphasis("Waiting for a host to press Start."))
    at = state.waits_since + rules.lobby
    moment = Moment(at, Shows.TIME, f"{at:%H:%M} (UTC)")
    playing = sum(player.playing for player in state.players.values())
    if_enough = "" if playing >= rules.fewest else f" if {rules.fewest} are in by then, or else once they are"
    return text("It starts by itself at ", moment, f"{if_enough}; a host can start it sooner.")


def _who_plays(state: GameState, venue: Venue) -> Iterable[tuple[str, str]]:
    playing = [player for player in state.players.values() if player.playing]
    if not state.teams:
        yield (f"Players ({len(playing)})", _names(state, playing, venue))
    for team in state.teams:
        members = [player for player in playing if player.team == team.id]
        yield (f"{label_of(team)} ({len(members)})", _names(state, members, venue))


def _names(state: GameState, players: Sequence[Player], venue: Venue) -> str:
    """Return the players' names in a list; players of other sides are only counted."""
    ours = [player.name for player in players if is_ours(state, player, venue)]
    named = ours[:MOST_NAMES]
    if not named:
        return "nobody yet" if not players else f"{len(players)} from another place"
    more = len(players) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _goes_on(state: GameState) -> str:
    """Return the lobby's line on whether people can still join the running game."""
    if not is_full(state.rules, len(state.players)):
        return "The game is on; join any time."
    return "The game is on, and both players are in." if _all_are_in(state) else _ONE_HAS_LEFT


def _all_are_in(state: GameState) -> bool:
    return all(player.playing for player in state.players.values())


def _joining(state: GameState, venue: Venue) -> Iterable[Button]:
    if is_full(state.rules, len(state.players)) and _all_are_in(state):
        pass  # anyone who's in can leave
    elif is_between_places(state):
        side = next((team for team in state.teams if (team.tenant, team.place) == (venue.tenant, venue.place)), None)
        if side is not None:
            yield Button(f"Join {side.name}", encode(JoinGame(state.game, side.id)), Emphasis.PRIMARY)
    elif state.teams:
        for team in state.teams:
            yield Button(f"Join {label_of(team)}", encode(JoinGame(state.game, team.id)))
        yield Button("Join any team", encode(JoinGame(state.game)), Emphasis.PRIMARY)
    else:
        yield Button("Join", encode(JoinGame(state.game)), Emphasis.PRIMARY)
    yield Button("Leave", encode(LeaveGame(state.game)))


def _hosting(state: GameState) -> Buttons:
    start = Button("Start", encode(HostGame(state.game, "start")), Emphasis.PRIMARY)
    return Buttons((start, *_controls(state).buttons))


def _controls(state: GameState) -> Buttons:
    return Buttons((Button("Host controls …", encode(ShowControls(state.game))),))


def _hint(posed: Posed) -> Iterable[Button]:
    if posed.question.hint:
        yield Button(f"Hint (−{HINT_COST}%)", encode(TakeHint(posed.quiz, posed.position)))


def _outcome(state: GameState, current: Round, posed: Posed, venue: Venue) -> list[Block]:
    """Return how many chose what, and the highlights; if nobody answered, only that."""
    if not any(who in state.players for who in current.answers):
        return [text(strong("Nobody answered this one."))]
    return [Facts(tuple(_distribution(state, current, posed))), *_highlights(state, posed, venue)]


def _spared(state: GameState, current: Round, table: Standings) -> list[Block]:
    """Return why nobody lost a life, if it's a game for lives and nobody did."""
    spared = state.rules.mode is Mode.ELIMINATION and cost_no_life(current, table)
    return [text("No lives lost: nobody who's still in knew it.")] if spared else []


def _highlights(state: GameState, posed: Posed, venue: Venue) -> list[Block]:
    sentence = commentary(state, (*_closest(state, posed), *of_question(state, posed.position))[:MOST], venue)
    return [text(strong(sentence))] if sentence else []


def _closest(state: GameState, posed: Posed) -> Iterable[Highlight]:
    """Yield whose guess came closest, if the question asks for a number."""
    answers = state.rounds[posed.position].answers
    players = [who for who in answers if who in state.players]
    found = closest(posed, [answers[who].given for who in players])
    if found is not None and len(players) > 1:
        places, off = found
        yield Highlight(HighlightKind.CLOSEST, tuple(players[place] for place in places), off=off)


def _notes(state: GameState, current: Round) -> Iterable[str]:
    lost = sum((until - since).total_seconds() for since, until in current.missed)
    if lost:
        yield f"Nobody could answer for {counted(round(lost), 'second')}; everyone gets that time back."
    added = (current.closes_at - current.opens_at - current.limit).total_seconds() - lost
    if added >= 1:
        yield f"The host added {round(added)} seconds."
    if state.paused:
        yield "There's a pause after this question."


def _distribution(state: GameState, current: Round, posed: Posed) -> Iterable[tuple[str, str]]:
    """Yield each answer and how many gave it."""
    answers = [answer for who, answer in current.answers.items() if who in state.players]
    replies = [answer.given for answer in answers]
    for label, count, right in tally(posed, replies, sum(answer.right for answer in answers)):
        brief = shortened(label, _LONGEST_OPTION).rstrip(".")  # the right one is above in full
        yield (f"✓ {brief}" if right else brief, _share(count, len(replies)))
    if lies := spread(posed, replies):
        yield ("From", f"{lies.least} to {lies.most}, {lies.middle} in the middle")
    if silent := expected(state, current) - len(replies):
        yield ("No answer", str(silent))


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(100 * part / whole)}%)" if whole else "0"


def _onward(state: GameState, current: Round, venue: Venue) -> list[Block]:
    """Return what comes next, to show below the latest question."""
    if current.position != len(state.rounds) - 1 or state.phase is not GamePhase.BREAK:
        return []
    coming = "The podium comes {when}." if is_decided(state) else "The next question comes {when}."
    return [*_coming(state, venue, REVEAL, coming), _controls(state)]


def _coming(
    state: GameState, venue: Venue, lasts: timedelta, sentence: str, left: timedelta | None = None
) -> list[Block]:
    """Return when the game continues.

    Args:
        state: the state of a game between two questions, or before the first.
        venue: the channel that sees it.
        lasts: how long this wait usually takes.
        sentence: says what comes, with `{when}` for the time.
        left: the time left until then, if the board counts it down.
    """
    if state.paused or state.next_at is None:
        hosts = _hosts(state, venue)
        who = listed(hosts, "or") if 0 < len(hosts) <= MOST_NAMED else "a host"
        if state.silent:
            asked_in_vain = f"Nobody answered the last {SILENT} questions, so the game's paused"
            return [text(strong(f"{asked_in_vain}; {who} can press Host controls … and then Resume."))]
        return [text(strong(f"The game's paused; {who} can resume it."))]
    return [Countdown(state.next_at - lasts, state.next_at, sentence, left)]
