"""Returns made by hand, each for one thing that is easily got wrong.

All pass the loader without a row error; warnings are welcome, for they are where figures go wrong.
"""

from .returns import NOT_IN_DIRECTORY, SOMEBODY_ELSE, Returns, episode, header, one_return, several, uasc

EVERY_PLACE = (
    *("U1", "U2", "U3", "U4", "U5", "U6", "K1", "K2", "H5", "P1", "P2", "P3", "R1", "R2", "R3", "R5", "S1"),
    *("T0", "T1", "A3", "A4", "A5", "A6", "Z1", ""),
)

_MOVED_AND_BACK = [
    episode("01/04/2019", "01/12/2020", rec="X1"),
    episode("01/12/2020", "05/12/2020", rne="P", rec="X1", PLACE="T1", PL_POST="QY1 1AA", URN=""),
]

EDGE_CASES: dict[str, Returns] = {
    # Birthdays.
    "leaves_on_1_march_born_on_29_february": one_return(
        episode("01/05/2020", "01/03/2022", rec="E5"), year=2022, headers=[header(dob="29/02/2004")]
    ),
    "leaves_on_28_february_born_on_29_february": one_return(
        episode("01/05/2020", "28/02/2022", rec="E5"), year=2022, headers=[header(dob="29/02/2004")]
    ),
    "leaves_on_the_18th_birthday": one_return(
        episode("01/05/2020", "10/11/2020", rec="E17"), headers=[header(dob="10/11/2002")]
    ),
    "leaves_the_day_before_the_18th_birthday": one_return(
        episode("01/05/2020", "09/11/2020", rec="E17"), headers=[header(dob="10/11/2002")]
    ),
    "turns_16_on_29_february_in_long_care": one_return(
        episode("01/04/2017"), year=2020, headers=[header(dob="29/02/2004")]
    ),
    "turns_16_on_1_march_in_long_care": one_return(
        episode("01/04/2017"), year=2022, headers=[header(dob="01/03/2005")]
    ),
    "no_date_of_birth_in_long_care": one_return(
        episode("01/04/2017", "01/12/2020", rec="E4A"), headers=[header(dob="")]
    ),
    "no_header_row": one_return(episode("01/04/2017", "01/12/2020", rec="E4A"), headers=[header("Z9")]),
    "date_of_birth_in_the_uasc_row_only": one_return(
        episode("01/04/2017", "10/11/2020", rec="E17"),
        headers=[header("Z9")],
        uascs=[uasc(dob="10/11/2002", duc="10/11/2020")],
    ),
    "born_after_the_episode_began": one_return(episode("01/04/2020"), headers=[header(dob="01/05/2020")]),
    "date_of_birth_corrected_in_a_later_return": {
        2020: one_return(episode("01/04/2017"), headers=[header(dob="10/11/2001")])[2021],
        2021: one_return(episode("01/04/2017", "10/11/2020", rec="E17"), headers=[header(dob="10/11/2003")])[2021],
    },
    # The ends of the year.
    "starts_on_31_march": one_return(episode("31/03/2021")),
    "starts_on_1_april": one_return(episode("01/04/2020")),
    "ends_on_31_march": one_return(episode("01/07/2020", "31/03/2021", rec="E4B")),
    "ends_on_1_april_of_the_next_return": several(
        y2020=[episode("01/07/2019")], y2021=[episode("01/07/2019", "01/04/2020", rec="E4B")]
    ),
    "lasts_from_31_march_to_1_april": several(
        y2020=[episode("31/03/2020")], y2021=[episode("31/03/2020", "01/04/2020", rec="E4B")]
    ),
    "starts_and_ends_on_29_february": one_return(
        episode("29/02/2020", "29/02/2020", rec="X1"),
        episode("01/03/2020", "28/02/2021", rec="E4A", child="B2"),
        episode("28/02/2019", "29/02/2020", rec="E11", child="C3"),
    ),
    # Days without length.
    "decom_is_dec": one_return(episode("15/11/2020", "15/11/2020", rec="E4A")),
    "decom_is_dec_at_the_end_of_a_period": one_return(
        episode("01/05/2020", "15/11/2020", rec="X1"), episode("15/11/2020", "15/11/2020", rne="P", rec="E45")
    ),
    "decom_is_dec_the_day_before_another": one_return(
        episode("14/11/2020", "14/11/2020", rec="E4A"), episode("15/11/2020")
    ),
    # Short breaks.
    "short_breaks_only": one_return(
        episode("01/05/2020", "08/05/2020", rec="E8", LS="V3"), episode("01/06/2020", rne="S", LS="V4")
    ),
    "short_break_becomes_care_on_the_same_day": one_return(
        episode("01/05/2020", "15/11/2020", rec="X1", LS="V4"), episode("15/11/2020", rne="L")
    ),
    "care_becomes_a_short_break_and_care_again": one_return(
        episode("01/05/2020", "15/11/2020", rec="X1"),
        episode("15/11/2020", "20/11/2020", rne="L", rec="X1", LS="V3"),
        episode("20/11/2020", rne="L"),
    ),
    "open_care_followed_by_a_short_break": one_return(
        episode("01/05/2020"), episode("15/11/2020", "20/11/2020", LS="V3", rec="E8")
    ),
    "open_care_with_a_reason_followed_by_a_short_break": one_return(
        episode("01/05/2020", rec="E4A"), episode("15/11/2020", "20/11/2020", LS="V3", rec="E8")
    ),
    "open_care_with_a_reason": one_return(episode("01/05/2020", rec="E4A")),
    "short_break_over_care": one_return(
        episode("01/05/2020", "01/03/2021", rec="E4A"),
        episode("15/11/2020", "20/11/2020", rec="E8", LS="V3", PL_POST="QY1 1AA"),
    ),
    # Reasons for a new episode.
    **{
        f"three_episodes_with_rne_{rne or 'blank'}": one_return(
            episode("01/04/2017", "01/10/2018", rec="X1"),
            episode("01/10/2018", "01/07/2020", rne=rne, rec="X1", PL_POST="QX2 1AB"),
            episode("01/07/2020", rne=rne, PL_POST="QY1 1AA"),
        )
        for rne in ("L", "T", "U", "P", "B", "S", "")
    },
    "placed_for_adoption_after_a_long_spell": one_return(
        episode("01/04/2017", "01/10/2020", rec="X1"),
        episode("01/10/2020", "20/02/2021", rne="P", rec="E12", PLACE="A6", PLACE_PROVIDER="PR4"),
    ),
    "placed_for_adoption_after_a_short_spell": one_return(
        episode("01/04/2017", "01/10/2019", rec="X1"),
        episode("01/10/2019", "01/10/2020", rne="P", rec="X1"),
        episode("01/10/2020", "20/02/2021", rne="P", rec="E11", PLACE="A3"),
    ),
    "thirty_months_from_the_end_of_august": one_return(episode("31/08/2018")),
    "two_years_from_29_february": one_return(
        episode("01/04/2017", "29/02/2020", rec="X1"), episode("29/02/2020", rne="P"), year=2020
    ),
    # Coming back.
    "back_the_next_day": one_return(
        episode("01/05/2020", "15/11/2020", rec="E4A"), episode("16/11/2020", "01/12/2020", rec="E4B")
    ),
    "back_on_the_day_of_leaving": one_return(
        episode("01/05/2020", "15/11/2020", rec="E4A"), episode("15/11/2020", "01/12/2020", rec="E45")
    ),
    "ceased_twice_in_a_year": one_return(
        episode("01/05/2020", "01/06/2020", rec="E4A"), episode("01/09/2020", "01/12/2020", rec="E12")
    ),
    # Where.
    **{
        f"placed_in_{name}": one_return(episode("01/05/2020", PL_POST=postcode))
        for name, postcode in {
            "an_unknown_postcode": NOT_IN_DIRECTORY,
            "no_postcode": "",
            "scotland": "QS1 1AA",
            "wales": "QW1 1AA",
            "northern_ireland": "QN1 1AA",
            "the_channel_islands": "QC1 1AA",
            "the_isle_of_man": "QM1 1AA",
            "a_postcode_without_authority": "QZ1 1AA",
            "a_postcode_with_grid_but_without_authority": "QZ1 1AB",
            "a_postcode_without_grid": "QZ1 1AC",
            "a_near_place_of_the_neighbour": "QY1 1AA",
            "our_area_20_miles_away": "QX2 1AA",
            "our_area_20_point_1_miles_away": "QX2 1AB",
            "a_postcode_in_lower_case_without_space": "qy21aa",
        }.items()
    },
    "home_not_known": one_return(
        episode("01/05/2020", HOME_POST=""), episode("01/05/2020", child="B2", HOME_POST="QN1 1AA", PL_POST="QY1 1AA")
    ),
    # Overlaps.
    "overlap": one_return(
        episode("01/05/2020", "01/12/2020", rec="E4A"),
        episode("01/11/2020", "01/02/2021", rne="P", rec="E45", PLACE="K2", PL_POST="QY1 1AA"),
    ),
    "nested_overlap": one_return(
        episode("01/05/2020", "01/02/2021", rec="E4A"),
        episode("01/11/2020", "01/12/2020", rne="P", rec="E45", PLACE="K2", PL_POST="QY1 1AA"),
    ),
    "nested_overlap_with_the_same_end": one_return(
        episode("01/05/2020", "01/12/2020", rec="E4A"),
        episode("01/11/2020", "01/12/2020", rne="P", rec="E45", PLACE="K2"),
    ),
    "nested_overlap_of_three": one_return(
        episode("01/04/2017", "01/03/2021", rec="E4A"),
        episode("01/05/2020", "01/12/2020", rne="P", rec="X1", PLACE="H5"),
        episode("01/06/2020", "01/07/2020", rne="P", rec="X1", PLACE="P2"),
        episode("01/01/2021", "01/02/2021", rne="L", rec="X1", PLACE="P1"),
    ),
    # A nested spell ends, another of the same carer follows more than a year later.
    "a_spell_with_a_gap_inside_a_longer_episode": one_return(
        episode("01/04/2017", "01/03/2021", rec="E4A"),
        episode("01/05/2018", "01/06/2018", rne="P", rec="X1"),
        episode("01/12/2020", "01/01/2021", rne="L", rec="X1"),
        episode("01/02/2021", "05/02/2021", rne="P", rec="X1"),
    ),
    # The third spell begins with an episode without length, inside an episode of the second.
    "a_spell_that_begins_without_length_inside_another": one_return(
        episode("29/02/2020", "28/08/2020", rec="X1"),
        episode("28/08/2020", "30/08/2020", rne="P", rec="X1", PLACE="K2"),
        episode("29/08/2020", "29/08/2020", rne="P", rec="X1"),
        episode("30/08/2020", rne="L"),
    ),
    # Open episodes.
    "open_with_a_later_one": one_return(episode("01/05/2020"), episode("15/11/2020", "01/02/2021", rne="P", rec="E4A")),
    "several_open_ones": one_return(
        episode("01/05/2020"), episode("15/11/2020", rne="P"), episode("16/11/2020", rne="T", PLACE="K2")
    ),
    "stale_open_across_years": several(y2019=[episode("01/05/2018")], y2020=[SOMEBODY_ELSE], y2021=[SOMEBODY_ELSE]),
    "stale_open_on_31_march": several(y2020=[episode("31/03/2020", rec="X1")], y2021=[SOMEBODY_ELSE]),
    "stale_open_and_back_later": several(y2020=[episode("01/05/2019")], y2021=[episode("01/10/2020", rne="P")]),
    "stale_open_and_back_on_1_april": several(y2020=[episode("01/05/2019")], y2021=[episode("01/04/2020", rne="P")]),
    "stale_open_with_a_later_one_in_the_same_return": several(
        y2020=[episode("01/05/2019"), episode("01/02/2020", "01/03/2020", rne="P", rec="E4A")], y2021=[SOMEBODY_ELSE]
    ),
    "stale_open_then_a_backdated_one": several(
        y2020=[episode("01/05/2019")], y2021=[episode("01/12/2019", "01/06/2020", rne="P", rec="E4A")]
    ),
    "dropped_in_one_return_and_held_again": several(
        y2019=[episode("01/05/2018")], y2020=[SOMEBODY_ELSE], y2021=[episode("01/05/2018")]
    ),
    "a_return_is_missing_between": several(y2019=[episode("01/05/2018")], y2021=[SOMEBODY_ELSE]),
    "only_a_header_follows": {
        **several(y2020=[episode("01/05/2019")]),
        2021: {"header": [header()]},
    },
    # Temporary moves.
    "temporary_move_passed_over": one_return(*_MOVED_AND_BACK, episode("05/12/2020", rne="P", PL_POST="qx12bb")),
    "temporary_move_to_another_home": one_return(*_MOVED_AND_BACK, episode("05/12/2020", rne="P", URN="7654321")),
    "temporary_move_to_another_type": one_return(*_MOVED_AND_BACK, episode("05/12/2020", rne="P", PLACE="U6")),
    "temporary_moves_in_a_row_passed_over": one_return(
        *_MOVED_AND_BACK,
        episode("05/12/2020", "06/12/2020", rne="B", rec="X1", PLACE="T4"),
        episode("06/12/2020", "01/02/2021", rne="S", rec="X1"),
        episode("01/02/2021", "02/02/2021", rne="P", rec="X1", PLACE="T0"),
        episode("02/02/2021", rne="P"),
    ),
    "temporary_move_first_and_last": one_return(
        episode("01/12/2020", "05/12/2020", rec="X1", PLACE="T3"),
        episode("05/12/2020", "20/12/2020", rne="P", rec="X1"),
        episode("20/12/2020", "01/01/2021", rne="P", rec="X1", PLACE="T2"),
    ),
    "temporary_move_that_stays": one_return(
        episode("01/06/2020", "01/12/2020", rec="X1"),
        episode("01/12/2020", "05/12/2020", rne="P", rec="X1", PLACE="T4"),
        episode("05/12/2020", "01/02/2021", rne="L", rec="X1", PLACE="K2"),
        episode("01/02/2021", rne="P"),
    ),
    "temporary_move_between_two_periods": one_return(
        episode("01/06/2020", "01/12/2020", rec="E4A"),
        episode("02/12/2020", "05/12/2020", rec="X1", PLACE="T4"),
        episode("05/12/2020", rne="P"),
    ),
    # Blanks.
    "no_place_or_provider": one_return(
        episode("01/05/2020", PLACE=""),
        episode("01/05/2020", child="B2", PLACE_PROVIDER=""),
        episode("01/05/2020", child="C3", PLACE="K2", PLACE_PROVIDER=""),
        episode("01/05/2020", child="D4", PLACE="", PLACE_PROVIDER=""),
    ),
    "no_legal_status": one_return(episode("01/05/2020", LS="")),
    # Every place with every kind of provider.
    "every_kind_of_place": one_return(
        *(
            episode("01/05/2020", child=f"{place}{provider}", PLACE=place, PLACE_PROVIDER=provider)
            for place in EVERY_PLACE
            for provider in ("PR1", "PR2", "PR4", "PR5")
        )
    ),
    "registered_supported_accommodation": one_return(episode("01/05/2024", PLACE="K3"), year=2025),
    # Unaccompanied asylum-seeking children.
    "uasc_until_a_day": one_return(episode("01/05/2020"), uascs=[uasc(duc="30/11/2020")]),
    "uasc_still": one_return(episode("01/05/2020", "01/12/2020", rec="E4A"), uascs=[uasc()]),
    "uasc_status_ends_in_a_later_return": {
        2020: one_return(episode("01/05/2019"), uascs=[uasc()])[2021],
        2021: one_return(episode("01/05/2019"), uascs=[uasc(duc="30/11/2020")])[2021],
    },
    "uasc_only_in_an_earlier_return": {
        2020: one_return(episode("01/05/2019"), uascs=[uasc()])[2021],
        2021: one_return(episode("01/05/2019"))[2021],
    },
    # Reasons for leaving.
    **{
        f"leaves_for_{rec or 'no_reason'}": one_return(episode("01/05/2018", "15/11/2020", rec=rec))
        for rec in ("E11", "E12", "E45", "E46", "E47", "E48", "E4A", "E4B", "E13", "E8", "X1", "")
    },
    **{
        f"leaves_for_{rec}_in_an_older_return": one_return(episode("01/05/2005", "15/11/2005", rec=rec), year=2006)
        for rec in ("E4", "E43", "E44")
    },
    # Corrections.
    "a_later_return_corrects_the_place": several(
        y2020=[episode("01/05/2019", PLACE="K2", PL_POST="QY1 1AA")], y2021=[episode("01/05/2019", rne="L")]
    ),
    "a_later_return_opens_a_closed_episode": several(
        y2020=[episode("01/05/2019", "01/02/2020", rec="E4A")], y2021=[episode("01/05/2019")]
    ),
    "a_later_return_makes_it_a_short_break": several(
        y2020=[episode("01/05/2019")], y2021=[episode("01/05/2019", "01/08/2020", rec="E8", LS="V4")]
    ),
    "a_later_return_moves_the_start": several(y2020=[episode("01/05/2019")], y2021=[episode("02/05/2019")]),
    "an_episode_that_ended_before_its_return": one_return(episode("01/05/2015", "01/08/2015", rec="E4A")),
}
