"""The beginnings of the months' names, January to December, for dates that a client wrote in words.

Short forms of one month stand with "/" between them. A word means the month whose beginning it has, in the text's own
language first: "listopad" is November in Prague and October in Zagreb.
"""

from __future__ import annotations

MONTHS: dict[str, str] = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jan/jän feb mär/mrz/maer apr mai jun jul aug sep okt nov dez",
    "fr": "janv/jan fév/fev mars/mar avr mai juin juil août/aoû/aout sept/sep oct nov déc/dec",
    "es": "ene feb mar abr may jun jul ago sept/sep/set oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb maart/mrt/mar apr mei jun jul aug sep okt nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "is": "jan feb mar apr maí jún júl ágú sep okt nóv des",
    "pl": "sty lut mar kwi maj/maja cze lip sie wrz paź/paz lis gru",
    "cs": "led/ledna úno bře/brez dub kvě/kve červn/čvn/červen červenc/čvc srp zář/zar říj/rij lis pro",
    "sk": "jan feb mar apr máj/maj jún/jun júl/jul aug sep okt nov dec",
    "hu": "jan febr/feb márc/már ápr máj jún júl aug szept/szep okt nov dec",
    "ro": "ian feb mar apr mai iun iul aug sept/sep oct nov dec",
    "hr": "sij velj/vel ožu/ozu tra svi lip srp kol ruj lis stu pro",
    "sl": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "sr": "jan/јан feb/феб mar/мар apr/апр maj/мај jun/јун jul/јул avg/авг sep/сеп okt/окт nov/нов dec/дец",
    "mk": "јан феб мар апр мај јун јул авг сеп окт ное дек",
    "bg": "яну февр/фев март/мар апр май юни юли авг септ/сеп окт ноем/ное дек",
    "uk": "січ лют бер квіт/кві трав/тра черв/чер лип серп/сер вер жовт/жов лист/лис груд/гру",
    "be": "сту лют сак кра мая/май/тра чэр ліп жні вер кас ліс сне",
    "ru": "янв февр/фев мар апр мая/май июн июл авг сент/сен окт нояб/ноя дек",
    "lt": "saus/sau vasar/vas kov bal geg birž/bir liep/lie rugp/rgp rugs/rgs spal/spa lapkr/lap gruod/grd/gru",
    "lv": "janv/jan febr/feb mart/mar apr mai/maij jūn jūl aug sept/sep okt nov dec",
    "et": "jaan veebr/vee märts/mär apr mai juuni juuli aug sept/sep okt nov dets",
    "tr": "oca şub/sub mar nis may haz tem ağu/agu eyl eki kas ara",
    "el": "ιαν φεβ/φεβρ μαρ/μάρ απρ μαΐ/μαϊ/μάι/μαι ιουν/ιούν ιουλ/ιούλ αυγ/αύγ σεπ οκτ νοε/νοέ δεκ",
    "he": "ינו פבר מרץ/מרס/במרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ",
    "ar": "يناير/كانونالثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/نيسان/أفريل/ابريل مايو/أيار/ماي يونيو/حزيران/جوان "
          "يوليو/تموز/جويلية أغسطس/آب/أوت/اغسطس "
          "سبتمبر/أيلول أكتوبر/تشرينالأول/اكتوبر نوفمبر/تشرينالثاني ديسمبر/كانونالأول",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت/آگوست سپتامبر اکتبر نوامبر دسامبر",
    "th": "ม.ค./มกรา ก.พ./กุมภา มี.ค./มีนา เม.ย./เมษา พ.ค./พฤษภา มิ.ย./มิถุนา "
          "ก.ค./กรกฎา ส.ค./สิงหา ก.ย./กันยา ต.ค./ตุลา พ.ย./พฤศจิกา ธ.ค./ธันวา",
    "id": "jan feb mar apr mei jun jul agu/agt/ags sep okt/oktober nov des",
    "ca": "gen febr/feb març abr maig juny jul ag/agost set oct nov des",
    "eu": "urt ots mar api mai eka uzt abu ira urr aza abe",
    "gl": "xan feb mar abr mai xuñ xul ago set out nov dec",
    "hi": "जन फ़र/फर मार्च अप्र मई जून जुल अग सित अक्टू/अक्तू नव दिस",
    "cy": "ion chwe maw ebr mai meh gor aws med hyd tach rhag",
    "sq": "jan shk mar pri maj qer korr gush shta tet nën dhje",
}

# (language, before noon, after noon): where the clock has twelve hours. English and Chinese words count everywhere.
HALVES: tuple[tuple[str, str, str], ...] = (
    ("en", "am a.m. a.m", "pm p.m. p.m"),
    ("zh-CN", "上午 早上 凌晨", "下午 晚上 中午"),
    ("zh-TW", "上午 早上 凌晨", "下午 晚上 中午"),
    ("ja", "午前", "午後"),
    ("ko", "오전", "오후"),
    ("vi", "sa sáng", "ch chiều tối"),
    ("ar", "ص صباحًا صباحا", "م مساءً مساء"),
    ("fa", "ق.ظ ق.ظ.", "ب.ظ ب.ظ."),
    ("he", "לפנה״צ לפנה\"צ", "אחה״צ אחה\"צ"),
    ("el", "πμ π.μ. π.μ", "μμ μ.μ. μ.μ"),
    ("tr", "öö", "ös"),
    ("hu", "de. de", "du. du"),
    ("cs", "dop. dop", "odp. odp"),
    ("fi", "ap. ap", "ip. ip"),
    ("sv", "fm f.m.", "em e.m."),
    ("sq", "pd pd.", "md md."),
    ("hi", "पूर्वाह्न", "अपराह्न"),
    ("id", "pagi", "siang sore malam petang"),
)
EVERYWHERE = ("en", "zh-CN", "zh-TW", "ja", "ko")
