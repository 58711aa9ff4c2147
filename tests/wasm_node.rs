//! The module in Node: reports agree with the native ones, and options are read strictly.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]

use candor::wasm::{Linter, add_language, locales, rules};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "agreement/cases.rs"]
mod cases;

/// The value of a JSON text, as JavaScript has it.
fn js(json: &str) -> JsValue {
    js_sys::JSON::parse(json).unwrap()
}

fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).unwrap().into()
}

/// Code, message and cure of what a call throws.
fn refused<T>(result: Result<T, JsValue>) -> [String; 3] {
    let thrown = result.err().expect("it is refused");
    ["code", "message", "cure"].map(|key| js_sys::Reflect::get(&thrown, &key.into()).unwrap().as_string().unwrap())
}

const HOUSE: &str = r#"{"phrases":{"house/x":{"find":["purple teapot day"],"message":"“{match}” is a house phrase"}}}"#;

#[wasm_bindgen_test]
fn wasm_and_native_give_the_same_reports() {
    let differences = cases::differences(include_str!("agreement/reports.jsonl"));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[wasm_bindgen_test]
fn a_house_phrase_is_found_at_its_utf16_place() {
    let linter = Linter::new(&js(HOUSE)).unwrap();
    let report = json(&linter.lint(&"🎁 Purple teapot day.".into(), "2026-11-23").unwrap());
    assert!(report.contains(r#""message":"“Purple teapot day” is a house phrase""#), "{report}");
    assert!(report.contains(r#""span":{"start":3,"end":20}"#), "{report}");
}

#[wasm_bindgen_test]
fn spans_are_four_numbers_a_finding() {
    let linter = Linter::new(&js(HOUSE)).unwrap();
    let spans = linter.spans(&"🎁 Purple teapot day.".into(), "2026-11-23").unwrap();
    let [3, 20, rule, 1] = spans[..] else { panic!("{spans:?}") };
    let rules: js_sys::Array = linter.rules(None).unwrap().into();
    assert!(json(&rules.get(rule)).starts_with(r#"{"id":"house/x""#));
}

#[wasm_bindgen_test]
fn an_open_text_tells_what_an_edit_changed_in_utf16() {
    let linter = Linter::new(&js(HOUSE)).unwrap();
    let mut open = linter.open(&js(r#"{"text":"🎁🎁\n\nA gift.\n"}"#), "2026-11-23").unwrap();
    let change = json(&open.edit(6, 6, "Purple teapot day: ").unwrap());
    assert!(change.starts_with(r#"{"removed":[],"added":[{"key":"#), "{change}");
    assert!(change.contains(r#""span":{"start":6,"end":23}"#), "{change}");
    assert!(change.contains(r#""shift":{"from":6,"by":19}"#), "{change}");
    let change = json(&open.edit(0, 2, "").unwrap());
    assert!(change.contains(r#"{"removed":[],"added":[],"shift":{"from":2,"by":-2}"#), "{change}");
    let report = json(&open.report().unwrap());
    assert!(report.contains(r#""span":{"start":4,"end":21}"#), "{report}");
    let once = json(&linter.lint(&"🎁\n\nPurple teapot day: A gift.\n".into(), "2026-11-23").unwrap());
    assert_eq!(report.split_once(r#","keys":["#).unwrap().0, once.strip_suffix('}').unwrap());
}

#[wasm_bindgen_test]
fn a_misspelt_option_is_refused_wherever_it_stands() {
    let linter = Linter::new(&JsValue::UNDEFINED).unwrap();
    for (options, message, cure) in [
        (r#"{"brand":[]}"#, "unknown key `brand` in options", "did you mean `brands`?"),
        (
            r#"{"ignores":[{"ruel":"a","reason":"b"}]}"#,
            "unknown key `ruel` in options.ignores[0]",
            "known are rule, text, reason",
        ),
        (
            r#"{"phrases":{"house/x":{"finds":[]}}}"#,
            "unknown key `finds` in options.phrases.house/x",
            "did you mean `find`?",
        ),
    ] {
        assert_eq!(refused(Linter::new(&js(options))), ["unknown-key", message, cure]);
    }
    for (input, message) in [
        (r#"{"text":"","formt":"html"}"#, "unknown key `formt` in input"),
        (r#"{"text":"","facts":{"ofer":{}}}"#, "unknown key `ofer` in input.facts"),
        (r#"{"text":"","facts":{"offer":{"endAt":""}}}"#, "unknown key `endAt` in input.facts.offer"),
        (r#"{"text":"","facts":{"assets":[{"scr":""}]}}"#, "unknown key `scr` in input.facts.assets[0]"),
        (r#"{"text":"","facts":{"claims":[{"txt":""}]}}"#, "unknown key `txt` in input.facts.claims[0]"),
        (r#"{"text":"","facts":{"humanReview":{"bye":""}}}"#, "unknown key `bye` in input.facts.humanReview"),
        (
            r#"{"text":"","facts":{"editorialResponsible":{"nme":""}}}"#,
            "unknown key `nme` in input.facts.editorialResponsible",
        ),
        (r#"{"text":"","facts":{"stock":{"src":""}}}"#, "unknown key `src` in input.facts.stock"),
        (r#"{"text":"","facts":{"reviews":{"src":""}}}"#, "unknown key `src` in input.facts.reviews"),
        (r#"{"text":"","facts":{"price":{"total":""}}}"#, "unknown key `total` in input.facts.price"),
        (r#"{"text":"","facts":{"audience":{"minor":true}}}"#, "unknown key `minor` in input.facts.audience"),
    ] {
        assert_eq!(refused(linter.lint(&js(input), "2026-11-23"))[..2], ["unknown-key", message]);
    }
}

#[wasm_bindgen_test]
fn a_wrong_value_is_refused_with_its_place() {
    let linter = Linter::new(&JsValue::UNDEFINED).unwrap();
    for (input, code, message) in [
        ("{}", "bad-option", "there is no text to lint"),
        (r#"{"text":"","format":"pdf"}"#, "unknown-format", "unknown format `pdf`"),
        (r#"{"text":"","locale":"nl"}"#, "unknown-locale", "`locale`: unknown locale `nl`"),
        (r#"{"text":"","today":"soon"}"#, "bad-option", "`today`: `soon` is not a date"),
        (r#"{"text":"","ignores":{}}"#, "bad-option", "`input.ignores` is not an array"),
    ] {
        assert_eq!(refused(linter.lint(&js(input), "2026-11-23"))[..2], [code, message]);
    }
    let markets = refused(Linter::new(&js(r#"{"brands":[],"markets":"EU"}"#)));
    assert!(markets[1].starts_with("`options.markets`: "), "{markets:?}");
    let lang = refused(Linter::new(&js(r#"{"lang":"zh-Hnat"}"#)));
    assert_eq!(lang, ["unknown-locale", "`options.lang`: unknown locale `zh-Hnat`", "did you mean `zh-Hant`?"]);
    assert_eq!(refused(rules(Some("nl".into())))[0], "unknown-locale");
}

#[wasm_bindgen_test]
fn what_is_undefined_is_absent() {
    let options = js(r#"{"brands":[]}"#);
    js_sys::Reflect::set(&options, &"markets".into(), &JsValue::UNDEFINED).unwrap();
    assert!(Linter::new(&options).is_ok());
}

#[wasm_bindgen_test]
fn what_is_no_language_file_is_refused_and_changes_nothing() {
    let before = locales();
    assert_eq!(refused(add_language(b"<!doctype html>"))[0], "bad-language");
    assert_eq!(locales(), before);
}
