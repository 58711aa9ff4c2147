//! The native side of the agreement between native and wasm.
#![cfg(not(target_family = "wasm"))]

use std::path::Path;

#[path = "agreement/cases.rs"]
mod cases;

#[test]
fn reports_are_the_golden_ones() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/reports.jsonl");
    if std::env::var_os("BLESS").is_some() {
        let lines: String = cases::reports().into_iter().map(|report| report + "\n").collect();
        std::fs::write(&path, lines).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    let differences = cases::differences(&golden);
    assert!(differences.is_empty(), "BLESS=1 rewrites what is meant:\n{}", differences.join("\n"));
}
