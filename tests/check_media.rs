//! `candor check` reads the files that a page shows, where they lie beside it.
#![cfg(not(target_family = "wasm"))]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "marks/files.rs"]
mod files;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const LABEL: &[u8] = b"AIGC\0{\"Label\":\"1\",\"ContentProducer\":\"001191\",\"ProduceID\":\"p-1\"}";

/// Exit status and report of the file `page` in `folder`.
fn check(folder: &Path, page: &str, format: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.args(["check", page, "--format", format, "--today", "2026-11-23"]).current_dir(folder);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_marked_picture_beside_a_silent_page_is_reported_in_every_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("img")).unwrap();
    fs::write(folder.path().join("img/a b.png"), files::png(&[(b"tEXt", LABEL)])).unwrap();
    fs::write(folder.path().join("plain.png"), files::png(&[])).unwrap();
    let pages = [
        (
            "a.html",
            "<h1>Soft towels</h1>\n<p><img src=\"img/a%20b.png\" alt=\"A towel\"></p>\n<p><img src=plain.png></p>\n",
        ),
        ("a.md", "# Soft towels\n\n![](plain.png)\n\n![](img/a%20b.png)\n"),
    ];
    for (name, text) in pages {
        fs::write(folder.path().join(name), text).unwrap();
        let (status, json) = check(folder.path(), name, "json");
        let report: Value = serde_json::from_str(&json).unwrap();
        let file = &report["files"][0];
        let diagnostics = file["diagnostics"].as_array().unwrap();
        let told: Vec<_> =
            diagnostics.iter().map(|it| (it["rule"].as_str().unwrap(), it["text"].as_str().unwrap())).collect();
        assert_eq!((status, told), (Some(1), vec![("ai-transparency/undisclosed-media", "img/a%20b.png")]), "{name}");
        assert_eq!(
            file["marks"],
            serde_json::json!([{ "asset": "img/a%20b.png", "scheme": "aigc", "value": "1", "content": "ai-generated" }])
        );
        let schema: Value = serde_json::from_str(include_str!("../docs/report.schema.json")).unwrap();
        let mistakes: Vec<_> =
            jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|it| it.to_string()).collect();
        assert_eq!(mistakes, [""; 0]);
        let (_, pretty) = check(folder.path(), name, "pretty");
        assert!(pretty.contains("mark of img/a%20b.png: aigc, ai-generated (1)"), "{pretty}");
        let (_, html) = check(folder.path(), name, "html");
        assert!(html.contains("<h3>Machine-readable marks</h3>"), "{html}");
        for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(html.contains(&format!("id=\"{link}\"")), "nothing is called {link}");
        }
    }
}

#[test]
fn a_page_that_tells_is_clean_and_a_stripped_file_is_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.png"), files::png(&[(b"tEXt", LABEL)])).unwrap();
    fs::write(folder.path().join("b.png"), files::png(&[])).unwrap();
    let page = |front: &str, src: &str| {
        fs::write(folder.path().join("a.md"), format!("{front}# Soft towels\n\n![]({src})\n\nAI-generated image\n"))
            .unwrap();
        let (status, json) = check(folder.path(), "a.md", "json");
        let report: Value = serde_json::from_str(&json).unwrap();
        let diagnostics = report["files"][0]["diagnostics"].as_array().unwrap();
        (status, diagnostics.iter().map(|it| it["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(page("", "a.png"), (Some(0), vec![]));
    let stated = "---\ncandor:\n  assets:\n    - src: b.png\n      sourceMarked: true\n---\n";
    assert_eq!(page(stated, "b.png"), (Some(1), vec!["ai-transparency/stripped-mark".into()]));
}
