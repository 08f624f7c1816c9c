"""Patterns of rule packs for ripgrep, whose syntax is RE2's but for a few trifles."""
import re
import tomllib

# Where the pattern of a rule has to match; white space at both ends of a line does not count.
PLACES = {"line": r"^\s*(?:{})\s*$", "start": r"^\s*(?:{})", "end": r"(?:{})\s*$", "inside": r"(?:{})"}
# What ripgrep takes a backslash before, of all that is no letter or digit. In RE2 it may stand before any such character.
ESCAPED = r"\.+*?()|[]{}^$#&-~"
ESCAPE = re.compile(r"\\([^\w\s])")
CLASS_OR_CAPTURE = re.compile(r"(\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])|\(\?P<\w+>|\((?!\?)")


def translated(pattern):
    """Returns a pattern in RE2's syntax in ripgrep's, without captures: hundreds of those cost it more memory than there is."""
    pattern = ESCAPE.sub(lambda found: found[0] if found[1] in ESCAPED else found[1], pattern)
    return CLASS_OR_CAPTURE.sub(lambda found: found[1] or "(?:", pattern)


def patterns(folder):
    """Returns the patterns of all packs in the folder, each with the place where it has to match."""
    packs = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [PLACES[rule.get("where", "line")].format(translated(rule["pattern"])) for pack in packs for rule in pack["rule"]]
