"""Trains content models: a lexical model, and two levels of trees over it, each level on scores of models that have
not seen the site (D. Wolpert, "Stacked Generalization", Neural Networks 5, 1992)."""
import json
import pathlib
import random
import re
import tempfile

import numpy as np
import scipy.sparse
from catboost import CatBoostClassifier, Pool
from sklearn.linear_model import LogisticRegression

import corpus
import features
import labels
import model_file

SEED = 20240607
HEADER = pathlib.Path(__file__).resolve().parents[2] / "src/strigil/stages/content_features.h"

# How much the documents of each set count.
SET_WEIGHTS = {"pages": 1.0, "loose": 0.7, "extracted": 0.4, "captions": 0.25, "trailing": 0.25, "clean": 0.4,
               "segments": 0.35, "thinned": 0.25, "teacher": 0.15}
FRAGMENT_WEIGHTS = {"segments": 0.28, "thinned": 0.2, "teacher": 0.12}
# On fragments each line counts as much as another, where on articles each word does: a line weighs as if it had so many
# words more.
FEWEST_WORDS = {"segments": 14.0, "thinned": 14.0}
# Of what is no main text, so large a part is missing in the pages that are thinned.
THINNED_BY = 0.5
FEWEST_SITES = 3
LEXICAL_SCALE = 12.0
LEXICAL_C = 1.0

# Many small steps of shallow trees: fewer, deeper ones learn sites by heart.
FIRST_LEVEL = dict(iterations=70, learning_rate=0.17, depth=model_file.DEPTH, l2_leaf_reg=6.0)
SECOND_LEVEL = dict(iterations=220, learning_rate=0.07, depth=model_file.DEPTH, l2_leaf_reg=15.0)
# Models that differ in nothing but chance err in different places: the mean of so many errs less, and is the same as one with
# all their trees (L. Breiman, "Bagging Predictors", Machine Learning 24, 1996).
MEMBERS = 3
# What trees may ask of neighbours besides the line itself, and how far away.
NEAR_FEATURES = ["kWordCount", "kCodePoints", "kCapitalizedWords", "kFunctionWords", "kDigits", "kInnerPunctuation",
                 "kLineEnding", "kLineStart", "kIsProse", "kIsHeadlineLike", "kBlankBefore", "kRepeats", "kSharedWords",
                 "kLexical", "kUrl"]
NEAR = [-4, -3, -2, -1, 1, 2, 3, 4]
SCORE_NEAR = [-8, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 8]


def feature_names():
    """The names of the features, in the order of their rows."""
    body = re.search(r"enum ContentFeature[^{]*\{(.*?)\};", HEADER.read_text(encoding="utf-8"), re.DOTALL).group(1)
    body = re.sub(r"//.*", "", body)
    names = [entry.strip() for entry in body.split(",") if entry.strip()]
    names = [name for name in names if "=" not in name or name.startswith("kScore")]
    return [name.split()[0] for name in names if name not in ("kFirstLevelFeatures", "kContentFeatures")]


NAMES = feature_names()
FIRST_LEVEL_COUNT = NAMES.index("kScore")


def columns_of(level):
    """The (feature, offset) pairs that the trees of a level may ask about."""
    near = [(NAMES.index(name), offset) for name in NEAR_FEATURES for offset in NEAR]
    if level == 1:
        return [(f, 0) for f in range(FIRST_LEVEL_COUNT)] + near
    own = [(f, 0) for f in range(len(NAMES))]
    scores = [(NAMES.index("kScore"), offset) for offset in SCORE_NEAR]
    return own + scores + [(f, d) for f, d in near if abs(d) <= 2]


class Lines:
    """The lines of all documents, with what they should be."""

    def __init__(self, documents, program, model):
        self.documents = documents
        self.program = program
        self.dump = features.dump(program, model, [d["text"] for d in documents])
        self.begins = np.array(self.dump.begins)
        count = self.begins[-1]
        self.fold = np.zeros(count, np.int8)
        self.site = np.zeros(count, np.int32)
        self.label = np.zeros(count, np.float32)
        self.weight = np.zeros(count, np.float32)
        sites = {}
        for d, document in enumerate(documents):
            at = slice(self.begins[d], self.begins[d + 1])
            self.fold[at] = document["fold"]
            self.site[at] = sites.setdefault(document["site"], len(sites))
            self.label[at], self.weight[at] = label_document(document, self.dump.texts[d])
        n = self.dump.token_counts
        self.token_line = np.repeat(np.arange(count), n)

    def matrix(self, columns, values, rows):
        """The columns (feature, offset) of `rows`, zeros beyond a document's ends; `values` by feature and line."""
        whole = np.zeros((len(rows), len(columns)), np.uint8)
        document = np.searchsorted(self.begins, rows, side="right") - 1
        first, last = self.begins[document], self.begins[document + 1]
        for c, (feature, offset) in enumerate(columns):
            at = rows + offset
            inside = (at >= first) & (at < last)
            whole[inside, c] = values[feature][at[inside]]
        return whole


def label_document(document, lines):
    """Labels and weights of a document's lines."""
    kind = document["set"]
    gold = document["gold"]
    shares, tokens, gold_tokens = labels.align(lines, gold)
    shares, tokens = np.array(shares, np.float32), np.array(tokens, np.float32)
    label = (shares >= 0.5).astype(np.float32)
    weight = (tokens + FEWEST_WORDS.get(kind, 2.0)) / (gold_tokens + 40.0)
    weight = np.minimum(weight / max(1.0, weight[label == 1].sum()), 0.2)
    # A line of which half is main text is no use to learn from.
    weight *= np.abs(2 * shares - 1) * 0.9 + 0.1
    # However much else stands there, the article counts as much.
    for side in (0, 1):
        total = weight[label == side].sum()
        if total > 1.5:
            weight[label == side] *= 1.5 / total
    title = labels.fold(document.get("title") or "")
    for i, line in enumerate(lines):
        if title and labels.fold(line) == title:
            weight[i] = 0.0
    weight *= SET_WEIGHTS[kind]
    if kind in FRAGMENT_WEIGHTS:
        for i, hard in enumerate(labels.fragments(lines, document["with"], document["without"])):
            if hard is None:
                continue
            label[i] = float(hard)
            weight[i] += FRAGMENT_WEIGHTS[kind]
    return label, weight


def write_empty_model(folder):
    """Writes a model that knows nothing into the folder and returns its path."""
    path = pathlib.Path(folder) / "empty.model"
    model_file.write(path, {}, (0.0, []), (0.0, []))
    return path


def thinned(row):
    """The text of a page of `segments` without a part of the lines that are no main text, which go in blocks: the same
    article in other surroundings."""
    chance = random.Random(row["id"])
    teacher = labels.fold(row["teacher"])
    wanted = [labels.fold(text) for text in row["with"]]
    kept, goes, left = [], False, 0
    for line in row["text"].split("\n"):
        if left == 0:
            goes, left = chance.random() < THINNED_BY, chance.randint(4, 16)
        left -= 1
        folded = labels.fold(line)
        is_main = folded and (folded in teacher or any(text in folded for text in wanted))
        if is_main or not goes:
            kept.append(line)
    return "\n".join(kept)


def taught(row, kept_lines):
    """What the teacher made of a page of `segments`, without the lines that other stages than `content` take off it: of a
    comment thread the teacher knows no better than that it is prose."""
    kept = {labels.fold(line) for line in kept_lines}
    gone = {labels.fold(line) for line in row["text"].split("\n")} - kept
    return "\n".join(line for line in row["teacher"].split("\n") if labels.fold(line) not in gone)


def documents_of(sets, program):
    """All documents to train on, each with a text, the text that should come out, its fold and its site. `program` is
    dump_features."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        empty = write_empty_model(folder)
        kept = features.dump(program, empty, [row["text"] for row in sets["segments"]]).texts
    for name, rows in sets.items():
        for number, row in enumerate(rows):
            document = dict(row, set=name)
            if name == "segments":
                document["gold"] = taught(row, kept[number])
                found.append(dict(document, set="thinned", text=thinned(row)))
                if document["gold"].strip():
                    found.append(dict(document, set="teacher", text=document["gold"].replace("\n", "\n\n")))
            found.append(document)
    return found


def train_lexical(lines, rows):
    """Returns the slots of a lexical model learned from `rows`, a mask of lines."""
    dump = lines.dump
    mine = rows[lines.token_line]
    tokens, line = dump.tokens[mine], lines.token_line[mine]
    pairs = np.unique(np.stack([tokens.astype(np.int64), lines.site[line].astype(np.int64)]), axis=1)
    vocabulary, counts = np.unique(pairs[0], return_counts=True)
    vocabulary, counts = vocabulary[counts >= FEWEST_SITES], counts[counts >= FEWEST_SITES]
    # Of the words of one slot, the one of most sites has it.
    order = np.argsort(-counts, kind="stable")
    taken, words = set(), []
    for token in vocabulary[order]:
        if int(token) >> 16 not in taken:
            taken.add(int(token) >> 16)
            words.append(int(token))
    words = np.array(sorted(words), np.int64)
    at = np.minimum(np.searchsorted(words, tokens), len(words) - 1)
    known = words[at] == tokens
    value = 1.0 / np.sqrt(np.maximum(dump.token_counts, 1))
    matrix = scipy.sparse.csr_matrix((value[line[known]], (line[known], at[known])),
                                     shape=(len(rows), len(words)))[rows]
    weight = np.sqrt(lines.weight[rows])
    model = LogisticRegression(C=LEXICAL_C, solver="lbfgs", max_iter=200, fit_intercept=False)
    model.fit(matrix, lines.label[rows] > 0.5, sample_weight=weight / weight.mean())
    weights = np.clip(np.round(model.coef_[0] * LEXICAL_SCALE), -127, 127).astype(int)
    return {int(word) >> 16: (int(word) & 0xFF, int(weight)) for word, weight in zip(words, weights) if weight}


def train_member(pool, columns, seed, settings):
    """Returns (bias, trees) as chance has it with `seed`."""
    model = CatBoostClassifier(loss_function="Logloss", thread_count=2, random_seed=seed, verbose=False,
                               border_count=64, rsm=0.3, bootstrap_type="Bernoulli", subsample=0.7,
                               leaf_estimation_iterations=1, allow_writing_files=False, **settings)
    model.fit(pool)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        saved = json.load(file)
    trees = []
    scale, bias = saved["scale_and_bias"][0], saved["scale_and_bias"][1][0]
    for tree in saved["oblivious_trees"]:
        splits = [(*columns[split["float_feature_index"]], int(np.floor(split["border"]))) for split in tree["splits"] or []]
        trees.append((splits, [leaf * scale for leaf in tree["leaf_values"]]))
    return bias, trees


def train_trees(lines, matrix, rows, columns, settings):
    """Returns (bias, trees) learned from the rows (line numbers) of `matrix`: the mean of MEMBERS models."""
    weight = lines.weight[rows]
    pool = Pool(matrix.astype(np.float32), lines.label[rows], weight=weight / weight.mean())
    members = [train_member(pool, columns, SEED + member, settings) for member in range(MEMBERS)]
    trees = [(splits, [leaf / MEMBERS for leaf in leaves]) for _, trees in members for splits, leaves in trees]
    return sum(bias for bias, _ in members) / MEMBERS, trees


class Trainer:
    """Trains models that have not seen some folds. What several of them need is made once."""

    def __init__(self, documents, program, folder):
        self.folder = pathlib.Path(folder)
        self.program = program
        self.lines = Lines(documents, program, write_empty_model(self.folder))
        self.lexical, self.first, self.dumps = {}, {}, {}

    def rows(self, unseen):
        return ~np.isin(self.lines.fold, list(unseen)) & (self.lines.weight > 0)

    def texts_of(self, fold):
        return [d["text"] for d in self.lines.documents if d["fold"] == fold]

    def lexical_without(self, unseen):
        key = frozenset(unseen)
        if key not in self.lexical:
            self.lexical[key] = train_lexical(self.lines, self.rows(key))
        return self.lexical[key]

    def dump_without(self, unseen, fold, with_trees):
        """The features of the documents of a fold under models that have not seen `unseen`."""
        key = (frozenset(unseen), fold, with_trees)
        if key not in self.dumps:
            path = self.folder / "stage.model"
            trees = self.first_without(unseen) if with_trees else (0.0, [])
            model_file.write(path, self.lexical_without(unseen), trees, (0.0, []))
            self.dumps[key] = features.dump(self.program, path, self.texts_of(fold))
        return self.dumps[key]

    def seen_features(self, unseen, with_trees):
        """All lines' features, those of each fold by models that saw neither it nor `unseen`."""
        count = self.lines.begins[-1]
        values = np.zeros((len(NAMES), count), np.uint8)
        for fold in range(corpus.FOLDS):
            if fold in unseen:
                continue
            part = self.dump_without(frozenset(unseen) | {fold}, fold, with_trees)
            values[:, self.lines.fold == fold] = part.features
        return values

    def first_without(self, unseen):
        key = frozenset(unseen)
        if key not in self.first:
            rows = np.flatnonzero(self.rows(key))
            # The words of a further fold would need models without three; two tell the same.
            lexical_unseen = key if len(key) < 2 else frozenset({min(key)})
            shown = self.seen_features(lexical_unseen, False)
            columns = columns_of(1)
            matrix = self.lines.matrix(columns, shown, rows)
            self.first[key] = train_trees(self.lines, matrix, rows, columns, FIRST_LEVEL)
        return self.first[key]

    def write_without(self, unseen, path):
        """Writes the model that has not seen the folds `unseen`."""
        rows = np.flatnonzero(self.rows(unseen))
        shown = self.seen_features(unseen, True)
        columns = columns_of(2)
        second = train_trees(self.lines, self.lines.matrix(columns, shown, rows), rows, columns, SECOND_LEVEL)
        model_file.write(path, self.lexical_without(unseen), self.first_without(unseen), second)
