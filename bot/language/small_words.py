"""The small words of six languages: articles, pronouns, prepositions and the like, by which they're told apart."""

from bot.language.text import words

_AS_TEXT = {
    "de": """
        aber als am an auf aus bei bin bist brauche brauchen da darf dürfen das dass dem den der des die doch du durch
        ein eine einem einen einer eines er es für gibt habe haben hat hatte ich ihr im in ist ja kann können kein
        keine man mein meine mich mir mit muss müssen nach nicht noch nur oder ohne sein sich sie sind so soll sollen
        über um und uns unser vom von vor wann war warum was weil welche welcher welches wenn wer werden wie wieso
        will wir wird wo wozu zu zum zur zwischen
    """,
    "es": """
        al algo cómo con cuál cuándo cuánto cuántos de debo del desde donde dónde el ella en entre es esta está este
        estos hacer hay la las le lo los más me mi muy no nos o para pero por porque puede puedo qué quién que se ser
        si sin sobre son su sus también tengo tiene tu un una unos y yo
    """,
    "fr": """
        à au aux avec c'est ce ces cette combien comment dans de des dois doit donc du elle en entre est et être faire
        faut il ils je l la le les leur mais mon ne nous on ou où par pas peut peux pour pourquoi qu'est quand que
        quel quelle quelles quels qui quoi sa sans se ses son sont sur tu un une vous y
    """,
    "it": """
        al alla che chi ci come con cosa cos'è cos'e così da dal dei del della delle devo di dove e è fare gli ho i il
        in io la le lo ma mi nel nella non o per perché più posso può qual quale quali quando quanto quanti se sei si
        sono su suo tra tu un una uno
    """,
    "nl": """
        aan als bij dan dat de deze die dit door een en er gaat geen heb hebben heeft het hoe hoeveel ik in is je kan
        kunnen maar me met mij mijn moet moeten naar niet nog of om ook op over te tot tussen uit van voor waar waarom
        wanneer wat we welke wie wij wordt zijn zonder
    """,
    "pt": """
        a ao aos as com como da das de deve devo do dos e é ela ele em entre essa esse esta este eu faz fazer há isso
        mais mas me meu na não nas no nos o onde os ou para pela pelo por porque posso pode qual quais quando quanto
        quantos que quem se sem ser seu são sobre sua também tem tenho um uma você
    """,
}
SMALL_WORDS = {language: frozenset(words(small)) for language, small in _AS_TEXT.items()}
"""Folded words, by the code of their language."""
