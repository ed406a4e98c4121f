"""How people and their programs end a mail: one row a habit, with its language and where it was seen.

A new habit is one word here; the tests take each once. Words are compared case-folded; `signatures` knows what must
surround them before anything is left out.
"""

from __future__ import annotations

from mailbridge.reading.patterns.habit import Habit

# Formulas that say nothing but goodbye: with or without a name below they are no part of what was said.
CLOSINGS = (
    Habit("en", "all", (
        "best regards", "kind regards", "warm regards", "warmest regards", "kindest regards", "regards",
        "many regards", "with regards", "with best regards", "with kind regards", "best wishes", "warm wishes",
        "with best wishes", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly",
        "very truly yours", "respectfully", "respectfully yours", "cordially", "yours", "kind rgds", "rgds",
        "best rgds", "brgds", "br", "kr", "all the best", "all best", "best", "warmly", "take care", "with gratitude",
        "with appreciation", "with warm regards", "good regards", "very best", "my best", "your sincerely", "b.r.",
        "bests", "with thanks and regards", "thanks and regards", "thanks & regards", "thank you and regards",
        "thanks and best regards", "thanks & best regards", "thank you and best regards", "thanks and kind regards",
        "thanks with regards", "greetings", "best greetings", "kind greetings", "have a nice day", "have a great day",
        "have a good day", "have a great weekend", "have a nice weekend")),
    Habit("de", "all", (
        "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichen gruessen", "mit freundlichem gruß",
        "mit freundlichem gruss", "freundliche grüße", "freundliche grüsse", "freundliche gruesse",
        "freundlichen gruß", "mit besten grüßen", "mit besten grüssen", "beste grüße", "beste grüsse",
        "beste gruesse", "besten gruß", "viele grüße", "viele grüsse", "viele gruesse", "vielen gruß", "liebe grüße",
        "liebe grüsse", "liebe gruesse", "lieben gruß", "mit lieben grüßen", "mit lieben grüssen", "mit lieben gruß",
        "herzliche grüße", "herzliche grüsse", "herzlichst", "herzlichen gruß", "mit herzlichen grüßen",
        "schöne grüße", "schöne grüsse", "schönen gruß", "sonnige grüße", "mit vielen grüßen", "mit sonnigen grüßen",
        "hochachtungsvoll", "mit vorzüglicher hochachtung", "grüße", "grüsse", "gruesse", "gruß", "gruss", "grüßle",
        "mfg", "m.f.g.", "mit freundl. grüßen", "lg", "vg", "bg", "glg", "vlg", "hg", "fg", "es grüßt",
        "es grüßt sie", "bis bald", "bis dann", "mit kollegialen grüßen", "freundlich grüßt", "freundlich grüsst")),
    Habit("fr", "all", (
        "cordialement", "bien cordialement", "très cordialement", "cdlt", "cdt", "bien à vous", "bien à toi",
        "salutations", "sincères salutations", "salutations distinguées", "meilleures salutations", "sincèrement",
        "amicalement", "bien amicalement", "amitiés", "respectueusement", "bonne journée", "bonne soirée",
        "bonne réception", "belle journée", "bien sincèrement", "avec mes salutations", "veuillez agréer",
        "je vous prie d'agréer", "à bientôt", "a bientôt", "bisous", "cordiales salutations", "bon week-end",
        "excellente journée", "bonne fin de journée")),
    Habit("es", "all", (
        "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "cordial saludo", "cordiales saludos",
        "atentamente", "muy atentamente", "atte", "un abrazo", "abrazos", "reciba un cordial saludo",
        "saludos atentos", "saludos cordial", "cordialmente", "sinceramente", "respetuosamente", "afectuosamente",
        "sin otro particular", "con un cordial saludo", "un saludo cordial", "muchos saludos", "mis mejores deseos",
        "saluda atentamente", "quedo atento", "quedo atenta", "slds")),
    Habit("pt", "all", (
        "atenciosamente", "atentamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos",
        "os melhores cumprimentos", "com cumprimentos", "att", "atte", "abraço", "abraços", "um abraço",
        "cordialmente", "saudações", "respeitosamente", "grande abraço", "abs", "sds", "com os meus cumprimentos",
        "cordiais saudações", "bjs", "beijos", "cumps", "atc", "atenc.", "grato", "grata")),
    Habit("it", "all", (
        "cordiali saluti", "distinti saluti", "cordialmente", "un cordiale saluto", "saluti", "un saluto",
        "tanti saluti", "i migliori saluti", "con i migliori saluti", "migliori saluti", "cari saluti", "in fede",
        "a presto", "buona giornata", "buon lavoro", "buona serata", "porgo cordiali saluti",
        "porgiamo cordiali saluti", "porgo distinti saluti", "con stima", "ringraziando porgo", "un caro saluto",
        "un abbraccio", "ciao ciao", "cordialità")),
    Habit("nl", "all", (
        "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten",
        "met hartelijke groet", "met hartelijke groeten", "hartelijke groet", "hartelijke groeten", "groet",
        "groeten", "groetjes", "mvg", "m.v.g.", "hoogachtend", "met beste groeten", "beste groeten", "veel groeten",
        "met vr. groet", "gr", "grt", "met groet", "met groeten", "fijne dag", "lieve groet", "liefs")),
    Habit("da", "all", (
        "med venlig hilsen", "med venlige hilsner", "venlig hilsen", "venlige hilsner", "hilsen", "mange hilsner",
        "de bedste hilsner", "bedste hilsner", "kærlig hilsen", "kh", "mvh", "vh", "m.v.h.", "dbh", "med hilsen",
        "bedste hilsen", "hilsner", "knus", "ha' en god dag", "hav en god dag", "fortsat god dag")),
    Habit("sv", "all", (
        "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "hälsningar",
        "hälsning", "bästa hälsningar", "med bästa hälsningar", "mvh", "m.v.h.", "vh", "hälsar", "varma hälsningar",
        "många hälsningar", "med hälsning", "ha det bra", "ha en bra dag", "ha en fin dag", "kram", "hej så länge")),
    Habit("no", "all", (
        "med vennlig hilsen", "med vennlige hilsener", "vennlig hilsen", "vennlige hilsener", "hilsen", "mvh",
        "m.v.h.", "beste hilsen", "beste hilsener", "mange hilsener", "hilsener", "vh", "med hilsen", "klem",
        "ha en fin dag", "ha en god dag", "med venleg helsing", "venleg helsing")),
    Habit("fi", "all", (
        "ystävällisin terveisin", "parhain terveisin", "terveisin", "terveiset", "t.", "yt", "y.t.",
        "lämpimin terveisin", "ystävällisesti", "kunnioittavasti", "hyvää päivänjatkoa", "yst. terv.", "terv.",
        "terv", "ystävällisin terveisin /", "kiittäen", "mukavaa päivää", "parhain", "yhteistyöterveisin")),
    Habit("is", "all", ("kveðja", "bestu kveðjur", "með kveðju", "kær kveðja", "með bestu kveðju", "kv.")),
    Habit("pl", "all", (
        "z poważaniem", "z powazaniem", "pozdrawiam", "pozdrawiam serdecznie", "serdecznie pozdrawiam",
        "pozdrowienia", "serdeczne pozdrowienia", "łączę pozdrowienia", "z wyrazami szacunku", "z uszanowaniem",
        "z serdecznymi pozdrowieniami", "pozdr", "pozdr.", "z pozdrowieniami", "łączę wyrazy szacunku", "miłego dnia",
        "pozdrawiamy")),
    Habit("cs", "all", (
        "s pozdravem", "s přátelským pozdravem", "pozdravem", "s úctou", "zdravím", "srdečně zdravím", "hezký den",
        "přeji hezký den", "s přáním hezkého dne", "s přáním pěkného dne", "pěkný den", "s pozdravom",
        "se srdečným pozdravem", "mějte se hezky", "mějte se", "s pozdravy")),
    Habit("sk", "all", (
        "s pozdravom", "s priateľským pozdravom", "s úctou", "pozdravujem", "pekný deň", "prajem pekný deň",
        "s prianím pekného dňa", "so srdečným pozdravom")),
    Habit("sl", "all", (
        "lep pozdrav", "lepo pozdravljeni", "s spoštovanjem", "lp", "s prijaznimi pozdravi", "prijazen pozdrav",
        "lepe pozdrave")),
    Habit("hu", "all", (
        "üdvözlettel", "tisztelettel", "szívélyes üdvözlettel", "üdv", "üdv.", "köszönettel", "baráti üdvözlettel",
        "szép napot", "további szép napot", "minden jót", "üdvözlettel és köszönettel", "szia")),
    Habit("ro", "all", (
        "cu stimă", "cu stima", "cu respect", "cu considerație", "cu consideratie", "toate cele bune", "o zi bună",
        "o zi buna", "salutări", "salutari", "cele bune", "cu drag", "numai bine", "cu deosebită considerație",
        "cu prietenie")),
    Habit("hr", "all", (
        "lijep pozdrav", "lijepi pozdrav", "srdačan pozdrav", "s poštovanjem", "pozdrav", "lp", "lpz",
        "puno pozdrava", "ugodan dan", "s pozdravom", "srdačno", "pozz")),
    Habit("sr", "all", (
        "срдачан поздрав", "с поштовањем", "поздрав", "srdačan pozdrav", "s poštovanjem", "поздрави", "puno pozdrava",
        "veliki pozdrav")),
    Habit("bg", "all", (
        "поздрави", "с уважение", "с най-добри пожелания", "с поздрав", "поздрав", "лек ден", "с поздрави",
        "сърдечни поздрави", "с най-добри чувства", "всичко най-добро", "хубав ден")),
    Habit("uk", "all", (
        "з повагою", "з найкращими побажаннями", "щиро", "щиро ваш", "щиро ваша", "всього найкращого", "гарного дня",
        "з вдячністю", "зі щирою повагою", "найкращі побажання", "з пошаною")),
    Habit("ru", "all", (
        "с уважением", "с наилучшими пожеланиями", "всего доброго", "с ув", "с ув.", "с приветом", "искренне ваш",
        "искренне ваша", "всего хорошего", "хорошего дня", "с благодарностью", "с глубоким уважением",
        "с искренним уважением", "наилучшие пожелания", "до свидания", "с почтением", "с теплом",
        "с надеждой на сотрудничество")),
    Habit("lt", "all", (
        "pagarbiai", "geros dienos", "su pagarba", "nuoširdžiai", "linkėjimai", "geriausi linkėjimai",
        "su geriausiais linkėjimais")),
    Habit("lv", "all", (
        "ar cieņu", "ar sveicienu", "ar sveicieniem", "cieņā", "jauku dienu", "veiksmi", "visu labu",
        "ar vislabākajiem vēlējumiem")),
    Habit("et", "all", (
        "lugupidamisega", "parimate soovidega", "tervitades", "heade soovidega", "kõike head", "parimat",
        "tervitustega", "ilusat päeva")),
    Habit("tr", "all", (
        "saygılarımla", "saygılarımızla", "saygilarimla", "saygılar", "iyi çalışmalar", "iyi günler", "sevgiler",
        "sevgilerimle", "selamlar", "selamlarımla", "iyi günler dilerim", "iyi çalışmalar dilerim", "kolay gelsin",
        "hoşçakalın", "en iyi dileklerimle")),
    Habit("el", "all", (
        "με εκτίμηση", "με τιμή", "χαιρετισμούς", "φιλικά", "με φιλικούς χαιρετισμούς", "με σεβασμό", "καλή συνέχεια",
        "με εκτίμιση", "θερμούς χαιρετισμούς", "με φιλικούς")),
    Habit("he", "all", (
        "בברכה", "בכבוד רב", "בתודה", "בתודה מראש", "בברכת", "תודה וברכה", "כל טוב", "יום טוב", "יום נעים", "בידידות",
        "להתראות", "ברכה")),
    Habit("ar", "all", (
        "مع أطيب التحيات", "مع تحياتي", "تحياتي", "مع خالص التحية", "مع التحية", "وتفضلوا بقبول فائق الاحترام",
        "مع فائق الاحترام", "أطيب التحيات", "مع الشكر", "تحياتنا", "خالص التحيات", "مع الاحترام", "والسلام عليكم",
        "المخلص")),
    Habit("fa", "all", ("با احترام", "با تشکر", "ارادتمند", "با سپاس")),
    Habit("ja", "all", (
        "よろしくお願いいたします", "よろしくお願い致します", "よろしくお願いします", "宜しくお願い致します",
        "宜しくお願いいたします", "敬具", "以上、よろしくお願いいたします", "以上、よろしくお願いします", "草々",
        "以上", "どうぞよろしくお願いいたします")),
    Habit("zh", "all", (
        "此致", "敬礼", "敬禮", "祝好", "祝商祺", "商祺", "顺祝商祺", "順頌商祺", "此致敬礼", "谢谢！祝好",
        "祝您工作愉快", "祝工作顺利", "敬上", "敬启", "敬祝", "祝順心", "順祝商祺", "顺颂商祺", "祝一切顺利")),
    Habit("ko", "all", (
        "감사합니다 드림", "드림", "올림", "배상", "안녕히 계세요", "좋은 하루 되세요", "좋은 하루 보내세요")),
    Habit("vi", "all", (
        "trân trọng", "kính thư", "thân ái", "thân mến", "trân trọng kính chào", "kính chào", "xin trân trọng cảm ơn",
        "thân", "trân trọng cảm ơn")),
    Habit("th", "all", ("ขอแสดงความนับถือ", "ด้วยความเคารพ", "ด้วยความนับถือ", "ขอแสดงความนับถืออย่างสูง")),
    Habit("id", "all", (
        "salam", "hormat saya", "hormat kami", "salam hangat", "salam hormat", "terima kasih dan salam",
        "salam sejahtera")),
    Habit("ms", "all", ("yang benar", "sekian, terima kasih", "salam hormat", "yang ikhlas")),
    Habit("ca", "all", (
        "salutacions", "una salutació", "cordialment", "atentament", "salutacions cordials", "una abraçada",
        "rebeu una cordial salutació", "salut", "fins aviat", "salutacions cordial")),
    Habit("eu", "all", ("agur bero bat", "ongi izan", "adeitasunez")),
)

# Thanks are words of their own; they end a mail only when a name follows.
THANKS = (
    Habit("en", "all", (
        "thanks", "thank you", "many thanks", "thanks a lot", "thank you very much", "thx", "ty", "thanks so much",
        "thanks very much", "thank you so much", "thanks in advance", "thnx", "tks", "thank you in advance", "cheers",
        "with thanks", "thanks again", "thanks!", "ta", "tia", "much appreciated", "talk soon", "speak soon",
        "see you", "love", "peace", "ciao", "cu", "looking forward", "hth", "hope this helps",
        "thank you for your time", "later", "thank you for your help", "thanks for your help", "thank you again",
        "bye", "xoxo", "xx")),
    Habit("de", "all", (
        "danke", "vielen dank", "besten dank", "herzlichen dank", "danke im voraus", "danke schön", "dankeschön",
        "danke vorab", "vielen dank im voraus", "vielen lieben dank", "merci", "danke dir", "danke ihnen",
        "vielen dank und viele grüße", "danke und gruß", "danke & gruß", "vielen dank und freundliche grüße",
        "vielen dank und beste grüße", "danke und grüße", "danke und viele grüße",
        "vielen dank und mit freundlichen grüßen", "servus", "tschüss", "ciao", "ahoi")),
    Habit("fr", "all", (
        "merci", "merci d'avance", "merci beaucoup", "merci par avance", "merci à vous", "a+", "à+", "merci bien",
        "mille mercis", "avec mes remerciements", "merci et bonne journée", "à plus")),
    Habit("es", "all", (
        "gracias", "muchas gracias", "gracias de antemano", "mil gracias", "gracias y saludos",
        "muchas gracias y un saludo", "gracias por adelantado")),
    Habit("pt", "all", (
        "obrigado", "obrigada", "muito obrigado", "muito obrigada", "obrigado desde já", "desde já obrigado",
        "desde já agradeço", "agradecido", "obg")),
    Habit("it", "all", (
        "grazie", "grazie mille", "molte grazie", "grazie in anticipo", "grazie e saluti",
        "ringrazio anticipatamente", "grazie anticipatamente", "ciao", "grazie e buona giornata")),
    Habit("nl", "all", (
        "bedankt", "alvast bedankt", "dank je", "dank u", "dank je wel", "dankjewel", "dank u wel", "met dank",
        "bij voorbaat dank", "hartelijk dank", "bvd", "doei", "dank")),
    Habit("da", "all", ("tak", "mange tak", "på forhånd tak", "tusind tak", "tak på forhånd")),
    Habit("sv", "all", (
        "tack", "tack så mycket", "tack på förhand", "stort tack", "många tack", "tackar", "tack och hej")),
    Habit("no", "all", ("takk", "tusen takk", "mange takk", "på forhånd takk", "takk på forhånd")),
    Habit("fi", "all", (
        "kiitos", "kiitos etukäteen", "paljon kiitoksia", "kiitoksia", "kiitos jo etukäteen", "kiitti")),
    Habit("is", "all", ("takk", "takk fyrir", "kærar þakkir")),
    Habit("pl", "all", (
        "dziękuję", "dzięki", "dziękuję z góry", "z góry dziękuję", "dziekuje", "dzieki", "dziękuję i pozdrawiam",
        "wielkie dzięki")),
    Habit("cs", "all", (
        "děkuji", "děkuju", "díky", "předem děkuji", "dík", "děkujeme", "děkuji a přeji hezký den",
        "mockrát děkuji")),
    Habit("sk", "all", ("ďakujem", "vopred ďakujem", "ďakujeme", "vďaka", "ďakujem pekne")),
    Habit("sl", "all", ("hvala", "hvala vnaprej", "najlepša hvala", "hvala in lep pozdrav")),
    Habit("hu", "all", ("köszönöm", "köszi", "előre is köszönöm", "köszönjük", "köszönöm szépen")),
    Habit("ro", "all", ("mulțumesc", "multumesc", "mulțumim", "mersi", "mulțumesc anticipat", "vă mulțumesc")),
    Habit("hr", "all", ("hvala", "hvala unaprijed", "puno hvala", "unaprijed hvala", "hvala i pozdrav")),
    Habit("sr", "all", ("хвала", "hvala", "унапред хвала", "хвала унапред")),
    Habit("bg", "all", ("благодаря", "благодаря предварително", "мерси", "благодарим", "предварително благодаря")),
    Habit("uk", "all", ("дякую", "щиро дякую", "дякуємо", "дякую заздалегідь", "наперед дякую")),
    Habit("ru", "all", (
        "спасибо", "большое спасибо", "заранее спасибо", "благодарю", "спс", "заранее благодарю", "спасибо заранее",
        "заранее благодарен")),
    Habit("lt", "all", ("ačiū", "dėkoju", "iš anksto dėkoju", "dėkui")),
    Habit("lv", "all", ("paldies", "liels paldies", "jau iepriekš paldies", "pateicos")),
    Habit("et", "all", ("aitäh", "tänan", "suur tänu", "tänades", "ette tänades", "tänud")),
    Habit("tr", "all", (
        "teşekkürler", "teşekkür ederim", "çok teşekkürler", "şimdiden teşekkürler", "sağolun", "teşekkür ederiz",
        "tşk", "tesekkurler")),
    Habit("el", "all", ("ευχαριστώ", "ευχαριστώ πολύ", "ευχαριστούμε", "σας ευχαριστώ", "ευχαριστώ εκ των προτέρων")),
    Habit("he", "all", ("תודה", "תודה רבה", "תודה מראש", "המון תודה")),
    Habit("ar", "all", ("شكرا", "شكراً", "شكرا لك", "شكرا جزيلا", "شكراً جزيلاً", "شكرا لكم", "مشكور")),
    Habit("fa", "all", ("ممنون", "متشکرم", "سپاس", "سپاسگزارم")),
    Habit("ja", "all", (
        "ありがとうございます", "ありがとうございました", "ありがとう", "有難うございます", "感謝します")),
    Habit("zh", "all", ("谢谢", "謝謝", "多谢", "感谢", "非常感谢", "感謝", "多謝", "谢谢您", "谢谢你")),
    Habit("ko", "all", ("감사합니다", "고맙습니다", "감사드립니다", "고마워요")),
    Habit("vi", "all", ("cảm ơn", "xin cảm ơn", "cám ơn", "chân thành cảm ơn", "cảm ơn nhiều")),
    Habit("th", "all", ("ขอบคุณครับ", "ขอบคุณค่ะ", "ขอบคุณ", "ขอบคุณมาก", "ขอบพระคุณ")),
    Habit("id", "all", ("terima kasih", "makasih", "terima kasih banyak", "terima kasih sebelumnya", "trims")),
    Habit("ca", "all", ("gràcies", "moltes gràcies", "gràcies per endavant", "mercès")),
)

# Words before the first or after the last of the writer's words that say there is an afterthought: it is kept.
POSTSCRIPTS = ("p.s", "ps:", "ps.", "ps ", "ps,", "p.p.s", "pps", "p. s.", "p.d.", "pd:", "p.d:", "post scriptum",
               "postscript", "n.b.", "nb:", "nb.", "p/s", "ps -", "ps –", "з.і.", "зы:", "зы ", "зы.", "p.-s.", "追伸",
               "追記", "附言", "附:", "추신", "נ.ב", "υ.γ", "ui.", "u.i.", "ui:", "obs:", "obs.", "edit:", "btw")

# Formulas that are also ordinary first words ("Best Western"): a name must stand behind a comma or on the next line.
AMBIGUOUS = frozenset({
    "best", "bests", "yours", "love", "peace", "ta", "later", "ty", "cu", "xx", "br", "kr", "ciao", "a+", "à+", "gr",
    "att", "t.", "yt", "bg", "fg", "hg", "salut", "servus", "ahoi", "in fede", "grato", "grata", "thân", "tak", "takk",
    "dank", "sinceramente", "szia", "parhain", "parimat", "looking forward", "see you", "bye", "doei", "以上",
    "드림", "올림", "배상", "groet", "knus", "kram", "klem", "salam", "greetings", "ברכה", "liefs", "cheers", "merci",
    "thanks", "danke", "gracias", "grazie", "bedankt", "tack", "kiitos", "obrigado", "obrigada", "hvala", "abs", "sds",
})

# Small words between a goodbye and a name or place ("Viele Grüße aus Berlin", "Mit freundlichen Grüßen i.A. Jane Roe").
CONNECTORS = frozenset({
    "from", "and", "to", "aus", "vom", "von", "und", "an", "i.a.", "i.v.", "ppa.", "de", "du", "des", "et", "à",
    "desde", "del", "y", "da", "do", "e", "dal", "dalla", "uit", "van", "en", "fra", "og", "från", "och", "z", "ze",
    "i", "a", "iz", "din", "și", "от", "из", "с", "и", "з", "від", "та", "από", "και", "ve", "dari", "dan",
})
