"""Rule files -> a Rulebook, or every mistake at once with file, line and column and what was probably meant.

Files are read in name order; a folder's other files are left alone. What a rule means is for `conditions`, `creations`
and `decide`; this file only knows how it is written.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from mailbridge.errors import FileProblems, Problem
from mailbridge.rules.model import Rule, Rulebook
from mailbridge.rules.read_creations import read_creations, read_extractions
from mailbridge.rules.read_tests import read_tests
from mailbridge.rules.read_when import read_when
from mailbridge.rules.reader import Reader, Shared
from mailbridge.rules.shared import collect
from mailbridge.rules.unreachable import unreachable
from mailbridge.yamlfile import Mapping, Node, Scalar, parse, read_file

SUFFIXES = (".yaml", ".yml")
_PACKAGE = Path(__file__).parent.parent
SHIPPED = next((folder for folder in (_PACKAGE / "shipped_rules", _PACKAGE.parent / "rules") if folder.is_dir()), None)
"""The rules that come with the program: inside the installed package, or in a checkout beside it."""
FILE_KEYS = ("rules", "lists", "conditions")
RULE_KEYS = ("name", "when", "extract", "create", "skip", "review", "stop", "notify", "as", "limit", "continue",
             "tests")
ENDINGS = ("create", "skip", "review", "stop")


def load(place: Path, *, unmatched: str = "review") -> Rulebook:
    """The rules of a folder or of one file. Raises FileProblems with all mistakes of all files."""
    problems: list[Problem] = []
    trees: list[tuple[str, Node]] = []
    for file in _files(place):
        try:
            trees.append((str(file), read_file(file)))
        except FileProblems as found:
            problems.extend(found.problems)
    return _book(trees, problems, unmatched)


def load_text(text: str, file: str = "rules.yaml", *, unmatched: str = "review") -> Rulebook:
    """The rules of one text, for trying them. Raises FileProblems."""
    return load_texts({file: text}, unmatched=unmatched)


def load_texts(texts: dict[str, str], *, unmatched: str = "review") -> Rulebook:
    """The rules of several texts by the names of their files, for trying them together. Raises FileProblems."""
    problems: list[Problem] = []
    trees: list[tuple[str, Node]] = []
    for file, text in texts.items():
        try:
            trees.append((file, parse(text, file)))
        except FileProblems as found:
            problems.extend(found.problems)
    return _book(trees, problems, unmatched)


def _book(trees: list[tuple[str, Node]], problems: list[Problem], unmatched: str) -> Rulebook:
    """All files together: what they share first, since a rule may use what a later file names."""
    shared = Shared()
    for file, tree in trees:
        if isinstance(tree, Mapping):
            collect(tree, Reader(file, problems), shared)
    rules = [rule for file, tree in trees for rule in _read(tree, Reader(file, problems, shared))]
    problems.extend(_twice(rules))
    if problems:
        raise FileProblems(tuple(sorted(set(problems))))
    return Rulebook(tuple(rules), unmatched, tuple(unreachable(rules)))


def _files(place: Path) -> list[Path]:
    try:
        if not stat.S_ISDIR(place.stat().st_mode):
            return [place]
        files = sorted(path for path in place.iterdir() if path.suffix in SUFFIXES and not path.name.startswith("."))
    except FileNotFoundError:
        hint = f"; to begin with, copy the ones that come with mailbridge: cp -r {SHIPPED} {place}" if SHIPPED else ""
        raise FileProblems((Problem(str(place), 0, 0, f"there is no such file or folder of rules{hint}"),)) from None
    except OSError as error:
        raise FileProblems((Problem(str(place), 0, 0, f"cannot be read: {error.strerror}"),)) from None
    if not files:
        raise FileProblems((Problem(str(place), 0, 0, "holds no rule file (*.yaml); every mail would go to review"),))
    return files


def _read(tree: Node, reader: Reader) -> list[Rule]:
    if not isinstance(tree, Mapping):
        reader.problem(tree, "must start with `rules:` and a list below it")
        return []
    reader.known_keys(tree, FILE_KEYS)
    listed = tree.get("rules")
    if listed is None:
        if not tree.entries:
            reader.problem(tree, "holds no rules; start with `rules:`")
        return []
    return [rule for node in reader.sequence(listed, "rules") if (rule := _rule(node, reader)) is not None]


def _rule(node: Node, reader: Reader) -> Rule | None:
    if not isinstance(node, Mapping):
        reader.problem(node, "a rule is a mapping that starts with `name:`")
        return None
    before = len(reader.problems)
    reader.known_keys(node, RULE_KEYS)
    name = reader.text(node.get("name"), "name")
    if node.get("name") is None:
        reader.problem(node, "the rule has no name; add `name: what it does`")
    extract = read_extractions(node.get("extract"), reader)
    groups = tuple(group for extraction in extract for group in extraction.groups)
    when = node.get("when")
    if when is None:
        reader.problem(node, "the rule has no `when`; write `when: {}` if it shall take every mail")
    condition = read_when(when, reader) if when is not None else None
    creations = read_creations(node.get("create"), reader, groups)
    endings = [key for key in ENDINGS if node.get(key) is not None]
    if len(endings) > 1:
        both = " and ".join(endings)
        reader.problem(node.get(endings[1]) or node, f"a rule has one of {', '.join(ENDINGS)}; this one has {both}")
    elif not endings:
        reader.problem(node, f"the rule does nothing; add one of {', '.join(ENDINGS)}")
    rule_tests = read_tests(node.get("tests"), reader)
    skip, review = _reason(node, "skip", reader), _reason(node, "review", reader)
    goes_on = reader.truth(node.get("continue"), "continue")
    stops = reader.truth(node.get("stop"), "stop")
    if goes_on and (skip or review or stops):
        reader.problem(node.get("continue") or node, "after skip, review or stop nothing goes on; leave `continue` out")
    notify, writes_as, limit = reader.text(node.get("notify"), "notify"), _writes_as(node, reader), _limit(node, reader)
    if condition is None or len(reader.problems) > before:
        return None
    return Rule(name, reader.file, node.line, condition, extract, creations, skip, review, goes_on, stops, notify,
                writes_as, limit, rule_tests)


def _writes_as(node: Mapping, reader: Reader) -> str:
    value = node.get("as")
    if value is None:
        return "colleague"
    text = reader.text(value, "as")
    if text and text not in ("colleague", "bridge") and "@" not in text:
        reader.problem(value, "as is `colleague` (who sent or forwarded the mail), `bridge`, or a colleague's address")
    return text


def _limit(node: Mapping, reader: Reader) -> tuple[int, float] | None:
    value = node.get("limit")
    if value is None:
        return None
    if isinstance(value, Mapping):
        reader.known_keys(value, ("records", "minutes"))
        found = [part.value for key in ("records", "minutes") if isinstance(part := value.get(key), Scalar)]
        if len(found) == 2 and all(isinstance(n, (int, float)) and not isinstance(n, bool) and n > 0 for n in found):
            return int(str(found[0]).partition(".")[0]), float(str(found[1]))
    reader.problem(value, "limit is written as `{records: 20, minutes: 60}`: more than that, and the rule pauses")
    return None


def _reason(node: Mapping, key: str, reader: Reader) -> str:
    value = node.get(key)
    if value is None:
        return ""
    if isinstance(value, Scalar) and value.value is True:
        return "by rule"
    if isinstance(value, Scalar) and value.text.casefold() in ("", "no", "false"):
        reader.problem(value, f"{key} is a reason in words, such as `{key}: a newsletter`; else leave it out")
        return ""
    return reader.text(value, key)


def _twice(rules: list[Rule]) -> Iterator[Problem]:
    first: dict[str, Rule] = {}
    for rule in rules:
        known = first.setdefault(rule.name, rule)
        if known is not rule:
            yield Problem(rule.file, rule.line, 1,
                          f'there is a rule "{rule.name}" already, in {known.file}:{known.line}; names tell them apart')
