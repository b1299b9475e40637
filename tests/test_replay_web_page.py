"""A packed archive, opened by somebody who was not there: in ReplayWeb.page, in a real browser."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.replay_web_page import FOUND, replaying
from tweetarchive.archive.keys import SigningKey
from tweetarchive.archive.network import Network
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.packing import pack
from tweetarchive.pipeline import archive_article
from tweetarchive.report.view import VIEW_ADDRESS

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not FOUND, reason="ReplayWeb.page is not fetched: make test")]
MAYOR = "https://tweetarchive.invalid/tweet/1942993486869431374"


@pytest.fixture(scope="module")
def wacz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed")
    eager = Network(delay=0, limits=(), retries=0)
    archive_article(ARTICLE_URL, archives=folder / "archives", network=eager, transport=answers())
    key = SigningKey(ec.derive_private_key(7, ec.SECP384R1()))
    return pack(folder / "demo.wacz", folder / "archives", key=key, now=datetime(2026, 11, 23, tzinfo=UTC)).packed.path


def test_articles_and_tweets_are_listed_found_by_their_words_and_open(wacz: Path) -> None:
    with replaying(wacz) as replay:
        assert {ARTICLE_URL, MAYOR} <= set(replay.listed())
        assert set(replay.search("reservoir holds enough water")) >= {MAYOR, ARTICLE_URL, VIEW_ADDRESS + ARTICLE_URL}
        article = replay.open(ARTICLE_URL)
        assert "The worst July storm in a generation" in article.locator("body").inner_text()
        view = replay.open(VIEW_ADDRESS + ARTICLE_URL)
        framed = view.frame_locator(f'iframe[src$="{MAYOR}"]')
        assert "The reservoir holds enough water for 14 days." in framed.locator("body").inner_text()
        card = replay.open(MAYOR)
        assert "The reservoir holds enough water for 14 days." in card.locator("body").inner_text()
        assert replay.outside == []


def test_the_signature_is_verified(wacz: Path) -> None:
    with replaying(wacz) as replay:
        assert replay.verified()["signature"] is True


def test_a_false_signature_is_not(wacz: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.wacz"
    with zipfile.ZipFile(wacz) as old, zipfile.ZipFile(forged, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "datapackage-digest.json":
                digest = json.loads(content)
                digest["signedData"]["publicKey"] = SigningKey(ec.derive_private_key(8, ec.SECP384R1())).public.base64
                content = json.dumps(digest).encode()
            new.writestr(member, content)
    with replaying(forged) as replay:
        assert replay.verified()["signature"] is False
