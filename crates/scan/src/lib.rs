//! From text to matches: folding, tokens, the phrase notation, tables and the matcher.
//!
//! ```text
//! text ──fold──▶ token ──▶ matcher ──▶ Found
//!                             ▲
//! rule_file ──phrase──▶ compile ──▶ tables
//! ```
//!
//! Knows no HTML and no rule's meaning; the crate boundary holds that.

mod blocks;
#[cfg(feature = "compile")]
pub mod compile;
#[cfg(feature = "toml")]
pub mod duty_file;
mod elements;
pub mod fold;
pub mod hash;
pub mod matcher;
#[cfg(feature = "toml")]
pub mod notice_file;
#[cfg(feature = "compile")]
pub mod phrase;
#[cfg(feature = "toml")]
pub mod rule_file;
pub mod sort;
pub mod tables;
pub mod token;
pub mod vocabulary;
