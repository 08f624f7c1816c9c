"""What scripts/check_floors, check_stability and check_seeds share: the program, the corpus beside the repository, and
how a program is run over JSON lines."""
import argparse
import json
import pathlib
import shlex
import subprocess
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
SHARED = REPO.parent / "shared"
PROGRAM = REPO / "build/release/bin/strigil"
FLOORS = REPO / "tests/floors.json"


class CheckError(Exception):
    """The check could not be made: told on standard error, exit status 2."""


def parser(doc):
    """An argument parser with what every check takes."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--program", default=shlex.quote(str(PROGRAM)), metavar="COMMAND",
                      help="the program and arguments for all of its runs (default: %(default)s)")
    return made


def main(check):
    """Runs `check`, which returns whether all is well, and exits 0 or 1; 2 where it could not be made."""
    try:
        sys.exit(0 if check() else 1)
    except CheckError as error:
        print(f"{pathlib.Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)


def run(command, arguments, given=None):
    """Returns what `command` (a shell-quoted string) with `arguments` writes for the bytes `given`."""
    words = shlex.split(command) + arguments
    try:
        done = subprocess.run(words, input=given, stdin=subprocess.DEVNULL if given is None else None,
                              stdout=subprocess.PIPE, check=False)
    except OSError as error:
        raise CheckError(f"{words[0]}: {error.strerror}") from error
    if done.returncode:
        raise CheckError(f"{shlex.join(words)}: exit status {done.returncode}")
    return done.stdout


def clean(command, texts):
    """Cleans `texts` (id to text) through JSON lines; returns id to cleaned text."""
    lines = (json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in texts.items())
    output = run(command, ["--from", "jsonl", "--to", "jsonl"], ("\n".join(lines) + "\n").encode())
    # Not splitlines(): JSON may hold U+2028 and its like as they are.
    documents = [json.loads(line) for line in output.decode().split("\n") if line]
    return {document["id"]: document.get("text") or "" for document in documents}


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_floors(path):
    """The floors in the file `path`: set to measure to the least value."""
    try:
        return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckError(f"{path}: {error}") from error
