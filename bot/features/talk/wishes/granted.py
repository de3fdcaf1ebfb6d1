"""Wishes that a command grants, because it only shows something or asks first. Pure."""

from bot.features.talk.wishes.words import SCORES

_TEAM = r"(?:(?:my|our|the|this) (?:team|group|people|colleagues)|we|everyone|everybody)"
_WHEN = (
    r"(?: (?:so far|lately|recently|today|yesterday"
    r"|(?:this|last|the last|the past|past) (?:\w+ )?(?:day|week|month|quarter|year)s?))?"
)
_LAST = r"(?:the )?(?:last|this|past)"

GRANTED = (
    (
        rf"(?:what|how much) (?:did|does|do|has|have) {_TEAM} (?:learn|learned|learnt|know|learning)(?: about"
        rf" \w+)?{_WHEN}"
        rf"|what is {_TEAM} learning{_WHEN}"
        rf"|(?:where (?:is|are)|how good (?:is|are)) {_TEAM}(?: (?:weak|weakest|strong|strongest"
        rf"|struggling))?{_WHEN}"
        rf"|what (?:is|are) (?:my|our|the) teams (?:weak points?|weaknesses|strengths|gaps|knowledge)"
        rf"|what (?:do|does) {_TEAM} (?:struggle with|get wrong|find hard|still need to learn|not know)"
        r"|how many (?:people|members|of us|colleagues)(?: (?:have|did))?"
        rf" (?:(?:took|take|taken) part|answer|answered|played?|learn|learned|learnt){_WHEN}"
        r"|(?:(?:give|show)(?: (?:me|us))? )?(?:the |our |this weeks |the weekly |the team )?report"
        rf"|how (?:is|are|did|does|do|has|have) {_TEAM} (?:doing|do|done|progressing|been doing){_WHEN}",
        "progress",
        {"show": "team"},
    ),
    *(
        (
            rf"(?:(?:give|show|send|get|tell)(?: (?:me|us))? )?(?:the )?{_LAST} {unit}s? {SCORES}"
            rf"|(?:(?:give|show|send|get|tell)(?: (?:me|us))? )?(?:the )?{SCORES} (?:of|for|from|in) {_LAST}"
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
    (
        r"(?:what|which) team am i (?:in|on)|what is my team|who is (?:in|on) (?:the )?(?:team \w+|\w+ team)",
        "team list",
        {},
    ),
    (r"how many points (?:for|do (?:i|we|you) get (?:for|when|if)) .+", "help", {"command": "scoring"}),
    (
        r"(?:(?:start|open|begin|create) )?(?:a |the )?new season .+|(?:start|open|begin|create) (?:a|the) season .+",
        "help",
        {"command": "season start"},
    ),
    (
        r"when does the season (?:finish|stop|close|begin)|seasons list|when (?:does )?(?:the )?new season starts?",
        "season list",
        {},
    ),
    (r"where do you post(?: .+)?|who gets (?:the|your) (?:tips|posts|reports?)", "schedule list", {}),
    (r"(?:which|what) settings (?:are there|do you have|can i change)", "settings", {}),
    (
        r"(?:show|what is in|open) (?:the |this |our )?pack"
        r"|how many (?:questions|tips|cards|terms) are in (?:the|this|our) pack",
        "pack show",
        {},
    ),
    (
        r"is there (?:a|any) packs? (?:about|on|for) .+|what (?:other|else) packs (?:are there|do you have)",
        "pack list",
        {},
    ),
    (
        rf"(?:(?:show|give|see)(?: me)? )?my (?:stats|statistics|progress|results|level|learning)"
        rf"(?: for| of| in)?{_WHEN}",
        "progress",
        {},
    ),
    (
        rf"(?:(?:show|give|see)(?: us)? )?our (?:stats|statistics|progress)(?: for| of| in)?{_WHEN}",
        "progress",
        {"show": "team"},
    ),
    (r"team report|what (?:do )?we know as (?:a )?team", "progress", {"show": "team"}),
    (
        r"(?:delete|remove|cancel) (?:all|every|the|our) schedules?|(?:put|turn|switch) (?:the )?tips? off|tips? off",
        "help",
        {"command": "schedule remove"},
    ),
    (r"(?:delete|remove) (?:a|the|this|our) pack|remove pack", "help", {"command": "pack remove"}),
    (r"privacy (?:policy|info|statement|notice|settings?|show|view|on|off)", "help", {"command": "privacy"}),
    (r"rename (?:the )?(?:team \w+|(?!our|my|the)\w+ team) to .+", "help", {"command": "team rename"}),
    (r"rename (?!(?:the|our|my|this) pack ).+ pack to .+", "help", {"command": "pack rename"}),
    (r"(?:add|write|make|create) (?:a|some|new) (?:\w+ )?(?:cards?|tips?|terms?)", "help", {"command": "pack add"}),
    (
        r"(?:delete|remove|edit|change|fix|correct) (?:a|this|that|the) (?:card|tip|term|question)",
        "help",
        {"command": "pack edit"},
    ),
    (
        r"(?:install|get|download|buy|add|find) (?:a|another|more|new|other)(?: new)? packs?",
        "help",
        {"command": "pack"},
    ),
    (
        r"who (?:can|may) (?:edit|change) (?:the|our|this|a) packs?|who (?:are|is) (?:the|an|our) editors?"
        r"|make (?:me|\w+) an editor",
        "help",
        {"command": "pack editors"},
    ),
    (
        r"import (?:this|a|our|my|the) (?:google|notion|confluence|word|pdf|web|wiki)(?: \w+)?|import https? .+"
        r"|(?:can you )?(?:learn|teach|read) from (?:our|my|the)"
        r" (?:confluence|wiki|notion|sharepoint|website|drive|docs?|handbook)",
        "help",
        {"command": "pack import"},
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
        r"(?:close|end|finish|stop)(?: (?:the|this|our))? challenge (?:early|earlier|sooner|before its (?:end|time))",
        "challenge",
        {"topic": "close"},
    ),
    (
        r"(?:what|which) (?:is|are) (?:my|our|the|your) (?:time ?zone|settings)"
        r"|(?:what|which) time ?zone (?:is (?:it|this|set|used|mine|ours)"
        r"|do you use|am i in|are we in|are you in|do i have)|what is set(?: up)?",
        "settings",
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
        r"(?:use|switch to|change to|change) (?:another|a different|the) pack|(?:switch|change) packs?"
        r"|what are we (?:learning|studying|being taught)(?: (?:here|now|this week|this month|today|at the moment))?",
        "pack list",
        {},
    ),
)
"""Wishes that a command grants, with its name and options."""
