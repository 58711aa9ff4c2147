//! Tab-separated files, and tables for people.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A file of rows under one header line, split on TAB, without quoting.
#[derive(Debug)]
pub struct Tsv {
    header: Vec<String>,
    /// Fields of each row.
    pub rows: Vec<Vec<String>>,
}

impl Tsv {
    /// Reads `path`.
    ///
    /// # Errors
    /// When the file cannot be read or a row has another number of fields than the header.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let fields = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines();
        let header = fields(lines.next().unwrap_or(""));
        let mut rows = Vec::new();
        for (at, line) in lines.enumerate() {
            let row = fields(line);
            if row.len() != header.len() {
                return Err(format!(
                    "{}:{}: {} fields under a header of {}",
                    path.display(),
                    at + 2,
                    row.len(),
                    header.len()
                ));
            }
            rows.push(row);
        }
        Ok(Self { header, rows })
    }

    /// The place of a column.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.header.iter().position(|known| known == name).ok_or_else(|| format!("there is no column `{name}`"))
    }
}

/// A Markdown table; its columns are padded so that it reads well in a terminal too.
pub fn markdown(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = (0..header.len())
        .map(|at| rows.iter().map(|row| width(&row[at])).chain([width(header[at])]).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    let mut line = |fields: &mut dyn Iterator<Item = &str>| {
        for (field, &wide) in fields.zip(&widths) {
            let _ = write!(out, "| {field}{} ", " ".repeat(wide - width(field)));
        }
        out.push_str("|\n");
    };
    line(&mut header.iter().copied());
    let rule: Vec<String> = widths.iter().map(|&wide| "-".repeat(wide)).collect();
    line(&mut rule.iter().map(String::as_str));
    rows.iter().for_each(|row| line(&mut row.iter().map(String::as_str)));
    out
}
