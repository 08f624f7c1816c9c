"""The corpus that the content model is trained on, and its folds by site."""
import hashlib
import json
import pathlib
import re
import urllib.parse

FOLDS = 5
BODY_SETS = ["pages", "loose", "extracted", "captions", "trailing"]
# Second-level names under which sites are registered.
PUBLIC_SECOND_LEVELS = {"co", "com", "org", "net", "ac", "gov", "gv", "or", "edu", "ne", "go", "gob", "gouv", "blog"}


def site_of(url):
    """The registrable domain of a URL, near enough."""
    if "::" in url:  # a file's name that begins with the host
        url = re.match(r"[\w-]+(?:\.co)?\.[a-z]+", url.split("::")[1])[0]
    host = (urllib.parse.urlsplit(url if "//" in url else "//" + url).hostname or url).lower()
    labels = host.split(".")
    take = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in PUBLIC_SECOND_LEVELS else 2
    return ".".join(labels[-take:])


def page_of(document_id):
    """The page that a document was made from."""
    return document_id.split("#")[0]


def read(folder, name):
    with open(pathlib.Path(folder) / f"{name}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def fold_of_site(site):
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big") % FOLDS


def load(folder):
    """All sets, each a list of documents with a key "fold"."""
    sets = {name: read(folder, name) for name in [*BODY_SETS, "segments"]}
    sites = {}
    for name in ("pages", "loose"):
        for row in sets[name]:
            sites.setdefault(page_of(row["id"]), site_of(row["url"]))
    for name, rows in sets.items():
        for row in rows:
            site = site_of(row["url"]) if row.get("url") else sites[page_of(row["id"])]
            row["site"] = site
            row["fold"] = fold_of_site(site)
    # As score.py makes it.
    sets["clean"] = [{**row, "text": (row.get("title") or "") + "\n\n" + row["gold"].replace("\n", "\n\n") + "\n"}
                     for row in sets["pages"]]
    return sets
