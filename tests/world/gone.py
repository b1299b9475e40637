"""Why X does not show a tweet."""

from __future__ import annotations

from enum import Enum


class Gone(Enum):
    """Why X does not show a tweet, with the sentence of its tombstone; None: wordless."""

    DELETED = "This Post was deleted by the Post author. Learn more"
    SUSPENDED = "This Post is from a suspended account. Learn more"
    ACCOUNT_GONE = "This Post is from an account that no longer exists. Learn more"
    PROTECTED = "You’re unable to view this Post because this account owner limits who can view their Posts. Learn more"
    AGE_RESTRICTED = (
        "Age-restricted adult content. This content might not be appropriate for people under 18 years old. To view "
        "this media, you’ll need to log in to X. Learn more"
    )
    RULE_VIOLATION = "This Post violated the X Rules. Learn more"
    MUTE = None
