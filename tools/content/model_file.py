"""The file format of content models (docs/formats.md)."""
import struct

MAGIC = b"strigil content model 3\n"
UNIT = 1024
DEPTH = 4


def checksum(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def pack_lexical(slots):
    """`slots`: slot number to (tag, weight)."""
    return struct.pack("<I", len(slots)) + b"".join(
        struct.pack("<HBb", slot, tag, weight) for slot, (tag, weight) in sorted(slots.items()))


def pack_trees(bias, trees):
    """`trees`: (splits, leaves); a split is (feature, offset, threshold), and leaves are log-odds."""
    packed = struct.pack("<iI", round(bias * UNIT), len(trees))
    for splits, leaves in trees:
        # A split that is always false fills a shallow tree up.
        splits = list(splits) + [(0, 0, 255)] * (DEPTH - len(splits))
        leaves = list(leaves) + [0.0] * ((1 << DEPTH) - len(leaves))
        for feature, offset, threshold in splits:
            packed += struct.pack("<BbB", feature, offset, threshold)
        packed += struct.pack(f"<{1 << DEPTH}h", *(max(-32767, min(32767, round(leaf * UNIT))) for leaf in leaves))
    return packed


def write(path, slots, first_level, second_level):
    """Writes a model; the levels are (bias, trees), with no trees for one that is not there yet."""
    body = MAGIC + pack_lexical(slots) + pack_trees(*first_level) + pack_trees(*second_level)
    with open(path, "wb") as file:
        file.write(body + struct.pack("<Q", checksum(body)))
