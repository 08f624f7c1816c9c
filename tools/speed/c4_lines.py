"""C4's rules for lines and pages (Raffel et al. 2020, section 2.2), over JSON lines:

  c4_lines.py INPUT OUTPUT

Left out are those that need more than the page itself (the word list, langdetect, duplicates among pages). One process, the
standard library alone, as little work a line as the rules allow.
"""
import json
import re
import sys

TERMINAL = (".", "!", "?", '"')
POLICIES = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")
CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
SENTENCE_END = re.compile(r"[.!?][\"')\]]*(?:\s|$)")
LEAST_WORDS = 5
LEAST_SENTENCES = 3


def kept_line(line):
    """Returns the line as it is kept, or None."""
    line = CITATION.sub("", line).strip()
    if not line.endswith(TERMINAL) or line.endswith("...") or len(line.split()) < LEAST_WORDS:
        return None
    lower = line.lower()
    if "javascript" in lower or any(policy in lower for policy in POLICIES):
        return None
    return line


def clean(text):
    """Returns what C4 keeps of a page, or None where it drops it."""
    if "{" in text or "lorem ipsum" in text.lower():
        return None
    lines = [kept for line in text.split("\n") if (kept := kept_line(line)) is not None]
    if sum(len(SENTENCE_END.findall(line)) for line in lines) < LEAST_SENTENCES:
        return None
    return "\n".join(lines)


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            document = json.loads(line)
            document["text"] = clean(document["text"])
            if document["text"] is not None:
                out.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
