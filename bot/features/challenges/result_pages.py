"""What a closed challenge shows: the results for everyone, and each member's own answers. Pure."""

from collections.abc import Collection, Mapping, Sequence

from bot.content.model import Pack
from bot.content.question import prompt_of
from bot.features.analysis.actions import TakeChallengeFile
from bot.features.challenges.actions import ReviewChallenge, ReviewChallengeFrom
from bot.features.challenges.model import TurnAnswer, turn_of
from bot.features.challenges.played import Played
from bot.features.challenges.scores import ResultTable, points_of
from bot.features.quizzes.doubts import doubts
from bot.features.quizzes.looking_back import AnsweredQuestion, looked_back, turned_to
from bot.features.quizzes.misconceptions import believed, told
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.revisit import revisit
from bot.features.quizzes.tally import closest, in_short, spread, tally
from bot.features.scoring.podium import podium
from bot.features.scoring.ranks import MOST_LINES, Ranked, first_lines, left_out, rank, won_by
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Facts, Footer, Heading, Message, Table, message
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import counted, labelling, listed, shortened
from bot.pictures.podium import PodiumCard, PodiumStep

_MEDALS = {1: "🥇 ", 2: "🥈 ", 3: "🥉 "}
_MISSED = 0.6
_MOST_MISSED = 3
_LONGEST_PROMPT = 70
_LONGEST_OPTION = 30
"""Maximum length of an option in the results, in characters."""


def podium_of(played: Played, hidden: Collection[str]) -> PodiumCard | None:
    """Return the podium card; None if only one person took part, or nobody may be shown.

    Args:
        played: the closed challenge.
        hidden: members who don't want to be shown.
    """
    if len(played.players) < 2:
        return None
    lines, names = _standings(played, hidden)
    steps = [PodiumStep(line.rank, names[line.key], line.points) for line in lines]
    return podium(_headline(played, lines, names), played.pack, (played.challenge.topic,), len(played.counted), steps)


def unclaimed(pack: Pack, *, by_schedule: bool) -> Message:
    """Return the results of a challenge that nobody took.

    Args:
        pack: the challenge's pack.
        by_schedule: whether a schedule opened it, so that another one may be open already.
    """
    another = (CommandMention("/challenge closes:2d"), " opens another, for two days.")
    onward = ("Will you take the next one?",) if by_schedule else another
    return message(
        Heading(f"Challenge closed: {pack.title}"), text("Nobody took this challenge. ", *onward), _footer(pack)
    )


def report(played: Played, hidden: Collection[str], teams: Mapping[str, str], picture: Drawing | None) -> Message:
    """Return the results of a challenge that someone took, for everyone.

    Args:
        played: the closed challenge.
        hidden: members who don't want to be shown; they're counted, but not named.
        teams: the names of the lasting teams, by id.
        picture: the drawing of the podium, if there is one.
    """
    lines, names = _standings(played, hidden)
    missed = _missed(played)
    lessons = revisit(played.pack, [posed.question for posed in missed])
    see = Button("See my answers", encode(ReviewChallenge(played.challenge.id)), Emphasis.PRIMARY)
    return message(
        Heading(_headline(played, lines, names)),
        text(_turnout(played)),
        *([picture] if picture else []),
        *_players(lines, names, played),
        *_teams(played.table, teams),
        Heading("Question by question"),
        Facts(tuple((_short(posed), _told(posed, played, hidden)) for posed in played.counted)),
        *_worth_another_look(played.pack, missed),
        Buttons((see, *lessons, Button("Results as a file", encode(TakeChallengeFile(played.challenge.id))))),
        _footer(played.pack),
    )


def _footer(pack: Pack) -> Footer:
    return Footer(text(f"{pack.title} · ", CommandMention("/help scoring")))


def closed_in_thread(played: Played, hidden: Collection[str]) -> Message:
    """Return the line that a channel gets when a challenge closes whose results are in its thread.

    Args:
        played: the closed challenge.
        hidden: members who don't want to be shown.
    """
    headline = "Challenge closed: nobody took it."
    if played.players:
        how_it_went = _headline(played, *_standings(played, hidden))
        headline = f"{how_it_went}{'' if how_it_went.endswith('!') else '.'} The results are in its thread."
    return message(text(headline))


def review(played: Played, member: str, standing: str = "", first: int = 0) -> Message:
    """Return a member's own answers with the right ones and the reasons, a few questions at a time, in private.

    Args:
        played: the closed challenge.
        member: the participant's id.
        standing: a sentence on their rank among the others.
        first: the index of the first answer to show, from 0.
    """
    score = played.table.players[member]
    heading = Heading(f"{score.right} of {len(played.counted)} right")
    earned = text(f"{score.points:,} points. {standing}" if standing else f"{score.points:,} points")
    if not played.counted:
        return message(heading, earned, Footer(played.pack.title), private=True)
    replies = _replies_of(played, member)
    page, turning = turned_to(replies, first, lambda where: ReviewChallengeFrom(played.challenge.id, where))
    blocks: list[Block] = [heading, *([earned] if page[0] is replies[0] else [])]
    blocks += [looked_back(each, numbered=True) for each in page]
    menu = doubts((each.posed, each.given is not None) for each in replies)
    if page[-1] is not replies[-1]:
        return message(*blocks, Buttons(turning), menu, Footer(played.pack.title), private=True, replaces=True)
    answers = [(each.posed.question, each.given, each.right) for each in replies if each.given is not None]
    blocks += told(played.pack, believed(played.pack, answers))
    lessons = revisit(played.pack, [each.posed.question for each in replies if not each.right])
    buttons = [Buttons((*turning, *lessons))] if turning or lessons else []
    return message(*blocks, *buttons, menu, Footer(played.pack.title), private=True, replaces=True)


def _replies_of(played: Played, member: str) -> Sequence[AnsweredQuestion]:
    """Return a member's answer to each question that counts."""
    found = []
    for posed in played.counted:
        turn = turn_of(played.turns.get(member, ()), posed.position)
        answer = turn.answer if turn else None
        if turn is None or answer is None:
            found.append(AnsweredQuestion(posed, None, right=False, credit=0))
        else:
            points = points_of(played.challenge, turn)
            found.append(
                AnsweredQuestion(posed, answer.given, right=answer.right, credit=answer.credit, points=points)
            )
    return found


def _standings(played: Played, hidden: Collection[str]) -> tuple[list[Ranked[str]], Mapping[str, str]]:
    """Return the ranking of members who may be shown, best first, and their names."""
    names = {player.member: player.name for player in played.players if player.member not in hidden}
    scores = {member: score.points for member, score in played.table.players.items() if member in names}
    return rank(scores), names


def _headline(played: Played, lines: Sequence[Ranked[str]], names: Mapping[str, str]) -> str:
    first = [names[line.key] for line in lines if line.rank == 1 and line.points]
    if first and len(played.players) == 1:
        return f"Challenge closed: only {first[0]} took it"
    scored = any(score.points for score in played.table.players.values())  # also if they're hidden
    return f"Challenge closed: {won_by(first) or ('how it went' if scored else 'nobody scored this time')}"


def _turnout(played: Played) -> str:
    count, questions = len(played.players), len(played.counted)
    who = counted(count, "person", "people")
    answers = [_answered(played, player.member) for player in played.players]
    through = sum(each == questions for each in answers)
    if through == count:
        return f"{who} took {counted(questions, 'question')}."
    if not any(answers):
        return f"{who} had a look, but nobody answered." if count > 1 else "1 person had a look, but didn't answer."
    if count == 1:
        return f"1 person took part, and answered {answers[0]} of {counted(questions, 'question')}."
    some = {0: "none", 1: "one"}.get(through, str(through))
    if questions == 1:
        return f"{who} took part; {some} of them answered."
    every = "both questions" if questions == 2 else f"all {questions} questions"
    return f"{who} took part; {some} of them answered {every}."


def _answered(played: Played, member: str) -> int:
    """Return how many of the questions that count a member answered."""
    turns = (turn_of(played.turns.get(member, ()), posed.position) for posed in played.counted)
    return sum(turn is not None and turn.answer is not None for turn in turns)


def _players(lines: Sequence[Ranked[str]], names: Mapping[str, str], played: Played) -> list[Block]:
    scored = [line for line in lines if line.points]
    if not scored:
        return []
    scores, questions = played.table.players, len(played.counted)
    rows = tuple(
        (
            f"{_MEDALS.get(line.rank, f'{line.rank}. ')}{names[line.key]}",
            f"{line.points:,}",
            f"{scores[line.key].right} of {questions}",
        )
        for line in first_lines(scored, MOST_LINES)
    )
    others = left_out(len(scored) - len(rows), [names[line.key] for line in lines if not line.points])
    return [Table(("Player", "Points", "Right"), rows), *([text(others)] if others else [])]


def _teams(table: ResultTable, names: Mapping[str, str]) -> list[Block]:
    """Return the table of teams by points, the mean of the members who took part; a single team has no rival."""
    lines = rank({team: points for team, points in table.teams.items() if team in names and points})
    rows = tuple((f"{line.rank}. {names[line.key]}", f"{line.points:,}") for line in lines)
    return (
        [text(strong("Teams"), ", averaged over everyone who took part"), Table(("Team", "Points"), rows)]
        if len(lines) > 1
        else []
    )


def distribution(posed: Posed, played: Played) -> str:
    """Return how many people chose each option, on one line; of the others, only those that are right."""
    replies = list(_replies(posed, played).values())
    if not replies:
        return "Nobody answered."
    answers, silent = [reply.given for reply in replies], len(played.players) - len(replies)
    counts = tally(posed, answers, sum(reply.right for reply in replies))
    briefs = in_short([each.label for each in counts], _LONGEST_OPTION)
    parts = [
        f"{labelling(('✓ ' if right else '') + brief)} {count}"
        for brief, (_, count, right) in zip(briefs, counts, strict=True)
        if count or right
    ]
    if lies := spread(posed, answers):
        parts.append(lies.in_words)
    return " · ".join([*parts, *([f"no answer: {silent}"] if silent else [])])


def _told(posed: Posed, played: Played, hidden: Collection[str]) -> str:
    return " · ".join(filter(None, (distribution(posed, played), closest_of(posed, played, hidden))))


def closest_of(posed: Posed, played: Played, hidden: Collection[str]) -> str:
    """Return who guessed closest, among members who may be shown; "" if the question isn't a guess.

    Args:
        posed: the question.
        played: the closed challenge.
        hidden: members who don't want to be shown.
    """
    replies = {who: reply for who, reply in _replies(posed, played).items() if who not in hidden}
    found = closest(posed, [reply.given for reply in replies.values()])
    if found is None or len(replies) < 2:
        return ""
    names = {player.member: player.name for player in played.players}
    members, (places, off) = list(replies), found
    who = listed([names[members[place]] for place in places], "and")
    return f"Closest: {who}, off by {off}." if off else f"Closest: {who}, right on the spot!"


def _replies(posed: Posed, played: Played) -> Mapping[str, TurnAnswer]:
    """Return the answers to a question by member, in the order in which the members began."""
    turns = ((each.member, turn_of(played.turns.get(each.member, ()), posed.position)) for each in played.players)
    return {member: turn.answer for member, turn in turns if turn is not None and turn.answer is not None}


def _missed(played: Played) -> list[Posed]:
    """Return the questions that too few people got right, hardest first."""
    shares = {
        posed.position: sum(reply.right for reply in _replies(posed, played).values()) / len(played.players)
        for posed in played.counted
    }
    return sorted(
        (posed for posed in played.counted if shares[posed.position] < _MISSED),
        key=lambda posed: shares[posed.position],
    )


def _worth_another_look(pack: Pack, missed: Sequence[Posed]) -> list[Block]:
    objectives = dict.fromkeys(posed.question.objectives[0] for posed in missed)
    lines = [f"• {pack.objective_by_id[each].statement}" for each in list(objectives)[:_MOST_MISSED]]
    return [text(strong("Worth another look\n"), "\n".join(lines))] if lines else []


def _short(posed: Posed) -> str:
    return f"{posed.position + 1}. {shortened(prompt_of(posed.question), _LONGEST_PROMPT).rstrip('.')}"
