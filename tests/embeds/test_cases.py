"""The labelled pages beside the project: how many embeds are found, how many invented, and which fields differ."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tweetarchive.embeds.find import find_embeds
from tweetarchive.model.article import Embed

FORMS = {"json": "page-state", "custom": None}
"""Labels' names of forms that CONTRACT.md calls otherwise; a custom form is a widget or a static card."""
FIELDS = ("handle", "author_name", "date_text", "text", "pic_links")


def fields(embed: Embed) -> dict[str, Any]:
    return {
        "handle": embed.handle,
        "author_name": embed.author_name,
        "date_text": embed.date.text if embed.date else None,
        "text": embed.text,
        "pic_links": list(embed.pic_links),
    }


def is_labelled(embed: Embed, label: dict[str, Any]) -> bool:
    if label["tweet_id"]:
        return embed.status_id == label["tweet_id"]
    return embed.handle == label["handle"] and bool(embed.text) and embed.text == label["text"]


@pytest.mark.cases
def test_labelled_embeds_are_found_with_their_fields_and_no_others(cases: Path) -> None:
    folder = cases / "embeds"
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        left = list(find_embeds((folder / "pages" / page["file"]).read_bytes()))
        for label in page["embeds"]:
            found = next((embed for embed in left if is_labelled(embed, label)), None)
            if found is not None:
                left.remove(found)
            if page.get("unsure") or label.get("unsure"):
                continue
            count["labelled"] += 1
            if found is None:
                wrong.append(f"{page['slug']}: lost {label['tweet_id'] or label['text']}")
                continue
            count["found"] += 1
            for name, value in fields(found).items():
                wanted = label[name]
                if name == "handle" and wanted is None and not found.handle_shown:
                    continue  # the label holds what is shown; CONTRACT.md takes the permalink's where nothing is
                count[name] += value == wanted or (name == "handle" and str(value).lower() == str(wanted).lower())
                count[f"{name} labelled"] += 1
                if value != wanted:
                    wrong.append(f"{page['slug']} {name}: {value!r} for {wanted!r}")
        unsure = page.get("unsure") or any(label.get("unsure") for label in page["embeds"])
        invented = [embed for embed in left if embed.status_id not in page["ignore_ids"] and not unsure]
        count["invented"] += len(invented)
        wrong += [f"{page['slug']}: invented {embed}" for embed in invented]
    report = "\n".join(wrong)
    assert count["found"] / count["labelled"] >= 0.99, report
    assert count["found"] / (count["found"] + count["invented"]) >= 0.99, report
    for name in FIELDS:
        assert count[name] / count[f"{name} labelled"] >= 0.99, report
