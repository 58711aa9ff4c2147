//! `candor review` asks a person at a terminal. The terminal is `script`'s, which every Linux has.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Exit status and what the terminal shows when somebody types `answer`.
fn review(folder: &Path, file: &str, answer: &str) -> (Option<i32>, String) {
    let review = format!("'{}' review {file} --by 'Ana Ruiz'", env!("CARGO_BIN_EXE_candor"));
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &review, "/dev/null"]).current_dir(folder).env_remove("CI");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("`script` of util-linux");
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// Requirement and message of the Union's duty on text, if it applies.
fn duty(folder: &Path, file: &str) -> Option<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    let output = command.args(["check", file, "--format", "json"]).current_dir(folder).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = report["files"][0]["disclosures"].as_array().unwrap().clone();
    let row = rows.into_iter().find(|row| row["duty"] == "eu/ai-act-50-4-text")?;
    Some((row["status"].as_str()?.into(), row["message"].as_str()?.into()))
}

const FACTS: &str = r#"{"markets":["EU"],"content":["ai-generated"],"publicInterest":true,"editorialResponsible":{"name":"Shop Ltd","contact":"press@shop.example"}}"#;
const BODY: &str = "# The river rises\n\nThe town builds a wall.\n";

#[test]
fn a_review_in_front_matter_exempts_until_the_copy_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (at, path) = (folder.path(), folder.path().join("a.md"));
    let facts = "---\ncandor:\n  markets: [EU]\n  content: [ai-generated]\n  publicInterest: true\n  editorialResponsible:\n    name: Shop Ltd\n    contact: press@shop.example\n---\n";
    fs::write(&path, format!("{facts}{BODY}")).unwrap();
    assert_eq!(duty(at, "a.md").unwrap().0, "absent");

    let (status, shown) = review(at, "a.md", "y\n");
    assert_eq!(status, Some(0), "{shown}");
    assert!(shown.contains("Ana Ruiz has read a.md as it stands on") && shown.contains("recorded in a.md"), "{shown}");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("by: \"Ana Ruiz\"") && text.ends_with(BODY), "{text}");
    assert_eq!(duty(at, "a.md"), None);

    fs::write(&path, text.replace("a wall", "a high wall")).unwrap();
    let (status, message) = duty(at, "a.md").unwrap();
    assert_eq!(status, "absent");
    assert!(message.contains("The copy changed after Ana Ruiz reviewed it on"), "{message}");
}

#[test]
fn a_review_of_a_page_goes_into_a_side_file_and_keeps_its_facts() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let page = "<h1>The river rises</h1>\n<p>The town builds a wall.</p>\n";
    fs::write(at.join("a.html"), page).unwrap();
    fs::write(at.join("a.html.candor.json"), FACTS).unwrap();
    assert_eq!(duty(at, "a.html").unwrap().0, "absent");
    assert_eq!(review(at, "a.html", "yes\n").0, Some(0));
    assert_eq!(fs::read_to_string(at.join("a.html")).unwrap(), page);
    assert_eq!(duty(at, "a.html"), None);
}

#[test]
fn whoever_does_not_say_yes_records_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    fs::write(&path, BODY).unwrap();
    for answer in ["\n", "n\n", "maybe\n"] {
        let (status, shown) = review(folder.path(), "a.md", answer);
        assert_eq!((status, shown.contains("nothing was recorded")), (Some(1), true), "{answer:?}: {shown}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), BODY);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn no_terminal_makes_a_build_a_person() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), BODY).unwrap();
    let command = format!("CI=true '{}' review a.md --by Ana", env!("CARGO_BIN_EXE_candor"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]).current_dir(folder.path());
    let output = script.stdin(Stdio::null()).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("a build cannot review copy"), "{shown}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).unwrap(), BODY);
}
