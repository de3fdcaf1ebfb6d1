"""Other wishes that no command grants, with what can be done instead. Pure."""

from bot.features.talk.wishes.words import SAID, SCORES
from bot.language.rich_text import CommandMention, text

_A_NAME = r"(?!(?:it|that|this|everything|the|my|your|our|us|me|a|an|new|another|different)\b)\w+(?: \w+)?"

_PLACE = r"(?!(?:a|an|the|another|my|our|your|team|this|that|slack|discord)\b)[a-z]+(?: [a-z]+)?"
_TEACH = r"(?:use|switch to|change to|teach(?: us)?|take|load|activate|choose)(?: the)?"

OF_OTHERS = text(
    "I keep what each person knows to myself: ",
    CommandMention("/progress show:team"),
    " shows what the team knows.",
)
"""What can be done instead of showing how someone else is doing."""

NOT_GRANTED = (
    (
        rf"(?:give|add|remove|take)(?: (?:away|me|{_A_NAME}))?(?: (?:\d+|some|more))? points"
        rf"(?: (?:to|from) {_A_NAME})?|reset {_A_NAME} (?:scores?|points)|{_A_NAME} (?:is cheating|cheats|cheated)",
        text(
            "Nobody can change anyone's points; ",
            CommandMention("/season reset"),
            " has everyone in a season start from zero.",
        ),
    ),
    (
        rf"{_TEACH} ({_A_NAME}) pack|{_TEACH} pack (?:called |named )?({_A_NAME})"
        rf"|(?:change|switch)(?: the)? pack to ({_A_NAME})",
        text(
            "An administrator can choose what I teach: ",
            CommandMention(f"/pack use {SAID}"),
            " everywhere, or ",
            CommandMention(f"/pack use {SAID} where:here"),
            " in this channel.",
        ),
    ),
    (
        rf"(?:do not|never|stop) ask(?:ing)?(?: (?:me|us))?(?: questions)? (?:about|on) ({_A_NAME})"
        rf"|no (?:more )?(?:questions|tips|cards) about ({_A_NAME})"
        rf"|(?:skip|leave out|drop) the topic ({_A_NAME})",
        text(
            "An editor of the pack can leave a topic out with ",
            CommandMention(f"/pack hide {SAID}"),
            "; ",
            CommandMention("/quiz"),
            " takes the topic you want.",
        ),
    ),
    (
        rf"i (?:have )?(?:just )?(?:moved|relocated) to ({_PLACE})|i (?:now )?live in ({_PLACE})"
        rf"|i am (?:now )?(?:based|living|working) in ({_PLACE})|use ({_PLACE}) time",
        text("If your time zone has changed, tell me: ", CommandMention(f"/settings zone:{SAID}"), "."),
    ),
    (
        r"(?:make|keep)(?: all)? (?:my|our) (?:answers?|results?|scores?|name) (?:anonymous|private|secret|hidden)"
        r"|(?:i want to )?(?:stay|be|remain|play|answer) anonymous(?:ly)?|hide my (?:name|answers|results|scores?)",
        text(
            "Only you see your quiz answers; ",
            CommandMention("/settings shown:no"),
            " takes your name off the leaderboards, too.",
        ),
    ),
    (
        r"how much (?:does (?:this|versed) cost|is (?:this|versed)|are you|do you cost)"
        r"|what (?:does (?:this|versed)|do you) cost"
        r"|(?:is|are) (?:this|versed|you) (?:really )?(?:free|paid|open source|for free)(?: to use| of charge)?"
        r"|(?:do|must) (?:we|i) (?:have to )?pay for (?:this|you|versed)"
        r"|what licen[cs]e (?:do you have|are you under)",
        text("I'm free and open-source software, under the MIT licence: nothing here costs anything."),
    ),
    (
        r"(?:which|what) version (?:are you|is this|do (?:you|we) (?:have|use|run))"
        r"|(?:what is )?(?:the |your )?version(?: number)?",
        text("The person who runs me can see my version with “versed --version”."),
    ),
    (
        r"undo(?: (?:it|that|this|the last (?:one|thing|change)))?|go back|revert(?: (?:it|that|this))?"
        r"|(?:take|put) (?:it|that|this) back"
        r"|i did not (?:mean|want) (?:to do )?(?:that|this|it)",
        text(
            "If something can be undone, there's a button for it below my message; ",
            CommandMention("/schedule list"),
            " and ",
            CommandMention("/pack history"),
            " show how things are now.",
        ),
    ),
    (
        r"(?:play|compete) (?:with|against|versus) (?:the )?"
        r"(?:team \w+|\w+ team|(?:an)?other (?:team|channel)s?)"
        r"|(?:start|open) (?:a )?(?:game|match) (?:with|against) .+"
        r"|challenge (?:the )?(?:an)?other (?:team|channel)s?",
        text(
            "In a game, teams play against each other: ",
            CommandMention("/game start"),
            " opens one here, and ",
            CommandMention("/game invite"),
            " invites another channel.",
        ),
    ),
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
        rf"(?:hide me|take me off|remove me|keep me off|leave me out)(?: (?:from|of|on|in))? (?:the )?{SCORES}"
        rf"|i do not (?:want|wish|like) to be (?:shown |listed |seen )?(?:on|in) (?:the )?{SCORES}"
        rf"|(?:do not|stop) show(?:ing)? (?:my name|me)(?: (?:on|in) (?:the )?{SCORES})?",
        text(CommandMention("/settings shown:no"), " takes you off the leaderboards; your points stay yours."),
    ),
    (
        rf"(?:show me|put me|list me)(?: back)? (?:on|in) (?:the )?{SCORES}(?: again)?",
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
        rf"(?:kick|throw) {_A_NAME} (?:out|off)(?: of)?(?: \w+)?"
        rf"|(?:remove|kick|throw|take|delete) {_A_NAME} (?:from|out of|off) (?:(?:the|my|our|a) )?(?:team(?:"
        rf" \w+)?|\w+ team)",
        text("I can't take anyone out of a team; they leave with ", CommandMention("/team leave"), "."),
    ),
    (
        r"(?:show|give|send)(?: (?:me|us))? (?!(?:it|that|this|his|her|my|your|our|last|yesterday"
        r"|today)s?\b)\w+s (?:progress|results|scores?|answers)"
        r"|how (?:is|are) (?!(?:it|that|this|everything|things|life|business|work)\b)\w+ doing"
        r"|who (?:has|have) not (?:learned|learnt|answered|played|taken part|started|done)(?: .+)?"
        r"|who is (?:not )?(?:taking part|participating|learning|active)|who is not (?:doing .+|here)",
        OF_OTHERS,
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
        r"|make (?:the|this|our) challenge (?:longer|shorter)"
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
        r" (?:challenge|question)(?: yet)?|who won(?: it| (?:the )?(?:last )?(?:challenge|game|quiz))?"
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
"""Such wishes, with what can be done instead."""
