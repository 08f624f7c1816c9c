#!/usr/bin/env python3
"""What scripts/ promises, tried with stand-ins for apt, cmake and the program, so that nothing is built or installed."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import textwrap
import unittest

REPO = pathlib.Path(__file__).resolve().parent.parent

# Each stand-in notes its call in $CALLS. $INSTALLED and $UID_IS tell dpkg-query and id what to say.
TOOLS = {
    "dpkg-query": '''
        for name in "$@"; do
          case " $INSTALLED " in (*" $name "* | " all ") echo "installed $name" ;; esac
        done
        [ "$INSTALLED" = all ] || exit 1''',
    "id": 'echo "$UID_IS"',
    "apt-get": 'echo "apt-get $*" >>"$CALLS"; echo noise; exit "${APT_STATUS:-0}"',
    "cmake": '''
        echo "cmake $*" >>"$CALLS"
        if [ "$1" = --preset ]; then
          echo noise
          mkdir -p "build/$2" && : >"build/$2/build.ninja"
        elif [ -x "$2/bin/strigil" ]; then
          printf '%s\\n' '[0/2] Re-checking globbed directories...' 'ninja: no work to do.'
        else
          echo '[1/1] Building'
          [ "${BUILD_STATUS:-0}" = 0 ] || { echo 'error: no such variable'; exit "$BUILD_STATUS"; }
          mkdir -p "$2/bin" && cp "$PROGRAM" "$2/bin/strigil"
        fi''',
    "ctest": 'echo "ctest $*" >>"$CALLS"; exit "${CTEST_STATUS:-0}"',
}
# Tells its arguments and standard input as JSON.
PROGRAM = '''
    import json, os, sys
    given = "" if sys.stdin.isatty() else sys.stdin.read()
    json.dump({"arguments": sys.argv[1:], "input": given, "folder": os.getcwd()}, sys.stdout)
    sys.exit(int(os.environ.get("PROGRAM_STATUS", "0")))
'''


def write_tool(path, text, interpreter):
    path.write_text(f"#!{interpreter}\n{textwrap.dedent(text).strip()}\n", encoding="utf-8")
    path.chmod(0o755)


class Scratch(unittest.TestCase):
    """A copy of the scripts in a folder with a space in its name, and stand-ins for the tools that they call."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.repo = self.folder / "the repository"
        shutil.copytree(REPO / "scripts", self.repo / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (self.repo / "packages.txt").write_text("# Comment\n\n#: build\ng++\nninja-build\n\n#: checks\nclang\n")
        (self.repo / "CMakePresets.json").write_text("{}")
        samples = self.repo / "testdata/samples"
        samples.mkdir(parents=True)
        for name in ("b.txt", "a.txt", "a.body.txt"):
            (samples / name).write_text("sample\n")
        tools = self.folder / "tools"
        tools.mkdir()
        for name, text in TOOLS.items():
            write_tool(tools / name, text, "/bin/sh")
        write_tool(self.folder / "program", PROGRAM, shutil.which("python3"))
        self.calls = self.folder / "calls"
        self.calls.touch()
        self.environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", CALLS=str(self.calls),
                                PROGRAM=str(self.folder / "program"), INSTALLED="all", UID_IS="0")

    def call(self, script, *arguments, given="", cwd=None, **environment):
        """Runs a script; returns what subprocess.run() does."""
        return subprocess.run([str(script), *arguments], input=given, capture_output=True, text=True, check=False,
                              cwd=cwd or self.folder, env=self.environment | environment)

    def run_script(self, *arguments, **options):
        return self.call(self.repo / "scripts/run", *arguments, **options)

    def run_tests_script(self, *arguments, **options):
        return self.call(self.repo / "scripts/test", *arguments, **options)

    def new_calls(self):
        """The tools called since the last look."""
        calls = self.calls.read_text().splitlines()
        self.calls.write_text("")
        return calls


class Packages(Scratch):
    def test_nothing_is_called_or_said_where_all_are_there(self):
        self.run_script()
        self.assertFalse([call for call in self.new_calls() if call.startswith("apt-get")])

    def test_root_installs_what_is_missing_and_no_more(self):
        done = self.run_script(INSTALLED="g++")
        self.assertEqual(done.returncode, 0, done.stderr)
        apt = [call for call in self.new_calls() if call.startswith("apt-get")]
        self.assertEqual(len(apt), 2)
        self.assertTrue(apt[0].startswith("apt-get update"))
        self.assertIn(" install ", apt[1])
        self.assertTrue(apt[1].endswith(" ninja-build"))
        self.assertIn("installing ninja-build", done.stderr)
        self.assertNotIn("noise", done.stdout)

    def test_others_are_told_the_command_and_nothing_is_tried(self):
        for script in ("run", "test"):
            done = self.call(self.repo / "scripts" / script, INSTALLED="ninja-build", UID_IS="1000")
            self.assertEqual(done.returncode, 1)
            self.assertIn("sudo apt-get update && sudo apt-get install -y --no-install-recommends g++\n", done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(self.new_calls(), [])

    def test_an_install_that_fails_ends_it(self):
        done = self.run_script(INSTALLED="", APT_STATUS="100")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        self.assertFalse([call for call in self.new_calls() if call.startswith("cmake")])

    def test_the_list_names_packages_once_and_in_groups(self):
        lines = (REPO / "packages.txt").read_text().splitlines()
        groups = [line for line in lines if line.startswith("#:")]
        names = [line for line in lines if line and not line.startswith("#")]
        self.assertEqual(groups, ["#: build", "#: checks", "#: bench"])
        self.assertEqual(len(names), len(set(names)))
        self.assertLess(max(lines.index(line) for line in lines if line.startswith("# ")), lines.index(groups[0]))


class Run(Scratch):
    def test_builds_release_and_runs_the_samples_in_name_order(self):
        done = self.run_script()
        self.assertEqual(done.returncode, 0, done.stderr)
        samples = self.repo / "testdata/samples"
        self.assertEqual(json.loads(done.stdout)["arguments"], [str(samples / "a.txt"), str(samples / "b.txt")])
        configure, build = self.new_calls()
        self.assertTrue(configure.startswith("cmake --preset release"))
        self.assertEqual(build, f"cmake --build {self.repo}/build/release --target bin/strigil")

    def test_a_second_call_only_asks_for_changes_and_says_nothing(self):
        self.run_script()
        self.new_calls()
        done = self.run_script()
        self.assertEqual([call.split()[1] for call in self.new_calls()], ["--build"])
        self.assertEqual(done.stderr, "")

    def test_changed_presets_are_configured_again(self):
        self.run_script()
        self.new_calls()
        built = (self.repo / "build/release/build.ninja").stat().st_mtime
        os.utime(self.repo / "CMakePresets.json", (built + 10, built + 10))
        self.run_script()
        self.assertEqual([call.split()[1] for call in self.new_calls()], ["--preset", "--build"])

    def test_arguments_input_and_folder_reach_the_program_as_they_are(self):
        elsewhere = self.folder / "else where"
        elsewhere.mkdir()
        arguments = ["--header", "none", "a file.txt", "*", "", "-"]
        done = self.run_script(*arguments, given="dump\n", cwd=elsewhere)
        told = json.loads(done.stdout)
        self.assertEqual(told["arguments"], arguments)
        self.assertEqual(told["input"], "dump\n")
        self.assertEqual(told["folder"], str(elsewhere))

    def test_works_through_a_symbolic_link(self):
        link = self.folder / "strigil-run"
        link.symlink_to(self.repo / "scripts/run")
        again = self.folder / "again"
        again.symlink_to("strigil-run")
        done = self.call(again, "x")
        self.assertEqual(json.loads(done.stdout)["arguments"], ["x"])

    def test_the_exit_status_is_the_programs(self):
        self.assertEqual(self.run_script("x", PROGRAM_STATUS="3").returncode, 3)

    def test_a_build_that_fails_ends_it(self):
        done = self.run_script(BUILD_STATUS="1")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        self.assertIn("error: no such variable", done.stderr)


class Test(Scratch):
    def test_builds_everything_and_hands_its_arguments_to_ctest(self):
        done = self.run_tests_script("-R", "two words")
        self.assertEqual(done.returncode, 0, done.stderr)
        calls = self.new_calls()
        self.assertIn(f"cmake --build {self.repo}/build/release --target all", calls)
        self.assertTrue(calls[-1].startswith("ctest --preset release --parallel "))
        self.assertTrue(calls[-1].endswith(" -R two words"))

    def test_a_failing_test_is_its_exit_status(self):
        self.assertEqual(self.run_tests_script(CTEST_STATUS="8").returncode, 8)


# A cleaner that drops the lines that begin with "junk". In $UNSTABLE texts it eats a line more each time, $LOSE is an id
# that does not come back, and $HEADER_TITLE is what the header says.
CLEANER = r'''
    import json, os, sys
    def clean(text):
        lines = [line for line in text.split("\n") if line and not line.startswith("junk")]
        if os.environ.get("UNSTABLE", "\0") in text:
            lines.pop()
        return "\n".join(lines)
    arguments = sys.argv[1:]
    if "--from" in arguments:
        for line in sys.stdin.buffer.read().decode().split("\n"):
            if line:
                row = json.loads(line)
                if row["id"].split("/")[-1] != os.environ.get("LOSE"):
                    print(json.dumps({"id": row["id"], "text": clean(row["text"])}))
    else:
        body = clean(open(arguments[-1], encoding="utf-8").read())
        if arguments[arguments.index("--header") + 1] == "full":
            print(f"Strigil: 1\nTitle: {os.environ.get('HEADER_TITLE', 'Dry: summer')}\nLanguage: en\n"
                  f"Content-Length: {len(body.encode())}\n")
        print(body)
'''
# As much of the corpus' own script as the checks call.
SCORE = '''
    import argparse, json, pathlib, subprocess
    HERE = pathlib.Path(__file__).parent
    def score_body(rows, out):
        return {"f1": sum(out.get(r["id"]) == r["gold"] for r in rows) / len(rows)}, []
    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("cleaner")
        parser.add_argument("--json", action="store_true")
        results = {}
        for path in sorted(HERE.glob("*.jsonl")):
            run = subprocess.run(parser.parse_args().cleaner, shell=True, input=path.read_bytes(), stdout=subprocess.PIPE)
            out = {d["id"]: d["text"] for d in map(json.loads, run.stdout.splitlines())}
            rows = [json.loads(line) for line in path.open()]
            results[path.stem] = dict(score_body(rows, out)[0], docs=len(rows), back=len(out))
        print(json.dumps(results))
'''


class Checks(Scratch):
    def setUp(self):
        super().setUp()
        self.corpus = self.folder / "shared/corpus"
        self.seeds = self.folder / "shared/seeds"
        self.corpus.mkdir(parents=True)
        self.seeds.mkdir()
        python = shutil.which("python3")
        program = self.repo / "build/release/bin/strigil"
        program.parent.mkdir(parents=True)
        write_tool(program, CLEANER, python)
        write_tool(self.corpus / "score.py", SCORE, python)
        rows = [{"id": "one", "text": "junk\nA river\u2028ran dry.\nIt was hot.\n", "gold": "A river\u2028ran dry.\nIt was hot."},
                {"id": "two", "text": "Rain fell.\njunk", "gold": "Rain fell."}]
        self.write_rows("pages", rows)
        self.write_rows("extracted", [dict(row, id=f"{row['id']}#toolbox") for row in rows])
        self.floors({"pages": {"f1": 0.9}, "stability": {"same": 0.98}})
        (self.seeds / "s1.txt").write_text("junk\nA river ran dry.\njunk\n")
        (self.seeds / "s1.body.txt").write_text("A river ran dry.\n")
        (self.seeds / "expected.json").write_text(
            json.dumps({"s1": {"title": "Dry: summer", "language": "en", "paragraphs": 1}}))

    def write_rows(self, name, rows):
        (self.corpus / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    def floors(self, floors):
        (self.repo / "tests").mkdir(exist_ok=True)
        (self.repo / "tests/floors.json").write_text(json.dumps(floors))

    def check(self, name, *arguments, **environment):
        return self.call(self.repo / f"scripts/check_{name}", *arguments, **environment)

    def test_all_pass_where_all_is_well(self):
        for name in ("floors", "stability", "seeds"):
            done = self.check(name)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_a_measure_below_its_floor_fails(self):
        done = self.check("floors", UNSTABLE="Rain")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^pages f1 +0\.9000 +0\.5000  BELOW$")
        self.assertIn("floors: 3 reached, 1 not reached", done.stdout)

    def test_a_document_that_does_not_come_back_fails(self):
        done = self.check("floors", LOSE="one#toolbox")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^extracted documents +2 +1  BELOW$")
        self.assertEqual(self.check("stability", LOSE="one").returncode, 1)

    def test_an_extractor_made_worse_fails(self):
        self.write_rows("extracted", [{"id": "three#toolbox", "text": "Rain fell.", "gold": "Rain fell."}])
        self.floors({})
        done = self.check("floors", UNSTABLE="Rain")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^extracted toolbox f1 +1\.0000 +0\.0000  BELOW$")

    def test_floors_are_raised_and_never_lowered(self):
        self.floors({"pages": {"f1": 0.5}, "extracted": {"f1": 1.0}, "stability": {"same": 0.98}})
        self.assertEqual(self.check("floors", "--raise").returncode, 0)
        self.assertEqual(json.loads((self.repo / "tests/floors.json").read_text()),
                         {"pages": {"f1": 0.998}, "extracted": {"f1": 1.0}, "stability": {"same": 0.98}})

    def test_a_floor_that_nothing_measures_is_an_error(self):
        for floors in ({"sites": {"f1": 0.5}}, {"pages": {"beauty": 0.5}}):
            self.floors(floors)
            self.assertEqual(self.check("floors").returncode, 2)

    def test_a_second_cleaning_that_changes_a_text_is_told(self):
        done = self.check("stability", UNSTABLE="river")
        self.assertEqual(done.returncode, 1)
        self.assertIn("changed again: pages/one (18 bytes, then 0 bytes)", done.stdout)
        self.assertIn("2 of 4 documents", done.stdout)

    def test_a_seed_that_comes_out_otherwise_fails(self):
        self.assertEqual(self.check("seeds", HEADER_TITLE="Wet").returncode, 1)
        (self.seeds / "s1.body.txt").write_text("A river ran dry\n")
        done = self.check("seeds")
        self.assertEqual(done.returncode, 1)
        self.assertIn("+A river ran dry.", done.stdout)
        self.assertIn("seeds: 0 passed, 1 failed", done.stdout)

    def test_without_a_program_no_check_is_made(self):
        (self.repo / "build/release/bin/strigil").unlink()
        for name in ("floors", "stability", "seeds"):
            done = self.check(name)
            self.assertEqual(done.returncode, 2)
            self.assertIn("bin/strigil: No such file or directory", done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
