//! A page.
use super::files::{Checked, Output, Summary};

/// `--format html`.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Output for Html {
    fn file(&self, _: &Checked<'_>) -> String {
        String::new()
    }
    fn end(&self, _: &[String], _: &Summary<'_>) -> String {
        String::new()
    }
}
