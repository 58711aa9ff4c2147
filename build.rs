//! `rules/` -> the tables baked into the binary.
//!
//! Every build carries English; with the feature `languages` it carries all.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use candor_scan::rule_file;
use candor_scan::vocabulary::Locale;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
    let compiled = rule_file::compile_folder(Path::new("rules")).unwrap_or_else(|problems| {
        for problem in &problems {
            println!("cargo::error={problem}");
        }
        process::exit(1);
    });
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let write = |name: &str, bytes: &[u8]| fs::write(out.join(name), bytes).expect("OUT_DIR can be written");
    write("base.bin", &compiled.base);
    let all = env::var_os("CARGO_FEATURE_LANGUAGES").is_some();
    let mut list = String::from("&[\n");
    for (locale, bytes) in &compiled.languages {
        if all || *locale == Locale::En {
            write(&format!("{locale}.bin"), bytes);
            writeln!(list, "    include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{locale}.bin\")),")
                .expect("a String can be written");
        }
    }
    list.push_str("]\n");
    write("languages.rs", list.as_bytes());
}
