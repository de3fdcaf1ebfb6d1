"""Everyday phrases that ask for a command, and the words that may surround them."""

from bot.language.text import words

TRIGGERS = {
    "tip": """
        tips; lesson; surprise me; teach me something; teach me something new; teach me; teach us; tell me something;
        tell me something new; tell me something interesting; something new; tip of the day; daily tip; fun fact;
        fact; tip time; advice
    """,
    "quiz": """
        quiz me; quizzes; test me; test my knowledge; ask me; ask me a question; ask me questions; ask me something;
        ask me anything; question me; examine me; challenge me; practice; practise; quiz question; quiz questions;
        trivia; exam; mock exam; test us; quiz us; quiz time; questions;
        another question; one more question; just one question; give me a question; hit me with a question
    """,
    "review": """
        reviews; flashcard; flashcards; flash cards; cards; my cards; due cards; cards due; card; study; revise;
        revision; repeat my cards; what is due; anything due; how many cards are due; any cards due; learn
    """,
    "compare": """
        comparison; comparisons; overview; compare everything; compare all; big picture
    """,
    "define": "definition of; definition; meaning of; look up; lookup; glossary entry for",
    "define|term=all": """
        glossary; the glossary; show glossary; list terms; all terms; list all terms; show terms; show all terms; list
        of terms; list the terms; what terms are there; which terms are there; what terms do you know; which terms do
        you know; what terms can i look up; which terms can i look up; what can i look up; what words do you know
    """,
    "leaderboard": """
        leaderboards; leader board; scores; scoreboard; score board; ranking; rankings; rank; ranks; standings; high
        score; high scores; highscore; highscores; top scores; top players; who is winning; who is leading; who is
        ahead; who is first; who is the best; who is best; who is on top; who is in the lead; who leads; what is the
        score; what are the scores; points; league; league table; top 10; top ten; top 5; top five; top 3; top three
    """,
    "progress": """
        my progress; stats; my stats; statistics; my statistics; score; my score; my scores; my results; my level;
        my streak; how am i doing; how did i do; how well am i doing; how good am i; how far am i; how much do i
        know; what do i know; what have i learned; what have i learnt; where do i stand; what is my progress; what
        is my score; what are my stats; what is my level; what is my streak; what is my rank; how many points do i
        have
    """,
    "progress|show=picture": "progress as a picture; my progress as a picture; progress picture",
    "progress|show=team": """
        team progress; our progress; how are we doing; how is the team doing; how is my team doing
    """,
    "game start": """
        games; start game; new game; live game; play game; play games; game; play; game on; team game; launch game;
        host game; another game; multiplayer; game time
    """,
    "game again": """
        play again; rematch; play it again; play that again; play game again; play one more; one more game; one more
        round; another round; replay; replay game; repeat game; restart game; revenge
    """,
    "game join": "join; join game; join in; count me in; i am in; let me in; let me play; i want to play too",
    "game leave": "leave game; quit game; quit playing; i quit; i leave; leave this game; drop out",
    "game stop": "stop game; end game; finish game; cancel game; stop playing; end this game; close game",
    "game pause": "pause; pause game; resume game; continue game; unpause game; hold game",
    "game skip": "skip; skip question; next question; skip this question; skip it; skip this one; skip this",
    "challenge": "challenges; start challenge; open challenge; new challenge; daily challenge",
    "challenge|topic=close": """
        close challenge; stop challenge; end challenge; finish challenge; cancel challenge; close this challenge; stop
        this challenge; end this challenge
    """,
    "team create": "create team; make team; new team; found team; start team; form team; set up team",
    "team join": "join team",
    "team rename": "rename team; change team name",
    "team rename|name=": "rename our team to; rename my team to; rename the team to; call our team",
    "team remove": "remove team; delete team",
    "team leave": "leave team; quit team; leave my team",
    "team list": """
        teams; list teams; show teams; all teams; what teams are there; which teams are there; list of teams; who is
        in my team; who is on my team; who is on our team; who is in our team; who is in the team; who is on the team
    """,
    "season list": """
        seasons; list seasons; show seasons; all seasons; which seasons are there; list of seasons; when does the
        season end; when does the season start; when is the season over; how long is the season; current season;
        past seasons; last season; season dates; how long does the season last; how long does the season go on; what
        season is it; which season is it; which season is on; when is the next season
    """,
    "season start": "start season; new season; begin season",
    "season reset": "reset season; reset leaderboard; reset scores; reset points",
    "season end": "end season; close season; finish season; call off season; cancel season; stop season",
    "schedule list": """
        schedules; list schedules; show schedules; all schedules; list of schedules; what is scheduled; which
        schedules are there; what have you scheduled; show schedule; list schedule; when is the next tip; when does
        the next tip come; when is the next report; when is the next post; when is the next challenge; who set this
        up; who scheduled this; who set up the tips; who scheduled the tips; what is planned; what is planned today;
        what is planned this week; what is planned next week; what is planned for this week; what is planned for next
        week; when do you post; when do you post tips; what time do you post; why was there no tip today; why was
        there no tip; why did you not post today; why did you not post; you forgot the tip; what is coming up; what
        is coming up this week; what is coming up next week; what is scheduled this week; what is scheduled next week
    """,
    "schedule tip": """
        schedule tips; schedule daily tips; set up daily tips; schedule daily tip; post a tip every day; post a
        tip every morning; post tips every day; post tips every morning; post daily tips; a tip every day; a tip every
        morning
    """,
    "schedule report": "schedule reports; weekly report; weekly reports; weekly summary; weekly digest; digest",
    "schedule game": "schedule games",
    "schedule challenge": "schedule challenges",
    "schedule question": "schedule questions; daily question; daily questions; question of the day",
    "schedule course": "schedule courses; course; courses",
    "schedule preview": "preview schedule",
    "schedule pause": "pause schedule; hold schedule",
    "schedule pause|schedule=tip": """
        pause the tip; pause the tips; pause tips; pause daily tips; pause the daily tip; pause the daily tips; stop
        the daily tip; stop the daily tips; stop posting tips; stop sending tips; turn off tip; turn off tips; turn
        off the tip; turn off the tips; turn off the daily tip; turn off the daily tips; turn the daily tip off;
        turn the tips off; switch off the daily tip; switch off the daily tips; disable the daily tip; disable the
        daily tips
    """,
    "schedule remove|schedule=tip": """
        cancel the tip; cancel the tips; cancel the daily tip; cancel the daily tips; remove the daily tip; remove the
        daily tips; delete the daily tip; delete the daily tips
    """,
    "schedule pause|schedule=report": """
        pause the report; pause the reports; pause reports; pause the weekly report; stop the report; stop the
        reports; stop the weekly report
    """,
    "schedule skip|schedule=tip": """
        skip the tip; skip the tips; skip tips; skip the next tip; skip the daily tip; skip tomorrow's tip; skip
        today's tip
    """,
    "schedule resume|schedule=tip": """
        resume the tip; resume the tips; resume tips; resume daily tips; resume the daily tips; restart the tips;
        restart the daily tips
    """,
    "schedule resume": "resume schedule; continue schedule",
    "schedule remove": "remove schedule; delete schedule; cancel schedule; stop schedule",
    "pack list": """
        packs; list packs; show packs; all packs; list of packs; which pack is this; what pack is this; which
        packs are there; what packs are there; which packs do you have; which packs do we have; what packs do we
        have; what packs do you have; which pack are you using
    """,
    "pack import": """
        import file; upload file; import questions; import my questions; upload questions; upload my questions; import
        spreadsheet; upload spreadsheet; import glossary; upload glossary
    """,
    "pack rename": "rename pack; change pack title; change pack name; change title of pack; change name of pack",
    "pack rename|title=": """
        rename pack to; rename our pack to; rename my pack to; rename the pack to; rename this pack to; call our pack;
        call the pack; change the title of the pack to; change the name of the pack to; change the pack's title to;
        change the pack's name to
    """,
    "settings": """
        change time zone; change timezone; setting; preferences; my settings; my preferences; change settings;
        change my settings; configure; configuration; config; set up; setup; customise; customize; how are you
        set up
    """,
    "settings|zone=": """
        set my time zone to; change my time zone to; my time zone is; set time zone to; set the time zone to; set my
        timezone to; change my timezone to; my timezone is; set timezone to; set the timezone to; time zone; timezone
    """,
    "remind": """
        remind me; reminder; reminders; daily reminder; set reminder; set reminders; remind us; start reminding
        me; remind me every morning; turn on reminders; turn reminders on; reminders on; remind me each morning;
        remind me in the morning; remind me mornings; remind me to study; remind me to learn; remind me to
        review; remind me to practise; remind me to practice; remind me to revise; remind me of my cards; remind
        me about my cards
    """,
    "remind|time=off": """
        stop remind; stop reminding me; stop sending me reminders; stop sending reminders; stop my reminders;
        stop reminders; stop reminder; no reminders; no more reminders; turn off reminders; turn reminders off; switch
        off reminders; switch reminders off; cancel reminders; cancel my reminder; disable reminders; do not remind
        me; do not remind me any more; do not remind me anymore; i do not want reminders; remind me no more;
        stop the reminders; end reminders; reminders off; reminder off
    """,
    "remind|time=": """
        change my reminder to; move my reminder to; set my reminder to; change my reminders to; move my reminders to;
        set my reminders to
    """,
    "help|command=remind": """
        when do you remind me; when is my reminder; when are my reminders; are my reminders on; are reminders
        on; change my reminder; change my reminders; pause my reminder; pause my reminders; do you have
        reminders; tell me about reminders; what about reminders; any reminders
    """,
    "link": "link accounts; link account; link me; connect accounts; connect account; link slack; link discord",
    "unlink": "unlink accounts; unlink account; unlink me; disconnect accounts; disconnect account",
    "privacy export": """
        export; export data; export everything; download data; download my data; my data; give me my data; what do
        you know about me; what do you know of me; what do you store about me; what do you have on me; what data do
        you have about me; what data do you have on me; what do you keep about me; what do you hold about me
    """,
    "privacy erase": """
        delete data; erase data; remove data; delete my data; erase my data; forget my data; delete me; erase me;
        forget me; delete everything; erase everything; delete everything about me; delete everything you know about
        me; delete all you know about me; forget everything about me; delete account; delete my account; delete my
        progress; erase my progress; reset my progress; delete all data; clear my data; wipe my data
    """,
    "help": "help with; help on; help for; help about; explain the command; manual for; usage of; instructions for",
    "help|command=scoring": """
        scoring; how is it scored; how are games scored; how are points counted; how do points work; points system;
        how are points calculated; how does scoring work; how is scoring done; how do you score; how do i get
        points; how do you get points; how do we get points; how do i earn points; how are scores calculated; how
        are we scored
    """,
    "help|command=pack": """
        can i add my own questions; can i add questions; can i add my own content; can i make my own pack; can i write
        my own pack; can we add our own questions; can we make our own pack; how do i make my own pack; how do i add
        questions
    """,
    "help|command=privacy": "privacy; data protection; gdpr",
    "help|command=pack add": """
        how do i make my own quiz; how can i make my own quiz; make my own quiz; create my own quiz; create a quiz;
        write my own quiz; how do i make a quiz; how do i create a quiz; how do i write a quiz; how do i add my own
        questions; how can i add my own questions; how do i add questions; how can i add questions; add my own
        questions; add questions; write my own questions; write questions; add my own content; make my own pack;
        create my own pack; create a pack; how do i make a pack; how do i make my own pack; how do i create a pack;
        how do i write a pack
    """,
}
"""Other ways to ask for a command, by its name; what follows a bar is an option that they set."""

MENTIONED = frozenset(("games", "reminder", "reminders"))
"""Nouns that ask for a command only together with words that say so; a question such as “reminders?” is about it."""

LEADS = frozenset(
    words(
        """
        please can could would will may shall use you i we let us me want to need like love do going got give show
        send get take have start begin open run play launch make post try see view check display bring pass share
        drop another one more a an the my our some any new quick quickly short random daily fresh nice good little
        small next today todays just only go on time for ready am it is now then so ok and also how about what up
        hit throw with question questions kindly intent hear read tell set in there
        """
    )
)
"""Words that may come before a request, and carry no meaning of their own."""

QUESTION_LEADS = frozenset(("what", "how", "is", "are", "am"))
"""The LEADS that begin a question, unless “about” follows."""

EMPTY_WORDS = frozenset(
    words(
        """
        please thanks thank you now today todays again me us my our i we a an the some any about on for in of from
        with at every regarding term word topic topics subject question questions card cards flashcard flashcards to
        this all just one ones more kindly here right away asap versed bot too then ok day daily another quick short
        new random next up go start alone what is are and only as level
        """
    )
)
"""Words around a command or before its subject that carry no meaning of their own."""

SENTENCE_WORDS = frozenset(
    words(
        """
        and or of is are was were do does did what how why which who whose when that these those its between from in
        with to should would will not they he she if than but about because
        """
    )
)
"""Words that show the text after a command to be a sentence, rather than a name, a code or a time."""

HOW_TO = tuple(
    tuple(way.split())
    for way in (
        "how do i",
        "where do i",
        "where can i",
        "how do we",
        "how do you",
        "how can i",
        "how can we",
        "how could i",
        "how would i",
        "how should i",
        "how do the",
        "how do",
        "how does the",
        "how does a",
        "how does",
        "how to",
        "where do i find",
        "where do i see",
        "where can i find",
        "where can i see",
        "where is",
        "where are",
        "what is the",
        "what is a",
        "what are the",
        "what are",
        "what does the",
        "what does",
    )
)
"""Beginnings of questions about how to use something, the longer ones first."""

HOW_TO_ENDINGS = frozenset(words("work works do does mean command function here for about feature button thing"))
"""Words that may end a question in HOW_TO."""
