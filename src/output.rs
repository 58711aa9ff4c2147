//! Reports as others read them. [`json`] serves JavaScript too; the rest is the command line's.

pub mod json;

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod files;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod github;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod html;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod pretty;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod sarif;

/// The last line of every report.
pub const CAVEAT: &str = "Reads words, not intentions. Not legal advice.";
