//! A programme file proposed from the text of a call document, by patterns of the field: window, rate, cap, floor, categories, limits,
//! documents, contact. Every entry is a proposal with its line and words, to be confirmed by the author; nothing is guessed beyond what
//! stands there, and what is not found is left to the checker to ask for.

use std::{collections::HashMap, fmt::Write};

use jiff::civil::Date;
use kernel::{FiscalYear, Rate, Yen, text::narrow};

/// Something that a document says, as it would stand in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it is: `window.opens`, `amount.rate`, `expenses.categories`.
    pub field: &'static str,
    /// The value, as it stands in a file.
    pub value: String,
    /// Its line in the document, from 1.
    pub line: u32,
    /// The operative words, as they stand there.
    pub words: String,
}

/// What a section of a document is about, by the words of its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Window,
    Applicants,
    Amount,
    Expenses,
    Documents,
    Criteria,
    Contact,
    Other,
}

/// Words of headings, the first that a line holds.
const HEADINGS: [(&str, Section); 28] = [
    ("補助対象外経費", Section::Other),
    ("助成対象外経費", Section::Other),
    ("対象外経費", Section::Other),
    ("申請受付期間", Section::Window),
    ("応募受付期間", Section::Window),
    ("申請の受付期間", Section::Window),
    ("募集期間", Section::Window),
    ("公募期間", Section::Window),
    ("受付期間", Section::Window),
    ("申請期間", Section::Window),
    ("応募期間", Section::Window),
    ("補助対象者", Section::Applicants),
    ("助成対象者", Section::Applicants),
    ("応募資格", Section::Applicants),
    ("補助対象経費", Section::Expenses),
    ("助成対象経費", Section::Expenses),
    ("補助率", Section::Amount),
    ("助成率", Section::Amount),
    ("補助上限", Section::Amount),
    ("補助限度額", Section::Amount),
    ("補助金額", Section::Amount),
    ("提出書類", Section::Documents),
    ("応募書類", Section::Documents),
    ("申請書類", Section::Documents),
    ("審査", Section::Criteria),
    ("問い合わせ先", Section::Contact),
    ("問合せ先", Section::Contact),
    ("問合せ", Section::Contact),
];

/// Everything that is found in a document, in the order of its lines.
pub fn proposals(text: &str) -> Vec<Proposal> {
    let mut finder = Finder { found: Vec::new(), section: Section::Other, year: None };
    for (line, number) in text.lines().zip(1_u32..) {
        finder.line(line, number);
    }
    finder.found
}

struct Finder {
    found: Vec<Proposal>,
    section: Section,
    /// The year that was named last: days without one are of it, or of the next.
    year: Option<i16>,
}

impl Finder {
    fn add(&mut self, field: &'static str, mut value: String, line: u32, words: &str) {
        // What no file holds is left out of what is written into one.
        let is_written = |c: char| !c.is_control() && !kernel::text::is_unseen(c);
        value.retain(is_written);
        let words = words.chars().filter(|c| is_written(*c)).collect::<String>().trim().to_owned();
        self.found.push(Proposal { field, value, line, words });
    }

    fn has(&self, field: &str) -> bool {
        self.found.iter().any(|p| p.field == field)
    }

    fn line(&mut self, line: &str, number: u32) {
        let plain = narrow(line);
        let start: String = plain.chars().filter(|c| !c.is_whitespace() && !matches!(c, '#' | '*' | '■' | '【' | '○')).take(24).collect();
        // A heading begins with its words, perhaps behind a number.
        let heading = start.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '(' | ')' | '第' | '章' | '、' | '・'));
        if let Some((_, section)) = HEADINGS.iter().find(|(words, _)| heading.starts_with(words)) {
            self.section = *section;
        } else if start.chars().next().is_some_and(|c| c.is_ascii_digit())
            && !line.starts_with(char::is_whitespace)
            && self.section != Section::Expenses
        {
            self.section = Section::Other;
        }
        self.title(&plain, number);
        self.window(&plain, number);
        self.filing(&plain, number);
        self.amount(&plain, number);
        self.expenses(&plain, number);
        self.listed(&plain, number);
        self.contact(&plain, number);
    }

    fn title(&mut self, plain: &str, line: u32) {
        if !self.has("fiscal_year")
            && let Some((year, words)) =
                year_of(plain).filter(|(_, words)| plain[plain.find(words.as_str()).unwrap_or(0)..].contains("年度"))
        {
            self.add("fiscal_year", year.to_string(), line, &words);
        }
        let bare = plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*'));
        if !self.has("name") && bare.chars().count() < 60 && (bare.contains("補助金") || bare.contains("助成金") || bare.contains("支援金"))
        {
            let ends =
                ["補助金", "助成金", "支援金"].iter().filter_map(|end| bare.find(end).map(|at| at + end.len())).max().unwrap_or(bare.len());
            let name = bare[..ends].rsplit_once("年度").map_or(&bare[..ends], |(_, name)| name).trim();
            // A grant without a name of its own is spoken of, not named.
            if name.chars().count() > 5 {
                self.add("name", name.to_owned(), line, name);
            }
        }
        if !self.has("round")
            && let Some((_, rest)) = plain.split_once('第')
            && let Some((count, _)) = rest.split_once('回')
            && let Ok(count) = count.trim().parse::<u32>()
        {
            self.add("round", count.to_string(), line, &format!("第{count}回"));
        }
    }

    fn window(&mut self, plain: &str, line: u32) {
        let days = self.days(plain);
        if self.section != Section::Window || self.has("window.closes") {
            return;
        }
        if let [(opens, first), (closes, last), ..] = days.as_slice() {
            self.add("window.opens", opens.to_string(), line, first);
            let (hour, minute) = time_of(plain).unwrap_or((23, 59));
            self.add("window.closes", format!("{closes}T{hour:02}:{minute:02}"), line, last);
            if plain.contains("必着") {
                self.add("window.arrival", "must_arrive".to_owned(), line, "必着");
            } else if plain.contains("消印有効") {
                self.add("window.arrival", "postmark".to_owned(), line, "消印有効");
            }
        }
    }

    /// The days of a line, in their order; one without a year is of the year that was named last, or of the next where it would be before
    /// the day that stands before it.
    fn days(&mut self, plain: &str) -> Vec<(Date, String)> {
        let mut days: Vec<(Date, String)> = Vec::new();
        let mut from = 0;
        while let Some(at) = plain[from..].find('月').map(|at| from + at) {
            from = at + '月'.len_utf8();
            let month: String = plain[..at].chars().rev().take_while(char::is_ascii_digit).collect::<String>().chars().rev().collect();
            let Some((day, _)) = plain[from..].split_once('日') else { continue };
            let before = &plain[..at - month.len()];
            if let Some((year, _)) = before.strip_suffix('年').and_then(|b| year_of(&format!("{b}年")).filter(|_| b.len() < before.len()))
            {
                let tail: String = before.chars().rev().take(14).collect::<String>().chars().rev().collect();
                self.year = year_of(&tail).map(|y| y.0).or(Some(year));
            }
            let (Ok(month), Ok(day_number)) = (month.parse::<i8>(), day.parse::<i8>()) else { continue };
            let Some(year) = self.year else { continue };
            let read = |year| Date::new(year, month, day_number).ok();
            let date = match days.last() {
                Some((last, _)) => read(year).filter(|d| d >= last).or_else(|| read(year + 1)),
                None => read(year),
            };
            if let Some(date) = date {
                days.push((date, format!("{month}月{day_number}日")));
            }
        }
        days
    }

    fn filing(&mut self, plain: &str, line: u32) {
        let about = ["提出", "申請", "応募", "必着", "郵送"].iter().any(|w| plain.contains(w));
        if !about {
            return;
        }
        // Ways that a sentence refuses are none.
        let taken = || {
            plain
                .split('。')
                .filter(|s| !["受け付けない", "受け付けません", "認めない", "認めません", "不可"].iter().any(|w| s.contains(w)))
        };
        for (word, channel) in
            [("電子申請", "online"), ("Jグランツ", "online"), ("郵送", "post"), ("持参", "in_person"), ("電子メール", "email")]
        {
            if taken().any(|sentence| sentence.contains(word))
                && !self.found.iter().any(|p| p.field == "filing.channels" && p.value == channel)
            {
                self.add("filing.channels", channel.to_owned(), line, word);
            }
        }
        if plain.contains("1企業1申請") || plain.contains("1者1件") || plain.contains("1社1件") {
            let words = ["1企業1申請", "1者1件", "1社1件"].into_iter().find(|w| plain.contains(w)).unwrap_or_default();
            self.add("filing.one_per_company", "true".to_owned(), line, words);
        }
    }

    fn amount(&mut self, plain: &str, line: u32) {
        let speaks = |words: &[&str]| words.iter().any(|w| plain.contains(w));
        // Among the expenses, rates and amounts are those of limits and tests.
        if self.section == Section::Expenses && !speaks(&["補助率", "補助金額", "限度額"]) {
            return self.conditions_of_amount(plain, line);
        }
        if speaks(&["補助率", "助成率"]) || (self.section == Section::Amount && !self.has("amount.rate")) {
            let after = ["補助率", "助成率"].iter().find_map(|w| plain.split_once(w)).map_or(plain, |(_, after)| after);
            for (rate, words) in rates(after).into_iter().take(if self.has("amount.rate") { 0 } else { 4 }) {
                self.add("amount.rate", rate.to_string(), line, &words);
            }
        }
        let cap = ["補助上限額", "補助限度額", "助成限度額", "補助金額", "上限額", "限度額"].iter().find_map(|w| plain.split_once(w));
        if let Some((_, after)) = cap
            && !self.has("amount.cap")
            && let Some((yen, words)) =
                amounts(after).into_iter().find(|(yen, words)| *yen >= 10_000 && !after.contains(&format!("{words}未満")))
        {
            self.add("amount.cap", yen.to_string(), line, &words);
        }
        self.conditions_of_amount(plain, line);
    }

    /// Floor, unit and tax.
    fn conditions_of_amount(&mut self, plain: &str, line: u32) {
        if let Some((_, after)) = ["補助下限額", "下限額"].iter().find_map(|w| plain.split_once(w))
            && let Some((yen, words)) = amounts(after).into_iter().next()
        {
            self.add("amount.floor", yen.to_string(), line, &words);
        } else if let Some((before, _)) = plain.split_once("に満たない")
            && let Some((yen, words)) = amounts(before).into_iter().next_back().filter(|(yen, _)| *yen >= 10_000)
        {
            self.add("amount.floor", yen.to_string(), line, &format!("{words}に満たない"));
        }
        // In brackets it is how something else is rounded.
        if let Some((before, after)) =
            plain.split_once("未満").filter(|(before, _)| before.matches('(').count() == before.matches(')').count())
            && (after.contains("切り捨て") || after.contains("切捨"))
            && let Some((yen, words)) = amounts(before).into_iter().next_back().filter(|(yen, _)| [1, 10, 100, 1_000, 10_000].contains(yen))
        {
            self.add("amount.unit", yen.to_string(), line, &format!("{words}未満"));
        }
        if plain.contains("消費税")
            && ["対象外", "対象としない", "対象となりません", "除く", "除いた", "含まない", "含みません"].iter().any(|w| plain.contains(w))
            && !self.has("expenses.tax")
        {
            self.add("expenses.tax", "excluded".to_owned(), line, "消費税");
        }
    }

    fn expenses(&mut self, plain: &str, line: u32) {
        if self.section != Section::Expenses {
            return;
        }
        for (number, item) in items(plain) {
            let name = item.split(['(', '　', '\t', ' ']).next().unwrap_or_default().trim();
            if HEADINGS.iter().any(|(words, _)| name == *words) {
                continue;
            }
            if name.ends_with('費') || name.ends_with("経費") || name.ends_with('料') {
                self.add("expenses.categories", format!("{number} {name}"), line, name);
            }
        }
        if let Some((before, _)) = plain.split_once("総額の")
            && let Some((rate, words)) = rates(&plain[before.len()..]).into_iter().next()
        {
            let word = if plain[before.len()..].contains("未満") { "less_than" } else { "at_most" };
            self.add("limits", format!("{word} {rate}"), line, &words);
        }
    }

    fn listed(&mut self, plain: &str, line: u32) {
        match self.section {
            Section::Documents => {
                for (number, item) in items(plain) {
                    let name = item.split(['(', '。', '（']).next().unwrap_or_default().trim().trim_end_matches(['、', '，']);
                    if !name.is_empty() && name.chars().count() < 40 && HEADINGS.iter().all(|(words, _)| name != *words) {
                        self.add("documents", format!("{number} {name}"), line, name);
                    }
                }
            }
            Section::Criteria => {
                for (_, item) in items(plain) {
                    let name = item.split(['を', '。']).next().unwrap_or_default().trim();
                    if !name.is_empty() && name.chars().count() < 40 {
                        self.add("criteria", name.to_owned(), line, name);
                    }
                }
            }
            _ => {}
        }
    }

    fn contact(&mut self, plain: &str, line: u32) {
        let number = |text: &str| -> String {
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')')).collect()
        };
        for (mark, field) in [("TEL", "contact.phone"), ("電話", "contact.phone"), ("FAX", "contact.fax")] {
            if let Some((_, after)) = plain.split_once(mark)
                && !self.has(field)
            {
                let found = number(after);
                if found.len() > 8 {
                    let tidy = found.replace(['(', ')'], "-").trim_end_matches('-').to_owned();
                    self.add(field, tidy, line, &found);
                }
            }
        }
        if let Some((_, after)) = plain.split_once('〒')
            && !self.has("contact.address")
        {
            self.add("contact.address", format!("〒{}", after.trim()), line, &after.trim().chars().take(8).collect::<String>());
        }
        if !self.has("contact.email")
            && let Some(word) =
                plain.split(|c: char| !(c.is_ascii_alphanumeric() || "@.-_+".contains(c))).find(|w| w.contains('@') && w.contains('.'))
        {
            self.add("contact.email", word.to_owned(), line, word);
        }
    }
}

/// The first year of a text: 令和7年, 令和7(2025)年, 2025年.
fn year_of(text: &str) -> Option<(i16, String)> {
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

/// The last time of day of a line: 17:00, 17時.
fn time_of(plain: &str) -> Option<(u8, u8)> {
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
fn rates(text: &str) -> Vec<(Rate, String)> {
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

/// The numbered items of a line: ① …, (1) …, or one with its number in front.
fn items(plain: &str) -> Vec<(String, &str)> {
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

/// A text as YAML takes any: in quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text without quotes where it is a plain name.
fn scalar(text: &str) -> String {
    let plain =
        text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '・' | '（' | '）' | '／'));
    let word = matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n") || text.is_ascii();
    if plain && !word { text.to_owned() } else { quoted(text) }
}

/// A file with everything that was found, each with its place, to be confirmed and filled in.
pub fn yaml(text: &str, document: &str) -> String {
    let found = proposals(text);
    let first = |field: &str| found.iter().find(|p| p.field == field);
    let all = |field: &str| found.iter().filter(|p| p.field == field).collect::<Vec<_>>();
    let cite = |p: &Proposal| format!("{{lines: {}, words: {}}}", p.line, quoted(&p.words));
    let mut out = String::new();
    let _ = writeln!(out, "# Proposed from the text; confirm each entry against its line. `shien check` says what is missing.");
    let name = first("name").map_or("", |p| p.value.as_str());
    let opens = first("window.opens").map(|p| p.value.as_str());
    let year = first("fiscal_year").map(|p| p.value.clone()).or_else(|| {
        let opens: Date = opens?.parse().ok()?;
        FiscalYear::of(opens).map(|y| y.get().to_string())
    });
    let _ = writeln!(out, "shien: 1\nid: my-call\nkind: grant\nname: {{ja: {}}}", quoted(name));
    let _ = writeln!(out, "fiscal_year: {}\nround: {}\nrevision: 1", year.unwrap_or_default(), first("round").map_or("1", |p| &p.value));
    let lines = text.lines().count();
    let _ = writeln!(out, "source: {{document: {document}, title: {{ja: {}}}, lines: {lines}}}", quoted(name));
    if let (Some(opens), Some(closes)) = (first("window.opens"), first("window.closes")) {
        let arrival = first("window.arrival").map_or("must_arrive", |p| &p.value);
        let _ = writeln!(
            out,
            "window:\n  opens: {}\n  closes: {}\n  arrival: {arrival}\n  closing_instant: in_time",
            opens.value, closes.value
        );
        let _ = writeln!(out, "  cite: {{lines: {}, words: [{}, {}]}}", opens.line, quoted(&opens.words), quoted(&closes.words));
    }
    let channels = all("filing.channels");
    if let Some(place) = channels.first() {
        let words: Vec<&str> = channels.iter().map(|p| p.value.as_str()).collect();
        let one = if first("filing.one_per_company").is_some() { "\n  one_per_company: true" } else { "" };
        let _ = writeln!(
            out,
            "filing:\n  channels: [{}]\n  consultation: not_asked{one}\n  cite:\n    channels: {}",
            words.join(", "),
            cite(place)
        );
        if let Some(p) = first("filing.one_per_company") {
            let _ = writeln!(out, "    one_per_company: {}", cite(p));
        }
    }
    let _ = writeln!(out, "consortium: {{form: not_allowed}}\namount:\n  paid_to: lead");
    let rates = all("amount.rate");
    if let Some(rate) = rates.first() {
        let _ = writeln!(out, "  rate: {{everyone: {}}}", rate.value);
        for other in rates.iter().skip(1) {
            let _ = writeln!(out, "  # line {} also says {}: for whom?", other.line, other.words);
        }
    }
    for (field, key) in [("amount.cap", "cap"), ("amount.floor", "floor")] {
        if let Some(p) = first(field) {
            let value = if key == "cap" { format!("{{everyone: {}}}", p.value) } else { format!("{}\n  floor_at: [application]", p.value) };
            let _ = writeln!(out, "  {key}: {value}");
        }
    }
    let _ = writeln!(out, "  rounding: down\n  unit: {}\n  rounded: once\n  cite:", first("amount.unit").map_or("1", |p| &p.value));
    for (field, key) in [("amount.rate", "rate"), ("amount.cap", "cap"), ("amount.floor", "floor"), ("amount.unit", "rounding")] {
        if let Some(p) = first(field) {
            let _ = writeln!(out, "    {key}: {}", cite(p));
        }
    }
    let _ = writeln!(out, "expenses:\n  tax: {}", first("expenses.tax").map_or("included", |p| &p.value));
    if let Some(p) = first("expenses.tax") {
        let _ = writeln!(out, "  cite: {{tax: {}}}", cite(p));
    }
    let _ = writeln!(out, "  categories:");
    for (place, p) in all("expenses.categories").into_iter().enumerate() {
        let (number, name) = p.value.split_once(' ').unwrap_or(("", &p.value));
        let name = scalar(name);
        let _ = writeln!(
            out,
            "    c{}: {{number: {}, name: {{ja: {name}}}, says: {{ja: {name}}}, cite: {}}}",
            place + 1,
            quoted(number),
            cite(p)
        );
    }
    for p in all("limits") {
        let _ = writeln!(
            out,
            "# limits: line {} says {} of the total; name its categories, and say of, compare, scope and share",
            p.line, p.words
        );
    }
    let documents = all("documents");
    if !documents.is_empty() {
        let _ = writeln!(out, "documents:");
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for p in documents {
            let (number, name) = p.value.split_once(' ').unwrap_or(("", &p.value));
            // A document that counts from one twice has two of each number.
            let times = numbers.entry(number).or_default();
            *times += 1;
            let number = if *times == 1 { number.to_owned() } else { format!("{number}-{times}") };
            let number = number.as_str();
            let _ = writeln!(out, "  {}: {{name: {{ja: {}}}, cite: {}}}", quoted(number), scalar(name), cite(p));
        }
    }
    let criteria = all("criteria");
    if !criteria.is_empty() {
        let _ = writeln!(out, "criteria:");
        for (place, p) in criteria.into_iter().enumerate() {
            let _ = writeln!(out, "  k{}: {{says: {{ja: {}}}, cite: {}}}", place + 1, scalar(&p.value), cite(p));
        }
    }
    if let Some(address) = first("contact.address").or_else(|| first("contact.phone")) {
        let _ = writeln!(out, "contact:\n  office: {{ja: \"\"}}");
        for (field, key) in [("contact.address", "address"), ("contact.phone", "phone"), ("contact.fax", "fax"), ("contact.email", "email")]
        {
            if let Some(p) = first(field) {
                let _ = writeln!(out, "  {key}: {}", quoted(&p.value));
            }
        }
        let _ = writeln!(out, "  cite: {}", cite(address));
    }
    out
}
