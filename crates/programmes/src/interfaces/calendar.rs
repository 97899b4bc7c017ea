//! What opens, closes and is held on which day: for the page of the calendar, for calendars of people (iCalendar, RFC 5545) and for
//! readers of news (Atom, RFC 4287).

use std::fmt::Write;

use jiff::{Timestamp, ToSpan, civil::Date};
use rules::{
    language::{ScheduleEntry, When},
    words::Lang,
};

use crate::{
    measures::{Entry, MeasureIndex},
    model::Programme,
};

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// 募集開始.
    Opens,
    /// 募集終了.
    Closes,
    /// 開催, and what else has its day.
    Held,
}

/// Something that happens on days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// A name of its own, which does not change.
    pub uid: String,
    /// What happens.
    pub what: What,
    /// The first day it can be.
    pub first: Date,
    /// The last day it can be.
    pub last: Date,
    /// The days as people say them.
    pub days: String,
    /// What it is of.
    pub title: String,
    /// What is said of it: 開催時期.
    pub says: String,
    /// 予定.
    pub is_planned: bool,
    /// The path of its page.
    pub path: String,
}

fn day_of(date: Date, lang: Lang) -> String {
    lang.day(date)
}

fn when(when: &When, lang: Lang) -> String {
    rules::measure::when(when, lang)
}

fn of_programme(programme: &Programme, lang: Lang) -> Vec<Happening> {
    let own = &programme.plan().programme;
    let one = |what, at: jiff::civil::DateTime| {
        let clock = if what == What::Closes { at.strftime(" %H:%M").to_string() } else { String::new() };
        Happening {
            uid: format!("{}-{what:?}", programme.id()).to_lowercase(),
            what,
            first: at.date(),
            last: at.date(),
            days: day_of(at.date(), lang) + &clock,
            title: lang.of(&own.name).to_owned(),
            says: String::new(),
            is_planned: false,
            path: format!("/programmes/{}", programme.id()),
        }
    };
    vec![one(What::Opens, own.window.opens), one(What::Closes, own.window.closes)]
}

fn of_entry(entry: &Entry, lang: Lang) -> Vec<Happening> {
    let measure = &entry.measure;
    let one = |key: &str, what, from: &When, to: &When, told: &ScheduleEntry| Happening {
        uid: format!("{}-{key}", entry.id),
        what,
        first: from.first,
        last: to.last,
        days: if from == to { when(from, lang) } else { format!("{}～{}", when(from, lang), when(to, lang)) },
        title: lang.of(&measure.name).to_owned(),
        says: if what == What::Held { lang.of(&told.says).to_owned() } else { String::new() },
        is_planned: told.planned,
        path: format!("/measures/{}", entry.id),
    };
    let mut all = Vec::new();
    // A call whose programme stands in the catalogue is told there, with its hour.
    if let Some(window) = measure.window.as_ref().filter(|_| measure.programmes.is_empty()) {
        all.extend(window.from.as_ref().map(|from| one("opens", What::Opens, from, from, window)));
        all.extend(window.to.as_ref().map(|to| one("closes", What::Closes, to, to, window)));
    }
    for (key, told) in measure.schedule.iter().filter(|_| entry.is_for_use()) {
        if let Some((from, to)) = told.from.as_ref().or(told.to.as_ref()).zip(told.to.as_ref().or(told.from.as_ref())) {
            all.push(one(key, What::Held, from, to, told));
        }
    }
    all
}

/// Everything that has its day, in the order of the days.
pub fn happenings(programmes: &[Programme], index: &MeasureIndex, lang: Lang) -> Vec<Happening> {
    let mut all: Vec<Happening> = programmes.iter().flat_map(|programme| of_programme(programme, lang)).collect();
    all.extend(index.entries.iter().flat_map(|entry| of_entry(entry, lang)));
    all.sort_by(|a, b| (a.first, a.last, a.what, &a.uid).cmp(&(b.first, b.last, b.what, &b.uid)));
    all
}

/// A text in a line of a calendar.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line, folded behind 73 bytes: no sign is cut in two.
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for sign in name.chars().chain(value.chars()) {
        if width + sign.len_utf8() > 73 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(sign);
        width += sign.len_utf8();
    }
    out.push_str("\r\n");
}

/// A calendar for programs of people; `title` is its name, `word` what happens in words, `link` makes an address of a path.
pub fn icalendar(
    all: &[Happening],
    now: Timestamp,
    title: &str,
    word: impl Fn(&Happening) -> String,
    link: impl Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    for (name, value) in [("BEGIN:", "VCALENDAR"), ("VERSION:", "2.0"), ("PRODID:", "-//shien//calendar//JA"), ("X-WR-CALNAME:", title)] {
        line(&mut out, name, &escaped(value));
    }
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    for happening in all {
        let Ok(end) = happening.last.checked_add(1.days()) else { continue };
        line(&mut out, "BEGIN:", "VEVENT");
        line(&mut out, "UID:", &format!("{}@shien", happening.uid));
        line(&mut out, "DTSTAMP:", &stamp);
        line(&mut out, "DTSTART;VALUE=DATE:", &happening.first.strftime("%Y%m%d").to_string());
        line(&mut out, "DTEND;VALUE=DATE:", &end.strftime("%Y%m%d").to_string());
        line(&mut out, "SUMMARY:", &escaped(&word(happening)));
        line(&mut out, "URL:", &link(&happening.path));
        line(&mut out, "TRANSP:", "TRANSPARENT");
        line(&mut out, "STATUS:", if happening.is_planned { "TENTATIVE" } else { "CONFIRMED" });
        line(&mut out, "END:", "VEVENT");
    }
    line(&mut out, "END:", "VCALENDAR");
    out
}

/// A text in XML.
fn xml(text: &str) -> String {
    let shown = text.chars().filter(|c| !c.is_control());
    shown.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// News of what opened and closes, the newest first: each is told from the day on which it happens.
pub fn atom(all: &[Happening], now: Timestamp, title: &str, word: impl Fn(&Happening) -> String, link: impl Fn(&str) -> String) -> String {
    let at = |day: Date| kernel::from_japan(day.at(0, 0, 0, 0)).unwrap_or(now).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let today = kernel::in_japan(now).date();
    let mut told: Vec<&Happening> = all.iter().filter(|happening| happening.first <= today).collect();
    told.sort_by_key(|happening| std::cmp::Reverse(happening.first));
    told.truncate(50);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let updated = told.first().map_or_else(|| at(today), |newest| at(newest.first));
    let _ = writeln!(out, "<title>{}</title>\n<id>{}</id>\n<updated>{updated}</updated>", xml(title), xml(&link("/feed.atom")));
    let _ = writeln!(out, "<link rel=\"self\" href=\"{}\"/>\n<author><name>shien</name></author>", xml(&link("/feed.atom")));
    for happening in told {
        let address = xml(&link(&happening.path));
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{address}#{}</id><link href=\"{address}\"/><updated>{}</updated></entry>",
            xml(&word(happening)),
            xml(&happening.uid),
            at(happening.first)
        );
    }
    out + "</feed>\n"
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use rules::words::Lang;

    use super::{What, atom, happenings, icalendar};
    use crate::model::{Catalogue, shipped};

    #[test]
    fn what_has_its_day_is_told_once_and_calendars_can_read_it() {
        let catalogue = Catalogue::of(&shipped());
        let all = happenings(&catalogue.programmes, catalogue.measure_index(), Lang::Ja);
        assert!(all.len() > 30, "{}", all.len());
        assert!(all.windows(2).all(|two| two[0].first <= two[1].first));
        let fund: Vec<_> = all.iter().filter(|h| h.what == What::Closes && h.first == jiff::civil::date(2022, 10, 21)).collect();
        // Two schemes of one call, and not their measures again.
        assert_eq!(fund.len(), 2, "{fund:?}");
        assert!(fund[0].days.ends_with("17:00"), "{fund:?}");
        let now = "2022-10-01T00:00:00Z".parse().unwrap();
        let word = |happening: &super::Happening| format!("{:?}: {}, {}", happening.what, happening.title, happening.says);
        let calendar = icalendar(&all, now, "支援, 施策", word, |path| format!("https://shien.example{path}"));
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "a line is too long");
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), all.len());
        assert!(calendar.contains("X-WR-CALNAME:支援\\, 施策\r\n"));
        let unfolded = calendar.replace("\r\n ", "");
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20221021\r\nDTEND;VALUE=DATE:20221022\r\n"), "{unfolded}");
        let feed = atom(&all, now, "支援 & 施策", word, |path| format!("https://shien.example{path}"));
        assert!(feed.contains("<title>支援 &amp; 施策</title>") && feed.contains("2022-09-25T15:00:00Z"));
        // What has not happened yet is no news.
        assert!(!feed.contains("2022-10-20T15:00:00Z"), "{feed}");
    }
}
