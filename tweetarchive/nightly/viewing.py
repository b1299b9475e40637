"""Which article a page is: what it says of itself, and whether that is borne out by what both show.

Many a page calls another its article (`rel=canonical`): its print view and its AMP twin do, with good reason; a whole
site that names one address on every page, or a live blog's second page, for none. So the other page is looked at, too,
and counts only where it shows the tweets of this one in the same words. No falsified copy is hidden by a good one.
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

    def __init__(self, robots: Robots, ledger: Ledger, selection: Selection) -> None:
        self.tonight = Tonight()
        self._robots, self._ledger, self._selection = robots, ledger, selection

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
                    return replace(visited, outcome=Outcome.SAME_ARTICLE, known={})
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
        if article_key(look.url) not in taken:
            self.tonight.settle(taken, None)  # before anybody is waited for, who may wait for this one
            if self._is_copy(planned, look, see_main):
                return replace(visited, outcome=Outcome.SAME_ARTICLE, known={})
            look = replace(look, url=look.got, twins=())
            self._ledger.set_apart(look.url)
        twins = [key for key in map(article_key, look.twins) if self.tonight.begin(key)]
        self.tonight.settle((*taken, *twins), look.shown)
        before = self._ledger.article(look.url) or _moved(planned, look)
        outcome = judge_change(look, before, planned.decision)
        return replace(visited, look=look, outcome=outcome, before=before)

    def _is_copy(self, planned: Planned, look: Look, see_main: Callable[[Planned], None] | None) -> bool:
        """Whether the article that it names shows all of its embeds; a page without any is a line of its own."""
        main = article_key(look.url)
        if self.tonight.begin(main):
            known = self._ledger.article(look.url)
            listed = Listed(look.url, known.lastmod if known else None)
            if see_main is None or self._selection.leaves(listed):
                self.tonight.forget(main)
                return False
            see_main(Planned(listed, main, planned.decision, known))
        shown = self.tonight.shown_by(main)
        return bool(look.shown) and shown is not None and covers(shown, look.shown)

    def _shown_before(self, known: ArticleRow | None) -> Shown | None:
        """What an article shows that has not changed since."""
        if known is None or not known.embeds:
            return frozenset()
        report = self._ledger.report(known.file) if known.file else None
        if report is None:
            return None
        return frozenset(embed_shown(one["embed"]["status_id"], one["embed"]["text"]) for one in report["embeds"])


def _moved(planned: Planned, look: Look) -> ArticleRow | None:
    """What was known of an article under the address that leads here now."""
    known = planned.known
    return known if known and known.key == planned.key != article_key(look.got) else None
