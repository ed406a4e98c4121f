"""YAML that admins write: taken at its word, every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbridge import yamlfile
from mailbridge.errors import FileProblems
from mailbridge.yamlfile import Mapping, Scalar, data, parse, place


def said(text: str) -> str:
    """The one mistake of a text, as it is printed."""
    with pytest.raises(FileProblems) as found:
        parse(text, "f")
    return str(found.value)


@pytest.mark.parametrize(("written", "meant"), [
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("n", "n"),
    ("+4930123456", "+4930123456"), ("0049301234", "0049301234"), ("01234", "01234"), ("1_000", "1_000"),
    ("0x1f", "0x1f"), ("1e3", "1e3"), (".5", ".5"), ("12:30", "12:30"), ("2026-01-15", "2026-01-15"), (".inf", ".inf"),
    ("12345678901234567890", "12345678901234567890"), ("9" * 5000, "9" * 5000),
    ("12", 12), ("-7", -7), ("0", 0), ("0.5", 0.5), ("5000.00", 5000.0),
    ("true", True), ("False", False), ("null", None), ("~", None),
    ("'12'", "12"), ('"true"', "true"), ("'~'", "~"), ('""', ""),
])
def test_only_what_plainly_is_a_number_or_a_truth_becomes_one(written: str, meant: object) -> None:
    assert data(parse(f"key: {written}", "f")) == {"key": meant}


def test_the_letters_that_were_written_are_kept_beside_the_value() -> None:
    tree = parse("value: 5000.00", "f")
    assert isinstance(tree, Mapping)
    scalar = tree.get("value")
    assert isinstance(scalar, Scalar) and scalar.text == "5000.00"


@pytest.mark.parametrize("empty", ["", "\n\n", "# only a comment\n", "---\n", "~"])
def test_an_empty_file_is_an_empty_mapping(empty: str) -> None:
    assert parse(empty, "f") == Mapping((), 1, 1)


@pytest.mark.parametrize(("text", "mistake"), [
    ("a: &x 1\nb: 2", "f:1:4: anchors (&) and aliases (*) are not allowed; quote the text if it starts with one"),
    ("a: 1\nb: *x", "f:2:4: anchors (&) and aliases (*) are not allowed; quote the text if it starts with one"),
    ("a: &x {b: 1}", "f:1:4: anchors (&) and aliases (*) are not allowed; quote the text if it starts with one"),
    ("a:\n  - !!python/name:os.system x", "f:2:5: tags (!) are not allowed; quote the text if it starts with one"),
    ("a: !important", "f:1:4: tags (!) are not allowed; quote the text if it starts with one"),
    ("a: 1\nb: 2\na: 3", 'f:3:1: "a" stands here twice; the first is in line 1'),
    ("x: {a: 1, 'a': 2}", 'f:1:11: "a" stands here twice; the first is in line 1'),
    ("a: 1\n---\nb: 2", "f:2:1: a second document starts here; one file holds one"),
    ("? [a, b]\n: 1", 'f:1:3: a key must be a single word or text; a template needs quotes: "{{ subject }}"'),
    ("a: b: c", ("f:1:5: is not YAML (mapping values are not allowed in this context): "
                "a text that holds `: ` must be in quotes")),
    ("a:\n\tb: 1", ("f:2:1: is not YAML (found character that cannot start any token): indent with blanks, not tabs; "
                   "a text that starts with @, % or ` must be in quotes")),
    ("a: @b", ("f:1:4: is not YAML (found character that cannot start any token): indent with blanks, not tabs; "
              "a text that starts with @, % or ` must be in quotes")),
    ("a: [b, c\nd: e", ("f:2:2: is not YAML (did not find expected ',' or ']'): "
                       "the bracket [ of line 1 is not closed before here")),
    ("a: {b: 'c' d}", ("f:1:12: is not YAML (did not find expected ',' or '}'): "
                      "the brace of line 1 is not closed, or a text in it needs quotes")),
    ("a: 1\nb: 'c\nd: 2", "f:2:4: is not YAML (found unexpected end of stream): a quote is not closed"),
    ('a: "\\S+"', ("f:1:5: is not YAML (found unknown escape character): "
                  "in 'single quotes' a \\ stands for itself; they suit patterns")),
    ("a: 1\n   b: 2", ("f:2:5: is not YAML (mapping values are not allowed in this context): "
                      "a text that holds `: ` must be in quotes")),
    ("é: ü\nb: x\x07y", "f:2:5: holds a character that is not text (U+0007); take it out"),
    ("a: b\x00", "f:1:5: holds a character that is not text (U+0000); take it out"),
])
def test_what_is_not_taken_is_told_with_its_place(text: str, mistake: str) -> None:
    assert said(text) == mistake


def test_twenty_levels_are_taken_and_one_more_is_not() -> None:
    assert parse("[" * yamlfile.MAX_DEPTH + "]" * yamlfile.MAX_DEPTH, "f")
    deeper = yamlfile.MAX_DEPTH + 1
    assert said("[" * deeper + "]" * deeper) == "f:1:21: is nested deeper than 20 levels"
    assert said("[" * 100_000) == "f:1:1001: is not YAML (exceeded maximum nesting depth)"


def test_columns_count_letters_and_not_bytes() -> None:
    assert said("grüße: ü\nжжж: &x 1").startswith("f:2:6: anchors")


def test_a_place_is_the_keys_and_where_it_is_missing_its_parents() -> None:
    tree = parse("heap:\n  url: x\nlist:\n  - a\n  -   deep: 1\n", "f")
    assert place(tree, ("heap", "url")) == (2, 3)
    assert place(tree, ("heap", "missing")) == (1, 1)
    assert place(tree, ("list", 1, "deep")) == (5, 7)
    assert place(tree, ("list", 9)) == (3, 1)
    assert place(tree, ()) == (1, 1)


def test_a_near_miss_names_the_word_that_was_meant_and_others_the_words_there_are() -> None:
    assert yamlfile.did_you_mean("subjct", ["subject", "text"]) == '; did you mean "subject"?'
    assert yamlfile.did_you_mean("zzz", ["text", "subject"]) == "; known here: subject, text"


class TestFiles:
    def test_a_missing_file_is_one_sentence(self, tmp_path: Path) -> None:
        assert self.said(tmp_path / "none.yaml").endswith("none.yaml: cannot be read: No such file or directory")

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        assert self.said(tmp_path).endswith(": cannot be read: Is a directory")

    def test_another_encoding_is_told_with_its_line(self, tmp_path: Path) -> None:
        file = tmp_path / "latin.yaml"
        file.write_bytes(b"a: 1\nb: gr\xfc\xdfe\n")
        assert self.said(file).endswith("latin.yaml:2:1: is not UTF-8; save it as UTF-8")

    def test_a_byte_order_mark_is_no_mistake(self, tmp_path: Path) -> None:
        file = tmp_path / "bom.yaml"
        file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
        assert data(yamlfile.read_file(file)) == {"a": 1, "b": 2}

    def test_a_file_over_the_limit_is_not_read(self, tmp_path: Path) -> None:
        file = tmp_path / "big.yaml"
        file.write_bytes(b"# " + b"x" * yamlfile.MAX_BYTES)
        assert self.said(file).endswith("big.yaml: is larger than 2048 KiB; split it")

    @staticmethod
    def said(path: Path) -> str:
        with pytest.raises(FileProblems) as found:
            yamlfile.read_file(path)
        return str(found.value)
