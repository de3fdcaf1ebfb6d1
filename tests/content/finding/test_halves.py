"""The halves that a question compares: each in full, and those that the pack doesn't have."""

import pytest

from bot.content.finding.finder import Finder
from bot.content.model import Card, Pack, Side, Term
from tests.features.asking.kitchen import kitchen
from tests.packs import bundled, meetings, pets

PETS, BUNDLED, MEETINGS, KITCHEN = map(Finder, (pets(), bundled(), meetings(), kitchen()))


def names(finder: Finder, question: str) -> list[str]:
    named = finder.compared(question).named
    return [_name(each) for each in named]


def _name(each: Term | Side | Card) -> str:
    match each:
        case Term():
            return each.term
        case Side():
            return each.name
        case Card():
            return each.front


def with_terms(*terms: tuple[str, ...]) -> Pack:
    """Return the pack of pets with other terms, each given as its name and its aliases."""
    first = pets().terms[0]
    made = [
        first.model_copy(update={"id": f"t{number}", "term": name, "aliases": tuple(aliases), "see_also": ()})
        for number, (name, *aliases) in enumerate(terms)
    ]
    return pets().model_copy(update={"terms": tuple(made)})


BREEDS = Finder(with_terms(("Wet food",), ("Dry food",), ("Long-haired coat",), ("Short-haired coat",), ("Brush",)))

COATS = ["Long-haired coat", "Short-haired coat"]


@pytest.mark.parametrize(
    ("finder", "question", "wanted"),
    [
        (BUNDLED, "supervised and unsupervised learning", ["Supervised learning", "Unsupervised learning"]),
        (BUNDLED, "supervised vs. unsupervised learning?", ["Supervised learning", "Unsupervised learning"]),
        (BUNDLED, "structured or unstructured data", ["Structured data", "Unstructured data"]),
        (BUNDLED, "how does machine differ from deep learning", ["Machine learning", "Deep learning"]),
        (
            BUNDLED,
            "descriptive, predictive and prescriptive analytics",
            ["Descriptive analytics", "Predictive analytics", "Prescriptive analytics"],
        ),
        (BREEDS, "wet and dry food", ["Wet food", "Dry food"]),
        (BREEDS, "what's the difference between long-haired and short-haired coats?", COATS),
        (BREEDS, "a short-haired or a long-haired coat", COATS[::-1]),
        (BREEDS, "brush and dry food", ["Brush", "Dry food"]),
        (MEETINGS, "a phone or a video call", []),
        (MEETINGS, "difference between synchronous and asynchronous communication", ["Synchronous", "Asynchronous"]),
        (BUNDLED, "difference between precision and recall metrics", ["Precision", "Recall"]),
        (
            BUNDLED,
            "supervised and unsupervised learning techniques difference",
            ["Supervised learning", "Unsupervised learning"],
        ),
    ],
)
def test_a_noun_that_only_the_last_half_has_belongs_to_each(finder: Finder, question: str, wanted: list[str]) -> None:
    assert names(finder, question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "what distinguishes {} from {}",
        "which is better, {} or {}?",
        "how do {} and {} differ",
        "{} compared with {}",
        "contrast {} with {}",
        "what sets {} apart from {}",
        "is {} the same as {}?",
        "the distinction between {} and {}",
        "are {} and {} alike?",
        "should I prefer {} to {}",
        "{} versus {}",
        "{} or {}?",
        "what are {} and {}?",
        "how is {} related to {}?",
        "{} {} difference",
    ],
)
@pytest.mark.parametrize(
    ("finder", "first", "second"),
    [
        (BUNDLED, "RAG", "context engineering"),
        (MEETINGS, "an agenda", "a decision log"),
        (PETS, "a litter box", "an aquarium"),
    ],
)
def test_halves_are_found_however_they_are_compared(finder: Finder, question: str, first: str, second: str) -> None:
    compared = finder.compared(question.format(first, second))
    assert len(compared.named) == 2
    assert compared.unknown == ()


@pytest.mark.parametrize(
    ("finder", "question"),
    [
        (BUNDLED, "how do machine learning and deep learning differ in cost?"),
        (BUNDLED, "difference in cost between RAG and fine-tuning"),
        (BUNDLED, "difference between RAG and fine-tuning costs"),
        (BUNDLED, "data scientist vs AI engineer salaries"),
        (BUNDLED, "common mistakes with precision and recall"),
        (BUNDLED, "DS vs AIE: who needs more computing power"),
        (BUNDLED, "when should I use RAG or fine-tuning?"),
        (BUNDLED, "does RAG need a vector database?"),
        (BUNDLED, "how many algorithms does a data scientist get to pick from?"),
        (PETS, "can a cat and a dog share a basket?"),
        (PETS, "who cleans the litter box and the aquarium?"),
    ],
)
def test_asking_for_more_than_the_halves_is_another_question(finder: Finder, question: str) -> None:
    assert names(finder, question) == []


@pytest.mark.parametrize(
    ("finder", "question", "named", "unknown"),
    [
        (MEETINGS, "difference between an agenda and RAG", ["Agenda"], ("RAG",)),
        (MEETINGS, "RAG vs an agenda", ["Agenda"], ("RAG",)),
        (MEETINGS, "how does basket weaving differ from a meeting?", ["Meeting or call"], ("basket weaving",)),
        (PETS, "is a hamster the same as an aquarium?", ["Aquarium"], ("hamster",)),
        (PETS, "compare cats, dogs and Guinea pigs", ["Cat", "Dog"], ("Guinea pigs",)),
        (BUNDLED, "precision, recall and bananas: what's the difference?", ["Precision", "Recall"], ("bananas",)),
        (BUNDLED, "difference between precision, recall and banana data", ["Precision", "Recall"], ("banana data",)),
        (BUNDLED, "how does a vector database differ from a banana database?", [], ()),
    ],
)
def test_a_half_that_the_pack_doesnt_have_is_reported(
    finder: Finder, question: str, named: list[str], unknown: tuple[str, ...]
) -> None:
    assert names(finder, question) == named
    assert finder.compared(question).unknown == unknown


@pytest.mark.parametrize(
    ("finder", "question", "wanted"),
    [
        (BUNDLED, "diff btw precision n recall", ["Precision", "Recall"]),
        (BUNDLED, "whats the difference b/w precision & recall", ["Precision", "Recall"]),
        (BUNDLED, "RAG/PEFT", ["Retrieval-augmented generation", "Parameter-efficient fine-tuning"]),
        (BUNDLED, "A/B test", []),
        (BUNDLED, "A/B test vs RAG", ["A/B test", "Retrieval-augmented generation"]),
    ],
)
def test_halves_joined_as_in_a_chat_are_found(finder: Finder, question: str, wanted: list[str]) -> None:
    assert names(finder, question) == wanted


@pytest.mark.parametrize(
    ("finder", "question", "count"),
    [
        (BUNDLED, "how do the two roles differ?", 2),
        (BUNDLED, "difference between both jobs", 2),
        (MEETINGS, "compare the three ways", 3),
        (MEETINGS, "compare the three options", 3),
        (BUNDLED, "how do the two roles differ in data?", 0),
        (BUNDLED, "what do the two roles need?", 0),
        (KITCHEN, "compare the two roles", 0),
    ],
)
def test_the_sides_can_be_compared_without_their_names(finder: Finder, question: str, count: int) -> None:
    assert len(names(finder, question)) == count


@pytest.mark.parametrize(
    ("finder", "question", "wanted"),
    [
        (BUNDLED, "is a chatbot an AI agent?", ["Chatbot", "AI agent"]),
        (BUNDLED, "so is LoRA really a kind of fine-tuning?", ["LoRA", "Fine-tuning"]),
        (BUNDLED, "are data scientists AI engineers", ["Data scientist", "AI engineer"]),
        (KITCHEN, "is ragù a roux?", ["Ragù", "Roux"]),
        (BUNDLED, "is overfitting bad?", []),
        (BUNDLED, "is RAG used for chatbots?", []),
        (BUNDLED, "is fine-tuning a good idea?", []),
    ],
)
def test_whether_one_is_a_kind_of_the_other_is_a_comparison(finder: Finder, question: str, wanted: list[str]) -> None:
    assert names(finder, question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "which matters more, precision or recall?",
        "precision or recall: which is more important?",
        "what's faster precision or recall",
        "and which one takes longer, precision or recall",
        "which has more false alarms: precision or recall?",
        "who needs it most: precision or recall?",
        "precision or recall, which one is harder to improve?",
    ],
)
def test_which_of_several_is_more_so_is_a_comparison(question: str) -> None:
    assert names(BUNDLED, question) == ["Precision", "Recall"]
    assert BUNDLED.compared(question).weighs


@pytest.mark.parametrize(
    "question", ["which model is best for tables or texts", "what's the best way to learn RAG or fine-tuning?"]
)
def test_one_thing_in_several_places_is_not_weighed(question: str) -> None:
    assert names(BUNDLED, question) == []


@pytest.mark.parametrize(
    ("finder", "question", "twice"),
    [
        (BUNDLED, "RAG vs RAG", ("RAG", "RAG")),
        (BUNDLED, "is RAG the same as retrieval-augmented generation?", ("RAG", "retrieval-augmented generation")),
        (BUNDLED, "is DS a data scientist", ("DS", "data scientist")),
        (PETS, "difference between a puppy and a dog", ("puppy", "dog")),
        (KITCHEN, "umami vs umami", ("umami", "umami")),
        (BUNDLED, "RAG and RAG", ()),
        (BUNDLED, "RAG vs fine-tuning", ()),
    ],
)
def test_one_thing_compared_with_itself_is_recognised(finder: Finder, question: str, twice: tuple[str, ...]) -> None:
    assert finder.compared(question).twice == twice


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("ragù vs roux", ["Ragù", "Roux"]),
        ("what's the difference between chiffonade and the Maillard reaction?", ["Chiffonade", "Maillard reaction"]),
        ("umami, roux and canning", ["Umami", "Roux", "Canning"]),
        ("may I open the oven while a soufflé bakes vs canning", []),
        ("how much canning and ragù", []),
        ("ragù sauce vs roux sauce", ["Ragù", "Roux"]),
        ("a ragù sauce or a roux sauce?", ["Ragù", "Roux"]),
        ("what do ragù and umami have in common?", ["Ragù", "Umami"]),
        ("how does umami relate to ragù", ["Umami", "Ragù"]),
        ("what is roux? what is umami?", ["Roux", "Umami"]),
        ("difference of ragù n roux", ["Ragù", "Roux"]),
        ("what is the difference in roux and umami?", ["Roux", "Umami"]),
        ("how's ragù different from roux?", ["Ragù", "Roux"]),
        ("hows ragù different than roux", ["Ragù", "Roux"]),
        ("what is roux? how do I thicken it?", []),
        ("what's common in ragù and umami", []),
    ],
)
def test_cards_with_a_name_on_the_front_are_compared(question: str, wanted: list[str]) -> None:
    assert names(KITCHEN, question) == wanted
