//! Patterns of call documents: years, times, rates, amounts, numbered items.

use kernel::{Rate, Yen};

/// The first year of a text: 令和7年, 令和7(2025)年, 2025年.
pub(super) fn year_of(text: &str) -> Option<(i16, String)> {
    for (era, first) in [("令和", 2018_i16), ("平成", 1988)] {
        let Some((_, after)) = text.split_once(era) else { continue };
        let after = after.trim_start();
        let digits: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '元').collect();
        let year = if digits == "元" { Some(1) } else { digits.parse::<i16>().ok() };
        if let Some(year) = year.filter(|y| (1..100).contains(y)) {
            return Some((first + year, format!("{era}{digits}")));
        }
    }
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|d| d.len() == 4 && d.starts_with("20"))?;
    text.contains(&format!("{digits}年")).then(|| digits.parse().ok()).flatten().map(|year| (year, format!("{digits}年")))
}

/// The first time of day of a text, where it opens: 9時から, 9:00.
pub(super) fn opening_time(plain: &str) -> Option<(u8, u8)> {
    let (before, after) = plain.split_once('時')?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect::<String>().chars().rev().collect();
    let minute: String = after.chars().take_while(char::is_ascii_digit).collect();
    let afternoon = before.strip_suffix(digits.as_str()).is_some_and(|b| b.ends_with("午後"));
    let read = (
        digits.parse::<u8>().ok()? + if afternoon { 12 } else { 0 },
        if after[minute.len()..].starts_with('分') { minute.parse().unwrap_or(0) } else { 0 },
    );
    Some(read).filter(|(hour, minute)| *hour < 24 && *minute < 60)
}

/// The last time of day of a line: 17:00, 17時.
pub(super) fn time_of(plain: &str) -> Option<(u8, u8)> {
    let colon = plain.rmatch_indices(':').find_map(|(at, _)| {
        let hour: String = plain[..at].chars().rev().take_while(char::is_ascii_digit).collect::<String>().chars().rev().collect();
        let minute: String = plain[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        Some((hour.parse().ok()?, minute.parse().ok()?))
    });
    let hour = || {
        let (before, _) = plain.rsplit_once('時')?;
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect::<String>().chars().rev().collect();
        let afternoon = before.strip_suffix(digits.as_str()).is_some_and(|b| b.ends_with("午後"));
        Some((digits.parse::<u8>().ok()? + if afternoon { 12 } else { 0 }, 0))
    };
    colon.or_else(hour).filter(|(hour, minute)| *hour < 24 && *minute < 60)
}

/// The rates of a text: 2/3以内, 3分の2, 10%未満.
pub(super) fn rates(text: &str) -> Vec<(Rate, String)> {
    let mut found = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run: String = chars[at..].iter().take_while(|c| c.is_ascii_digit() || matches!(**c, '/' | '分' | 'の' | '.')).collect();
        let mut end = at + run.chars().count();
        let mut words = run;
        if chars.get(end).is_some_and(|c| matches!(c, '%' | '割')) {
            words.push(chars[end]);
            end += 1;
        }
        let shaped = words.contains('/') || words.contains("分の") || words.ends_with(['%', '割']);
        let tail: String = chars[end.min(chars.len())..].iter().take(2).collect();
        if shaped
            && let Ok(rate) = Rate::parse(&words)
            && rate <= Rate::ONE
        {
            if tail == "以内" || tail == "未満" || tail == "以下" {
                words += &tail;
            }
            found.push((rate, words));
        }
        at = end.max(at + 1);
    }
    found
}

/// The amounts of a text: 500万円, 1億2,000万円, 千円.
pub(crate) fn amounts(text: &str) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('円') {
        let run: String = text[..at]
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '億' | '万' | '千' | '百' | '十'))
            .collect::<String>()
            .chars()
            .rev()
            .collect();
        let words = format!("{run}円");
        if let Some(yen) = Yen::parse(&words).ok().or_else(|| (run == "千").then(|| Yen::clamped(1_000))) {
            found.push((yen.get(), words));
        }
    }
    found
}

/// Places within a line that count from one: (1) …、(2) …; a number that refers to something else is not the next.
fn counted(plain: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    for (at, _) in plain.match_indices('(') {
        let digits: String = plain[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        let refers = plain[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '項' | '条' | '号' | 'の' | 'び' | 'ら'));
        // A list may go on from the line before it.
        let next = found
            .last()
            .map_or_else(|| digits.parse().ok(), |(_, _, last): &(usize, usize, String)| last.parse::<usize>().ok().map(|n| n + 1));
        if !refers && next.is_some_and(|next| digits.parse() == Ok(next)) && plain[at + 1 + digits.len()..].starts_with(')') {
            found.push((at, at + digits.len() + 2, digits));
        }
    }
    found
}

/// What points are given for: 新規性25点、実施体制（20点）.
pub(super) fn criteria(plain: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in plain.match_indices('点') {
        let before = plain[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let points = &plain[before.len()..at];
        let before = before.trim_end_matches('(');
        let from = before
            .rfind(['、', '。', ':', ')', '　', ' '])
            .map_or(0, |from| from + before[from..].chars().next().map_or(0, char::len_utf8));
        let name = before[from..].trim();
        let name = ["並びに", "及び", "配点は"].iter().fold(name, |name, word| name.strip_prefix(word).unwrap_or(name));
        let sum = ["計", "合計", "平均", "以上", "未満", "の"].iter().any(|word| name.ends_with(word));
        let ends = plain[at + '点'.len_utf8()..].starts_with([')', '、', '。', '的', ' ', '　'])
            || plain[at + '点'.len_utf8()..].is_empty()
            || plain[at..].starts_with("点の計")
            || plain[at..].starts_with("点の合計");
        if !points.is_empty() && !name.is_empty() && name.chars().count() < 40 && !sum && ends {
            found.push(name);
        }
    }
    found
}

/// Names in quotes or before a bracket that are 枠 or 区分: 「通常枠」, A区分.
pub(super) fn schemes(plain: &str) -> Vec<&str> {
    let ends = |c: char| {
        matches!(c, '「' | '」' | '『' | '』' | '【' | '】' | '、' | '。' | '及' | 'び' | '又' | 'は' | 'の' | '(' | ')' | '　' | ' ' | ':')
    };
    let named = plain.split(ends).map(str::trim).filter(|word| word.ends_with('枠') && (3..=12).contains(&word.chars().count()));
    let mut found: Vec<&str> = Vec::new();
    for word in named {
        if !found.contains(&word) && word != "申請枠" {
            found.push(word);
        }
    }
    // Words before a name are not part of it.
    let all = found.clone();
    found.retain(|word| !all.iter().any(|other| other != word && word.ends_with(other)));
    found
}

/// The numbered items of a line: ① …, (1) …, or one with its number in front.
pub(super) fn items(plain: &str) -> Vec<(String, &str)> {
    let circled = |c: char| ('①'..='⑳').contains(&c);
    // (ア), (イ): a list within a line.
    let kana: Vec<(usize, usize, String)> = plain
        .char_indices()
        .filter(|(_, c)| *c == '(')
        .filter_map(|(at, _)| {
            let mut inside = plain[at + 1..].chars();
            let name = inside.next().filter(|c| ('ア'..='ン').contains(c))?;
            (inside.next() == Some(')')).then(|| (at, at + 2 + name.len_utf8(), name.to_string()))
        })
        .collect();
    let mut starts: Vec<(usize, usize, String)> =
        plain.char_indices().filter(|(_, c)| circled(*c)).map(|(at, c)| (at, at + c.len_utf8(), c.to_string())).collect();
    if kana.len() > 1 {
        starts = kana;
    }
    if starts.is_empty() {
        starts = counted(plain);
        if starts.len() < 2 {
            starts.clear();
        }
    }
    // A line of a table begins with its number, whatever stands in brackets behind it.
    let row = plain.starts_with(char::is_whitespace) && plain.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if starts.is_empty() && !row {
        for (at, _) in plain.match_indices('(') {
            let digits: String = plain[at + 1..].chars().take_while(char::is_ascii_digit).collect();
            let first = at == 0 || plain[..at].ends_with([' ', '\t', '　']);
            if first && !digits.is_empty() && plain[at + 1 + digits.len()..].starts_with(')') {
                starts.push((at, at + digits.len() + 2, digits));
            }
        }
    }
    // ア ソフトウェア費: a line that begins with its sign.
    if starts.is_empty() {
        let from = plain.len() - plain.trim_start().len();
        let mut signs = plain[from..].chars();
        if let (Some(kana @ 'ア'..='ン'), Some(' ' | '　' | '\t' | '.')) = (signs.next(), signs.next()) {
            starts.push((from, from + kana.len_utf8(), kana.to_string()));
        }
    }
    if starts.is_empty() {
        let from = plain.len() - plain.trim_start().len();
        let digits: String = plain[from..].chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() && plain[from + digits.len()..].starts_with([' ', '\t', '.', '　']) {
            starts.push((from, from + digits.len() + 1, digits));
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.0).chain([plain.len()]).collect();
    starts.into_iter().zip(ends).map(|((_, from, number), to)| (number, plain[from.min(to)..to].trim())).collect()
}
