//! 補助金情報取得API of jGrants: the same questions, the same answers, so that what reads the national portal reads this one. Source:
//! developers.digital.go.jp/documents/jgrants/api.

use jiff::{Timestamp, civil::DateTime};
use kernel::{SizeClass, text};
use rules::{
    language::{RateRule, YenRule},
    measure::{Eligible, MeasureKind, Purpose},
    words::Lang,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    measures::{Entry, MeasureIndex},
    model::Programme,
};

/// A grant as jGrants tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subsidy {
    /// At most 18 signs, as there.
    pub id: String,
    /// Its identifier in the catalogue.
    pub name: String,
    /// 制度名.
    pub title: String,
    /// What it is, in a sentence.
    pub catch_phrase: String,
    /// 利用目的, of the list there.
    pub use_purposes: Vec<&'static str>,
    /// 業種: the divisions as there; all of them where none is named.
    pub industries: Vec<String>,
    /// 対象地域: prefectures by their names, or 全国.
    pub areas: Vec<String>,
    /// 従業員数.
    pub employees: &'static str,
    /// 補助率, as a text.
    pub rate: Option<String>,
    /// 補助上限額.
    pub most_yen: Option<i64>,
    /// 募集開始.
    pub opens: Option<Timestamp>,
    /// 募集終了.
    pub closes: Option<Timestamp>,
    /// 実施機関.
    pub institution: String,
    /// 第2回.
    pub round: Option<u32>,
    /// The path of its page here.
    pub path: String,
    /// Whether an application is filed here.
    pub is_online: bool,
}

/// 従業員数 as it is chosen there.
const ANY_NUMBER: &str = "従業員数の制約なし";
/// The words of `target_number_of_employees`.
pub const EMPLOYEES: [&str; 8] = [ANY_NUMBER, "5名以下", "20名以下", "50名以下", "100名以下", "300名以下", "900名以下", "901名以上"];

/// The words of `use_purpose`.
pub const USE_PURPOSES: [&str; 15] = [
    "新たな事業を行いたい",
    "販路拡大・海外展開をしたい",
    "イベント・事業運営支援がほしい",
    "事業を引き継ぎたい",
    "研究開発・実証事業を行いたい",
    "人材育成を行いたい",
    "資金繰りを改善したい",
    "設備整備・IT導入をしたい",
    "雇用・職場環境を改善したい",
    "エコ・SDGs活動支援がほしい",
    "災害（自然災害、感染症等）支援がほしい",
    "教育・子育て・少子化支援がほしい",
    "スポーツ・文化支援がほしい",
    "安全・防災対策支援がほしい",
    "まちづくり・地域振興支援がほしい",
];

/// The purpose of the list there that a purpose of ours is nearest to.
const fn use_purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::StartUp => USE_PURPOSES[0],
        Purpose::Sales | Purpose::Overseas | Purpose::Orders => USE_PURPOSES[1],
        Purpose::Collaboration | Purpose::Information | Purpose::Recognition | Purpose::Management | Purpose::Policy => USE_PURPOSES[2],
        Purpose::Succession => USE_PURPOSES[3],
        Purpose::Research | Purpose::Patents | Purpose::Testing => USE_PURPOSES[4],
        Purpose::Training => USE_PURPOSES[5],
        Purpose::Funds | Purpose::Guarantee => USE_PURPOSES[6],
        Purpose::Equipment | Purpose::Digital | Purpose::Place => USE_PURPOSES[7],
        Purpose::Hiring => USE_PURPOSES[8],
        Purpose::Green => USE_PURPOSES[9],
        Purpose::Disaster => USE_PURPOSES[10],
        Purpose::Regional => USE_PURPOSES[14],
    }
}

/// The regions of `target_area_search`, and the codes of their prefectures.
const REGIONS: [(&str, &[u8]); 8] = [
    ("北海道地方", &[1]),
    ("東北地方", &[2, 3, 4, 5, 6, 7]),
    ("関東・甲信越地方", &[8, 9, 10, 11, 12, 13, 14, 15, 19, 20]),
    ("東海・北陸地方", &[16, 17, 18, 21, 22, 23, 24]),
    ("近畿地方", &[25, 26, 27, 28, 29, 30]),
    ("中国地方", &[31, 32, 33, 34, 35]),
    ("四国地方", &[36, 37, 38, 39]),
    ("九州・沖縄地方", &[40, 41, 42, 43, 44, 45, 46, 47]),
];

/// An identifier as there: a letter and 17 more signs that follow from ours.
fn id_of(name: &str) -> String {
    let hash: String = Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("s{}", &hash[..17])
}

fn employees(eligible: &Eligible) -> &'static str {
    match eligible.sizes.iter().max() {
        Some(SizeClass::Small) => "20名以下",
        Some(SizeClass::Sme) => "300名以下",
        _ => ANY_NUMBER,
    }
}

fn areas(eligible: &Eligible) -> Vec<String> {
    if eligible.prefectures.is_empty() {
        return vec!["全国".to_owned()];
    }
    eligible.prefectures.iter().map(|prefecture| prefecture.name_ja().to_owned()).collect()
}

/// A division as it is spelled there: with 、 where the classification writes ，.
fn industries(eligible: &Eligible) -> Vec<String> {
    let named = eligible.industries.iter().map(|industry| industry.division().1.replace('，', "、"));
    let all = || kernel::Industry::divisions().map(|(_, ja, _)| ja.replace('，', "、")).collect();
    if eligible.industries.is_empty() { all() } else { named.collect() }
}

fn instant(moment: DateTime) -> Option<Timestamp> {
    kernel::from_japan(moment)
}

fn of_programme(programme: &Programme, entry: Option<&Entry>, is_online: bool) -> Subsidy {
    let own = &programme.plan().programme;
    let eligible = entry.map(|entry| entry.measure.eligible.clone()).unwrap_or_default();
    let caps = own.amount.cap.values().into_iter().filter_map(|(_, rule)| YenRule::yen(rule));
    let rates = own.amount.rate.values().into_iter().filter_map(|(_, rule)| match rule {
        RateRule::Rate(rate) => Some(rate.to_string()),
        RateRule::Brackets(_) => None,
    });
    let mut rates: Vec<String> = rates.collect();
    rates.dedup();
    Subsidy {
        id: id_of(programme.id()),
        name: programme.id().to_owned(),
        title: own.name.ja.clone(),
        catch_phrase: own.summary.says.ja.clone(),
        use_purposes: purposes(entry.map(|entry| entry.measure.purposes.as_slice()).unwrap_or_default()),
        industries: industries(&eligible),
        areas: areas(&eligible),
        employees: employees(&eligible),
        rate: (!rates.is_empty()).then(|| rates.join(" / ")),
        most_yen: caps.max(),
        opens: instant(own.window.opens),
        closes: instant(own.window.closes),
        institution: own.operator.as_ref().or(entry.map(|entry| &entry.operator)).map(|o| o.ja.clone()).unwrap_or_default(),
        round: Some(own.round),
        path: format!("/programmes/{}", programme.id()),
        is_online,
    }
}

fn of_measure(entry: &Entry) -> Subsidy {
    let measure = &entry.measure;
    let day = |when: Option<&rules::language::When>, last: bool| {
        let when = when?;
        let time = if last { when.last.at(23, 59, 59, 0) } else { when.first.at(0, 0, 0, 0) };
        instant(time)
    };
    let window = measure.window.as_ref();
    let year = entry.fiscal_year;
    let rate = measure
        .facts
        .values()
        .find(|fact| matches!(&fact.value, rules::measure::FactValue::Number { unit: rules::measure::Unit::Rate, .. }));
    Subsidy {
        id: id_of(&entry.id),
        name: entry.id.clone(),
        title: measure.name.ja.clone(),
        catch_phrase: measure.says.ja.clone(),
        use_purposes: purposes(&measure.purposes),
        industries: industries(&measure.eligible),
        areas: areas(&measure.eligible),
        employees: employees(&measure.eligible),
        rate: rate.map(|fact| fact.value.text(Lang::Ja)),
        most_yen: entry.most_yen().map(kernel::Yen::get),
        opens: window.map_or_else(|| instant(year.first_day().at(0, 0, 0, 0)), |window| day(window.from.as_ref(), false)),
        closes: window.map_or_else(|| instant(year.last_day().at(23, 59, 59, 0)), |window| day(window.to.as_ref(), true)),
        institution: entry.operator.ja.clone(),
        round: None,
        path: format!("/measures/{}", entry.id),
        is_online: false,
    }
}

fn purposes(own: &[Purpose]) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = own.iter().map(|purpose| use_purpose(*purpose)).collect();
    all.dedup();
    all
}

/// Every grant of a catalogue: its programmes, each with whether it is applied for here, and the measures that are grants without one.
pub fn subsidies(programmes: &[(Programme, bool)], index: &MeasureIndex) -> Vec<Subsidy> {
    let entry_of = |id: &str| {
        let named = |entry: &&Entry| entry.measure.kind == MeasureKind::Grant && entry.measure.programmes.iter().any(|own| own == id);
        index.entries.iter().find(named)
    };
    let of_programmes = programmes.iter().map(|(programme, online)| of_programme(programme, entry_of(programme.id()), *online));
    let bare = index.entries.iter().filter(|entry| entry.measure.kind == MeasureKind::Grant && entry.measure.programmes.is_empty());
    of_programmes.chain(bare.map(of_measure)).collect()
}

/// What is asked of the list. A number stands there as a number or as a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    keyword: String,
    sort: Sort,
    is_descending: bool,
    is_open: bool,
    use_purposes: Vec<String>,
    industries: Vec<String>,
    employees: String,
    areas: Vec<String>,
    institution: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Created,
    Starts,
    Ends,
}

/// The same in one parameter, as some clients send it.
#[derive(Debug, Deserialize)]
struct Packed {
    #[serde(flatten)]
    fields: serde_json::Map<String, Value>,
}

impl Query {
    /// Reads what an address asks; none where something that is needed is missing or wrong.
    pub fn read(pairs: &[(String, String)]) -> Option<Self> {
        let packed = pairs.iter().find(|(key, _)| key == "request").map(|(_, value)| serde_json::from_str::<Packed>(value));
        let packed = packed.transpose().ok()?.map(|packed| packed.fields).unwrap_or_default();
        let value = |name: &str| -> Option<String> {
            let own = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            own.or_else(|| packed.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        };
        let listed = |name: &str| -> Vec<String> {
            let text = value(name).unwrap_or_default();
            text.split('/').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
        };
        let keyword = value("keyword")?;
        if !(2..=255).contains(&keyword.chars().count()) {
            return None;
        }
        Some(Self {
            keyword: text::sought(&keyword),
            sort: match value("sort")?.as_str() {
                "created_date" => Sort::Created,
                "acceptance_start_datetime" => Sort::Starts,
                "acceptance_end_datetime" => Sort::Ends,
                _ => return None,
            },
            is_descending: match value("order")?.as_str() {
                "ASC" => false,
                "DESC" => true,
                _ => return None,
            },
            is_open: match value("acceptance")?.as_str() {
                "0" => false,
                "1" => true,
                _ => return None,
            },
            use_purposes: listed("use_purpose"),
            industries: listed("industry"),
            employees: value("target_number_of_employees").unwrap_or_default(),
            areas: listed("target_area_search"),
            institution: value("institution_name").unwrap_or_default(),
        })
    }

    fn takes(&self, subsidy: &Subsidy, now: Timestamp) -> bool {
        let held = [&subsidy.title, &subsidy.catch_phrase, &subsidy.institution].map(|text| text::sought(text)).concat();
        let is_open = subsidy.opens.is_none_or(|opens| opens <= now) && subsidy.closes.is_none_or(|closes| now <= closes);
        let normal = |text: &str| text.replace('，', "、");
        let regions = |area: &str| REGIONS.iter().find(|(name, _)| *name == area).map(|(_, codes)| *codes);
        let is_of_area = |area: &String| {
            let own = |name: &str| subsidy.areas.iter().any(|area| area == name);
            let of_region = |codes: &[u8]| codes.iter().filter_map(|code| kernel::Prefecture::new(*code)).any(|p| own(p.name_ja()));
            own("全国") || own(area) || regions(area).is_some_and(of_region)
        };
        held.contains(&self.keyword)
            && (!self.is_open || is_open)
            && (self.use_purposes.is_empty() || self.use_purposes.iter().any(|asked| subsidy.use_purposes.contains(&asked.as_str())))
            && (self.industries.is_empty() || self.industries.iter().any(|asked| subsidy.industries.contains(&normal(asked))))
            && (self.employees.is_empty() || subsidy.employees == ANY_NUMBER || subsidy.employees == self.employees)
            && (self.areas.is_empty() || self.areas.iter().any(is_of_area))
            && (self.institution.is_empty() || subsidy.institution.contains(&self.institution))
    }
}

fn metadata(count: usize) -> Value {
    json!({ "type": "https://developers.digital.go.jp/documents/jgrants/api/", "resultset": { "count": count } })
}

/// An instant as the list writes it.
fn with_seconds(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string().into())
}

/// An instant as the detail writes it: without seconds.
fn without_seconds(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| at.strftime("%Y-%m-%dT%H:%MZ").to_string().into())
}

fn joined<T: AsRef<str>>(all: &[T]) -> Value {
    if all.is_empty() {
        return Value::Null;
    }
    all.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" / ").into()
}

/// The answer to a question for the list: those that it takes, in its order.
pub fn list(all: &[Subsidy], query: &Query, now: Timestamp) -> Value {
    let mut found: Vec<&Subsidy> = all.iter().filter(|subsidy| query.takes(subsidy, now)).collect();
    match query.sort {
        Sort::Created => {}
        Sort::Starts => found.sort_by_key(|subsidy| subsidy.opens),
        Sort::Ends => found.sort_by_key(|subsidy| subsidy.closes),
    }
    if query.is_descending {
        found.reverse();
    }
    let row = |subsidy: &&Subsidy| {
        json!({
            "id": subsidy.id,
            "name": subsidy.name,
            "title": subsidy.title,
            "target_area_search": joined(&subsidy.areas),
            "subsidy_max_limit": subsidy.most_yen,
            "acceptance_start_datetime": with_seconds(subsidy.opens),
            "acceptance_end_datetime": with_seconds(subsidy.closes),
            "target_number_of_employees": subsidy.employees,
            "institution_name": subsidy.institution,
        })
    };
    json!({ "metadata": metadata(found.len()), "result": found.iter().map(row).collect::<Vec<_>>() })
}

/// Which of both forms of the detail is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Dates and areas at the top.
    One,
    /// The same under `workflow`.
    Two,
}

/// A text as HTML.
fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    format!("<p>{escaped}</p>")
}

/// The answer to a question for one; none where there is no such grant. `address` is the site's own.
pub fn detail(all: &[Subsidy], id: &str, version: Version, address: impl Fn(&str) -> String) -> Option<Value> {
    let subsidy = all.iter().find(|subsidy| subsidy.id == id)?;
    let page = address(&subsidy.path);
    let mut result = json!({
        "id": subsidy.id,
        "name": subsidy.name,
        "title": subsidy.title,
        "subsidy_catch_phrase": subsidy.catch_phrase,
        "detail": format!("{}<p><a href=\"{page}\">{page}</a></p>", html(&subsidy.catch_phrase)),
        "use_purpose": joined(&subsidy.use_purposes),
        "industry": joined(&subsidy.industries),
        "target_number_of_employees": subsidy.employees,
        "subsidy_rate": subsidy.rate,
        "subsidy_max_limit": subsidy.most_yen,
        "request_reception_presence": if subsidy.is_online { "有" } else { "無" },
        "is_enable_multiple_request": false,
        "front_subsidy_detail_page_url": page,
        "application_guidelines": null,
        "outline_of_grant": null,
        "application_form": null,
        "institution_name": subsidy.institution,
    });
    let dated = json!({
        "target_area_search": joined(&subsidy.areas),
        "target_area_detail": null,
        "acceptance_start_datetime": without_seconds(subsidy.opens),
        "acceptance_end_datetime": without_seconds(subsidy.closes),
        "project_end_deadline": null,
    });
    let Value::Object(mut dated) = dated else { return None };
    if version == Version::Two {
        let round = subsidy.round.map_or(Value::Null, |round| format!("第{round}回").into());
        dated.insert("id".to_owned(), subsidy.id.clone().into());
        dated.insert("fiscal_year_round".to_owned(), round);
        result["workflow"] = json!([dated]);
        result["granttype"] = Value::Null;
    } else if let Some(result) = result.as_object_mut() {
        result.extend(dated);
    }
    Some(json!({ "metadata": metadata(1), "result": [result] }))
}

/// What is answered where something is wrong.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "errorCode")]
    code: &'static str,
    title: &'static str,
    instance: String,
}

impl Problem {
    /// The question can't be read.
    pub fn bad_request(path: &str) -> Self {
        Self { kind: "about:blank", code: "E-ML-0400", title: "Bad Request", instance: path.to_owned() }
    }

    /// There is no such grant.
    pub fn not_found(path: &str) -> Self {
        Self { kind: "about:blank", code: "E-ML-0404", title: "Not Found", instance: path.to_owned() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use serde_json::Value;

    use super::{EMPLOYEES, Query, Subsidy, USE_PURPOSES, Version, detail, list, subsidies};
    use crate::model::{Catalogue, shipped};

    fn all() -> Vec<Subsidy> {
        let catalogue = Catalogue::of(&shipped());
        let programmes: Vec<_> = catalogue.programmes.iter().cloned().map(|programme| (programme, true)).collect();
        subsidies(&programmes, catalogue.measure_index())
    }

    fn asked(query: &str) -> Option<Query> {
        let pair = |part: &str| part.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())).unwrap();
        Query::read(&query.split('&').map(pair).collect::<Vec<_>>())
    }

    fn titles(answer: &Value) -> Vec<&str> {
        answer["result"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect()
    }

    #[test]
    fn every_grant_is_there_once_in_words_of_the_lists_there() {
        let all = all();
        assert!(all.len() > 25, "{}", all.len());
        for subsidy in &all {
            assert!(subsidy.id.len() <= 18 && !subsidy.id.contains('/'));
            assert!(all.iter().filter(|other| other.id == subsidy.id).count() == 1, "{}", subsidy.name);
            assert!(EMPLOYEES.contains(&subsidy.employees) && subsidy.use_purposes.iter().all(|p| USE_PURPOSES.contains(p)));
            assert!(subsidy.industries.iter().all(|industry| !industry.contains('，')));
        }
    }

    #[test]
    fn the_list_is_asked_and_answered_as_there() {
        let all = all();
        let now = "2022-10-01T00:00:00Z".parse().unwrap();
        let base = "sort=acceptance_end_datetime&order=ASC";
        let found = list(&all, &asked(&format!("keyword=助成&acceptance=0&{base}")).unwrap(), now);
        let count = found["metadata"]["resultset"]["count"].as_u64().unwrap();
        assert!(count > 5 && count == found["result"].as_array().unwrap().len() as u64);
        let open = list(&all, &asked(&format!("keyword=助成&acceptance=1&{base}")).unwrap(), now);
        assert!(titles(&open).len() < titles(&found).len() && titles(&open).iter().any(|t| t.contains("インキュベーション研究")));
        let fund = open["result"].as_array().unwrap().iter().find(|r| r["name"] == "tochigi-center-green-fund-incubation").unwrap();
        assert_eq!(fund["acceptance_start_datetime"], "2022-09-25T15:00:00.000Z");
        assert_eq!(fund["acceptance_end_datetime"], "2022-10-21T08:00:00.000Z");
        assert_eq!((&fund["subsidy_max_limit"], &fund["target_area_search"]), (&10_000_000.into(), &"栃木県".into()));
        // One parameter, widths and capitals, numbers as texts.
        let packed = asked(r#"request={"keyword":"ﾌｰﾄﾞ","sort":"created_date","order":"DESC","acceptance":0}"#).unwrap();
        assert_eq!(packed, asked("keyword=フード&sort=created_date&order=DESC&acceptance=0").unwrap());
        let region = format!("keyword=助成&acceptance=0&{base}&target_area_search=関東・甲信越地方 / 東北地方");
        assert_eq!(titles(&list(&all, &asked(&region).unwrap(), now)).len(), titles(&found).len());
        let far = format!("keyword=助成&acceptance=0&{base}&target_area_search=沖縄県");
        assert!(titles(&list(&all, &asked(&far).unwrap(), now)).is_empty());
        for wrong in [
            "keyword=助成&acceptance=2&sort=created_date&order=ASC",
            "keyword=助&acceptance=0&sort=created_date&order=ASC",
            "acceptance=0&sort=created_date&order=ASC",
            "keyword=助成&acceptance=0&sort=name&order=ASC",
            "keyword=助成&acceptance=0&sort=created_date&order=up",
            "request={",
        ] {
            assert!(asked(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_grant_is_told_as_there_in_both_versions() {
        let all = all();
        let id = &all.iter().find(|s| s.name == "tochigi-pref-ecosystem").unwrap().id;
        let address = |path: &str| format!("https://shien.example{path}");
        let one = detail(&all, id, Version::One, address).unwrap();
        let told = &one["result"][0];
        assert_eq!(told["acceptance_end_datetime"], "2025-09-12T08:00Z");
        assert_eq!(told["front_subsidy_detail_page_url"], "https://shien.example/programmes/tochigi-pref-ecosystem");
        assert_eq!((told["request_reception_presence"].as_str(), told["workflow"].is_null()), (Some("有"), true));
        let two = detail(&all, id, Version::Two, address).unwrap();
        assert_eq!(two["result"][0]["workflow"][0]["acceptance_end_datetime"], "2025-09-12T08:00Z");
        assert_eq!(two["result"][0]["workflow"][0]["fiscal_year_round"], "第2回");
        assert!(two["result"][0]["acceptance_end_datetime"].is_null());
        assert!(detail(&all, "nobody", Version::One, address).is_none());
    }
}
