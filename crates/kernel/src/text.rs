//! How people of an office type: full-width digits and signs, read as their plain forms.

use unicode_normalization::UnicodeNormalization;

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
