//! Bytes of a wasm module by the crate that they come from.

use std::collections::HashMap;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::package::brotli;

/// What a crate, or a function, brings to the module.
pub struct Share {
    /// Its name, or what else the bytes are.
    pub name: String,
    /// Bytes of machine code, or of the section.
    pub bytes: usize,
    /// These bytes alone, compressed. The sum is above the module's: neighbours help each other.
    pub brotli: usize,
}

/// Shares of `wasm`, which must have a name section: of each crate, then of each function,
/// largest first. A function that was inlined counts for its caller.
pub fn shares(wasm: &[u8]) -> Result<(Vec<Share>, Vec<Share>)> {
    let mut crates: HashMap<String, Vec<u8>> = HashMap::new();
    let mut functions: HashMap<String, Vec<u8>> = HashMap::new();
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::DataSection(data) => {
                crates.insert("(data: tables, texts)".into(), wasm[data.range()].to_vec());
            }
            Payload::CustomSection(custom) => {
                let KnownCustom::Name(sections) = custom.as_known() else { continue };
                for section in sections {
                    let Name::Function(functions) = section? else { continue };
                    for naming in functions {
                        let naming = naming?;
                        names.insert(naming.index, naming.name);
                    }
                }
            }
            _ => {}
        }
    }
    for (index, body) in (imported..).zip(bodies) {
        let name = names.get(&index).copied().unwrap_or("(unnamed)");
        crates.entry(crate_of(name).to_owned()).or_default().extend(&wasm[body.clone()]);
        functions.entry(name.to_owned()).or_default().extend(&wasm[body]);
    }
    Ok((sorted(crates)?, sorted(functions)?))
}

fn sorted(contents: HashMap<String, Vec<u8>>) -> Result<Vec<Share>> {
    let share =
        |(name, content): (String, Vec<u8>)| Ok(Share { name, bytes: content.len(), brotli: brotli(&content)? });
    let mut shares = contents.into_iter().map(share).collect::<Result<Vec<_>>>()?;
    shares.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    Ok(shares)
}

/// The crate of a demangled name: of `<html5gum::Tokenizer<R> as core::iter::Iterator>::next`,
/// html5gum; of what the language itself has, such as `<f64 as core::fmt::Display>::fmt`, core.
fn crate_of(name: &str) -> &str {
    let Some((first, _)) = name.split_once("::") else { return "(runtime: allocator, memcpy, exports)" };
    // Some names carry the crate's hash: `std[a543996e6e7dbf1e]::panicking`.
    let first = first.strip_suffix(']').and_then(|name| name.rsplit_once('[')).map_or(first, |(name, _)| name);
    let first = first.rsplit([' ', '<', '&', '*', '[', '(']).next().unwrap_or(first);
    if first.ends_with('>') { "core" } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_first_path() {
        assert_eq!(crate_of("candor::linter::Linter::lint"), "candor");
        assert_eq!(crate_of("<html5gum::Tokenizer<R> as core::iter::Iterator>::next"), "html5gum");
        assert_eq!(crate_of("<&mut alloc::vec::Vec<u8> as core::fmt::Write>::write_str"), "alloc");
        assert_eq!(crate_of("std[a543996e6e7dbf1e]::panicking::panic_with_hook"), "std");
        assert_eq!(crate_of("<f64 as core::fmt::Display>::fmt"), "core");
        assert_eq!(crate_of("<char>::to_lowercase"), "core");
        assert_eq!(crate_of("memcpy"), "(runtime: allocator, memcpy, exports)");
    }
}
