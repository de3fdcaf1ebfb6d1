"""Wishes: what people ask of Versed in words that name no command, such as “make it harder”.

Each is matched as a whole, in normalised words (see tokens.py). Some ask for a command that only shows
something; for the others, a sentence says which command to run. Pure.
"""

import re
from dataclasses import dataclass

from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.tokens import tokens
from bot.language.rich_text import CommandMention, Text, text


@dataclass(frozen=True, slots=True)
class Instead:
    """What can be done instead of a wish that no command grants."""

    sentence: Text


_LEAD = re.compile(
    r"(?:(?:please|hey|hi|ok|so|and|versed|can you|could you|would you|will you|can we|can i|could i|could we|may i"
    r"|i want you to|i want to|we want to|i would like to|i would like you to|we would like to|i need to|let us"
    r"|how do i|how do we|how can i|how can we|how could i|is it possible to|is there a way to|tell me) )+"
)
_END = re.compile(r"(?: (?:please|thanks|thank you|versed|now|here))+$")

_TEAM = r"(?:(?:my|our|the|this) (?:team|group|people|colleagues)|we|everyone|everybody)"
_WHEN = (
    r"(?: (?:so far|lately|recently|today|yesterday"
    r"|(?:this|last|the last|the past|past) (?:\w+ )?(?:day|week|month|quarter|year)s?))?"
)
_LAST = r"(?:the )?(?:last|this|past)"
_SCORES = r"(?:results?|scores?|points|leader ?board|ranking|standings|winners?)"
_DAYS = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:the )?weekends?)(?: (?:or|and) \w+)?"
_POSTS = (
    r"(?:(?:the|our|all|any|your|all the|my) )?(?:(?:daily|weekly) )?"
    r"(?:tips?|posts?|questions?|challenges?|reports?|games?|quiz)"
)
_AWAY = r"(?:on (?:holidays?|vacation|leave|a trip)|away|out of (?:the )?office|travelling|traveling)"
_HOLIDAYS = r"(?:on|over|during|at|for) (?:the )?(?:(?:public|bank|national|school) )?holidays?"
_A_NAME = r"(?!(?:it|that|this|everything|the|my|your|our|us|me|a|an|new)\b)\w+(?: \w+)?"

_ORDERS = (
    (
        rf"(?:what|how much) (?:did|does|do|has|have) {_TEAM} (?:learn|learned|learnt|know|learning)(?: about"
        rf" \w+)?{_WHEN}"
        rf"|what is {_TEAM} learning{_WHEN}"
        rf"|(?:where (?:is|are)|how good (?:is|are)) {_TEAM}(?: (?:weak|weakest|strong|strongest"
        rf"|struggling))?{_WHEN}"
        rf"|what (?:is|are) (?:my|our|the) teams (?:weak points?|weaknesses|strengths|gaps|knowledge)"
        rf"|what (?:do|does) {_TEAM} (?:struggle with|get wrong|find hard|still need to learn|not know)"
        rf"|how (?:is|are|did|does|do|has|have) {_TEAM} (?:doing|do|done|progressing|been doing){_WHEN}",
        "progress",
        {"show": "team"},
    ),
    *(
        (
            rf"(?:(?:give|show|send|get|tell)(?: (?:me|us))? )?(?:the )?{_LAST} {unit}s? {_SCORES}"
            rf"|(?:(?:give|show|send|get|tell)(?: (?:me|us))? )?(?:the )?{_SCORES} (?:of|for|from|in) {_LAST}"
            rf" {unit}"
            r"|who (?:won|wins|is winning|is leading|was (?:the )?(?:best|first)|scored(?: the)? most|had the"
            r" most points)"
            rf" {_LAST} {unit}",
            "leaderboard",
            {"period": unit},
        )
        for unit in ("week", "month")
    ),
    (
        rf"who (?:has )?(?:learned|learnt|answered|scored|played|knows)(?: the)? most{_WHEN}"
        rf"|who is (?:the )?(?:most active|best|smartest|number one|number 1)(?: (?:player|person"
        rf"|learner))?{_WHEN}",
        "leaderboard",
        {},
    ),
    (r"who won (?:the )?(?:last |previous |current )?season", "leaderboard", {"period": "season"}),
    (
        r"when does the challenge (?:close|end|finish|start)|when is the challenge over|is (?:there|the) (?:a"
        r" )?challenge"
        r" (?:on|open|running)|how long is the challenge (?:on|open|running)|which challenge is (?:on|open)",
        "challenge",
        {},
    ),
    (
        r"how do (?:i|we) set (?:you|versed|this|the bot) up|set up (?:the|this|my|our) (?:channel|server"
        r"|workspace|bot)"
        r"|help me (?:to )?set (?:up|you up|this up)|what can (?:i|an admin|an administrator) do as (?:an"
        r" )?admin(?:istrator)?"
        r"|what can (?:an )?admin(?:istrator)?s? do",
        "help",
        {},
    ),
    (r"(?:add|write|make|create) (?:a|my own|our own|my|our|new|some) questions?", "help", {"command": "pack add"}),
    (
        r"(?:upload|import|add) (?:my|our|a|the) (?:handbook|document|documents|slides|wiki|deck|files?|pdf)",
        "help",
        {"command": "pack import"},
    ),
    (
        r"(?:hide|turn off|switch off|disable|leave out) (?:a|the) topic(?: .+)?",
        "help",
        {"command": "pack hide"},
    ),
    (
        r"(?:use|switch to|change to|change) (?:another|a different|the) pack|(?:switch|change) packs?",
        "pack list",
        {},
    ),
)
"""Wishes that a command grants, with its name and options."""

_INSTEAD = (
    (
        r"what is new(?: (?:here|today|this week))?|what (?:has )?changed|anything new|any news",
        text(
            CommandMention("/tip"),
            " has something for you to learn, and ",
            CommandMention("/challenge"),
            " shows what's open here.",
        ),
    ),
    (
        rf"(?:start|open|play|begin|launch) (?:a|the|our)? ?game "
        rf"(?:at \d.*|tomorrow.*|tonight.*|later|(?:on )?{_DAYS}|in (?:an|\d+) .+)",
        text(
            CommandMention("/game start"),
            " opens a game at once, and ",
            CommandMention("/schedule game friday 15:00"),
            " opens one every week.",
        ),
    ),
    (
        rf"(?:hide me|take me off|remove me|keep me off|leave me out)(?: (?:from|of|on|in))? (?:the )?{_SCORES}"
        rf"|i do not (?:want|wish|like) to be (?:shown |listed |seen )?(?:on|in) (?:the )?{_SCORES}"
        rf"|(?:do not|stop) show(?:ing)? (?:my name|me)(?: (?:on|in) (?:the )?{_SCORES})?",
        text(CommandMention("/settings shown:no"), " takes you off the leaderboards; your points stay yours."),
    ),
    (
        rf"(?:show me|put me|list me)(?: back)? (?:on|in) (?:the )?{_SCORES}(?: again)?",
        text(CommandMention("/settings shown:yes"), " puts you back on the leaderboards."),
    ),
    (
        r"(?:(?:turn on|switch to|switch on|use|enable|activate) )?(?:the )?dark (?:mode|theme|pictures)(?: on)?",
        text(CommandMention("/settings pictures:dark"), " makes your pictures dark."),
    ),
    (
        r"(?:(?:turn on|switch to|use|enable) )?(?:the )?light (?:mode|theme|pictures)|(?:turn|switch) off"
        r" (?:the )?dark mode",
        text(CommandMention("/settings pictures:light"), " makes your pictures light."),
    ),
    (
        r"(?:let|allow) (?:everyone|everybody|anyone|all|members)(?: to)? (?:start|open|run|host) (?:\w+"
        r" )?(?:games?|challenges?)"
        r"(?: (?:and|or) (?:games?|challenges?))?",
        text(
            "An administrator can let everyone start games and challenges: ",
            CommandMention("/settings starters:everyone"),
            ".",
        ),
    ),
    (
        rf"(?:(?:stop|do not|never|no|not|avoid)(?: (?:post|posting|send|sending|do))?(?: {_POSTS}| anything)?"
        rf"|skip(?: {_POSTS})?) on {_DAYS}"
        rf"|(?:only|just) (?:post|send)(?: {_POSTS})? on {_DAYS}|(?:post|send) only on {_DAYS}",
        text(
            "A schedule posts on the days you name, so name those that stay: ",
            CommandMention("/schedule edit tip days:mon-thu"),
        ),
    ),
    (
        rf"(?:no|skip|stop|pause|leave out)(?: {_POSTS}| everything| posting)? {_HOLIDAYS}"
        rf"|do not (?:post|send)(?: {_POSTS}| anything)? {_HOLIDAYS}"
        rf"|(?:pause|stop|skip|hold)(?: (?:my|the|our|all))?(?: \w+)? (?:while|when|because|as) (?:i am|we are)"
        rf" {_AWAY}"
        rf"|(?:i am|we are|i will be|we will be) {_AWAY}(?: (?:next|this|until|till|from|for|over|tomorrow)(?:"
        rf" .+)?)?",
        text(
            "I don't know your holidays, so tell me the days. An administrator can run ",
            CommandMention("/schedule pause all 24 Dec to 2 Jan"),
            "; ",
            CommandMention("/remind off"),
            " stops your own reminders.",
        ),
    ),
    (
        rf"(?:move|post|send|put|switch|show) {_POSTS} (?:to|in|into) (?:the )?(?:another|a different|other"
        rf"|\w+) channel"
        rf"(?: instead(?: of here)?)?|(?:post|send) (?:somewhere else|elsewhere|in another channel)",
        text("A schedule can move to another channel: choose it with ", CommandMention("/schedule edit tip"), "."),
    ),
    (
        r"(?:post|send|write|talk)(?: (?:me|us))? (?:less|more)(?: often)?|(?:fewer|less) (?:tips|posts"
        r"|messages|questions)"
        r"|too many (?:tips|posts|messages)|(?:you|it|this) (?:posts?|writes?|talks?|sends?) too (?:much|often)"
        r"|(?:only )?one (?:tip|post|question) (?:a|per) week",
        text(
            "An administrator chooses how often I post: ",
            CommandMention("/schedule edit tip days:monday"),
            ", for example.",
        ),
    ),
    (
        r"make (?:it|this|them|(?:the|my|our) (?:quiz|questions|game|games|challenge)) (?:a bit |a little |much"
        r" )?(?:harder|easier|simpler"
        r"|more (?:difficult|challenging)|less difficult)"
        r"|(?:(?:it|this|that|they|(?:the|your|these) (?:quiz|questions|game|challenge)) (?:is|are|was|were)"
        r" )?(?:too|so|way too) (?:easy|hard|difficult)"
        r"|(?:(?:give me|i want|ask|show me) )?(?:some )?(?:harder|easier|more difficult|simpler) (?:questions"
        r"|quiz|ones?)"
        r"|change (?:the )?(?:difficulty|level)|(?:set )?(?:the )?difficulty(?: (?:to )?\w+)?",
        text(
            "Every quiz starts easy and gets harder, so a longer one takes you further: ",
            CommandMention("/quiz 10"),
            ".",
        ),
    ),
    (
        r"(?:i am|i will be|we are) leaving (?:the|my|our|this) (?:team|company|group|channel|server|workspace)"
        r"|(?:i )?leave team \w+",
        text(
            CommandMention("/team leave"),
            " takes you out of your team here, and ",
            CommandMention("/privacy erase"),
            " deletes everything I know about you.",
        ),
    ),
    (
        rf"(?:add|put|move|assign|invite) {_A_NAME} (?:to|in|into) (?:(?:the|my|our|a) )?(?:team(?: \w+)?|\w+ team)"
        r"|how do (?:people|others|members|my colleagues|they) (?:get into|join) (?:a|the|my|our) team"
        r"|(?:add|put|invite|move) (?:somebody|someone) (?:to|in|into) \w+",
        text("Everyone joins a team themselves: ask them to run ", CommandMention("/team join"), " with its name."),
    ),
    (
        rf"(?:remove|kick|throw|take|delete) {_A_NAME} (?:from|out of|off) (?:(?:the|my|our|a) )?(?:team(?:"
        rf" \w+)?|\w+ team)",
        text("I can't take anyone out of a team; they leave with ", CommandMention("/team leave"), "."),
    ),
    (
        r"(?:show|give|send)(?: (?:me|us))? (?!(?:it|that|this|his|her|my|your|our|last|yesterday"
        r"|today)s?\b)\w+s (?:progress|results|scores?|answers)"
        r"|how (?:is|are) (?!(?:it|that|this|everything|things|life|business|work)\b)\w+ doing"
        r"|who (?:has|have) not (?:learned|learnt|answered|played|taken part|started|done)(?: .+)?"
        r"|who is (?:not )?(?:taking part|participating|learning|active)|who is not (?:doing .+|here)",
        text(
            "I keep what each person knows to myself: ",
            CommandMention("/progress show:team"),
            " shows what the team knows.",
        ),
    ),
    (
        r"(?:extend|prolong|lengthen|shorten)(?: (?:the|this|our))? season(?: .+)?|(?:rename|move)(?: (?:the"
        r"|this|our))? season(?: .+)?"
        r"|change (?:the )?(?:name|end|date|dates|start)(?: date)? of (?:the|this|our) season(?: .+)?"
        r"|(?:end|close|finish) (?:the |this |our )?season (?:on|at|in|next|tomorrow|this) .+",
        text(
            "A season keeps its name and its dates: ",
            CommandMention("/season end"),
            " ends it now, and ",
            CommandMention("/season start"),
            " starts another.",
        ),
    ),
    (
        r"(?:extend|prolong|lengthen|shorten)(?: (?:the|this|our))? challenge(?: .+)?"
        r"|keep (?:the|this|our) challenge open(?: .+)?|give (?:us|them|people) more time for (?:the|this)"
        r" challenge",
        text(
            "A challenge closes when it said; open the next one for longer: ",
            CommandMention("/challenge closes:3d"),
            ".",
        ),
    ),
    (
        r"who (?:has )?(?:not )?(?:took|taken|did|done|finished|answered|started|won) (?:the|this|todays|our)"
        r" (?:challenge|question)(?: yet)?"
        r"|who (?:has|did) not (?:take|taken|do|done|finish|finished|answer|answered|start|started) (?:the|this"
        r"|todays|our)"
        r" (?:challenge|question)(?: yet)?|who won (?:the )?(?:last )?(?:challenge|game)"
        r"|(?:the )?results of (?:the|this|our|the last) (?:challenge|game)",
        text(
            "The results are posted in its channel when it's over; ",
            CommandMention("/leaderboard week"),
            " adds them up.",
        ),
    ),
    (
        r"remind (?:everyone|everybody|people|them|us all|the team)(?: (?:of|about|to take) .+)?",
        text(
            "Before a challenge closes, I remind those who take part here; for their flashcards, everyone runs ",
            CommandMention("/remind"),
            " themselves.",
        ),
    ),
    (
        r"remind me (?:later|tomorrow instead|again later|again tomorrow|in (?:a|an|one|two|\d+) .+|next .+)"
        r"|snooze(?: .+)?|(?:pause|stop|no|hold|skip)(?: (?:my|the))? reminders? (?:for|until|till|this|next|on"
        r"|over|during|tomorrow|today)\b.*"
        r"|move my reminders? to (?:tomorrow|next .+)",
        text(
            "I can't put off a single reminder; I write whenever cards are due, at one time of day. ",
            CommandMention("/remind off"),
            " stops that, and ",
            CommandMention("/remind 18:00"),
            " changes the time.",
        ),
    ),
    (
        r"change my name(?: to .+)?|my name is wrong|rename me(?: .+)?|(?:that|this) is not my name",
        text("I use the name that you have in this chat; change it in your profile."),
    ),
    (
        r"(?:make (?:me|\w+)|give (?:me|\w+)) (?:an )?admin(?:istrator)?(?: rights)?|who (?:is|are) (?:the|our"
        r"|your|an) admin(?:istrator)?s?"
        r"|i am (?:the|an) admin(?:istrator)?|who can change (?:this|that|it|the settings|settings)",
        text("Anyone who can manage this server or workspace is an administrator; ask its owner to make you one."),
    ),
    (
        r"(?:uninstall|remove|kick|delete|get rid of) (?:you|yourself|versed|the bot|this bot|this app)|uninstall",
        text("Remove me like any other app, in the settings of your server or workspace."),
    ),
    (
        r"(?:i have )?(?:some )?(?:feedback|an idea|a suggestion|a problem)|(?:report|found) a bug|(?:contact"
        r"|ask) (?:the )?support",
        text(
            CommandMention("/suggest"),
            " sends an idea for what I should teach; for anything else, ask the person who runs me here.",
        ),
    ),
)
"""Wishes that no command grants, with what can be done instead."""

_WISHES: tuple[tuple[re.Pattern[str], Intent | Instead], ...] = (
    *((re.compile(form), Intent(command, options, Confidence.LIKELY)) for form, command, options in _ORDERS),
    *((re.compile(form), Instead(sentence)) for form, sentence in _INSTEAD),
)
_NAMED = ((re.compile(r"#[\w-]+"), "another channel"), (re.compile(r"<?@!?[\w.-]+>?"), "someone"))
"""Channels and people as they're mentioned, and what stands for them; normalised words lose the sign."""


def wish(line: str) -> Intent | Instead | None:
    """Return the command that a line wishes for, or what can be done instead; None for other lines.

    Args:
        line: the line, without a slash.
    """
    for sign, stands_for in _NAMED:
        line = sign.sub(stands_for, line)
    spoken = " ".join(token.word for token in tokens(line))
    for said in dict.fromkeys((spoken, _END.sub("", _LEAD.sub("", spoken, count=1)))):
        for form, found in _WISHES:
            if form.fullmatch(said):
                return found
    return None
