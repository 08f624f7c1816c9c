"""What scripts/check_interop runs: writes crawls with warcio and fastwarc, cleans it, and reads what comes out with other tools."""
import argparse
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import fastwarc
import fastwarc.warc
import warcio.archiveiterator
import warcio.statusandheaders
import warcio.warcwriter

WORDS = ("harbour board crane winter storm boats council season bridge ferry market school river valley engine "
         "library garden museum railway festival weather engineer teacher question answer").split()


def article(number):
    """A text of some paragraphs, the same for the same number."""
    rng = random.Random(number)
    sentences = [f"The {' '.join(rng.choices(WORDS, k=12))} was seen by {rng.randrange(1000)} people in the town."
                 for _ in range(12)]
    return "\n".join(" ".join(sentences[i:i + 3]) for i in range(0, 12, 3))


def write_crawl(path, count):
    """Writes `count` records of text (conversion, resource, response in turn) amid others, a gzip member each."""
    with open(path, "wb") as out:
        writer = warcio.warcwriter.WARCWriter(out, gzip=True)
        writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "check_interop"}))
        for number in range(count):
            body = article(number).encode()
            uri = f"https://example.org/{number}"
            kind = ("conversion", "resource", "response")[number % 3]
            http = None
            if kind == "response":
                http = warcio.statusandheaders.StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/plain; charset=utf-8")], protocol="HTTP/1.1")
                html = warcio.statusandheaders.StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                writer.write_record(writer.create_warc_record(
                    uri + ".html", "response", payload=io.BytesIO(b"<p>page</p>"), http_headers=html))
            writer.write_record(writer.create_warc_record(
                uri, kind, payload=io.BytesIO(body), http_headers=http,
                warc_content_type="" if http else "text/plain",
                warc_headers_dict={"WARC-Date": "2024-12-03T09:30:00Z"}))


def write_crawl_with_fastwarc(path, count):
    """Writes `count` records of text as Common Crawl's WET files have them, compressed as the suffix of `path` says."""
    with open(path, "wb") as file:
        out = {".gz": fastwarc.GzipWriter, ".zst": fastwarc.ZstdWriter}.get(path.suffix, lambda plain: plain)(file)
        for number in range(count):
            record = fastwarc.warc.WarcRecord()
            record.init_headers(record_type=fastwarc.warc.WarcRecordType.conversion)
            record.headers["WARC-Target-URI"] = f"https://example.org/{number}"
            record.headers["WARC-Date"] = "2024-12-03T09:30:00Z"
            record.headers["Content-Type"] = "text/plain"
            record.set_bytes_content(article(number).encode())
            record.write(out, checksum_data=True)
        if out is not file:
            out.close()


class Checks:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed = program, folder, 0

    def note(self, name, good, detail=""):
        print(f"{'passed' if good else 'FAILED'}  {name}{'  ' + detail if detail else ''}", flush=True)
        self.failed += not good

    def strigil(self, *arguments, given=None, status=0):
        begin = time.monotonic()
        done = subprocess.run([self.program, *map(str, arguments)], input=given, capture_output=True, check=False)
        seconds = time.monotonic() - begin
        if done.returncode != status:
            self.note(f"strigil {' '.join(map(str, arguments))}", False,
                      f"exit status {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
        return done.stdout, done.stderr.decode(errors="replace"), seconds


def check_warc(checks, count):
    crawl = checks.folder / "crawl.warc.gz"
    write_crawl(crawl, count)
    for suffix in ("warc", "warc.gz"):
        out = checks.folder / f"clean.{suffix}"
        _, told, seconds = checks.strigil("--to", "warc", "-o", out, crawl)
        checks.note(f"strigil reads warcio's crawl.warc.gz, writes {suffix}", "need" in told,
                    f"{crawl.stat().st_size / 1e6:.1f} MB in, {seconds:.1f} s")
        seen, wrong, refers = 0, 0, 0
        with open(out, "rb") as stream:
            for record in warcio.archiveiterator.ArchiveIterator(stream, check_digests=True):
                content = record.content_stream().read()
                wrong += not record.digest_checker.passed
                if record.rec_type == "conversion":
                    number = int(record.rec_headers["WARC-Target-URI"].rsplit("/", 1)[1])
                    seen += content.decode() == article(number)
                    refers += record.rec_headers["WARC-Refers-To"].startswith("<urn:uuid:")
        checks.note(f"warcio reads {suffix}", (seen, wrong, refers) == (count, 0, count),
                    f"{seen} of {count} texts as they were, {wrong} digests wrong")
        done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(out)], capture_output=True, check=False)
        checks.note(f"warcio check {suffix}", done.returncode == 0, done.stdout.decode()[:200])
        with open(out, "rb") as stream:
            good = sum(record.verify_block_digest() for record in fastwarc.warc.ArchiveIterator(
                stream, record_types=fastwarc.warc.WarcRecordType.conversion))
        checks.note(f"fastwarc reads {suffix}", good == count, f"{good} block digests right")
        again, _, _ = checks.strigil("--to", "warc", crawl)
        checks.note("the same bytes again", suffix != "warc" or again == out.read_bytes())
        jsonl, _, _ = checks.strigil("--to", "jsonl", out)
        checks.note(f"strigil reads its own {suffix}", jsonl.count(b"\n") == count)
    done = subprocess.run(["zstd", "-dc"], input=checks.strigil("--to", "warc", "--compress", "zstd", crawl)[0],
                          capture_output=True, check=False)
    checks.note("zstd reads .warc.zst", done.returncode == 0 and done.stdout == again)


def check_fastwarc(checks, count):
    for suffix in ("warc", "warc.gz", "warc.zst"):
        crawl = checks.folder / f"fastwarc.{suffix}"
        write_crawl_with_fastwarc(crawl, count)
        out, told, _ = checks.strigil("--to", "jsonl", crawl)
        rows = [json.loads(line) for line in out.splitlines()]
        good = sum(row["text"] == article(number) and row["metadata"]["url"] == f"https://example.org/{number}"
                   for number, row in enumerate(rows))
        checks.note(f"strigil reads fastwarc's {suffix}", (good, len(rows), told) == (count, count, ""),
                    f"{good} of {count} texts as they were")


def check_compression(checks):
    lines = "".join(json.dumps({"id": n, "text": article(n)}) + "\n" for n in range(50)).encode()
    plain, _, _ = checks.strigil("--to", "jsonl", given=lines)
    for tool in ("gzip", "zstd", "bzip2", "xz"):
        packed = subprocess.run([tool, "-c"], input=lines, stdout=subprocess.PIPE, check=True).stdout
        checks.note(f"strigil reads what {tool} writes", checks.strigil("--to", "jsonl", given=packed)[0] == plain)
    for tool in ("gzip", "zstd"):
        packed, _, _ = checks.strigil("--to", "jsonl", "--compress", tool, given=lines)
        done = subprocess.run([tool, "-dc"], input=packed, capture_output=True, check=False)
        checks.note(f"{tool} reads what strigil writes", done.returncode == 0 and done.stdout == plain)
    done = subprocess.run(["jq", "-r", ".text | length"], input=plain, capture_output=True, check=False)
    checks.note("jq reads the JSON lines", done.returncode == 0 and len(done.stdout.split()) == 50)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--records", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checks = Checks(arguments.program, pathlib.Path(folder))
        check_warc(checks, arguments.records)
        check_fastwarc(checks, arguments.records)
        check_compression(checks)
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
