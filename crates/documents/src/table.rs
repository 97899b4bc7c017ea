//! Tables: Excel and CSV from the same typed cells, row by row, in memory that does not grow with the rows.

use std::{borrow::Cow, io::Write};

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::Error;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text; zeros at its beginning stay.
    Text(String),
    /// An amount of yen.
    Yen(i64),
    /// A count.
    Count(i64),
    /// A day.
    Day(Date),
    /// A moment, in Japan's time.
    Moment(DateTime),
    /// Nothing.
    Blank,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<Option<i64>> for Cell {
    fn from(yen: Option<i64>) -> Self {
        yen.map_or(Self::Blank, Self::Yen)
    }
}

/// A column: its heading, and how wide it is in characters.
#[derive(Debug, Clone)]
pub struct Column {
    /// The heading.
    pub title: String,
    /// The width.
    pub wide: u16,
}

impl Column {
    /// A column.
    pub fn new(title: impl Into<String>, wide: u16) -> Self {
        Self { title: title.into(), wide }
    }
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::Table(error.to_string())
}

/// The most that a cell of Excel holds, in UTF-16 units: a sign beyond the first plane takes two.
const MOST_UNITS: usize = 32_767;
/// The rows that a sheet of Excel has.
const MOST_ROWS: u32 = 1_048_576;
/// The longest name of a sheet, in UTF-16 units.
const MOST_NAME: usize = 31;

/// What a book says where it can't hold what it is given, in the reader's language.
#[derive(Debug, Clone)]
pub struct Marks {
    /// Behind a text that was cut, because a cell holds no more.
    pub cut: String,
    /// In place of what can't be written.
    pub unwritten: String,
}

/// An Excel book that is being written. What Excel can't hold is marked where it would stand: one row never costs the others.
pub struct Book {
    workbook: Workbook,
    sheets: Vec<Sheet>,
    formats: Formats,
    marks: Marks,
    most_rows: u32,
}

/// A sheet, or the one in which it goes on once it is full.
struct Sheet {
    name: String,
    columns: Vec<Column>,
    /// Its place in the book, from 0.
    at: usize,
    /// The row that was written last, from 0: the heads.
    row: u32,
    /// How many sheets of this name there are.
    parts: usize,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("sheets", &self.sheets.len()).finish_non_exhaustive()
    }
}

struct Formats {
    head: Format,
    yen: Format,
    count: Format,
    day: Format,
    moment: Format,
    text: Format,
}

impl Book {
    /// A book with these sheets: name and columns.
    pub fn new(sheets: &[(String, Vec<Column>)], marks: Marks) -> Result<Self, Error> {
        let formats = Formats {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color("#E8F1FE"),
            yen: Format::new().set_num_format("#,##0"),
            count: Format::new().set_num_format("0"),
            day: Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
            moment: Format::new().set_num_format("yyyy/mm/dd hh:mm:ss"),
            text: Format::new().set_num_format("@"),
        };
        let mut book = Self { workbook: Workbook::new(), sheets: Vec::new(), formats, marks, most_rows: MOST_ROWS };
        for (name, columns) in sheets {
            let at = book.begin(name, columns, 1)?;
            book.sheets.push(Sheet { name: name.clone(), columns: columns.clone(), at, row: 0, parts: 1 });
        }
        Ok(book)
    }

    /// Begins a sheet: its place in the book.
    fn begin(&mut self, name: &str, columns: &[Column], part: usize) -> Result<usize, Error> {
        let at = self.workbook.worksheets().len();
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(sheet_name(name, part)).map_err(fault)?;
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        for (column, place) in columns.iter().zip(0_u16..) {
            sheet.set_column_width(place, u32::from(column.wide)).map_err(fault)?;
            let title = fitting(&column.title, &self.marks.cut);
            sheet.write_string_with_format(0, place, title.as_ref(), &self.formats.head).map_err(fault)?;
        }
        Ok(at)
    }

    /// Writes the next row of a sheet; where that is full, on another one that goes on with it.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> Result<(), Error> {
        let full = self.sheets.get(sheet).ok_or_else(|| fault("there is no such sheet"))?;
        if full.row + 1 >= self.most_rows {
            let (name, columns, part) = (full.name.clone(), full.columns.clone(), full.parts + 1);
            let at = self.begin(&name, &columns, part)?;
            self.sheets[sheet] = Sheet { name, columns, at, row: 0, parts: part };
        }
        let place = &mut self.sheets[sheet];
        place.row += 1;
        let (row, formats, marks) = (place.row, &self.formats, &self.marks);
        let sheet = self.workbook.worksheet_from_index(place.at).map_err(fault)?;
        for (cell, at) in cells.iter().zip(0_u16..) {
            if write(sheet, row, at, cell, formats, &marks.cut).is_err() {
                sheet.write_string_with_format(row, at, marks.unwritten.as_str(), &formats.text).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// Writes the book out.
    pub fn finish(mut self, to: impl Write + Send) -> Result<(), Error> {
        self.workbook.save_to_writer(to).map_err(fault)
    }
}

/// A name that Excel takes for a sheet: without its signs, not too long, and told from those that go before.
fn sheet_name(name: &str, part: usize) -> String {
    let ending = if part > 1 { format!(" ({part})") } else { String::new() };
    let plain: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let plain = plain.trim_matches('\'').trim();
    let plain = if plain.is_empty() { "Sheet" } else { plain };
    format!("{}{ending}", within(plain, MOST_NAME - ending.len()).trim_end_matches('\''))
}

/// The beginning of a text that takes no more than so many UTF-16 units: no sign is halved.
fn within(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// A text as a cell of Excel holds it: one that is too long is cut, and says so.
fn fitting<'t>(text: &'t str, cut: &str) -> Cow<'t, str> {
    if within(text, MOST_UNITS).len() == text.len() {
        return Cow::Borrowed(text);
    }
    let cut = within(cut, MOST_UNITS);
    Cow::Owned(format!("{}{cut}", within(text, MOST_UNITS - cut.encode_utf16().count())))
}

fn write(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell, formats: &Formats, cut: &str) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, at, fitting(text, cut).as_ref(), &formats.text)?;
        }
        Cell::Yen(yen) => number(sheet, row, at, *yen, &formats.yen)?,
        Cell::Count(count) => number(sheet, row, at, *count, &formats.count)?,
        // Excel knows no day before 1900: it goes out as text.
        Cell::Day(day) if day.year() < 1900 => {
            sheet.write_string_with_format(row, at, day.to_string(), &formats.text)?;
        }
        Cell::Moment(moment) if moment.year() < 1900 => {
            sheet.write_string_with_format(row, at, moment.to_string(), &formats.text)?;
        }
        Cell::Day(day) => {
            let day = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())?;
            sheet.write_datetime_with_format(row, at, day, &formats.day)?;
        }
        Cell::Moment(at_moment) => {
            let (day, time) = (at_moment.date(), at_moment.time());
            let day = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())?;
            let hms = (time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs());
            sheet.write_datetime_with_format(row, at, day.and_hms(u16::from(hms.0), hms.1, hms.2)?, &formats.moment)?;
        }
    }
    Ok(())
}

/// Excel keeps fifteen digits of a number: what has more goes out as text, whole.
fn number(sheet: &mut Worksheet, row: u32, at: u16, number: i64, format: &Format) -> Result<(), XlsxError> {
    if let Ok(small) = i32::try_from(number) {
        sheet.write_number_with_format(row, at, small, format)?;
    } else if number.unsigned_abs() < 1_000_000_000_000_000 {
        #[allow(clippy::cast_precision_loss, reason = "whole numbers of fifteen digits are exact in Excel's own form")]
        sheet.write_number_with_format(row, at, number as f64, format)?;
    } else {
        sheet.write_string(row, at, number.to_string())?;
    }
    Ok(())
}

/// A CSV that is being written: UTF-8 with the mark by which Excel knows it.
#[derive(Debug)]
pub struct Csv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// A table with these columns.
    pub fn new(mut to: W, columns: &[Column]) -> Result<Self, Error> {
        to.write_all("\u{feff}".as_bytes()).map_err(fault)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        writer.write_record(columns.iter().map(|c| harmless(&c.title).into_owned())).map_err(fault)?;
        Ok(Self { writer })
    }

    /// Writes the next row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.writer.write_record(cells.iter().map(plain)).map_err(fault)
    }

    /// Writes out what is left.
    pub fn finish(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(fault)
    }
}

/// Signs with which a formula begins: to a Japanese spreadsheet also in their full width, and in the forms that are turned into those.
const FORMULA: [char; 13] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];

/// Whether a sign is not seen: spaces, breaks, and marks that take no room. Spreadsheets look past them.
fn is_unseen(c: char) -> bool {
    let marks =
        matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || marks
}

/// A text that no spreadsheet takes for a formula: what looks like one, or hides what it begins with, begins with a stroke instead.
fn harmless(text: &str) -> Cow<'_, str> {
    let begins = text.trim_start_matches(is_unseen).starts_with(FORMULA);
    if begins || text.starts_with(|c: char| c.is_control()) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A cell as text.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => harmless(text).into_owned(),
        Cell::Yen(number) | Cell::Count(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};
    use jiff::civil::date;

    use super::*;

    fn cells() -> Vec<Cell> {
        vec![
            "0012".into(),
            Cell::Yen(9_007_199_254_740_993),
            Cell::Yen(12_345_678),
            Cell::Day(date(2026, 4, 1)),
            Cell::Moment(date(2026, 4, 1).at(17, 0, 0, 0)),
            "=1+1".into(),
            "髙\n橋, \"𠮷\"".into(),
            Cell::Blank,
        ]
    }

    fn columns() -> Vec<Column> {
        (0..8).map(|n| Column::new(format!("列{n}"), 10)).collect()
    }

    fn marks() -> Marks {
        Marks { cut: "…（以下略）".to_owned(), unwritten: "（書き出せません）".to_owned() }
    }

    fn opened(book: Book) -> Xlsx<Cursor<Vec<u8>>> {
        let mut out = Vec::new();
        book.finish(&mut out).unwrap();
        calamine::open_workbook_from_rs(Cursor::new(out)).unwrap()
    }

    #[test]
    fn a_text_longer_than_a_cell_of_excel_is_cut_with_a_mark_and_costs_no_other_row() {
        let mut book = Book::new(&[("申請".to_owned(), vec![Column::new("🏭".repeat(16_384), 10)])], marks()).unwrap();
        let texts =
            ["🏭".repeat(16_383), "🏭".repeat(16_384), "あ".repeat(32_767), "あ".repeat(32_768), format!("あ{}", "🏭".repeat(20_000))];
        for text in &texts {
            book.row(0, &[text.as_str().into()]).unwrap();
        }
        let range = opened(book).worksheet_range("申請").unwrap();
        let cell = |row: u32| range.get_value((row, 0)).unwrap().to_string();
        assert_eq!((cell(1), cell(3)), (texts[0].clone(), texts[2].clone()), "what fits is whole");
        for row in [0, 2, 4, 5] {
            let text = cell(row);
            assert!(text.ends_with("…（以下略）") && text.encode_utf16().count() <= 32_767, "{row} {}", text.encode_utf16().count());
            assert!(text.encode_utf16().count() > 32_765, "{row}: no more is cut than must be");
        }
    }

    #[test]
    fn signs_that_xml_forbids_and_excels_own_escapes_come_back_as_they_were() {
        let mut book = Book::new(&[("申請".to_owned(), vec![Column::new("文", 10)])], marks()).unwrap();
        let texts = ["a\u{1}b\u{b}c", "_x0041_", "\u{fffe}\u{ffff}", "<&>\"'", "\n 改行\r\n", "https://example.jp/", "=1+1"];
        for text in texts {
            book.row(0, &[text.into()]).unwrap();
        }
        let range = opened(book).worksheet_range("申請").unwrap();
        assert_eq!(range.height(), texts.len() + 1);
        assert_eq!(range.get_value((4, 0)).unwrap().to_string(), texts[3]);
        assert_eq!(range.get_value((6, 0)), Some(&Data::String(texts[5].into())), "no address becomes a link");
    }

    #[test]
    fn a_sheet_that_is_full_goes_on_in_another() {
        let long = "長い名前の表/シート".repeat(9);
        let mut book = Book::new(&[("申請".to_owned(), columns()), (long, columns())], marks()).unwrap();
        book.most_rows = 3;
        for n in 0..5 {
            book.row(0, &[Cell::Count(n)]).unwrap();
        }
        let mut read = opened(book);
        assert_eq!(read.sheet_names().iter().map(|n| n.chars().count()).collect::<Vec<_>>(), [2, 31, 6, 6]);
        for (name, height) in [("申請", 3), ("申請 (2)", 3), ("申請 (3)", 2)] {
            assert_eq!(read.worksheet_range(name).unwrap().height(), height, "{name}");
        }
    }

    #[test]
    fn what_no_cell_of_excel_holds_is_named_in_its_place() {
        assert_eq!((sheet_name("'[x]'", 1), sheet_name("", 2)), ("x".to_owned(), "Sheet (2)".to_owned()));
        let names = [sheet_name(&"🏭".repeat(40), 1), sheet_name(&"あ".repeat(40), 12)];
        assert!(names.iter().all(|n| n.encode_utf16().count() <= 31), "{names:?}");
    }

    #[test]
    fn no_cell_of_a_csv_is_a_formula_to_a_japanese_spreadsheet() {
        for begin in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "−"] {
            for before in ["", "\n", "\r\n", "\t", " ", "\u{3000}", "\u{feff}", "\u{200b}", "\u{0}"] {
                let text = format!("{before}{begin}1+1");
                assert!(plain(&Cell::Text(text.clone())).starts_with('\''), "{text:?}");
            }
        }
        assert!(harmless("\t1").starts_with('\'') && harmless("\n1").starts_with('\''));
        assert_eq!((harmless("1-1").as_ref(), harmless(" 株式会社").as_ref(), harmless("").as_ref()), ("1-1", " 株式会社", ""));
        let mut out = Vec::new();
        Csv::new(&mut out, &[Column::new("＝1", 1)]).unwrap().finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "\u{feff}'＝1\r\n");
    }

    #[test]
    fn a_day_before_excels_first_goes_out_as_text() {
        let mut book = Book::new(&[("申請".to_owned(), vec![Column::new("日", 10), Column::new("時", 10)])], marks()).unwrap();
        book.row(0, &[Cell::Day(date(1850, 4, 1)), Cell::Moment(date(1850, 4, 1).at(9, 0, 0, 0))]).unwrap();
        let mut out = Vec::new();
        book.finish(&mut out).unwrap();
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(out)).unwrap();
        assert_eq!(read.worksheet_range("申請").unwrap().get_value((1, 0)), Some(&Data::String("1850-04-01".into())));
    }

    #[test]
    fn excel_has_numbers_as_numbers_days_as_days_and_no_formulas() {
        let mut book = Book::new(&[("申請".to_owned(), columns()), ("経費".to_owned(), columns())], marks()).unwrap();
        book.row(0, &cells()).unwrap();
        book.row(1, &cells()).unwrap();
        book.row(0, &cells()).unwrap();
        let mut out = Vec::new();
        book.finish(&mut out).unwrap();
        let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(out)).unwrap();
        let range = read.worksheet_range("申請").unwrap();
        assert_eq!(range.height(), 3);
        let row: Vec<Data> = range.rows().nth(1).unwrap().to_vec();
        assert_eq!(row[0], Data::String("0012".into()));
        assert_eq!(row[1], Data::String("9007199254740993".into()), "no digit is lost");
        assert_eq!(row[2], Data::Float(12_345_678.0));
        assert!(matches!(row[3], Data::DateTime(_)) && matches!(row[4], Data::DateTime(_)));
        assert_eq!(row[5], Data::String("=1+1".into()));
        assert_eq!(row[6], Data::String("髙\n橋, \"𠮷\"".into()));
        assert!(read.worksheet_formula("申請").unwrap().is_empty());
        assert_eq!(read.worksheet_range("経費").unwrap().height(), 2);
    }

    #[test]
    fn csv_says_the_same_and_a_formula_stays_a_text() {
        let mut out = Vec::new();
        let mut csv = Csv::new(&mut out, &columns()).unwrap();
        csv.row(&cells()).unwrap();
        csv.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("\u{feff}列0,列1"));
        assert!(text.contains("0012,9007199254740993,12345678,2026-04-01,2026-04-01 17:00:00,'=1+1,\"髙\n橋, \"\"𠮷\"\"\","));
    }
}
