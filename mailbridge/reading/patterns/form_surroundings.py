"""Words around the answers of web forms: fillers of labels, hints, footers, empty answers. Data only."""

from __future__ import annotations

# Words in a label that change nothing: "Your", "Please enter your", "(required)".
FILLERS = {
    "en": "s, your, my, the, please, enter, provide, what's, whats, what, is, are, required, optional, a, an, "
          "primary, confirm, input, valid, current, main, of, mandatory, customer, client, visitor, buyer, applicant, "
          "submitter, requester",
    "de": "ihr, ihre, ihren, dein, deine, bitte, geben, sie, an, eingeben, der, die, das, pflichtfeld, erforderlich, "
          "optional, wie, lautet, ist, freiwillig, geschäftliche, pflichtangabe",
    "fr": "l, d, de, du, des, votre, vos, ton, ta, le, la, les, obligatoire, requis, facultatif, veuillez, indiquer, "
          "saisir, quel, est, optionnel, champ, nécessaire, professionnel, professionnelle",
    "es": "de, del, su, sus, tu, tus, el, la, los, obligatorio, requerido, opcional, por, favor, introduce, cuál, es, "
          "necesario, campo",
    "pt": "da, do, seu, sua, teu, tua, o, a, os, obrigatório, opcional, requerido, qual, é, por, favor, informe, "
          "insira, campo, vosso, vossa",
    "it": "di, del, della, dell, il, la, lo, tuo, tua, suo, sua, vostro, vostra, obbligatorio, richiesto, "
          "facoltativo, opzionale, inserisci, qual, è, aziendale",
    "nl": "van, het, uw, je, jouw, de, verplicht, optioneel, vul, in, vereist, wat, is",
    "da": "dit, din, dine, påkrævet, valgfri, valgfrit, skal, udfyldes",
    "sv": "ditt, din, er, ert, obligatoriskt, obligatorisk, valfritt, krävs",
    "no": "ditt, din, påkrevd, obligatorisk, valgfritt, valgfri",
    "fi": "sinun, pakollinen, vapaaehtoinen, valinnainen",
    "pl": "twój, twoje, twoja, państwa, pani, pana, wymagane, opcjonalne, podaj, wymagany, proszę, opcjonalnie, "
          "służbowy",
    "cs": "váš, vaše, vaši, tvůj, tvoje, povinné, nepovinné, zadejte, povinný, kontaktní",
    "sk": "váš, vaše, vaša, povinné, nepovinné, kontaktný",
    "hu": "az, a, ön, kötelező, kérjük, adja, meg, opcionális",
    "ro": "dvs, dumneavoastră, tău, ta, dvs., obligatoriu, opțional, necesar",
    "hr": "vaše, vaš, vaša, obavezno, tvoje",
    "sl": "vaše, vaš, vaša, obvezno",
    "sr": "vaše, vaš, vaša, ваше, ваш, ваша, obavezno",
    "bg": "вашето, вашият, вашата, ваш, вашия, задължително, твоето, моля, въведете, твоят",
    "ru": "ваш, ваше, ваша, ваши, твоё, обязательно, укажите, введите, пожалуйста, необязательно, обязательное, поле, "
          "рабочий",
    "uk": "ваш, ваше, ваша, обов'язково, вкажіть, введіть, обов’язкове, поле",
    "lt": "jūsų, privaloma, būtina, tavo",
    "lv": "jūsu, obligāti, obligāts, tavs",
    "et": "teie, sinu, kohustuslik",
    "tr": "lütfen, zorunlu, sizin, giriniz, gerekli, isteğe, bağlı",
    "el": "το, η, ο, σας, σου, υποχρεωτικό, την, τη, απαιτείται",
    "he": "שלך, שלכם, חובה",
    "ar": "مطلوب, إلزامي, اختياري",
    "vi": "của, bạn, quý, khách, bắt, buộc",
    "ja": "必須, 任意, 必須項目, 入力必須",
    "zh": "必填, 选填, 選填, 必填项",
    "ko": "필수, 선택, 필수항목",
    "id": "anda, wajib, silakan, masukkan, opsional",
}

# Words between two questions in one.
CONJUNCTIONS = frozenset((
    "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "u", "en", "of", "og", "eller", "och", "ja", "tai", "i",
    "lub", "oraz", "a", "nebo", "alebo", "es", "vagy", "si", "sau", "ili", "in", "ali", "и", "или", "та", "або", "і",
    "ir", "arba", "un", "vai", "voi", "ve", "veya", "και", "η", "dan", "atau", "va", "hoac",
))

# The same in scripts without spaces between words.
SUFFIXES = ("など", "欄", "ของคุณ", "ของท่าน", "をご記入ください", "を入力してください")
PREFIXES = ("您的", "你的", "请输入您的", "请输入", "請輸入", "请填写", "あなたの", "귀하의", "본인")

# Words that tell the question wherever they stand; "*" marks the beginning of a word. Answers are checked by shape.
TELLING = {
    "email": "email mail e-mail correo courriel epost e-post eposta e-posta sähköposti* e-pasts имейл* почт* пошт* "
             "paštas メール 邮箱 郵箱 信箱 이메일 อีเมล البريد אימייל דוא",
    "phone": "phone* telephone* telefon* telefoon* téléphon* teléfon* mobil* celular* cellular* handy* whatsapp* "
             "телефон* тел τηλ* κινητό puhel* puh tlf tel tālru* 電話 电话 手机 手機 전화 휴대 연락처 携帯 โทร هاتف "
             "الهاتف جوال טלפון נייד",
    "company": "company organisation organization employer firma firmy firmenname unternehmen* entreprise société "
               "empresa azienda bedrijf* virksomhed* företag* bedrift* yrity* spoločnos* společnos* cég* companie "
               "tvrtk* podjetj* компани* організац* организац* įmon* uzņēmum* ettevõt* şirket* εταιρ* 会社 公司 회사 "
               "企业 บริษัท",
    "remark": "message* nachricht* mitteilung* mensaje* mensagem messaggio bericht* besked* meddelande* melding* "
              "viest* wiadomoś* zpráv* správ* üzenet* mesaj* poruk* sporočil* съобщени* сообщени* повідомл* žinut* "
              "ziņ* sõnum* μήνυμα comment* question* frage* help hilf* helfen aider ayudar* ajudar* aiutar* helpen "
              "hjälpa hjælpe enquiry inquiry anliegen 内容 メッセージ 留言 문의 메시지 ข้อความ הודעה رسال*",
}

# With one of these beside it a telling word asks for something else: company size, e-mail newsletter.
DEMURRING = frozenset((
    "size", "where", "wo", "when", "many", "based", "located", "country", "city", "logo", "website", "web", "url",
    "address", "adresse", "type", "subject", "betreff", "title", "titel", "anzahl", "größe", "typ", "art", "form",
    "formular", "site", "page", "seite", "id", "employees", "mitarbeiter", "newsletter", "topic", "thema", "how",
))

# What plugins and people say of a form. With one of these fewer labels make a form.
HINTS = (
    "contact form", "web form", "webform", "online form", "form submission", "form entry", "new submission",
    "form was submitted", "submitted your form", "new enquiry", "new inquiry", "new lead", "new contact",
    "new message from", "new entry", "submitted values", "submitted the form", "filled out", "filled in",
    "form has been", "via your website", "from your website", "form response", "new response", "kontaktformular",
    "formular", "anfrage über", "neue anfrage", "webseite", "formulaire", "nouvelle demande", "nouveau message",
    "formulario", "nueva consulta", "nuevo mensaje", "formulário", "nova mensagem", "modulo di contatto",
    "modulo contatti", "form di contatto", "nuovo messaggio", "formulier", "kontaktskjema", "kontaktformulär",
    "formulär", "lomake", "lomakkeen", "formularz", "formulář", "kontaktní formulář", "formulár", "űrlap", "obrazac",
    "obrazec", "форма", "формы", "форму", "форми", "forma", "vorm", "iletişim formu", "formu", "φόρμα", "טופס",
    "نموذج", "فرم", "フォーム", "お問い合わせ", "お問合せ", "表单", "表單", "留言", "양식", "문의", "biểu mẫu",
    "แบบฟอร์ม", "formulir",
)

# Lines with which a plugin signs off below the last answer.
FOOTERS = (
    "this e-mail was sent from", "this email was sent from", "this mail was sent", "this message was sent",
    "this is a notification that", "this form was submitted", "this submission", "this email was sent via",
    "sent from", "sent via", "(sent via", "submitted via", "powered by",
    "reply to this email", "to reply", "you can reply",
    "you are receiving this", "you received this", "submitted on", "submitted at", "reply now", "create your own",
    "submitted from", "to edit", "to view", "reply directly", "does this submission", "unsubscribe",
    "this message was submitted", "mark as spam", "if you believe", "see all", "if you think", "report it",
    "log in to", "go to your", "form submitted", "the results of this submission", "diese e-mail wurde",
    "diese nachricht wurde", "diese mail wurde", "gesendet von", "gesendet über", "gesendet am",
    "dies ist eine benachrichtigung", "dies ist eine automatisch", "cet e-mail a été", "ce message a été",
    "cet email a été", "ce courriel", "ceci est une notification", "envoyé depuis", "este mensaje", "este correo",
    "enviado desde", "este e-mail", "este email", "esta mensagem", "esto es una notificación", "enviado a partir",
    "questa e-mail", "questa email", "questo messaggio", "inviato da", "deze e-mail", "dit bericht", "denne e-mail",
    "denne meddelelse", "denne besked", "detta e-post", "detta meddelande", "denne e-posten", "denne meldingen",
    "tämä viesti", "tämä sähköposti", "ta wiadomość", "ten e-mail", "wiadomość wysłana", "tento e-mail", "tato zpráva",
    "táto správa", "ez az e-mail", "ez az üzenet", "acest e-mail", "acest mesaj", "acest email", "ova poruka",
    "ovaj e-mail", "to sporočilo", "това съобщение", "този имейл", "это сообщение", "это письмо",
    "сообщение отправлено", "письмо отправлено", "це повідомлення", "цей лист", "šis laiškas", "ši žinutė",
    "šis e-pasts", "šī ziņa", "see e-kiri", "see kiri", "see sõnum", "bu e-posta", "bu mesaj", "αυτό το",
    "το μήνυμα αυτό", "הודעה זו", "אימייל זה", "דוא\"ל זה", "تم إرسال", "هذه الرسالة", "هذا البريد", "このメールは",
    "このメッセージは", "本メールは", "此邮件", "此郵件", "本邮件", "这封邮件", "이 메일은", "이 이메일은",
    "본 메일은", "email này", "thư này", "อีเมลนี้", "email ini", "pesan ini", "submitted ", "review ",
    "open this", "open in", "view ", "manage ", "mark this", "edit submission", "edit this", "delete this",
    "download submission", "go to dashboard", "this form submitted", "additional information:", "this is an automat",
    "сообщение сгенерировано", "повідомлення згенеровано", "message généré", "mensaje generado", "mensagem gerada",
    "messaggio generato", "wiadomość wygenerowana", "automatisch erstellt", "automatisch gegenereerd",
    "die ergebnisse dieser", "die übermittlung", "gesendet durch", "gesendet aus", "abgesendet", "übermittelt",
    "les résultats de cette", "envoyé via", "envoyé le", "soumis le", "los resultados de este",
    "enviado a través", "enviado el", "enviado em", "inviato tramite", "inviato dal sito", "inviato il",
    "verzonden via", "verzonden op", "ingezonden", "sendt fra", "sendt via", "skickat från", "skickat via",
    "lähetetty", "wysłano ", "wysłane z", "odesláno", "odeslané", "odoslané", "elküldve", "trimis prin",
    "trimis la", "poslano", "изпратено", "отправлено", "надіслано", "išsiųsta", "nosūtīts", "saadetud", "gönderildi",
    "στάλθηκε", "נשלח", "أرسلت", "أُرسلت", "送信元", "送信日時", "来自", "來自", "提交时间", "提交時間",
    "보낸 곳", "gửi từ", "được gửi", "ส่งจาก", "dikirim",
)

# The text beside a ticked box begins with one of these and has one of the words below.
CONSENTS = (
    "i agree", "i accept", "i consent", "i have read and", "i have read the", "i've read", "i hereby", "i understand",
    "by submitting", "by clicking", "by sending", "yes, i", "consent", "ich habe die datenschutz", "ich habe die agb",
    "ich stimme", "ich willige", "ich akzeptiere", "ich bin einverstanden", "ich bin damit", "mit dem absenden",
    "ja, ich stimme", "ja, ich habe", "ja, ich bin", "hiermit willige", "hiermit stimme", "hiermit bestätige",
    "j'accepte", "j’accepte", "j'ai lu", "j’ai lu", "je consens", "en soumettant", "en envoyant", "acepto", "he leído",
    "autorizo", "aceito", "li e aceito", "li e concordo", "concordo", "acconsento", "autorizzo", "accetto", "ho letto",
    "dichiaro", "ik ga akkoord", "ik heb de", "ik geef toestemming", "jeg accepterer", "jeg giver samtykke",
    "jeg godtar", "jeg samtykker", "jag godkänner", "jag accepterar", "jag samtycker", "hyväksyn", "olen lukenut",
    "wyrażam", "akceptuję", "zapozna", "souhlasím", "súhlasím", "elfogadom", "hozzájárulok", "elolvastam",
    "sunt de acord", "accept termen", "accept prelucr", "am citit", "slažem se", "prihvaćam", "strinjam se",
    "съгласен", "съгласявам", "я соглас", "даю согласие", "согласен", "я даю", "погоджуюсь", "я погоджуюс", "sutinku",
    "piekrītu", "nõustun", "συμφωνώ", "αποδέχομαι", "אני מאשר", "קראתי", "أوافق", "tôi đồng ý", "saya setuju",
    "個人情報",
    "プライバシーポリシー", "我同意", "我已阅读", "개인정보",
)
PRIVACY = (
    "privacy", "data", "terms", "conditions", "policy", "gdpr", "daten", "dsgvo", "agb", "nutzungsbedingungen",
    "confidentialité", "données", "rgpd", "datos", "privacidad", "condiciones", "dados", "privacidade", "termos",
    "dati", "condizioni", "gegevens", "voorwaarden", "persondata", "personopplysning", "betingelser", "vilkår",
    "uppgifter", "villkor", "integritet", "tieto", "ehdot", "danych", "regulamin", "prywatności", "údaj", "podmín",
    "adatvédel", "adataim", "feltétel", "confidențial", "termenii", "podat", "uvjet", "pogoj", "данни", "услови",
    "данны", "политик", "персональ", "даних", "duomen", "datu", "andme", "kvkk", "kişisel", "gizlilik", "δεδομέν",
    "απορρήτου", "όρους", "פרטיות", "תנאי", "الخصوصية", "الشروط", "dữ liệu", "chính sách", "kebijakan", "同意",
    "隐私", "隱私", "동의", "marketing", "newsletter",
)

# What stands behind the label of a box.
TICKS = frozenset((
    "yes", "no", "checked", "accepted", "agreed", "true", "false", "on", "off", "x", "i agree", "consented", "ja",
    "nein", "akzeptiert", "zugestimmt", "angenommen", "oui", "non", "coché", "accepté", "sí", "si", "aceptado",
    "sim", "não", "aceito", "sì", "accettato", "nee", "akkoord", "nej", "nei", "kyllä", "tak", "nie", "ano", "ne",
    "áno", "igen", "nem", "da", "nu", "да", "нет", "так", "ні", "не", "taip", "jā", "jah", "evet", "hayır", "ναι",
    "όχι", "כן", "לא", "نعم", "لا", "بله", "はい", "いいえ", "同意する", "同意", "是", "否", "예", "아니오", "동의",
    "동의함", "có", "không", "ใช่", "ya", "tidak", "☑", "✓", "✔", "✅", "☒",
))

# Beginnings of labels for a name that senders put above their own address and phone, too.
CONTACTS = (
    "contact", "kontakt", "ansprech", "ihr ansprech", "votre contact", "votre interlocuteur", "interlocuteur",
    "persona de", "persona di", "pessoa de", "referente", "osoba", "yhteys", "kapcsolat", "persoana", "лице за",
    "контакт", "担当", "ご担当", "联系人", "聯絡人", "담당", "narahubung", "sender", "absender", "afsender",
    "avsender", "avsandare",
)

# Lines of a visitor's own that begin like those.
VISITORS_FOOTERS = (
    "sent from my", "sent from mail", "gesendet von mein", "gesendet mit", "von meinem", "envoyé de mon",
    "envoyé depuis mon", "enviado desde mi", "enviado do meu", "inviato da i", "inviato dal mio",
    "verzonden vanaf mijn",
)

# What a visitor or a plugin writes into a field that says nothing.
PLACEHOLDERS = frozenset((
    "-", "--", "---", "–", "—", "n/a", "n.a.", "none", "null", "undefined", "(empty)", "empty", "not provided",
    "(not provided)", "k.a.", "keine angabe", "leer", "nicht angegeben", "non renseigné", "aucun", "no aplica", "n/d",
    "nessuno", "nessuna", "geen", "n.v.t.", "ej angivet", "ikke oplyst", "brak", "не указано", "не указан", "なし",
    "無し", "无", "無", "없음", "anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "anoniem", "guest",
    "gast", "гость", "未記入", "未填写", "(no value)", "[empty]", "no answer", "not specified", "not set",
    "/",
))
