"""The guide to the kinds of file and the templates, both made from the declarations."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sufficiency.extracts.document import PATH, document
from sufficiency.extracts.kinds import Kind, all_kinds, kind_named
from sufficiency.extracts.template import template


def kinds_of_councils() -> list[Kind]:
    """Published data comes in its publisher's layout: nobody fills in a template."""
    return [kind for kind in all_kinds() if not kind.is_published]


def test_extracts_document_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "Run manage.py document_extracts."


def test_document_names_every_column_code_and_rule_of_every_kind() -> None:
    entries = dict(zip((f"`{kind.slug}`" for kind in all_kinds()), all_kinds(), strict=True))
    sections = document().split("\n## ")[1:]
    assert len(sections) == len(entries)
    for section in sections:
        kind = entries[section.split("\n\n")[1].split(",")[0]]
        for column in kind.columns:
            assert f"\n| {column.name} | {column.means} |" in section
            assert all(f"\n| `{text}` | {code.label} |" in section for text, code in column.codes.items())
        assert all(f"| `{check.code}` | {check.severity} |" in section for scan in kind.scans for check in scan.checks)


def test_every_column_of_a_councils_file_says_what_it_holds() -> None:
    assert [
        (kind.slug, column.name) for kind in kinds_of_councils() for column in kind.columns if not column.means
    ] == []


def test_document_says_in_which_years_a_code_is_in_use() -> None:
    text = document()
    assert "| `K3` | Supported accommodation, registered | from 2024 |" in text
    assert "| `H5` | Semi-independent living, not registered | to 2025 |" in text


def test_template_command_prints_the_header_and_one_example_row() -> None:
    for kind in kinds_of_councils():
        out = StringIO()
        call_command("extract_template", kind.slug, stdout=out)
        header, example = csv.reader(StringIO(out.getvalue(), newline=""))
        assert header == [column.name for column in kind.columns]
        assert len(example) == len(header)
        assert out.getvalue() == template(kind)


def test_template_command_names_the_kinds_when_asked_for_another() -> None:
    with pytest.raises(CommandError, match="episodes"):
        call_command("extract_template", "nothing")


def test_templates_keep_the_leading_zeros_of_an_identifier() -> None:
    assert "\n000123," in template(kind_named("header"))


def test_document_command_writes_the_file(tmp_path, monkeypatch) -> None:
    path = tmp_path / "extracts.md"
    monkeypatch.setattr("sufficiency.extracts.management.commands.document_extracts.PATH", path)
    call_command("document_extracts", stdout=StringIO())
    assert path.read_text(encoding="utf-8") == document()
