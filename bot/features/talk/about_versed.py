"""Questions about Versed itself, in normalised words (see tokens.py): how it's made, what it keeps, what it speaks.

The words “you” and “my” distinguish them from questions about a pack.
"""

import re

from bot.features.talk.sayings import SmallTalk

_MADE = "based|built|made|trained|written|powered|programmed|created|developed|running|using|hosted"
_ABOUT_ITSELF = re.compile(
    rf"(?:are|were) you (?:{_MADE})(?: \w+){{0,4}}"
    rf"|(?:what|which|how|where|when|who)(?: \w+){{0,3}} (?:are|were) you(?: (?:{_MADE}))?"
    r"(?: (?:on|in|with|by|from|of))?"
    r"|(?:what|which)(?: \w+){0,2} (?:model|llm|ai) do you (?:use|run on)"
    r"|do you use(?: an?)?(?: \w+)? (?:model|llm|ai|(?:chat)?gpt\w*)(?: \d+)?"
    r"|who \w+ you|what (?:powers|runs|drives) you"
    r"|(?:what|which)(?: \w+)? else (?:can|could|do|will) you teach(?: (?:me|us))?"
    r"|(?:can|could|do|will) you (?:also )?teach (?:(?:me|us) )?(?:(?:something|anything) (?:else|different|new)"
    r"|other (?:things|topics|subjects|stuff))"
    r"|(?:(?:can|could|may) (?:i|we)|let me|(?:i|we) (?:want|need|have|would like) to)"
    r" (?:talk|speak|chat) (?:to|with) (?:an? )?(?:(?:real|actual|live) )?"
    r"(?:human(?: being)?|person|someone|somebody|agent|operator)"
)
"""Questions about how Versed is made, without the words that may surround small talk."""

_BOT = "(?:you|versed|this bot|the bot)"
_SAID = (
    r"(?:questions?|answers?|messages?|chats?|conversations?|dms?|scores?|results?|mistakes?|progress|stats"
    r"|quiz(?:zes)?)"
)
_OURS = (
    rf"(?:what (?:i|we) (?:\w+ )?(?:ask|type|write|wrote|say|said|answer|get wrong|got wrong)\w*"
    rf"|(?:my|our) (?:\w+ )?{_SAID})"
)
_FEW = r"(?: \w+){0,4}"
_PRIVACY = re.compile(
    rf"(?:do|does|did|will) {_BOT}(?: \w+)? (?:store|save|keep|log|record|track|monitor|collect|share|sell|remember)"
    rf"(?: \w+)?(?: (?:me|us|data|everything|messages|chats|conversations)| {_OURS}){_FEW}"
    rf"|(?:do|does|are|is) {_BOT} (?:spy|spying|listen|listening|watch|watching|track|tracking|record|recording)"
    rf"(?: (?:on|to))? (?:me|us){_FEW}"
    rf"|(?:do|can|does) {_BOT} (?:see|read) (?:all )?(?:my|our)(?: \w+)? {_SAID}"
    rf"|(?:is|are|will|was|were) (?:all )?(?:of )?(?:my|our)(?: \w+)? {_SAID}(?: \w+){{0,2}} (?:stored|saved|kept"
    rf"|logged|recorded|tracked|private|anonymous|confidential|safe|secret|visible|shared|public|seen|read){_FEW}"
    rf"|(?:can|could|will|does|do|may|might) (?:\w+ ){{1,3}}(?:see|read|know|find out|view|check|access)"
    rf" {_OURS}{_FEW}"
    rf"|who (?:can |could |will |else |gets to )*(?:sees?|reads?|knows?) {_OURS}{_FEW}"
    rf"|(?:do|does|did|will) {_BOT} (?:train|learn) (?:on|from|with)(?: (?:me|us|{_OURS})){_FEW}"
    rf"|(?:is|are) (?:my|our)(?: \w+)? (?:data|information|info) \w+ with {_BOT}"
    r"|what (?:\w+ )?(?:data|information|info) do you (?:collect|gather|track|log|record|store|keep|save|have)"
    rf"(?: (?:about|on|of|from) (?:me|us|people){_FEW})?"
    rf"|what (?:\w+ )?do you (?:store|keep|save) (?:about|of|on|from) us{_FEW}"
    rf"|(?:is|are) (?:this|it|we)(?: (?:chat|bot|conversation|here))? (?:private|anonymous|confidential){_FEW}"
    rf"|(?:where|how long) (?:is|are|do you (?:store|keep|save)) (?:my|our) (?:data|{_SAID}){_FEW}"
    rf"|what did (?:i|we) (?:just )?(?:ask|say|type){_FEW}"
    rf"|do you remember (?:me|what (?:i|we) (?:asked|said)){_FEW}"
)

_OURS_TO_OPEN = (
    r"(?:repositor(?:y|ies)|repos?|code(?:base)?|wikis?|files?|folders?|drives?|documents?|docs?|documentation"
    r"|calendars?|e?mails?|inbox(?:es)?|intranet|databases?|servers?|systems?|tickets?|websites?|pages?|handbooks?"
    r"|spreadsheets?|network)"
)
_OPEN = (
    r"(?:read|see|open|search|browse|surf|access|scan|check|use|look (?:at|in|into|through|around)"
    r"|(?:have|get) (?:any )?access to|connect(?:ed)? to|go (?:on|to))"
)
_ONLINE = r"(?:internet|web|net|github|gitlab|google|wikipedia|chatgpt|online)"
_WOULD_YOU = "(?:(?:can|could|would|will) you )?"
_ACCESS = re.compile(
    rf"(?:can|could|do|are|will) {_BOT} (?:able to )?(?:also )?{_OPEN}(?: all)?(?: of)?"
    rf" (?:(?:my|our)(?: \w+){{0,2}} {_OURS_TO_OPEN}"
    rf"|(?:(?:my|our|the) )?{_ONLINE}){_FEW}"
    rf"|{_WOULD_YOU}(?:google|bing) (?:it|that|this)"
    rf"|{_WOULD_YOU}(?:search|browse|check|ask|use)(?: (?:it|that|this|on|in))* (?:the )?{_ONLINE}"
    rf"|{_WOULD_YOU}look (?:(?:it|that|this) up|up (?:it|that|this))(?: (?:on|in))?(?: the)? {_ONLINE}"
)
"""Questions about what Versed can open."""

_ADDRESS = re.compile(
    r"(?:do|should|must|shall|would|need|can) (?:i|we)(?: (?:always|first|ever|have to|need to|got to))*"
    rf" (?:say (?:\w+ ){{1,2}}to {_BOT}|(?:greet|mention|tag|ping|address|thank) {_BOT})"
    r"(?: (?:first|always|again|before|every time|each time|in every \w+|before (?:i|we) ask))*"
)
"""Questions about how to turn to Versed."""

_FORMAT = r"(?:(?:an?|the|your) )?(?:live )?(?:quiz|challenge|game|flash ?card|card|tip|review|duel)s?"
_FORMATS = re.compile(
    rf"(?:(?:what is|what are|explain|tell me) )?(?:the )?differences? between {_FORMAT} and {_FORMAT}"
    rf"|{_FORMAT} (?:vs|versus|against|compared (?:to|with)) {_FORMAT}"
    rf"|(?:compare|is|are) {_FORMAT} (?:and|with|to|vs|like|the same as) {_FORMAT}"
    rf"|how (?:is|are|do|does) {_FORMAT} (?:differ(?:ent)? (?:from|to|than)|unlike) {_FORMAT}"
    rf"|how (?:are|do) {_FORMAT} and {_FORMAT} differ(?:ent)?"
)
"""Comparisons of what Versed offers."""

_TONGUE = (
    r"(?:english|german|deutsch|french|spanish|italian|portuguese|dutch|polish|czech|russian|ukrainian|swedish|danish"
    r"|norwegian|finnish|greek|turkish|arabic|hebrew|hindi|chinese|mandarin|japanese|korean|vietnamese|thai|indonesian"
    r"|(?:any )?other languages?|my language)"
)
_LANGUAGES = re.compile(
    r"(?:what|which)(?: other)? languages? (?:do|can) you (?:speak|understand|know|support|talk)"
    rf"|(?:(?:do|can|could|will) you )?(?:please )?(?:speak|understand|talk|answer|reply|write|translate)"
    rf"(?: (?:it|that|this|to me))?(?: (?:in|to|into))? {_TONGUE}"
    rf"|(?:can i |i want to |how do i |please )*(?:change|switch|set|choose)(?: (?:the|your|my))? (?:language|tongue)"
    rf"(?: to \w+)?|(?:switch|change|go) to {_TONGUE}"
    rf"|in {_TONGUE}"
)

_IS = r"(?:is|are|was|were|do|does|did|has|have|can|could|will|would|should)(?: ?not)?"
_IT = r"(?:it|that|this|they|those|these|there|he|she|you)"
_DOUBT = re.compile(
    rf"(?:(?:no|yes|but|wrong|sorry|oh|well) )+{_IT} {_IS}"
    rf"|(?:(?:no|yes|but|sorry|oh|well|i think) )*{_IT} {_IS}(?: be)?"
    r" (?:true|right|correct|accurate|the case|wrong|false|how it works)"
    r"|(?:sorry |but |well |no )*(?:i (?:\w+ )?)?(?:disagree|do not agree)(?: with (?:that|this|you|it))?"
    r"|(?:are|can|could) (?:you|your answers) (?:(?:always|ever|sometimes|often) )?(?:be )?"
    r"(?:right|wrong|correct|accurate|mistaken|reliable|trustworthy|trusted)"
    r"|where (?:do|did|does|are|is) (?:you (?:get|have|take) )?(?:all )?(?:your|this|these)"
    r" (?:answers?|information|info|facts|knowledge)(?: (?:come|coming|taken))?(?: from)?"
    r"|(?:(?:do|have|can|could|will) (?:you|i|we) |(?:is|are) there |where is )?"
    r"(?:(?:have|got|get|give|send|share|show) )*(?:(?:me|us) )?"
    r"(?:an?|any|the|your|some) (?:links?|urls?|sources?|references?|citations?)(?: (?:for|to|on) (?:that|this|it))?"
)
"""Contradictions, and doubts about what Versed says or where it has that from."""

_SO = (
    r"(?:(?:all|totally|completely|just|simply|plain|quite|very|rather|a bit|factually|clearly|obviously|definitely"
    r"|probably|also|still) )*"
)
_WRONG = re.compile(
    r"(?:(?:no|nope|sorry|but|well|oh|hm|hey|i think|i believe|i guess|i am afraid|surely|actually) )*"
    rf"(?:(?:{_IT}|(?:the|your|this|that)(?: last)? (?:tip|answer|definition|card|question|solution|explanation|fact"
    r"|example|one|info|information|quiz)) (?:is|was|are|were|looks|look|seems|seem|sounds|sound) )?"
    rf"{_SO}(?:wrong|incorrect|inaccurate|untrue|outdated|out of date|obsolete|misleading|mistaken"
    r"|(?:no longer|not(?: (?:quite|really|entirely|even|at all))*)"
    r" (?:true|right|correct|accurate|up to date|the case|valid))"
    r"(?: (?:here|there|now|nowadays|today|any ?more|these days|i think|i believe|actually|at all|by now))*"
    rf"|{_IT} (?:is|was) {_SO}(?:false|old news|an? (?:mistake|error|typo))|typo|mistake"
    rf"|(?:is|are) (?:this|that|it) {_SO}(?:outdated|out of date|up to date|current|true|valid)"
    rf"|{_IT} (?:does|do) not (?:look|seem|sound|feel) {_SO}(?:right|true|correct|accurate)"
    rf"|{_IT} (?:looks|seems|sounds|feels) {_SO}off|you (?:got|have) (?:{_IT} )?(?:(?:all|completely) )?wrong"
)
"""Says that something is wrong or outdated: “that's wrong!”, “this tip is out of date”."""

_RUDE = (
    "idiot|moron|stupid|dumb|dumbass|shit|shitty|bullshit|crap|crappy|asshole|bitch|bastard|loser|trash|garbage"
    "|pathetic|useless|worthless|clown|liar"
)
_MISTAKE = re.compile(
    r"(?:(?:hi|hey|sorry|but|i think|i believe|it seems|looks like) )*"
    r"(?:theres|there is|there are|you have|you made|i found|i see|i spotted)"
    r"(?: \w+){0,2} (?:mistakes?|errors?|typos?)(?: in (?:the|your|this|that)(?: \w+){1,2})?"
)
_IT_IS = r"(?:(?:that|this|it) (?:is|was) )"
_ANSWER = r"(?:answers?|reply|replies|responses?|results?)"
_NOT_ANSWERED = re.compile(
    rf"(?:(?:no|sorry|but|well|oh|hm) )*(?:{_IT_IS}?(?:(?:an?|the|your) )?"
    rf"(?:wrong|bad|useless|stupid|poor|terrible|incorrect|false) {_ANSWER}"
    rf"|{_IT_IS}?not (?:(?:an?|the|my) )?(?:(?:right|correct|good|real|useful|helpful) )?{_ANSWER}"
    rf"|{_IT_IS}?not (?:(?:very|that|at all) )?(?:helpful|useful)(?: at all)?"
    rf"|{_IT_IS}not what i (?:\w+ )?(?:asked|want|wanted|meant|mean|need|needed|looking)(?: for| about| to know)?"
    r"|(?:you|that|this|it) (?:did|do|does) not (?:\w+ )?(?:answer|help)"
    r"(?: (?:me|us|it|that|this|anything|(?:my|the) questions?))?(?: at all)?)"
)
"""Complaints that an answer isn't one."""

_INSULT = re.compile(
    rf"(?:(?:you|versed|this|that|it|what)(?: bot)?(?: (?:are|is))?"
    rf"(?: (?:a|an|so|such|really|very|total|complete|fucking|bloody|damn|just))* )?(?:{_RUDE})"
    r"(?: (?:bot|machine|thing|ai|robot|program))?"
    rf"|(?:fuck|fucking|screw|damn)(?: (?:you|this|that|it|bot|{_RUDE}))*"
    rf"|what a (?:load|pile|piece) of (?:{_RUDE})"
)


def about_versed(said: str, bare: str) -> SmallTalk | None:
    """Return the kind of small talk that a question about Versed is, or an insult; None for anything else.

    Args:
        said: the normalised words of a line.
        bare: the same without the words that may surround small talk.
    """
    if _PRIVACY.fullmatch(said):
        return SmallTalk.PRIVACY
    if _ACCESS.fullmatch(said):
        return SmallTalk.ACCESS
    if _ADDRESS.fullmatch(said):
        return SmallTalk.ADDRESS
    if _FORMATS.fullmatch(said):
        return SmallTalk.FORMATS
    if _LANGUAGES.fullmatch(bare):
        return SmallTalk.LANGUAGES
    if any(form.fullmatch(said) for form in (_MISTAKE, _DOUBT, _WRONG)):
        return SmallTalk.DOUBT
    if _INSULT.fullmatch(said) or _NOT_ANSWERED.fullmatch(said):
        return SmallTalk.COMPLAINT
    return SmallTalk.IDENTITY if _ABOUT_ITSELF.fullmatch(bare) else None
