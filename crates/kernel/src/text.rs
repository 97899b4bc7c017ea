//! How people of an office type: full-width digits and signs, read as their plain forms.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A text as it is taken in: signs that were sent in pieces (か and ゛, as some systems name files) are one, and what no text of ours
/// holds is gone, but for line breaks. A variant of a character that somebody's name is written with stays the one that was typed:
/// Unicode's own composition would replace 﨑's like, as 神 for U+FA19.
pub fn typed(text: &str) -> String {
    let is_variant = |c: char| matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_variant) {
        let variant = piece.chars().next_back().filter(|c| is_variant(*c));
        let plain = variant.map_or(piece, |c| &piece[..piece.len() - c.len_utf8()]);
        out.extend(plain.nfc().filter(|c| !c.is_control() || *c == '\n'));
        out.extend(variant);
    }
    out
}

/// Turns full-width ASCII (`０`, `，`, `％`, `　`) into plain ASCII and leaves the rest alone.
pub fn narrow(text: &str) -> String {
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

/// Signs that nobody sees and that copying brings along: of no width, or turning the direction of writing.
pub const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
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

/// Characters that names are written with in more than one way (異体字), and how they are sought.
const VARIANTS: [(char, char); 16] = [
    ('髙', '高'),
    ('𠮷', '吉'),
    ('﨑', '崎'),
    ('碕', '崎'),
    ('邊', '辺'),
    ('邉', '辺'),
    ('齋', '斎'),
    ('齊', '斉'),
    ('濵', '浜'),
    ('濱', '浜'),
    ('德', '徳'),
    ('瀨', '瀬'),
    ('澤', '沢'),
    ('廣', '広'),
    ('國', '国'),
    ('嶋', '島'),
];

/// A text as it is sought and found: without widths, capitals, spaces and variants of characters.
pub fn sought(text: &str) -> String {
    let plain = text.nfkc().map(narrow_char).flat_map(char::to_lowercase).filter(|c| !c.is_whitespace());
    plain.map(|c| VARIANTS.iter().find(|v| v.0 == c).map_or(c, |v| v.1)).collect()
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
        assert_eq!(typed("か\u{3099}ハ\u{309a}e\u{301}\r\nx\u{0}\t"), "がパé\nx");
        let names = "神\u{fa19}か\u{3099}﨑\u{fa1b}葛\u{e0101}髙";
        assert_eq!(typed(names), "神\u{fa19}が﨑\u{fa1b}葛\u{e0101}髙");
        assert_eq!(typed(&typed(names)), typed(names));
    }
}
