"""The declared return files and their code lists."""

from placements import codes
from placements.extracts import RETURN
from sufficiency.extracts.kinds import ColumnType, Kind, all_kinds, recognise
from tests.returns import COLUMNS

OTHERS = {
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "ad1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "placed_for_adoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "previous_permanence": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
}


def kinds_of_the_return() -> list[Kind]:
    return [kind for kind in all_kinds() if kind.family is RETURN]


def test_each_kind_has_the_columns_of_the_return_in_order() -> None:
    declared = {kind.slug: tuple(column.name for column in kind.columns) for kind in kinds_of_the_return()}
    assert declared == COLUMNS | {kind: tuple(columns.split()) for kind, columns in OTHERS.items()}


def test_each_kind_is_recognised_by_its_own_header_even_when_a_column_is_missing() -> None:
    for kind in kinds_of_the_return():
        names = [column.name for column in kind.columns]
        for left_out in [None, *names]:
            assert recognise([name for name in names if name != left_out], all_kinds()) is kind


def test_files_of_later_returns_that_are_not_declared_are_not_taken_for_others() -> None:
    assert recognise(["CHILD", "DOB", "DOLO_START", "DOLO_END"], kinds_of_the_return()) is None
    assert recognise(["CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"], kinds_of_the_return()) is None


def test_every_code_fits_the_field_that_keeps_it() -> None:
    for kind in kinds_of_the_return():
        for column in kind.columns:
            if column.type is ColumnType.CODE:
                longest = kind.model._meta.get_field(column.field).max_length
                assert longest is not None
                assert all(len(code.stored_as or text) <= longest for text, code in column.codes.items())


def test_groups_hold_every_code_exactly_once() -> None:
    for groups, listed in ((codes.PLACE_GROUPS, codes.PLACE), (codes.LEGAL_STATUS_GROUPS, codes.LS)):
        assert sorted(code for group in groups.values() for code in group) == sorted(listed)


def test_labels_are_words_for_people() -> None:
    for kind in kinds_of_the_return():
        for column in kind.columns:
            for code in column.codes.values():
                assert code.label[0].isupper()
                assert "LAC" not in code.label


def test_codes_that_older_returns_hold_are_known() -> None:
    assert {"E4", "E43", "E44"} <= set(codes.REC)
    assert codes.SEX["1"].stored_as == "M" and codes.SEX["2"].stored_as == "F"
