//! The module in headless Chromium: reports agree with the native ones.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "agreement/cases.rs"]
mod cases;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn chromium_and_native_give_the_same_reports() {
    let differences = cases::differences(include_str!("agreement/reports.jsonl"));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[wasm_bindgen_test]
fn a_linter_is_made_and_lints_in_a_page() {
    let linter = candor::wasm::Linter::new(&wasm_bindgen::JsValue::UNDEFINED).unwrap();
    let report = linter.lint(&"🎁 Tea is ready.".into(), "2026-11-23").unwrap();
    let score = js_sys::Reflect::get(&report, &"score".into()).unwrap();
    assert_eq!(score.as_f64(), Some(100.0));
}
