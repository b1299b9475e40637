from __future__ import annotations

import pytest

from tweetarchive.model.tweet import Availability as A
from tweetarchive.sources.tombstone import availability_in_words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("This Post was deleted by the Post author. Learn more", A.DELETED),
        ("This Tweet was deleted by the Tweet author. Learn more", A.DELETED),
        ("Este Post fue eliminado por su autor. Más información", A.DELETED),
        ("Ce post a été supprimé par son auteur. En savoir plus", A.DELETED),
        ("Dieser Post wurde vom Post-Autor gelöscht. Mehr erfahren", A.DELETED),
        ("Este post foi excluído pelo autor. Saiba mais", A.DELETED),
        ("このポストは、ポストの作成者により削除されました。詳細はこちら", A.DELETED),
        ("Bu Gönderi, Gönderi yazarı tarafından silindi.", A.DELETED),
        ("تم حذف هذا المنشور من قِبل صاحبه.", A.DELETED),
        ("Этот пост удален автором.", A.DELETED),
        ("작성자가 삭제한 게시물입니다.", A.DELETED),
        ("This Post is from a suspended account. Learn more", A.SUSPENDED),
        ("This account has been suspended.", A.SUSPENDED),
        ("Este Post es de una cuenta suspendida. Más información", A.SUSPENDED),
        ("Ce post provient d’un compte suspendu.", A.SUSPENDED),
        ("Dieser Post stammt von einem gesperrten Account.", A.SUSPENDED),
        ("Este post é de uma conta suspensa.", A.SUSPENDED),
        ("このポストは、凍結されたアカウントによるものです。", A.SUSPENDED),
        ("This Post is from an account that no longer exists. Learn more", A.ACCOUNT_GONE),
        ("Este Tweet es de una cuenta que ya no existe.", A.ACCOUNT_GONE),
        ("Ce post provient d'un compte qui n’existe plus.", A.ACCOUNT_GONE),
        (
            "You’re unable to view this Post because this account owner limits who can view their Posts. Learn more",
            A.PROTECTED,
        ),
        ("These Tweets are protected", A.PROTECTED),
        ("This Post is from a private account. Learn more", A.PROTECTED),
        (
            "このアカウントの所有者はツイートを表示できるアカウントを制限しているため、このツイートを表示できません。",
            A.PROTECTED,
        ),
        ("このポストはXルールに違反しています。詳細はこちら", A.RULE_VIOLATION),
        ("This Post violated the X Rules. Learn more", A.RULE_VIOLATION),
        ("This Tweet is no longer available because it violated the Twitter Rules. Learn more", A.RULE_VIOLATION),
        ("Este Post infringió las Reglas de X.".replace("infringió", "infringe"), A.RULE_VIOLATION),
        ("This Tweet from @a has been withheld in Germany in response to a legal demand. Learn more", A.WITHHELD),
        (
            "Age-restricted adult content. This content might not be appropriate for people under 18 years old. To "
            "view this media, you’ll need to log in to X. Learn more",
            A.AGE_RESTRICTED,
        ),
        ("No status found with that ID.", A.NOT_FOUND),
        ("Sorry, that page doesn’t exist!", A.NOT_FOUND),
        ("This Post is unavailable. Learn more", A.UNKNOWN),
        ("Sorry, you are not authorized to see this status.", A.UNKNOWN),
        ("Something went wrong. Try reloading.", A.UNKNOWN),
        ("", A.UNKNOWN),
        (None, A.UNKNOWN),
    ],
)
def test_only_words_that_name_a_reason_say_one(words: str | None, said: A) -> None:
    assert availability_in_words(words) is said
