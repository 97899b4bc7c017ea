//! How people of an office type: full-width digits and signs, read as their plain forms.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::variants::common;

/// A text as it is taken in: signs that were sent in pieces (か and ゛, as some systems name files) are one, and what no text of ours
/// holds is gone, but for line breaks. A variant of a character that somebody's name is written with stays the one that was typed:
/// Unicode's own composition would replace 﨑's like, as 神 for U+FA19.
pub fn typed(text: &str) -> String {
    let is_variant = |c: char| matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    // What parts two words on a page parts them here too: two numbers do not become one.
    let parted = |c: char| match c {
        '\t' | '\u{b}' | '\u{c}' | '\u{85}' => ' ',
        other => other,
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_variant) {
        let variant = piece.chars().next_back().filter(|c| is_variant(*c));
        let plain = variant.map_or(piece, |c| &piece[..piece.len() - c.len_utf8()]);
        out.extend(plain.nfc().map(parted).filter(|c| !c.is_control() || *c == '\n'));
        out.extend(variant);
    }
    out
}

/// Turns full-width ASCII (`０`, `，`, `％`, `　`) into plain ASCII and leaves the rest alone.
pub fn narrow(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(narrow_char).collect()
}

/// The plain form of one character.
pub fn narrow_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' => '-',
        '\u{FFE5}' | '\u{00A5}' => '¥',
        _ => c,
    }
}

/// Signs that are not seen, or that turn the reading around: they arrive with what is copied and mean nothing to whoever typed it.
/// Those that choose the form of a character (異体字セレクタ) are not among them: see [`is_selector`].
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// A text with the signs that would steer a terminal, or hide from the eye, in a form that is seen: `\u{1b}`. Line breaks stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| (c.is_control() && c != '\n') || is_unseen(c) || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if steers(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Signs that choose a form of the character before them.
pub const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// A text without signs that are not seen; forms of characters stay as they were chosen.
pub fn seen(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).collect()
}

/// A text that is a code or an address: plain widths, nothing that is not seen, nothing around it.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        // Plain already, but for what is around it.
        return text.trim().to_owned();
    }
    let seen = |c: &char| !is_unseen(*c) && !is_selector(*c);
    text.chars().filter(seen).nfkc().filter(seen).collect::<String>().trim().to_owned()
}

/// Whether a sign is typed for a hyphen: hyphens, dashes, minus signs, and the long vowel sign that the key beside gives.
pub const fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{02d7}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{2796}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30fc}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff5e}'
                | '\u{ff70}'
                | '~'
    )
}

/// A number that is written in groups, such as that of a company, a telephone or a place: without the signs between its groups.
pub fn ungrouped(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace() && !is_dash(*c)).collect()
}

/// A text as it is sought and found: without widths, capitals, spaces, what is not seen, and variants of characters.
pub fn sought(text: &str) -> String {
    let small = plain(text).chars().flat_map(char::to_lowercase).collect::<String>();
    let one = |c: char| match narrow_char(c) {
        c if is_dash(c) => '-',
        'ヶ' => 'ケ',
        'ヵ' => 'カ',
        c => common(c),
    };
    small.chars().filter(|c| !c.is_whitespace()).map(one).collect()
}

/// The forms of companies, as [`sought`] writes them: whole, in brackets, in English; the longer before what it contains.
const FORMS: [&str; 75] = [
    "特定非営利活動法人",
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "特例有限会社",
    "地方独立行政法人",
    "独立行政法人",
    "国立大学法人",
    "公立大学法人",
    "社会福祉法人",
    "医療法人社団",
    "医療法人財団",
    "社会医療法人",
    "医療法人",
    "有限責任事業組合",
    "農事組合法人",
    "社会保険労務士法人",
    "土地家屋調査士法人",
    "行政書士法人",
    "司法書士法人",
    "弁護士法人",
    "税理士法人",
    "弁理士法人",
    "監査法人",
    "npo法人",
    "学校法人",
    "宗教法人",
    "社団法人",
    "財団法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "相互会社",
    "企業組合",
    "協同組合",
    "(特非)",
    "(npo)",
    "(一社)",
    "(一財)",
    "(公社)",
    "(公財)",
    "(医社)",
    "(医財)",
    "(社福)",
    "(地独)",
    "(株)",
    "(有)",
    "(同)",
    "(合)",
    "(資)",
    "(名)",
    "(相)",
    "(医)",
    "(福)",
    "(学)",
    "(宗)",
    "(社)",
    "(財)",
    "(農)",
    "(企)",
    "(協)",
    "(独)",
    "(大)",
    "(弁)",
    "(税)",
    "(行)",
    "(司)",
    "(労)",
    "(監)",
    "(特)",
    "(業)",
    "(例)",
];
/// The same at the end of an English name, without the signs around them.
const FORMS_AT_END: [&str; 10] = ["companylimited", "coltd", "corporation", "incorporated", "inc", "ltd", "llc", "llp", "corp", "kk"];

/// The name of a company as people mean it: as [`sought`], without the form of the company and the signs between words. A name that is
/// nothing else stays.
pub fn company(name: &str) -> String {
    let whole = sought(name);
    let without = FORMS.iter().fold(whole.clone(), |name, form| name.replace(form, ""));
    let between = |c: &char| !matches!(c, '・' | '.' | ',' | '、' | '。' | '-' | '\'' | '’' | '&' | '＆' | '･');
    let words: String = without.chars().filter(between).collect();
    let end = FORMS_AT_END.iter().find_map(|form| words.strip_suffix(form));
    let words = end.filter(|rest| rest.len() > 1).map_or(words.clone(), str::to_owned);
    if words.is_empty() { whole } else { words }
}

/// Writes a number with a comma every three digits.
pub fn separated(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_pieces_is_one_and_names_keep_their_variants() {
        assert_eq!(typed("か\u{3099}ハ\u{309a}e\u{301}\r\nx\u{0}\t"), "がパé\nx ");
        assert_eq!(typed("500\t300 500\r300"), "500 300 500\n300");
        let names = "神\u{fa19}か\u{3099}﨑\u{fa1b}葛\u{e0101}髙";
        assert_eq!(typed(names), "神\u{fa19}が﨑\u{fa1b}葛\u{e0101}髙");
        assert_eq!(typed(&typed(names)), typed(names));
    }

    #[test]
    fn a_name_is_found_however_its_characters_are_formed() {
        for (one, other) in [
            ("葛\u{e0100}城", "葛城"),
            ("葛\u{e0101}城", "葛\u{fe00}城"),
            ("眞田", "真田"),
            ("檜山", "桧山"),
            ("髙橋", "高橋"),
            ("山﨑", "山崎"),
            ("山碕", "山崎"),
            ("渡邊", "渡邉"),
            ("渡邉", "渡辺"),
            ("齋藤", "斉藤"),
            ("齊藤", "斎藤"),
            ("𠮷野家", "吉野家"),
            ("冨田", "富田"),
            ("舘野", "館野"),
            ("株式會社 大澤鐵工所", "株式会社大沢鉄工所"),
            ("ｾﾝﾀｰ", "センター"),
            ("センタ−", "センター"),
            ("霞ヶ関", "霞ケ関"),
            ("ＡＢＣ　Ｄ", "abcd"),
            ("a\u{200b}b\u{feff}c", "abc"),
        ] {
            assert_eq!(sought(one), sought(other), "{one} {other}");
            assert_eq!(sought(&sought(one)), sought(one), "what was folded stays so");
        }
        assert_ne!(sought("大阪"), sought("大坂"));
        assert_ne!(sought("埼玉"), sought("崎玉"));
    }

    #[test]
    fn a_company_is_meant_whatever_form_is_written_before_or_behind_its_name() {
        for other in [
            "下野精密株式会社",
            "㈱下野精密",
            "(株)下野精密",
            "（同）下野精密",
            "合同会社 下野精密",
            "㈲下野精密",
            "下野精密㈾",
            "下野精密（資）",
            "㍿下野精密",
            "（一社）下野精密",
            "一般財団法人下野精密",
            "医療法人社団 下野精密",
            "（福）下野精密",
            "ＮＰＯ法人 下野精密",
            "（ＮＰＯ）下野精密",
            "特定非営利活動法人下野精密",
            "株式會社下野精密",
            "下野・精密",
            "下野精密 Co., Ltd.",
        ] {
            assert_eq!(company(other), company("下野精密"), "{other}");
        }
        assert_eq!(company("Shimotsuke K.K."), company("shimotsuke inc."));
        assert_ne!(company("株式会社"), "", "what is a form and nothing else is a name");
        assert_ne!(company("下野精工"), company("下野精密"));
    }

    #[test]
    fn groups_of_digits_are_read_whatever_stands_between_them() {
        for typed in [
            "6-0123-0100-0003",
            "6ー0123ー0100ー0003",
            "６－０１２３－０１００－０００３",
            "6ｰ0123‐0100−0003",
            "6~0123〜0100―0003",
            "6\u{200b}0123\u{a0}0100 0003\u{feff}",
            "\u{202d}6012301000003\u{202c}",
        ] {
            assert_eq!(ungrouped(typed), "6012301000003", "{typed}");
        }
    }
}
