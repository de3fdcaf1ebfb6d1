"""Finding things in a pack: topics, aspects, terms and sides by name, and answers to free questions."""

from bot.content.model import Comparison, Pack, Side, Term, Topic
from bot.content.search import Search
from bot.content.titles import Title, Titles
from bot.language.message import Refusal


class Finder:
    """Everything that can be looked up in one pack.

    Args:
        pack: what to index; a changed pack needs a new Finder.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.topics = Titles(Title(topic.id, topic.title, (topic.id, *topic.aliases)) for topic in pack.topics)
        self.aspects = Titles(Title(each.id, each.aspect, (each.id,)) for each in pack.comparisons)
        self.terms = Titles(Title(term.id, term.term, (term.id, *term.aliases)) for term in pack.terms)
        self.sides = Titles(Title(side.id, side.name, (side.id, *side.aliases)) for side in pack.sides)
        self.search = Search(pack)

    def topic(self, typed: str) -> Topic:
        """Return the topic that's meant. Raises Refusal, naming the topics there are."""
        found = self.topics.match(typed)
        if found is None:
            there_are = ", ".join(topic.title for topic in self.pack.topics)
            raise Refusal(f"I know no topic “{typed}”; choose one of: {there_are}.")
        return self.pack.topic_by_id[found.key]

    def aspect(self, typed: str, topic: Topic | None) -> Comparison:
        """Return the comparison that's meant, within a topic if given. Raises Refusal, offering the nearest."""
        titles = self.aspects
        if topic is not None:
            within = (each for each in self.pack.comparisons if self.pack.topic_of(each) is topic)
            titles = Titles(Title(each.id, each.aspect, (each.id,)) for each in within)
        found = titles.match(typed)
        if found is None:
            where = f" in {topic.title}" if topic else ""
            see_all = f"run /compare {topic.title} to see them all." if topic else "run /compare to see the topics."
            raise Refusal(f"I know no aspect “{typed}”{where}; {_offer(titles, typed, see_all)}")
        return self.pack.comparison_by_id[found.key]

    def term(self, typed: str) -> Term:
        """Return the term that's meant. Raises Refusal, offering the nearest."""
        found = self.terms.match(typed)
        if found is None:
            raise Refusal(f"“{typed}” is not in this glossary; {_offer(self.terms, typed, f'try /ask {typed}.')}")
        return self.pack.term_by_id[found.key]

    def side(self, typed: str) -> Side:
        """Return the side that's meant. Raises Refusal, naming the sides there are."""
        found = self.sides.match(typed, shortest=1)
        if found is None:
            there_are = " or ".join(side.name for side in self.pack.sides)
            raise Refusal(f"I know no side “{typed}”; choose {there_are}.")
        return self.pack.side_by_id[found.key]


def _offer(titles: Titles, typed: str, otherwise: str) -> str:
    """Return the end of a sentence: the nearest titles, or what else to do."""
    nearest = titles.nearest(typed)
    return f"did you mean {' or '.join(f'“{title.name}”' for title in nearest)}?" if nearest else otherwise
