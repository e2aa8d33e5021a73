"""The published totals of fostering that the demo keeps to, and the plan that meets them.

The papers contradict each other. Of the rows about households (P8, P9, P11 and P14 of the project's list of
contradictions) the demo follows

- 205 households on 30 November 2020, "just over a quarter" of them connected persons (000 section 8.1): 55 of 205,
  as in February 2021, when 149 mainstream and 55 connected make 204 (002 line 1843). "Over 140" of September 2020 is
  read as mainstream households alone;
- the stock that is printed for March to July 2020 (202, 203, 207, 208, 210), as households, though the row says
  carers;
- the households recruited and de-registered that are printed for 2019/20 and for April to July 2020. Neither the
  stock of March 2019 (186) nor the 64 who resigned in 2019/20 can be had together with these: ends are counted once,
  by the de-registrations, and by a resignation where the stock asks for one more (April). In July the stock asks
  for two new households where one is printed;
- 60% active (000 section 8.2), as those available to receive children: 123 of 205. That as many have children with
  them (124) follows from the returns;
- 28 carers who hesitate because of Covid-19, printed for July 2020, still on hold in November.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MAINSTREAM, CONNECTED = "MAINSTREAM", "CONNECTED"
RESIGNED, DEREGISTERED, OTHER = "RESIGNED", "DEREGISTERED", "OTHER"
BEGINS = date(2019, 4, 1)
AT_FIRST = {MAINSTREAM: 144, CONNECTED: 60}  # households on the day before; invented, as above
MOST_CHILDREN = {MAINSTREAM: 4, CONNECTED: 3}  # in one household at a time


@dataclass(frozen=True)
class Stretch:
    """What happens from one day to another: households approved, and ends by reason, of each kind."""

    first: date
    last: date
    approved: Mapping[str, int]
    ended: Mapping[str, Mapping[str, int]]


STRETCHES = (
    Stretch(BEGINS, date(2020, 3, 31), {MAINSTREAM: 22, CONNECTED: 18},
            {MAINSTREAM: {DEREGISTERED: 22}, CONNECTED: {OTHER: 20}}),
    Stretch(date(2020, 4, 1), date(2020, 4, 30), {MAINSTREAM: 2, CONNECTED: 1},
            {MAINSTREAM: {DEREGISTERED: 1, RESIGNED: 1}, CONNECTED: {}}),
    Stretch(date(2020, 5, 1), date(2020, 5, 31), {MAINSTREAM: 1, CONNECTED: 3}, {MAINSTREAM: {}, CONNECTED: {}}),
    Stretch(date(2020, 6, 1), date(2020, 6, 30), {MAINSTREAM: 2, CONNECTED: 2},
            {MAINSTREAM: {DEREGISTERED: 3}, CONNECTED: {}}),
    Stretch(date(2020, 7, 1), date(2020, 7, 31), {MAINSTREAM: 2, CONNECTED: 0}, {MAINSTREAM: {}, CONNECTED: {}}),
    Stretch(date(2020, 8, 1), date(2020, 11, 30), {MAINSTREAM: 6, CONNECTED: 1},
            {MAINSTREAM: {DEREGISTERED: 1, RESIGNED: 1}, CONNECTED: {OTHER: 10}}),
    Stretch(date(2020, 12, 1), date(2021, 2, 28), {MAINSTREAM: 1, CONNECTED: 1},
            {MAINSTREAM: {RESIGNED: 2}, CONNECTED: {OTHER: 1}}),
)  # fmt: skip

ACTIVE = 123  # of the 205 households on 30 November 2020
ON_HOLD = {True: 18, False: 10}  # with children placed and without; the division is invented
HOLDS_FROM, HOLDS_BY = date(2020, 3, 23), date(2020, 7, 31)

# Allegations: 27 made in 2019/20 and 14 of them substantiated; in May and in June 2020 one was, and one of July is
# on-going ever since. All other dates, and what was made after July, are invented.
ALLEGATIONS = (
    # (made from, made by, substantiated, not substantiated, on-going)
    (BEGINS, date(2020, 3, 31), 14, 13, 0),
    (date(2020, 4, 1), date(2020, 4, 30), 0, 1, 0),
    (date(2020, 5, 1), date(2020, 5, 31), 1, 0, 0),
    (date(2020, 6, 1), date(2020, 6, 30), 1, 1, 0),
    (date(2020, 7, 1), date(2020, 7, 31), 0, 0, 1),
    (date(2020, 8, 1), date(2020, 11, 20), 1, 2, 1),
)

# Enquiries of each month from April 2019 to February 2021. Published: 29 in December 2019 and January 2020, 43 in the
# same months a year later (002 line 1841).
ENQUIRIES = (14, 15, 12, 16, 11, 17, 15, 13, 9, 20, 14, 11, 8, 12, 15, 16, 14, 18, 15, 17, 16, 27, 15)
# Published for February 2021 (002 line 1841): 15 families in assessment, and 9 more who have taken application forms.
IN_ASSESSMENT, WITH_FORMS = 15, 9
