"""What tools/dump_features writes, as arrays."""
import json
import subprocess

import numpy as np


class Dump:
    """The lines of many documents, one behind the other: `begins[d]` is the first line of document d."""

    def __init__(self, data):
        view = memoryview(data)
        at = 0
        features, scores, token_counts, tokens = [], [], [], []
        self.texts, self.begins, self.untouched = [], [0], []
        while at < len(view):
            lines, count, text_bytes, token_count, untouched = np.frombuffer(view, "<u4", 5, at)
            lines, count, text_bytes, token_count = map(int, (lines, count, text_bytes, token_count))
            at += 20
            sizes = np.frombuffer(view, "<u4", lines, at)
            at += 4 * lines
            text = bytes(view[at:at + text_bytes])
            at += text_bytes
            ends = np.cumsum(sizes)
            self.texts.append([text[e - s:e].decode() for s, e in zip(sizes, ends)])
            features.append(np.frombuffer(view, "u1", lines * count, at).reshape(count, lines))
            at += lines * count
            scores.append(np.frombuffer(view, "<i4", lines, at))
            at += 4 * lines
            token_counts.append(np.frombuffer(view, "<u4", lines, at))
            at += 4 * lines
            tokens.append(np.frombuffer(view, "<u4", token_count, at))
            at += 4 * token_count
            self.begins.append(self.begins[-1] + lines)
            self.untouched.append(bool(untouched))
        self.features = np.concatenate(features, axis=1)
        self.scores = np.concatenate(scores)
        self.token_counts = np.concatenate(token_counts)
        self.tokens = np.concatenate(tokens)


def dump(program, model, texts, profile="news"):
    """Runs dump_features over `texts` with the model file `model`."""
    feed = "".join(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n" for i, text in enumerate(texts))
    done = subprocess.run([str(program), str(model), profile], input=feed.encode(), stdout=subprocess.PIPE, check=True)
    return Dump(done.stdout)
