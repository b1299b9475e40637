"""Letters that stand for one another: look-alikes, letters folded for want of a keyboard, both Chinese scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Latin, Cyrillic and Greek letters that look the same: the letter-for-letter part of Unicode's confusables (UTS #39)
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝһӏвкмнтАВЕКМНОРСТУХІЈЅԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυιкΚɑɡ",
    "aeopcyxijshdqwhlbkmhtABEKMHOPCTYXIJSGABEZHIKMNOPTYXoavpuikKag",
)


def skeleton(word: str) -> str:
    """The Latin letters a word seems to be made of."""
    return word.translate(_LOOK_ALIKE)


def is_homoglyph(one: str, other: str) -> bool:
    """Two words that look alike and are not: letters of another script among them."""
    return one != other and skeleton(one) == skeleton(other)


_TO_ASCII = str.maketrans("ıİðþøØłŁđĐæÆœŒ", "iIdtoOlLdDaAoO")
_EXPANDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}
)
_ALWAYS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **{"ؤ": "و", "ئ": "ی", "ى": "ی", "ة": "ه", "ھ": "ه", "ۀ": "ه", "ۂ": "ہ", "\u0654": ""},
        **{"ё": "е", "Ё": "Е", "ß": "ss", "ẞ": "SS"},
    }
)
_LATIN_OR_GREEK = re.compile("[A-Za-z\u0370-\u03ff\u1f00-\u1fff]")


def has_folded_letters(text: str) -> bool:
    """Has Latin or Greek letters beyond the plain ones; ñ is a letter of its own."""
    return any(sign > "\x7f" and sign not in "ñÑ" and sign.isalpha() and plain(sign) != sign for sign in set(text))


def has_letters_throughout(text: str) -> bool:
    """Has letters that are no accented ones (ö, ı, å) in more than one word."""
    return sum(_ANOTHER_LETTER.search(word) is not None for word in text.split()) > 1


def plain(word: str) -> str:
    """Latin and Greek letters without their accents."""
    apart = unicodedata.normalize("NFD", word.translate(_TO_ASCII))
    kept: list[str] = []
    base = ""
    for sign in apart:
        if not unicodedata.combining(sign):
            base = sign
        elif _LATIN_OR_GREEK.match(base):
            continue
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


_ACCENTS_ALONE = frozenset({"es", "fr", "pt", "it", "ca", "gl", "el"})
"""Languages in which a lone accent may be missing from a word: not where it makes another letter of it."""
_DIAERESIS = frozenset({"en", "nl", *_ACCENTS_ALONE})
"""Languages in which two dots only part vowels: coöp, Noël."""
_ENYE = re.compile("[ñÑ]")
_ANOTHER_LETTER = re.compile("[ñäöüåøıÑÄÖÜÅØİ]")  # spelled out: to re.IGNORECASE every i is an ı


def same_letters(one: str, other: str, *, accents_lost: bool, throughout: bool, language: str | None) -> bool:
    """Whether a registered table folds one word into the other (verification.md §3).

    Hamza, alef maksura, ta marbuta, ё and ß word by word; accents where the whole of one text lacks them
    (`accents_lost`), the letters of Turkish, Kurdish or German where it lacks them in several words (`throughout`): a
    lone öldü → oldu, wurde → würde is another word. In Romance languages and Greek a lone accent may go, but not from
    the last letter (habló → hablo). Dotted and dotless i alone never are the same, nor ñ and n, nor two accents.
    """
    if one.translate(_ALWAYS) == other.translate(_ALWAYS) or one.translate(_EXPANDED) == other.translate(_EXPANDED):
        return True
    if len(_ENYE.findall(one)) != len(_ENYE.findall(other)):
        return False
    if _without_i(one) == _without_i(other) or plain(one.translate(_ALWAYS)) != plain(other.translate(_ALWAYS)):
        return False
    if any(a != b and plain(a) != a and plain(b) != b for a, b in zip(one, other, strict=False)):
        return False  # another accent is none that was lost: pêcheur, pécheur
    tongue, of_its_own = (language or "").split("-")[0].lower(), _ANOTHER_LETTER.search(one + other)
    if accents_lost and (throughout or not of_its_own or tongue in _DIAERESIS):
        return True
    alone = tongue in _ACCENTS_ALONE and not of_its_own
    return alone and one[-1] == other[-1]


_EZAFE = re.compile("(?:ه\u0654|ۀ)$")
_AND = "و"


def same_run(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether Arabic or Persian words are the same but for a space: `و رحمة` and `ورحمة`, `خانه ی` and `خانهٔ`.

    The conjunction of one letter, which Arabic joins to the next word and hasty writers do not; the ezafe behind a
    silent h, written as a hamza or as a letter.
    """
    return _run(one) == _run(other)


def _run(words: Sequence[str]) -> str:
    """Words with `و` joined to the next, and every ezafe written as the letter."""
    found: list[str] = []
    for word in words:
        if (word == "ی" and found and found[-1][-1] == "ه") or (found and found[-1] == _AND):
            found[-1] += word
        else:
            found.append(_EZAFE.sub("هی", word))
    return " ".join(found)


def _without_i(word: str) -> str:
    return word.translate(str.maketrans("ıİ", "iI"))


# simplified and traditional, the common ones
_PAIRS = """
    RS 爱愛 罢罷 备備 贝貝 笔筆 币幣 边邊 变變 标標 宾賓 补補 参參 仓倉 产產 长長 尝嘗 车車 称稱 齿齒 虫蟲 从從 聪聰
    达達 带帶 单單 当當 党黨 导導 灯燈 点點 电電 东東 队隊 对對 夺奪 儿兒 尔爾 发發 飞飛 丰豐 风風 凤鳳 妇婦 复復 该該
    赶趕 个個 巩鞏 够夠 顾顧 关關 观觀 广廣 归歸 龟龜 国國 过過 汉漢 号號 护護 华華 画畫 坏壞 欢歡 环環 还還 会會 机機
    击擊 鸡雞 积積 极極 际際 继繼 夹夾 价價 艰艱 间間 见見 将將 讲講 奖獎 酱醬 阶階 节節 洁潔 结結 仅僅 进進 旧舊 举舉
    剧劇 据據 惧懼 军軍 开開 壳殼 课課 垦墾 恳懇 块塊 亏虧 来來 兰蘭 拦攔 乐樂 类類 离離 历歷 丽麗 连連 练練 炼煉 粮糧
    两兩 疗療 辽遼 邻鄰 灵靈 龄齡 岭嶺 刘劉 龙龍 楼樓 录錄 陆陸 虑慮 论論 罗羅 马馬 买買 卖賣 麦麥 满滿 门門 们們 灭滅
    亩畝 难難 鸟鳥 农農 欧歐 盘盤 苹蘋 凭憑 扑撲 启啟 气氣 迁遷 签簽 牵牽 钱錢 强強 墙牆 桥橋 亲親 穷窮 区區 权權 劝勸
    确確 让讓 扰擾 热熱 认認 荣榮 软軟 洒灑 伞傘 丧喪 扫掃 杀殺 晒曬 伤傷 摄攝 声聲 胜勝 圣聖 师師 时時 实實 识識 适適
    势勢 书書 术術 树樹 双雙 苏蘇 虽雖 随隨 岁歲 孙孫 态態 坛壇 叹嘆 体體 条條 铁鐵 听聽 厅廳 头頭 图圖 团團 万萬 网網
    为為 卫衛 伪偽 问問 无無 务務 雾霧 习習 戏戲 吓嚇 献獻 乡鄉 响響 协協 胁脅 写寫 兴興 选選 寻尋 压壓 亚亞 严嚴 盐鹽
    阳陽 样樣 药藥 页頁 业業 叶葉 医醫 义義 艺藝 忆憶 阴陰 隐隱 应應 营營 拥擁 优優 邮郵 鱼魚 与與 云雲 运運 杂雜 灾災
    载載 脏髒 责責 择擇 战戰 张張 赵趙 这這 证證 执執 职職 质質 钟鐘 众眾 昼晝 烛燭 筑築 庄莊 桩樁 装裝 壮壯 状狀 总總
    组組 员員 报報 闻聞 说說 话話 语語 请請 谁誰 谢謝 调調 谈談 议議 设設 访訪 许許 试試 诉訴 评評 词詞 译譯 误誤 读讀
    记記 计計 订訂 讨討 训訓 讯訊 诚誠 诗詩 询詢 费費 资資 贵貴 购購 贸貿 贺賀 财財 败敗 账賬 货貨 贫貧 贪貪 赛賽 赞贊
    银銀 错錯 锁鎖 镇鎮 针針 钢鋼 铜銅 红紅 约約 级級 纪紀 纸紙 线線 经經 统統 给給 绝絕 续續 维維 绿綠 缩縮 编編 细細
    织織 终終 绍紹 绩績 缓緩 络絡 输輸 轮輪 转轉 轻輕 较較 辆輛 辑輯 迟遲 远遠 违違 逻邏 遗遺 邓鄧 郑鄭 闭閉 闲閒 闹鬧
    阅閱 阵陣 险險 陈陳 韩韓 韦韋 顶頂 项項 顺順 须須 预預 领領 频頻 题題 颜顏 额額 饭飯 饮飲 饿餓 馆館 驾駕 验驗 骑騎
    骗騙 鲜鮮 黄黃 齐齊 场場 坚堅 处處 妈媽 娱娛 婴嬰 宁寧 宝寶 审審 宪憲 宽寬 届屆 层層 属屬 帮幫 库庫 弃棄 弹彈 忧憂
    恶惡 悬懸 惊驚 惯慣 愤憤 愿願 户戶 担擔 拟擬 挤擠 挥揮 损損 换換 撑撐 数數 敌敵 断斷 显顯 晓曉 暂暫 构構 枪槍 检檢
    残殘 毕畢 汇匯 沟溝 没沒 泽澤 测測 济濟 浅淺 涨漲 渔漁 湾灣 湿濕 滚滾 炉爐 烟煙 烦煩 烧燒 独獨 狮獅 现現 监監 矿礦
    码碼 础礎 种種 竞競 笼籠 简簡 纠糾 罚罰 联聯 肃肅 肤膚 脑腦 脚腳 脸臉 舰艦 范範 获獲 规規 视視 觉覺 触觸 誉譽 迹跡
    释釋 鉴鑒 飘飄 台臺 后後 里裡 面麵 余餘 向嚮 别別 峡峽 减減 决決 况況 净淨 凉涼
    赢贏 岛島 毁毀 乌烏 偿償 养養 冲衝 办辦 动動 劳勞 励勵 卢盧 厂廠 叙敘 吗嗎 哗嘩 唤喚 啸嘯 围圍 园園 坟墳 坠墜 垒壘
    堕墮 壶壺 夸誇 奋奮 妆妝 娇嬌 学學 宠寵 寿壽 尘塵 尽盡 岗崗 帅帥 庆慶 庙廟 废廢 异異 彻徹 怀懷 怜憐 恋戀 悦悅 惨慘
    惩懲 慑懾 懒懶 扬揚 抚撫 抢搶 抛拋 拨撥 挚摯 捞撈 掷擲 摆擺 携攜 旷曠 晋晉 朴樸 杨楊 松鬆 枣棗 栋棟 栏欄 档檔 梦夢
    横橫 毙斃 汤湯 沦淪 沧滄 沪滬 泪淚 泻瀉 泼潑 浆漿 浇澆 浊濁 浓濃 涛濤 润潤 涌湧 渊淵 渐漸 渗滲 温溫 溃潰 溅濺 滞滯
    滥濫 潜潛 灿燦 烂爛 烫燙 爷爺 牺犧 犹猶 狱獄 猎獵 猪豬 猫貓 玛瑪 疯瘋 瘫癱 皱皺 盖蓋 盗盜 睁睜 瞒瞞 硕碩 祸禍 税稅
    稳穩 窃竊 窜竄 竖豎 筛篩 筹籌 篮籃 紧緊 纤纖 纯純 纱紗 纲綱 纳納 纵縱 纷紛 纹紋 纽紐 绅紳 绑綁 绕繞 绘繪 绞絞 绣繡
    绥綏 绪緒 绳繩 绵綿 综綜 缆纜 缔締 缘緣 缚縛 缝縫 缠纏 缴繳 耸聳 耻恥 聂聶 聋聾 肠腸 肾腎 肿腫 胀脹 胆膽 胶膠 脉脈
    脱脫 腾騰 舆輿 舱艙 芦蘆 苍蒼 荐薦 荡蕩 莱萊 莲蓮 萝蘿 萨薩 蒋蔣 蓝藍 虏虜 虾蝦 蚀蝕 蛮蠻 衅釁 袭襲 览覽 觅覓 讥譏
    讳諱 讶訝 讽諷 诀訣 诈詐 诊診 诞誕 诠詮 诡詭 详詳 诬誣 诱誘 诵誦 谊誼 谋謀 谍諜 谎謊 谐諧 谓謂 谣謠 谦謙 谨謹 谬謬
    谱譜 谴譴 贞貞 负負 贡貢 贤賢 贩販 贬貶 贯貫 贱賤 贴貼 贷貸 贼賊 贿賄 赃贓 赋賦 赌賭 赎贖 赏賞 赐賜 赔賠 赖賴 赠贈
    跃躍 践踐 踪蹤 轨軌 轩軒 轰轟 轴軸 轿轎 辈輩 辉輝 辐輻 辖轄 辩辯 辞辭 迈邁 逊遜 递遞 酿釀 钉釘 钓釣 钞鈔 钥鑰 钩鉤
    钻鑽 铃鈴 铅鉛 铲鏟 铺鋪 链鏈 销銷 锅鍋 锋鋒 锐銳 锤錘 锦錦 键鍵 镜鏡 闪閃 闯闖 闷悶 闸閘 阀閥 阁閣 阐闡 阔闊 陕陝
    陨隕 静靜 韧韌 韵韻 顽頑 顿頓 颁頒 颂頌 颈頸 颗顆 颠顛 颤顫 饥飢 饰飾 饱飽 饲飼 饶饒 饼餅 驰馳 驱驅 驳駁 驶駛 驻駐
    骂罵 骄驕 骚騷 骤驟 鲁魯 鸣鳴 鸭鴨 鸽鴿 鹅鵝 鹤鶴 鹰鷹
"""
SIMPLIFIED = {pair[1]: pair[0] for pair in _PAIRS.split()}


def loose(word: str) -> str:
    """A word without case, accents and the difference of look-alikes: for counting, never for judging."""
    if word.isascii():
        return word.lower()
    if word[0] >= "\u0590":  # no script behind Hebrew has case, accents that fold, or look-alikes here
        return SIMPLIFIED.get(word) or word.translate(_ALWAYS)
    return skeleton(plain(word.translate(_ALWAYS)).casefold())


def same_chinese(one: str, other: str) -> bool:
    return SIMPLIFIED.get(one, one) == SIMPLIFIED.get(other, other)
