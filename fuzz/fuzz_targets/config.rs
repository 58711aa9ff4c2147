//! Any configuration is taken or refused with a message, and never by a panic.
#![no_main]

use candor::{Catalogue, Config, Linter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(refusal) =
        Config::from_toml(text, "candor.toml").and_then(|config| Linter::new(Catalogue::builtin(), config))
    {
        assert!(!refusal.to_string().is_empty());
    }
});
