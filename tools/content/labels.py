"""Which lines of a dump are main text: an alignment of its lines with the text that should come out."""
import re
from collections import defaultdict

TOKEN = re.compile(r"\w+")
SHINGLE = 4
# Of a line that comes in many places of the text, so many are tried.
MOST_PLACES = 12


def fold(text):
    return re.sub(r"\s+", " ", text).strip()


class Gold:
    """The text that should come out, ready to be looked up."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        self.places = defaultdict(list)
        for n in range(1, SHINGLE + 1):
            for i in range(len(self.tokens) - n + 1):
                self.places[tuple(self.tokens[i:i + n])].append(i)

    def matches(self, tokens):
        """Where a line's tokens may stand in the text: (place, matched share) of each way."""
        n = min(len(tokens), SHINGLE)
        found = defaultdict(int)
        for i in range(len(tokens) - n + 1):
            for place in self.places.get(tuple(tokens[i:i + n]), ())[:MOST_PLACES]:
                found[place - i] += 1
        best = sorted(found.items(), key=lambda item: -item[1])[:MOST_PLACES]
        shingles = len(tokens) - n + 1
        # Small insertions split a line's matches over neighbouring diagonals.
        total = sum(count for place, count in best if abs(place - best[0][0]) <= 40) if best else 0
        return [(place, min(1.0, (total if k == 0 else count) / shingles))
                for k, (place, count) in enumerate(best)]


def align(lines, gold_text):
    """For each of `lines` the share of it that is main text, 0 to 1: of lines that say the same, the one counts that
    stands where the text has it. Returns (shares, tokens of each line, tokens of the text)."""
    gold = Gold(gold_text)
    tokens = [TOKEN.findall(line) for line in lines]
    candidates = []  # (line, place, length, share)
    for i, mine in enumerate(tokens):
        if not mine:
            continue
        for place, share in gold.matches(mine):
            if share >= 0.4:
                candidates.append((i, max(place, 0), len(mine), share))
    # The heaviest chain of lines whose places rise.
    best = []
    back = []
    for k, (i, place, length, share) in enumerate(candidates):
        # A short line proves little by itself, and belongs where its neighbours do.
        gain = share * length if length >= SHINGLE else 0.3 * share * length
        score, link = gain, -1
        for m in range(k - 1, max(-1, k - 400), -1):
            j, other, other_length, _ = candidates[m]
            if j < i and other + other_length - min(3, other_length // 2) <= place and best[m] + gain > score:
                # Far jumps over the text between two short lines are chance.
                score, link = best[m] + gain, m
        best.append(score)
        back.append(link)
    shares = [0.0] * len(lines)
    covered = [False] * len(gold.tokens)
    k = max(range(len(best)), key=best.__getitem__) if best else -1
    chain = []
    while k >= 0:
        chain.append(candidates[k])
        k = back[k]
    chain.reverse()
    for i, place, length, share in chain:
        shares[i] = share
        for t in range(place, min(place + length, len(covered))):
            covered[t] = True
    # A short line that joins the chain by chance stands far from all that belongs to it.
    long_lines = [i for i, _, length, _ in chain if length >= 8]
    for i, _, length, _ in chain:
        if length < SHINGLE and long_lines and min(abs(i - j) for j in long_lines) > 12:
            shares[i] = 0.0
    # What stands out of order is main text all the same, where nothing else says it.
    for i, place, length, share in candidates:
        if shares[i] or length < 8 or share < 0.6:
            continue
        mine = range(place, min(place + length, len(covered)))
        if sum(covered[t] for t in mine) * 2 < len(mine):
            shares[i] = share
            for t in mine:
                covered[t] = True
    return shares, [len(mine) for mine in tokens], len(gold.tokens)


def fragments(lines, wanted, unwanted):
    """Labels by fragments of text: a list of None, True or False for each line, and how many fragments were found."""
    folded = [fold(line) for line in lines]
    labels = [None] * len(lines)
    for fragment, label in [(fold(s), True) for s in wanted] + [(fold(s), False) for s in unwanted]:
        if not fragment:
            continue
        for i, line in enumerate(folded):
            if fragment in line:
                labels[i] = label
    return labels
