"""What is to be told of a tweet that is otherwise than it was: its state, and every place that quotes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tweetarchive.archive.ledger_rows import EmbedRow
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.model.article import Form
from tweetarchive.model.fate import Quoted, TweetNews, what_is_left
from tweetarchive.model.tweet import StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.nightly.history import Step
from tweetarchive.nightly.requote import Requoted


def news_of(view: LedgerView, step: Step, requoted: Iterable[Requoted] = ()) -> TweetNews:
    """Put together what one observation changed.

    Args: requoted: of a tweet that was edited, its quotes held against the new version.
    """
    seen = step.seen
    tweet = view.tweet(seen.status_id)
    judged = {(one.report.record.file, one.judged.embed.index): one for one in requoted if one.report.record}
    return TweetNews(
        status_id=StatusId(seen.status_id),
        handle=seen.handle or (tweet.handle if tweet else None),
        text=seen.text or (tweet.text if tweet else None),
        at=seen.at,
        fates=step.changes,
        before=step.before,
        state=step.state,
        last_live=tweet.last_live if tweet else None,
        words=seen.words,
        misses=step.misses,
        handle_before=step.handle_before,
        text_before=step.text_before,
        quotes=tuple(_quotes(view, seen.status_id, judged)),
    )


def _quotes(view: LedgerView, status_id: str, judged: dict[tuple[str, int], Requoted]) -> Iterator[Quoted]:
    for embed in view.embeds_of(status_id):
        capture = view.capture(embed.file)
        anew = judged.get((embed.file, embed.place))
        beside, whole = (anew.against.text, anew.findings.text) if anew else (None, None)
        yield Quoted(
            url=capture.url if capture else None,
            title=capture.title if capture else None,
            place=embed.place,
            file=embed.file,
            text=embed.text,
            sees=what_is_left(Form(embed.form), embed.text, has_media=_has_media(embed)),
            verdict=anew.verdict if anew else Verdict(embed.verdict),
            verdict_before=Verdict(embed.verdict),
            now=anew.version.text if anew else None,
            changes=beside.changes if beside else (),
            note=whole.note if whole else None,
        )


def _has_media(embed: EmbedRow) -> bool:
    return bool((embed.report["tweet"] or {}).get("media") or embed.report["embed"]["pic_links"])
