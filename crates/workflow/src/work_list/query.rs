//! What somebody asks a work list for, and how an address says it.

use std::collections::{BTreeMap, HashMap};

use web::field;

use super::{Column, List};

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column's name.
    pub column: &'static str,
    /// From the highest down.
    pub is_descending: bool,
}

/// What somebody asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The filters that are set.
    pub filters: BTreeMap<&'static str, String>,
    /// What is searched for.
    pub text: String,
    /// The order; that of the context where nobody chose.
    pub sort: Option<Sort>,
    /// The columns that were chosen, in the list's order; empty where nobody chose.
    pub columns: Vec<&'static str>,
    /// The page, from 0.
    pub page: u64,
}

/// The last page that is turned to.
const LAST_PAGE: u64 = 10_000;
/// Characters of what is searched for, and of what a filter is set to.
const LONGEST: usize = 100;

impl Query {
    /// What an address or a form asks for; what the list does not know is left out.
    #[allow(clippy::implicit_hasher, reason = "forms are read with the usual one")]
    pub fn read(list: &List, typed: &HashMap<String, String>) -> Self {
        let short = |name: &str| field(typed, name).trim().chars().take(LONGEST).collect::<String>();
        let filters = list.filters.iter().map(|filter| (filter.name, short(filter.name))).filter(|(_, value)| !value.is_empty());
        let named = field(typed, "columns");
        let chosen =
            |column: &&Column| typed.contains_key(&format!("column.{}", column.name)) || named.split(',').any(|n| n == column.name);
        let asked = field(typed, "sort");
        let (name, is_descending) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let sort = list.columns.iter().find(|column| column.sorts && column.name == name);
        Self {
            filters: filters.collect(),
            text: short("text"),
            sort: sort.map(|column| Sort { column: column.name, is_descending }),
            columns: list.columns.iter().filter(chosen).map(|column| column.name).collect(),
            page: field(typed, "page").parse().unwrap_or(0).min(LAST_PAGE),
        }
    }

    /// What a filter is set to; empty where it is not.
    pub fn filter(&self, name: &str) -> &str {
        self.filters.get(name).map_or("", String::as_str)
    }

    /// The same with a filter set, from the first page on.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut new = Self { page: 0, ..self.clone() };
        new.filters.remove(name);
        if !value.is_empty() {
            new.filters.insert(name, value.to_owned());
        }
        new
    }

    /// The parts of it as an address names them, without the page.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let mut all: Vec<(&'static str, String)> = self.filters.iter().map(|(name, value)| (*name, value.clone())).collect();
        let sort = self.sort.map(|sort| format!("{}{}", if sort.is_descending { "-" } else { "" }, sort.column));
        for (name, value) in [("text", self.text.clone()), ("sort", sort.unwrap_or_default()), ("columns", self.columns.join(","))] {
            if !value.is_empty() {
                all.push((name, value));
            }
        }
        all
    }

    /// As an address asks it, without the page.
    pub fn to_text(&self) -> String {
        serde_urlencoded::to_string(self.parts()).unwrap_or_default()
    }

    /// From what [`Query::to_text`] wrote.
    pub fn from_text(list: &List, text: &str) -> Self {
        let parts: Vec<(String, String)> = serde_urlencoded::from_str(text).unwrap_or_default();
        Self::read(list, &parts.into_iter().collect())
    }

    /// The columns that are shown, each with its place in the list.
    pub fn shown<'l>(&self, list: &'l List) -> Vec<(usize, &'l Column)> {
        let is_shown = |column: &Column| if self.columns.is_empty() { column.is_shown } else { self.columns.contains(&column.name) };
        // The first leads to the record, and is there always.
        list.columns.iter().enumerate().filter(|(at, column)| *at == 0 || is_shown(column)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_list::Filter;

    const LIST: List = List {
        name: "trial",
        title: "",
        address: "",
        none: "",
        search: "",
        columns: &[Column::new("a", ""), Column::new("b", "").sorted(), Column::new("c", "").hidden()],
        filters: &[Filter { name: "state", word: "", is_tab: true }],
        batch: &[],
        read: platform::acts::JOURNAL_READ,
        change: None,
        export: None,
    };

    fn read(text: &str) -> Query {
        Query::from_text(&LIST, text)
    }

    #[test]
    fn what_a_list_does_not_know_is_left_out_and_the_rest_comes_back_as_it_was() {
        let query = read("state=%E5%8F%97+x&text=%26&sort=-b&columns=c,zzz&page=3&unknown=1");
        assert_eq!((query.filter("state"), &*query.text, query.page), ("受 x", "&", 3));
        assert_eq!(query.sort, Some(Sort { column: "b", is_descending: true }));
        assert_eq!(query.columns, ["c"]);
        assert_eq!(read(&query.to_text()), Query { page: 0, ..query.clone() });
        assert_eq!(read("sort=a").sort, None, "a column that is not sorted by");
        assert_eq!(query.with("state", "").to_text(), "text=%26&sort=-b&columns=c");
    }

    #[test]
    fn the_first_column_is_there_always() {
        let names = |text: &str| read(text).shown(&LIST).into_iter().map(|(_, column)| column.name).collect::<Vec<_>>();
        assert_eq!(names(""), ["a", "b"]);
        assert_eq!(names("columns=c"), ["a", "c"]);
        assert_eq!(names("column.b=1&column.c=1"), ["a", "b", "c"]);
    }
}
