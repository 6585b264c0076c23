//! Hours as a file for a spreadsheet: a line a day, person, organisation and team. Texts are in `texts/time.*.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kit::{ByLocale, Error, Locale, Result};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::period::Period;
use super::sheet::{Line, Side};
use crate::texts;

/// One language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// The beginning of the file's name.
    file: String,
    day: String,
    person: String,
    /// Where they are at home.
    home: String,
    /// Where they work.
    host: String,
    team: String,
    hours: String,
}

static CATALOGUES: LazyLock<ByLocale<Catalogue>> = LazyLock::new(|| {
    ByLocale::new(|locale| serde_json::from_str(texts::catalogue!("time", locale)).expect("a catalogue is checked by its test"))
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TimeSheetFormat")]
pub enum Kind {
    Csv,
    Xlsx,
}

impl Kind {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// `horas-2026-11-01-2026-11-30.csv`; letters of plain ASCII in every language.
pub fn name(locale: Locale, kind: Kind, period: Period) -> String {
    format!("{}-{}-{}.{}", CATALOGUES.get(locale).file, period.from, period.to, kind.ending())
}

pub fn bytes(locale: Locale, kind: Kind, side: Side, lines: &BTreeMap<Line, i64>) -> Result<Vec<u8>> {
    match kind {
        Kind::Csv => Ok(csv(locale, side, lines)),
        Kind::Xlsx => xlsx(locale, side, lines).map_err(Error::internal),
    }
}

fn head(locale: Locale, side: Side) -> [&'static str; 5] {
    let words = CATALOGUES.get(locale);
    let organisation = match side {
        Side::Here => &words.home,
        Side::Away => &words.host,
    };
    [&words.day, &words.person, organisation, &words.team, &words.hours]
}

fn texts(line: &Line) -> [String; 4] {
    let person = format!("{} {}", line.first_name, line.last_name).trim().to_owned();
    let team = line.team.clone().unwrap_or_default();
    [line.day.to_string(), person, line.organisation.name.clone(), team]
}

/// With the mark by which spreadsheets know UTF-8. Hours as `7:05:30`, which they read as a duration in every language.
fn csv(locale: Locale, side: Side, lines: &BTreeMap<Line, i64>) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let mut put = |cells: &[String]| out.push_str(&(cells.join(",") + "\r\n"));
    put(&head(locale, side).map(cell));
    for (line, seconds) in lines {
        let (hours, rest) = (seconds / 3600, seconds % 3600);
        let [day, person, organisation, team] = texts(line);
        let hours = format!("{hours}:{:02}:{:02}", rest / 60, rest % 60);
        put(&[day, cell(&person), cell(&organisation), cell(&team), hours]);
    }
    out.into_bytes()
}

/// A text as a cell: what a spreadsheet would run is only shown (SECURITY 19).
fn cell(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let shown = if runs { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", shown.replace('"', "\"\""))
}

/// Texts are texts here, whatever they begin with; hours are numbers that can be summed.
fn xlsx(locale: Locale, side: Side, lines: &BTreeMap<Line, i64>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (bold, hours) = (Format::new().set_bold(), Format::new().set_num_format("[h]:mm:ss"));
    for (column, word) in (0..).zip(head(locale, side)) {
        sheet.write_string_with_format(0, column, word, &bold)?;
        sheet.set_column_width(column, if column == 0 || column == 4 { 12 } else { 28 })?;
    }
    for (row, (line, seconds)) in (1..).zip(lines) {
        for (column, text) in (0..).zip(texts(line)) {
            sheet.write_string(row, column, text)?;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a year of seconds is far below what a double counts exactly"
        )]
        sheet.write_number_with_format(row, 4, *seconds as f64 / 86_400.0, &hours)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_only_shown() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert!(cell(text).starts_with("\"'"), "{text}");
        }
        assert_eq!(cell("Ríos, \"Carla\""), "\"Ríos, \"\"Carla\"\"\"");
    }

    #[test]
    fn every_language_has_its_words_and_a_plain_file_name() {
        for locale in Locale::ALL {
            assert!(CATALOGUES.get(locale).file.bytes().all(|b| b.is_ascii_lowercase()), "{locale:?}");
        }
    }
}
