"""How clients say "On ..., Jane wrote:" above a copied mail. Outlook 2019 for Mac and some phones forward like that.

A row is (language, words that say "wrote", one real line). A line counts when it holds one of the words, an address
and a number, so word order does not matter. `BESIDE_NAME` are the words that may stand between the time and the name.
"""

from __future__ import annotations

WROTE: tuple[tuple[str, str, str], ...] = (
    ("en", "wrote; writes", 'On 28/10/2021 12:46, "Jane Roe" <jane@acme.example> wrote:'),
    ("de", "schrieb; geschrieben", 'Am 28.10.21, 12:46 schrieb "Jane Roe" <jane@acme.example>:'),
    ("fr", "écrit; ecrit", "Le 28/10/2021 12:46, « Jane Roe » <jane@acme.example> a écrit :"),
    ("es", "escribió; escribio", 'El 28/10/21 12:46, "Jane Roe" <jane@acme.example> escribió:'),
    ("pt", "escreveu", 'Em 28/10/21, 12:46, "Jane Roe" <jane@acme.example> escreveu:'),
    ("it", "scritto; scrive", 'Il giorno 28/10/2021, 12:46 "Jane Roe" <jane@acme.example> ha scritto:'),
    ("nl", "geschreven; schreef", "Op 28/10/2021 12:46 heeft Jane Roe <jane@acme.example> geschreven:"),
    ("sv", "skrev", 'Den 28/10/2021 12:46 skrev "Jane Roe" <jane@acme.example> följande:'),
    ("da", "skrev; skrevet", 'Den 28/10/2021 12.46 skrev "Jane Roe" <jane@acme.example>:'),
    ("no", "skrev; skrevet", "28.10.2021 12:46 skrev «Jane Roe» <jane@acme.example> følgende:"),
    ("fi", "kirjoitti", "Jane Roe <jane@acme.example> kirjoitti 28.10.2021 kello 12.46:"),
    ("is", "skrifaði", "Þann 28.10.2021 12:46 skrifaði Jane Roe <jane@acme.example>:"),
    ("pl", "napisał; napisała; napisał(a); pisze",
     'W dniu 28.10.2021 o 12:46 użytkownik „Jane Roe” <jane@acme.example> napisał:'),
    ("cs", "napsal; napsala; napsal(a)", 'Dne 28.10.2021 12:46, "Jane Roe" <jane@acme.example> napsal:'),
    ("sk", "napísal; napísala; napísal(a)", "28. 10. 2021 12:46 používateľ „Jane Roe“ <jane@acme.example> napísal:"),
    ("hu", "írta; írt; írta ezt", '2021. 10. 28. 12:46 keltezéssel, "Jane Roe" <jane@acme.example> ezt írta:'),
    ("ro", "scris", 'Pe 28.10.2021, 12:46, „Jane Roe” <jane@acme.example> a scris:'),
    ("hr", "napisao; napisala; napisao/la; piše",
     "Dana 28.10.2021. u 12:46 Jane Roe <jane@acme.example> je napisao/la:"),
    ("sl", "napisal; napisala; napisal/-a", "V 28.10.2021 12:46 je oseba Jane Roe <jane@acme.example> napisala:"),
    ("sr", "написао; написала; је написао/ла", "28.10.2021. у 12:46 Jane Roe <jane@acme.example> је написао/ла:"),
    ("bg", "написа; пише", "На 28.10.2021 г. в 12:46 Jane Roe <jane@acme.example> написа:"),
    ("uk", "пише; написав; написала; пишет", 'Дата: 28.10.2021 12:46, «Jane Roe» <jane@acme.example> пише:'),
    ("ru", "написал; написала; написал(а); пишет",
     '28.10.2021, 12:46, пользователь "Jane Roe" <jane@acme.example> написал:'),
    ("lt", "rašė; parašė", "2021-10-28 12:46, Jane Roe <jane@acme.example> rašė:"),
    ("lv", "rakstīja", "2021-10-28 12:46 Jane Roe <jane@acme.example> rakstīja:"),
    ("et", "kirjutas", "28.10.2021 12:46 kirjutas Jane Roe <jane@acme.example>:"),
    ("tr", "yazdı", '28.10.2021 12:46 tarihinde "Jane Roe" <jane@acme.example> şunu yazdı:'),
    ("el", "έγραψε", "Στις 28/10/2021 12:46, ο χρήστης Jane Roe <jane@acme.example> έγραψε:"),
    ("he", "כתב; כתבה; כתב/ה", "בתאריך 28.10.2021 12:46, Jane Roe <jane@acme.example> כתב:"),
    ("ar", "كتب; كتبت", 'في 28/10/2021 12:46، كتب "Jane Roe" <jane@acme.example>:'),
    ("fa", "نوشت", "در 28/10/2021 12:46، Jane Roe <jane@acme.example> نوشت:"),
    ("ja", "のメール; 書き込みました; は書きました", "2021/10/28 12:46、Jane Roe <jane@acme.example>のメール:"),
    ("zh-CN", "写道; 写入; 编写", "在 2021/10/28 12:46，“Jane Roe”<jane@acme.example> 写道："),
    ("zh-TW", "寫道; 寫入; 撰寫", "Jane Roe <jane@acme.example> 於 2021/10/28 12:46 寫道："),
    ("ko", "작성; 님이 작성; 씀", '2021. 10. 28. 오후 12:46, "Jane Roe" <jane@acme.example>님이 작성:'),
    ("vi", "đã viết; viết", 'Vào 28/10/2021 12:46, "Jane Roe" <jane@acme.example> đã viết:'),
    ("th", "เขียน", "เมื่อ 28/10/2021 12:46 Jane Roe <jane@acme.example> เขียน:"),
    ("id", "menulis", 'Pada 28/10/2021 12:46, "Jane Roe" <jane@acme.example> menulis:'),
    ("ca", "escrit; escriure; va escriure", 'El 28/10/2021, 12:46, "Jane Roe" <jane@acme.example> va escriure:'),
    ("eu", "idatzi", "2021/10/28 12:46, Jane Roe <jane@acme.example> igorleak hau idatzi zuen:"),
    ("gl", "escribiu", 'O 28/10/2021, 12:46, "Jane Roe" <jane@acme.example> escribiu:'),
)

BESIDE_NAME = frozenset((
    "am", "pm", "a.m.", "p.m.", "at", "on", "by", "um", "uhr", "von", "den", "kl", "kl.", "klo", "klockan", "kell",
    "heeft", "de", "la", "el", "le", "à", "u", "у", "h", "ha", "ore", "alle", "uur", "pukul", "lúc", "vào", "o", "g.",
    "użytkownik", "uživatel", "odesílatel", "používateľ", "odosielateľ", "пользователь", "користувач", "потребител",
    "tarihinde", "keltezéssel", "dátummal", "je", "oseba", "osoba", "dana", "в", "г", "г.", "від", "від:", "от", "m.",
    "d.", "gada", "plkst", "plkst.", "þann", "va", "ο", "η", "χρήστης", "στις", "م", "ص", "مساءً", "صباحًا", "מאת",
    "上午", "下午", "오전", "오후", "เวลา", "gmt", "utc", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt",
    "pst", "pdt", "bst", "ist", "eet", "eest", "msk", "mez", "mesz",
))
