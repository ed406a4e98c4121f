"""What programs put under a mail: "Sent from my iPhone", mailing-list and help-desk footers, legal disclaimers.

One line a habit, with its language and where it was seen. `DEVICES` are whole lines, `…` standing for up to 60
letters without a full stop; `FOOTERS` and `DISCLAIMERS` are how the first line of the footer begins.
`signatures` knows where in a mail they must stand. A new habit is one word here; the tests take each once.
"""

from __future__ import annotations

from mailbridge.reading.patterns.habit import Habit

DEVICES = (
    Habit("en", "iOS, Android, BlackBerry, Windows", (
        "sent from my …", "sent via my …", "sent on my …", "sent using my …", "sent with my …", "sent by my …")),
    Habit("en", "mail apps", (
        "sent from a …", "sent from an …", "sent from the … app", "sent from the … app for android",
        "sent from the … app for ios", "sent from mailbox …", "sent from mailbox", "sent from yahoo…",
        "sent from outlook…", "sent from mail for …", "sent from gmail…", "sent from samsung…", "sent from proton…",
        "sent from nine…", "sent from acompli", "sent from blue…", "sent from aqua mail…", "sent from type…",
        "sent from mail.ru…", "sent from myMail…", "sent from windows mail", "sent from surface…", "sent from boxer",
        "sent from front…", "sent from polymail…", "sent from spark…", "sent from android…", "sent from iphone…",
        "sent from ipad…", "sent from huawei…", "sent from xiaomi…", "sent from cloudmagic…", "sent from newton…",
        "sent from airmail…", "sent from postbox…", "sent from canary…", "sent from edison…", "sent from tutanota…",
        "sent from hey…", "sent from workspace…", "sent from zoho…", "sent from fastmail…", "sent from my",
        "sent from smartphone", "sent from mobile…", "sent from phone", "sent from mobile phone",
        "sent from blackberry…", "sent from iCloud…", "sent from touchdown…", "sent from the all new …",
        "sent from vivaldi…", "sent from thunderbird…", "sent from betterbird…", "sent from missive…")),
    Habit("en", "mail apps", (
        "sent via …phone", "sent via blackberry…", "sent via android…", "sent via superhuman…", "sent via the …",
        "sent via mixmax…", "sent via shift…", "sent via front…", "sent via frontapp…", "sent via gmail…",
        "sent via hiver…", "sent via mobile…", "sent with proton…", "sent with secure email", "sent with spark…",
        "sent with airmail…", "sent with unibox", "sent with shift", "sent with aqua mail…", "sent with mailtrack…",
        "sent with tutanota…", "sent with blackberry…", "sent by blackberry…", "sent using zoho…",
        "sent using fastmail…", "sent using hushmail…", "sent using the …", "sent using mailbox",
        "sent using guerrillamail…", "sent securely with …", "sent on the go…", "sent on the run…",
        "sent while mobile…", "sent mobile…", "secured by proton…", "secured with tutanota…")),
    Habit("en", "Outlook, others", (
        "get outlook for …", "get bluemail for …", "get typeapp for …", "get mailbird…", "get the new outlook…",
        "get zoho mail…", "get canary…", "get newton mail…", "download outlook for …", "typed on my …",
        "written on my …", "typed with thumbs…", "composed on my …", "posted from my …", "powered by … mail",
        "yahoo mail: search, organize, conquer", "please excuse typos…", "please excuse any typos…",
        "please excuse my brevity…", "please excuse brevity…", "pardon the typos…", "excuse my thumbs…",
        "apologies for typos…", "connected by …", "on the go with …", "outlook for android", "outlook for ios",
        "from my iphone", "from my ipad", "from my mobile…", "from my android…", "from my blackberry…",
        "from my smartphone")),
    Habit("de", "iOS, Android, Windows", (
        "von meinem … gesendet", "von meiner … gesendet", "gesendet von meinem …", "gesendet von meiner …",
        "gesendet von mein…", "von meinem … aus gesendet", "diese nachricht wurde von meinem … gesendet",
        "von unterwegs gesendet", "gesendet mit der …", "gesendet mit … app", "gesendet von mail für …",
        "gesendet von outlook…", "gesendet von yahoo…", "gesendet von unterwegs", "gesendet aus …", "gesendet über …",
        "gesendet mit meinem …", "von mobil gesendet", "von … gesendet", "mobil gesendet",
        "holen sie sich outlook für …", "outlook für android", "outlook für ios", "outlook für … herunterladen",
        "outlook für … beziehen", "gesendet mit …", "laden sie outlook für …", "hol dir outlook für …",
        "gesendet vom …", "von meinem …", "vom … gesendet", "meine nachricht wurde …phone gesendet",
        "diese nachricht wurde von meinem android-…")),
    Habit("fr", "iOS, Android, Windows", (
        "envoyé de mon …", "envoyé de ma …", "envoyé depuis mon …", "envoyé depuis ma …", "envoyé à partir de …",
        "envoyé depuis …", "envoyé de l'…", "envoyé avec …", "envoyé par mon …", "envoyé via …",
        "télécharger outlook pour …", "téléchargez outlook pour …", "obtenez outlook pour …",
        "obtenir outlook pour …", "provenance : courrier…", "outlook pour android", "outlook pour ios", "envoyé du …",
        "envoyé de …", "message envoyé depuis …", "envoyé à l'aide de …")),
    Habit("es", "iOS, Android, Windows", (
        "enviado desde mi …", "enviado desde …", "enviado de mi …", "enviado con …", "enviado a través de …",
        "obtener outlook para …", "obtén outlook para …", "obtenga outlook para …", "enviado por …",
        "descarga outlook para …", "outlook para android", "outlook para ios", "enviado vía …")),
    Habit("pt", "iOS, Android, Windows", (
        "enviado do meu …", "enviado da minha …", "enviado a partir do meu …", "enviado a partir do …",
        "enviado do …", "enviado por …", "enviado de …", "enviado através …", "enviado via …",
        "obter o outlook para …", "obtenha o outlook para …", "baixe o outlook para …", "enviada do meu …",
        "obter outlook para …", "enviado pelo …", "enviado no meu …", "outlook para android", "outlook para ios")),
    Habit("it", "iOS, Android, Windows", (
        "inviato da …", "inviato dal …", "inviato dalla …", "inviato con …", "inviata da …", "scarica outlook per …",
        "ottieni outlook per …", "inviato tramite …", "inviato mediante …", "outlook per android",
        "outlook per ios")),
    Habit("nl", "iOS, Android, Windows", (
        "verzonden vanaf …", "verstuurd vanaf …", "verzonden met …", "verzonden vanuit …", "verzonden via …",
        "verstuurd met …", "verstuurd via …", "verstuurd van …", "outlook voor … downloaden",
        "download outlook voor …", "outlook voor android", "outlook voor ios", "outlook voor … ophalen",
        "verzonden van …", "haal outlook voor …", "verstuurd vanuit …")),
    Habit("da", "iOS, Android, Windows", (
        "sendt fra …", "sendt via …", "sendt med …", "hent outlook til …", "hent outlook for …", "sendt fra min …",
        "outlook til android", "få outlook til …")),
    Habit("sv", "iOS, Android, Windows", (
        "skickat från …", "skickat med …", "skickat via …", "hämta outlook för …", "skickades från …",
        "skickat ifrån …", "skaffa outlook för …", "sänt från …")),
    Habit("no", "iOS, Android, Windows", (
        "sendt fra …", "sendt med …", "sendt via …", "skaff deg outlook for …", "hent outlook for …",
        "få outlook for …", "last ned outlook for …")),
    Habit("fi", "iOS, Android, Windows", (
        "lähetetty …sta", "lähetetty …stä", "lähetetty …lta", "lähetetty …ltä", "lähetetty …lla", "lähetetty …llä",
        "hanki outlook for …", "lähetetty …:sta", "lähetetty …:stä", "lähetetty laitteesta …", "lähetetty …ni",
        "lähetetty …")),
    Habit("is", "iOS", ("sent úr …", "sent frá …")),
    Habit("pl", "iOS, Android, Windows", (
        "wysłane z …", "wysłano z …", "wysłane przez …", "wysłane ze …", "wysłano ze …", "wysłany z …",
        "pobierz program outlook dla …", "pobierz outlook dla …", "wysłano za pomocą …", "wysłano przez …",
        "uzyskaj aplikację outlook dla …", "wysłane za pomocą …", "wyslane z …", "wysłane od …")),
    Habit("cs", "iOS, Android, Windows", (
        "odesláno z …", "posláno z …", "odesláno ze …", "odesláno pomocí …", "získejte outlook pro …",
        "získat outlook pro …", "odesláno přes …", "posláno ze …", "odoslané z …", "stáhněte si outlook pro …",
        "odeslano z …")),
    Habit("sk", "iOS, Android", (
        "odoslané z …", "poslané z …", "odoslané zo …", "získajte outlook pre …", "odoslané cez …")),
    Habit("sl", "iOS, Android", ("poslano z …", "poslano iz …", "poslano prek …", "pridobite outlook za …")),
    Habit("hu", "iOS, Android", (
        "elküldve az …", "elküldve a …", "iphone-omról küldve", "…omról küldve", "…emről küldve", "…ról küldve",
        "…ről küldve", "az outlook for … letöltése", "…ömről küldve", "küldve …", "outlook for … beszerzése",
        "…mról küldve")),
    Habit("ro", "iOS, Android", (
        "trimis de pe …", "trimis din …", "trimis de la …", "obțineți outlook pentru …", "trimis prin …",
        "trimis cu …", "expediat de pe …", "descărcați outlook pentru …")),
    Habit("hr", "iOS, Android", (
        "poslano s …", "poslano sa …", "poslano iz …", "poslano putem …", "preuzmite outlook za …",
        "poslano pomoću …", "poslato sa …")),
    Habit("sr", "iOS, Android", ("послато са …", "послато преко …", "poslato sa …", "poslato preko …")),
    Habit("bg", "iOS, Android", (
        "изпратено от …", "изпратено чрез …", "изпратено с …", "вземете outlook за …", "изтеглете outlook за …")),
    Habit("uk", "iOS, Android", (
        "надіслано з …", "відправлено з …", "надіслано із …", "надіслано через …", "отримати outlook для …",
        "відправлено із …", "надіслано за допомогою …", "надіслано від …", "завантажити outlook для …")),
    Habit("ru", "iOS, Android, mail.ru, Yandex", (
        "отправлено с …", "отправлено из …", "отправлено через …", "отправлено от …", "отправлено со …",
        "послано с …", "скачать outlook для …", "получить outlook для …", "скачайте outlook для …",
        "отправлено при помощи …", "отправлено в …", "загрузить outlook для …", "отправлено моим …")),
    Habit("lt", "iOS, Android", (
        "išsiųsta iš …", "siųsta iš …", "gauti „outlook“, skirtą …", "išsiųsta naudojant …")),
    Habit("lv", "iOS, Android", (
        "nosūtīts no …", "sūtīts no …", "nosūtīts, izmantojot …", "iegūstiet outlook …", "nosūtīts ar …")),
    Habit("et", "iOS, Android", (
        "saadetud minu …", "saadetud …", "minu …ist saadetud", "hankige outlook …", "minu …st saadetud")),
    Habit("tr", "iOS, Android", (
        "…ımdan gönderildi", "…dan gönderildi", "…den gönderildi", "…tan gönderildi", "…ten gönderildi",
        "iphone'umdan gönderildi", "…ile gönderildi", "outlook for … edinin", "… için outlook'u edinin",
        "… üzerinden gönderildi", "… için outlook'u alın", "gönderen: …phone")),
    Habit("el", "iOS, Android", (
        "στάλθηκε από …", "εστάλη από …", "αποστολή από …", "αποκτήστε το outlook για …", "στάλθηκε μέσω …",
        "λήψη του outlook για …", "από το …phone μου", "στάλθηκε με …")),
    Habit("he", "iOS, Android", (
        "נשלח מה-…", "נשלח מ…", "נשלח באמצעות …", "נשלח דרך …", "קבל את outlook עבור …", "קבל outlook עבור …",
        "הורד את outlook עבור …")),
    Habit("ar", "iOS, Android", (
        "أرسل من …", "مرسل من …", "أُرسلت من …", "تم الإرسال من …", "ارسلت من …", "أرسلت من …",
        "الحصول على outlook لـ…", "احصل على outlook لـ…", "تم إرسالها من …")),
    Habit("fa", "iOS", ("ارسال شده از …", "فرستاده شده از …")),
    Habit("ja", "iOS, Android", (
        "…から送信", "…から送信されました", "iphoneから送信", "…から送信しました", "outlook for …を入手",
        "…からの送信", "…用 outlook を入手", "…で送信", "android 版 outlook を入手…", "ios 版 outlook を入手…")),
    Habit("zh", "iOS, Android, QQ", (
        "从我的…发送", "发自我的…", "发自…", "從我的…傳送", "從我的…寄出", "从我的…发出", "寄自…", "来自我的…",
        "获取 outlook for …", "获取 …版 outlook", "取得 …版 outlook", "下载适用于 …的 outlook", "傳送自…",
        "我的…發送", "使用…发送", "从…发送", "從…傳送", "通过…发送", "发送自…", "取得 outlook for …",
        "獲取 outlook for …", "从 windows 版邮件发送…", "從 windows 的郵件傳送…")),
    Habit("ko", "iOS, Android", (
        "나의 …에서 보냄", "…에서 보냄", "…에서 보낸 메일입니다", "…에서 발송", "내 …에서 보냄", "…에서 보냈습니다",
        "…용 outlook 다운로드", "…용 outlook 받기", "…에서 전송", "…으로 보냄")),
    Habit("vi", "iOS, Android", (
        "được gửi từ …", "đã gửi từ …", "gửi từ …", "tải outlook cho …", "được gửi bằng …", "tải outlook dành cho …",
        "nhận outlook cho …")),
    Habit("th", "iOS, Android", (
        "ส่งจาก …", "ส่งจาก…", "ส่งมาจาก …", "รับ outlook สำหรับ …", "ดาวน์โหลด outlook สำหรับ …")),
    Habit("id", "iOS, Android", (
        "dikirim dari …", "dikirim melalui …", "dikirim dengan …", "dapatkan outlook untuk …", "terkirim dari …",
        "dikirim menggunakan …")),
    Habit("ms", "iOS", ("dihantar daripada …", "dihantar dari …")),
    Habit("ca", "iOS, Android", (
        "enviat des de …", "enviat des del …", "enviat des de l'…", "enviat del meu …", "obteniu l'outlook per a …",
        "enviat amb …", "enviat de …")),
    Habit("eu", "iOS", ("nire …tik bidalia", "…tik bidalia")),
)

# What K-9 Mail and others ask to excuse in a second sentence.
APOLOGIES = (
    "brevity", "typo", "excuse", "kürze", "tippfehler", "brièveté", "brevedad", "brevidade", "brevità", "beknopt",
    "kortfattet", "fåordig", "kortfattad", "lyhyy", "zwięzł", "stručnos", "rövidség", "concizi", "kratko", "краткость",
    "стислість", "сбитост", "trumpumą", "συντομία", "簡潔", "简短", "簡短", "간결",
)

# Where a wording of `DEVICES` leaves room for a name, the line must say "my" or name something that can send.
MY = (
    Habit("en", "all", ("my",)),
    Habit("de", "all", ("meinem", "meiner", "mein")),
    Habit("fr", "all", ("mon", "ma")),
    Habit("es", "all", ("mi",)),
    Habit("pt", "all", ("meu", "minha")),
    Habit("it", "all", ("mio", "mia")),
    Habit("nl", "all", ("mijn", "m'n")),
    Habit("da", "all", ("min", "mit")),
    Habit("sv", "all", ("min", "mitt")),
    Habit("no", "all", ("min", "mitt")),
    Habit("is", "all", ("mínum", "mínu")),
    Habit("pl", "all", ("mojego", "mojej")),
    Habit("cs", "all", ("mého", "mé")),
    Habit("sk", "all", ("môjho", "mojej")),
    Habit("sl", "all", ("mojega", "moje")),
    Habit("ro", "all", ("meu", "mea")),
    Habit("hr", "all", ("mog", "mojeg", "moje")),
    Habit("sr", "all", ("мог", "моје")),
    Habit("bg", "all", ("моя", "моето")),
    Habit("uk", "all", ("мого", "моєї")),
    Habit("ru", "all", ("моего", "моей")),
    Habit("lt", "all", ("mano",)),
    Habit("lv", "all", ("mana", "manas")),
    Habit("et", "all", ("minu",)),
    Habit("el", "all", ("μου",)),
    Habit("he", "all", ("שלי",)),
    Habit("zh", "all", ("我的",)),
    Habit("ko", "all", ("나의", "내")),
    Habit("vi", "all", ("của tôi",)),
    Habit("id", "all", ("saya",)),
    Habit("ca", "all", ("meu", "meva")),
    Habit("eu", "all", ("nire",)),
)
DEVICE_NAMES = (
    Habit("en", "makers", (
        "iphone", "ipad", "ipod", "apple", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "poco",
        "oppo", "realme", "vivo", "nokia", "blackberry", "htc", "sony", "xperia", "motorola", "oneplus", "pixel",
        "lumia", "fairphone", "wiko", "zte", "lenovo", "asus", "alcatel", "macbook", "imac", "surface", "windows",
        "symbian", "kindle")),
    Habit("en", "apps", (
        "outlook", "yahoo", "gmail", "google", "hotmail", "icloud", "proton", "tutanota", "tuta mail", "bluemail",
        "typeapp", "spark", "airmail", "mailbox", "mailbird", "thunderbird", "betterbird", "k-9", "fairemail",
        "superhuman", "fastmail", "zoho", "edison", "newton", "canary", "missive", "aqua", "mail.ru", "yandex",
        "яндекс", "naver", "web.de", "gmx", "1&1", "freenet", "t-online", "telekom", "orange", "laposte", "libero",
        "virgilio", "seznam", "onet", "interia", "verizon", "vodafone", "t-mobile", "at&t", "webmail", "aol",
        "roundcube", "horde")),
    Habit("en", "things", (
        "mail", "app", "phone", "mobil", "tablet", "device", "computer", "laptop", "wireless", "email", "smartphone",
        "gerät", "handy", "mobilgerät", "unterwegs", "secure")),
    Habit("fr", "things", ("téléphone", "portable", "tablette", "ordinateur", "appareil", "messagerie", "courrier")),
    Habit("es", "things", (
        "móvil", "movil", "celular", "teléfono", "tableta", "dispositivo", "correo para", "ordenador")),
    Habit("pt", "things", ("telemóvel", "celular", "telefone", "telefône", "computador", "correio para")),
    Habit("it", "things", ("telefono", "cellulare", "telefonino", "dispositivo", "posta per", "tablet")),
    Habit("nl", "things", ("telefoon", "toestel")),
    Habit("da", "things", ("telefon", "enhed")),
    Habit("sv", "things", ("telefon", "surfplatta", "enhet", "e-post för", "datorn")),
    Habit("no", "things", ("telefon", "nettbrett", "enhet", "e-post for")),
    Habit("fi", "things", ("puhelim", "laitteesta", "laitteella", "tabletilla", "sähköposti", "kännykä")),
    Habit("pl", "things", ("telefonu", "komórki", "urządzenia", "poczta", "poczty", "tabletu", "smartfon")),
    Habit("cs", "things", ("telefonu", "mobilu", "zařízení", "pošty", "pošta", "tabletu")),
    Habit("hu", "things", ("telefon", "mobilom", "készülék", "okostelefon")),
    Habit("ro", "things", ("telefonul", "tableta", "dispozitiv")),
    Habit("bg", "things", ("телефон", "устройство", "поща")),
    Habit("ru", "things", ("телефон", "смартфон", "планшет", "айфон", "почт", "мобильн", "устройств", "приложени")),
    Habit("uk", "things", ("телефон", "смартфон", "айфон", "пошт", "мобільн", "пристро")),
    Habit("tr", "things", ("telefon", "cep", "uygulaması", "posta")),
    Habit("el", "things", ("κινητό", "τηλέφωνο", "συσκευή", "ταχυδρομείο")),
    Habit("he", "things", ("אייפון", "נייד", "טלפון", "אנדרואיד", "דואר")),
    Habit("ar", "things", ("هاتف", "جوال", "آيفون", "جهاز", "بريد")),
    Habit("ja", "things", ("携帯", "スマホ", "スマートフォン", "メール", "アイフォン")),
    Habit("zh", "things", ("手机", "手機", "邮箱", "邮件", "郵件", "信箱", "安卓", "网易", "电脑", "平板")),
    Habit("ko", "things", ("아이폰", "휴대폰", "스마트폰", "갤럭시", "메일", "핸드폰")),
    Habit("vi", "things", ("điện thoại", "máy")),
    Habit("th", "things", ("โทรศัพท์", "มือถือ", "ไอโฟน")),
    Habit("id", "things", ("ponsel", "perangkat")),
)

FOOTERS = (
    Habit("en", "Google Groups", (
        "you received this message because you are subscribed", "you received this message because you",
        "to unsubscribe from this group", "to post to this group", "to view this discussion on the web",
        "to view this discussion visit", "--~--~---------~--~----~")),
    Habit("en", "Yahoo Groups", ("__._,_.___", "posted by:", "yahoo! groups links")),
    Habit("en", "Groups.io", ("-=-=-=-=-=-=-=-=-=-=-=-", "groups.io links:")),
    Habit("en", "GitHub, GitLab, Discourse", (
        "reply to this email directly", "you are receiving this because", "you're receiving this email because",
        "to respond, reply to this email", "you are receiving this email because", "view it on github",
        "visit topic or reply to this email", "to unsubscribe from these emails")),
    Habit("en", "mailing lists", (
        "to unsubscribe", "to subscribe or unsubscribe", "unsubscribe:", "list archives:", "mailing list archives",
        "for additional commands, e-mail:", "to unsubscribe, e-mail:", "unsubscribe from this list",
        "manage your subscription", "if you no longer wish to receive", "if you would like to unsubscribe",
        "click here to unsubscribe")),
    Habit("en", "virus scanners", (
        "virus-free. www.", "virus-free.www.", "this email has been checked for viruses",
        "this e-mail has been checked for viruses", "this email has been scanned", "this message has been scanned",
        "this e-mail was scanned", "this email was sent from a computer without viruses",
        "this email has been sent from a virus-free computer", "no virus found in this", "this message was scanned",
        "scanned by")),
    Habit("de", "virus scanners, lists", (
        "virenfrei. www.", "virenfrei.www.", "diese e-mail wurde von avast", "diese e-mail wurde auf viren",
        "sie haben diese nachricht erhalten, weil", "um sich abzumelden", "sie erhalten diese nachricht, weil",
        "sie erhalten diese e-mail, weil", "zum abbestellen")),
    Habit("fr", "virus scanners, lists", (
        "garanti sans virus", "sans virus. www", "sans virus.www", "l'absence de virus dans ce courrier",
        "cet e-mail a été vérifié", "vous recevez ce message", "vous recevez cet e-mail", "pour vous désabonner",
        "pour vous désinscrire", "vous avez reçu ce message")),
    Habit("es", "virus scanners, lists", (
        "libre de virus", "este correo electrónico ha sido comprobado", "has recibido este mensaje porque",
        "recibiste este mensaje porque", "para cancelar la suscripción", "para anular la suscripción",
        "el software de antivirus avast")),
    Habit("pt", "virus scanners, lists", (
        "livre de vírus", "este email foi escaneado", "você recebeu essa mensagem porque",
        "você recebeu esta mensagem porque", "recebeu esta mensagem porque", "para cancelar inscrição",
        "este e-mail foi verificado", "para anular a subscrição")),
    Habit("it", "virus scanners, lists", (
        "mail priva di virus", "privo di virus", "questa e-mail è stata controllata",
        "hai ricevuto questo messaggio perché", "ricevi questo messaggio perché", "per annullare l'iscrizione",
        "per cancellarsi")),
    Habit("nl", "virus scanners, lists", (
        "virusvrij. www", "virusvrij.www", "deze e-mail is gecontroleerd op virussen", "u ontvangt dit bericht omdat",
        "je ontvangt dit bericht omdat", "om je af te melden", "om u af te melden")),
    Habit("da", "virus scanners, lists", ("virusfri. www", "virusfri.www", "denne e-mail er blevet kontrolleret")),
    Habit("sv", "virus scanners, lists", (
        "virusfritt. www", "virusfritt.www", "det här e-postmeddelandet har sökts", "detta e-postmeddelande har",
        "du får det här meddelandet")),
    Habit("no", "virus scanners, lists", ("virusfri. www", "denne e-posten er kontrollert", "du mottar denne")),
    Habit("pl", "virus scanners, lists", (
        "wolny od wirusów", "wiadomość wolna od wirusów", "ta wiadomość e-mail została sprawdzona",
        "otrzymujesz tę wiadomość", "aby anulować subskrypcję")),
    Habit("cs", "virus scanners, lists", (
        "bez virů. www", "bez virů.www", "tato zpráva byla zkontrolována", "tuto zprávu jste obdrželi",
        "chcete-li se odhlásit")),
    Habit("hu", "virus scanners, lists", ("vírusmentes. www", "vírusmentes.www", "ezt az e-mailt")),
    Habit("ru", "virus scanners, lists", (
        "без вирусов. www", "без вирусов.www", "это сообщение проверено на вирусы",
        "вы получили это сообщение, поскольку", "вы получили это письмо", "чтобы отказаться от подписки",
        "чтобы отменить подписку")),
    Habit("tr", "virus scanners, lists", (
        "virüs bulunmuyor. www", "bu e-posta virüslere karşı", "bu iletiyi aldınız")),
)

# The first words of a paragraph that says who may read a mail, or asks to spare the paper.
DISCLAIMERS = (
    Habit("en", "legal", (
        "confidentiality notice", "confidentiality note", "confidentiality:", "disclaimer", "legal disclaimer",
        "legal notice", "email disclaimer", "e-mail disclaimer", "important notice", "privileged and confidential",
        "privileged/confidential", "confidential communication", "this email and any", "this e-mail and any",
        "this email, including", "this e-mail, including", "this message and any", "this message, including",
        "this communication", "this transmission", "this message is intended", "this message is confidential",
        "this email is confidential", "this e-mail is confidential", "this email is intended",
        "this e-mail is intended", "this message contains confidential", "this email contains confidential",
        "this e-mail contains confidential", "this email may contain", "this e-mail may contain",
        "this message may contain", "this electronic mail", "this electronic message", "this e-mail message",
        "this email message", "the information contained in this", "the information in this e",
        "the information in this message", "the information transmitted", "the contents of this e",
        "the content of this e", "the content of this message", "if you are not the intended",
        "if you have received this e", "if you have received this message", "if you received this e",
        "any unauthorized", "any unauthorised", "please consider the environment", "please think of the environment",
        "think before you print", "consider the environment before", "save a tree", "do you really need to print",
        "notice: this", "note: this email", "warning: this", "caution: this e", "registered office:",
        "registered in england", "company registration", "unless otherwise stated, this",
        "statement of confidentiality", "circular 230", "irs circular 230", "the views expressed in this",
        "this mail and any", "this message (including")),
    Habit("de", "legal", (
        "diese e-mail enthält", "diese email enthält", "diese mail enthält", "diese e-mail ist",
        "diese nachricht enthält", "diese nachricht ist", "diese e-mail kann", "diese nachricht kann",
        "diese e-mail und", "diese nachricht und", "der inhalt dieser e", "der inhalt dieser nachricht",
        "vertraulichkeitshinweis", "haftungsausschluss", "rechtlicher hinweis", "wichtiger hinweis", "hinweis: diese",
        "die information in dieser", "die informationen in dieser", "die in dieser e",
        "wenn sie nicht der richtige adressat", "sollten sie nicht der", "falls sie nicht der",
        "wenn sie diese e-mail irrtümlich", "bitte denken sie an die umwelt", "denken sie an die umwelt",
        "bitte prüfen sie", "bitte beachten sie die umwelt", "bitte drucken sie diese", "geschäftsführer:",
        "geschäftsführung:", "geschäftsführerin:", "sitz der gesellschaft", "amtsgericht", "handelsregister",
        "vorstand:", "vorsitzender des", "ust-idnr", "ust.-id", "registergericht", "aufsichtsrat",
        "informationen zum datenschutz", "hinweise zum datenschutz", "datenschutzhinweis")),
    Habit("fr", "legal", (
        "ce message et", "ce message est", "ce message contient", "ce courriel", "ce mail est", "ce mail et",
        "cet e-mail", "cet email", "ce message (", "ce message peut", "les informations contenues",
        "le contenu de ce", "avis de confidentialité", "confidentialité :", "avertissement",
        "si vous n'êtes pas le destinataire", "si vous avez reçu ce", "pensez à l'environnement",
        "pensez à l’environnement", "avant d'imprimer", "n'imprimez ce", "merci de n'imprimer",
        "pensez environnement", "l'intégrité de ce", "l'internet ne permettant", "mentions légales",
        "message confidentiel")),
    Habit("es", "legal", (
        "este mensaje y", "este mensaje", "este correo", "este e-mail", "este email", "la información contenida",
        "la información transmitida", "el contenido de este", "aviso legal", "aviso de confidencialidad",
        "confidencialidad:", "nota de confidencialidad", "cláusula de confidencialidad", "si usted no es el",
        "si ha recibido este", "antes de imprimir", "por favor, piense en el medio", "piense en el medio",
        "protección de datos", "de conformidad con", "en cumplimiento de", "advertencia legal",
        "de acuerdo con lo establecido", "le informamos que", "información básica sobre")),
    Habit("pt", "legal", (
        "esta mensagem", "este e-mail", "este email", "este correio", "as informações contidas",
        "a informação contida", "o conteúdo desta", "aviso legal", "aviso de confidencialidade", "confidencialidade:",
        "se você não é o", "se não for o", "se recebeu esta", "antes de imprimir", "pense no meio ambiente",
        "proteja o ambiente")),
    Habit("it", "legal", (
        "le informazioni contenute", "questo messaggio", "questa e-mail", "questa email", "il presente messaggio",
        "la presente e", "il contenuto di questo", "il contenuto della presente", "avviso di riservatezza",
        "nota di riservatezza", "riservatezza:", "ai sensi del", "ai sensi dell", "informativa privacy",
        "se avete ricevuto", "se ha ricevuto", "qualora abbiate ricevuto", "rispetta l'ambiente", "prima di stampare",
        "pensa all'ambiente", "le informazioni trasmesse", "questa comunicazione", "persone diverse dal",
        "qualora il presente")),
    Habit("nl", "legal", (
        "dit bericht", "deze e-mail", "deze email", "dit e-mailbericht", "de informatie in dit",
        "de informatie in deze", "de informatie verzonden", "de inhoud van dit", "de inhoud van deze", "disclaimer",
        "indien u niet de", "als u dit bericht", "denk aan het milieu", "bespaar papier", "vertrouwelijkheid",
        "print deze")),
    Habit("da", "legal", (
        "denne e-mail", "denne mail", "denne meddelelse", "denne besked", "indholdet af denne",
        "oplysningerne i denne", "fortrolighed", "hvis du ikke er den", "hvis du har modtaget denne",
        "tænk på miljøet")),
    Habit("sv", "legal", (
        "detta meddelande", "detta e-post", "det här meddelandet", "detta mail", "detta mejl",
        "informationen i detta", "innehållet i detta", "sekretess", "om du inte är den", "om du har fått",
        "tänk på miljön")),
    Habit("no", "legal", (
        "denne e-post", "denne meldingen", "denne eposten", "innholdet i denne", "informasjonen i denne",
        "konfidensialitet", "hvis du ikke er", "tenk på miljøet", "tenk miljø")),
    Habit("fi", "legal", (
        "tämä viesti", "tämä sähköposti", "tämän viestin", "tämän sähköpostin", "luottamuksellisuus", "jos et ole",
        "mikäli et ole", "ajattele ympäristöä")),
    Habit("pl", "legal", (
        "ta wiadomość", "niniejsza wiadomość", "treść tej wiadomości", "treść niniejszej", "informacje zawarte",
        "informacja zawarta", "klauzula poufności", "wiadomość ta", "jeżeli nie są państwo", "jeśli nie jesteś",
        "jeżeli nie jesteś", "pomyśl o środowisku", "administratorem danych", "administratorem państwa danych",
        "zanim wydrukujesz", "uwaga: ")),
    Habit("cs", "legal", (
        "tato zpráva", "tento e-mail", "tento email", "obsah této", "obsah tohoto", "informace obsažené",
        "upozornění:", "pokud nejste", "důvěrné", "než vytisknete", "tato e-mailová")),
    Habit("sk", "legal", (
        "táto správa", "tento e-mail", "obsah tejto", "informácie obsiahnuté", "ak nie ste", "upozornenie:",
        "táto e-mailová")),
    Habit("hu", "legal", (
        "ez az üzenet", "ez az e-mail", "jelen üzenet", "jelen e-mail", "az üzenet tartalma", "ezen üzenet",
        "ezen e-mail", "figyelem!", "bizalmas")),
    Habit("ro", "legal", (
        "acest mesaj", "acest e-mail", "acest email", "prezentul mesaj", "informațiile conținute",
        "informatiile continute", "conținutul acestui", "confidențialitate", "dacă nu sunteți",
        "notă de confidențialitate", "protejați mediul")),
    Habit("hr", "legal", (
        "ova poruka", "ovaj e-mail", "ova elektronička", "sadržaj ove", "informacije sadržane", "ako niste",
        "ova e-mail", "ova elektronska", "napomena o povjerljivosti")),
    Habit("sr", "legal", ("ова порука", "овај имејл", "садржај ове", "ако нисте")),
    Habit("bg", "legal", (
        "това съобщение", "този имейл", "това електронно", "информацията, съдържаща", "съдържанието на това",
        "ако не сте", "настоящото съобщение")),
    Habit("uk", "legal", (
        "це повідомлення", "цей лист", "інформація, що міститься", "інформація, яка міститься", "вміст цього",
        "якщо ви не є", "дане повідомлення", "конфіденційність")),
    Habit("ru", "legal", (
        "это сообщение", "данное сообщение", "это электронное", "настоящее сообщение", "этот e-mail",
        "информация, содержащаяся", "содержание данного", "содержание этого", "если вы не являетесь",
        "конфиденциальность", "настоящее электронное", "данное электронное", "уведомление о конфиденциальности")),
    Habit("lt", "legal", (
        "šis pranešimas", "šis el. laiškas", "šiame laiške", "šis elektroninis", "jei jūs nesate",
        "konfidencialumo")),
    Habit("lv", "legal", ("šis ziņojums", "šī e-pasta", "šī vēstule", "šis e-pasts", "konfidencialitātes")),
    Habit("et", "legal", ("see e-kiri", "see kiri", "käesolev e-kiri", "käesolev kiri", "kui te ei ole")),
    Habit("tr", "legal", (
        "bu e-posta", "bu mesaj", "bu ileti", "bu elektronik", "yasal uyarı", "gizlilik", "eğer bu mesajın",
        "mesajın içeriği", "çevreyi düşünün")),
    Habit("el", "legal", (
        "το παρόν", "αυτό το μήνυμα", "αυτό το email", "οι πληροφορίες που", "το μήνυμα αυτό", "εμπιστευτικότητα",
        "εάν δεν είστε", "αν δεν είστε")),
    Habit("he", "legal", ("הודעה זו", "המידע הכלול", "דואר אלקטרוני זה", "אם אינך", "מסר זה", "הודעת דואר")),
    Habit("ar", "legal", (
        "هذه الرسالة", "هذا البريد", "المعلومات الواردة", "إخلاء مسؤولية", "إذا لم تكن", "تحتوي هذه")),
    Habit("ja", "legal", (
        "このメールは", "本メールは", "このメールには", "本メールには", "この電子メール", "本電子メール",
        "本メッセージ", "このメッセージ")),
    Habit("zh", "legal", (
        "本邮件", "此邮件", "本電子郵件", "本电子邮件", "此电子邮件", "免责声明", "保密声明", "本信件", "这封邮件",
        "保密提示", "本郵件", "此郵件")),
    Habit("ko", "legal", ("본 메일", "이 메일은", "본 이메일", "이 이메일", "본 메일은", "본 전자우편")),
    Habit("vi", "legal", ("email này", "thư điện tử này", "thông tin trong", "nội dung của email")),
    Habit("th", "legal", ("อีเมลนี้", "อีเมลฉบับนี้", "ข้อความนี้")),
    Habit("id", "legal", ("email ini", "e-mail ini", "pesan ini", "surel ini", "informasi dalam")),
    Habit("ca", "legal", ("aquest missatge", "aquest correu", "avís legal", "la informació continguda")),
)

# A paragraph that begins like a disclaimer is one only when it also says one of these.
LEGAL_WORDS = (
    "confidential", "privileg", "intended", "recipient", "unauthori", "disclos", "printing", "print ", "liab",
    "copyright", "virus", "registered", "environment", "delete", "vertraulich", "adressat", "empfänger", "irrtümlich",
    "unbefugt", "umwelt", "drucken", "amtsgericht", "handelsregister", "hrb", "gmbh", " ag", "datenschutz", "sitz",
    "confidentiel", "destinataire", "imprimer", "environnement", "confidencial", "destinatari", "imprimir",
    "reservad", "protección de datos", "riservat", "destinatari", "d.lgs", "gdpr",
    "stampare", "ambiente", "2016/679", "vertrouwelijk", "bestemd", "geadresseerde", "milieu", "fortrolig",
    "modtager", "miljø", "konfidenti", "mottagare", "miljön", "avsedd", "mottaker", "luottamukse", "vastaanottaj",
    "ympäristö", "poufn", "adresat", "przeznaczon", "środowisk", "danych osobowych", " rodo", "důvěrn", "adresát",
    "určen", "dôvern", "príjemc", "bizalmas", "címzett", "confidenți", "destinatar", "povjerljiv",
    "primatelj", "namijenjen", "povjerljiv", "поверитељн", "намењен", "поверителн", "получател", "предназнач",
    "конфіденц", "одержувач", "конфиденциал", "адресат", "получател", "konfidenc", "adresat", "gavėj",
    "konfidents", "adressaa", "saaja", "gizli", "alıcı", "yetkisiz", "εμπιστευτικ", "παραλήπτη", "חסוי", "סודי",
    "נמען", "מיועד", "سري", "المستلم", "المرسل إليه", "機密", "宛先", "受信者", "机密", "保密", "收件人",
    "비밀", "기밀", "수신인", "수신자", "bảo mật", "người nhận", "ความลับ", "ผู้รับ", "rahasia", "penerima",
    "confidencialitat",
)
