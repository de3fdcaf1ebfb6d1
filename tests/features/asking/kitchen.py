"""A deck of cards about cooking, imported as teams import their own."""

from functools import cache

from bot.content.model import Pack
from bot.exchange.assembling import assembled
from bot.exchange.formats import read

_CARDS = """Front,Back
Ragù,A sauce of meat and tomatoes that simmers slowly. Use 500 g of meat for four people. Stir it every ten minutes. \
In the fridge it keeps for three days.
Maillard reaction,Browning of proteins and sugars above 140 °C. It gives crust its taste.
Canning,"Cooking food in a closed jar, so that it keeps. Nicolas Appert taught the world canning in 1810."
Roux,"Equal parts of flour and fat, cooked together. It thickens sauces because the starch swells."
May I open the oven while a soufflé bakes?,No. A soufflé falls in cold air. Wait until it's done.
Umami,"The fifth taste: savoury. Found in soy sauce, tomatoes and parmesan."
Chiffonade,Rolling leaves up and slicing them into ribbons. Basil is the usual example.
What is a bain-marie?,A bath of hot water in which a bowl is heated gently.
What is sous vide?,Cooking in a sealed bag in warm water.
"""


@cache
def kitchen() -> Pack:
    """Return the deck."""
    return assembled(read(_CARDS.encode()), "kitchen").pack
