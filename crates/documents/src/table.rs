//! Tables: Excel and CSV from the same typed cells, row by row, in memory that does not grow with the rows.

use std::io::Write;

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

/// An Excel book that is being written.
pub struct Book {
    workbook: Workbook,
    rows: Vec<u32>,
    formats: Formats,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("rows", &self.rows).finish_non_exhaustive()
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
    pub fn new(sheets: &[(String, Vec<Column>)]) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        let formats = Formats {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color("#E8F1FE"),
            yen: Format::new().set_num_format("#,##0"),
            count: Format::new().set_num_format("0"),
            day: Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
            moment: Format::new().set_num_format("yyyy/mm/dd hh:mm:ss"),
            text: Format::new().set_num_format("@"),
        };
        for (name, columns) in sheets {
            let sheet = workbook.add_worksheet_with_constant_memory().map_err(fault)?;
            let plain: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
            sheet.set_name(plain).map_err(fault)?;
            sheet.set_freeze_panes(1, 0).map_err(fault)?;
            for (column, at) in columns.iter().zip(0_u16..) {
                sheet.set_column_width(at, u32::from(column.wide)).map_err(fault)?;
                sheet.write_string_with_format(0, at, &column.title, &formats.head).map_err(fault)?;
            }
        }
        Ok(Self { workbook, rows: vec![0; sheets.len()], formats })
    }

    /// Writes the next row of a sheet.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> Result<(), Error> {
        let row = self.rows.get_mut(sheet).ok_or_else(|| fault("there is no such sheet"))?;
        *row += 1;
        let row = *row;
        let formats = &self.formats;
        let sheet = self.workbook.worksheet_from_index(sheet).map_err(fault)?;
        for (cell, at) in cells.iter().zip(0_u16..) {
            write(sheet, row, at, cell, formats).map_err(fault)?;
        }
        Ok(())
    }

    /// Writes the book out.
    pub fn finish(mut self, to: impl Write + Send) -> Result<(), Error> {
        self.workbook.save_to_writer(to).map_err(fault)
    }
}

fn write(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        // A cell of Excel holds no more.
        Cell::Text(text) => {
            let text: String = text.chars().take(32_000).collect();
            sheet.write_string_with_format(row, at, text, &formats.text)?;
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
        writer.write_record(columns.iter().map(|c| c.title.as_str())).map_err(fault)?;
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

/// A cell as text. What a spreadsheet would take for a formula begins with a stroke that keeps it a text.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
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

    #[test]
    fn a_day_before_excels_first_goes_out_as_text() {
        let mut book = Book::new(&[("申請".to_owned(), vec![Column::new("日", 10), Column::new("時", 10)])]).unwrap();
        book.row(0, &[Cell::Day(date(1850, 4, 1)), Cell::Moment(date(1850, 4, 1).at(9, 0, 0, 0))]).unwrap();
        let mut out = Vec::new();
        book.finish(&mut out).unwrap();
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(out)).unwrap();
        assert_eq!(read.worksheet_range("申請").unwrap().get_value((1, 0)), Some(&Data::String("1850-04-01".into())));
    }

    #[test]
    fn excel_has_numbers_as_numbers_days_as_days_and_no_formulas() {
        let mut book = Book::new(&[("申請".to_owned(), columns()), ("経費".to_owned(), columns())]).unwrap();
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
