#!/usr/bin/env python3
"""A layer includes only itself and the layers above it; this fails where one includes another.

    tests/layers_test.py            every header and source under src/
"""
import os
import pathlib
import re
import tempfile
import unittest

REPO = pathlib.Path(__file__).resolve().parent.parent

# From the top of the house to the bottom. Where a layer may include less than everything above it, LIMITS says what.
LAYERS = ["text", "document", "rules", "stages", "pipeline", "io", "report"]
LIMITS = {"io": {"text", "document"}, "report": {"text", "document"}}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.MULTILINE)
SUFFIXES = {".h", ".cc", ".inc"}


def allowed(layer):
    """The layers that `layer` may include."""
    above = LIMITS.get(layer, set(LAYERS[:LAYERS.index(layer)]))
    return above | {layer}


def violations(src):
    """What is wrong with the includes under the folder `src`, one message each, in path order."""
    found = []
    for path in sorted(p for p in src.rglob("*") if p.suffix in SUFFIXES):
        parts = path.relative_to(src).parts
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            place = f"{path.relative_to(src.parent)}:{text.count(chr(10), 0, match.start()) + 1}"
            quote, name = match.groups()
            inner = src / name
            if quote == '"' and not inner.is_file() and (path.parent / name).is_file():
                found.append(f'{place}: write the whole path: "{os.path.relpath(path.parent / name, src)}"')
                continue
            target = name.split("/")
            if target[0] == "app" and parts[0] == "strigil":
                found.append(f"{place}: the library includes the program: {name}")
            if target[0] != "strigil" or parts[0] != "strigil":
                continue
            if quote == "<":
                found.append(f'{place}: write "{name}", in quotes')
            if len(parts) < 3 or parts[1] not in LAYERS:
                found.append(f"{place}: {'/'.join(parts)} is in no layer")
            elif len(target) < 3 or target[1] not in LAYERS:
                found.append(f"{place}: {name} is in no layer")
            elif target[1] not in allowed(parts[1]):
                found.append(f"{place}: {parts[1]} may not include {target[1]} ({name})")
    return found


class TheRepository(unittest.TestCase):
    def test_has_sources_in_every_layer_folder_named_here(self):
        folders = {p.name for p in (REPO / "src/strigil").iterdir() if p.is_dir()}
        self.assertEqual(folders, set(LAYERS))

    def test_keeps_to_the_order_of_its_layers(self):
        self.assertEqual(violations(REPO / "src"), [])


class TheCheck(unittest.TestCase):
    def check(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            src = pathlib.Path(folder) / "src"
            for name, include in files.items():
                path = src / name.replace("__", "/").replace("_h", ".h").replace("_cc", ".cc")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"// first line\n#include {include}\n")
            return violations(src)

    def test_lets_a_layer_include_itself_and_what_stands_above(self):
        self.assertEqual(self.check(strigil__text__b_h='"strigil/text/a.h"', strigil__rules__b_cc='"strigil/text/a.h"',
                                    strigil__pipeline__b_cc='"strigil/stages/a.h"', strigil__io__b_h='"strigil/document/a.h"',
                                    app__main_cc='"strigil/report/a.h"'), [])

    def test_lets_anyone_include_what_is_not_ours(self):
        self.assertEqual(self.check(strigil__text__b_h="<vector>", strigil__io__b_h='"simdjson.h"'), [])

    def test_catches_a_layer_that_includes_one_below(self):
        self.assertEqual(self.check(strigil__text__b_h='"strigil/document/a.h"'),
                         ["src/strigil/text/b.h:2: text may not include document (strigil/document/a.h)"])
        self.assertEqual(len(self.check(strigil__document__b_cc=' "strigil/rules/a.h"')), 1)
        self.assertEqual(len(self.check(strigil__pipeline__b_cc='"strigil/io/a.h"')), 1)

    def test_catches_io_and_report_that_reach_for_more_than_documents(self):
        for layer in ("rules", "stages", "pipeline"):
            self.assertEqual(len(self.check(strigil__io__b_cc=f'"strigil/{layer}/a.h"')), 1)
            self.assertEqual(len(self.check(strigil__report__b_cc=f'"strigil/{layer}/a.h"')), 1)
        self.assertEqual(len(self.check(strigil__report__b_cc='"strigil/io/a.h"')), 1)

    def test_catches_the_library_including_the_program(self):
        self.assertEqual(len(self.check(strigil__report__b_cc='"app/options.h"')), 1)

    def test_catches_ways_around_it(self):
        self.assertEqual(len(self.check(strigil__text__b_cc="<strigil/document/a.h>")), 2)
        self.assertEqual(len(self.check(strigil__text__b_cc='"a.h"', strigil__text__a_h="<vector>")), 1)
        self.assertEqual(len(self.check(strigil__text__b_cc='"../document/a.h"', strigil__document__a_h="<vector>")), 1)
        self.assertEqual(len(self.check(strigil__b_h='"strigil/text/a.h"')), 1)
        self.assertEqual(len(self.check(strigil__text__b_h='"strigil/other/a.h"')), 1)


if __name__ == "__main__":
    unittest.main()
