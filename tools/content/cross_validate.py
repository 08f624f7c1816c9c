"""Cross-validates the content model with the real program; scripts/cross_validate calls it.

The corpus' sites are dealt into five folds. For each a model is trained on the others, and the fold's documents are
cleaned by the program with that model. The outputs are put together and scored by the corpus' score.py.
"""
import argparse
import importlib.util
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import corpus  # noqa: E402
import training  # noqa: E402

REPO = pathlib.Path(__file__).resolve().parents[2]
SETS = ["pages", "segments", "loose", "extracted", "captions", "trailing", "clean"]


def load_score(folder):
    """The corpus' score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Cleaner:
    """Cleans documents, each with the model that has not seen its site."""

    def __init__(self, program, models, arguments):
        self.program, self.models, self.arguments = program, models, arguments

    def run(self, rows, texts):
        """`texts`: id to text of the documents `rows`, all of one set. Returns id to cleaned document."""
        cleaned = {}
        for fold in range(corpus.FOLDS):
            feed = "".join(json.dumps({"id": row["id"], "text": texts[row["id"]]}, ensure_ascii=False) + "\n"
                           for row in rows if row["fold"] == fold)
            command = [str(self.program), "--from", "jsonl", "--to", "jsonl",
                       "--set", f"content.model={self.models / f'fold{fold}.model'}", *self.arguments]
            done = subprocess.run(command, input=feed.encode(), stdout=subprocess.PIPE, check=True)
            for line in filter(None, done.stdout.decode().split("\n")):
                document = json.loads(line)
                cleaned[document["id"]] = document
        return cleaned


def measures(score, name, rows, texts):
    """What score.py's measures say of the cleaned `texts` of a set."""
    if name == "segments":
        return score.score_segments(rows, texts)[0]
    if name == "clean":
        rows = [dict(row, remove=[]) for row in rows]
    return score.score_body(rows, texts)[0]


def print_row(name, count, result):
    print(f"{name:22} {count:4}  " + "  ".join(f"{key} {value:.4f}" for key, value in result.items()))


def report(score, sets, cleaner, stability):
    """Prints a row for each set, its languages and extractors; returns set to measures."""
    results, same, total = {}, 0, 0
    for name in SETS:
        rows = sets[name]
        cleaned = cleaner.run(rows, {row["id"]: row["text"] for row in rows})
        texts = {key: document.get("text") or "" for key, document in cleaned.items()}
        results[name] = measures(score, name, rows, texts)
        print_row(name, len(rows), results[name])
        if name == "pages":
            languages = {}
            for row in rows:
                code = cleaned[row["id"]].get("metadata", {}).get("language", "unknown")
                languages.setdefault(code, []).append(row)
            few = [row for mine in languages.values() if len(mine) < 5 for row in mine]
            for code, mine in sorted(languages.items(), key=lambda item: -len(item[1])):
                if len(mine) >= 5:
                    print_row(f"  {code}", len(mine), measures(score, name, mine, texts))
            if few:
                print_row("  others", len(few), measures(score, name, few, texts))
            short = sum(5 * len(score.TOKEN.findall(texts[row["id"]])) < len(score.TOKEN.findall(row["gold"]))
                        for row in rows)
            print(f"  less than a fifth of the gold: {short} of {len(rows)}")
        if name == "extracted":
            for tool in sorted({row["id"].split("#")[1] for row in rows}):
                mine = [row for row in rows if row["id"].endswith("#" + tool)]
                print_row(f"  {tool}, before", len(mine), measures(score, name, mine, {r["id"]: r["text"] for r in mine}))
                print_row(f"  {tool}", len(mine), measures(score, name, mine, texts))
        if stability and name != "clean":
            twice = cleaner.run(rows, texts)
            same += sum((twice[key].get("text") or "") == text for key, text in texts.items())
            total += len(texts)
    if stability:
        print(f"stability: {same} of {total} documents the same after a second cleaning, {same / total:.4f}")
    return results


def main():
    parser = argparse.ArgumentParser(prog="scripts/cross_validate", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, default=REPO.parent / "shared/corpus", metavar="FOLDER")
    parser.add_argument("--models", type=pathlib.Path, metavar="FOLDER",
                        help="keep the folds' models there, and use those that are there already")
    parser.add_argument("--threshold", action="append", default=[], metavar="VALUE",
                        help="also with this content.threshold; may be given often")
    parser.add_argument("--arguments", default="", help="further arguments of the program, as a shell has them")
    parser.add_argument("--build", type=pathlib.Path, default=REPO / "build/release", metavar="FOLDER")
    arguments = parser.parse_args()

    score = load_score(arguments.corpus)
    sets = corpus.load(arguments.corpus)
    with tempfile.TemporaryDirectory() as folder:
        models = arguments.models or pathlib.Path(folder)
        models.mkdir(parents=True, exist_ok=True)
        missing = [fold for fold in range(corpus.FOLDS) if not (models / f"fold{fold}.model").is_file()]
        if missing:
            dump_features = arguments.build / "bin/dump_features"
            trainer = training.Trainer(training.documents_of(sets, dump_features), dump_features, folder)
            for fold in missing:
                trainer.write_without(frozenset({fold}), models / f"fold{fold}.model")
        further = shlex.split(arguments.arguments)
        program = arguments.build / "bin/strigil"
        report(score, sets, Cleaner(program, models, further), stability=True)
        for threshold in arguments.threshold:
            print(f"\nthreshold {threshold}")
            setting = ["--set", f"content.threshold={threshold}"]
            report(score, sets, Cleaner(program, models, further + setting), stability=False)


if __name__ == "__main__":
    main()
