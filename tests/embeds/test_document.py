"""What bytes are read as, and which are no article."""

from __future__ import annotations

import json
import logging
import random

import pytest

from tweetarchive.embeds.find import find_embeds, read_article
from tweetarchive.model.errors import InputError

WORDS = {
    ("cp1256", "ar"): "قال المتحدث باسم الحكومة إن المدينة شهدت هدوءا نسبيا اليوم",
    ("cp1255", "he"): "ראש הממשלה אמר היום כי הממשלה תדון בתקציב בשבוע הבא",
    ("cp1253", "el"): "Ο κυβερνητικός εκπρόσωπος δήλωσε ότι τα σχολεία θα ανοίξουν αύριο",
    ("cp1251", "ru"): "Официальный представитель заявил, что школы откроются завтра",
    ("cp1250", "pl"): "Rzecznik rządu powiedział, że szkoły zostaną otwarte jutro rano w całym kraju",
    ("cp1252", "fr"): "Le porte-parole a déclaré que les écoles rouvriront « sans délai »",
    ("gb18030", "zh"): "政府发言人说,学校明天恢复上课,交通逐步恢复正常",
    ("cp932", "ja"): "政府の報道官は今日、学校は明日再開すると発表した",
    ("euc_jp", "ja"): "政府の報道官は今日、学校は明日再開すると発表した",
    ("cp949", "ko"): "정부 대변인은 오늘 오후 공식 입장을 발표했다",
}
TWEET = (
    '<blockquote class="twitter-tweet"><p>{}</p>&mdash; N (@n_n) '
    '<a href="https://x.com/n_n/status/1187000000000000001">October 23, 2019</a></blockquote>'
)


@pytest.mark.parametrize("declares", [True, False])
@pytest.mark.parametrize("encoding", WORDS)
def test_an_unnamed_encoding_is_guessed_and_told(encoding: tuple[str, str], declares: bool) -> None:
    codec, language = encoding
    words = WORDS[encoding]
    page = f"<html{f' lang={language}' if declares else ''}><title>T</title><p>{words}.</p>{TWEET.format(words)}"
    article = read_article(page.encode(codec))
    assert [embed.text for embed in article.embeds] == [words]
    assert article.notes[0].startswith("the page names no encoding; it was read as ")


@pytest.mark.parametrize("page", [b"<p>plain", "<p>é".encode(), b'<meta charset="cp1251"><p>\xcf\xee\xf0\xf2'])
def test_an_encoding_that_is_named_or_proves_itself_needs_no_note(page: bytes) -> None:
    assert read_article(page).notes == ()


def test_a_guess_says_nothing_to_the_operator(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        read_article("<p>é à ü".encode("cp1252") + bytes(range(0x80, 0x90)))
    assert caplog.records == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_text_for_all_their_nuls(encoding: str) -> None:
    (embed,) = find_embeds(("<!doctype html><html><body>" + TWEET.format("Words")).encode(encoding))
    assert embed.text == "Words"


@pytest.mark.parametrize("length", [1, 10, 100, 1000, 100_000])
def test_random_bytes_are_no_article(length: int) -> None:
    with pytest.raises(InputError):
        read_article(b"\x00" + random.Random(length).randbytes(length))


@pytest.mark.parametrize("document", [b"text \x01\x02\x03 and more of it", b"\x00", b"Plain words, one\x00NUL"])
def test_control_characters_are_no_text(document: bytes) -> None:
    with pytest.raises(InputError, match="binary"):
        read_article(document)


def test_a_stray_nul_in_mark_up_is_what_browsers_read_over() -> None:
    (embed,) = find_embeds(("<html><body>" + "<p>Prose</p>" * 20 + TWEET.format("Wo\x00rds")).encode())
    assert embed.status_id == "1187000000000000001"


STATE = json.dumps({"title": "T", "body": [TWEET.format("Words"), "and more", {"a": 1}]})


@pytest.mark.parametrize("cut", [STATE[:40], '{"title": "T", "body": ', '["One paragraph", "and ano'])
def test_json_that_is_cut_before_any_tweet_is_refused(cut: str) -> None:
    with pytest.raises(InputError, match="broken JSON"):
        read_article(cut)
    with pytest.raises(InputError, match="broken JSON"):
        find_embeds(cut)


def test_what_is_called_json_and_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="broken JSON"):
        read_article(b"Not JSON at all", content_type="application/json")


def test_json_that_is_cut_behind_a_tweet_gives_the_tweet_and_a_note() -> None:
    article = read_article(STATE[:-5])
    assert [embed.text for embed in article.embeds] == ["Words"]
    assert "broken JSON" in article.notes[0]


@pytest.mark.parametrize("whole", [STATE, f"{STATE}\n{STATE.replace('Words', 'Others').replace('0001', '0002')}\n"])
def test_whole_json_and_one_value_a_line_need_no_note(whole: str) -> None:
    article = read_article(whole)
    assert (len(article.embeds), article.notes) == (whole.count('"title"'), ())
