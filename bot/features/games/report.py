"""The report at the end of a game: who won, what the group knew and missed, what each player should look at again.

Pure: everything follows from the state and the pack.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.content.model import Pack, Question
from bot.features.games.actions import ReviewGame
from bot.features.games.board import players_table, tables
from bot.features.games.events import EndReason, Mode, Person, Venue
from bot.features.games.scoring import rank
from bot.features.games.standings import Standings, standings, target
from bot.features.games.state import GameState
from bot.features.quizzes.presentation import IN_GAME, Posed, describe, options_of, solution
from bot.features.quizzes.questions import prompt_of
from bot.features.quizzes.revisit import revisit
from bot.language.actions import encode
from bot.language.message import (
    Block,
    Button,
    Buttons,
    Emphasis,
    Footer,
    Heading,
    Image,
    Message,
    Refusal,
    emphasis,
    message,
    strong,
    text,
)
from bot.language.text import listed

_WHY: Mapping[EndReason | None, str] = {
    EndReason.STOPPED: "The host stopped the game.",
    EndReason.CUT_SHORT: "An administrator stopped the game.",
    EndReason.BARRED: "I couldn't post here for half an hour, so the game ended early. What you scored counts.",
    EndReason.ABANDONED: "Nobody went on, so I ended the game.",
    EndReason.EMPTY: "Too few came this time; start one whenever you like, with /game start.",
}
_KNEW = 0.8
_MISSED = 0.6
_MOST_OBJECTIVES = 3
_MOST_REVIEWED = 8

Bank = Mapping[str, Question]


def winners(state: GameState, table: Standings) -> list[str]:
    """Return the names of those who share the first rank; none where nobody scored."""
    if state.rules.mode is Mode.TEAMS:
        names = {team.id: team.name for team in state.teams}
        return [names[line.key] for line in rank(table.teams) if line.rank == 1 and line.points]
    scores = rank({who: score.points for who, score in table.players.items()})
    return [state.players[line.key].name for line in scores if line.rank == 1 and line.points]


def headline(state: GameState, table: Standings) -> str:
    """Return how the game ended, in a few words."""
    if state.ended is EndReason.EMPTY:
        return "No game this time"
    if not table.counted:
        return "The game is over before a question counted"
    if state.rules.mode is Mode.TOGETHER:
        reached = table.together >= target(state)
        return "Target reached: well done, all of you!" if reached else "So close: the target was not reached"
    first = winners(state, table)
    if not first:
        return "Nobody scored this time"
    if len(first) == 1:
        return f"{first[0]} wins!"
    return f"{listed(first, 'and')} share the first place!"


def report(state: GameState, pack: Pack, bank: Bank, venue: Venue, podium: Image | None) -> Message:
    """Return the last board of a game.

    Args:
        state: of a game that is over.
        pack: its pack.
        bank: the pack's questions.
        venue: where it is shown.
        podium: a picture of the first three, if there is one.
    """
    table = standings(state)
    blocks: list[Block] = [Heading(headline(state, table))]
    if state.ended is not EndReason.FINISHED:
        why = _WHY.get(state.ended, "")
        blocks.append(text(emphasis(why)))
    if podium is not None:
        blocks.append(podium)
    blocks += tables(state, table, venue) if table.counted else []
    if state.rules.mode in (Mode.TEAMS, Mode.TOGETHER) and table.counted:
        blocks += players_table(state, table, venue, ("Player", "Points"))
    blocks += _what_the_group_knew(state, pack, bank, table)
    if table.counted:
        review = Button("Review what I missed", encode(ReviewGame(state.game)), Emphasis.PRIMARY)
        blocks.append(Buttons((review,)))
    return message(*blocks, Footer(f"{pack.title} · /game start for another"))


def review(state: GameState, pack: Pack, bank: Bank, who: Person) -> Message:
    """Return what one player did not get right, with the answers, for that player alone.

    Args:
        state: the game.
        pack: what it asked from.
        bank: that pack's questions, by id.
        who: the player.

    Raises:
        Refusal: they did not play, or no question has counted yet.
    """
    score = standings(state).players.get(who)
    if score is None or not score.asked:
        raise Refusal("You did not answer in that game; join the next one with /game join.")
    missed = _missed_by(state, bank, who)
    if not missed:
        said = f"You got all {score.asked} right: nothing to review." if score.asked > 1 else "You got it right."
        return message(Heading("A clean sheet"), text(said), private=True)
    blocks: list[Block] = [Heading(f"{score.right} of {score.asked} right: what to look at again")]
    for position, question in missed[:_MOST_REVIEWED]:
        posed = Posed(pack, question, state.game, position, state.rules.seed, IN_GAME)
        given = state.rounds[position].answers.get(who)
        options = {key: shown for key, shown, _ in options_of(posed)}
        yours = "no answer" if given is None else options.get(given.given) or describe(posed, given.given)
        right, why = solution(posed)
        blocks.append(
            text(strong(prompt_of(question)), f"\nYou said: {yours}\nThe right answer is ", strong(right), f"\n{why}")
        )
    if lessons := revisit(pack, [question for _, question in missed]):
        blocks.append(Buttons(tuple(lessons)))
    return message(*blocks, Footer(pack.title), private=True)


def _missed_by(state: GameState, bank: Bank, who: Person) -> Sequence[tuple[int, Question]]:
    found = []
    for each in state.rounds:
        question = bank.get(state.rules.questions[each.position])
        given = each.answers.get(who)
        there = given is not None or who in each.present
        if question and there and not each.open and not each.void and not (given and given.right):
            found.append((each.position, question))
    return found


def _what_the_group_knew(state: GameState, pack: Pack, bank: Bank, table: Standings) -> list[Block]:
    """Return the objectives that most got right, and those that too few did."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for position, gains in table.by_question.items():
        question = bank.get(state.rules.questions[position])
        if question is None:
            continue
        objective = question.objectives[0]
        asked[objective] += len(gains)
        right[objective] += sum(points > 0 for points in gains.values())
    shares = {objective: right[objective] / count for objective, count in asked.items() if count}
    knew = sorted((each for each in shares if shares[each] >= _KNEW), key=lambda each: -shares[each])
    missed = sorted((each for each in shares if shares[each] < _MISSED), key=lambda each: shares[each])
    blocks: list[Block] = []
    for title, objectives in (("What you knew", knew), ("Worth another look", missed)):
        lines = [f"• {pack.objective_by_id[each].statement}" for each in objectives[:_MOST_OBJECTIVES]]
        if lines:
            blocks.append(text(strong(f"{title}\n"), "\n".join(lines)))
    return blocks
