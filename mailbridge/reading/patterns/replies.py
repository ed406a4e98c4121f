"""How clients announce the mail that is answered: one row a habit, with its language and where it was seen.

A new habit is one row here and one line in tests/mails/replies/attributions.txt. `attributions` and `history` know
how the words must stand in a line. What replies share with forwards stands in the tables of forwards: header labels,
"-----Original Message-----" and the verbs of "On ..., Jane wrote:".
"""

from __future__ import annotations

from mailbridge.reading.patterns.habit import Habit

# The verb of "On <date>, <name> wrote:", where the table of forwards has not got it.
VERBS = (
    Habit("en", "Gnus, mutt", ("write",)),
    Habit("de", "Gmail, Apple Mail, Thunderbird", ("schrieben", "schreibt")),
    Habit("fr", "Gmail, Apple Mail, Thunderbird", ("écrivait",)),
    Habit("es", "Gmail, Apple Mail, Thunderbird", ("escribe", "ha escrito")),
    Habit("nl", "Gmail, Apple Mail", ("schreven",)),
    Habit("sv", "Gmail, Apple Mail", ("skriver",)),
    Habit("no", "Gmail, Apple Mail", ("skreiv",)),
    Habit("pl", "Gmail, Thunderbird", ("napisał/a", "napisano")),
    Habit("pl", "Apple Mail", ("wiadomość napisana przez",)),
    Habit("cs", "Gmail, Seznam", ("napsal/a", "píše")),
    Habit("sk", "Gmail", ("napísal/a", "píše")),
    Habit("uk", "Gmail, Apple Mail", ("написав(ла)", "написав(-ла)", "писав")),
    Habit("ru", "Thunderbird, Apple Mail", ("писал", "писали", "написано")),
    Habit("be", "Thunderbird", ("напісаў", "піша")),
    Habit("mk", "Gmail", ("напиша",)),
    Habit("tr", "Gmail, Apple Mail", ("yazmış",)),
    Habit("he", "Thunderbird, Outlook", ("נכתב",)),
    Habit("ar", "Gmail, Apple Mail", ("تمت كتابة", "كتابة ما يلي")),
    Habit("fa", "Gmail", ("نوشته",)),
    Habit("ja", "Gmail, Thunderbird", ("書きました", "のメッセージ", "が書き込み", "さんからのメール")),
    Habit("zh", "Gmail, NetEase, Apple Mail", ("写到", "寫到", "来信")),
    Habit("ko", "Gmail, Naver", ("님의 말", "님이 쓴 글", "쓴 글", "썼습니다")),
    Habit("hi", "Gmail", ("ने लिखा",)),
    Habit("ca", "Thunderbird, Apple Mail", ("escrigué",)),
    Habit("ca", "Gmail", ("missatge de",)),
)

# The word before the date in such a line. Where a language starts with the date itself, none is needed.
LEADS = (
    Habit("en", "all", ("on", "at", "in")),
    Habit("de", "all", ("am", "den")),
    Habit("fr", "all", ("le", "en date de", "en date du")),
    Habit("es", "all", ("el", "con fecha", "en")),
    Habit("pt", "all", ("em", "no dia", "a", "às", "na")),
    Habit("it", "all", ("il", "il giorno", "in data", "il dì")),
    Habit("nl", "all", ("op",)),
    Habit("da", "all", ("den", "d.")),
    Habit("sv", "all", ("den", "på", "kl.", "vid")),
    Habit("no", "all", ("den", "på")),
    Habit("fi", "Thunderbird", ("lähettäjä",)),
    Habit("pl", "all", ("dnia", "w dniu", "w", "użytkownik")),
    Habit("cs", "all", ("dne", "v", "ve")),
    Habit("sk", "all", ("dňa", "dna", "v", "vo")),
    Habit("sl", "all", ("v", "dne", "dana")),
    Habit("hu", "Thunderbird", ("ekkor:", "dátum:")),
    Habit("ro", "all", ("în", "în data de", "in data de", "pe", "la", "la data de")),
    Habit("hr", "all", ("dana", "u", "dne", "na dan")),
    Habit("sr", "all", ("дана", "у")),
    Habit("bg", "all", ("на",)),
    Habit("uk", "all", ("від", "у", "в", "о")),
    Habit("ru", "all", ("в", "от", "во")),
    Habit("lv", "all", ("datums:",)),
    Habit("et", "Gmail", ("kuupäev",)),
    Habit("tr", "all", ("tarih:",)),
    Habit("el", "all", ("στις", "την", "τη", "το")),
    Habit("he", "all", ("בתאריך", "ב", "ביום")),
    Habit("ar", "all", ("في", "بتاريخ", "يوم")),
    Habit("fa", "Gmail", ("در تاریخ", "در")),
    Habit("zh", "all", ("在", "于", "於")),
    Habit("vi", "all", ("vào", "vào lúc", "lúc", "ngày")),
    Habit("th", "all", ("ในวันที่", "เมื่อ", "เมื่อวันที่", "วันที่")),
    Habit("id", "all", ("pada", "pada tanggal", "tanggal")),
    Habit("ms", "all", ("pada",)),
    Habit("ca", "Gmail, Apple Mail", ("el", "missatge de", "dia")),
    Habit("gl", "all", ("o", "o día")),
)

# Lines that announce a quote by the writer's name alone; the quote must follow at once.
NAME_LEADS = (
    Habit("en", "Horde", ("quoting",)),
    Habit("de", "Horde", ("zitat von", "zitiere")),
    Habit("fr", "Horde", ("citation de", "selon", "quoting")),
    Habit("es", "Horde", ("citando a", "mensaje citado por")),
    Habit("pt", "Horde", ("citando",)),
    Habit("it", "Horde", ("citando", "scrive")),
    Habit("nl", "Horde", ("citeren", "bericht van")),
    Habit("en", "Usenet", ("in article", "in message", "previously", "according to")),
    Habit("pl", "Horde", ("cytowanie",)),
)

# "-----Reply message-----": what only replies have between dashes.
REPLY_LINES = (
    Habit("en", "HTC, Lotus Notes", (
        "reply message", "reply", "replied message", "previous message", "quoted message", "in reply to")),
    Habit("de", "Outlook", ("originaltermin",)),
    Habit("fr", "Outlook, Thunderbird", ("rendez-vous d’origine",)),
    Habit("it", "Outlook", ("messaggio original",)),
    Habit("nl", "Outlook", ("oorspronkelijk e-mailbericht",)),
    Habit("fi", "Outlook", ("alkuperäinen sanoma",)),
    Habit("cs", "Outlook, Seznam", ("původní mail",)),
    Habit("sl", "Outlook", ("izvirno sporočilo",)),
    Habit("ro", "Outlook", ("mesaj initial",)),
    Habit("uk", "Outlook", ("вихідний лист",)),
    Habit("lt", "Outlook", ("originalus pranešimas", "pirminis pranešimas")),
    Habit("he", "Outlook", ("הודעת מקור",)),
    Habit("ar", "Outlook", ("الرسالة الاصلية",)),
    Habit("ja", "Outlook", ("元メッセージ",)),
    Habit("zh", "Outlook, QQ, NetEase", ("回复邮件",)),
    Habit("vi", "Outlook", ("thông điệp gốc", "tin nhắn ban đầu")),
    Habit("th", "Outlook", ("ข้อความดั้งเดิม",)),
    Habit("ca", "Outlook", ("missatge d'origen",)),
)


# Where help desks ask their customers to write; everything below is theirs.
REPLY_ABOVE = (
    Habit("en", "Zendesk, Freshdesk, Jira, Basecamp", (
        "reply above this line", "reply above the line", "type your reply above", "write your reply above",
        "write above this line", "respond above this line", "enter your reply above", "reply above the dotted line",
        "add your comment above this line", "reply above here", "please reply above", "reply above this text",
        "reply by email above this line", "above this line to reply", "above this line to add")),
    Habit("de", "Zendesk", (
        "antworten sie oberhalb dieser", "antwort oberhalb dieser", "über dieser zeile", "oberhalb dieser linie",
        "oberhalb dieser zeile", "über dieser linie")),
    Habit("fr", "Zendesk", ("au-dessus de cette ligne", "au dessus de cette ligne")),
    Habit("es", "Zendesk", (
        "por encima de esta línea", "encima de esta línea", "sobre esta línea", "arriba de esta línea")),
    Habit("pt", "Zendesk", ("acima desta linha", "acima dessa linha")),
    Habit("it", "Zendesk", ("sopra questa riga", "sopra questa linea", "al di sopra di questa riga")),
    Habit("nl", "Zendesk", ("boven deze regel", "boven deze lijn")),
    Habit("da", "Zendesk", ("over denne linje",)),
    Habit("sv", "Zendesk", ("ovanför den här raden", "ovanför denna rad", "ovanför den här linjen")),
    Habit("no", "Zendesk", ("over denne linjen", "ovenfor denne linjen")),
    Habit("fi", "Zendesk", ("tämän rivin yläpuolelle", "tämän viivan yläpuolelle")),
    Habit("pl", "Zendesk", ("powyżej tej linii", "nad tą linią", "powyżej tego wiersza")),
    Habit("cs", "Zendesk", ("nad tento řádek", "nad tuto čáru", "nad tímto řádkem")),
    Habit("hu", "Zendesk", ("e fölé a sor fölé", "e sor fölé", "a vonal fölé")),
    Habit("ru", "Zendesk", ("выше этой линии", "над этой строкой", "выше этой строки", "над этой чертой")),
    Habit("tr", "Zendesk", ("bu satırın üzerine", "bu çizginin üstüne", "bu satırın üstüne")),
    Habit("ja", "Zendesk", ("この行より上に", "この線より上に", "この行の上に")),
    Habit("zh", "Zendesk", ("在此行上方", "在这条线上方", "在此線上方", "请在此行以上")),
    Habit("ko", "Zendesk", ("이 줄 위에", "이 선 위에")),
)

# Labels of a header's date that the table of forwards has not got.
DATE_LABELS = (
    Habit("fr", "Orange, SFR", ("message du",)),
    Habit("pl", "without accents", ("wyslano",)),
    Habit("cs", "without accents", ("odeslano",)),
    Habit("zh", "Apple Mail", ("已传送", "已傳送")),
)
