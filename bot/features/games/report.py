"""The report at the end of a game: who won, what the group knew and missed, what each player should review.

Pure: everything is derived from the state and the pack.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.analysis.actions import TakeGameFile
from bot.features.games.actions import PlayAgain, ReviewGame, ReviewGameFrom
from bot.features.games.commentary import commentary
from bot.features.games.ending import has_one_left, lacks_a_duellist
from bot.features.games.events import EndReason
from bot.features.games.highlights import of_game
from bot.features.games.model import Venue
from bot.features.games.rules import DUELLISTS, Mode
from bot.features.games.scoreboard import name_of, nobody_has_scored, players, scoreboard
from bot.features.games.standings import Standings, ranking, standings, target
from bot.features.games.state import GameState
from bot.features.quizzes.doubts import doubts
from bot.features.quizzes.looking_back import AnsweredQuestion, looked_back, turned_to
from bot.features.quizzes.misconceptions import believed, told
from bot.features.quizzes.posed import IN_GAME, Posed
from bot.features.quizzes.revisit import revisit
from bot.features.scoring.ranks import rank, won_by
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.language.rich_text import emphasis, strong, text
from bot.language.text import listed

_WHY: Mapping[EndReason | None, str] = {
    EndReason.STOPPED: "The host stopped the game.",
    EndReason.CUT_SHORT: "An administrator stopped the game.",
    EndReason.BARRED: "I couldn't post here for half an hour, so the game ended early. What you scored counts.",
    EndReason.ABANDONED: "The game waited half an hour for a host, so I ended it.",
    EndReason.EMPTY: "Too few joined this time; start one any time with /game start.",
}
_KNEW = 0.8
_MISSED = 0.6
_MOST_OBJECTIVES = 2
"""Maximum number of objectives in a report, which should fit on a phone's screen; missed ones come first."""
_MOST_OF_TEAMS = 5
"""Maximum number of players listed below the teams, or below everyone's points together."""

Bank = Mapping[str, Question]


def winners(state: GameState, table: Standings) -> list[str]:
    """Return the names of those in first place; none if nobody scored."""
    if state.rules.mode is Mode.TEAMS:
        names = {team.id: team.name for team in state.teams}
        return [names[line.key] for line in rank(table.teams) if line.rank == 1 and line.points]
    return [name_of(state, line.key) for line in ranking(state, table) if line.rank == 1 and line.points]


def were_alone(state: GameState, table: Standings) -> bool:
    """Return whether there was no competition: no second player, or no second team with a player."""
    participants = [who for who, score in table.players.items() if score.asked]
    if state.rules.mode is Mode.TEAMS:
        return len({state.players[who].team for who in participants}) < DUELLISTS
    return len(participants) < DUELLISTS


_CLOSE = 80
"""From this percentage of the target, it counts as close."""


def headline(state: GameState, table: Standings) -> str:
    """Return how the game ended, in a few words."""
    if state.ended is EndReason.EMPTY:
        return "No game this time"
    if not table.counted:
        return "The game ended before a question counted"
    if state.rules.mode is Mode.TOGETHER:
        if table.together >= target(state):
            return "Target reached: well done, all of you!"
        is_close = 100 * table.together >= _CLOSE * target(state)
        return f"{'So close' if is_close else 'Not this time'}: you didn't reach the target"
    first = winners(state, table)
    if not first:
        return "Nobody scored this time"
    if has_one_left(state, table):
        return f"{first[0]} is the last one in!"
    if lacks_a_duellist(state):
        return f"{first[0]} is the only one left"
    if were_alone(state, table):
        points = max(score.points for score in table.players.values())
        points = max(table.teams.values()) if state.rules.mode is Mode.TEAMS else points
        return f"{first[0]} played alone: {points:,} points"
    return won_by(first)


def report(state: GameState, pack: Pack, bank: Bank, venue: Venue, pictures: Sequence[Drawing]) -> Message:
    """Return the final board of a game.

    Args:
        state: the state of a finished game.
        pack: the game's pack.
        bank: the pack's questions, by id.
        venue: the channel where it's shown.
        pictures: the pictures of the podium and the race, if there are any.
    """
    table = standings(state)
    blocks: list[Block] = [Heading(headline(state, table))]
    if state.ended is not EndReason.FINISHED:
        blocks.append(text(emphasis(_why_early(state, venue))))
    blocks += pictures
    if sentence := commentary(state, of_game(state), venue):
        blocks.append(text(strong(sentence)))
    blocks += _ranks(state, table, venue)
    blocks += _what_the_group_knew(state, pack, bank, table)
    missed = Button("Review what I missed", encode(ReviewGame(state.game)), Emphasis.PRIMARY)
    file = Button("Results as a file", encode(TakeGameFile(state.game)))
    blocks.append(Buttons((missed, again(state), file) if table.counted else (again(state),)))
    return message(*blocks, Footer(pack.title))


def _why_early(state: GameState, venue: Venue) -> str:
    """Return why a game ended early, as told in one of its channels."""
    barred = [each.name for each in state.venues if (each.tenant, each.place) in state.barred and each != venue]
    if state.ended is EndReason.BARRED and barred:
        where = listed(barred, "and")
        return f"I couldn't post in {where} any more, so the game ended early. What you scored counts."
    return _WHY.get(state.ended, "")


def _ranks(state: GameState, table: Standings, venue: Venue) -> list[Block]:
    """Return everyone's rank; if nobody scored, there are none, but there may be a target that was missed."""
    if not table.counted:
        return []
    scored = not nobody_has_scored(table)
    blocks = scoreboard(state, table, venue) if scored or state.rules.mode is Mode.TOGETHER else []
    if scored and state.rules.mode in (Mode.TEAMS, Mode.TOGETHER):
        best = players(state, table, venue, most=_MOST_OF_TEAMS)
        blocks += [text(strong("Best players")), *best] if best else []  # or one ranking would run into the other
    return blocks


def again(state: GameState) -> Button:
    """Return the button that plays a game again."""
    rivals = state.rules.mode is Mode.DUEL or len(state.venues) > 1
    return Button("Rematch" if rivals else "Play again", encode(PlayAgain(state.game)))


def review(state: GameState, pack: Pack, bank: Bank, who: MemberKey, first: int = 0) -> Message:
    """Return the questions that a player didn't get right, with the answers, a few at a time, for that player alone.

    Args:
        state: the game's state.
        pack: the game's pack.
        bank: the pack's questions, by id.
        who: the player.
        first: the index of the first question to show, from 0.

    Raises:
        Refusal: they didn't play, or no question counted for them.
    """
    score = standings(state).players.get(who)
    if score is None or not score.asked:
        raise Refusal("You didn't answer in that game; join the next one with /game join.")
    missed, wrong_menu = _missed_by(state, pack, bank, who), doubts(_asked(state, pack, bank, who))
    if not missed:
        sentence = f"You got all {score.asked} right: nothing to review." if score.asked > 1 else "You got it right."
        return message(Heading("A clean sheet"), text(sentence), wrong_menu, private=True)
    page, turning = turned_to(missed, first, lambda where: ReviewGameFrom(state.game, where))
    blocks: list[Block] = [Heading(f"{score.right} of {score.asked} right: what to look at again")]
    blocks += [looked_back(each) for each in page]
    if page[-1] is not missed[-1]:
        return message(*blocks, Buttons(turning), wrong_menu, Footer(pack.title), private=True, replaces=True)
    answers = [(each.posed.question, each.given, each.right) for each in missed if each.given is not None]
    blocks += told(pack, believed(pack, answers))
    lessons = revisit(pack, [each.posed.question for each in missed])
    buttons = [Buttons((*turning, *lessons))] if turning or lessons else []
    return message(*blocks, *buttons, wrong_menu, Footer(pack.title), private=True, replaces=True)


def _asked(state: GameState, pack: Pack, bank: Bank, who: MemberKey) -> Iterator[tuple[Posed, bool]]:
    """Yield the questions that a player was asked, and whether they answered."""
    for each in state.rounds:
        question = bank.get(state.rules.questions[each.position])
        if question and (who in each.answers or who in each.present):
            yield Posed(pack, question, state.game, each.position, state.rules.seed, IN_GAME), who in each.answers


def _missed_by(state: GameState, pack: Pack, bank: Bank, who: MemberKey) -> Sequence[AnsweredQuestion]:
    found = []
    for each in state.rounds:
        question = bank.get(state.rules.questions[each.position])
        answer = each.answers.get(who)
        there = answer is not None or who in each.present
        if question and there and not each.open and not each.void and not (answer and answer.right):
            posed = Posed(pack, question, state.game, each.position, state.rules.seed, IN_GAME)
            reply, credit = (answer.given, answer.credit) if answer else (None, 0)
            found.append(AnsweredQuestion(posed, reply, right=False, credit=credit))
    return found


def _what_the_group_knew(state: GameState, pack: Pack, bank: Bank, table: Standings) -> list[Block]:
    """Return the objectives that most players got right, and those that too few did."""
    right: Counter[str] = Counter()
    attempts: Counter[str] = Counter()
    for position, gains in table.by_question.items():
        question = bank.get(state.rules.questions[position])
        if question is None:
            continue
        objective = question.objectives[0]
        attempts[objective] += len(gains)
        answers = state.rounds[position].answers
        right[objective] += sum(who in answers and answers[who].right for who in gains)
    shares = {objective: right[objective] / count for objective, count in attempts.items() if count}
    knew = sorted((each for each in shares if shares[each] >= _KNEW), key=lambda each: -shares[each])
    missed = sorted((each for each in shares if shares[each] < _MISSED), key=lambda each: shares[each])
    blocks: list[Block] = []
    missed = missed[:_MOST_OBJECTIVES]
    for title, objectives in (
        ("What you knew", knew[: _MOST_OBJECTIVES - len(missed)]),
        ("Worth another look", missed),
    ):
        lines = [f"• {pack.objective_by_id[each].statement}" for each in objectives]
        if lines:
            blocks.append(text(strong(f"{title}\n"), "\n".join(lines)))
    return blocks
