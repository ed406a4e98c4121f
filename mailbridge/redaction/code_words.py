"""What one-time codes and personal numbers are called, by language. Data; `codes` knows how they stand beside a number.

Only words that mean a secret. A bare "code" means anything (post codes, promo codes, error codes), so it counts only
where one is addressed: behind the words of `ADDRESSED`, or at the start of a line.
"""

from __future__ import annotations

SECRETS: dict[str, tuple[str, ...]] = {
    "en": ("verification code", "security code", "one-time code", "one time code", "one-time password",
           "one time password", "one-time pin", "one-time passcode", "passcode", "login code", "log-in code",
           "sign-in code", "access code", "authentication code", "authorization code", "authorisation code",
           "confirmation code", "activation code", "2fa code", "two-factor code", "pin code", "pin number",
           "unlock code", "recovery code", "sms code", "door code", "entry code"),
    "de": ("bestätigungscode", "sicherheitscode", "verifizierungscode", "prüfcode", "einmalcode", "einmalpasswort",
           "einmal-code", "einmal-passwort", "zugangscode", "anmeldecode", "freischaltcode", "aktivierungscode",
           "authentifizierungscode", "sms-code", "smscode", "geheimzahl", "türcode", "pin-code", "entsperrcode"),
    "fr": ("code de vérification", "code de sécurité", "code de confirmation",
           "code à usage unique", "code d'accès", "code d’accès", "code d'activation", "code d’activation",
           "code secret", "code de connexion", "mot de passe à usage unique", "code confidentiel", "code pin"),
    "es": ("código de verificación", "código de seguridad", "código de confirmación",
           "código de acceso", "código de activación", "código de un solo uso", "contraseña de un solo uso",
           "código pin", "clave dinámica", "clave de acceso"),
    "it": ("codice di verifica", "codice di sicurezza", "codice di conferma", "codice di accesso", "codice monouso",
           "codice di attivazione", "password monouso", "codice pin", "codice segreto", "codice temporaneo"),
    "pt": ("código de verificação", "código de segurança", "código de confirmação",
           "código de acesso", "código de ativação", "senha de uso único", "senha temporária"),
    "nl": ("verificatiecode", "beveiligingscode", "bevestigingscode", "toegangscode", "activeringscode",
           "activatiecode", "eenmalige code", "eenmalig wachtwoord", "inlogcode", "pincode"),
    "pl": ("kod weryfikacyjny", "kod bezpieczeństwa", "kod potwierdzający", "kod dostępu", "kod aktywacyjny",
           "kod jednorazowy", "jednorazowy kod", "hasło jednorazowe", "kod sms", "kod pin"),
    "cs": ("ověřovací kód", "bezpečnostní kód", "potvrzovací kód", "přístupový kód", "jednorázový kód",
           "jednorázové heslo", "aktivační kód", "kód pin"),
    "sv": ("verifieringskod", "säkerhetskod", "bekräftelsekod", "engångskod", "engångslösenord", "åtkomstkod",
           "inloggningskod", "aktiveringskod", "pinkod"),
    "da": ("bekræftelseskode", "sikkerhedskode", "verifikationskode", "engangskode", "engangsadgangskode",
           "adgangskode", "aktiveringskode", "pinkode"),
    "nb": ("bekreftelseskode", "sikkerhetskode", "verifiseringskode", "engangskode", "engangspassord",
           "tilgangskode", "påloggingskode"),
    "fi": ("vahvistuskoodi", "turvakoodi", "kertakäyttökoodi", "kertakäyttöinen koodi", "kirjautumiskoodi",
           "kertakäyttösalasana", "aktivointikoodi", "pin-koodi"),
    "hu": ("ellenőrző kód", "megerősítő kód", "biztonsági kód", "egyszer használatos", "belépési kód",
           "aktiváló kód", "pin-kód"),
    "ro": ("cod de verificare", "codul de verificare", "cod de securitate", "cod de confirmare", "codul de confirmare",
           "cod de acces", "parola unică", "cod unic"),
    "tr": ("doğrulama kodu", "güvenlik kodu", "onay kodu", "tek kullanımlık", "giriş kodu", "aktivasyon kodu"),
    "el": ("κωδικός επαλήθευσης", "κωδικός ασφαλείας", "κωδικός επιβεβαίωσης", "κωδικός μιας χρήσης"),
    "ru": ("код подтверждения", "код проверки", "проверочный код", "код безопасности", "одноразовый код",
           "одноразовый пароль", "код доступа", "код активации", "пин-код", "код из смс"),
    "uk": ("код підтвердження", "одноразовий код", "одноразовий пароль", "код перевірки", "код доступу"),
    "ja": ("認証コード", "確認コード", "セキュリティコード", "ワンタイムパスワード", "認証番号", "暗証番号",
           "ワンタイムコード"),
    "zh": ("验证码", "校验码", "动态码", "动态密码", "安全码", "确认码", "一次性密码", "驗證碼", "安全碼", "確認碼",
           "一次性密碼"),
    "ko": ("인증번호", "인증 번호", "인증코드", "인증 코드", "확인 코드", "보안 코드", "보안코드",
           "일회용 비밀번호", "비밀번호"),
    "ar": ("رمز التحقق", "رمز الأمان", "رمز التأكيد", "كلمة مرور لمرة واحدة", "رمز الدخول"),
    "he": ("קוד אימות", "קוד האימות", "קוד אבטחה", "קוד חד פעמי", "סיסמה חד פעמית"),
    "vi": ("mã xác nhận", "mã xác thực", "mã xác minh", "mã bảo mật"),
    "id": ("kode verifikasi", "kode keamanan", "kode konfirmasi", "kata sandi sekali pakai", "kode akses"),
    "th": ("รหัสยืนยัน", "รหัสผ่านครั้งเดียว", "รหัสความปลอดภัย"),
    "hi": ("सत्यापन कोड", "वन-टाइम पासवर्ड"),
}

SHORT_NAMES = ("otp", "tan", "mtan", "pushtan", "smstan", "chiptan", "pin", "totp", "cvv", "cvv2", "cvc", "cvc2", "cvn")
"""Written in capitals they mean a secret in every language; "tan" and "pin" in small letters are words."""

CARD_CHECKS = ("cvv", "cvv2", "cvc", "cvc2", "cvn")
"""Of these, the ones whose codes may have three digits."""

BARE = ("code", "código", "codice", "kod", "kód", "koden", "kode", "koodi", "koodisi", "cod", "kodu",
        "kodunuz", "κωδικός", "код", "кодом", "コード", "代码", "코드", "mã", "رمز", "קוד")
"""The bare word for a code."""

ADDRESSED = (
    "your", "the", "this", "my", "following", "use", "enter", "with",
    "ihr", "ihren", "dein", "deinen", "der", "den", "dieser", "diesen", "folgenden",
    "votre", "ton", "le", "ce", "su", "tu", "el", "este", "il", "il tuo", "il suo", "questo", "o", "seu", "o seu",
    "uw", "je", "jouw", "de", "deze", "twój", "pański", "ten", "váš", "tvůj", "din", "er", "ditt",
    "denna", "dit", "deres", "din personlige", "az", "a", "ön", "codul", "acest", "ваш", "твой", "этот", "этим", "ο",
    "αυτός",
)
"""What stands in front of a bare word where somebody is told a code."""

COPULAS = ("", "is", "ist", "lautet", "est", "es", "è", "e", "é", "jest", "je", "är", "er", "on", "van", "este", "это",
           "は", "是", "为", "은", "는", "adalah", "là")
"""What stands between the word and a code that looks like a year."""

POSTAL_PLACES = ("india", "pradesh", "nadu", "kerala", "karnataka", "maharashtra", "gujarat", "rajasthan", "bengal",
                 "punjab", "delhi", "mumbai", "bangalore", "bengaluru", "chennai", "hyderabad", "pune", "kolkata")
"""Where six digits behind PIN are a postal code."""
