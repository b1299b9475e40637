"""Spelling put right: the one change of letters within a word that is small.

Source: reference/verification.md §3: the old form is no word and the new form is one. The lexicon at hand knows common
mistakes of English; beyond it only doubled and swapped letters count, in either direction where it knows neither form.
"""

from __future__ import annotations

from tweetarchive.verify import lexicon

LEAST_TYPO = 6  # letters of a word whose spelling may be put right, verification.md §3
_WELL_SPELT = frozenset(lexicon.MISSPELT.values())


def puts_right(one: str, other: str) -> bool:
    """Whether the quote's word is the tweet's with its spelling put right: a known mistake, else only a letter doubled
    or two swapped, in a long small word. A mistake put into a word that is known is none."""
    if lexicon.MISSPELT.get(other.casefold()) == one.casefold() and one[0] == other[0]:
        return True
    if other.casefold() in _WELL_SPELT:
        return False
    if one.replace("'", "") == other.replace("'", "") and one.casefold().replace("'", "") not in ("cant", "wont"):
        return one.casefold().replace("'", "").endswith("nt")
    if min(len(one), len(other)) < LEAST_TYPO or not (
        one.islower() and other.islower() and one.isalpha() and other.isalpha()
    ):
        return False
    if frozenset((one, other)) in lexicon.BOTH_WORDS:
        return False
    if len(one) == len(other):
        at = [index for index in range(len(one)) if one[index] != other[index]]
        return (
            len(at) == 2
            and at[1] == at[0] + 1
            and one[at[0]] == other[at[1]]
            and one[at[1]] == other[at[0]]
            and at[0] > 0
        )
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1:
        return False
    at_double = next((i for i in range(len(short)) if short[i] != long[i]), len(short))
    doubled = (
        at_double > 1 and long[at_double] == long[at_double - 1] and long[:at_double] + long[at_double + 1 :] == short
    )
    # hoping and hopping, planed and planned: a doubled letter before these endings tells words apart
    return doubled and long[at_double + 1 :] not in ("ing", "ed", "er", "ers", "y", "est", "")
