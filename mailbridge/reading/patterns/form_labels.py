"""Labels that web forms put before a visitor's answers, by language. Data only.

Written as people see them; `form_words` brings labels and these words to the same shape (lower case, no "your", no
star) before it compares, so one entry covers "Your E-Mail*", "your-email" and "E-mail:". A new label is one word here
and one mail in tests/mails/forms/samples.txt.
"""

from __future__ import annotations

NAME = {
    "en": "customer, client, contact person's name, name of contact person, your good name, what should we call you, "
          "who should we contact, name, full name, contact name, contact person, contact, first and last name, "
          "name and surname, sender name, sender, visitor name, customer name, client name, from name, who are you, "
          "attendee name, guest name, applicant, applicant name, submitted by, lead name, user name, names, "
          "author, invitee",
    "de": "vor- nachname, name des ansprechpartners, name der ansprechperson, kundenname, name des kunden, "
          "wie heißen sie, wie heißt du, wie ist ihr name, name, vollständiger name, vor- und nachname, "
          "vor- und zuname, vorname und nachname, vorname nachname, vorname / nachname, ansprechpartner, "
          "ansprechpartnerin, ansprechperson, kontaktperson, absender, name des absenders, vorname name, "
          "ihr vor- und nachname, name und vorname, name/vorname",
    "fr": "nom du client, votre identité, comment vous appelez-vous, comment t'appelles-tu, quel est votre nom, nom, "
          "nom complet, nom et prénom, nom et prénoms, prénom et nom, nom prénom, nom & prénom, nom/prénom, "
          "prénom nom, personne de contact, contact, interlocuteur, nom du contact, expéditeur",
    "es": "nombre del cliente, cómo te llamas, cómo se llama, nombre, nombre completo, nombre y apellidos, "
          "nombre y apellido, nombres y apellidos, nombre apellidos, persona de contacto, contacto, remitente, "
          "nombre del contacto, nombre de contacto",
    "pt": "como se chama, como você se chama, nome, nome completo, nome e apelido, nome e sobrenome, "
          "pessoa de contacto, pessoa de contato, contato, contacto, remetente, nome do contato",
    "it": "nome del referente, nome referente, come ti chiami, come si chiama, nome e cognome, nome completo, "
          "nominativo, cognome e nome, nome cognome, nome/cognome, referente, persona di contatto, nome, contatto, "
          "mittente",
    "nl": "naam van de contactpersoon, hoe heet je, hoe heet u, naam, volledige naam, voor- en achternaam, "
          "voornaam en achternaam, contactpersoon, naam contactpersoon, afzender",
    "da": "hvad hedder du, navn, fulde navn, for- og efternavn, fornavn og efternavn, kontaktperson, afsender",
    "sv": "vad heter du, namn, fullständigt namn, för- och efternamn, förnamn och efternamn, kontaktperson, avsändare",
    "no": "hva heter du, navn, fullt navn, for- og etternavn, fornavn og etternavn, kontaktperson, avsender",
    "fi": "mikä on nimesi, nimesi, nimenne, koko nimesi, nimi, koko nimi, etu- ja sukunimi, etunimi ja sukunimi, "
          "yhteyshenkilö, lähettäjä",
    "is": "nafn, fullt nafn",
    "pl": "imię i nazwisko klienta, jak się nazywasz, jak masz na imię, jak się pan nazywa, imię i nazwisko, "
          "imie i nazwisko, imię nazwisko, nazwisko i imię, pełne imię i nazwisko, osoba kontaktowa, "
          "osoba do kontaktu, nadawca",
    "cs": "jak se jmenujete, jméno a příjmení, celé jméno, příjmení a jméno, jméno, kontaktní osoba, odesílatel, "
          "jméno/příjmení",
    "sk": "ako sa voláte, meno a priezvisko, celé meno, meno, kontaktná osoba, odosielateľ",
    "hu": "neved, teljes neved, az ön teljes neve, hogy hívják, mi a neve, hogy hívnak, név, teljes név, "
          "kapcsolattartó, kapcsolattartó neve, neve, feladó",
    "ro": "cum te numești, cum vă numiți, nume, nume complet, nume și prenume, nume si prenume, numele și prenumele, "
          "nume prenume, prenume și nume, persoană de contact, persoana de contact, numele",
    "hr": "kako se zovete, ime i prezime, puno ime, ime, kontakt osoba, pošiljatelj",
    "sl": "kako vam je ime, ime in priimek, polno ime, ime, kontaktna oseba, priimek in ime",
    "sr": "ime i prezime, puno ime, ime, kontakt osoba, име и презиме, име, контакт особа",
    "bg": "вашите имена, трите ви имена, име презиме и фамилия, как се казвате, име, имена, име и фамилия, пълно име, "
          "лице за контакт, трите имена",
    "ru": "контактное имя, ваше полное имя, как вас зовут, ваше имя и фамилия, имя, фио, ф.и.о., полное имя, "
          "имя и фамилия, фамилия и имя, фамилия имя отчество, контактное лицо, как к вам обращаться, отправитель, "
          "имя фамилия, автор, автор сообщения",
    "uk": "як вас звати, як до вас звертатись, ім'я, ім’я, імя, піб, п.і.б., повне ім'я, ім'я та прізвище, "
          "прізвище та ім'я, ім'я і прізвище, контактна особа, як до вас звертатися, ваше ім'я",
    "lt": "vardas, vardas ir pavardė, vardas pavardė, pilnas vardas, kontaktinis asmuo",
    "lv": "vārds, vārds un uzvārds, vārds uzvārds, pilns vārds, kontaktpersona",
    "et": "nimi, täisnimi, ees- ja perekonnanimi, ees- ja perenimi, kontaktisik",
    "tr": "yetkili adı soyadı, ad soyadınız, adınız nedir, ad soyad, adı soyadı, adınız soyadınız, isim, "
          "isim soyisim, ad, adınız, isminiz, ad ve soyad, ad-soyad, ad / soyad, tam ad, tam adınız, yetkili kişi, "
          "ilgili kişi, adınız ve soyadınız",
    "el": "πώς σας λένε, όνομα, ονοματεπώνυμο, όνομα και επώνυμο, πλήρες όνομα, ονομα, ονοματεπωνυμο, "
          "υπεύθυνος επικοινωνίας",
    "he": "שמך המלא, שם + משפחה, שם, שם מלא, שם פרטי ומשפחה, איש קשר, השם שלך, שמך, שם ושם משפחה",
    "ar": "اسمك الكامل, الاسم واللقب, الاسم الثلاثي, الاسم, الإسم, الاسم الكامل, الاسم بالكامل, اسم المرسل, اسمك, "
          "الشخص المسؤول, جهة الاتصال, اسم العميل",
    "fa": "نام, نام و نام خانوادگی, نام کامل",
    "ja": "ご芳名, お名前(漢字), 代表者名, お名前・ご担当者名, お名前, 名前, 氏名, ご氏名, おなまえ, ご担当者名, "
          "担当者名, ご担当者, 担当者, ご担当者様, ご担当者様名, お客様名, 姓名, 送信者名, 差出人名",
    "zh": "客户姓名, 联络人, 聯絡人姓名, 姓名, 名字, 您的姓名, 您的名字, 联系人, 聯絡人, 联系人姓名, 称呼, 稱呼, "
          "您的称呼, 您的大名, 真实姓名, 尊姓大名",
    "ko": "담당자 성함, 신청자명, 신청인, 이름, 성함, 성명, 담당자, 담당자명, 담당자 이름, 고객명, 보내는 사람, "
          "이름(성함), 신청자",
    "vi": "họ tên, họ và tên, tên, tên của bạn, họ và tên của bạn, tên đầy đủ, người liên hệ, quý danh",
    "th": "ชื่อ, ชื่อ-นามสกุล, ชื่อ - นามสกุล, ชื่อ นามสกุล, ชื่อ-สกุล, ชื่อเต็ม, ชื่อผู้ติดต่อ, ชื่อของคุณ, "
          "ชื่อและนามสกุล",
    "id": "nama, nama lengkap, nama anda, nama kontak, narahubung",
    "ms": "nama, nama penuh",
    "ca": "nom, nom i cognoms, nom complet",
    "hi": "नाम, पूरा नाम, आपका नाम, संपर्क नाम, संपर्क व्यक्ति",
    "bn": "নাম, পুরো নাম, আপনার নাম, সম্পূর্ণ নাম",
    "ta": "பெயர், முழு பெயர், உங்கள் பெயர்",
    "ur": "نام, پورا نام, آپ کا نام, مکمل نام",
    "ka": "სახელი, სახელი და გვარი, თქვენი სახელი, სახელი გვარი, სრული სახელი",
    "hy": "անուն, անուն ազգանուն, ձեր անունը, անուն և ազգանուն, անունը",
    "eu": "izena, izen-abizenak, izena eta abizenak, izen osoa",
    "gl": "nome, nome e apelidos, nome completo",
    "sq": "emri, emri dhe mbiemri, emri i plotë, emri juaj",
    "mk": "име, име и презиме, полно име",
    "bs": "ime i prezime, ime, puno ime",
    "az": "ad, ad soyad, ad və soyad, adınız",
    "kk": "аты, аты-жөні, аты-жөніңіз, атыңыз",
    "ga": "ainm, ainm iomlán",
    "cy": "enw, enw llawn",
    "af": "naam, volle naam, naam en van",
    "mt": "isem, isem u kunjom",
    "sw": "jina, jina kamili, majina kamili",
    "tl": "pangalan, buong pangalan",
    "be": "імя, імя і прозвішча, ваша імя",
    "mn": "нэр, овог нэр, таны нэр",
    "lb": "numm, virnumm an numm",
}

FIRST_NAME = {
    "en": "first name, firstname, given name, forename, fname, first, name first, name (first)",
    "de": "vorname, rufname",
    "fr": "prénom, prenom, prénoms",
    "es": "nombres, nombre de pila, primer nombre",
    "pt": "primeiro nome, nome próprio",
    "it": "nome di battesimo",
    "nl": "voornaam, voornaam/voorletters",
    "da": "fornavn",
    "sv": "förnamn",
    "no": "fornavn",
    "fi": "etunimi",
    "pl": "imię, imie",
    "cs": "křestní jméno",
    "sk": "krstné meno",
    "hu": "keresztnév, utónév, keresztneve",
    "ro": "prenume, prenumele",
    "bg": "собствено име",
    "ru": "имя (имя)",
    "lt": "vardas (vardas)",
    "et": "eesnimi",
    "tr": "adı, ön ad",
    "el": "μικρό όνομα",
    "he": "שם פרטי",
    "ar": "الاسم الأول, الإسم الأول, الاسم الاول",
    "fa": "نام کوچک",
    "ja": "名, 下の名前",
    "zh": "名, 名(名)",
    "ko": "이름(명), 명",
    "vi": "tên gọi, tên đệm và tên",
    "th": "ชื่อจริง",
    "id": "nama depan",
    "is": "fornafn",
    "hi": "पहला नाम",
    "af": "voornaam",
    "cy": "enw cyntaf",
    "sw": "jina la kwanza",
    "lb": "virnumm",
    "ur": "پہلا نام",
}

LAST_NAME = {
    "en": "last name, lastname, surname, family name, lname, last, name last, name (last), second name",
    "de": "nachname, familienname, zuname",
    "fr": "nom de famille",
    "es": "apellidos, apellido, primer apellido",
    "pt": "sobrenome, apelido, último nome, nome de família",
    "it": "cognome",
    "nl": "achternaam, familienaam, achternaam + tussenvoegsel",
    "da": "efternavn",
    "sv": "efternamn",
    "no": "etternavn",
    "fi": "sukunimi",
    "pl": "nazwisko",
    "cs": "příjmení",
    "sk": "priezvisko",
    "hu": "vezetéknév, családnév, vezetékneve",
    "ro": "nume de familie",
    "hr": "prezime",
    "sl": "priimek",
    "sr": "презиме",
    "bg": "фамилия, фамилно име",
    "ru": "фамилия",
    "uk": "прізвище",
    "lt": "pavardė",
    "lv": "uzvārds",
    "et": "perekonnanimi, perenimi",
    "tr": "soyad, soyadı, soyadınız, soyisim, soyisminiz",
    "el": "επώνυμο, επίθετο",
    "he": "שם משפחה",
    "ar": "اسم العائلة, الاسم الأخير, اللقب, الاسم الاخير, الكنية",
    "fa": "نام خانوادگی",
    "ja": "姓, 苗字, 名字",
    "zh": "姓, 姓氏",
    "ko": "성",
    "vi": "họ",
    "th": "นามสกุล",
    "id": "nama belakang, nama keluarga",
    "is": "eftirnafn",
    "ca": "cognoms",
    "hi": "उपनाम, अंतिम नाम, कुलनाम",
    "ka": "გვარი",
    "hy": "ազգանուն",
    "eu": "abizenak, abizena",
    "gl": "apelidos",
    "sq": "mbiemri, mbiemri juaj",
    "mk": "презиме",
    "az": "soyad, soyadınız",
    "kk": "тегі",
    "cy": "cyfenw",
    "sw": "jina la mwisho",
    "ur": "آخری نام",
    "be": "прозвішча",
}

EMAIL = {
    "en": "company email address, company email, e-mail id, best email, where can we reach you, email, e-mail, mail, "
          "email address, e-mail address, mail address, business email, work email, contact email, email id, "
          "reply to, reply-to, sender email, from email, electronic mail, email-address, emailaddress, replyto",
    "de": "e-mail, email, mail, e-mail-adresse, email-adresse, e-mailadresse, emailadresse, mailadresse, "
          "mail-adresse, e-mail adresse, email adresse, elektronische post",
    "fr": "e-mail, email, adresse e-mail, adresse email, adresse mail, adresse électronique, courriel, mél, mail, "
          "adresse courriel, adresse de messagerie, courrier électronique, adresse de courriel",
    "es": "correo electrónico, correo electronico, correo, email, e-mail, dirección de correo electrónico, "
          "dirección de correo, dirección de email, mail, correo-e",
    "pt": "e-mail, email, endereço de e-mail, endereço de email, correio eletrónico, correio eletrônico, "
          "correio electrónico, endereço eletrônico",
    "it": "e-mail, email, indirizzo e-mail, indirizzo email, posta elettronica, mail, indirizzo mail, "
          "indirizzo di posta elettronica",
    "nl": "e-mail, email, e-mailadres, emailadres, mailadres, e-mail adres, email adres",
    "da": "e-mail, email, mail, e-mailadresse, emailadresse, mailadresse, e-mail-adresse",
    "sv": "e-post, epost, e-postadress, epostadress, mejl, mejladress, mail, mailadress, email, e-mail",
    "no": "e-post, epost, e-postadresse, epostadresse, email, e-mail",
    "fi": "sähköpostiosoitteenne, sähköpostinne, sähköposti, sähköpostiosoite, email, s-posti, sähköpostiosoitteesi, "
          "sähköpostisi",
    "is": "netfang, tölvupóstur",
    "pl": "e-mail, email, adres e-mail, adres email, mail, poczta elektroniczna, adres mailowy, "
          "adres poczty elektronicznej",
    "cs": "e-mail, email, e-mailová adresa, emailová adresa, mail, elektronická pošta",
    "sk": "e-mail, email, e-mailová adresa, emailová adresa, mail",
    "hu": "email címed, e-mail címed, e-mail, email, e-mail cím, email cím, e-mail címe, email címe, e-mailcím, "
          "elektronikus cím",
    "ro": "e-mail, email, adresă de e-mail, adresa de email, adresa de e-mail, adresă email, adresa email, mail",
    "hr": "e-mail, email, e-mail adresa, email adresa, e-pošta, adresa e-pošte, mail",
    "sl": "e-pošta, e-naslov, e-poštni naslov, email, e-mail, elektronski naslov, elektronska pošta, e-mail naslov",
    "sr": "e-mail, email, e-mail adresa, имејл, е-пошта, е-маил, имејл адреса, imejl",
    "bg": "е-мейл адрес, имейл за връзка, имейл, е-мейл, email, e-mail, имейл адрес, електронна поща, и-мейл, "
          "e-mail адрес",
    "ru": "e-mail для связи, e-mail адрес, электронка, e-mail, email, электронная почта, эл. почта, почта, "
          "адрес электронной почты, эл.почта, имейл, емейл, электронный адрес, е-mail, адрес эл. почты, эл. адрес",
    "uk": "e-mail, email, електронна пошта, ел. пошта, пошта, електронна адреса, адреса електронної пошти, імейл, "
          "емейл",
    "lt": "el. paštas, el. pašto adresas, elektroninis paštas, el.paštas, email, e-mail, el. pašto adresą",
    "lv": "e-pasts, epasts, e-pasta adrese, email, e-mail, elektroniskais pasts",
    "et": "e-post, epost, e-posti aadress, meiliaadress, meil, email, e-mail",
    "tr": "e-posta, eposta, e-posta adresi, email, e-mail, mail, e-posta adresiniz, e-mail adresi, e-postanız, "
          "mail adresi, e-mail adresiniz, mail adresiniz, elektronik posta",
    "el": "email, e-mail, διεύθυνση email, ηλεκτρονικό ταχυδρομείο, διεύθυνση e-mail, ηλεκτρονική διεύθυνση, "
          "διεύθυνση ηλεκτρονικού ταχυδρομείου",
    "he": "האימייל שלך, המייל שלך, דוא\"ל, דואר אלקטרוני, אימייל, מייל, דוא״ל, כתובת מייל, כתובת אימייל, "
          "כתובת דוא\"ל, כתובת דואר אלקטרוני, אי-מייל",
    "ar": "ايميلك, عنوان بريدك الإلكتروني, البريد الإلكتروني, البريد الالكتروني, بريد إلكتروني, الإيميل, الايميل, "
          "بريدك الإلكتروني, عنوان البريد الإلكتروني, ايميل, إيميل, البريد",
    "fa": "ایمیل, پست الکترونیک, رایانامه",
    "ja": "e-mailアドレス(半角), ご連絡用メールアドレス, メールアドレス, メール, eメール, eメールアドレス, e-mail, "
          "email, 電子メール, ご連絡先メールアドレス, e-mailアドレス, 連絡先メールアドレス, 電子メールアドレス, "
          "emailアドレス",
    "zh": "电子邮箱地址, e-mail 地址, email地址, 工作邮箱, 電子郵件信箱, 电子邮件邮箱, 您的电子邮箱, 邮箱/电子邮件, "
          "邮箱, 电子邮箱, 邮件, 电子邮件, 电子邮件地址, 邮箱地址, 郵箱, 電子郵件, 電子信箱, 信箱, 電郵, 電郵地址, "
          "电邮, 您的邮箱, email, e-mail, 電子郵件地址, 联系邮箱, 邮件地址",
    "ko": "e-mail 주소, 회사 이메일, 이메일, 이메일 주소, 메일, 전자우편, 메일주소, email, e-mail, 이메일주소, "
          "전자메일, 메일 주소, 이 메일",
    "vi": "email, e-mail, thư điện tử, địa chỉ email, hộp thư, địa chỉ thư điện tử",
    "th": "อีเมล, อีเมล์, ที่อยู่อีเมล, email, e-mail, อีเมลของคุณ, อีเมลล์",
    "id": "email, e-mail, surel, alamat email, alamat surel",
    "ms": "emel, alamat emel",
    "ca": "correu electrònic, correu",
    "hi": "ईमेल, ई-मेल, ईमेल पता, ईमेल आईडी, ई-मेल पता",
    "bn": "ইমেইল, ই-মেইল, ইমেইল ঠিকানা, ইমেল",
    "ta": "மின்னஞ்சல், மின்னஞ்சல் முகவரி",
    "ur": "ای میل, ای میل ایڈریس, ای میل پتہ",
    "ka": "ელფოსტა, ელ-ფოსტა, ელ. ფოსტა, იმეილი, მეილი, ელექტრონული ფოსტა",
    "hy": "էլ. փոստ, էլփոստ, էլ. հասցե, էլեկտրոնային փոստ",
    "eu": "helbide elektronikoa, posta elektronikoa, eposta, e-posta",
    "gl": "correo electrónico, enderezo electrónico, correo",
    "sq": "emaili, email, adresa e emailit, posta elektronike, e-mail adresa",
    "mk": "е-пошта, имејл, електронска пошта, е-маил, мејл",
    "bs": "e-mail, email, e-mail adresa, e-pošta",
    "az": "e-poçt, e-poçt ünvanı, elektron poçt",
    "kk": "электрондық пошта, эл. пошта, пошта",
    "ga": "ríomhphost, seoladh ríomhphoist",
    "cy": "e-bost, ebost, cyfeiriad e-bost",
    "af": "e-pos, e-posadres, epos",
    "mt": "indirizz elettroniku, email",
    "sw": "barua pepe, anwani ya barua pepe",
    "tl": "email address, e-mail",
    "be": "электронная пошта, эл. пошта",
    "mn": "и-мэйл, имэйл, цахим шуудан",
    "lb": "e-mail, e-mail-adress",
}

PHONE = {
    "en": "daytime phone number, daytime contact number, your best phone number, best phone number, landline, phone, "
          "telephone, phone number, telephone number, tel, tel., mobile, mobile number, mobile phone, cell, "
          "cell phone, cellphone, contact number, daytime phone, phone no, phone no., tel no, whatsapp, "
          "whatsapp number, contact no, call me at, call back number, callback number, daytime telephone, home phone, "
          "work phone, business phone, phonenumber, ph, best number to reach you",
    "de": "telefon tagsüber, ihre rückrufnummer, telefon, telefonnummer, tel, tel., tel.-nr., telefon-nr., "
          "telefonnr., handy, handynummer, mobil, mobilnummer, mobiltelefon, rufnummer, rückrufnummer, festnetz, "
          "telefon/mobil, telefon / mobil, durchwahl, tel.nr., mobilfunknummer",
    "fr": "tél. portable, tél. fixe, tél. mobile, votre numéro, téléphone, telephone, numéro de téléphone, "
          "n° de téléphone, tél, tél., téléphone portable, portable, mobile, téléphone mobile, n° de tél., "
          "numéro de portable, téléphone fixe, gsm, numero de telephone, num. de téléphone, numéro de tél., "
          "n° téléphone",
    "es": "teléfono, telefono, número de teléfono, teléfono móvil, móvil, celular, tel., tel, teléfono de contacto, "
          "número de contacto, teléfono celular, whatsapp, teléfono fijo, tlf, tlf., tfno., nº de teléfono",
    "pt": "telefone, telemóvel, celular, número de telefone, tel., tel, contacto telefónico, telefone para contato, "
          "telefone de contato, telefone/whatsapp, whatsapp, fone, número de telemóvel, telefone celular, "
          "nº de telefone, tlm",
    "it": "telefono, numero di telefono, cellulare, tel., tel, recapito telefonico, telefono cellulare, "
          "numero telefonico, telefono/cellulare, n. di telefono, numero di cellulare, numero cellulare, cell., "
          "recapito",
    "nl": "telefoon, telefoonnummer, tel., tel, mobiel, mobiel nummer, gsm, gsm-nummer, mobiele nummer, tel.nr., "
          "telefoonnr.",
    "da": "telefon, telefonnummer, tlf, tlf., mobil, mobilnummer, tlf. nr., tlf.nr., telefonnr., mobiltelefon, "
          "mobilnr.",
    "sv": "telefon, telefonnummer, tel, tel., mobil, mobilnummer, mobiltelefon, tfn, telefonnr, tel.nr",
    "no": "telefon, telefonnummer, tlf, tlf., mobil, mobilnummer, mobiltelefon, tlf.nr., telefonnr",
    "fi": "puhelinnumeronne, puhelin, puhelinnumero, puh, puh., matkapuhelin, gsm, matkapuhelinnumero, "
          "puhelinnumerosi, puh.nro",
    "is": "sími, símanúmer",
    "pl": "telefon, numer telefonu, nr telefonu, tel., tel, telefon kontaktowy, komórka, telefon komórkowy, nr tel., "
          "numer kontaktowy",
    "cs": "telefon, telefonní číslo, tel., mobil, mobilní telefon, tel. číslo, telefonní kontakt, číslo telefonu",
    "sk": "telefón, telefónne číslo, tel., mobil, tel. číslo, číslo telefónu, mobilný telefón",
    "hu": "telefonszámod, elérhetőség, telefon, telefonszám, telefonszáma, tel., mobil, mobilszám, mobiltelefon, "
          "mobiltelefonszám, tel",
    "ro": "telefon, număr de telefon, numar de telefon, tel., mobil, telefon mobil, numărul de telefon, nr. telefon, "
          "nr. de telefon",
    "hr": "telefon, broj telefona, tel., mobitel, broj mobitela, kontakt telefon, telefon/mobitel, kontakt broj",
    "sl": "telefon, telefonska številka, tel., gsm, mobilni telefon, mobitel, telefonska št., tel. številka",
    "sr": "telefon, broj telefona, mobilni telefon, kontakt telefon, телефон, број телефона, мобилни телефон, мобилни",
    "bg": "телефон, телефонен номер, тел., мобилен телефон, тел, мобилен, телефон за връзка, телефон за контакт, gsm",
    "ru": "телефон, номер телефона, тел., тел, мобильный телефон, контактный телефон, моб. телефон, мобильный, "
          "телефон для связи, телефонный номер, контактный номер",
    "uk": "телефон, номер телефону, тел., тел, мобільний телефон, контактний телефон, мобільний, контактний номер, "
          "телефон для зв'язку",
    "lt": "telefonas, telefono numeris, tel., tel. nr., mobilus telefonas, tel. numeris, mob. telefonas, telefono nr.",
    "lv": "tālrunis, telefons, tālruņa numurs, tel., telefona numurs, mobilais tālrunis, tālr.",
    "et": "telefon, telefoninumber, tel., mobiil, tel, mobiiltelefon, kontakttelefon",
    "tr": "telefon, telefon numarası, telefonunuz, tel, cep telefonu, telefon no, gsm, telefon numaranız, "
          "cep telefonunuz, cep, tel no, iletişim numarası, cep tel, gsm no, cep no",
    "el": "τηλέφωνο, τηλεφωνο, αριθμός τηλεφώνου, κινητό, τηλ., κινητό τηλέφωνο, τηλ, τηλέφωνο επικοινωνίας, "
          "σταθερό τηλέφωνο",
    "he": "הטלפון שלך, מספר הטלפון שלך, טלפון, מספר טלפון, נייד, טלפון נייד, מס' טלפון, פלאפון, סלולרי, מספר נייד, "
          "טל', טל, טלפון ליצירת קשר, מספר פלאפון",
    "ar": "الهاتف, رقم الهاتف, هاتف, الجوال, رقم الجوال, الموبايل, رقم الموبايل, التليفون, رقم هاتفك, رقم التليفون, "
          "رقم التواصل, الهاتف المحمول, رقم الهاتف المحمول, هاتفك, جوال, رقم الاتصال, تليفون, المحمول",
    "fa": "تلفن, شماره تماس, موبایل, شماره تلفن, تلفن همراه",
    "ja": "日中のご連絡先, ご連絡先(電話番号), 電話番号, お電話番号, 電話, tel, ご連絡先電話番号, 携帯電話, 携帯番号, "
          "連絡先電話番号, 携帯電話番号, ご連絡先, 連絡先, お電話",
    "zh": "联络电话, 聯繫電話, 联系电话/手机, 电话, 手机, 电话号码, 手机号, 手机号码, 联系电话, 電話, 手機, 電話號碼, "
          "手機號碼, 聯絡電話, 联系方式, 聯絡方式, 您的电话, 连络电话, 行動電話, 联系手机, 座机",
    "ko": "전화번호, 연락처, 휴대폰, 휴대폰 번호, 전화, 핸드폰, 휴대전화, 휴대전화번호, 핸드폰 번호, 연락처(휴대폰), "
          "휴대폰번호, 휴대전화 번호, 연락 가능한 번호",
    "vi": "điện thoại, số điện thoại, sđt, sdt, di động, đt, số điện thoại của bạn, điện thoại liên hệ, số di động",
    "th": "โทรศัพท์, เบอร์โทร, เบอร์โทรศัพท์, หมายเลขโทรศัพท์, เบอร์มือถือ, โทร, มือถือ, เบอร์ติดต่อ, "
          "เบอร์โทรศัพท์มือถือ, เบอร์โทรติดต่อ",
    "id": "telepon, nomor telepon, no. telepon, no telepon, hp, no hp, no. hp, nomor hp, telp, handphone, ponsel, "
          "nomor ponsel, nomor whatsapp, telpon, no. telp, no telp, no wa",
    "ms": "telefon, nombor telefon, no. telefon",
    "ca": "telèfon, telèfon mòbil",
    "hi": "फ़ोन, फोन, फ़ोन नंबर, फोन नंबर, मोबाइल, मोबाइल नंबर, दूरभाष, संपर्क नंबर, टेलीफोन",
    "bn": "ফোন, ফোন নম্বর, মোবাইল, মোবাইল নম্বর",
    "ta": "தொலைபேசி, தொலைபேசி எண், கைபேசி, கைபேசி எண்",
    "ur": "فون, فون نمبر, موبائل, موبائل نمبر",
    "ka": "ტელეფონი, ტელეფონის ნომერი, მობილური, ტელ.",
    "hy": "հեռախոս, հեռախոսահամար, հեռ.",
    "eu": "telefonoa, telefono zenbakia, mugikorra",
    "gl": "teléfono, número de teléfono, móbil",
    "sq": "telefoni, numri i telefonit, telefon, celular, nr. i telefonit",
    "mk": "телефон, телефонски број, број на телефон, мобилен",
    "bs": "telefon, broj telefona, mobitel",
    "az": "telefon, telefon nömrəsi, mobil nömrə, mobil",
    "kk": "телефон, телефон нөмірі",
    "ga": "fón, uimhir ghutháin, guthán",
    "cy": "ffôn, rhif ffôn",
    "af": "telefoon, telefoonnommer, selfoon, selfoonnommer",
    "mt": "telefown, numru tat-telefon",
    "sw": "simu, nambari ya simu, namba ya simu",
    "tl": "telepono, numero ng telepono",
    "be": "тэлефон, нумар тэлефона",
    "mn": "утас, утасны дугаар",
    "lb": "telefon, telefonsnummer, handy",
}

COMPANY = {
    "en": "company, company name, organisation, organization, organisation name, organization name, business, "
          "business name, firm, employer, institution, company / organization, company/organization, "
          "company or organization, agency, name of company, name of organization, company / organisation, "
          "company/organisation, brand, school, university",
    "de": "name ihres unternehmens, name ihrer firma, firmenbezeichnung, name des betriebs, firma, unternehmen, "
          "firmenname, organisation, betrieb, firma/organisation, unternehmensname, institution, "
          "firma / organisation, name der firma, name des unternehmens, einrichtung, gesellschaft, "
          "unternehmen/organisation, firma / institution, verein",
    "fr": "nom de votre société, nom de votre organisation, société, entreprise, organisation, nom de l'entreprise, "
          "nom de la société, raison sociale, organisme, compagnie, nom de l’entreprise, établissement, structure, "
          "entreprise / organisation, société / organisme, société/organisation",
    "es": "nombre de su empresa, empresa, compañía, nombre de la empresa, organización, razón social, institución, "
          "negocio, empresa / organización, nombre de empresa, entidad, compañia, nombre de la compañía, "
          "nombre de la organización",
    "pt": "empresa, nome da empresa, organização, companhia, instituição, razão social, entidade, "
          "empresa/organização, negócio",
    "it": "nome della tua azienda, la vostra azienda, azienda, società, ragione sociale, nome azienda, ditta, "
          "organizzazione, impresa, nome dell'azienda, ente, nome della società, azienda / ente, nome società",
    "nl": "naam van je bedrijf, bedrijf, bedrijfsnaam, organisatie, naam bedrijf, naam organisatie, onderneming, "
          "firma, bedrijf/organisatie, naam van uw bedrijf, instelling, bedrijf / organisatie",
    "da": "firma, virksomhed, firmanavn, virksomhedsnavn, organisation, firma/organisation, selskab, "
          "virksomhedens navn",
    "sv": "företag, företagsnamn, organisation, firma, bolag, företag/organisation, företagets namn",
    "no": "firma, bedrift, firmanavn, selskap, organisasjon, bedriftsnavn, virksomhet, bedrift/organisasjon",
    "fi": "yrityksesi nimi, yrityksenne, yrityksenne nimi, yritys, yrityksen nimi, organisaatio, yhtiö, "
          "yritys/organisaatio, yrityksesi, yhteisö, yritys / organisaatio",
    "is": "fyrirtæki, nafn fyrirtækis",
    "pl": "nazwa państwa firmy, firma, nazwa firmy, organizacja, przedsiębiorstwo, firma/organizacja, instytucja",
    "cs": "firma, společnost, název firmy, název společnosti, organizace, jméno firmy, firma / organizace, instituce",
    "sk": "firma, spoločnosť, názov firmy, názov spoločnosti, organizácia",
    "hu": "cég, cégnév, vállalat, cég neve, szervezet, vállalkozás, cége neve, intézmény, vállalat neve, cége, "
          "munkahely",
    "ro": "companie, firmă, firma, numele companiei, nume companie, organizație, societate, compania, nume firmă, "
          "denumire firmă, organizatie, denumirea companiei",
    "hr": "tvrtka, naziv tvrtke, poduzeće, organizacija, firma, ime tvrtke, naziv firme",
    "sl": "podjetje, naziv podjetja, ime podjetja, organizacija, firma",
    "sr": "firma, kompanija, naziv firme, фирма, компанија, preduzeće, назив фирме, предузеће, организација, "
          "naziv kompanije",
    "bg": "фирма, компания, име на фирма, организация, име на фирмата, име на компанията, дружество, "
          "наименование на фирмата",
    "ru": "название вашей компании, компания, организация, название компании, фирма, наименование организации, "
          "предприятие, название организации, наименование компании",
    "uk": "компанія, організація, назва компанії, фірма, підприємство, назва організації, назва фірми",
    "lt": "įmonė, įmonės pavadinimas, organizacija, kompanija, bendrovė",
    "lv": "uzņēmums, uzņēmuma nosaukums, organizācija, kompānija, firma",
    "et": "ettevõte, firma, ettevõtte nimi, organisatsioon, asutus, firma nimi, firmanimi",
    "tr": "firma adınız, şirket adınız, kurumunuz, firmanızın adı, şirket, firma, firma adı, şirket adı, kurum, "
          "firmanız, şirketiniz, kuruluş, işletme, kurum adı, şirket ismi, firma ismi, şirket / kurum, "
          "kurum / kuruluş",
    "el": "εταιρεία, εταιρία, επωνυμία, επωνυμία εταιρείας, όνομα εταιρείας, επιχείρηση, επωνυμία επιχείρησης, "
          "οργανισμός",
    "he": "חברה, שם החברה, ארגון, שם חברה, עסק, שם העסק, שם הארגון",
    "ar": "الشركة, اسم الشركة, المؤسسة, المنظمة, اسم المؤسسة, شركة, جهة العمل, اسم شركتك, اسم الجهة, المنشأة",
    "fa": "شرکت, نام شرکت, سازمان",
    "ja": "会社名(屋号), 会社・団体名, 所属, 会社名, 御社名, 貴社名, 企業名, 法人名, 団体名, 会社, 組織名, "
          "会社名・団体名, 会社名/団体名, 会社名・屋号, 勤務先, 貴社名・団体名, 屋号, ご所属, 法人名・団体名, "
          "企業・団体名",
    "zh": "贵公司名称, 您的公司, 公司, 公司名称, 公司名稱, 企业, 企业名称, 单位, 单位名称, 企業名稱, 單位名稱, "
          "機構名稱, 机构, 公司名, 所在公司, 机构名称, 公司/机构, 組織, 單位, 公司全称, 组织",
    "ko": "회사, 회사명, 업체명, 기업명, 소속, 기관명, 단체명, 상호, 회사 이름, 회사/기관명, 상호명, 회사명/단체명",
    "vi": "công ty, tên công ty, doanh nghiệp, tổ chức, cơ quan, đơn vị, tên doanh nghiệp",
    "th": "บริษัท, ชื่อบริษัท, องค์กร, หน่วยงาน, ชื่อองค์กร, ชื่อหน่วยงาน, บริษัท/องค์กร, ห้างร้าน",
    "id": "perusahaan, nama perusahaan, instansi, organisasi, nama instansi, nama usaha",
    "ms": "syarikat, nama syarikat",
    "ca": "empresa, nom de l'empresa",
    "hi": "कंपनी, कम्पनी, कंपनी का नाम, संस्था, संगठन",
    "bn": "কোম্পানি, কোম্পানির নাম, প্রতিষ্ঠান",
    "ta": "நிறுவனம், நிறுவனத்தின் பெயர்",
    "ur": "کمپنی, کمپنی کا نام, ادارہ",
    "ka": "კომპანია, კომპანიის სახელი, ორგანიზაცია",
    "hy": "ընկերություն, ընկերության անվանումը, կազմակերպություն",
    "eu": "enpresa, enpresaren izena, erakundea",
    "gl": "empresa, nome da empresa, organización",
    "sq": "kompania, emri i kompanisë, ndërmarrja, organizata",
    "mk": "компанија, фирма, име на компанија, организација",
    "bs": "firma, kompanija, naziv firme, preduzeće",
    "az": "şirkət, şirkətin adı, təşkilat",
    "kk": "компания, ұйым, компания атауы",
    "ga": "comhlacht, cuideachta, eagraíocht",
    "cy": "cwmni, enw'r cwmni, sefydliad",
    "af": "maatskappy, besigheid, firma",
    "mt": "kumpanija",
    "sw": "kampuni, jina la kampuni",
    "tl": "kumpanya",
    "be": "кампанія, арганізацыя",
    "mn": "компани, байгууллага",
    "lb": "firma, entreprise",
}

MESSAGE = {
    "en": "what are you looking for, what do you need, tell us what you need, what brings you here, cover letter, "
          "tell us how we can help, how can we assist you, how can we help you today, what do you need help with, "
          "tell us a little about your project, your request, reason for your message, "
          "what would you like to discuss, message, message body, message text, body, comment, comments, question, "
          "questions, enquiry, inquiry, comment or message, comments or questions, questions or comments, "
          "question or comment, comments / questions, questions/comments, your comments, message content, content, "
          "text, how can we help, how can we help you, how may we help you, how can i help, what can we do for you, "
          "what can we help you with, what is this about, tell us about your project, tell us more, leave a message, "
          "write a message, message to us, message details, your enquiry, message/question, enquiry details, "
          "inquiry details, message:, what is your question, what would you like to know, comment/message, "
          "anything else, anything else you would like to tell us, feedback, msg, how can we be of help, "
          "write your message, message to the team",
    "de": "wonach suchen sie, was suchen sie, was brauchen sie, anschreiben, "
          "wie können wir helfen, was möchten sie uns mitteilen, ihre anfrage an uns, nachricht, mitteilung, "
          "ihre nachricht, nachrichtentext, kommentar, anfrage, frage, fragen, anliegen, text, bemerkung, "
          "bemerkungen, kommentare, ihr anliegen, ihre anfrage, anmerkung, anmerkungen, inhalt, "
          "wie können wir ihnen helfen, was können wir für sie tun, nachricht an uns, ihre frage, ihre mitteilung, "
          "nachrichteninhalt, freitext, worum geht es, kommentar oder nachricht, botschaft, feedback, "
          "inhalt der nachricht, text der nachricht, ihr kommentar, wie dürfen wir ihnen helfen, "
          "wobei können wir helfen, fragen und wünsche, wünsche",
    "fr": "que recherchez-vous, de quoi avez-vous besoin, lettre de motivation, "
          "comment pouvons-nous aider, dites-nous en plus, commentaires ou questions, message, commentaire, "
          "commentaires, corps du message, question, questions, demande, votre message, texte, contenu du message, "
          "contenu, comment pouvons-nous vous aider, remarques, texte du message, votre demande, remarque, "
          "que pouvons-nous faire pour vous, observations, commentaire ou message, votre question, "
          "objet de votre demande",
    "es": "qué necesitas, qué necesita, qué estás buscando, "
          "cuéntanos, cuéntenos, cómo te podemos ayudar, mensaje, comentario, comentarios, consulta, "
          "cuerpo del mensaje, pregunta, preguntas, tu mensaje, su mensaje, texto, contenido del mensaje, "
          "en qué podemos ayudarte, cómo podemos ayudarte, en qué podemos ayudarle, texto del mensaje, "
          "comentario o mensaje, cómo podemos ayudarle, solicitud, contenido, duda, dudas, consultas",
    "pt": "como podemos ajudar você, em que podemos ajudar você, mensagem, comentário, comentários, "
          "corpo da mensagem, pergunta, dúvida, texto, sua mensagem, como podemos ajudar, conteúdo da mensagem, "
          "questão, comentário ou mensagem, solicitação, em que podemos ajudar, como podemos ajudá-lo, pedido, "
          "texto da mensagem, conteúdo",
    "it": "cosa stai cercando, di cosa hai bisogno, come possiamo esserti utili, raccontaci il tuo progetto, "
          "messaggio, commento, commenti, "
          "corpo del messaggio, richiesta, domanda, testo, il tuo messaggio, testo del messaggio, "
          "come possiamo aiutarti, come possiamo aiutarla, contenuto del messaggio, commento o messaggio, contenuto, "
          "la tua richiesta, domande, in cosa possiamo aiutarti",
    "nl": "waar ben je naar op zoek, waar bent u naar op zoek, waar kunnen we je mee helpen, "
          "waarmee kunnen wij u helpen, bericht, uw bericht, opmerking, opmerkingen, "
          "vraag, berichttekst, berichtinhoud, tekst, je bericht, vragen, inhoud van het bericht, "
          "hoe kunnen we u helpen, hoe kunnen wij u helpen, waarmee kunnen we je helpen, inhoud, "
          "hoe kunnen we helpen, opmerking of bericht, vraag of opmerking, waar kunnen we u mee helpen, reactie, "
          "uw vraag, toelichting",
    "da": "hvad kan vi hjælpe dig med, hvad drejer din henvendelse sig om, beskedens indhold, besked, meddelelse, "
          "kommentar, kommentarer, spørgsmål, din besked, tekst, henvendelse, beskedtekst, hvad kan vi hjælpe med, "
          "hvordan kan vi hjælpe, beskeden, hvad drejer det sig om, indhold",
    "sv": "vad kan vi hjälpa till med, meddelandets innehåll, innehållet, meddelande, kommentar, kommentarer, fråga, "
          "ditt meddelande, text, ärende, meddelandetext, hur kan vi hjälpa dig, vad kan vi hjälpa dig med, frågor, "
          "förfrågan, övrigt, hur kan vi hjälpa till, innehåll",
    "no": "hva kan vi hjelpe til med, meldingens innhold, meldingsinnhold, melding, beskjed, kommentar, kommentarer, "
          "spørsmål, din melding, tekst, henvendelse, meldingstekst, hva kan vi hjelpe med, hvordan kan vi hjelpe, "
          "hva kan vi hjelpe deg med, forespørsel, innhold",
    "fi": "miten voimme auttaa sinua, viestin teksti, viestinne, viesti, viestisi, kommentti, kommentit, kysymys, "
          "palaute, viestin sisältö, teksti, miten voimme auttaa, kuinka voimme auttaa, yhteydenotto, kysymyksesi, "
          "lisätietoja, asia, sisältö",
    "is": "skilaboð, athugasemd, fyrirspurn",
    "pl": "jak możemy ci pomóc, w czym możemy ci pomóc, wiadomość tekstowa, wiadomość, treść wiadomości, treść, "
          "komentarz, pytanie, zapytanie, uwagi, twoja wiadomość, tekst wiadomości, jak możemy pomóc, "
          "w czym możemy pomóc, treść zapytania, komentarze, tekst, pytania, komentarz lub wiadomość",
    "cs": "tělo zprávy, zpráva, vaše zpráva, text zprávy, komentář, dotaz, poznámka, obsah zprávy, text, váš dotaz, "
          "s čím vám můžeme pomoci, jak vám můžeme pomoci, poptávka, poznámky, vzkaz, obsah, otázka",
    "sk": "telo správy, správa, vaša správa, text správy, komentár, otázka, poznámka, obsah správy, text, "
          "s čím vám môžeme pomôcť, dotaz, ako vám môžeme pomôcť, dopyt, odkaz, poznámky",
    "hu": "üzeneted, mire kíváncsi, üzenet törzse, az üzenet szövege, üzenetének szövege, üzenet, üzenete, "
          "megjegyzés, kérdés, az ön üzenete, üzenet szövege, szöveg, miben segíthetünk, hogyan segíthetünk, "
          "hozzászólás, kérdése, tartalom, megjegyzések, érdeklődés, üzenet tartalma",
    "ro": "corp mesaj, mesajul dumneavoastră, conținut mesaj, mesaj, mesajul, comentariu, comentarii, întrebare, "
          "mesajul tău, textul mesajului, cu ce te putem ajuta, conținutul mesajului, cum te putem ajuta, "
          "corpul mesajului, întrebări, observații, cum vă putem ajuta, solicitare, text",
    "hr": "tijelo poruke, poruka, vaša poruka, komentar, pitanje, upit, sadržaj poruke, tekst poruke, "
          "kako vam možemo pomoći, tekst, napomena, vaš upit",
    "sl": "telo sporočila, sporočilo, vaše sporočilo, komentar, vprašanje, povpraševanje, vsebina sporočila, "
          "besedilo, kako vam lahko pomagamo, opomba, besedilo sporočila, vsebina",
    "sr": "telo poruke, тело поруке, poruka, vaša poruka, komentar, pitanje, порука, ваша порука, коментар, питање, "
          "sadržaj poruke, текст поруке",
    "bg": "съдържание на съобщението, съобщение, вашето съобщение, коментар, въпрос, запитване, текст, "
          "текст на съобщението, как можем да помогнем, съдържание, с какво можем да помогнем, коментари, "
          "вашият въпрос",
    "ru": "опишите ваш вопрос, чем мы можем вам помочь, сообщение, ваше сообщение, комментарий, комментарии, вопрос, "
          "текст сообщения, текст, запрос, ваш вопрос, чем мы можем помочь, текст обращения, обращение, "
          "содержание сообщения, заявка, пожелания, чем можем помочь, ваш комментарий, тело сообщения",
    "uk": "зміст повідомлення, вміст повідомлення, повідомлення, ваше повідомлення, коментар, питання, запитання, "
          "текст повідомлення, текст, чим ми можемо допомогти, запит, ваше запитання, звернення, коментарі",
    "lt": "žinutės turinys, pranešimo turinys, žinutė, jūsų žinutė, pranešimas, komentaras, klausimas, "
          "žinutės tekstas, tekstas, kaip galime padėti, užklausa, pranešimo tekstas, komentarai, jūsų klausimas",
    "lv": "ziņas saturs, ziņojuma saturs, ziņa, jūsu ziņa, ziņojums, komentārs, jautājums, ziņas teksts, "
          "ziņojuma teksts, teksts, kā varam palīdzēt, komentāri, kā mēs varam palīdzēt",
    "et": "sõnumi tekst, sõnum, teie sõnum, kommentaar, küsimus, teade, sõnumi sisu, päring, kuidas saame aidata, "
          "sisu, tekst, kirja sisu, märkused",
    "tr": "size nasıl yardım edebiliriz, mesaj gövdesi, mesajın içeriği, mesaj, mesajınız, yorum, soru, mesaj metni, "
          "açıklama, not, sorunuz, mesaj içeriği, size nasıl yardımcı olabiliriz, nasıl yardımcı olabiliriz, ileti, "
          "iletiniz, talebiniz, yorumunuz, içerik, notunuz, yorumlar, notlar, talep",
    "el": "σώμα μηνύματος, κείμενο του μηνύματος, μήνυμα, το μήνυμά σας, μηνυμα, σχόλιο, σχόλια, ερώτηση, "
          "κείμενο μηνύματος, πώς μπορούμε να βοηθήσουμε, κείμενο, το μήνυμα σας, μήνυμά σας, περιεχόμενο, "
          "πώς μπορούμε να σας βοηθήσουμε, ερωτήσεις",
    "he": "תוכן הודעתך, הודעה, תוכן ההודעה, ההודעה שלך, הערות, שאלה, תוכן הפנייה, הודעתך, במה אפשר לעזור, "
          "איך אפשר לעזור, תוכן, פנייה, תוכן הודעה, גוף ההודעה, הערה, תגובה, איך נוכל לעזור",
    "ar": "متن الرسالة, الرسالة, رسالتك, نص الرسالة, التعليق, السؤال, الاستفسار, محتوى الرسالة, كيف يمكننا مساعدتك, "
          "رسالة, تعليقات, ملاحظات, استفسارك, تعليق, الملاحظات, كيف يمكننا المساعدة, تفاصيل الرسالة",
    "fa": "پیام, متن پیام, پیام شما, توضیحات, نظر, سوال",
    "ja": "お問い合わせの内容, お問い合わせ本文, お問い合わせ内容, お問合せ内容, 問い合わせ内容, メッセージ, 内容, "
          "ご質問, ご意見, メッセージ本文, 本文, ご相談内容, お問い合せ内容, ご要望, コメント, お問い合わせ, "
          "問合せ内容, お問合わせ内容, ご質問内容, ご質問・ご要望, ご質問・ご意見, 相談内容, 質問内容, 詳細, "
          "お問い合わせ詳細, 備考",
    "zh": "请描述您的需求, 我们能为您做什么, 消息正文, 留言正文, 邮件正文, 您的消息, 您的信息, 留言, 消息, 内容, "
          "您的留言, 留言内容, 咨询内容, 信息, 讯息, 訊息, 內容, 留言內容, 您的訊息, 意见, 问题, 諮詢內容, 备注, "
          "需求, 需求描述, 消息内容, 問題, 您的需求, 您的问题, 詢問內容, 询问内容, 意見, 备注信息, 訊息內容, "
          "反馈内容, 正文, 评论",
    "ko": "무엇을 도와드릴까요, 문의하실 내용, 메시지 본문, 문의 메시지, 본문 내용, 메시지, 문의내용, 문의 내용, "
          "내용, 메세지, 질문, 문의사항, 상담내용, 남기실 말씀, 문의 사항, 상담 내용, 요청사항, 하고 싶은 말, 의견, "
          "요청 사항, 메시지 내용, 본문",
    "vi": "nội dung thông điệp, thông điệp của bạn, tin nhắn, nội dung, lời nhắn, nội dung tin nhắn, thông điệp, "
          "câu hỏi, tin nhắn của bạn, ghi chú, yêu cầu, nội dung liên hệ, lời nhắn của bạn, "
          "chúng tôi có thể giúp gì cho bạn, bình luận, nội dung yêu cầu",
    "th": "เนื้อความ, ข้อความ, ข้อความของคุณ, รายละเอียด, คำถาม, เนื้อหา, ความคิดเห็น, ข้อเสนอแนะ, เนื้อหาข้อความ, "
          "หมายเหตุ, เราจะช่วยคุณได้อย่างไร",
    "id": "pesan, isi pesan, komentar, pertanyaan, pesan anda, apa yang bisa kami bantu, isi, "
          "bagaimana kami dapat membantu, catatan, keterangan",
    "ms": "mesej, mesej anda",
    "ca": "missatge, comentaris",
    "hi": "संदेश, सन्देश, आपका संदेश, टिप्पणी, प्रश्न, विवरण, मैसेज",
    "bn": "বার্তা, আপনার বার্তা, মেসেজ, মন্তব্য, প্রশ্ন",
    "ta": "செய்தி, உங்கள் செய்தி, கருத்து, கேள்வி",
    "ur": "پیغام, آپ کا پیغام, تبصرہ, سوال",
    "ka": "შეტყობინება, თქვენი შეტყობინება, კომენტარი, კითხვა, ტექსტი",
    "hy": "հաղորդագրություն, ձեր հաղորդագրությունը, մեկնաբանություն, հարց, նամակ",
    "eu": "mezua, zure mezua, galdera, iruzkina, iruzkinak",
    "gl": "mensaxe, a túa mensaxe, comentario, consulta, pregunta",
    "sq": "mesazhi, mesazhi juaj, mesazh, koment, komenti, pyetja",
    "mk": "порака, вашата порака, коментар, прашање",
    "bs": "poruka, vaša poruka, komentar, upit, pitanje",
    "az": "mesaj, mesajınız, ismarıc, şərh, sual",
    "kk": "хабарлама, хабар, сұрақ, пікір",
    "ga": "teachtaireacht, ceist",
    "cy": "neges, eich neges, cwestiwn",
    "af": "boodskap, jou boodskap, navraag, vraag",
    "mt": "messaġġ",
    "sw": "ujumbe, ujumbe wako, swali",
    "tl": "mensahe",
    "be": "паведамленне, пытанне, каментар",
    "mn": "зурвас, мессеж, санал хүсэлт, асуулт",
    "lb": "noriicht, message, kommentar",
}

# Second choice for the message, when nothing of the above is there.
REMARK = {
    "en": "details, description, additional information, additional comments, notes, note, remarks, "
          "project description, project details, request, requirements, other, further information, special requests, "
          "reason for contact, additional details, more details, other information, brief",
    "de": "beschreibung, details, weitere informationen, hinweise, notiz, projektbeschreibung, sonstiges, "
          "zusätzliche informationen, notizen, wunsch, kurzbeschreibung, weitere angaben",
    "fr": "description, précisions, informations complémentaires, détails, votre projet, description du projet, notes",
    "es": "descripción, detalles, observaciones, información adicional, notas, más información, "
          "descripción del proyecto",
    "pt": "descrição, detalhes, observações, informações adicionais, assunto da mensagem, notas",
    "it": "descrizione, dettagli, note, informazioni aggiuntive, ulteriori informazioni, osservazioni",
    "nl": "omschrijving, beschrijving, details, aanvullende informatie, toelichting op uw vraag",
    "da": "beskrivelse, bemærkninger",
    "sv": "beskrivning, övrig information, detaljer",
    "no": "beskrivelse, annet",
    "fi": "kuvaus, lisätiedot",
    "pl": "opis, dodatkowe informacje, szczegóły",
    "cs": "popis, doplňující informace",
    "sk": "popis",
    "hu": "leírás",
    "ro": "descriere, detalii",
    "ru": "описание, дополнительная информация, примечание, детали",
    "uk": "опис, додаткова інформація",
    "tr": "detaylar, ek bilgi",
    "el": "περιγραφή, λεπτομέρειες",
    "ja": "ご用件, その他, その他ご要望",
    "zh": "描述, 其他, 說明, 说明",
    "ko": "기타, 비고, 설명",
}

# Answers that belong to none of the above, and what plugins add about the visit: known, so that they end a message.
OTHER = {
    "en": "subject, topic, date, time, date & time, address, street, city, town, zip, zip code, postal code, "
          "postcode, country, state, region, website, url, page url, page, page title, user agent, remote ip, ip, "
          "ip address, powered by, referrer, referer, source, budget, service, services, product, "
          "product of interest, interested in, i am interested in, title, job title, position, role, department, "
          "industry, salutation, gender, newsletter, consent, privacy policy, terms, gdpr, agreement, "
          "how did you hear about us, preferred contact method, best time to call, company size, number of employees, "
          "timeline, quantity, entry id, entry date, submission id, form, form name, form id, submitted on, "
          "submission date, submitted at, submitted from, sent from, received, received at, attachment, file, files, "
          "upload, country code, sent via, site, site name, language, utm source, utm medium, utm campaign, "
          "timestamp, to, cc, browser, username, number of guests, arrival, departure, check-in, check-out, event, "
          "event date, order number, order id, i agree, captcha, recaptcha, fax, vat number, preferred date, "
          "preferred time, reference, sent on, platform, inquiry type, enquiry type, type of inquiry, reason, "
          "priority, category, color, size, message type, user, form title",
    "de": "betreff, thema, datum, uhrzeit, adresse, anschrift, straße, straße und hausnummer, strasse, hausnummer, "
          "plz, ort, plz/ort, plz / ort, plz ort, stadt, land, bundesland, webseite, website, homepage, anrede, "
          "titel, position, funktion, abteilung, branche, geschlecht, newsletter, datenschutz, datenschutzerklärung, "
          "einwilligung, zustimmung, agb, budget, leistung, produkt, interesse, interesse an, "
          "wie haben sie von uns erfahren, anhang, datei, seite, ip-adresse, gesendet am, gesendet von, "
          "eingegangen am, formular, wunschtermin, termin, bevorzugte kontaktaufnahme, rückruf, kundennummer, "
          "postleitzahl, erreichbarkeit, anzahl, menge, zeitraum, mitarbeiterzahl, unternehmensgröße, sprache, "
          "quelle, fax, bestellnummer, kategorie, anlass, personen, anreise, abreise, hausnr., nr.",
    "fr": "objet, sujet, date, heure, adresse, rue, ville, code postal, pays, site web, site internet, civilité, "
          "titre, fonction, poste, service, secteur, secteur d'activité, newsletter, consentement, rgpd, "
          "politique de confidentialité, budget, produit, comment nous avez-vous connus, pièce jointe, fichier, page, "
          "adresse ip, envoyé le, formulaire, région, cp, genre, effectif, département, langue, type de demande, url, "
          "créneau, délai",
    "es": "asunto, tema, fecha, hora, dirección, calle, ciudad, código postal, cp, país, provincia, sitio web, "
          "página web, web, tratamiento, cargo, puesto, departamento, sector, boletín, consentimiento, "
          "política de privacidad, presupuesto, producto, servicio, cómo nos conociste, archivo, adjunto, página, "
          "dirección ip, enviado el, formulario, estado, idioma, género, localidad, rgpd, acepto, población, "
          "tipo de consulta, url",
    "pt": "assunto, tema, data, hora, endereço, morada, rua, cidade, cep, código postal, país, estado, site, website, "
          "cargo, setor, departamento, newsletter, consentimento, política de privacidade, orçamento, produto, "
          "serviço, como nos conheceu, anexo, arquivo, página, ip, enviado em, formulário, gênero, localidade, "
          "cidade/estado, url",
    "it": "oggetto, argomento, data, ora, indirizzo, via, città, cap, provincia, paese, nazione, sito web, titolo, "
          "ruolo, qualifica, posizione, settore, newsletter, consenso, privacy, budget, prodotto, servizio, "
          "come ci hai conosciuto, allegato, file, pagina, indirizzo ip, inviato il, modulo, comune, regione, sesso, "
          "lingua, località, url",
    "nl": "onderwerp, datum, tijd, adres, straat, postcode, plaats, woonplaats, stad, land, website, aanhef, functie, "
          "afdeling, branche, nieuwsbrief, toestemming, privacy, budget, product, dienst, hoe heeft u ons gevonden, "
          "bijlage, bestand, pagina, ip-adres, verzonden op, formulier, geslacht, huisnummer, provincie, titel, "
          "betreft",
    "da": "emne, dato, tid, adresse, postnummer, by, land, hjemmeside, stilling, nyhedsbrev, samtykke, budget, "
          "produkt, ydelse, side, vej",
    "sv": "ämne, datum, tid, adress, postnummer, ort, stad, land, webbplats, hemsida, titel, befattning, roll, "
          "nyhetsbrev, samtycke, budget, produkt, tjänst, sida, postort, rubrik, hur hittade du oss",
    "no": "emne, dato, tid, adresse, postnummer, sted, by, land, nettside, stilling, nyhetsbrev, samtykke, budsjett, "
          "produkt, tjeneste, side",
    "fi": "aihe, otsikko, päivämäärä, aika, osoite, postinumero, kaupunki, paikkakunta, maa, verkkosivu, titteli, "
          "asema, uutiskirje, suostumus, budjetti, tuote, palvelu, sivu, rooli",
    "pl": "temat, data, godzina, adres, ulica, kod pocztowy, miasto, miejscowość, kraj, strona www, "
          "strona internetowa, stanowisko, branża, newsletter, zgoda, polityka prywatności, budżet, produkt, usługa, "
          "załącznik, strona, formularz, województwo, rodo",
    "cs": "předmět, téma, datum, čas, adresa, ulice, psč, město, země, web, webová stránka, pozice, oslovení, "
          "newsletter, souhlas, gdpr, rozpočet, produkt, služba, příloha, stránka, formulář",
    "sk": "predmet, téma, dátum, čas, adresa, ulica, psč, mesto, krajina, web, pozícia, oslovenie, newsletter, "
          "súhlas, rozpočet, produkt, služba, stránka",
    "hu": "tárgy, téma, dátum, idő, cím, utca, irányítószám, város, ország, weboldal, beosztás, hírlevél, "
          "hozzájárulás, költségkeret, termék, szolgáltatás, oldal, pozíció, adatvédelem",
    "ro": "subiect, data, ora, adresă, adresa, stradă, oraș, oras, cod poștal, țară, județ, site web, funcție, "
          "newsletter, acord, buget, produs, serviciu, pagină, gdpr",
    "hr": "predmet, tema, datum, vrijeme, adresa, ulica, poštanski broj, grad, mjesto, država, web stranica, "
          "newsletter, privola, proizvod, usluga, naslov",
    "sl": "zadeva, tema, datum, čas, naslov, ulica, poštna številka, kraj, mesto, država, spletna stran, soglasje, "
          "izdelek, storitev, funkcija",
    "sr": "tema, naslov, datum, adresa, grad, država, тема, датум, адреса, град, држава, наслов",
    "bg": "тема, относно, дата, час, адрес, град, пощенски код, държава, уебсайт, длъжност, съгласие, бюджет, "
          "продукт, услуга, страница",
    "ru": "тема, тема сообщения, дата, время, адрес, город, индекс, страна, сайт, должность, отдел, бюджет, услуга, "
          "товар, продукт, согласие, страница, форма, ip-адрес, регион, файл, отправлено, рассылка, url, источник, "
          "удобное время, ip",
    "uk": "тема, дата, час, адреса, місто, індекс, країна, сайт, посада, бюджет, послуга, товар, згода, сторінка, "
          "форма, продукт",
    "lt": "tema, data, laikas, adresas, miestas, pašto kodas, šalis, svetainė, pareigos, sutikimas, produktas, "
          "paslauga",
    "lv": "temats, tēma, datums, laiks, adrese, pilsēta, pasta indekss, valsts, mājaslapa, amats, piekrišana, "
          "produkts, pakalpojums",
    "et": "teema, kuupäev, aeg, aadress, linn, postiindeks, riik, veebileht, ametikoht, nõusolek, toode, teenus, "
          "amet, pealkiri",
    "tr": "konu, konu başlığı, tarih, saat, adres, şehir, il, ilçe, posta kodu, ülke, web sitesi, unvan, ünvan, "
          "departman, sektör, bülten, onay, kvkk, bütçe, ürün, hizmet, sayfa, form, ip adresi, görev, pozisyon",
    "el": "θέμα, ημερομηνία, ώρα, διεύθυνση, πόλη, τ.κ., χώρα, ιστοσελίδα, θέση, συγκατάθεση, προϊόν, υπηρεσία, "
          "σελίδα, φόρμα",
    "he": "נושא, תאריך, שעה, כתובת, עיר, מיקוד, מדינה, אתר, תפקיד, מוצר, שירות, עמוד, טופס, נושא הפנייה, הסכמה",
    "ar": "الموضوع, موضوع, التاريخ, الوقت, العنوان, المدينة, الرمز البريدي, الدولة, البلد, الموقع, الموقع الإلكتروني, "
          "الوظيفة, المسمى الوظيفي, المنتج, الخدمة, الصفحة, النموذج, عنوان الرسالة, الميزانية",
    "ja": "件名, 題名, お問い合わせ種別, お問い合わせ項目, 種別, 日付, 日時, 住所, ご住所, 郵便番号, 都道府県, "
          "市区町村, 国, サイト, ウェブサイト, url, 部署, 部署名, ご所属部署, 役職, 業種, 同意, プライバシーポリシー, "
          "予算, 商品, 製品, サービス, ページ, ふりがな, フリガナ, お名前(フリガナ), お名前（フリガナ）, "
          "氏名（カナ）, 氏名(カナ), 性別, 年齢, 送信日時, 添付ファイル, ご希望日, ご希望, タイトル, カナ, "
          "個人情報の取り扱い, ご希望の連絡方法, お問い合わせの種類, ipアドレス, fax",
    "zh": "主旨, 主题, 主題, 标题, 標題, 日期, 时间, 時間, 地址, 城市, 邮编, 郵遞區號, 国家, 國家, 网站, 網站, 职位, "
          "職位, 职务, 職稱, 部门, 部門, 行业, 產業, 产品, 產品, 服务, 服務, 预算, 預算, 页面, 表单, 性别, 同意, "
          "来源, 提交时间, 提交時間, 微信, 微信号, qq, 省份, ip地址, 公司规模, 公司地址, 数量",
    "ko": "제목, 주제, 날짜, 시간, 주소, 도시, 우편번호, 국가, 웹사이트, 홈페이지, 직책, 직급, 부서, 업종, 제품, "
          "서비스, 예산, 페이지, 동의, 문의 유형, 문의유형, 구분, 첨부파일, 개인정보 수집 및 이용 동의, "
          "개인정보 동의, 직위, 희망일, 분류",
    "vi": "chủ đề, tiêu đề, ngày, giờ, địa chỉ, thành phố, quốc gia, trang web, website, chức vụ, sản phẩm, dịch vụ, "
          "ngân sách, trang, tỉnh/thành phố",
    "th": "หัวข้อ, เรื่อง, วันที่, เวลา, ที่อยู่, เมือง, จังหวัด, รหัสไปรษณีย์, ประเทศ, เว็บไซต์, ตำแหน่ง, สินค้า, "
          "บริการ, งบประมาณ, หน้า, แผนก",
    "id": "subjek, judul, perihal, tanggal, waktu, alamat, kota, kode pos, negara, situs web, website, jabatan, "
          "produk, layanan, anggaran, halaman, topik",
    "hi": "विषय, दिनांक, पता, शहर, देश, वेबसाइट",
    "ur": "موضوع, پتہ, شہر",
    "ka": "თემა, თარიღი, მისამართი, ქალაქი",
    "hy": "թեմա, ամսաթիվ, հասցե",
    "eu": "gaia, data, helbidea, herria",
    "gl": "asunto, data, enderezo, cidade",
    "ca": "assumpte, data, adreça, població",
    "sq": "tema, subjekti, data, adresa, qyteti",
    "mk": "тема, наслов, датум, адреса, град",
    "az": "mövzu, tarix, ünvan, şəhər",
    "kk": "тақырып, күні, мекенжай, қала",
    "cy": "pwnc, dyddiad, cyfeiriad",
    "ga": "ábhar, dáta, seoladh",
    "af": "onderwerp, datum, adres, stad",
    "sw": "mada, tarehe, anwani",
    "is": "efni, heimilisfang, dagsetning",
    "fa": "موضوع, تاریخ, آدرس, شهر",
    "bn": "বিষয়, ঠিকানা",
    "be": "тэма, дата, адрас",
}
