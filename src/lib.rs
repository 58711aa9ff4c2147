//! candor reads marketing copy and says where it presses, shames, hides or
//! overclaims, and what would make it fair.
//!
//! # The tour
//!
//! ```text
//! Input { text, format, locale?, facts?, today }
//!   document    HTML, Markdown or plain text -> the text a reader sees, its blocks, and the source map
//!   scan        (crate candor-scan) fold, tokens, phrase matches
//!   guard       drop or soften matches by context
//!   detector    what phrases cannot express
//!   disclosure  which notices are owed, and whether they are there
//!   score       one bounded, explained number
//! Report { diagnostics, disclosures, questions, ignored, score, categories }
//! ```
//!
//! Layers: `candor-scan` ← [`document`] ← [`linter`] ← `cli`, `wasm` ← `www/`.
//! `cli` and `wasm` know no linting, and nothing below them knows of them;
//! `tests/layers.rs` holds that.
//!
//! Two coordinate systems: a [`Range`] lies in the extracted text, a [`Span`] in
//! the source. Only the source map makes spans. UTF-16 appears in [`utf16`] and
//! where reports leave the crate.

pub mod catalogue;
pub mod classifier;
pub mod config;
pub mod date;
mod detector;
pub mod diagnostic;
pub mod disclosure;
pub mod document;
pub mod guard;
mod house;
mod ignore;
pub mod input;
pub mod lines;
pub mod linter;
pub mod locale;
pub mod market;
pub mod open;
pub mod output;
pub mod report;
pub mod score;
pub mod url;
pub mod utf16;
mod value;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod wasm;

pub use candor_scan::vocabulary::{Category, Certainty, Locale, Role, Severity};
pub use catalogue::{Catalogue, Rule};
pub use config::{Config, ConfigError};
pub use date::Date;
pub use diagnostic::{Diagnostic, Edit, Suggestion};
pub use document::{Document, Range, Span};
pub use input::{Facts, Format, Input};
pub use linter::Linter;
pub use open::Open;
pub use report::Report;
