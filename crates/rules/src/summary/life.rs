//! What comes after an application, told clause by clause: documents, schedule, duties, notes.

use super::{Section, Summary, data};
use crate::{
    language::{DayFrom, Due, DutyBy, PeriodOrYears, When},
    words::Lang,
};

impl Summary<'_, '_> {
    /// When a duty is due.
    pub(super) fn due(&self, due: &Due) -> String {
        let event = |from: &DayFrom| match from {
            DayFrom::Event(event) => self.word(&format!("event-{}", event.word().replace('_', "-"))),
            DayFrom::Fact(of) => self.teller.fact(&of.fact),
        };
        let told = |key: &str, parts: &[(&str, String)]| self.teller.with(key, parts);
        let later = |event: String, years: i16| match years {
            0 => event,
            years => told("due-years-later", &[("event", event), ("years", years.to_string())]),
        };
        match due {
            Due::DayOfMonth { day, months_after, event: e, .. } => {
                told("due-day-of-month", &[("event", event(e)), ("months", months_after.to_string()), ("day", day.to_string())])
            }
            Due::DaysAfter { days, event: e, .. } => told("due-days-after", &[("event", event(e)), ("days", days.to_string())]),
            Due::SameDay { months_after, event: e } => {
                let key = if *months_after < 0 { "due-same-day-before" } else { "due-same-day" };
                told(key, &[("event", event(e)), ("months", months_after.abs().to_string())])
            }
            Due::EndOfMonth { months_after, event: e } => {
                told("due-end-of-month", &[("event", event(e)), ("months", months_after.to_string())])
            }
            Due::EndOfPeriod { period, event: e, .. } => {
                let period = match period {
                    PeriodOrYears::Period(period) if self.teller.lang() == Lang::Ja => period.ja(),
                    PeriodOrYears::Period(period) => period.to_string(),
                    PeriodOrYears::Years(of) => self.teller.fact(&of.fact),
                };
                told("due-end-of-period", &[("event", event(e)), ("period", period)])
            }
            Due::EarlierOf(all) | Due::LaterOf(all) => {
                let each: Vec<String> = all.iter().map(|due| self.due(due)).collect();
                let key = if matches!(due, Due::EarlierOf(_)) { "due-earlier" } else { "due-later" };
                told(key, &[("all", self.teller.listed(&each))])
            }
            Due::FiscalYearsAfter { years, event: e } => told("due-fiscal-years", &[("event", event(e)), ("years", years.to_string())]),
            Due::YearlyAfter { times, event: e } => told("due-yearly", &[("event", event(e)), ("times", times.to_string())]),
            Due::EachFiscalYear { times, event: e, years_later, days_after: Some(days), .. } => told(
                "due-each-year-days",
                &[("event", later(event(e), *years_later)), ("days", days.to_string()), ("times", times.to_string())],
            ),
            Due::EachFiscalYear { times, event: e, years_later, day, .. } => {
                let (month, day) = day.map_or((0, 0), |d| (d.month, d.day));
                let parts = [
                    ("event", later(event(e), *years_later)),
                    ("month", month.to_string()),
                    ("day", day.to_string()),
                    ("times", times.to_string()),
                ];
                told("due-each-year-day", &parts)
            }
            Due::On(when) => told("due-on", &[("day", self.when(when))]),
            Due::Before(text) | Due::NoDate(text) => self.text(text),
        }
    }

    pub(super) fn when(&self, when: &When) -> String {
        if self.teller.lang() == Lang::Ja { when.ja() } else { when.en() }
    }

    pub(super) fn rest(&mut self) {
        let p = self.teller.programme();
        for (id, d) in &p.documents {
            let mut name = self.text(&d.name);
            if let Some(form) = &d.form {
                name += &format!("（{form}）");
            }
            if let Some(issued) = &d.issued_within {
                let period = if self.teller.lang() == Lang::Ja { issued.period.ja() } else { issued.period.to_string() };
                let before = self.teller.fact(&issued.before);
                name += &self.teller.with("summary-issued-within", &[("period", period), ("before", before)]);
            }
            if d.when.is_some() {
                name += &format!("［{}］", self.word("summary-if-needed"));
            }
            // A number that the document gives is told; a name of ours is not.
            let number = if id.starts_with(|c: char| c.is_ascii_digit()) { id.clone() } else { String::new() };
            self.add(Section::Documents, format!("documents.{id}"), number, name, Some(&d.cite), data(d));
        }
        for (id, q) in &p.plan_questions {
            self.clause(Section::Plan, format!("plan_questions.{id}"), &q.ask, &q.cite, q);
        }
        for (id, f) in &p.facts {
            let ask = self.text(&f.ask);
            self.add(Section::Facts, format!("facts.{id}"), String::new(), ask, None, data(f));
        }
        for (id, s) in &p.schedule {
            let mut text = s.from.as_ref().map(|from| self.when(from)).unwrap_or_default();
            text += &match (&s.from, &s.to) {
                (Some(_), Some(to)) => format!("～{}", self.when(to)),
                (None, Some(to)) => self.teller.with("summary-until", &[("day", self.when(to))]),
                _ => String::new(),
            };
            if s.about {
                text += &self.word("summary-about");
            }
            if s.planned {
                text += &self.word("summary-planned");
            }
            let head = self.text(&s.says);
            self.add(Section::Schedule, format!("schedule.{id}"), head, text, Some(&s.cite), data(s));
        }
        for (id, c) in &p.criteria {
            let text = self.text(&c.says);
            self.add(Section::Criteria, format!("criteria.{id}"), String::new(), text, Some(&c.cite), data(c));
        }
        for (id, point) in &p.points {
            let head = self.word(if point.points < 0 { "summary-malus" } else { "summary-bonus" });
            let text = self.teller.with("point-told", &[("says", self.text(&point.says)), ("points", format!("{:+}", point.points))]);
            self.add(Section::Criteria, format!("points.{id}"), head, text, Some(&point.cite), data(point));
        }
        if let Some(most) = p.points_at_most {
            let text = self.teller.with("summary-points", &[("points", most.to_string())]);
            self.add(Section::Criteria, "points_at_most", self.word("summary-points-at-most"), text, None, data(&most));
        }
        for (id, d) in &p.duties {
            let (head, mut due) = (self.text(&d.says), self.due(&d.due));
            if d.each_line.is_some() {
                due = self.teller.with("summary-of-each-line", &[("due", due)]);
            }
            if d.by == DutyBy::Agency {
                due = self.teller.with("duty-by-agency", &[("duty", due)]);
            }
            self.add(Section::Duties, format!("duties.{id}"), head, due, Some(&d.cite), data(d));
        }
        for (id, c) in &p.notes {
            self.clause(Section::Notes, format!("notes.{id}"), &c.says, &c.cite, &());
        }
        if let Some(c) = &p.publication {
            self.clause(Section::Notes, "publication".to_owned(), &c.fields, &c.cite, c);
        }
        for (id, r) in &p.readings {
            let chosen = r.options.get(&r.chosen).map(|o| self.text(&o.means)).unwrap_or_default();
            let (head, text) = (self.text(&r.question), format!("{chosen} — {}", self.text(&r.because)));
            self.add(Section::Readings, format!("readings.{id}"), head, text, Some(&r.cite), data(&r.chosen));
        }
        if let Some(contact) = &p.contact {
            self.clause(Section::Contact, "contact.office".to_owned(), &contact.office, &contact.cite, &());
            if let Some(address) = &contact.address {
                self.add(Section::Contact, "contact.address", String::new(), address.clone(), None, serde_json::Value::Null);
            }
            for (head, way) in [("TEL", &contact.phone), ("FAX", &contact.fax), ("E-mail", &contact.email)] {
                if let Some(way) = way {
                    self.add(Section::Contact, format!("contact.{head}"), head.to_owned(), way.clone(), None, serde_json::Value::Null);
                }
            }
        }
    }
}
