//! Measurements that need labelled text: how well rules find what they should
//! ([`quality`]), on the project's own corpus and on text sets beside it, and the training
//! of the classifier ([`train`]).
//!
//! `cargo xtask quality` and `cargo xtask train` run this; `tests/quality.rs` holds the floors with the same
//! functions.

use std::path::{Path, PathBuf};

use candor::Date;

pub mod quality;
pub mod rate;
pub mod table;
pub mod train;

/// The day on which measured texts are judged.
pub const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Text sets that are no part of the repository, if they lie beside it.
pub fn shared_data() -> Option<PathBuf> {
    Some(root().join("../shared/data")).filter(|folder| folder.is_dir())
}
