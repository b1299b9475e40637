"""What a source's words for a missing tweet say. Only words and codes count: a mute refusal is UNKNOWN.

Sentences are X's own, found in reference/sources.md §6 and in the interfaces' translations; they are matched by the
words that carry the reason, since the rest ("Tweet", "Post", "Learn more", the kind of apostrophe) changes.
"""

from __future__ import annotations

import re

from tweetarchive.model.tweet import Availability

_REASONS: tuple[tuple[Availability, re.Pattern[str]], ...] = tuple(
    (availability, re.compile("|".join(patterns), re.I))
    for availability, patterns in (
        (
            Availability.ACCOUNT_GONE,
            (
                r"account (?:that )?(?:no longer|does(?:n['’]t| not)) exists?",
                r"deactivated account",
                r"cuenta que ya no existe",
                r"compte qui n['’]existe plus",
                r"(?:account|konto),? (?:der|das) nicht mehr existiert|nicht mehr existierende[nrs]? (?:account|konto)",
                r"conta que não existe mais|conta que já não existe",
                r"account che non esiste più",
                r"account dat niet (?:meer|langer) bestaat",
                r"存在しないアカウント|アカウントは存在しません",
                r"больше не существу",
                r"artık (?:var olmayan|mevcut olmayan|var olmayan) (?:bir )?hesap|hesap artık (?:yok|mevcut değil)",
                r"(?:حساب|الحساب) لم يعد موجود",
                r"더 이상 존재하지 않는 계정",
                r"(?:已不存在|不存在)(?:的)?(?:账号|账户|帳號|帳戶)",
                r"akun yang sudah tidak ada",
                r"konta, które już nie istnieje",
                r"(?:खाता|अकाउंट) अब मौजूद नहीं",
                r"חשבון שכבר (?:לא|אינו) קיים",
                r"حسابی که دیگر وجود ندارد",
            ),
        ),
        (
            Availability.SUSPENDED,
            (
                r"suspended account",
                r"(?:account|user|author)[^.]{0,40}(?:is|has been|was) (?:\w+ )?suspended",
                r"account suspended",
                r"cuenta (?:que está )?suspendida|suspendimos (?:la|esta) cuenta",
                r"compte (?:qui est |a été )?suspendu",
                r"(?:gesperrte[nrms]?|suspendierte[nrms]?) (?:account|konto)",
                r"(?:account|konto) (?:wurde|ist) gesperrt",
                r"conta suspensa",
                r"account sospeso",
                r"(?:opgeschort|geschorst)e? account",
                r"凍結(?:された|されている)",
                r"(?:заблокирован|приостановлен)\w* (?:учетн\w+ запис|учётн\w+ запис|аккаунт)",
                r"(?:учетн|учётн)\w+ запис\w+ (?:\w+ )?(?:заблокирован|приостановлен)",
                r"askıya alın",
                r"حساب (?:معلق|موقوف)|(?:تم )?(?:تعليق|إيقاف) (?:هذا )?(?:الحساب|حساب)",
                r"(?:일시 ?)?정지된 계정",
                r"(?:被冻结|已冻结|被凍結|已凍結|被停用|已停用|遭停權)的?(?:账号|账户|帳號|帳戶)",
                r"akun yang ditangguhkan",
                r"zawieszone(?:go)? kont",
                r"(?:निलंबित|सस्पेंड)",
                r"חשבון (?:מושעה|שהושעה)",
                r"حساب(?:ی)? (?:تعلیق|معلق)",
            ),
        ),
        (
            Availability.PROTECTED,
            (
                r"limits who can (?:view|see)",
                r"from a private account",
                r"(?:tweets|posts) are protected|protected (?:tweets|posts|account)",
                r"limita quién puede ver|(?:tweets|posts) protegid|cuenta protegida",
                r"limite (?:les personnes|qui peut)|(?:tweets|posts) (?:sont )?protégés",
                r"(?:beschränkt|begrenzt|einschränkt),? wer|wer [^.]{0,60}(?:sehen|ansehen) (?:kann|darf)",
                r"limita quem pode (?:ver|visualizar)",
                r"limita chi può (?:vedere|visualizzare)|(?:limitato|limita) le persone",
                r"beperkt wie",
                r"表示できる(?:ユーザー|アカウント|人)を制限|非公開|ポストを表示できる",
                r"ограничи\w+ (?:круг|список|доступ)",
                r"(?:kimlerin|kimin) görebileceğini",
                r"(?:يقيد|يقيّد|قيد|حدد|يحدد)[^.]{0,40}(?:مشاهدة|عرض|رؤية)",
                r"볼 수 있는 사(?:용자|람)를 제한",
                r"限制了?(?:谁|誰|可以|可查看|能)",
                r"membatasi siapa",
                r"ogranicz\w+,? kto",
            ),
        ),
        (
            Availability.WITHHELD,
            (
                r"withheld",
                r"legal demand",
                r"retenid[oa]|solicitud legal|demanda legal",
                r"demande légale|demande judiciaire",
                r"zurückgehalten|rechtliche[nr]? (?:aufforderung|forderung)",
                r"demanda legal|solicitação legal",
                r"法的な?(?:要請|要求|申し立て)",
                r"yasal (?:bir )?talep",
                r"طلب قانوني",
                r"法律要求",
            ),
        ),
        (
            Availability.RULE_VIOLATION,
            (
                r"violat(?:ed|es|ing|ion)[^.]{0,60}(?:rules|terms)",
                r"(?:incumpl|infring|viol)\w+ (?:las|nuestras) (?:reglas|normas)",
                r"(?:enfrein\w*|viol\w+|non[- ]respect|contrev\w+)[^.]{0,30}règles",
                r"(?:verstößt|verstieß|verstoß\w*|verletzt)[^.]{0,40}(?:regeln|richtlinien)",
                r"(?:viol\w+|infring\w+)[^.]{0,20}(?:as|às) regras",
                r"viola\w*[^.]{0,20}(?:le )?regole",
                r"(?:schendt|overtreedt|in strijd)[^.]{0,30}regels|regels[^.]{0,30}(?:schendt|geschonden|overtreden)",
                r"ルールに違反",
                r"(?:наруш)\w+[^.]{0,20}правил",
                r"kurallarını ihlal",
                r"(?:ينتهك|انتهك|خالف|يخالف|مخالف)[^.]{0,20}(?:قواعد|قوانين)",
                r"(?:운영원칙|규칙)[^.]{0,10}위반",
                r"[违違]反了?[^。]{0,12}[规規][则則]",
                r"melanggar (?:aturan|peraturan)",
                r"narusz\w+[^.]{0,20}(?:zasad|regulamin)",
            ),
        ),
        (
            Availability.DELETED,
            (
                r"(?:was|has been|been) deleted",
                r"deleted by",
                r"(?:eliminad|borrad)[oa] por|(?:autor|autora)[^.]{0,30}(?:eliminó|borró)",
                r"supprimé",
                r"gelöscht",
                r"(?:excluíd|apagad|eliminad)[oa]",
                r"eliminato|cancellato",
                r"verwijderd",
                r"削除(?:され|しました)",
                r"удален|удалён|удалил",
                r"(?:tarafından )?silin(?:di|miş)",
                r"(?:حذف|حُذف|محذوف)",
                r"삭제",
                r"(?:已被|被|已)[^。]{0,12}(?:删除|刪除)|(?:删除|刪除)了",
                r"dihapus",
                r"usunięt[yaeo]",
                r"हटा (?:दिया|दी)|मिटा",
                r"נמחק",
                r"حذف شده",
            ),
        ),
        (
            Availability.AGE_RESTRICTED,
            (
                r"age[- ]restricted",
                r"(?:people|users) under 18",
                r"menores de 18|restricción de edad|restringid[oa] por edad",
                r"moins de 18 ans|limite d['’]âge|restriction d['’]âge",
                r"unter 18|alters(?:beschränk|freigabe)",
                r"restrição (?:de idade|etária)|restrito por idade",
                r"età inferiore ai 18|limiti di età",
                r"jonger dan 18|leeftijdsbeperk",
                r"18歳未満|年齢制限",
                r"(?:младше|до) 18|возрастн\w+ огранич",
                r"18 yaş|yaş sınır",
                r"(?:أقل من|دون) 18|مقيد حسب العمر|بقيود عمرية",
                r"18세 미만|연령 제한",
                r"18\s?[岁歲]以下|年龄限制|年齡限制",
            ),
        ),
        (
            Availability.NOT_FOUND,
            (
                r"no status found",
                r"could ?n[o'’]t find (?:tweet|post)|could not find (?:tweet|post)",
                r"page (?:does(?:n['’]t| not) exist)|that page does(?:n['’]t| not) exist",
                r"page (?:you were looking for )?(?:was )?not found",
            ),
        ),
    )
)

_CODES = {
    34: Availability.NOT_FOUND,
    63: Availability.SUSPENDED,
    144: Availability.NOT_FOUND,
    179: Availability.PROTECTED,
    422: Availability.RULE_VIOLATION,
}
"""Of API v1.1 (reference/sources.md §3 and §6); every other code is about the request, not about the tweet."""

_GRAPHQL_REASONS = {
    "suspended": Availability.SUSPENDED,
    "protected": Availability.PROTECTED,
    "deleted": Availability.DELETED,
    "nsfwloggedout": Availability.AGE_RESTRICTED,
    "nsfwviewerhasnostatedage": Availability.AGE_RESTRICTED,
}


def availability_in_words(words: str | None) -> Availability:
    """What a sentence says, in the languages we can read; UNKNOWN where it names no reason."""
    return next((reason for reason, pattern in _REASONS if pattern.search(words or "")), Availability.UNKNOWN)


def availability_in_code(code: int | None, words: str | None) -> Availability:
    """What an API v1.1 error says; its words count only where it gives no code ("your account is suspended" is 64)."""
    return availability_in_words(words) if code is None else _CODES.get(code, Availability.UNKNOWN)


def availability_in_reason(reason: str | None) -> Availability:
    """What GraphQL's `reason` says."""
    return _GRAPHQL_REASONS.get((reason or "").lower(), Availability.UNKNOWN)
