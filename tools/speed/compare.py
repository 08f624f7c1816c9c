"""What scripts/bench runs: measures the program and others on the same documents, in turn, and writes Markdown tables.

Speeds are of the documents' text, without the time that a program takes for an input without documents ("start"). Each round is
a run of hyperfine in which every command has its turn; figures are medians over the rounds, ratios the medians of the ratios
within a round, so that what else the machine does spoils them less. A floor is told, not asserted: it depends on the machine.
"""
import argparse
import dataclasses
import gzip
import json
import os
import pathlib
import random
import re
import shlex
import statistics
import subprocess
import sys
import tempfile

import patterns

REPO = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = REPO / "build/release/bin/strigil"
HERE = pathlib.Path(__file__).resolve().parent
FORMATS = ("text", "jsonl", "warc.gz")
MEGABYTE = 1_000_000


class BenchError(Exception):
    """The measurement could not be made: told on standard error, exit status 2."""


@dataclasses.dataclass(frozen=True)
class Contender:
    """A command to be measured."""
    name: str
    command: str        # for the shell; {input} is what it reads, {scratch} a folder for what it writes
    format: str         # of its input
    size: str = "all"   # of its input: a key of Inputs.sizes


@dataclasses.dataclass
class Measured:
    """What a contender took: a figure for each round."""
    seconds: list
    cpu_seconds: list


def read_texts(folder):
    """Returns the texts of all JSON lines and text files in the folder, in an order of chance that is always the same."""
    texts = []
    for path in sorted(folder.rglob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            texts += [json.loads(line)["text"].encode() for line in lines]
    if not texts:
        texts = [path.read_bytes() for path in sorted(folder.rglob("*.txt")) if not path.name.endswith(".body.txt")]
    # A form feed inside would make two documents of one.
    texts = [text.replace(b"\f", b"\n") for text in texts]
    if not texts:
        raise BenchError(f"{folder}: no documents")
    random.Random(1).shuffle(texts)
    return texts


def framed(text, number, form):
    """Returns a document as it stands in an input of that format."""
    if form == "text":
        return text + b"\n\f\n"
    if form == "jsonl":
        record = {"id": f"document-{number}", "text": text.decode("utf-8", "replace")}
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    head = ("WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Date: 2024-12-03T09:30:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(text)}\r\n\r\n")
    return gzip.compress(head.encode() + text + b"\r\n\r\n", mtime=0)


class Inputs:
    """The same documents in every format and size, made when they are asked for."""

    def __init__(self, texts, folder, sizes):
        self.texts, self.folder, self.sizes = texts, folder, sizes
        self.ready = {}      # path to the bytes of its documents' text
        self.documents = {}  # format to the documents in it

    def path(self, form, megabytes):
        """Returns the path of an input of that many megabytes of text, and how many bytes it is exactly."""
        # A folder for each: datatrove reads every file whose name ends as the one that it is given.
        path = self.folder / f"{megabytes:g}" / f"documents.{form}"
        if path not in self.ready:
            path.parent.mkdir(exist_ok=True)
            if form not in self.documents:
                self.documents[form] = [framed(text, number, form) for number, text in enumerate(self.texts)]
            size = 0
            with open(path, "wb") as out:
                while size < megabytes * MEGABYTE:
                    for text, document in zip(self.texts, self.documents[form]):
                        out.write(document)
                        size += len(text)
                        if size >= megabytes * MEGABYTE:
                            break
            self.ready[path] = size
        return path, self.ready[path]

    def command(self, contender, megabytes):
        path, _ = self.path(contender.format, megabytes)
        return contender.command.format(input=shlex.quote(str(path)), scratch=shlex.quote(str(self.folder / "out")))


def contenders(program, python, pattern_file):
    found = [Contender("wc -lw", "wc -lw {input}", "text")]
    for form, options in (("text", "--from text --split form-feed --to text"), ("jsonl", "--from jsonl --to jsonl"),
                          ("warc.gz", "--from warc --to warc --compress gzip")):
        for jobs in (1, 2):
            found.append(Contender(f"strigil, {form}, {jobs} job{'s' * (jobs > 1)}",
                                   f"{program} --jobs {jobs} {options} -o /dev/null {{input}}", form))
    found.append(Contender("C4's line rules, Python", f"{python} -B {shlex.quote(str(HERE / 'c4_lines.py'))} {{input}} /dev/null",
                           "jsonl", "tenth"))
    found.append(Contender("datatrove: Gopher and C4 filters",
                           f"rm -rf {{scratch}}; {python} -B {shlex.quote(str(HERE / 'datatrove_filters.py'))} {{input}} {{scratch}}",
                           "jsonl", "slow"))
    # It fails where nothing matches, as in an input without documents.
    found.append(Contender("rg -c, the packs' patterns",
                           f"rg --no-config -a -i -c --regex-size-limit 4G --dfa-size-limit 1G "
                           f"-f {shlex.quote(str(pattern_file))} {{input}} || [ $? -eq 1 ]", "text", "slow"))
    return found


def hyperfine(commands, rounds):
    """Runs the commands in turn, each `rounds` times, and returns what each took."""
    measured = [Measured([], []) for _ in commands]
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    for _ in range(rounds):
        with tempfile.NamedTemporaryFile(suffix=".json") as results:
            done = subprocess.run(["hyperfine", "--runs", "1", "--export-json", results.name, *commands], check=False,
                                  env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE)
            if done.returncode:
                raise BenchError(done.stderr.decode().strip())
            rows = json.load(open(results.name, encoding="utf-8"))["results"]
        for one, row in zip(measured, rows):
            one.seconds.append(row["mean"])
            one.cpu_seconds.append(row["user"] + row["system"])
    return measured


def peak_megabytes(command):
    """Returns the most memory that any process of the command had, by GNU time: what Python measures includes itself."""
    with tempfile.NamedTemporaryFile("r") as result:
        subprocess.run(["/usr/bin/time", "-f", "%M", "-o", result.name, "sh", "-c", command], check=True,
                       env=dict(os.environ, LC_ALL="C.UTF-8"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return int(result.read().split()[-1]) * 1024 / MEGABYTE


def table(header, rows):
    """Prints a Markdown table; the first column is text, the others are figures."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    print("\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n", flush=True)


def describe_machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return f"{os.cpu_count()} cores ({model[1].strip() if model else 'of an unknown kind'})"


class Comparison:
    """Speeds of all contenders on the same documents."""

    def __init__(self, all_contenders, inputs, rounds):
        self.contenders = all_contenders
        self.sizes = {one.name: inputs.path(one.format, inputs.sizes[one.size])[1] for one in all_contenders}
        commands = [inputs.command(one, inputs.sizes[one.size]) for one in all_contenders]
        starts = hyperfine([inputs.command(one, 0) for one in all_contenders], max(rounds, 3))
        self.starts = {one.name: statistics.median(start.seconds) for one, start in zip(all_contenders, starts)}
        self.cpu_starts = {one.name: statistics.median(start.cpu_seconds) for one, start in zip(all_contenders, starts)}
        self.measured = dict(zip((one.name for one in all_contenders), hyperfine(commands, rounds)))
        self.peaks = {one.name: peak_megabytes(command) for one, command in zip(all_contenders, commands)}

    def speeds(self, name):
        """Megabytes a second, for each round."""
        return [self.sizes[name] / MEGABYTE / (seconds - self.starts[name]) for seconds in self.measured[name].seconds]

    def cpu_speeds(self, name):
        """The same for a second of a core."""
        return [self.sizes[name] / MEGABYTE / (seconds - self.cpu_starts[name])
                for seconds in self.measured[name].cpu_seconds]

    def ratio(self, name, other, speeds=None):
        speeds = speeds or self.speeds
        return statistics.median(a / b for a, b in zip(speeds(name), speeds(other)))

    def print_speeds(self):
        rows = []
        for one in self.contenders:
            rows.append([one.name, f"{self.sizes[one.name] / MEGABYTE:.4g}", f"{self.starts[one.name]:.2f}",
                         f"{statistics.median(self.measured[one.name].seconds):.2f}",
                         f"{statistics.median(self.speeds(one.name)):.3g}",
                         f"{statistics.median(self.cpu_speeds(one.name)):.3g}",
                         f"{self.ratio(one.name, 'wc -lw'):.3g}", f"{self.peaks[one.name]:.0f}"])
        table(["", "MB", "start, s", "all, s", "MB/s", "MB/s of a core", "of `wc -lw`", "peak, MB"], rows)

    def print_floors(self):
        text, jsonl = "strigil, text, 1 job", "strigil, jsonl, 1 job"
        floors = [("text, 1 job, of `wc -lw`", self.ratio(text, "wc -lw"), .5),
                  ("JSON lines, 1 job, of text", self.ratio(jsonl, text), .8),
                  ("WARC, gzip in and out, 1 job, of text", self.ratio("strigil, warc.gz, 1 job", text), None)]
        for form in FORMATS:
            floors.append((f"2 jobs of 1, {form}", self.ratio(f"strigil, {form}, 2 jobs", f"strigil, {form}, 1 job"), 1.8))
        floors.append(("a core, of datatrove's", self.ratio(jsonl, "datatrove: Gopher and C4 filters", self.cpu_speeds), 30))
        table(["", "reached", "must be"], [[name, f"{value:.3g}", f"{floor:g}" if floor else ""]
                                           for name, value, floor in floors])


def print_memory(inputs, all_contenders, sizes):
    """Measures the peak memory with 2 jobs on inputs of several sizes."""
    rows = []
    for one in all_contenders:
        if not (one.name.startswith("strigil") and one.name.endswith("2 jobs")):
            continue
        peaks = []
        for megabytes in sizes:
            peaks.append(peak_megabytes(inputs.command(one, megabytes)))
            if megabytes not in inputs.sizes.values():
                inputs.path(one.format, megabytes)[0].unlink()
        rows.append([one.name, *(f"{peak:.1f}" for peak in peaks), f"{(max(peaks) / min(peaks) - 1) * 100:.1f} %"])
    table(["peak memory, MB", *(f"{megabytes:g} MB" for megabytes in sizes), "apart (must be 5 %; and 150 MB)"], rows)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=shlex.quote(str(PROGRAM)), metavar="COMMAND", help="default: %(default)s")
    parser.add_argument("--corpus", type=pathlib.Path, metavar="FOLDER",
                        help="whose *.jsonl (members \"text\"), or else *.txt, are repeated to the megabytes asked for "
                             "(default: ../shared/corpus where it is, else testdata)")
    parser.add_argument("--megabytes", type=float, default=50, help="of text for the fast ones (default: %(default)s)")
    parser.add_argument("--slow-megabytes", type=float, default=.5,
                        help="of text for datatrove and rg, seconds to a minute each (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--memory", type=float, nargs="*", default=[100, 500], metavar="MEGABYTES",
                        help="the inputs that peak memory is compared on (default: 100 500); none leaves it out")
    parser.add_argument("--only", metavar="REGEX", help="only the contenders whose names match; no floors then")
    arguments = parser.parse_args()
    corpus = arguments.corpus or next(folder for folder in (REPO.parent / "shared/corpus", REPO / "testdata") if folder.is_dir())
    texts = read_texts(corpus)
    with tempfile.TemporaryDirectory(dir=REPO / "build", prefix="bench_inputs.") as scratch:
        folder = pathlib.Path(scratch)
        pattern_file = folder / "patterns"
        pattern_file.write_text("\n".join(patterns.patterns(REPO / "rules")) + "\n", encoding="utf-8")
        inputs = Inputs(texts, folder, {"all": arguments.megabytes, "tenth": arguments.megabytes / 10,
                                        "slow": arguments.slow_megabytes})
        everyone = contenders(arguments.program, shlex.quote(sys.executable), pattern_file)
        taking_part = [one for one in everyone
                       if one.name == "wc -lw" or re.search(arguments.only or "", one.name)]
        print(f"{describe_machine()}, {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f} at the beginning.\n", flush=True)
        comparison = Comparison(taking_part, inputs, arguments.rounds)
        comparison.print_speeds()
        if not arguments.only:
            comparison.print_floors()
        if arguments.memory:
            print_memory(inputs, everyone, arguments.memory)
        print(f"Load {os.getloadavg()[0]:.1f} at the end.")


if __name__ == "__main__":
    try:
        main()
    except (BenchError, OSError, subprocess.CalledProcessError) as error:
        print(f"scripts/bench: {error}", file=sys.stderr)
        sys.exit(2)
