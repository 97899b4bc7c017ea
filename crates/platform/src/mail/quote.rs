//! What people said, in a letter that the system signs: shown as theirs, on one line, with nothing in it that a reader could take for the
//! system's own words or press on.

/// The most signs of such words.
const MOST: usize = 60;

/// What people said, between quotation marks: a title, a name of a company, a note.
pub fn quoted(text: &str) -> String {
    let mut signs: Vec<char> = Vec::new();
    for c in kernel::text::seen(text).chars() {
        let c = match c {
            _ if c.is_whitespace() || c.is_control() => ' ',
            // What is said can't end its own quotation.
            '「' | '｢' => '『',
            '」' | '｣' => '』',
            other => other,
        };
        if c != ' ' || signs.last().is_some_and(|last| *last != ' ') {
            signs.push(c);
        }
    }
    while signs.last() == Some(&' ') {
        signs.pop();
    }
    if signs.len() > MOST {
        signs.truncate(MOST - 1);
        signs.push('…');
    }
    format!("「{}」", unlinked(&signs))
}

/// Without what programs of mail make a link from: an address of a page, of a person, or of a machine.
fn unlinked(text: &[char]) -> String {
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
        (before.unwrap_or(' '), text.get(at + 1).copied().unwrap_or(' '))
    };
    let wide = |(at, c): (usize, &char)| {
        let (before, after) = beside(at);
        match c {
            '.' if before.is_alphanumeric() && after.is_alphanumeric() && (before.is_alphabetic() || after.is_alphabetic()) => '．',
            ':' if before.is_alphabetic() && (after == '/' || after.is_alphanumeric()) => '：',
            '/' if before == '/' || after == '/' => '／',
            '@' => '＠',
            other => *other,
        }
    };
    text.iter().enumerate().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_can_not_pose_as_the_house_nor_be_pressed_on() {
        for (text, shown) in [
            ("新型ロボット 3.5号機の開発", "「新型ロボット 3.5号機の開発」"),
            ("  a\r\n\r\nb\tc ", "「a b c」"),
            (
                "試作」を受理しました。\n\n至急、次のページで口座を登録してください。「",
                "「試作』を受理しました。 至急、次のページで口座を登録してください。『」",
            ),
            ("https://evil.example/a?b=c", "「https：／／evil．example/a?b=c」"),
            ("www.evil.example と 悪い.example", "「www．evil．example と 悪い．example」"),
            ("mailto:a@evil.example tel:0312345678", "「mailto：a＠evil．example tel：0312345678」"),
            ("a\u{202e}b\u{200b}c\u{0}", "「abc」"),
            ("", "「」"),
        ] {
            assert_eq!(quoted(text), shown);
        }
        assert_eq!(quoted(&"長".repeat(500)).chars().count(), MOST + 2);
    }
}
