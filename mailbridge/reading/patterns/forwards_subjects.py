"""What clients put before a subject when they forward or answer: "Fwd:", "WG:", "TR :", "答复:".

A row is (language, prefixes of forwards, prefixes of replies), case and blanks before the colon do not matter.
Finnish replies and Scandinavian forwards share "VS"; a prefix in both columns leaves the decision to the text.
"""

from __future__ import annotations

PREFIXES: tuple[tuple[str, str, str], ...] = (
    ("en", "Fwd; Fw; Forward; Forwarded", "Re; Reply; Res; Rép"),
    ("de", "WG; Weitergeleitet; Weiterleitung; Wtr; Wg", "AW; Antw; Antwort"),
    ("fr", "TR; Tr; Transf; Transféré; Transfert; Réexp", "Re; Réf; Ref; Rép; Réponse; RE"),
    ("es", "RV; Rv; Reenviado; Reenv; Renv", "Re; Resp; RES; Respuesta; RESP"),
    ("pt", "ENC; Enc; Encaminhada; Encaminhado; Reenc; Res: Enc", "Res; RES; Resp; Resposta"),
    ("it", "I; Inoltro; Inoltra; Inol", "R; RIF; Rif; Ris; Risp; Risposta"),
    ("nl", "Doorst; Doorgestuurd; Doorst.; Doorsturen", "Antw; Antwoord; Betr; Beantw"),
    ("sv", "VB; Vb; Vidarebefordrat; Vidarebefordran; Vbf", "SV; Sv; Svar"),
    ("da", "VS; Videresendt; Videres", "SV; Svar"),
    ("no", "VS; Videresendt; Vidaresend", "SV; Svar"),
    ("fi", "VL; Vl; Välitetty; Välit; VÄL", "VS; Vs; Vast; Vastaus"),
    ("is", "FS; Fs; Áframsent; Framsent", "SV; Svar"),
    ("pl", "PD; Pd; Przek; Przekazano; PRZ; Podaj dalej; Przekazane", "Odp; ODP; Odpowiedź"),
    ("cs", "Přep; PŘ; Předáno; Přeposláno; Přeposlat; FYI Fwd", "Odp; Odpověď; Odpoveď"),
    ("sk", "Prep; Preposlané; PD; Preposlať; FWD", "Odp; Odpoveď; Re"),
    ("hu", "Továbbítás; Tov; TOV; Továbbítva; Továbbküldve; Továbbított; TO", "Vá; VÁ; Válasz; Vál"),
    ("ro", "Trimite; ÎNT; Înt; Redirecționat; Redirecționare; Redir; Înaintat; Retrimis", "Răsp; Răspuns; RĂ; Rasp"),
    ("hr", "Pros; Proslijeđeno; PROS; Prosl; PR", "Odg; Odgovor"),
    ("sl", "Posr; Posredovano; PSR; Pos", "Odg; Odgovor"),
    ("sr", "Prosleđeno; Прослеђено; PROS; Просл", "Odg; Одг; Odgovor; Одговор"),
    ("bg", "Препр; Препратено; ПР; Прп; Препращане", "Отг; Отговор; ОТН; Относно"),
    ("uk", "Пересл; Переслано; Перес; Переслане; ПЕР; Пересилання", "Відп; Відповідь; НА; На; Відпов"),
    ("ru", "Пересл; Переслано; Пересылка; ПЕР; Перенаправлено; Пер; НП; Переадресация", "Отв; Ответ; НА; Ha; На"),
    ("lt", "Persiųsta; PERS; Pers; Persiunčiama; Per; PER", "Ats; ATS; Atsakymas; Atsk"),
    ("lv", "Pārs; PĀRS; Pārsūtīts; Pārsūtīta", "Atb; ATB; Atbilde"),
    ("et", "Edasi; ED; Edastatud; Edastus; EDASI", "Vs; Vast; Vastus; VST"),
    ("tr", "İLT; Ilt; İlt; İletildi; İlet; YÖN; Yön; İLETİ; Yönlendirilen; ILT", "YNT; Ynt; Yanıt; Cvp; YAN"),
    ("el", "ΠΡΘ; Πρθ; Προώθ; Προώθηση; ΠΡΟΩΘ; ΠΡΟΩΘΗΣΗ", "ΑΠ; Απ; ΣΧΕΤ; Σχετ; ΑΠΑΝΤ; Απάντηση; Απ."),
    ("he", "הועבר; העברה; הועברה; FW", "תגובה; תשובה; השב; בתשובה ל"),
    ("ar", "إعادة توجيه; توجيه; تحويل; إ. توجيه; إعادة إرسال", "رد; الرد; رد على; إجابة"),
    ("fa", "ارجاع; هدایت; بازارسال; فوروارد", "پاسخ; جواب; پاسخ به"),
    ("ja", "転送; 転送済み; Fwd; フォワード", "返信; 返; 回答; Re"),
    ("zh-CN", "转发; 转寄; 转", "回复; 答复; 回覆; 回"),
    ("zh-TW", "轉寄; 轉發; 轉", "回覆; 回復; 答覆; 回信"),
    ("ko", "전달; 전달됨; FW", "답장; 회신; 답변; RE"),
    ("vi", "Chuyển tiếp; CT; Chuyển; Fwd", "Trả lời; TL; Phúc đáp; Hồi đáp; PĐ"),
    ("th", "ส่งต่อ; ส่ง", "ตอบกลับ; ตอบ; ตก"),
    ("id", "Trs; TRS; Diteruskan; Terusan; Teruskan; TRUS", "Bls; BLS; Bal; BAL; Balas"),
    ("ca", "RV; Reenv; Reenviat; Fwd", "Re; Resp; Resposta"),
    ("eu", "Birb; BIRB; Birbidali; Birbidalia; BER; Bidali", "Er; ERANTZ; Erantzuna; Erantz; ER"),
    ("gl", "RV; Rv; Reenv; Reenviado; Reenviada", "Re; Resp; Resposta"),
    ("cy", "YML; Yml; Ymlaen", "ATB; Atb; Ateb"),
    ("hi", "अग्रेषित; अग्रे; फ़ॉरवर्ड", "उत्तर; जवाब"),
    ("sq", "PRC; Përcjellë", "PËRGJ; Përgjigje"),
)
