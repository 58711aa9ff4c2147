//! The layers that `src/lib.rs` draws: what lints knows nothing of who calls it.

use std::fs;
use std::path::Path;

/// Every Rust file under `folder` with its path, `cli` and `wasm` left out.
fn below(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if matches!(stem, "cli" | "wasm" | "main") {
            continue;
        }
        if path.is_dir() {
            below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    assert!(files.len() > 4, "{folder} was moved");
    files
}

#[test]
fn the_core_knows_neither_the_command_line_nor_wasm() {
    for (path, text) in files("src") {
        for layer in ["crate::cli", "crate::wasm", "wasm_bindgen", "clap::"] {
            assert!(!text.contains(layer), "{path} uses {layer}");
        }
    }
}

#[test]
fn the_scanner_knows_nothing_of_documents_and_rules() {
    for (path, text) in files("crates/scan/src") {
        assert!(!text.contains("candor::"), "{path} uses the linter");
    }
}
