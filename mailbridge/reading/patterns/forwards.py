"""The lines with which clients announce a copied message, in the words of each language.

A row is (language, clients, announcement, words). `FORWARD` words are written by forwards only. `ORIGINAL` words are
written by replies too, so they prove little by themselves. `END` words close the copy.

How the line looks is the shape: `DASHED` words stand between runs of dashes, equal signs or the like, `PLAIN` ones
alone on their line with a colon, `NAMED` ones are dashed and go on with a person ("----- Forwarded by Jane on ...").
"""

from __future__ import annotations

FORWARD, ORIGINAL, END = "forward", "original", "end"
DASHED, PLAIN, NAMED = "dashed", "plain", "named"

ANNOUNCEMENTS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("en", "Gmail, Thunderbird, Yahoo, Zimbra", FORWARD, DASHED, (
        "Forwarded message", "Forwarded mail", "Forwarded email", "Forwarded e-mail", "Forward message", "Forwarded")),
    ("en", "Apple Mail", FORWARD, PLAIN, ("Begin forwarded message", "Begin forwarded email", "Forwarded message")),
    ("en", "The Bat!", FORWARD, PLAIN, ("This is a forwarded message",)),
    ("en", "Notes, mutt, Horde", FORWARD, NAMED, ("Forwarded by", "Forwarded message from", "Forwarded from")),
    ("en", "Outlook, Samsung, K-9, ProtonMail", ORIGINAL, DASHED, (
        "Original message", "Original mail", "Original email", "Original e-mail", "Original appointment",
        "Original message text", "Original")),
    ("en", "Yandex, mutt, Evolution", END, DASHED, (
        "End of forwarded message", "End forwarded message", "End forwarded mail", "End of original message")),
    ("de", "Gmail, Thunderbird, Yahoo, GMX", FORWARD, DASHED, (
        "Weitergeleitete Nachricht", "Weitergeleitete Mail", "Weitergeleitete E-Mail", "Weitergeleitete Email",
        "Weitergeleitete Originalnachricht", "Nachricht weitergeleitet", "Weiterleitung")),
    ("de", "Apple Mail", FORWARD, PLAIN, (
        "Anfang der weitergeleiteten Nachricht", "Anfang der weitergeleiteten E-Mail",
        "Beginn der weitergeleiteten Nachricht", "Beginn der weitergeleiteten E-Mail")),
    ("de", "Notes", FORWARD, NAMED, ("Weitergeleitet von", "Weitergeleitete Nachricht von")),
    ("de", "Outlook, web.de, T-Online", ORIGINAL, DASHED, (
        "Ursprüngliche Nachricht", "Urspruengliche Nachricht", "Originalnachricht", "Original-Nachricht",
        "Original Nachricht", "Originalmail", "Original-Mail", "Ursprüngliche Mail", "Ursprüngliche E-Mail",
        "Ursprünglicher Termin", "Originale Nachricht", "Original E-Mail", "Original-E-Mail")),
    ("de", "Yandex, Evolution", END, DASHED, ("Ende der weitergeleiteten Nachricht",)),
    ("fr", "Gmail, Thunderbird, Yahoo, Orange", FORWARD, DASHED, (
        "Message transféré", "Message transmis", "Message réexpédié", "Courriel transféré", "Mail transféré",
        "Message transfere", "E-mail transféré", "Message renvoyé", "Message acheminé", "Message réacheminé")),
    ("fr", "Apple Mail", FORWARD, PLAIN, (
        "Début du message réexpédié", "Début du message transféré", "Début du courriel réexpédié",
        "Début du courriel transféré", "Début de l’e-mail réexpédié", "Début de l’e-mail transféré",
        "Début de l'e-mail transféré")),
    ("fr", "Notes", FORWARD, NAMED, (
        "Transféré par", "Réacheminé par", "Transmis par", "Message transféré de")),
    ("fr", "Outlook, Zimbra, La Poste", ORIGINAL, DASHED, (
        "Message d'origine", "Message d’origine", "Message original", "Message initial", "Mail original",
        "E-mail d'origine", "E-mail d’origine", "Courriel original", "Courriel d'origine", "Message Origine",
        "Rendez-vous d'origine", "Mail d'origine", "Mail initial", "Message originel")),
    ("fr", "Yandex", END, DASHED, ("Fin du message transféré", "Fin du message réexpédié")),
    ("es", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Mensaje reenviado", "Correo reenviado", "Mensaje remitido", "Correo electrónico reenviado", "Reenviado")),
    ("es", "Apple Mail", FORWARD, PLAIN, (
        "Inicio del mensaje reenviado", "Comienzo del mensaje reenviado", "Inicio del correo reenviado")),
    ("es", "Notes", FORWARD, NAMED, ("Reenviado por", "Remitido por", "Mensaje reenviado de")),
    ("es", "Outlook, Zimbra", ORIGINAL, DASHED, (
        "Mensaje original", "Correo original", "Mensaje de origen", "Mail original", "Cita original")),
    ("es", "Yandex", END, DASHED, ("Fin del mensaje reenviado",)),
    ("pt", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Mensagem encaminhada", "Mensagem reencaminhada", "Mensagem reenviada", "Mensagem repassada",
        "E-mail encaminhado", "Email encaminhado", "Email reencaminhado", "Correio reencaminhado")),
    ("pt", "Apple Mail", FORWARD, PLAIN, (
        "Início da mensagem reencaminhada", "Início da mensagem encaminhada", "Inicio da mensagem reencaminhada",
        "Início do e-mail encaminhado", "Começo da mensagem encaminhada", "Início do e-mail reencaminhado")),
    ("pt", "Notes", FORWARD, NAMED, (
        "Encaminhado por", "Repassado por", "Reencaminhado por", "Mensagem encaminhada de")),
    ("pt", "Outlook, Zimbra", ORIGINAL, DASHED, (
        "Mensagem original", "E-mail original", "Email original", "Mensagem de origem", "Compromisso original")),
    ("it", "Gmail, Thunderbird, Yahoo, Libero", FORWARD, DASHED, (
        "Messaggio inoltrato", "Email inoltrata", "E-mail inoltrata", "Mail inoltrata", "Inoltro messaggio",
        "Messaggio trasmesso")),
    ("it", "Apple Mail", FORWARD, PLAIN, (
        "Inizio messaggio inoltrato", "Inizio del messaggio inoltrato", "Inizio e-mail inoltrata",
        "Inizio dell'e-mail inoltrata")),
    ("it", "Notes", FORWARD, NAMED, ("Inoltrato da", "Messaggio inoltrato da", "Trasmesso da")),
    ("it", "Outlook, Libero, Aruba", ORIGINAL, DASHED, (
        "Messaggio originale", "Messaggio originario", "Mail originale", "Email originale", "E-mail originale",
        "Appuntamento originale", "Messaggio iniziale")),
    ("nl", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Doorgestuurd bericht", "Doorgestuurde bericht", "Doorgestuurde e-mail", "Doorgestuurde mail",
        "Doorgezonden bericht", "Doorgestuurd mailbericht")),
    ("nl", "Apple Mail", FORWARD, PLAIN, (
        "Begin doorgestuurd bericht", "Begin doorgestuurde e-mail", "Begin van doorgestuurd bericht")),
    ("nl", "Notes", FORWARD, NAMED, ("Doorgestuurd door", "Doorgezonden door", "Doorgestuurd bericht van")),
    ("nl", "Outlook, Zimbra", ORIGINAL, DASHED, (
        "Oorspronkelijk bericht", "Oorspronkelijke bericht", "Origineel bericht", "Originele bericht",
        "Originele mail", "Oorspronkelijke afspraak", "Originele e-mail")),
    ("sv", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Vidarebefordrat meddelande", "Vidarebefordrat mejl", "Vidarebefordrat brev", "Vidarebefordrat mail",
        "Vidaresänt meddelande", "Vidarebefordrat e-postmeddelande")),
    ("sv", "Apple Mail", FORWARD, PLAIN, (
        "Vidarebefordrat mejl", "Vidarebefordrat brev", "Början på vidarebefordrat mejl",
        "Början av vidarebefordrat meddelande", "Vidarebefordrat meddelande", "Vidarebefordrat mail")),
    ("sv", "Notes", FORWARD, NAMED, ("Vidarebefordrat av", "Vidarebefordrat meddelande från")),
    ("sv", "Outlook", ORIGINAL, DASHED, (
        "Ursprungligt meddelande", "Originalmeddelande", "Ursprungsmeddelande", "Ursprungligt mail",
        "Ursprungligt mejl", "Orginalmeddelande", "Originalmail")),
    ("da", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Videresendt meddelelse", "Videresendt besked", "Videresendt mail", "Videresendt e-mail", "Videresendt brev")),
    ("da", "Apple Mail", FORWARD, PLAIN, (
        "Start på videresendt besked", "Videresendt meddelelse", "Start på videresendt meddelelse",
        "Start på videresendt e-mail", "Videresendt besked", "Begyndelse på videresendt besked",
        "Start på videresendt mail")),
    ("da", "Notes", FORWARD, NAMED, ("Videresendt af", "Videresendt meddelelse fra")),
    ("da", "Outlook", ORIGINAL, DASHED, (
        "Oprindelig meddelelse", "Original meddelelse", "Oprindelig besked", "Original besked", "Original mail",
        "Oprindelig mail", "Oprindelig aftale", "Originalmeddelelse")),
    ("no", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Videresendt melding", "Videresendt e-post", "Videresendt epost", "Vidaresend melding", "Videresendt mail",
        "Videresend melding")),
    ("no", "Apple Mail", FORWARD, PLAIN, (
        "Videresendt melding", "Videresendt e-post", "Start på videresendt melding",
        "Begynnelse på videresendt melding")),
    ("no", "Notes", FORWARD, NAMED, ("Videresendt av", "Videresendt melding fra")),
    ("no", "Outlook", ORIGINAL, DASHED, (
        "Opprinnelig melding", "Original melding", "Originalmelding", "Opprinnelig e-post", "Opprinneleg melding",
        "Original e-post", "Opprinnelig avtale")),
    ("fi", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Välitetty viesti", "Edelleenlähetetty viesti", "Edelleen lähetetty viesti", "Välitetty viesti / Fwd.Msg",
        "Lähetetty edelleen", "Välitetty sähköposti")),
    ("fi", "Apple Mail", FORWARD, PLAIN, (
        "Välitetty viesti alkaa", "Edelleenlähetetty viesti alkaa", "Välitetyn viestin alku")),
    ("fi", "Notes", FORWARD, NAMED, ("Välittänyt", "Edelleenlähettänyt", "Välittäjä")),
    ("fi", "Outlook", ORIGINAL, DASHED, ("Alkuperäinen viesti", "Alkup. viesti", "Alkuperäinen sähköposti")),
    ("is", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Áframsend skilaboð", "Framsend skilaboð", "Áframsendur póstur", "Áframsent bréf", "Framsent skeyti",
        "Áframsent skeyti")),
    ("is", "Outlook", ORIGINAL, DASHED, ("Upprunaleg skilaboð", "Upphafleg skilaboð", "Upprunalegur póstur")),
    ("pl", "Gmail, Thunderbird, Yahoo, Onet", FORWARD, DASHED, (
        "Przekazana wiadomość", "Wiadomość przekazana dalej", "Treść przekazanej wiadomości",
        "Przekazywana wiadomość", "Przesłana wiadomość", "Wiadomość przekazana", "Przekazany e-mail",
        "Treść przekazywanej wiadomości", "Przesłana dalej wiadomość")),
    ("pl", "Apple Mail", FORWARD, PLAIN, (
        "Początek przekazywanej wiadomości", "Początek przekazanej wiadomości", "Początek przesyłanej wiadomości")),
    ("pl", "Notes", FORWARD, NAMED, ("Przekazane przez", "Przesłane przez", "Przekazana wiadomość od")),
    ("pl", "Outlook, WP, Onet", ORIGINAL, DASHED, (
        "Wiadomość oryginalna", "Oryginalna wiadomość", "Treść oryginalnej wiadomości", "Pierwotna wiadomość",
        "Wiadomość pierwotna", "Oryginalny e-mail", "Pierwotna wiadomosc", "Oryginalny termin")),
    ("cs", "Gmail, Thunderbird, Yahoo, Seznam", FORWARD, DASHED, (
        "Přeposlaná zpráva", "Přeposlaný e-mail", "Předaná zpráva", "Přeposílaná zpráva", "Předávaná zpráva",
        "Přeposlaný email", "Přeposlaná zpráva / Forwarded message", "Postoupená zpráva")),
    ("cs", "Apple Mail", FORWARD, PLAIN, (
        "Začátek přeposílané zprávy", "Začátek přeposlané zprávy", "Začátek předávané zprávy",
        "Začátek přeposílaného e-mailu")),
    ("cs", "Notes", FORWARD, NAMED, ("Přeposlal", "Předal", "Přeposláno od")),
    ("cs", "Outlook, Seznam", ORIGINAL, DASHED, (
        "Původní zpráva", "Původní e-mail", "Originální zpráva", "Původní email", "Originál zprávy",
        "Puvodni zprava", "Původní schůzka")),
    ("sk", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Preposlaná správa", "Preposlaný e-mail", "Odovzdaná správa", "Preposielaná správa", "Preposlaný email",
        "Posunutá správa", "Presmerovaná správa")),
    ("sk", "Apple Mail", FORWARD, PLAIN, ("Začiatok preposlanej správy", "Začiatok preposielanej správy")),
    ("sk", "Outlook", ORIGINAL, DASHED, (
        "Pôvodná správa", "Pôvodný e-mail", "Originálna správa", "Povodna sprava", "Pôvodný email")),
    ("hu", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Továbbított üzenet", "Továbbított levél", "Továbbított e-mail", "Továbbított email",
        "Továbbküldött üzenet", "Továbbküldött levél")),
    ("hu", "Apple Mail", FORWARD, PLAIN, (
        "Továbbított levél kezdete", "Továbbított üzenet kezdete", "Továbbított e-mail kezdete",
        "A továbbított üzenet kezdete")),
    ("hu", "Outlook, Freemail", ORIGINAL, DASHED, (
        "Eredeti üzenet", "Eredeti levél", "Eredeti e-mail", "Eredeti email")),
    ("ro", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Mesaj redirecționat", "Mesaj redirecţionat", "Mesaj înaintat", "Mesaj transmis", "Mesaj retransmis",
        "Mesaj retrimis", "Mesaj redirectionat", "E-mail redirecționat", "Mesajul redirecționat")),
    ("ro", "Apple Mail", FORWARD, PLAIN, (
        "Începutul mesajului redirecționat", "Început mesaj redirecționat", "Începe mesajul redirecționat",
        "Început mesaj redirecţionat", "Începutul mesajului retransmis")),
    ("ro", "Outlook", ORIGINAL, DASHED, (
        "Mesaj original", "Mesajul original", "Mesaj inițial", "Mesaj iniţial", "Mesajul inițial")),
    ("hr", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Proslijeđena poruka", "Prosljeđena poruka", "Proslijeđeno", "Proslijeđena pošta", "Proslijedjena poruka",
        "Proslijeđeni e-mail")),
    ("hr", "Apple Mail", FORWARD, PLAIN, (
        "Započni proslijeđenu poruku", "Početak proslijeđene poruke", "Početak proslijeđene e-pošte")),
    ("hr", "Outlook", ORIGINAL, DASHED, (
        "Izvorna poruka", "Originalna poruka", "Izvorna e-pošta", "Original poruka")),
    ("sl", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Posredovano sporočilo", "Posredovana pošta", "Posredovano e-sporočilo", "Posredovana e-pošta")),
    ("sl", "Apple Mail", FORWARD, PLAIN, ("Začetek posredovanega sporočila", "Posredovano sporočilo")),
    ("sl", "Outlook", ORIGINAL, DASHED, ("Izvorno sporočilo", "Prvotno sporočilo", "Originalno sporočilo")),
    ("sr", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Prosleđena poruka", "Прослеђена порука", "Прослијеђена порука", "Prosledjena poruka", "Prosleđena pošta")),
    ("sr", "Outlook", ORIGINAL, DASHED, (
        "Оригинална порука", "Изворна порука", "Originalna poruka", "Prvobitna poruka", "Првобитна порука")),
    ("mk", "Gmail, Thunderbird", FORWARD, DASHED, ("Препратена порака", "Проследена порака")),
    ("mk", "Outlook", ORIGINAL, DASHED, ("Оригинална порака", "Изворна порака")),
    ("bg", "Gmail, Thunderbird, abv.bg", FORWARD, DASHED, (
        "Препратено съобщение", "Препратено писмо", "Препратен имейл", "Препратено")),
    ("bg", "Apple Mail", FORWARD, PLAIN, ("Начало на препратеното съобщение", "Начало на препратено съобщение")),
    ("bg", "Outlook, abv.bg", ORIGINAL, DASHED, (
        "Оригинално съобщение", "Първоначално съобщение", "Оригинално писмо", "Оригиналното съобщение")),
    ("uk", "Gmail, Thunderbird, ukr.net", FORWARD, DASHED, (
        "Переслане повідомлення", "Пересланий лист", "Перенаправлене повідомлення", "Переадресоване повідомлення",
        "Пересилання", "Переслане")),
    ("uk", "Apple Mail", FORWARD, PLAIN, (
        "Початок листа, що пересилається", "Початок переадресованого повідомлення",
        "Початок пересланого повідомлення", "Початок переадресованого листа")),
    ("uk", "Outlook, ukr.net", ORIGINAL, DASHED, (
        "Вихідне повідомлення", "Оригінальне повідомлення", "Початкове повідомлення", "Первинне повідомлення",
        "Оригінал повідомлення")),
    ("be", "Thunderbird", FORWARD, DASHED, ("Перасланае паведамленне", "Перасланы ліст", "Накіраванае паведамленне")),
    ("ru", "Gmail, Thunderbird, Yandex, Mail.ru", FORWARD, DASHED, (
        "Пересланное сообщение", "Пересылаемое сообщение", "Перенаправленное сообщение",
        "Перенаправляемое сообщение", "Пересланное письмо", "Переадресованное сообщение", "Пересылаемое письмо",
        "Пересылка", "Пересланное")),
    ("ru", "Apple Mail", FORWARD, PLAIN, (
        "Начало переадресованного сообщения", "Начало пересылаемого сообщения", "Начало переадресованного письма",
        "Начало пересланного сообщения")),
    ("ru", "Notes, The Bat!", FORWARD, NAMED, ("Переслано", "Переадресовано", "Пересланное сообщение от")),
    ("ru", "Outlook", ORIGINAL, DASHED, (
        "Исходное сообщение", "Первоначальное сообщение", "Оригинальное сообщение", "Исходное письмо",
        "Изначальное сообщение", "Оригинал сообщения")),
    ("ru", "Yandex, Mail.ru", END, DASHED, (
        "Конец пересылаемого сообщения", "Завершение пересылаемого сообщения", "Конец пересланного сообщения",
        "Конец пересылаемого письма")),
    ("lt", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Persiųstas laiškas", "Persiunčiamas laiškas", "Persiųsta žinutė", "Persiųstas pranešimas",
        "Peradresuotas laiškas", "Persiųsta")),
    ("lt", "Outlook", ORIGINAL, DASHED, (
        "Pradinis laiškas", "Originalus laiškas", "Pradinis pranešimas", "Pirminis laiškas", "Originali žinutė")),
    ("lv", "Gmail, Thunderbird, inbox.lv", FORWARD, DASHED, (
        "Pārsūtīts ziņojums", "Pārsūtīta ziņa", "Pārsūtīta vēstule", "Pārsūtītā ziņa", "Pārsūtītais ziņojums",
        "Pāradresēta ziņa", "Pārsūtītā vēstule")),
    ("lv", "Outlook", ORIGINAL, DASHED, (
        "Sākotnējais ziņojums", "Oriģinālais ziņojums", "Sākotnējā ziņa", "Oriģinālā vēstule", "Oriģinālā ziņa")),
    ("et", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Edastatud kiri", "Edastatud sõnum", "Edasi saadetud kiri", "Edastatud teade", "Edasisaadetud kiri")),
    ("et", "Outlook", ORIGINAL, DASHED, (
        "Algne sõnum", "Algne kiri", "Originaalsõnum", "Esialgne kiri", "Algsõnum", "Esialgne sõnum")),
    ("tr", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "İletilen ileti", "İletilmiş mesaj", "Yönlendirilen ileti", "Yönlendirilmiş ileti", "İletilen mesaj",
        "Yönlendirilen mesaj", "Yönlendirilmiş mesaj", "İletilen posta", "İletilen e-posta", "Yönlendirilen e-posta")),
    ("tr", "Apple Mail", FORWARD, PLAIN, (
        "İleti başlangıcı", "İletilen ileti başlangıcı", "İletilen e-posta başlangıcı",
        "Yönlendirilen ileti başlangıcı", "İletilmiş mesajın başlangıcı")),
    ("tr", "Outlook", ORIGINAL, DASHED, (
        "Orijinal ileti", "Özgün ileti", "Orijinal mesaj", "Orjinal mesaj", "Asıl ileti", "Özgün mesaj",
        "Orjinal ileti")),
    ("el", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Προωθημένο μήνυμα", "Προωθούμενο μήνυμα", "Μήνυμα που προωθήθηκε", "Προώθηση μηνύματος", "Προωθημένο e-mail")),
    ("el", "Apple Mail", FORWARD, PLAIN, (
        "Αρχή προωθημένου μηνύματος", "Αρχή προωθούμενου μηνύματος", "Έναρξη προωθημένου μηνύματος")),
    ("el", "Outlook", ORIGINAL, DASHED, ("Αρχικό μήνυμα", "Πρωτότυπο μήνυμα", "Αυθεντικό μήνυμα")),
    ("he", "Gmail, Thunderbird", FORWARD, DASHED, (
        "הודעה שהועברה", "הודעה מועברת", "הודעה שהועברה הלאה", "דואר שהועבר", "העברת הודעה")),
    ("he", "Apple Mail", FORWARD, PLAIN, (
        "תחילת ההודעה שהועברה", "התחלת ההודעה שהועברה", "תחילת הודעה שהועברה", "התחלת הודעה מועברת")),
    ("he", "Outlook", ORIGINAL, DASHED, ("הודעה מקורית", "ההודעה המקורית")),
    ("ar", "Gmail, Thunderbird", FORWARD, DASHED, (
        "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "رسالة مُعاد توجيهها", "رسالة محولة",
        "رسالة تمت إعادة توجيهها", "رسالة موجهة", "رسالة معاد إرسالها")),
    ("ar", "Apple Mail", FORWARD, PLAIN, (
        "بداية الرسالة المعاد توجيهها", "بدء الرسالة المعاد توجيهها", "بدء رسالة معاد توجيهها",
        "بداية الرسالة المُعاد توجيهها")),
    ("ar", "Outlook", ORIGINAL, DASHED, ("الرسالة الأصلية", "رسالة أصلية")),
    ("fa", "Gmail, Thunderbird", FORWARD, DASHED, (
        "پیام هدایت‌شده", "پیام ارجاع شده", "پیام بازارسال شده", "پیام فوروارد شده", "نامه هدایت شده",
        "پیام هدایت شده")),
    ("fa", "Outlook", ORIGINAL, DASHED, ("پیام اصلی", "نامه اصلی")),
    ("ja", "Gmail, Thunderbird, HubSpot, Yahoo", FORWARD, DASHED, (
        "転送メッセージ", "転送されたメッセージ", "メッセージを転送", "転送メール", "転送されたメール",
        "Forwarded message")),
    ("ja", "Apple Mail", FORWARD, PLAIN, (
        "転送されたメッセージ", "転送メッセージ", "転送されたメール", "転送されたメッセージの開始",
        "以下は転送されたメッセージです")),
    ("ja", "Outlook", ORIGINAL, DASHED, ("元のメッセージ", "元のメール", "オリジナルメッセージ", "元の予定")),
    ("zh-CN", "Gmail, Thunderbird, 163, QQ", FORWARD, DASHED, (
        "转发的邮件", "转发邮件", "转发邮件信息", "已转发邮件", "转发的消息", "转发消息", "转发信息",
        "已转发的邮件", "转发的邮件信息", "转发的信息")),
    ("zh-CN", "Apple Mail", FORWARD, PLAIN, (
        "开始转发的邮件", "以下是转发的邮件", "下面是被转发的邮件", "开始转发邮件", "以下为转发的邮件",
        "下面是转发的邮件", "转发的邮件", "以下是转发邮件")),
    ("zh-CN", "Outlook, QQ, 163", ORIGINAL, DASHED, (
        "原始邮件", "邮件原件", "原邮件", "原始信息", "原始消息", "回复的原邮件", "回复的原始邮件")),
    ("zh-TW", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "轉寄的郵件", "轉寄郵件", "轉寄的訊息", "轉寄訊息", "轉寄信件", "轉寄的信件", "轉發的郵件", "轉發訊息",
        "已轉寄的訊息", "已轉寄郵件", "被轉寄的郵件")),
    ("zh-TW", "Apple Mail", FORWARD, PLAIN, (
        "以下是轉寄的郵件", "開始轉寄郵件", "以下是轉寄的電子郵件", "開始轉寄的郵件", "以下為轉寄的郵件",
        "下列為轉寄郵件", "開始轉發的郵件")),
    ("zh-TW", "Outlook, Yahoo", ORIGINAL, DASHED, ("原始郵件", "原始信件", "原始訊息", "原郵件")),
    ("ko", "Gmail, Thunderbird, Naver", FORWARD, DASHED, (
        "전달된 메시지", "전달된 메일", "전달 메시지", "전달된 이메일", "전달 메일", "전달된 편지")),
    ("ko", "Apple Mail", FORWARD, PLAIN, (
        "전달된 메시지 시작", "전달된 메시지", "전달된 이메일", "전달된 메시지의 시작", "전달된 이메일의 시작",
        "전달된 이메일 시작", "다음은 전달된 메시지", "다음은 전달된 이메일")),
    ("ko", "Outlook, Daum", ORIGINAL, DASHED, ("원본 메시지", "원본 메일", "원본메시지", "원본 이메일", "원본메일")),
    ("vi", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Thư đã chuyển tiếp", "Thư được chuyển tiếp", "Tin nhắn được chuyển tiếp", "Thư chuyển tiếp",
        "Tin nhắn đã chuyển tiếp", "Chuyển tiếp thư", "Email được chuyển tiếp")),
    ("vi", "Apple Mail", FORWARD, PLAIN, (
        "Bắt đầu thư được chuyển tiếp", "Bắt đầu thư đã chuyển tiếp", "Bắt đầu tin nhắn được chuyển tiếp",
        "Bắt đầu chuyển tiếp thư")),
    ("vi", "Outlook", ORIGINAL, DASHED, ("Thư gốc", "Tin nhắn gốc", "Thông báo gốc")),
    ("th", "Gmail, Thunderbird", FORWARD, DASHED, (
        "ข้อความที่ส่งต่อ", "ข้อความส่งต่อ", "จดหมายที่ส่งต่อ", "อีเมลที่ส่งต่อ", "ข้อความที่ถูกส่งต่อ")),
    ("th", "Apple Mail", FORWARD, PLAIN, (
        "เริ่มต้นข้อความที่ส่งต่อ", "เริ่มข้อความที่ส่งต่อ", "เริ่มต้นข้อความที่ถูกส่งต่อ")),
    ("th", "Outlook", ORIGINAL, DASHED, ("ข้อความต้นฉบับ", "ข้อความเดิม", "จดหมายต้นฉบับ")),
    ("id", "Gmail, Thunderbird, Yahoo", FORWARD, DASHED, (
        "Pesan yang diteruskan", "Pesan diteruskan", "Pesan terusan", "Mesej yang dikirim semula",
        "Mesej dimajukan", "Email yang diteruskan", "Pesan tersirat")),
    ("id", "Apple Mail", FORWARD, PLAIN, (
        "Awal pesan yang diteruskan", "Mulai pesan yang diteruskan", "Mulai pesan diteruskan",
        "Begin pesan diteruskan", "Awal pesan terusan", "Mulakan mesej yang dimajukan")),
    ("id", "Outlook", ORIGINAL, DASHED, ("Pesan asli", "Pesan awal", "Mesej asal", "Email asli")),
    ("ca", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Missatge reenviat", "Missatge transferit", "Correu reenviat", "Missatge tramès")),
    ("ca", "Apple Mail", FORWARD, PLAIN, (
        "Inici del missatge reenviat", "Inici del missatge transferit", "Comença el missatge reenviat")),
    ("ca", "Outlook", ORIGINAL, DASHED, ("Missatge original", "Correu original")),
    ("eu", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Birbidalitako mezua", "Birbidalitako mezu", "Birbidalitako posta", "Berbidalitako mezua",
        "Mezu birbidalia", "Birbidalia")),
    ("eu", "Outlook", ORIGINAL, DASHED, ("Jatorrizko mezua", "Mezu originala", "Jatorrizko posta")),
    ("gl", "Gmail, Thunderbird", FORWARD, DASHED, (
        "Mensaxe reenviada", "Mensaxe remitida", "Correo reenviado", "Mensaxe reenviado")),
    ("gl", "Outlook", ORIGINAL, DASHED, ("Mensaxe orixinal",)),
    ("hi", "Gmail", FORWARD, DASHED, ("अग्रेषित संदेश", "अग्रेषित मेल", "फ़ॉरवर्ड किया गया संदेश")),
    ("hi", "Outlook", ORIGINAL, DASHED, ("मूल संदेश",)),
    ("cy", "Gmail, Thunderbird", FORWARD, DASHED, ("Neges a Anfonwyd Ymlaen", "Neges wedi'i hanfon ymlaen")),
    ("cy", "Outlook", ORIGINAL, DASHED, ("Neges wreiddiol",)),
    ("sq", "Thunderbird", FORWARD, DASHED, ("Mesazh i përcjellë", "Mesazhi i përcjellë")),
    ("sq", "Outlook", ORIGINAL, DASHED, ("Mesazhi origjinal", "Mesazh origjinal")),
)

# Between the system that sent and the person who wrote, in a From line of Outlook.
ON_BEHALF_OF = (
    "on behalf of", "im auftrag von", "de la part de", "en nombre de", "em nome de", "per conto di", "namens",
    "på vegne af", "på vegne av", "på uppdrag av", "w imieniu", "jménem", "v mene", "от имени", "від імені",
)

# How Outlook marks, in HTML only, the place where a copied mail starts: text shows nothing of its line.
OUTLOOK_RULES = ('id="divRplyFwdMsg"', 'id="x_divRplyFwdMsg"', "border-top:solid #E1E1E1 1.0pt",
                 "border-top:solid #B5C4DF 1.0pt", "border-top: 1pt solid rgb(225, 225, 225)")
