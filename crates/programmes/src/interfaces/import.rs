//! 他機関の施策の取込み: what jGrants answers and what files of GIF (DS-451-4) say, as measures that name where they come from and when.
//!
//! Each record becomes a line of a text, which the measure cites; so what was taken over can be held against what was read.

use jiff::{Timestamp, civil::Date};
use kernel::{FiscalYear, Prefecture, Yen};
use rules::measure::{MeasuresRead, measures};
use serde_json::{Map, Value, json};

/// What measures of other agencies are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// Answers of the API of jGrants: a list, details, or several of them in an array.
    Jgrants,
    /// 行政サービス・制度 of GIF as CSV.
    Ds4514,
}

impl ImportFormat {
    const fn word(self) -> &'static str {
        match self {
            Self::Jgrants => "jgrants",
            Self::Ds4514 => "ds-451-4",
        }
    }

    /// The system, as its terms ask to be named.
    const fn name(self) -> [&'static str; 2] {
        match self {
            Self::Jgrants => ["Jグランツ（jGrants）", "jGrants"],
            Self::Ds4514 => ["行政サービス・制度データ（DS-451-4）", "Service data (DS-451-4)"],
        }
    }
}

/// What came of an import: the file of measures, the text that it cites, and what was left aside.
#[derive(Debug)]
pub struct Import {
    /// The file, `name.measures.yaml`.
    pub file: String,
    /// Its text, a record a line.
    pub text: String,
    /// The document that it cites; the text's file name begins with it.
    pub document: String,
    /// How many measures there are.
    pub measures: usize,
    /// Records that name no measure, by their place from 1.
    pub left_aside: Vec<usize>,
}

/// What can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The text is no JSON or no CSV.
    #[error("the text is not what {0} answers: {1}")]
    Text(&'static str, String),
    /// There is no record.
    #[error("there is no record in it")]
    Nothing,
    /// What came of it is no sound file of measures.
    #[error("what came of it is not sound: {0}")]
    Unsound(String),
}

/// A record, whatever it was read from.
#[derive(Debug, Default)]
struct Record {
    id: String,
    title: String,
    says: String,
    operator: String,
    opens: Option<Date>,
    closes: Option<Date>,
    most_yen: Option<i64>,
    rate: String,
    area: String,
    employees: String,
    address: String,
}

/// Reads what was taken on a day.
pub fn import(format: ImportFormat, body: &[u8], on: Date) -> Result<Import, ImportError> {
    let wrong = |message: String| ImportError::Text(format.word(), message);
    let (records, lines): (Vec<Record>, Vec<String>) = match format {
        ImportFormat::Jgrants => {
            let answer: Value = serde_json::from_slice(body).map_err(|error| wrong(error.to_string()))?;
            let mut all = Vec::new();
            results(&answer, &mut all);
            all.into_iter().map(|value| (of_jgrants(value), value.to_string())).unzip()
        }
        ImportFormat::Ds4514 => {
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
            let heads = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
            let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(|error| wrong(error.to_string()))?;
            let cells = |row: &csv::StringRecord| -> Map<String, Value> {
                heads.iter().zip(row.iter()).map(|(head, cell)| (head.trim().to_owned(), Value::String(cell.trim().to_owned()))).collect()
            };
            rows.iter().map(|row| (of_gif(&cells(row)), Value::Object(cells(row)).to_string())).unzip()
        }
    };
    if records.is_empty() {
        return Err(ImportError::Nothing);
    }
    let document = format!("{}-{on}", format.word());
    let [ja, en] = format.name();
    let mut all = Map::new();
    let mut left_aside = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let id = identifier(format, record, place);
        if record.title.is_empty() || all.contains_key(&id) {
            left_aside.push(place + 1);
        } else {
            all.insert(id, record.measure(place + 1));
        }
    }
    let year = FiscalYear::of(on).ok_or(ImportError::Nothing)?;
    let file = json!({
        "shien": 1,
        "source": { "document": document, "title": { "ja": format!("{ja}からの出典"), "en": format!("Taken from {en}") }, "lines": lines.len() },
        "imported": { "from": { "ja": ja, "en": en }, "on": on.to_string() },
        "operator": { "ja": "実施機関の記載なし", "en": "Operator not named" },
        "fiscal_year": year.get(),
        "measures": all,
    });
    // JSON is YAML.
    let file = format!("{file:#}\n");
    let read: MeasuresRead = measures(file.as_bytes());
    if !read.sound() {
        return Err(ImportError::Unsound(read.diagnostics.first().map(|fault| fault.message.clone()).unwrap_or_default()));
    }
    Ok(Import { file, text: lines.join("\n") + "\n", document, measures: all.len(), left_aside })
}

/// Every record of answers, however deep they are put together.
fn results<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| results(one, found)),
        Value::Object(map) => match map.get("result") {
            Some(inner) => results(inner, found),
            None => found.push(value),
        },
        _ => {}
    }
}

fn of_jgrants(value: &Value) -> Record {
    let text = |key: &str| value[key].as_str().unwrap_or_default().trim().to_owned();
    let day = |key: &str| value[key].as_str().and_then(|at| at.parse::<Timestamp>().ok()).map(|at| kernel::in_japan(at).date());
    Record {
        id: text("id"),
        title: text("title"),
        says: text("subsidy_catch_phrase"),
        operator: text("institution_name"),
        opens: day("acceptance_start_datetime"),
        closes: day("acceptance_end_datetime"),
        most_yen: value["subsidy_max_limit"].as_i64().filter(|yen| *yen > 0),
        rate: text("subsidy_rate"),
        area: text("target_area_search"),
        employees: text("target_number_of_employees"),
        address: text("front_subsidy_detail_page_url"),
    }
}

fn of_gif(cells: &Map<String, Value>) -> Record {
    let text = |head: &str| cells.get(head).and_then(Value::as_str).unwrap_or_default().to_owned();
    let day = |head: &str| kernel::date::parse_date(&text(head)).ok();
    let operator = Some(text("実施組織・支援機関")).filter(|name| !name.is_empty()).unwrap_or_else(|| text("制度所管組織"));
    Record {
        id: text("制度番号"),
        title: text("タイトル"),
        says: text("概要"),
        operator,
        opens: day("公募開始日"),
        closes: day("公募終了日"),
        most_yen: Yen::parse(&text("給付上限額")).ok().map(Yen::get).filter(|yen| *yen > 0),
        rate: Some(text("最大補助率"))
            .filter(|rate| !rate.is_empty())
            .map(|rate| format!("{}%", rate.trim_end_matches('%')))
            .unwrap_or_default(),
        area: text("地域"),
        employees: text("従業員条件"),
        address: text("参照URL"),
    }
}

/// An identifier that no measure of the agency's own has.
fn identifier(format: ImportFormat, record: &Record, place: usize) -> String {
    let own: String = record.id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let own = if own.is_empty() { (place + 1).to_string() } else { own };
    format!("{}-{own}", format.word())
}

impl Record {
    /// The prefectures that the area names; none where it names anything else.
    fn prefectures(&self) -> Vec<String> {
        let parts = self.area.split(['/', ';', '、']).map(str::trim).filter(|part| !part.is_empty());
        let read = parts.map(|part| Prefecture::parse(part).ok().map(|prefecture| prefecture.to_string())).collect::<Option<Vec<_>>>();
        read.unwrap_or_default()
    }

    /// As an entry of a file of measures, citing a line.
    fn measure(&self, line: usize) -> Value {
        let both = |text: &str| json!({ "ja": text });
        let cite = json!({ "lines": line });
        let mut facts = Map::new();
        let mut text = |name: &str, [ja, en]: [&str; 2], value: &str| {
            if !value.is_empty() {
                facts.insert(name.to_owned(), json!({ "says": { "ja": ja, "en": en }, "text": both(value), "cite": cite }));
            }
        };
        text("rate", ["補助率", "Rate"], &self.rate);
        text("area", ["対象地域", "Area"], &self.area);
        text("employees", ["従業員数", "Employees"], &self.employees);
        text("address", ["掲載ページ", "Page"], &self.address);
        if let Some(yen) = self.most_yen {
            let fact = json!({ "says": { "ja": "上限額", "en": "Limit" }, "at_most": yen, "unit": "yen", "cite": cite });
            facts.insert("cap".to_owned(), fact);
        }
        let says = if self.says.is_empty() { &self.title } else { &self.says };
        let mut measure = json!({
            "kind": "grant",
            "name": both(&self.title),
            "says": both(says),
            "eligible": { "who": ["business"], "prefectures": self.prefectures() },
            "facts": facts,
            "cite": cite,
        });
        if !self.operator.is_empty() {
            measure["operator"] = both(&self.operator);
        }
        let days = [("from", self.opens), ("to", self.closes)];
        let is_order = self.opens.zip(self.closes).is_none_or(|(opens, closes)| opens <= closes);
        if is_order && days.iter().any(|(_, day)| day.is_some()) {
            let mut window = json!({ "says": { "ja": "募集期間", "en": "Call for applications" }, "cite": cite });
            for (key, day) in days {
                if let Some(day) = day {
                    window[key] = Value::String(day.to_string());
                }
            }
            measure["window"] = window;
        }
        measure
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rules::measure::Openness;

    use super::*;

    fn taken(format: ImportFormat, body: &str) -> (Import, rules::measure::MeasureFile) {
        let import = import(format, body.as_bytes(), date(2026, 11, 30)).unwrap();
        let read = measures(import.file.as_bytes());
        let file = read.file.clone().unwrap();
        // What was taken over stands in the text that it cites.
        assert!(rules::measure::sources(&file, &import.text).is_empty());
        (import, file)
    }

    #[test]
    fn answers_of_jgrants_become_measures_that_name_where_they_come_from() {
        let list = r#"[{"metadata":{},"result":[{"id":"S0J0w00wer0wUgr77E","name":"S-1","title":"小規模事業者補助金","target_area_search":"東京都 / 大阪府",
            "subsidy_max_limit":10000000,"acceptance_start_datetime":"2026-07-24T08:30:00.000Z","acceptance_end_datetime":"2026-08-24T08:30:00.000Z",
            "target_number_of_employees":"20名以下","institution_name":null},{"id":"b","title":"全国の補助金","target_area_search":"全国"},{"id":"b","title":"二重"}]},
            {"result":[]}]"#;
        let (import, file) = taken(ImportFormat::Jgrants, list);
        assert_eq!((import.measures, import.left_aside, import.document.as_str()), (2, vec![3], "jgrants-2026-11-30"));
        assert_eq!(file.imported.as_ref().unwrap().on, date(2026, 11, 30));
        let measure = &file.measures["jgrants-s0j0w00wer0wugr77e"];
        assert_eq!(measure.most_yen().map(Yen::get), Some(10_000_000));
        let places: Vec<String> = measure.eligible.prefectures.iter().map(|p| p.name_ja().to_owned()).collect();
        assert_eq!(places, ["東京都", "大阪府"]);
        assert_eq!(measure.openness(file.fiscal_year, date(2026, 8, 24)), Openness::Open);
        assert_eq!(measure.openness(file.fiscal_year, date(2026, 8, 25)), Openness::Closed);
        assert!(file.measures["jgrants-b"].eligible.prefectures.is_empty());
    }

    #[test]
    fn what_we_export_as_ds_451_4_can_be_imported_elsewhere() {
        let (index, mut csv) = (crate::measures::MeasureIndex::default(), Vec::new());
        let rows = crate::interfaces::gif::rows(crate::interfaces::gif::Form::Services, &index, &[], str::to_owned);
        crate::interfaces::gif::csv(crate::interfaces::gif::Form::Services, &rows, &mut csv).unwrap();
        assert!(matches!(super::import(ImportFormat::Ds4514, &csv, date(2026, 11, 30)), Err(ImportError::Nothing)));
        let row = format!(
            "{}A-1,,県,展示会の出展助成,出展費を助成します,,,09;10,,50万円,33.3,令和8年4月1日,2026-05-29\n",
            String::from_utf8(csv).unwrap()
        );
        let (import, file) = taken(ImportFormat::Ds4514, &row);
        assert_eq!(import.measures, 1);
        let measure = &file.measures["ds-451-4-a-1"];
        assert_eq!(measure.most_yen().map(Yen::get), Some(500_000));
        assert_eq!(measure.eligible.prefectures.len(), 2);
        assert_eq!(measure.openness(file.fiscal_year, date(2026, 4, 1)), Openness::Open);
    }

    #[test]
    fn what_is_no_answer_is_refused_with_a_word() {
        for (format, body) in [(ImportFormat::Jgrants, "<html>"), (ImportFormat::Jgrants, "{\"result\":[]}"), (ImportFormat::Ds4514, "")] {
            assert!(import(format, body.as_bytes(), date(2026, 11, 30)).is_err(), "{body}");
        }
    }
}
