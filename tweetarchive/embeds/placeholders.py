"""What stands where a tweet's words should be: X's tombstones, consent gates and buttons, in the languages seen.

Only as the whole text: a tweet may quote any of these sentences. Wordings of X's tombstones: reference/sources.md.
"""

from __future__ import annotations

import re

_TWEET = r"(?:tweets?|tuits?|posts?)"
_X = r"(?:twitter|x(?:\.com)?)"
_SENTENCES = (
    # X's own, in English, with Post for Tweet since 2023
    rf"(?:this|the) {_TWEET} (?:is )?from (?:a suspended account|an account (?:that|which|owner)\b[^.]{{0,60}})",
    rf"(?:this|the) {_TWEET} (?:was|has been|may have been|is)? ?(?:now )?"
    r"(?:deleted|removed|unavailable|withheld|(?:not|no longer) available|not found|hidden)"
    rf"(?: by (?:the|its) (?:{_TWEET} )?author| because it violated the {_X} rules| in response to a [^.]{{0,60}}"
    rf"| because [^.]{{0,40}}\baccount[^.]{{0,60}})?",
    rf"(?:this|the) {_TWEET} (?:has )?violated the {_X} rules",
    rf"(?:this|the) {_TWEET} (?:does ?n['’]t|does not|no longer) exists?(?: any ?more)?",
    rf"you(?:['’]re| are) (?:unable|not able) to view this {_TWEET}\b[^.]{{0,120}}",
    r"age-restricted adult content(?:\. this content might not be appropriate\b[^.]{0,80})?"
    r"(?:\. to view this media\b[^.]{0,80})?",
    r"hmm\s?(?:\.\.\.|…)\s?this page does ?(?:n['’]t| not) exist(?:\. try searching for something else)?",
    r"sorry, (?:that|this) page does ?(?:n['’]t| not) exist",
    r"sorry, you are not authorized to see this (?:status|tweet|post)",
    r"something went wrong(?:[.,] (?:but don['’]t fret[^.]{0,40}|try (?:reloading|again)))?",
    # CMS and consent gates, in English
    rf"(?:embedded )?{_TWEET} (?:is |was |may have been )?"
    r"(?:unavailable|deleted|removed|not (?:found|available|loaded))",
    rf"(?:this|the)?\s?{_TWEET} (?:could not|could n['’]t|couldn['’]t|can ?not|can['’]t"
    rf"|failed to) (?:be )?(?:load|show|display|found|embed)\w*",
    rf"(?:unable|failed) to (?:load|show|display|embed) (?:the |this )?{_TWEET}",
    rf"(?:click|tap) (?:here )?to (?:load|view|show|see|open) (?:the |this )?(?:{_TWEET}"
    rf"|content)(?: (?:on|from) {_X})?",
    rf"(?:please )?(?:accept|enable|allow)\b[^.]{{0,40}}\b(?:cookies"
    rf"|javascript)\b[^.]{{0,20}}\bto (?:view|see|load|show)"
    rf" (?:the |this )?(?:embedded )?(?:{_TWEET}|content|media)(?: (?:on|from) {_X})?",
    rf"(?:this|the) (?:content|{_TWEET}) (?:is (?:hosted|provided) by|comes from|is from) {_X}\b[^.]{{0,120}}",
    rf"(?:view|see|read|show|open|watch|load)(?: (?:the|this|full|original|embedded|entire))* {_TWEET}"
    rf"(?: (?:on|by|from) [^\s.]{{1,20}}(?: [^\s.]{{1,20}})?)?",
    rf"(?:view|see|open|watch|read)(?: (?:it|this|more|original))? (?:on|in) {_X}",
    rf"(?:loading|lade|cargando|chargement)(?: (?:the |du |el |den )?(?:{_TWEET}|{_X}))?",
    rf"[^.]{{0,12}}\b(?:embed(?:ded)?|external) (?:{_TWEET}|content)[^.]{{0,20}}",
    rf"{_TWEET}|{_X}|link",
    rf"(?:voir|ver|vedi|zobacz|bekijk|se)(?: \w{{1,4}})? (?:{_TWEET}|{_X})(?: \w{{1,4}} {_X})?",
    # German
    rf"(?:diese[rs]|der) (?:{_TWEET}|beitrag) (?:ist|wurde|existiert)\b[^.]{{0,20}}"
    rf"\b(?:verfügbar|gelöscht|entfernt|nicht mehr)",
    rf"(?:{_TWEET}|beitrag|inhalte?) (?:anzeigen|laden|ansehen|öffnen)",
    rf"an dieser stelle (?:befindet sich|finden sie|steht) (?:ein )?externe[rn]? inhalte?(?: von {_X})?"
    r"(?:, der\b[^.]{0,90})?",
    rf"(?:empfohlener )?(?:redaktioneller |externer )inhalt(?: von {_X})?",
    # French
    r"ce (?:tweet|post|message) (?:n['’](?:est|existe) (?:plus|pas)(?: disponible)?|a été (?:supprimé"
    r"|effacé)[^.]{0,20})",
    r"(?:afficher|voir|charger|consulter) (?:le|ce) (?:tweet|post)",
    # Spanish, Portuguese, Italian, Catalan
    r"(?:este|el|o|aquest) (?:tweet|tuit|post) (?:ya )?(?:no est[áà]"
    r"|não está(?: mais)?) (?:ja )?dispon[ií](?:ble|vel)",
    r"(?:este|el|o) (?:tweet|tuit|post) (?:foi|fue|ha sido) (?:apagado|excluído|deletado|removido|eliminado|borrado)",
    r"questo (?:tweet|post) (?:non è (?:più )?disponibile|è stato (?:eliminato|cancellato|rimosso))",
    r"(?:ver|cargar|carregar|mostrar|mostra|carica|vedi) (?:el |o |il )?(?:tweet|tuit|post)",
    # Dutch, Swedish, Danish, Norwegian
    r"(?:deze|dit|den här|det här|denne|dette) (?:tweet(?:en)?|bericht|post|inlägget|inlegget"
    r"|opslag) (?:is|är|er|har) "
    r"(?:(?:niet|inte|ikke) (?:meer |langer |längre |lenger |længere )?(?:beschikbaar|tillgänglig\w?|tilgjengelig|"
    r"tilgængelig\w?)|verwijderd|blivit borttage[nt]|tagits bort|slettet)",
    # Polish, Czech
    r"(?:ten|tento) (?:tweet|wpis|post|příspěvek) (?:jest niedostępny|(?:został|byl) (?:usunięty|smazán|odstraněn)|"
    r"nie jest (?:już )?dostępny|není (?:k dispozici|dostupný))",
    # Turkish
    r"bu (?:tweet|gönderi|paylaşım) (?:silinmiş|silindi|kaldırıldı|kullanılamıyor|mevcut değil|görüntülenemiyor)",
    # Russian, Ukrainian
    r"(?:(?:этот|данный|цей) )?(?:твит|пост|твіт|допис) (?:был |було )?"
    r"(?:удал[её]н|недоступен|больше не доступен|видалено|недоступний)",
    r"(?:показать|загрузить|открыть|показати) (?:твит|пост|твіт|допис)",
    # Greek
    r"αυτό το (?:tweet|post) (?:δεν είναι (?:πλέον )?διαθέσιμο|διαγράφηκε|έχει διαγραφεί)",
    # Arabic, Persian, Sorani, Hebrew
    r"(?:هذه|هذا) (?:التغريدة|المنشور) (?:غير متاح(?:ة)?|محذوف(?:ة)?|لم (?:ي|ت)عد [^.]{0,20})",
    r"تم حذف (?:هذه |هذا )?(?:التغريدة|المنشور)|عرض التغريدة",
    r"این (?:توییت|پست) (?:در دسترس نیست|حذف شده(?: است)?)",
    r"(?:ה?ציוץ|ה?פוסט) (?:הזה )?(?:אינו זמין|לא זמין|נמחק)",
    # Hindi, Indonesian, Malay, Vietnamese
    r"यह (?:ट्वीट|पोस्ट) (?:उपलब्ध नहीं है|हटा(?:या| दिया) गया(?: है)?)",
    r"(?:tweet|postingan|kiriman|cuitan) ini (?:tidak (?:lagi )?tersedia|(?:telah|sudah) (?:dihapus|dipadam))",
    r"(?:tweet|bài đăng) này (?:không (?:khả dụng|tồn tại|có sẵn)|đã bị xóa)",
    # Chinese, Japanese, Korean
    r"(?:此|该|該|这条|這則|這條|本) ?(?:推文|帖子|貼文|推特) ?(?:不可用|不存在|已不可用|(?:無法"
    r"|无法)(?:使用|显示|顯示|查看)|已(?:被)?(?:删除|刪除))",
    r"(?:查看|加载|載入|显示|顯示)(?:推文|貼文|帖子)",
    r"(?:この)?(?:ツイート|ポスト|投稿)は(?:表示できません|削除され(?:ました|ています)|利用できません"
    r"|存在しません|ありません)",
    r"(?:ツイート|ポスト|投稿)を(?:表示|見る|読み込む)",
    r"이 ?(?:트윗|게시물)[은을는]? (?:삭제되었습니다|(?:사용|이용|볼|표시)할? 수 없습니다)|(?:트윗"
    r"|게시물) ?(?:보기|불러오기)",
    # marks
    r"\[(?:tweet|twitter|x|embed(?:ded)?(?: tweet)?)\]|[—–―‒-]+",
)
_MORE = rf"(?:learn more|view on {_X}|mehr erfahren|en savoir plus|más información|saiba mais)"
_END = r"[\s.…!。!]*"
_TAIL = rf"{_END}(?:{_MORE}{_END})?(?:\(opens in a new (?:tab|window)\){_END})?"
_PLACEHOLDER = re.compile(f"(?:{'|'.join(_SENTENCES)}){_TAIL}", re.I)
_LONGEST = 300  # characters


def is_placeholder(text: str) -> bool:
    """Whether the whole text is such a sentence."""
    return len(text) <= _LONGEST and _PLACEHOLDER.fullmatch(" ".join(text.split())) is not None
