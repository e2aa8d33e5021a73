"""The declared return files and their code lists."""

from placements import codes
from placements.extracts import KINDS
from sufficiency.extracts.kinds import ColumnType, all_kinds, recognise
from tests.returns import COLUMNS


def test_each_kind_has_the_columns_of_the_return_in_order() -> None:
    assert {kind.slug: tuple(column.name for column in kind.columns) for kind in KINDS} == COLUMNS


def test_each_kind_is_recognised_by_its_own_header_even_when_a_column_is_missing() -> None:
    for kind in KINDS:
        names = [column.name for column in kind.columns]
        for left_out in [None, *names]:
            assert recognise([name for name in names if name != left_out], all_kinds()) is kind


def test_files_of_other_kinds_are_not_taken_for_these() -> None:
    assert recognise(["CHILD", "DOB", "REVIEW", "REVIEW_CODE"], KINDS) is None
    assert recognise(["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"], KINDS) is None


def test_every_code_fits_the_field_that_keeps_it() -> None:
    for kind in KINDS:
        for column in kind.columns:
            if column.type is ColumnType.CODE:
                longest = kind.model._meta.get_field(column.field).max_length
                assert longest is not None
                assert all(len(code.stored_as or text) <= longest for text, code in column.codes.items())


def test_groups_hold_every_code_exactly_once() -> None:
    for groups, listed in ((codes.PLACE_GROUPS, codes.PLACE), (codes.LEGAL_STATUS_GROUPS, codes.LS)):
        assert sorted(code for group in groups.values() for code in group) == sorted(listed)


def test_labels_are_words_for_people() -> None:
    for listed in (codes.PLACE, codes.LS, codes.PLACE_PROVIDER, codes.REC, codes.RNE, codes.CIN, codes.SEX):
        for code in listed.values():
            assert code.label[0].isupper()
            assert "LAC" not in code.label


def test_codes_that_older_returns_hold_are_known() -> None:
    assert {"E4", "E43", "E44"} <= set(codes.REC)
    assert codes.SEX["1"].stored_as == "M" and codes.SEX["2"].stored_as == "F"
