from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import RECORD, says, web
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, SourceFormatError, Unreachable
from tweetarchive.model.tweet import Media, MediaKind, SourceName, StatusId, Tweet, Variant
from tweetarchive.sources.media import keep_media
from tweetarchive.sources.media_addresses import avatar_addresses, media_addresses, photo_addresses, poster_addresses
from tweetarchive.sources.playlist import MasterPlaylist, MediaPlaylist, parse_playlist

PHOTO = Media(kind=MediaKind.PHOTO, image_url="https://pbs.twimg.com/media/FoG.png", alt="A pier.")
POSTER = "https://pbs.twimg.com/amplify_video_thumb/9/img/p.jpg"
SMALL, LARGE = "https://video.twimg.com/9/s.mp4?tag=14", "https://video.twimg.com/9/l.mp4?tag=14"
STREAM = "https://video.twimg.com/amplify_video/9/pl/m.m3u8"
HLS = Variant(STREAM, "application/x-mpegURL", None)
VIDEO = Media(
    kind=MediaKind.VIDEO,
    image_url=POSTER,
    variants=(HLS, Variant(SMALL, "video/mp4", 288000), Variant(LARGE, "video/mp4", 2176000)),
)
STREAM_ONLY = Media(kind=MediaKind.VIDEO, image_url=POSTER, variants=(HLS,))
MASTER = """#EXTM3U
#EXT-X-MEDIA:NAME="Audio",TYPE=AUDIO,GROUP-ID="a",URI="/amplify_video/9/a.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=300,RESOLUTION=480x270,CODECS="mp4a.40.2,avc1.4d",AUDIO="a"
low.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=900,RESOLUTION=1280x720,AUDIO="a"
high.m3u8
"""
PIECES = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:3.0,\n1.m4s\n#EXTINF:3.0,\n2.m4s\n#EXT-X-ENDLIST\n'
PNG = says(b"\x89PNG", content_type="image/png")
MP4 = says(b"ftyp", content_type="video/mp4")


def tweet(*media: Media, avatar: str | None = None) -> Tweet:
    return Tweet(
        status_id=StatusId("20"),
        handle="a",
        text="x",
        media=media,
        avatar_url=avatar,
        source=SourceName.SYNDICATION,
    )


def playlist(text: str) -> dict[str, Any]:
    return says(text, content_type="application/x-mpegURL")


def test_a_photo_is_asked_for_in_all_sizes_under_its_own_extension() -> None:
    assert photo_addresses("https://pbs.twimg.com/media/FoG.png") == tuple(
        f"https://pbs.twimg.com/media/FoG.png?format=png&name={size}"
        for size in ("orig", "4096x4096", "large", "medium", "small")
    )


@pytest.mark.parametrize(
    "stated", ["https://pbs.twimg.com/media/FoG.png:large", "https://pbs.twimg.com/media/FoG.png?name=small"]
)
def test_a_size_in_the_stated_address_is_replaced(stated: str) -> None:
    assert photo_addresses(stated) == photo_addresses("https://pbs.twimg.com/media/FoG.png")


def test_the_newer_form_without_extension_keeps_its_format() -> None:
    stated = "https://pbs.twimg.com/media/FoG?format=webp&name=small"
    assert photo_addresses(stated)[0] == "https://pbs.twimg.com/media/FoG?format=webp&name=orig"


def test_a_picture_of_another_host_is_asked_for_as_it_is() -> None:
    assert photo_addresses("https://pictures.example/a.jpg") == ("https://pictures.example/a.jpg",)


def test_the_best_file_of_a_video_is_asked_for_first() -> None:
    assert media_addresses(VIDEO) == (LARGE, SMALL)
    assert media_addresses(STREAM_ONLY) == ()


def test_posters_and_avatars_are_asked_for_large_and_then_as_stated() -> None:
    assert poster_addresses(POSTER) == (f"{POSTER}?name=orig", POSTER)
    assert avatar_addresses("https://pbs.twimg.com/profile_images/1/a_normal.jpg") == (
        "https://pbs.twimg.com/profile_images/1/a_400x400.jpg",
        "https://pbs.twimg.com/profile_images/1/a_normal.jpg",
    )


def test_every_photo_is_kept_at_the_first_size_that_is_there() -> None:
    asked: list[str] = []
    orig, next_best = photo_addresses(PHOTO.image_url)[:2]
    (held,), problems = keep_media(tweet(PHOTO), web({orig: says(status=404), next_best: PNG}, asked))
    assert asked == [orig, next_best]
    assert (held.url, held.alt, held.size, held.content_type) == (next_best, "A pier.", 4, "image/png")
    assert held.record == RECORD
    assert [(one.url, one.why, one.partial) for one in problems] == [
        (orig, "answered HTTP 404; kept in another size", True)
    ]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (says(status=404), "answered HTTP 404"),
        (says("<html>", content_type="text/html"), "answered text/html"),
        (says(b"", content_type="image/png"), "an empty answer"),
    ],
)
def test_a_photo_that_cannot_be_had_is_a_problem_and_keeps_its_place(page: dict[str, Any], why: str) -> None:
    (held,), (problem,) = keep_media(tweet(PHOTO), web({"https://pbs.twimg.com/": page}))
    assert (held.url, held.sha256, held.record) == (photo_addresses(PHOTO.image_url)[0], None, None)
    assert (problem.what, problem.why, problem.partial) == ("media", why, False)


def index(*rows: tuple[str, str, str, str]) -> dict[str, Any]:
    """The web archive's list of copies: timestamp, address, media type, length."""
    names = ["timestamp", "original", "mimetype", "length", "statuscode", "digest"]
    return says(json.dumps([names, *([*row, "200", f"sha{place}"] for place, row in enumerate(rows))]))


GONE = {"https://pbs.twimg.com/": says(status=404), "https://video.twimg.com/": says(status=403)}
CDX = "https://web.archive.org/cdx/search/cdx?url="


def test_a_photo_that_x_no_longer_serves_is_kept_from_the_web_archive_as_large_as_it_was_copied() -> None:
    asked: list[str] = []
    copies = index(
        ("20240305000000", "https://pbs.twimg.com/media/FoG.png", "image/png", "90000"),
        ("20240306000000", "https://pbs.twimg.com/media/FoG?format=png&name=orig", "image/png", "700000"),
        ("20240307000000", "https://pbs.twimg.com/media/FoG.png:large", "text/html", "900000"),
        ("20240308000000", "https://pbs.twimg.com/media/Fog.png", "image/png", "900000"),
        ("20240309000000", "https://pbs.twimg.com/media/FoGGY.png", "image/png", "900000"),
    )
    known = {**GONE, CDX: copies, "https://web.archive.org/web/": PNG}
    (held,), (problem,) = keep_media(tweet(PHOTO), web(known, asked))
    assert (
        held.url == "https://web.archive.org/web/20240306000000id_/https://pbs.twimg.com/media/FoG?format=png&name=orig"
    )
    assert (held.size, held.alt, held.record) == (4, "A pier.", RECORD)
    assert [one for one in asked if "web.archive.org" in one] == [
        CDX + "pbs.twimg.com%2Fmedia%2FFoG&matchType=prefix&output=json"
        "&fl=timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest%2Clength&limit=500",
        held.url,
    ]
    assert (problem.url, problem.partial) == (photo_addresses(PHOTO.image_url)[0], True)
    assert problem.why == (
        "answered HTTP 404; kept from the web archive: "
        "https://web.archive.org/web/20240306000000/https://pbs.twimg.com/media/FoG?format=png&name=orig"
    )


def test_any_copied_rendition_of_a_video_will_do() -> None:
    gone = Media(
        kind=MediaKind.VIDEO,
        image_url=POSTER,
        variants=(Variant("https://video.twimg.com/ext_tw_video/9/pu/vid/1280x720/l.mp4?tag=1", "video/mp4", 9),),
    )
    small = "https://video.twimg.com/ext_tw_video/9/pu/vid/480x270/s.mp4"
    known = {**GONE, CDX: index(("20240305000000", small, "video/mp4", "9")), "https://web.archive.org/web/": MP4}
    (held,), _ = keep_media(tweet(gone), web(known))
    assert held.url == f"https://web.archive.org/web/20240305000000id_/{small}"


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        ({CDX: says("[]")}, "answered HTTP 404; web archive: no copy"),
        ({CDX: says(status=429)}, "answered HTTP 404; web archive: rate limited"),
        (
            {
                CDX: index(("20240305000000", "https://pbs.twimg.com/media/FoG.png", "image/png", "9")),
                "https://web.archive.org/web/": says("<html>", content_type="text/html"),
            },
            "answered HTTP 404; web archive: no copy that can be read",
        ),
    ],
)
def test_a_photo_that_nobody_holds_is_told_with_what_the_web_archive_said(archive: dict[str, Any], why: str) -> None:
    (held,), (problem,) = keep_media(tweet(PHOTO), web({**GONE, **archive}))
    assert (held.record, problem.why, problem.partial) == (None, why, False)


@pytest.mark.parametrize("failure", [says(status=503), Unreachable("x", request=None, failure=Failure.TIMEOUT)])
def test_what_x_fails_to_serve_today_is_not_sought_in_the_web_archive(failure: Any) -> None:
    asked: list[str] = []
    keep_media(tweet(PHOTO), web({"https://pbs.twimg.com/": failure}, asked))
    assert not [one for one in asked if "web.archive.org" in one]


def test_the_web_archive_is_asked_for_no_media_where_it_is_switched_off() -> None:
    asked: list[str] = []
    keep_media(tweet(PHOTO), web(GONE, asked), web_archive=False)
    assert not [one for one in asked if "web.archive.org" in one]


def test_media_that_were_never_asked_for_are_only_told() -> None:
    (held,), (problem,) = keep_media(tweet(PHOTO), web({}))
    assert held.sha256 is None
    assert (problem.why, problem.partial) == ("not in this archive", True)


def test_a_lost_answer_is_a_problem() -> None:
    def cut(request: Request) -> Exception:
        return Unreachable("cut", request=request, failure=Failure.CUT_BODY)

    _, (problem,) = keep_media(tweet(PHOTO), web({"https://pbs": cut}))
    assert problem.why == "no answer (cut body)"


def test_a_missing_poster_or_avatar_takes_nothing_from_the_tweet() -> None:
    known = {LARGE: MP4, "https://pbs.twimg.com/": says(status=404)}
    held, problems = keep_media(tweet(VIDEO, avatar="https://pbs.twimg.com/profile_images/1/a_normal.jpg"), web(known))
    assert held[0].url == LARGE
    assert [one.partial for one in problems] == [True, True]


def test_a_video_offered_as_a_stream_is_kept_with_all_its_pieces_and_its_sound() -> None:
    asked: list[str] = []
    known = {
        STREAM: playlist(MASTER),
        "https://video.twimg.com/amplify_video/9/pl/high.m3u8": playlist(PIECES),
        "https://video.twimg.com/amplify_video/9/a.m3u8": playlist(PIECES),
        "https://video.twimg.com/": MP4,
        POSTER: PNG,
    }
    (held,), problems = keep_media(tweet(STREAM_ONLY), web(known, asked))
    assert held.url == "https://video.twimg.com/amplify_video/9/pl/high.m3u8"
    assert problems == ()
    assert [url.rpartition("/9/")[2] for url in asked[3:9]] == [
        "pl/init.mp4",
        "pl/1.m4s",
        "pl/2.m4s",
        "init.mp4",
        "1.m4s",
        "2.m4s",
    ]


def test_a_stream_with_a_piece_missing_is_not_kept() -> None:
    known = {STREAM: playlist(PIECES), f"{STREAM.rpartition('/')[0]}/2.m4s": says(status=404), "https://video": MP4}
    (held,), problems = keep_media(tweet(STREAM_ONLY), web({**known, POSTER: PNG}))
    assert held.record is None
    assert [one.why for one in problems] == ["a piece of the video is missing: answered HTTP 404"]


def test_a_video_of_which_only_the_poster_is_known_is_a_problem() -> None:
    _, (problem,) = keep_media(tweet(Media(kind=MediaKind.VIDEO, image_url=POSTER)), web({POSTER: PNG}))
    assert problem.why == "the source names no file of it"


def test_a_master_playlist_is_ordered_by_bandwidth() -> None:
    found = parse_playlist(MASTER, STREAM)
    assert isinstance(found, MasterPlaylist)
    assert [one.bandwidth for one in found.renditions] == [900, 300]


def test_byte_ranges_of_one_file_are_one_address() -> None:
    found = parse_playlist("#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:9@0\nv.ts\n#EXTINF:1,\nv.ts\n", STREAM)
    assert found == MediaPlaylist(("https://video.twimg.com/amplify_video/9/pl/v.ts",))


@pytest.mark.parametrize(
    "text", ["", "<html>", "#EXTM3U\n", "#EXTM3U\n" + "".join(f"{number}.ts\n" for number in range(5001))]
)
def test_a_playlist_of_nothing_or_without_end_is_refused(text: str) -> None:
    with pytest.raises(SourceFormatError):
        parse_playlist(text, STREAM)
