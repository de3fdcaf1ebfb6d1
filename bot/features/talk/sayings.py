"""The phrases of small talk, in normalised spelling (see tokens.py)."""

from enum import StrEnum


class SmallTalk(StrEnum):
    """Kinds of small talk, which asks for neither a command nor an answer; the most important come first."""

    STOP = "stop"
    HELP = "help"
    OUTLINE = "outline"
    PRIVACY = "privacy"
    ACCESS = "access"
    ADDRESS = "address"
    FORMATS = "formats"
    LANGUAGES = "languages"
    IDENTITY = "identity"
    DOUBT = "doubt"
    COMPLAINT = "complaint"
    GOODBYE = "goodbye"
    WELLBEING = "wellbeing"
    FUN = "fun"
    NEXT = "next"
    THANKS = "thanks"
    GREETING = "greeting"
    PRAISE = "praise"


_OF_WHAT = ("that is", "that was", "this is", "this was", "it is", "it was", "you are")
_GOOD = "great good nice cool awesome amazing fun funny interesting helpful brilliant perfect excellent right true"
_LIKED = "great good nice cool awesome amazing brilliant perfect excellent lovely fantastic fun"
_BAD = "bad stupid useless boring terrible awful nonsense rubbish dumb annoying confusing broken"


def _judged(as_what: str) -> str:
    return ";".join(f"{of_what} {each}" for of_what in _OF_WHAT for each in as_what.split())


_THINGS = "game quiz duel challenge round match tip session one"


def _praised() -> str:
    """Return remarks on what people have just played or read, which aren't requests for another one."""
    liked = [f"{each} {thing}" for each in _LIKED.split() for thing in _THINGS.split()]
    marvelled = [f"what a {each}" for each in (*_THINGS.split(), *liked)]
    return ";".join([*liked, *marvelled, *(f"{of_what} a {each}" for of_what in _OF_WHAT for each in liked)])


PRAISED = _praised()
"""Such remarks, separated by semicolons."""

SAYINGS = {
    SmallTalk.STOP: """
        stop notifications; turn off notifications; turn notifications off; mute notifications; no
        notifications; stop sending messages; stop sending me messages; stop; stop it; stop that; unsubscribe;
        go away; leave me alone; leave us alone; leave me in peace; stop messaging me; stop messaging us; stop
        writing to me; stop writing me; stop messages; stop spamming; stop spamming me; no more messages; do not
        message me; do not write to me; stop tips; stop the tips; stop sending tips; stop sending me tips; no
        more tips; stop posting; stop posting tips; stop all this; mute; be quiet; can you stop; could you stop;
        can you stop posting; can you stop messaging me; can you stop writing to me; please stop posting; quit;
        exit; cancel; opt out; shut up; that is enough; enough; fuck off; piss off; get lost; how do i stop
        getting tips; how do i stop the tips; how do i stop getting messages; how do i stop this; how do i stop
        you; how do i unsubscribe; how to unsubscribe; how do i mute you; how do i turn you off; how do i turn
        this off; how do i opt out; how can i unsubscribe; how can i stop getting tips; how can i stop this
    """,
    SmallTalk.HELP: """
        help; help me; need help; i need help; i need some help; i need a hand; give me a hand; help needed; sos;
        can you help; can you help me; could you help me; could you help; will you help me; how can you help; how
        can you help me; what can you do; what can you help me with; what can you help with; what do you do; what
        else can you do; what are you able to do; what can i do; what can i do with you; what can i do with this;
        what can i ask; what can i ask you; what should i ask; what should i ask you; what can i type; what can i
        say; what should i type; what should i say; what do i say; what do i type; what do i do; what should i do;
        what now; now what; what next; what can this do; what can it do; what can this bot do; what does this bot
        do; what does this do; what does it do; what can versed do; what does versed do; what can the bot do; how do
        you work; how does this work; how does it work; how does this bot work; how does versed work; how does the
        bot work; how does that work; how does this thing work; how does all this work; how do i use you; how do i
        use this; how do i use it; how do i use versed; how do i use this bot; how do i use this thing; how do i use
        the bot; how can i use you; how can i use this; how can i use versed; how to use this; how to use you; how
        to use versed; how to use this bot; how do i begin; how do i start; how do i get started; how can i start;
        how do we start; how do we get started; how to start; how to begin; how to get started; get started; getting
        started; i am new;
        i am new here; i am lost; i am confused; i am stuck; i do not get it; i do not know what to do; i do not
        understand you; what are you for; what are you good for; what is this for; what is the point of you; what
        are your commands; what commands are there; what commands do you have; what commands do you know; what are
        the commands; which commands are there; which commands do you have; which commands do you know; commands;
        command list; list of commands; list commands; list the commands; list all commands; list your commands;
        show commands; show me the commands; show all commands; show me your commands; show me all commands; the
        commands; command; menu; options; what are my options; what options do i have; features; what features do
        you have; what are your features; instructions; manual; usage; guide; faq; support; info; start; begin; what
        do you know; what do you have; what do you offer; what have you got; what is there; what is on offer;
        show me what you can do; show me how you work; show me how this works; show me how it works; show me how to
        use you; show me how to use this; tell me how this works; explain how you work; tell me what you can do;
        show me what you have got; tell me what you do; tell me how you work; explain how this works; huh; eh; how
        do i learn; how can i learn; how can i learn with you; how do i talk to you; how do i ask you something; can
        i ask you something; can i ask you a question; can i ask a question; i have a question; hilfe; ayuda; aide;
        aiuto; ajuda; was kannst du; que puedes hacer; que sais tu faire
    """,
    SmallTalk.IDENTITY: """
        who are you; what are you; who is this; what is this; what is that; who is versed; what is versed; about
        versed; about you; about yourself; your name; what is your name; do you have a name; what do i call you;
        what should i call you; introduce yourself; explain yourself; tell me about yourself; tell me about you;
        tell me more about you; tell me about versed; tell us about yourself; who made you; who is behind you; who
        is behind this; who is behind this bot; who runs you; who owns you; who built you; who created you; who
        wrote you; who programmed you; who are you really; where are you from; where do you come from; how old are
        you; what is this bot; who is this bot; what kind of bot are you; what kind of bot is this; what sort of bot
        is this; what sort of bot are you; are you a bot; are you some kind of ai; are you some kind of bot; are you
        some sort of ai; are you a robot; are you a machine; are you a computer; are you a program; are you human;
        are you a human; are you a person; are you a real person; are you real; are you alive; are you an ai; are
        you ai; are you an llm; are you a language model; are you chatgpt; are you chat gpt; are you gpt; are you
        claude; are you like chatgpt; are you a chatbot; are you chatgpt or something; do you use ai; do you use an
        llm; do you use chatgpt; is this a bot; is this ai; is this an ai; is this chatgpt; is this a real person;
        are you intelligent; do you understand me; do you think; do you sleep; am i talking to a bot; am i talking
        to a human; am i talking to a person; am i talking to an ai; am i talking to a machine; you are a bot; you are
        only a bot; you are a robot; you are a machine; you are a computer; you are a program; you are an ai; you are
        only an ai; you are not human; you are not a human; you are not a person; you are not real
    """,
    SmallTalk.COMPLAINT: """
        bad bot; bad; stupid; stupid bot; dumb bot; useless; you suck; this sucks; that sucks; boring;
        that is not what i asked; that is not what i meant; not what i meant; not what
        i asked; that did not help; that does not help; not helpful; not helpful at all; not good; not great; not
        nice; no help at all; you do not understand; you do not understand me; you do not get it; i hate you; hate
        you; no good; terrible; awful; nonsense; rubbish; this does not work; it does not work; does not work; it is
        not working; this is not working; not working; nothing works; nothing happens; nothing happened; you are
        broken; broken; wtf; what; why; how; who; pardon; pardon me; come again; say again; what do you
        mean; what does that mean; i do not understand; i do not understand anything; i do not understand it; i do
        not understand that; i do not get this; that makes no sense; makes no sense; unfair; not fair; that is unfair;
        that was unfair; this is unfair; that is not fair; that was not fair
    """,
    SmallTalk.DOUBT: """
        are you sure; are you sure about that; are you certain; is that true; is that right; is that correct; is
        this true; is this right; is this correct; is it true; says who; who says; who says so; who says that; who
        told you that; really; how do you know; how do you know that; how do you know this; where did you get that;
        where did you get that from; where do you get that from; where is that from; where is this from; where does
        that come from; source; sources; link please; links please; what is your source; what are your sources; what
        is the source; prove it; citation needed; can i trust you; can i trust that; can i trust this; should i
        trust you; are you ever wrong; do you make mistakes; do you make things up; do you lie; do you hallucinate;
        i do not believe you; i do not believe it; i do not believe that; do you agree; do you think so; what do you
        think; what do you think about it; what do you think about that; what is your opinion; your opinion; your
        thoughts; i think that is wrong; i think you are wrong
    """,
    SmallTalk.GOODBYE: """
        bye; bye bye; goodbye; good bye; good night; nighty night; see you; see you later; see you soon; see you
        tomorrow; see you around; see you next time; see you then; later; laters; talk later; talk soon; talk to you
        later; speak later; speak soon; till later; until later; until tomorrow; until next time; till tomorrow;
        catch you later; take care; farewell; have a nice day; have a good day; have a good one; have a great day;
        have a nice evening; have a good evening; have a good weekend; have a nice weekend; i have to go; i have got
        to go; i got to go; got to go; i must go; i am off; i am done; we are done; that is all; that is it; that
        would be all; that will be all; ciao; adios; tschuss; au revoir; bye for now; for now; so long; ttyl; peace
        out; signing off; i am leaving; brb; have fun
    """,
    SmallTalk.WELLBEING: """
        how are you; how are you doing; how are you feeling; how are you getting on; how you doing; how do you do;
        how do you feel; how is it going; how is it hanging; how are things; how is life; how is your day; how is
        your day going; how was your day; how was your weekend; how is everything; how is everything going; are you
        having a good day; having a good day; having fun; how have you been; how goes it; how goes; what is up; what
        up; wassup; wazzup; sup; whats good; what is going on; what is happening; what are you doing;
        what are you up to; are you ok; are you well; are you fine; you ok; you good; all good; all well; everything
        ok; is everything ok; everything alright; how about you; and you; are you busy; are you happy; are you
        tired; do you like it here; do you like me; do you love me
    """,
    SmallTalk.FUN: """
        tell me a joke; tell us a joke; tell me another joke; joke; a joke; do you know a joke; do you know any jokes;
        know any jokes; make me laugh; be funny; sing; sing a song; sing me a song; tell me a story; do you
        like jokes; dance; flip a coin; roll a dice; write me a poem; write a poem
    """,
    SmallTalk.NEXT: """
        more; more please; next; next one; next please; another; another one; one more; again; once more; continue;
        go on; carry on; keep going; proceed; tell me more; show me more; give me more; what else; something else;
        anything else; ready; i am ready; we are ready; let us go; let us start; let us begin; let us get started;
        let us do it; let us do this; bring it on; go; i am bored; bored; entertain me; i want to learn; i want to
        learn something; let us learn something; teach us; hit me
    """,
    SmallTalk.THANKS: """
        thanks; thank you; thanks a lot; thanks so much; thanks very much; thank you so much; thank you very much;
        thank you kindly; thanks for that; thanks for your help; thanks for the help; thanks for everything; thanks
        for the tip; thanks for the quiz; thanks for the answer; thanks for answering; thanks for asking; thank you
        for your help; thank you for that; thank you for the help; thank you for everything; thank you for the tip;
        thanks again; thanks anyway; many thanks; big thanks; much obliged; much appreciated; appreciated;
        appreciate it; i appreciate it; i appreciate that; cheers; danke; danke schon; vielen dank; merci; merci
        beaucoup; gracias; muchas gracias; grazie; obrigado; tack; dank je; arigato
    """,
    SmallTalk.GREETING: """
        hi; hello; hey; yo; howdy; hola; bonjour; aloha; namaste; salut; servus; moin; salaam; ahoy; hej; ola; oi;
        hello world; greetings; good morning; good afternoon; good evening; good day; morning; afternoon; evening;
        guten tag; guten morgen; buenos dias; welcome; welcome back; welcome aboard; nice to meet you; nice to see
        you; pleased to meet you; good to see you; good to meet you; hi again; i am back; long time no see; happy
        monday; happy friday; happy new year; are you there; you there; are you here; anyone there; is anyone there;
        anybody there; is anybody there; anyone here; is anyone here; anybody here; anyone home; anybody home; are
        you awake; are you up; are you on; are you online; are you alive; are you listening; can you hear me; do you
        hear me; test; testing; this is a test; just testing; ping; knock knock; it is me
    """,
    SmallTalk.PRAISE: """
        ok; cool; nice; nice one; great; awesome; amazing; excellent; perfect; brilliant; fantastic; wonderful;
        super; lovely; sweet; neat; wow; whoa; yay; hooray; bravo; lol; rofl; lmao; haha; hahaha; hehe; heh; ha;
        funny; yes; no; sure; fine; right; correct; exactly; true; agreed; deal; good; very good; so good; good job;
        good bot; good question; great question; nice question; good point; good one; good answer; good work; good
        stuff; great job; great work; great bot; great answer; great stuff; nice job; nice work; nice bot; well
        done; well played; way to go; smart; clever; you are smart; you are clever; you are the best; you are cute;
        you rock; i like you; i love you; love you; i like it; like it; i love it; love it; i like that; love this;
        i love this; that helps; that helped; that was helpful; helpful; very helpful; got it; gotcha; i see;
        understood; i understand; makes sense; that makes sense; sounds good; looks good; interesting; fair enough;
        good to know; nice to know; not bad; never mind; nevermind; no problem; no worries; no thanks; no thank you;
        not now; maybe later; sorry; my bad; oops; i am sorry; hm; hmm; aha; ah; oh; i am fine; i am good; i am ok;
        i am well; i am great; fine thanks; good thanks; same here; me too; congrats; congratulations; good luck;
        amen; bingo; indeed; omg; you are welcome; my pleasure; same; likewise; anytime; any time; do not mention
        it; whatever; forget it; forget about it; i do not know; do not know; no idea; i have no idea; no clue; i have
        no clue; i am not sure; not sure; beats me; i won; we won; i lost; we lost; let me think; let me see;
        let me check; one moment; one sec; just a moment; just a second; give me a second; give me a minute;
        wait; wait a moment
    """,
}
SAYINGS[SmallTalk.PRAISE] += f";gg;{_judged(_GOOD)};{PRAISED}"
SAYINGS[SmallTalk.COMPLAINT] += ";" + _judged(_BAD)
"""The phrases of each kind, separated by semicolons."""
