//! A programme file proposed from the text of a call document, by patterns of the field: window, rate, cap, floor, categories, limits,
//! documents, contact. Every entry is a proposal with its line and words, to be confirmed by the author; nothing is guessed beyond what
//! stands there, and what is not found is left to the checker to ask for.

mod file;
mod patterns;

use jiff::civil::Date;
use kernel::text::narrow;

pub use file::yaml;
pub(crate) use patterns::amounts;
use patterns::{criteria, items, opening_time, rates, schemes, time_of, year_of};

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

/// Everything that may be found in a document: what a proposal is of.
pub const FIELDS: [&str; 23] = [
    "name",
    "fiscal_year",
    "round",
    "window.opens",
    "window.closes",
    "window.arrival",
    "filing.channels",
    "filing.one_per_company",
    "schemes",
    "amount.rate",
    "amount.cap",
    "amount.floor",
    "amount.unit",
    "expenses.tax",
    "expenses.categories",
    "limits",
    "documents",
    "criteria",
    "contact.office",
    "contact.address",
    "contact.phone",
    "contact.fax",
    "contact.email",
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
        debug_assert!(FIELDS.contains(&field), "{field}");
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
        self.schemes(&plain, number);
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
        if !self.has("name")
            && (bare.chars().count() < 60 || line < 3)
            && (bare.contains("補助金") || bare.contains("助成金") || bare.contains("支援金"))
        {
            let ends =
                ["補助金", "助成金", "支援金"].iter().filter_map(|end| bare.find(end).map(|at| at + end.len())).max().unwrap_or(bare.len());
            let name = bare[..ends].rsplit_once("年度").map_or(&bare[..ends], |(_, name)| name);
            let name = name.rsplit(['「', '『']).next().unwrap_or(name).trim();
            // A grant without a name of its own is spoken of, not named.
            if name.chars().count() > 5 {
                self.add("name", name.to_owned(), line, name);
            }
        }
        for unit in ['回', '次'] {
            if !self.has("round")
                && let Some((_, rest)) = plain.split_once('第')
                && let Some((count, _)) = rest.split_once(unit)
                && let Ok(count) = count.trim().parse::<u32>()
            {
                self.add("round", count.to_string(), line, &format!("第{count}{unit}"));
            }
        }
    }

    fn window(&mut self, plain: &str, line: u32) {
        // A sentence may name it under another heading: 4 申請と期間　募集期間は…から…まで.
        let named =
            ["募集期間", "申請期間", "受付期間", "公募期間", "応募期間"].iter().find_map(|word| plain.find(word).map(|at| &plain[at..]));
        let days = self.days(named.unwrap_or(plain));
        if self.has("window.closes") || (self.section != Section::Window && named.is_none()) {
            return;
        }
        let plain = named.unwrap_or(plain);
        if let [(opens, first), (closes, last), ..] = days.as_slice() {
            // A time that stands between both days is that of the first.
            let between = plain.find(first.as_str()).zip(plain.rfind(last.as_str())).and_then(|(a, b)| plain.get(a..b));
            let opens =
                between.and_then(opening_time).map_or_else(|| opens.to_string(), |(hour, minute)| format!("{opens}T{hour:02}:{minute:02}"));
            self.add("window.opens", opens, line, first);
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
            // What it costs to send something is no way to file: 郵送料, 郵送費.
            let names = |sentence: &str| sentence.match_indices(word).any(|(at, _)| !sentence[at + word.len()..].starts_with(['料', '費']));
            if taken().any(names) && !self.found.iter().any(|p| p.field == "filing.channels" && p.value == channel) {
                self.add("filing.channels", channel.to_owned(), line, word);
            }
        }
        if plain.contains("1企業1申請") || plain.contains("1者1件") || plain.contains("1社1件") {
            let words = ["1企業1申請", "1者1件", "1社1件"].into_iter().find(|w| plain.contains(w)).unwrap_or_default();
            self.add("filing.one_per_company", "true".to_owned(), line, words);
        }
    }

    fn amount(&mut self, plain: &str, line: u32) {
        // A heading that names both bounds says neither.
        let plain = plain.split_once([' ', '　', '\t']).map_or(plain, |(number, rest)| {
            let heading = number.ends_with(|c: char| c.is_ascii_digit()).then(|| rest.trim_start().split_once([' ', '　', '\t'])).flatten();
            heading.map_or(plain, |(_, body)| if heading.is_some_and(|(title, _)| title.contains("下限")) { body } else { plain })
        });
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
        {
            let bound = |(yen, words): &(i64, String)| *yen >= 10_000 && !after.contains(&format!("{words}未満"));
            // What comes after a lower bound is no cap any more.
            let after = after.split("下限").next().unwrap_or(after);
            for (yen, words) in amounts(after).into_iter().filter(bound).take(8) {
                if !self.found.iter().any(|p| p.field == "amount.cap" && p.value == yen.to_string()) {
                    self.add("amount.cap", yen.to_string(), line, &words);
                }
            }
        }
        self.conditions_of_amount(plain, line);
    }

    /// Floor, unit and tax.
    fn conditions_of_amount(&mut self, plain: &str, line: u32) {
        if let Some((_, after)) = ["補助下限額", "下限額"].iter().find_map(|w| plain.split_once(w))
            && let Some((yen, words)) = amounts(after).into_iter().next()
        {
            self.add("amount.floor", yen.to_string(), line, &words);
        } else if !self.has("amount.floor")
            && let Some((before, _)) = plain.split_once("に満たない")
            && let Some((yen, words)) = amounts(before).into_iter().next_back().filter(|(yen, _)| *yen >= 10_000)
        {
            self.add("amount.floor", yen.to_string(), line, &format!("{words}に満たない"));
        }
        // In brackets it is how something else is rounded.
        if let Some((before, after)) =
            plain.split_once("未満").filter(|(before, _)| before.matches('(').count() == before.matches(')').count())
            && (after.contains("切り捨て") || after.contains("切捨"))
            && let Some((yen, words)) = amounts(before).into_iter().next_back().filter(|(yen, _)| [1, 10, 100, 1_000, 10_000].contains(yen))
            // Whole yen of an expense or of a price without tax are not the unit of the grant.
            && (yen > 1 || ["補助金", "助成金", "交付額"].iter().any(|grant| before.contains(grant)))
            && !self.found.iter().any(|p| p.field == "amount.unit" && p.value == yen.to_string())
        {
            self.add("amount.unit", yen.to_string(), line, &format!("{words}未満"));
        }
        let of_price = |sentence: &&str| sentence.contains("消費税") && !["滞納", "納税"].iter().any(|word| sentence.contains(word));
        if plain.split('。').filter(of_price).any(|sentence| {
            ["対象外", "対象としない", "対象となりません", "除く", "除いた", "含まない", "含みません"].iter().any(|w| sentence.contains(w))
        }) && !self.has("expenses.tax")
        {
            self.add("expenses.tax", "excluded".to_owned(), line, "消費税");
        }
    }

    fn expenses(&mut self, plain: &str, line: u32) {
        let spent = |name: &str| ["費", "経費", "料", "謝金", "費用"].iter().any(|end| name.ends_with(end));
        // A section for each category: 16　機械装置費　…
        let (number, rest) = plain.split_at(plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(0));
        let heading = rest.trim_start_matches(['.', ' ', '　', '\t', '、']).split([' ', '　', '\t', '(', ':']).next().unwrap_or_default();
        let own = !number.is_empty() && spent(heading) && heading.chars().count() < 20;
        let apart = ["対象", "限度", "見積", "消費税"].iter().any(|word| heading.contains(word));
        if own && !apart && !self.found.iter().any(|p| p.field == "expenses.categories" && p.words == heading) {
            return self.add("expenses.categories", format!("{number} {heading}"), line, heading);
        }
        if self.section != Section::Expenses {
            return;
        }
        for (number, item) in items(plain) {
            let name = item.split(['(', '　', '\t', ' ', '、', '。']).next().unwrap_or_default().trim();
            if HEADINGS.iter().any(|(words, _)| name == *words) {
                continue;
            }
            if spent(name) {
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
                    // Who is asked for it stands before: 賃上げ枠で申請する者:賃金台帳の写し.
                    let item = item.split_once(':').map_or(item, |(_, name)| name);
                    let name = item.split(['(', '。', '（']).next().unwrap_or_default().trim().trim_end_matches(['、', '，']);
                    if !name.is_empty() && name.chars().count() < 40 && HEADINGS.iter().all(|(words, _)| name != *words) {
                        self.add("documents", format!("{number} {name}"), line, name);
                    }
                }
            }
            Section::Criteria => {
                let scored = criteria(plain);
                for name in scored.iter().filter(|_| scored.len() > 1) {
                    if !self.found.iter().any(|p| p.field == "criteria" && p.value == *name) {
                        self.add("criteria", (*name).to_owned(), line, name);
                    }
                }
                for (_, item) in items(plain).into_iter().filter(|_| scored.len() < 2) {
                    let name = item.split(['を', '。']).next().unwrap_or_default().trim();
                    if !name.is_empty() && name.chars().count() < 40 {
                        self.add("criteria", name.to_owned(), line, name);
                    }
                }
            }
            _ => {}
        }
    }

    /// Frames of a call that differ in rate, cap or requirement.
    fn schemes(&mut self, plain: &str, line: u32) {
        for name in schemes(plain) {
            if !self.found.iter().any(|p| p.field == "schemes" && p.value == name) {
                self.add("schemes", name.to_owned(), line, name);
            }
        }
    }

    fn contact(&mut self, plain: &str, line: u32) {
        if let Some((_, after)) = ["問い合わせ先", "問合せ先", "問合せ・提出先", "お問合せ"].iter().find_map(|w| plain.rsplit_once(w))
            && !self.has("contact.office")
        {
            let office = after.trim_start_matches([':', ' ', '　', '\t']).split(['(', '〒', '。', '\t']).next().unwrap_or_default();
            let office = office.split("電話").next().unwrap_or_default().split("TEL").next().unwrap_or_default().trim();
            if (3..60).contains(&office.chars().count()) {
                self.add("contact.office", office.replace('　', " "), line, office);
            }
        }
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
            let ends = ["電話", "TEL", "電子メール", "メール", "E-mail"];
            let after = ends.iter().filter_map(|end| after.find(end)).min().map_or(after, |end| &after[..end]);
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
