#!/usr/bin/env python3
"""Trains the content model on a whole corpus and writes it.

  train.py --corpus FOLDER --output rules/content.model
"""
import argparse
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import corpus  # noqa: E402
import training  # noqa: E402

REPO = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, default=REPO.parent / "shared/corpus", metavar="FOLDER")
    parser.add_argument("--output", type=pathlib.Path, default=REPO / "rules/content.model", metavar="FILE")
    parser.add_argument("--program", type=pathlib.Path, default=REPO / "build/release/bin/dump_features")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trainer = training.Trainer(training.documents_of(corpus.load(arguments.corpus), arguments.program),
                                   arguments.program, folder)
        trainer.write_without(frozenset(), arguments.output)


if __name__ == "__main__":
    main()
