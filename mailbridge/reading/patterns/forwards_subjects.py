"""What clients put before a subject when they forward or answer: "Fwd:", "WG:", "TR :", "答复:".

A row is (language, prefixes of forwards, prefixes of replies), case and blanks before the colon do not matter.
Finnish replies and Scandinavian forwards share "VS"; a prefix in both columns leaves the decision to the text.
"""

from __future__ import annotations

PREFIXES: tuple[tuple[str, str, str], ...] = (
    ("en", "Fwd; Fw; Forwarded", "Re; Res; Rép"),
    ("de", "WG; Weitergeleitet; Weiterleitung", "AW; Antw; Antwort"),
    ("fr", "TR; Transf; Transféré; Réexp", "Re; Rép; Réponse"),
    ("es", "RV; Reenviado; Reenv; Renv", "Re; Resp; RES; Respuesta"),
    ("pt", "ENC; Encaminhada; Encaminhado; Reenc", "Res; Resp; Resposta"),
    ("it", "I; Inoltro; Inoltra", "R; RIF; Ris; Risp; Risposta"),
    ("nl", "Doorst; Doorgestuurd; Doorsturen", "Antw; Antwoord; Beantw"),
    ("sv", "VB; Vidarebefordrat; Vidarebefordran; Vbf", "SV; Svar"),
    ("da", "VS; Videresendt; Videresend; Videres", "SV; Svar"),
    ("no", "VS; Videresendt; Videresend; Vidaresend", "SV; Svar"),
    ("fi", "VL; Välitetty; Välit; Välitä", "VS; Vast; Vastaus"),
    ("is", "FS; Áframsent; Framsent", "SV; Svar"),
    ("pl", "PD; Przek; Przekazano; PRZ; Podaj dalej; Przekazane", "Odp; Odpowiedź"),
    ("cs", "Přep; PŘ; Předáno; Přeposláno; Přeposlat", "Odp; Odpověď; Odpoveď"),
    ("sk", "Prep; Preposlané; PD; Preposlať; FWD", "Odp; Odpoveď; Re"),
    ("hu", "Továbbítás; Tov; Továbbítva; Továbbküldve; Továbbított", "Vá; Válasz; Vál"),
    ("ro", "Trimite; ÎNT; Redirecționat; Redirecționare; Redir; Înaintat; Retrimis", "Răsp; Răspuns; RĂ; Rasp"),
    ("hr", "Proslijeđeno; Prosl", "Odg; Odgovor"),
    ("sl", "Posr; Posredovano; PSR", "Odg; Odgovor"),
    ("sr", "Prosleđeno; Прослеђено; Просл", "Odg; Одг; Odgovor; Одговор"),
    ("bg", "Препр; Препратено; Препращане", "Отг; Отговор; ОТН"),
    ("uk", "Пересл; Переслано; Перес; Переслане; Пересилання", "Відп; Відповідь; НА; Відпов"),
    ("ru", "Пересл; Переслано; Пересылка; Перенаправлено; Переадресация", "Отв; Ответ; НА"),
    ("lt", "Persiųsta; PERS; Persiunčiama", "Ats; Atsakymas; Atsk"),
    ("lv", "Pārs; Pārsūtīts; Pārsūtīta", "Atb; Atbilde"),
    ("et", "Edastatud; Edastus", "Vs; Vast; Vastus; VST"),
    ("tr", "İLT; ILT; İletildi; İlet; YÖN; İLETİ; Yönlendirilen", "YNT; Yanıt; Cvp"),
    ("el", "ΠΡΘ; Προώθ; Προώθηση; ΠΡΟΩΘ; ΠΡΟΩΘΗΣΗ", "ΑΠ; ΣΧΕΤ; ΑΠΑΝΤ; Απάντηση"),
    ("he", "הועבר; העברה; הועברה; FW", "תגובה; תשובה; השב; בתשובה ל"),
    ("ar", "إعادة توجيه; توجيه; إ. توجيه; إعادة إرسال", "رد; الرد; رد على"),
    ("fa", "ارجاع; هدایت; بازارسال; فوروارد", "پاسخ; جواب; پاسخ به"),
    ("ja", "転送; 転送済み; フォワード", "返信; 回答; Re"),
    ("zh-CN", "转发; 转寄", "回复; 答复; 回覆"),
    ("zh-TW", "轉寄; 轉發", "回覆; 回復; 答覆; 回信"),
    ("ko", "전달; 전달됨; FW", "답장; 회신; 답변; RE"),
    ("vi", "Chuyển tiếp; Fwd", "Trả lời; Phúc đáp"),
    ("th", "ส่งต่อ", "ตอบกลับ; ตอบ"),
    ("id", "Trs; Diteruskan; Terusan; Teruskan", "Bls; Bal; Balas"),
    ("ca", "RV; Reenv; Reenviat; Fwd", "Re; Resp; Resposta"),
    ("eu", "Birb; Birbidali; Birbidalia", "ERANTZ; Erantzuna"),
    ("gl", "RV; Reenv; Reenviado; Reenviada", "Re; Resp; Resposta"),
    ("cy", "YML; Ymlaen", "ATB"),
    ("hi", "अग्रेषित; अग्रे; फ़ॉरवर्ड", "उत्तर; जवाब"),
    ("sq", "PRC; Përcjellë", "PËRGJ; Përgjigje"),
)
