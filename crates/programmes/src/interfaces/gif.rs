//! 政府相互運用性フレームワーク (GIF): support programmes as DS-451-4 (行政サービス・制度), courses and events as DS-451-5 (イベント), desks as
//! DS-451-7 (支援機関の窓口), for whoever takes them into another catalogue. Source: JDA-DM/GIF, 451_4, 451_5, 451_7.

use std::io::Write;

use documents::table::{Cell, Column, Csv};
use platform::Error;
use rules::{
    language::RateRule,
    measure::{FactValue, MeasureGroup, MeasureKind, Purpose, Stage, Unit},
    words::Lang,
};
use serde_json::{Map, Value};

use crate::{
    measures::{Entry, MeasureIndex},
    model::Programme,
};

/// Which of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// DS-451-4 行政サービス・制度.
    Services,
    /// DS-451-5 イベント.
    Events,
    /// DS-451-7 支援窓口.
    Desks,
}

impl Form {
    /// The form that a path names.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "ds-451-4" => Some(Self::Services),
            "ds-451-5" => Some(Self::Events),
            "ds-451-7" => Some(Self::Desks),
            _ => None,
        }
    }

    /// Its columns, in their order.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Services => &[
                "制度番号",
                "元制度番号",
                "制度所管組織",
                "タイトル",
                "概要",
                "内容",
                "対象者",
                "地域",
                "従業員条件",
                "給付上限額",
                "最大補助率",
                "公募開始日",
                "公募終了日",
                "電子申請の有無",
                "標準産業分類",
                "事業ステージ",
                "お困りごと",
                "サービス種別",
                "キーワード",
                "実施組織・支援機関",
                "連絡先情報",
                "参照URL",
            ],
            Self::Events => {
                &["ID", "名称", "概要", "説明", "種類", "対象者", "詳細URL", "開催日", "終了日", "場所", "主催", "料金", "連絡先", "備考"]
            }
            Self::Desks => &["ID", "名称", "概要", "種類", "対象者", "地域", "実施組織", "連絡先", "詳細URL"],
        }
    }
}

/// At most so many signs.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

fn joined<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(";")
}

/// A topic of DS-491-1 that a purpose is nearest to.
const fn topic(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::StartUp => "起業",
        Purpose::Hiring | Purpose::Training => "雇用・人材",
        Purpose::Patents => "知財",
        Purpose::Equipment | Purpose::Digital | Purpose::Place => "設備投資",
        Purpose::Research | Purpose::Testing => "研究開発",
        Purpose::Sales => "販路開拓",
        Purpose::Overseas => "海外展開",
        Purpose::Orders => "取引・官公需",
        Purpose::Green => "環境・省エネ",
        Purpose::Succession => "事業承継",
        Purpose::Regional | Purpose::Collaboration => "商業・地域・団体支援",
        Purpose::Funds
        | Purpose::Guarantee
        | Purpose::Disaster
        | Purpose::Management
        | Purpose::Information
        | Purpose::Recognition
        | Purpose::Policy => "事業計画",
    }
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::BeforeFounding | Stage::Founding => "創業期",
        Stage::Growth | Stage::Established => "成長期・成熟期",
        Stage::Succession => "転換期",
    }
}

const fn service(kind: MeasureKind) -> &'static str {
    match kind.group() {
        MeasureGroup::Grant | MeasureGroup::RentSubsidy | MeasureGroup::InterestSubsidy | MeasureGroup::GuaranteeFeeSubsidy => "補助金",
        MeasureGroup::Loan => "貸付",
        MeasureGroup::Fund => "出資",
        MeasureGroup::Register => "規制・許認可",
        MeasureGroup::Offering => "セミナー・研修・イベント",
        _ => match kind {
            MeasureKind::Dispatch => "専門家派遣",
            _ => "情報提供・相談",
        },
    }
}

/// A rate in percent, to the nearest tenth: 1/3 is 33.3, 2/3 is 66.7.
fn percent(rate: kernel::Rate) -> String {
    let whole = i128::from(rate.denominator().max(1));
    let thousandths = (i128::from(rate.numerator()) * 2_000 + whole) / (2 * whole);
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// The largest rate of a measure, or of its programme.
fn most_rate(entry: &Entry, programme: Option<&Programme>) -> Option<kernel::Rate> {
    let own = entry.measure.facts.values().filter_map(|fact| match &fact.value {
        FactValue::Number { number, unit: Unit::Rate, .. } if *number <= kernel::Rate::ONE => Some(*number),
        _ => None,
    });
    let of_programme =
        programme.into_iter().flat_map(|programme| programme.plan().programme.amount.rate.values()).filter_map(|(_, rule)| match rule {
            RateRule::Rate(rate) => Some(*rate),
            RateRule::Brackets(_) => None,
        });
    of_programme.max().or_else(|| own.max())
}

/// A row of a form: a text for each column.
pub type Row = Vec<String>;

/// The rows of a form; `link` makes an address of a path.
pub fn rows(form: Form, index: &MeasureIndex, programmes: &[Programme], link: impl Fn(&str) -> String) -> Vec<Row> {
    let entries = index.entries.iter().filter(|entry| entry.is_for_use());
    let of_form = entries.filter(|entry| match form {
        Form::Services => true,
        Form::Events => matches!(entry.measure.kind, MeasureKind::Course | MeasureKind::Event | MeasureKind::Booth),
        Form::Desks => matches!(entry.measure.kind, MeasureKind::Consultation | MeasureKind::Visit),
    });
    of_form.map(|entry| row(form, entry, programmes, &link)).collect()
}

fn row(form: Form, entry: &Entry, programmes: &[Programme], link: &impl Fn(&str) -> String) -> Row {
    let measure = &entry.measure;
    let ja = Lang::Ja;
    let programme = measure.programmes.first().and_then(|id| programmes.iter().find(|programme| programme.id() == id));
    let window = measure.window.as_ref();
    let own_window = programme.map(|programme| &programme.plan().programme.window);
    let opens = own_window.map(|w| w.opens.date()).or_else(|| Some(window?.from.as_ref()?.first));
    let closes = own_window.map(|w| w.closes.date()).or_else(|| Some(window?.to.as_ref()?.last));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let who = measure.eligible.who.iter().map(|who| who.label(ja)).chain(measure.eligible.condition.iter().map(|c| c.ja.as_str()));
    let who = joined(who);
    let areas = joined(measure.eligible.prefectures.iter().map(|prefecture| prefecture.to_string()));
    let operator = entry.operator.ja.clone();
    let address = link(&format!("/measures/{}", entry.id));
    let held = measure.schedule.values().next();
    let place = measure.facts.iter().find(|(key, _)| key.contains("place") || key.contains("venue")).map(|(_, fact)| fact.value.text(ja));
    let fee = measure.facts.iter().find(|(key, _)| key.contains("fee")).map(|(_, fact)| fact.value.text(ja));
    let contact = programme.and_then(|p| p.plan().programme.contact.as_ref()).map_or_else(
        || operator.clone(),
        |contact| {
            [Some(contact.office.ja.clone()), contact.phone.clone(), contact.email.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        },
    );
    match form {
        Form::Services => vec![
            entry.id.clone(),
            String::new(),
            operator.clone(),
            cut(&measure.name.ja, 40),
            cut(&measure.says.ja, 100),
            cut(&measure.says.ja, 500),
            who,
            areas,
            joined(measure.eligible.sizes.iter().map(|size| match size {
                kernel::SizeClass::Small => "小規模企業者",
                kernel::SizeClass::Sme => "中小企業者",
                kernel::SizeClass::Mid => "中堅企業者",
                kernel::SizeClass::Large => "大企業",
            })),
            entry.most_yen().map(|yen| yen.get().to_string()).unwrap_or_default(),
            most_rate(entry, programme).map(percent).unwrap_or_default(),
            day(opens),
            day(closes),
            if programme.is_some() { "有" } else { "" }.to_owned(),
            joined(measure.eligible.industries.iter().take(3).map(|industry| industry.to_string())),
            joined(unique(measure.stages.iter().map(|own| stage(*own)))),
            joined(unique(measure.purposes.iter().map(|purpose| topic(*purpose)))),
            service(measure.kind).to_owned(),
            joined(measure.purposes.iter().map(|p| p.label(ja)).chain(measure.fields.iter().map(|f| f.label(ja)))),
            operator,
            contact,
            address,
        ],
        Form::Events => vec![
            entry.id.clone(),
            measure.name.ja.clone(),
            cut(&measure.says.ja, 70),
            measure.says.ja.clone(),
            measure.kind.label(ja).to_owned(),
            who,
            address,
            held.and_then(|held| held.from.as_ref()).map(|from| from.first.to_string()).unwrap_or_default(),
            held.and_then(|held| held.to.as_ref()).map(|to| to.last.to_string()).unwrap_or_default(),
            place.unwrap_or_default(),
            operator,
            fee.unwrap_or_default(),
            contact,
            if held.is_some_and(|held| held.planned) { "予定" } else { "" }.to_owned(),
        ],
        Form::Desks => vec![
            entry.id.clone(),
            measure.name.ja.clone(),
            measure.says.ja.clone(),
            measure.kind.label(ja).to_owned(),
            who,
            areas,
            operator,
            contact,
            address,
        ],
    }
}

fn unique<'t>(all: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}

/// The rows as a list of mappings.
pub fn json(form: Form, rows: &[Row]) -> Value {
    let mapping = |row: &Row| -> Map<String, Value> {
        let cells = form.columns().iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(column, cell)| ((*column).to_owned(), cell.as_str().into())).collect()
    };
    rows.iter().map(mapping).collect()
}

/// The rows as CSV.
pub fn csv(form: Form, rows: &[Row], to: impl Write) -> Result<(), Error> {
    let columns: Vec<Column> = form.columns().iter().map(|title| Column::new(*title, 20)).collect();
    let broken = |error: documents::Error| Error::Broken(error.to_string());
    let mut out = Csv::new(to, &columns).map_err(broken)?;
    for row in rows {
        let cells: Vec<Cell> = row.iter().map(|text| Cell::Text(text.clone())).collect();
        out.row(&cells).map_err(broken)?;
    }
    out.finish().map_err(broken)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::{Form, csv, json, percent, rows};
    use crate::model::{Catalogue, shipped};

    #[test]
    fn the_forms_hold_what_they_must_and_no_more() {
        let catalogue = Catalogue::of(&shipped());
        let of = |form| rows(form, catalogue.measure_index(), &catalogue.programmes, |path| format!("https://shien.example{path}"));
        for (form, least) in [(Form::Services, 280), (Form::Events, 80), (Form::Desks, 20)] {
            let all = of(form);
            assert!(all.len() > least, "{form:?}: {}", all.len());
            assert!(all.iter().all(|row| row.len() == form.columns().len()));
            let mut text = Vec::new();
            csv(form, &all, &mut text).unwrap();
            assert!(text.starts_with("\u{feff}".as_bytes()));
            assert_eq!(json(form, &all).as_array().unwrap().len(), all.len());
        }
        let services = of(Form::Services);
        let column = |name: &str| Form::Services.columns().iter().position(|column| *column == name).unwrap();
        for row in &services {
            for (name, most) in [("タイトル", 40), ("概要", 100), ("内容", 500)] {
                let cell = &row[column(name)];
                assert!(!cell.is_empty() && cell.chars().count() <= most, "{name}: {cell}");
            }
            assert!(!row[column("連絡先情報")].is_empty() && !row[column("制度所管組織")].is_empty());
        }
        let row = services.iter().find(|row| row[0] == "tochigi-center-green-fund-incubation").unwrap();
        assert_eq!(row[column("給付上限額")], "10000000");
        assert_eq!(row[column("最大補助率")], "66.7");
        assert_eq!((row[column("公募開始日")].as_str(), row[column("公募終了日")].as_str()), ("2022-09-26", "2022-10-21"));
        assert_eq!(percent(kernel::Rate::new(1, 3).unwrap()), "33.3");
        assert_eq!(percent(kernel::Rate::ONE), "100.0");
    }
}
