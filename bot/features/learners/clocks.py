"""The names of clocks, for people who don't name a place: EST, Central European Time. Data only.

None of these says where someone is, and most don't say when clocks change, so none is accepted as a time zone; they
lead to suggestions of cities, likeliest first. Sources: the tz database for the abbreviations that it has (a test
compares this table with it), CLDR's metazones (https://github.com/unicode-org/cldr) and
https://www.timeanddate.com/time/zones/ for the others.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class ZoneCandidate(NamedTuple):
    """A region where a clock applies.

    Args:
        where: the region's name.
        zone: its best known city, as an IANA name.
    """

    where: str
    zone: str


_TABLE = """
EST EDT ET EST5EDT      | eastern, us eastern           | the eastern US and Canada | America/New_York
EST                     |                               | Panama                    | America/Panama
EST                     |                               | Jamaica                   | America/Jamaica
EST                     |                               | Cancún                    | America/Cancun
CST CDT CT CST6CDT      | central, us central           | the central US and Canada | America/Chicago
CST                     | mexico                        | Mexico                    | America/Mexico_City
CST                     | china                         | China                     | Asia/Shanghai
CST CDT                 | cuba                          | Cuba                      | America/Havana
MST MDT MT MST7MDT      | mountain, us mountain         | the Rocky Mountains       | America/Denver
MST                     | arizona, us mountain          | Arizona                   | America/Phoenix
MST                     |                               | Sonora                    | America/Hermosillo
MST                     |                               | Yukon                     | America/Whitehorse
PST PDT PT PST8PDT      | pacific, us pacific           | the west of the US and Canada | America/Los_Angeles
PST PHT                 | philippine                    | the Philippines           | Asia/Manila
AKST AKDT               | alaska, alaskan               | Alaska                    | America/Anchorage
HST HAST                | hawaii, hawaiian              | Hawaii                    | Pacific/Honolulu
HST HDT                 | aleutian                      | the Aleutians             | America/Adak
AST ADT AT              | atlantic                      | Atlantic Canada           | America/Halifax
AST                     |                               | Puerto Rico               | America/Puerto_Rico
AST                     | arab, arabian, arabia         | Arabia                    | Asia/Riyadh
NST NDT                 | newfoundland                  | Newfoundland              | America/St_Johns
BRT BRST                | brasilia, e. south america    | Brazil                    | America/Sao_Paulo
ART                     | argentina                     | Argentina                 | America/Argentina/Buenos_Aires
CLT CLST                | chile                         | Chile                     | America/Santiago
COT                     | colombia                      | Colombia                  | America/Bogota
PET                     | peru                          | Peru                      | America/Lima
ECT                     | ecuador                       | Ecuador                   | America/Guayaquil
VET                     | venezuela                     | Venezuela                 | America/Caracas
BOT                     | bolivia                       | Bolivia                   | America/La_Paz
UYT                     | uruguay                       | Uruguay                   | America/Montevideo
PYT PYST                | paraguay                      | Paraguay                  | America/Asuncion
AMT                     | amazon                        | Manaus                    | America/Manaus
AMT                     | armenia                       | Armenia                   | Asia/Yerevan
WET WEST                | western european              | Portugal                  | Europe/Lisbon
WET WEST                |                               | the Canary Islands        | Atlantic/Canary
BST                     | british, gmt                  | Britain                   | Europe/London
BST                     | bangladesh                    | Bangladesh                | Asia/Dhaka
IST                     | india, indian                 | India                     | Asia/Kolkata
IST                     | irish, ireland                | Ireland                   | Europe/Dublin
IST IDT                 | israel                        | Israel                    | Asia/Jerusalem
CET CEST MET MEST MEZ MESZ | central european, w. europe, romance, central europe | Central Europe | Europe/Berlin
CET                     |                               | Algeria                   | Africa/Algiers
CET                     |                               | Tunisia                   | Africa/Tunis
EET EEST OEZ OESZ       | eastern european, fle, gtb, e. europe | Finland           | Europe/Helsinki
EET EEST                |                               | Greece                    | Europe/Athens
EET EEST                |                               | Egypt                     | Africa/Cairo
EET                     |                               | Kaliningrad               | Europe/Kaliningrad
MSK MSD                 | moscow, russian               | Moscow                    | Europe/Moscow
TRT                     | turkey, turkish               | Turkey                    | Europe/Istanbul
SAMT                    | samara                        | Samara                    | Europe/Samara
YEKT                    | yekaterinburg                 | Yekaterinburg             | Asia/Yekaterinburg
OMST                    | omsk                          | Omsk                      | Asia/Omsk
NOVT                    | novosibirsk                   | Novosibirsk               | Asia/Novosibirsk
KRAT                    | krasnoyarsk                   | Krasnoyarsk               | Asia/Krasnoyarsk
IRKT                    | irkutsk                       | Irkutsk                   | Asia/Irkutsk
YAKT                    | yakutsk                       | Yakutsk                   | Asia/Yakutsk
VLAT                    | vladivostok                   | Vladivostok               | Asia/Vladivostok
WAT                     | west africa, w. central africa | West Africa              | Africa/Lagos
CAT                     | central africa                | Central Africa            | Africa/Maputo
EAT                     | east africa, e. africa        | East Africa               | Africa/Nairobi
SAST                    | south africa, south african   | South Africa              | Africa/Johannesburg
GST                     | gulf                          | the Gulf                  | Asia/Dubai
AZT                     | azerbaijan                    | Azerbaijan                | Asia/Baku
IRST IRDT               | iran                          | Iran                      | Asia/Tehran
AFT                     | afghanistan                   | Afghanistan               | Asia/Kabul
PKT                     | pakistan                      | Pakistan                  | Asia/Karachi
UZT                     | uzbekistan                    | Uzbekistan                | Asia/Tashkent
ALMT                    | kazakhstan                    | Kazakhstan                | Asia/Almaty
NPT                     | nepal                         | Nepal                     | Asia/Kathmandu
BTT                     | bhutan                        | Bhutan                    | Asia/Thimphu
MMT                     | myanmar                       | Myanmar                   | Asia/Yangon
ICT                     | indochina, se asia            | Thailand                  | Asia/Bangkok
ICT                     | vietnam                       | Vietnam                   | Asia/Ho_Chi_Minh
WIB                     | western indonesia             | western Indonesia         | Asia/Jakarta
WITA                    | central indonesia             | central Indonesia         | Asia/Makassar
WIT                     | eastern indonesia             | eastern Indonesia         | Asia/Jayapura
SGT SST                 | singapore                     | Singapore                 | Asia/Singapore
SST                     | samoa                         | American Samoa            | Pacific/Pago_Pago
MYT                     | malaysia                      | Malaysia                  | Asia/Kuala_Lumpur
HKT                     | hong kong                     | Hong Kong                 | Asia/Hong_Kong
KST                     | korea, korean                 | Korea                     | Asia/Seoul
JST                     | japan, japanese, tokyo        | Japan                     | Asia/Tokyo
AWST WST                | australian western, w. australia | Western Australia      | Australia/Perth
WST                     |                               | Samoa                     | Pacific/Apia
ACST ACDT               | australian central, cen. australia | South Australia      | Australia/Adelaide
ACST                    | australian central            | the Northern Territory    | Australia/Darwin
AEST AEDT AET           | australian eastern, aus eastern | Sydney and Melbourne    | Australia/Sydney
AEST                    | australian eastern, e. australia | Queensland             | Australia/Brisbane
NZST NZDT NZT           | new zealand                   | New Zealand               | Pacific/Auckland
CHST                    | chamorro                      | Guam                      | Pacific/Guam
FJT                     | fiji                          | Fiji                      | Pacific/Fiji
"""
"""Abbreviations | text before “time” | region | zone; rows with the same abbreviation are ordered by likelihood."""


class Clocks(NamedTuple):
    """The regions of clocks.

    Args:
        by_abbreviation: regions by lower-case abbreviation.
        by_phrase: regions by the lower-case text before “time”.
    """

    by_abbreviation: Mapping[str, tuple[ZoneCandidate, ...]]
    by_phrase: Mapping[str, tuple[ZoneCandidate, ...]]


@cache
def clocks() -> Clocks:
    """Return the regions of each clock."""
    abbreviated: dict[str, tuple[ZoneCandidate, ...]] = {}
    spelt: dict[str, tuple[ZoneCandidate, ...]] = {}
    for row in _TABLE.strip().splitlines():
        abbreviations, phrases, where, zone = (part.strip() for part in row.split("|"))
        for names, known in ((abbreviations.lower().split(), abbreviated), (phrases.split(", "), spelt)):
            for name in filter(None, names):
                known[name] = (*known.get(name, ()), ZoneCandidate(where, zone))
    return Clocks(abbreviated, spelt)


@cache
def all_clocks() -> frozenset[ZoneCandidate]:
    """Return the regions of all clocks."""
    return frozenset(clock for known in clocks() for row in known.values() for clock in row)
