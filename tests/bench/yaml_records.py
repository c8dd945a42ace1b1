"""yaml_records: what people write first to check records: the front matter of
every file, read by PyYAML's loader in C, held to a JSON Schema.

	python3 yaml_records.py SCHEMA FILE|FOLDER ...

Prints how many were read and how many are wrong.
"""
import glob
import json
import os
import sys

import jsonschema
import yaml


def plain(value):
    """Days as text, which is what JSON has for them."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) \
        else str(value)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        judge = jsonschema.Draft7Validator(json.load(file))
    read = wrong = 0
    for place in sys.argv[2:]:
        names = glob.glob(place + "/**/*.md", recursive=True) \
            if os.path.isdir(place) else [place]
        for name in names:
            with open(name, encoding="utf-8") as file:
                text = file.read()
            front = yaml.load(text.split("---\n", 2)[1], yaml.CSafeLoader)
            read += 1
            wrong += any(True for _ in judge.iter_errors(plain(front)))
    print(read, "read,", wrong, "wrong")


main()
