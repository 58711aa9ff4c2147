//! The command line as its users meet it: exit status, output, what is read and what is not.

#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use candor::classifier::Model;
use serde_json::Value;

/// A folder with a house phrase, so that findings here rest on no rule of the catalogue.
struct House {
    folder: tempfile::TempDir,
}

/// What a run gave.
struct Run {
    status: i32,
    out: String,
    err: String,
}

const PHRASE: &str = r#"
[phrases."house/x"]
find = ["blue heron mugs"]
message = "“{match}” is not how this house speaks"
help = "Leave it out."
"#;

impl House {
    fn new() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        house.write("candor.toml", PHRASE);
        house
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn run(&self, args: &str) -> Run {
        self.run_with(args, b"")
    }

    fn run_with(&self, args: &str, stdin: &[u8]) -> Run {
        let mut child = command(self.folder.path()).args(args.split_whitespace()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let stdin = stdin.to_vec();
        let feed = std::thread::spawn(move || _ = input.write_all(&stdin));
        let output = child.wait_with_output().unwrap();
        feed.join().unwrap();
        Run {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn json(&self, args: &str) -> Value {
        serde_json::from_str(&self.run(&format!("check --format json {args}")).out).unwrap()
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    // The tests run in a build too, where some answers differ; those that mean a build say so.
    command.env_remove("CI").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The paths of a report, in order.
fn paths(report: &Value) -> Vec<&str> {
    report["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect()
}

fn rules<'v>(report: &'v Value, list: &str) -> Vec<&'v str> {
    let files = report["files"].as_array().unwrap().iter();
    files.flat_map(|file| file[list].as_array().unwrap()).map(|d| d["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_exit_status_tells_findings_from_mistakes() {
    let house = House::new();
    house.write("clean.txt", "We open at nine.");
    house.write("bad.txt", "There are blue heron mugs.");
    for (args, status) in [
        ("check clean.txt", 0),
        ("check bad.txt", 1),
        ("check clean.txt bad.txt", 1),
        ("check bad.txt --fail-on warning", 1),
        ("check bad.txt --fail-on error", 0),
        ("check bad.txt --fail-on never", 0),
        ("check bad.txt nowhere.txt --fail-on never", 2),
        ("check --format yaml", 2),
        ("check clean.txt --today 23.11.2026", 2),
        ("check clean.txt --locale nl", 2),
        ("check clean.txt --markets EU,QQ", 2),
        ("check clean.txt --config nowhere.toml", 2),
        ("check clean.txt --update-baseline", 2),
        ("explain urgency/zzz", 2),
    ] {
        assert_eq!(house.run(args).status, status, "{args}");
    }
}

#[test]
fn a_finding_has_a_place_in_lines_and_utf16() {
    let house = House::new();
    house.write("a.txt", "🎁 first\nthere are blue heron mugs today");
    let report = house.json("a.txt");
    let found = &report["files"][0]["diagnostics"][0];
    assert_eq!((&found["line"], &found["column"]), (&Value::from(2), &Value::from(11)));
    assert_eq!((&found["span"]["start"], &found["span"]["end"]), (&Value::from(19), &Value::from(34)));
    assert_eq!(found["text"], "blue heron mugs");
    let shown = house.run("check a.txt").out;
    assert!(shown.contains(" --> a.txt:2:11\n"), "{shown}");
    assert!(shown.contains("          ^^^^^^^^^^^^^^^\n"), "{shown}");
    assert!(!shown.contains('\x1b'), "colour outside a terminal: {shown}");
    assert!(shown.ends_with("Reads words, not intentions. Not legal advice.\n"), "{shown}");
}

#[test]
fn a_missing_file_is_named_and_the_rest_is_checked() {
    let house = House::new();
    house.write("a.txt", "fine");
    let run = house.run("check nowhere.txt a.txt");
    assert_eq!(run.err, "error: `nowhere.txt` does not exist; check the spelling\n");
    assert!(run.out.contains("a.txt: 100 clear\n"), "{}", run.out);
    assert_eq!(run.status, 2);
}

#[test]
fn texts_that_cannot_be_read_are_named_with_the_way_out() {
    let house = House::new();
    house.write("binary.txt", b"\x89PNG\0\0\0");
    house.write("latin.txt", b"caf\xE9");
    house.write("mark.txt", "\u{FEFF}fine");
    let run = house.run("check binary.txt latin.txt mark.txt");
    assert_eq!(
        run.err,
        "error: `binary.txt` is binary; name texts alone, or list it in .candorignore\n\
         error: `latin.txt` is not UTF-8: byte 0xE9 in line 1; save it as UTF-8, or as UTF-16 with a byte order mark\n"
    );
    assert!(run.out.contains("mark.txt: 100 clear"), "{}", run.out);
    assert_eq!(run.status, 2);
}

#[test]
fn utf_16_is_read_in_both_orders() {
    let house = House::new();
    let units =
        |unit: fn(u16) -> [u8; 2]| "\u{FEFF}限時 blue heron mugs".encode_utf16().flat_map(unit).collect::<Vec<_>>();
    house.write("le.txt", units(u16::to_le_bytes));
    house.write("be.txt", units(u16::to_be_bytes));
    let report = house.json("le.txt be.txt");
    assert_eq!(rules(&report, "diagnostics"), ["house/x", "house/x"]);
    assert_eq!(report["files"][1]["diagnostics"][0]["span"]["start"], 3);
}

#[test]
fn standard_input_is_read_as_it_is_told_to() {
    let house = House::new();
    let run = house.run_with("check -", b"blue heron mugs");
    assert_eq!((run.status, run.out.contains("<stdin>:1:1")), (1, true), "{}", run.out);
    let html = b"<p hidden></p><p>only <b>three</b> left</p>";
    assert_eq!(house.run_with("check - --as html", html).status, 1);
    assert_eq!(house.run_with("check - --fix", b"x").status, 2);
}

#[test]
fn a_folder_is_walked_by_name_without_what_ignore_files_name() {
    let house = House::new();
    for path in ["b.md", "a.html", "c/d.txt", "drafts/e.txt", "out/f.txt", "old/g.txt", ".hidden/h.txt", "i.png", "j"] {
        house.write(path, "fine");
    }
    house.write(".gitignore", "out/\n");
    house.write(".candorignore", "old\n");
    house.write("candor.toml", "skip = [\"drafts/**\"]");
    assert_eq!(paths(&house.json("")), ["a.html", "b.md", "c/d.txt"]);
    assert_eq!(paths(&house.json(".")), ["a.html", "b.md", "c/d.txt"]);
    assert_eq!(paths(&house.json("c a.html a.html")), ["c/d.txt", "a.html"]);
    assert_eq!(paths(&house.json("drafts/e.txt out/f.txt j")), ["drafts/e.txt", "out/f.txt", "j"]);
}

#[test]
fn globs_that_the_shell_left_alone_are_expanded() {
    let house = House::new();
    for path in ["a.html", "c/d.html", "c/e/f.html", "c/g.txt", "c/h.copy"] {
        house.write(path, "fine");
    }
    assert_eq!(paths(&house.json("*.html")), ["a.html"]);
    assert_eq!(paths(&house.json("**/*.html")), ["a.html", "c/d.html", "c/e/f.html"]);
    assert_eq!(paths(&house.json("c/**/f.*")), ["c/e/f.html"]);
    assert_eq!(paths(&house.json("c/*.copy")), ["c/h.copy"]);
    let again = house.json("a.html *.html");
    assert_eq!((paths(&again), &again["unreadable"]), (vec!["a.html"], &Value::Array(Vec::new())));
    let run = house.run("check z/*.html");
    assert_eq!(run.err, "error: `z/*.html` matches no file; check the spelling and the ignore files\n");
    assert_eq!(run.status, 2);
}

#[test]
fn each_file_has_the_nearest_configuration_above_it() {
    let house = House::new();
    house.write("a.txt", "blue heron mugs");
    house.write("shop/deep/b.txt", "blue heron mugs");
    house.write("shop/candor.toml", "[rules]\nurgency = \"off\"");
    let report = house.json("a.txt shop/deep/b.txt");
    assert_eq!(rules(&report, "diagnostics"), ["house/x"]);
    assert_eq!(paths(&report), ["a.txt", "shop/deep/b.txt"]);
    let report = house.json("shop/deep/b.txt --config candor.toml");
    assert_eq!(rules(&report, "diagnostics"), ["house/x"]);
}

#[test]
fn a_mistake_in_the_configuration_is_told_with_its_line_and_the_nearest_name() {
    let house = House::new();
    house.write("a.txt", "fine");
    for (config, message) in [
        ("\nmarekts = [\"EU\"]", "candor.toml:2: unknown key `marekts`; did you mean `markets`?"),
        ("locales = [\"zh-Hnat\"]", "candor.toml:1: unknown locale `zh-Hnat`; did you mean `zh-Hant`?"),
        ("markets = [\"TIKTOC\"]", "candor.toml:1: unknown market `TIKTOC`; did you mean `TIKTOK`?"),
        ("# urgncy\n[rules]\nurgncy = \"off\"", "candor.toml:3: unknown rule `urgncy`; did you mean `urgency`?"),
        (
            "skip = [\"a{b\"]",
            "candor.toml:1: `a{b` under `skip` is no glob; write it as in an ignore file: `drafts/**`, `*.min.html`",
        ),
    ] {
        house.write("candor.toml", config);
        let run = house.run("check a.txt");
        assert_eq!((run.err, run.status), (format!("error: {message}\n"), 2));
    }
}

#[test]
fn a_baseline_accepts_what_stands_and_reports_what_is_new_and_what_is_gone() {
    let house = House::new();
    house.write("a.txt", "We have Blue Heron mugs.\nAnd blue heron mugs.");
    assert_eq!(house.run("check a.txt --baseline b.json").status, 2);
    assert_eq!(house.run("check a.txt --baseline b.json --update-baseline").status, 0);
    assert_eq!(
        house.read("b.json"),
        "{\n  \"version\": 1,\n  \"files\": {\n    \"a.txt\": [\n      \
         { \"rule\": \"house/x\", \"text\": \"blue heron mugs\", \"count\": 2 }\n    ]\n  }\n}\n"
    );

    house.write("a.txt", "\n\nA new line.\nWe have blue heron mugs. And blue heron mugs.");
    let report = house.json("a.txt --baseline b.json");
    assert_eq!(report["files"][0]["score"], 100);
    assert_eq!(rules(&report, "diagnostics"), [""; 0]);
    assert_eq!(rules(&report, "ignored"), ["house/x", "house/x"]);
    assert_eq!(report["files"][0]["ignored"][0]["by"], "baseline");

    house.write("a.txt", "Blue heron mugs. Blue heron mugs. Blue heron mugs.");
    let run = house.run("check a.txt --baseline b.json");
    assert_eq!(run.status, 1);
    assert_eq!(rules(&house.json("a.txt --baseline b.json"), "diagnostics"), ["house/x"]);

    house.write("a.txt", "Blue heron mugs.");
    let report = house.json("a.txt --baseline b.json");
    assert_eq!(report["unusedBaseline"][0]["count"], 1);
    fs::remove_file(house.folder.path().join("a.txt")).unwrap();
    house.write("c.txt", "fine");
    let report = house.json("c.txt --baseline b.json");
    assert_eq!(report["unusedBaseline"][0]["count"], 2);
    house.run("check c.txt --baseline b.json --update-baseline");
    assert!(!house.read("b.json").contains("a.txt"));
}

#[test]
fn safe_suggestions_are_applied_and_the_file_stays_as_it_was_otherwise() {
    let house = House::new();
    let source = "\u{FEFF}Fine.\r\nblue heron mugs\r\n";
    house.write("a.txt", source);
    let run = house.run("check a.txt --fix --fail-on never");
    assert_eq!(run.status, 0, "{}", run.err);
    // A house phrase without a suggestion changes nothing.
    assert_eq!(house.read("a.txt"), source);
    assert_eq!(fs::read_dir(house.folder.path()).unwrap().count(), 2);
}

#[test]
fn what_nobody_states_is_asked_once_for_all_files() {
    let house = House::new();
    house.write("a.html", "<p>Towels dry in an hour.</p>");
    house.write("b.html", "<p><img src=\"b.jpg\">Lamps for every room.</p>");
    house.write("c.md", "---\ncandor:\n  markets: [FR]\n  content: [ai-generated]\n---\n\nTables of oak.\n");
    let of =
        |run: Run| run.out.lines().filter(|line| line.starts_with("question")).map(String::from).collect::<Vec<_>>();
    let asked = of(house.run("check . --today 2026-11-23"));
    let facts: Vec<_> = asked.iter().map(|line| line.rsplit_once('(').unwrap().1).collect();
    assert_eq!(facts, ["publicInterest)", "assets, 1 file)", "content, 2 files)", "markets, 2 files)"]);
    assert_eq!(of(house.run("check a.html --markets EU --today 2026-11-23")).len(), 1);
    assert_eq!(of(house.run("check . --quiet --today 2026-11-23")), [""; 0]);
    let page = house.run("check . --format html --today 2026-11-23").out;
    assert_eq!(page.matches("State where the copy is shown.").count(), 1);
}

#[test]
fn quiet_prints_the_summary_only() {
    let house = House::new();
    house.write("a.txt", "blue heron mugs");
    let run = house.run("check a.txt --quiet");
    assert_eq!(run.out, "1 file: 1 warning\nReads words, not intentions. Not legal advice.\n");
}

#[test]
fn every_format_is_whole_and_ends_with_the_caveat() {
    let house = House::new();
    house.write("a.txt", "blue heron mugs");
    house.write("b.txt", "fine");
    for format in ["pretty", "json", "sarif", "github", "html"] {
        let run = house.run(&format!("check a.txt b.txt nowhere.txt --format {format}"));
        assert_eq!(run.status, 2, "{format}");
        match format {
            "json" | "sarif" => _ = serde_json::from_str::<Value>(&run.out).unwrap(),
            "html" => assert!(run.out.starts_with("<!DOCTYPE html>") && run.out.ends_with("</html>\n")),
            _ => {}
        }
        if format != "json" {
            assert!(run.out.contains("Reads words, not intentions. Not legal advice."), "{format}");
        }
    }
    let run = house.run("check a.txt --format github");
    assert!(
        run.out.starts_with("::warning file=a.txt,line=1,endLine=1,col=1,endColumn=16,title=house/x::"),
        "{}",
        run.out
    );
}

#[test]
fn many_files_come_out_in_order_on_any_number_of_threads() {
    let house = House::new();
    let names: Vec<String> = (0..60).map(|i| format!("{i:02}.txt")).collect();
    for (i, name) in names.iter().enumerate() {
        house.write(name, "Some words. ".repeat(1 + 1000 / (i + 1)));
    }
    for threads in [1, 7] {
        assert_eq!(paths(&house.json(&format!("--threads {threads}"))), names);
    }
}

#[test]
fn batch_answers_in_order_and_goes_on_after_a_bad_line() {
    let house = House::new();
    let input = concat!(
        "{\"id\":1.50,\"text\":\"blue heron mugs\"}\n",
        "\n",
        "{\"text\":\n",
        "{\"id\":2,\"text\":3}\n",
        "{\"text\":\"x\",\"facts\":{\"marekts\":[]}}\n",
        "{\"text\":\"x\",\"facts\":{\"markets\":[\"QQ\"]}}\n",
        "{\"text\":\"x\",\"today\":\"soon\"}\n",
        "{\"text\":\"x\",\"format\":\"pdf\"}\n",
        "\"\u{1}\"\n",
        "{\"id\":{\"b\":1,\"a\":2},\"text\":\"fine\",\"today\":\"2027-01-02\",\"label\":1}",
    );
    let run = house.run_with("batch", input.as_bytes());
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("{\"id\":1.50,\"locale\":"), "{}", lines[0]);
    assert!(lines[0].contains("\"rule\":\"house/x\""), "{}", lines[0]);
    assert_eq!(lines[1], "{\"line\":3,\"error\":\"not JSON at column 8: EOF while parsing a value\"}");
    assert_eq!(lines[2], "{\"line\":4,\"error\":\"invalid type: integer `3`, expected a string\"}");
    assert_eq!(lines[3], "{\"line\":5,\"error\":\"unknown key `marekts`; did you mean `markets`?\"}");
    assert!(lines[4].starts_with("{\"line\":6,\"error\":\"unknown market `QQ`; "), "{}", lines[4]);
    assert_eq!(lines[5], "{\"line\":7,\"error\":\"`soon` is not a date; write it as 2026-11-23\"}");
    assert_eq!(lines[6], "{\"line\":8,\"error\":\"unknown value `pdf`; known are plain, text, html, markdown, md\"}");
    assert!(lines[7].starts_with("{\"line\":9,\"error\":\"not JSON at column "), "{}", lines[7]);
    assert!(lines[8].starts_with("{\"id\":{\"b\":1,\"a\":2},"), "{}", lines[8]);
    assert!(lines[8].ends_with("\"today\":\"2027-01-02\"}}"), "{}", lines[8]);
    assert_eq!((lines.len(), run.status), (9, 1));
}

#[test]
fn batch_judges_by_the_model_that_it_is_given() {
    let house = House::new();
    let line = "{\"text\":\"Sale! Sale! Sale! Buy it before tonight!\",\"locale\":\"en\"}";
    let manipulation = |args: &str| {
        let run = house.run_with(args, line.as_bytes());
        serde_json::from_str::<Value>(&run.out).unwrap()["manipulation"].as_f64().unwrap()
    };
    let mut model = Model::from_bytes(&fs::read("models/classifier.bin").unwrap()).unwrap();
    house.write("same.bin", model.to_bytes());
    model.bias -= 20.0;
    house.write("calm.bin", model.to_bytes());
    let own = manipulation("batch");
    assert!(own > 0.9, "{own}");
    assert_eq!(manipulation("batch --model same.bin"), own);
    assert!(manipulation("batch --model calm.bin") < 0.01);

    let run = house.run("batch --model candor.toml");
    assert_eq!(
        (run.status, run.err.as_str()),
        (2, "error: `candor.toml` is no model of this version; `cargo xtask train --output candor.toml` makes one\n")
    );
    assert_eq!(house.run("batch --model none.bin").status, 2);
}

#[test]
fn batch_keeps_the_order_of_many_lines_on_any_number_of_threads() {
    let house = House::new();
    let line = |i: usize| format!("{{\"id\":{i},\"text\":\"{}\"}}\n", "words ".repeat(i * 7919 % 400));
    let input: String = (0..3000).map(line).collect();
    for threads in [1, 5] {
        let run = house.run_with(&format!("batch --threads {threads}"), input.as_bytes());
        assert_eq!(run.status, 0);
        let ids = run.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap());
        assert!(ids.eq(0..3000));
    }
}

#[test]
fn batch_answers_a_line_before_the_next_is_sent() {
    use std::io::BufRead as _;
    let house = House::new();
    let mut child = command(house.folder.path()).arg("batch").spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
    for i in 0..3 {
        writeln!(input, "{{\"id\":{i},\"text\":\"fine\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{i},")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let house = House::new();
    house.write("a.txt", "blue heron mugs. ".repeat(2000));
    for args in ["check a.txt", "check a.txt --format json", "batch", "rules --format json"] {
        let mut child = command(house.folder.path()).args(args.split(' ')).spawn().unwrap();
        drop(child.stdout.take());
        let mut input = child.stdin.take().unwrap();
        for _ in 0..2000 {
            if input.write_all(b"{\"text\":\"blue heron mugs\"}\n").is_err() {
                break;
            }
        }
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{args}");
    }
}

#[test]
fn one_long_line_costs_no_more_than_its_length() {
    let house = House::new();
    house.write("a.txt", "word ".repeat(400_000) + "blue heron mugs");
    let run = house.run("check a.txt");
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.out.len() < 2000, "{}", run.out.len());
}

#[test]
fn rules_are_listed_and_explained() {
    let house = House::new();
    let rules: Value = serde_json::from_str(&house.run("rules --format json").out).unwrap();
    let rules = rules.as_array().unwrap();
    let table = house.run("rules").out;
    assert_eq!(table.lines().count(), rules.len());
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"urgency/vague-deadline"), "{ids:?}");
    let page = house.run("explain urgency/vague-deadline").out;
    assert!(page.starts_with("urgency/vague-deadline: "), "{page}");
    assert!(page.contains("https://"), "{page}");
    let run = house.run("explain urgency/vague-deadlin");
    assert_eq!(run.err, "error: unknown rule `urgency/vague-deadlin`; did you mean `urgency/vague-deadline`?\n");
}

#[test]
fn notice_prints_words_with_clause_level_and_the_day_of_the_last_look() {
    let house = House::new();
    let run = house.run("notice --market US-NY --content personalised-price --today 2026-11-23");
    assert_eq!(run.status, 0);
    let expected = "US-NY, personalised-price\n\n\
        us-ny/gbl-349-a: required\n  \
          law       New York Algorithmic Pricing Disclosure Act, General Business Law § 349-a(2)\n  \
          link      https://www.nysenate.gov/legislation/laws/GBS/349-A\n  \
          level     V2, last verified 2026-11-23\n  \
          review    due by 2027-05-23\n  \
          binds     advertiser, deployer\n  \
          since     2025-11-10\n  \
          say       “THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA”\n";
    assert!(run.out.starts_with(expected), "{}", run.out);
    let late = house.run("notice --market US-NY --content personalised-price --today 2030-01-01");
    assert!(
        late.out.contains("349-a: advised") && late.out.contains("last verified 2026-11-23, review overdue"),
        "{}",
        late.out
    );
    // “This text” discloses no picture, and “image” no text.
    let both = house.run("notice --market EU --content ai-generated --today 2026-11-23").out;
    let [media, text] = ["eu/ai-act-50-4-deepfake: ", "eu/ai-act-50-4-text: "].map(|duty| {
        let own = both.split("\n\n").find(|part| part.starts_with(duty)).unwrap();
        own.lines().filter_map(|line| line.trim().strip_prefix("say ")).map(str::trim).collect::<Vec<_>>()
    });
    assert_eq!(
        (media, text),
        (vec!["“AI-generated”", "“AI-generated image”"], vec!["“This text was generated by AI.”", "“AI-generated”"])
    );
    let none = house.run("notice --market HK --content ai-generated");
    assert!(none.out.contains("No duty that candor knows asks for a notice."), "{}", none.out);
    let wrong = house.run("notice --market EU --content ai-generate");
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("unknown content kind `ai-generate`; did you mean `ai-generated`?"), "{}", wrong.err);
}

#[test]
fn a_review_is_refused_where_no_person_can_be_asked() {
    let house = House::new();
    house.write("a.md", "Soft towels.\n");
    let run = house.run("review a.md --by Ana");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("a review is a person's word; run `candor review` at a terminal"), "{}", run.err);
    let ci = command(house.folder.path()).args(["review", "a.md", "--by", "Ana"]).env("CI", "true").output().unwrap();
    let told = String::from_utf8(ci.stderr).unwrap();
    assert!(
        told.contains("a build cannot review copy; run `candor review` at a terminal and commit the record"),
        "{told}"
    );
    assert_eq!(house.read("a.md"), "Soft towels.\n");
}

#[test]
fn facts_beside_a_file_are_read_and_a_stale_review_is_told() {
    let house = House::new();
    let facts = |sha256: &str| {
        format!(
            "{{\"markets\":[\"EU\"],\"content\":[\"ai-generated\"],\"publicInterest\":true,\
             \"editorialResponsible\":{{\"name\":\"Shop Ltd\",\"contact\":\"press@shop.example\"}},\
             \"humanReview\":{{\"by\":\"Ana\",\"date\":\"2026-11-20\",\"sha256\":\"{sha256}\"}}}}"
        )
    };
    // The SHA-256 of “Soft towels.” and a line break.
    let of_text = "87002b9f3695cdbaf8c9dfaf2baf13f4847a15d021491dfe1a9886fc9dec2291";
    house.write("a.html", "<p>Soft <b>towels</b>.</p>");
    let row = || {
        let run = house.run("check a.html --format json --today 2026-11-23");
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let rows = report["files"][0]["disclosures"].as_array().unwrap().clone();
        rows.into_iter()
            .find(|row| row["duty"] == "eu/ai-act-50-4-text")
            .map(|row| row["message"].as_str().unwrap().to_owned())
    };
    house.write("a.html.candor.json", facts(of_text));
    assert_eq!(row(), None);
    house.write("a.html", "<p>Softer towels.</p>");
    assert!(
        row().unwrap().ends_with("The copy changed after Ana reviewed it on 2026-11-20: that review exempts nothing.")
    );
    house.write("a.html.candor.json", "{\"market\":1}");
    let run = house.run("check a.html --format json --today 2026-11-23");
    assert!(run.out.contains("the facts in a.html.candor.json cannot be read: unknown field `market`"), "{}", run.out);
}
