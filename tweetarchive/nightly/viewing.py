"""Which article a page is: what it says of itself, and whether that is borne out by what both show.

Many a page calls another its article (`rel=canonical`): its print view and its AMP twin do, with good reason; a whole
site that names one address on every page, or a live blog's second page, for none. So the other page is looked at, too,
and the page is a copy only where the other shows the same tweets in the same words. What was archived once stays an
article of its own. So no falsified copy is hidden by a good one, and none comes and goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tweetarchive.archive.holding import Holding
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.ledger_rows import ArticleRow
from tweetarchive.model.address import article_key
from tweetarchive.nightly.listed import Listed
from tweetarchive.nightly.look import Look
from tweetarchive.nightly.plan import Planned, Selection
from tweetarchive.nightly.robots import Robots
from tweetarchive.nightly.tonight import Shown, Tonight, covers, embed_shown
from tweetarchive.nightly.visit import Outcome, Visited, judge_change, visit


class Viewing:
    """Threads may share it."""

    def __init__(
        self, robots: Robots, ledger: Ledger, selection: Selection, due: Callable[[str], Planned | None]
    ) -> None:
        """Args: due: what is planned of an article tonight, by its key."""
        self.tonight = Tonight()
        self._robots, self._ledger, self._selection, self._due = robots, ledger, selection, due

    def look(self, planned: Planned, holding: Holding, see_main: Callable[[Planned], None] | None) -> Visited:
        """Visit an article that was taken (`Tonight.begin`), and say whether there is something new to archive.

        Args:   see_main: looks at the article whose copy a page calls itself; None: that is not to be followed.
        Raises: as `visit`.
        """
        taken = [planned.key]
        try:
            visited = visit(planned, holding, self._robots)
            if visited.look is None:
                if visited.outcome is Outcome.UNCHANGED:
                    self.tonight.settle(taken, self._shown_before(planned.known))
                return visited
            got = article_key(visited.look.got)
            if got != planned.key:
                if not self.tonight.begin(got):
                    self.tonight.settle(taken, self.tonight.shown_by(got))
                    return replace(visited, outcome=Outcome.SAME_ARTICLE, look=None, known={})
                taken.append(got)
            return self._judged(planned, visited, visited.look, taken, see_main)
        finally:
            self.tonight.release(taken)

    def _judged(
        self,
        planned: Planned,
        visited: Visited,
        look: Look,
        taken: list[str],
        see_main: Callable[[Planned], None] | None,
    ) -> Visited:
        known = self._ledger.article(look.got)
        own = known if known and article_key(known.url) == article_key(look.got) else None
        if article_key(look.url) not in taken:
            self.tonight.settle(taken, None)  # before anybody is waited for, who may wait for this one
            shown = self._shown_by_main(planned, look, see_main)
            was_archived = own is not None and own.file is not None
            if look.shown and shown is not None and covers(shown, look.shown) and not was_archived:
                self.tonight.settle(taken, look.shown)
                lastmod = {"lastmod": planned.listed.lastmod}
                return replace(visited, outcome=Outcome.SAME_ARTICLE, look=None, known=lastmod)
            look = replace(look, url=look.got, twins=())
            if known is not None and own is None:
                self._ledger.set_apart(look.url)
        self.tonight.settle(taken, look.shown)
        before = self._ledger.article(look.url) or _moved(planned, look)
        outcome = judge_change(look, before, planned.decision)
        return replace(visited, look=look, outcome=outcome, before=before)

    def _shown_by_main(self, planned: Planned, look: Look, see_main: Callable[[Planned], None] | None) -> Shown | None:
        """What the article shows that a page names as its own; it is looked at now, if nobody has."""
        main = article_key(look.url)
        if self.tonight.begin(main):
            known = self._ledger.article(look.url)
            listed = Listed(look.url, known.lastmod if known else None)
            wanted = self._due(main) or Planned(listed, main, planned.decision, known)
            if see_main is None or self._selection.leaves(wanted.listed):
                self.tonight.forget(main)
                return None
            try:
                see_main(wanted)
            finally:
                self.tonight.release([main])
        return self.tonight.shown_by(main)

    def _shown_before(self, known: ArticleRow | None) -> Shown | None:
        """What an article shows that has not changed since."""
        if known is None or not known.embeds:
            return frozenset()
        report = self._ledger.report(known.file) if known.file else None
        return None if report is None else frozenset(embed_shown(one["embed"]) for one in report["embeds"])


def _moved(planned: Planned, look: Look) -> ArticleRow | None:
    """What was known of an article under the address that leads here now."""
    known = planned.known
    return known if known and known.key == planned.key != article_key(look.got) else None
