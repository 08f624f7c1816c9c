"""datatrove's filters after Gopher and C4, in the order of its own examples, over JSON lines, in one process:

  datatrove_filters.py INPUT OUTPUT_FOLDER
"""
import pathlib
import sys

from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter, GopherRepetitionFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from loguru import logger


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    logger.remove()
    documents = None
    for step in (JsonlReader(str(source.parent), glob_pattern=source.name), GopherRepetitionFilter(), GopherQualityFilter(),
                 C4QualityFilter(), JsonlWriter(str(target), compression=None)):
        documents = step.run(documents, rank=0, world_size=1)
    for _ in documents:
        pass


if __name__ == "__main__":
    main()
