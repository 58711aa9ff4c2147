//! C2PA: what the actions of a manifest, and of what it was made of, say of the source.

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};

use super::jumbf::Superbox;
use super::{Mark, Scheme, source_type};
use crate::disclosure::Kind;
use crate::value::Value;

/// Versions of one picture that are followed back.
const GENERATIONS: usize = 32;

/// Levels of a claim's values.
const DEEPEST: usize = 32;

/// Values that are read of one assertion.
const MOST: usize = 1 << 16;

/// Reads a manifest store. Its last manifest is the one that speaks for the file.
pub fn read(store: &[u8], add: &mut impl FnMut(Mark)) {
    let Some(store) = Superbox::all(store).find(|it| it.label == "c2pa") else { return };
    let manifests: Vec<Superbox<'_>> = store.inside().collect();
    let Some(active) = manifests.last() else { return };
    let mut found = Vec::new();
    follow(*active, &manifests, &mut Vec::new(), false, &mut found);
    if found.is_empty() {
        found.push((String::new(), None));
    }
    for (value, content) in found {
        add(Mark { scheme: Scheme::C2pa, value, content });
    }
}

/// The source types of a manifest's actions; then those of the version that it was made from,
/// and of what was put into it, which makes a composite.
fn follow<'a>(
    manifest: Superbox<'a>,
    all: &[Superbox<'a>],
    seen: &mut Vec<&'a str>,
    is_part: bool,
    found: &mut Vec<(String, Option<Kind>)>,
) {
    if seen.len() >= GENERATIONS || seen.contains(&manifest.label) {
        return;
    }
    seen.push(manifest.label);
    let Some(assertions) = manifest.named("c2pa.assertions") else { return };
    for assertion in assertions.inside() {
        // `c2pa.actions.v2__1`: the version, and which of several.
        let name = assertion.label.split("__").next().unwrap_or_default();
        let Some(value) = assertion.content(*b"cbor").and_then(cbor) else { continue };
        if name.starts_with("c2pa.actions") {
            for action in value.get("actions").map(Value::items).unwrap_or_default() {
                if let Some(Value::String(uri)) = action.get("digitalSourceType") {
                    let content = source_type::content(uri);
                    found.push((uri.clone(), content.map(|it| if is_part { Kind::AiAssisted } else { it })));
                }
            }
        } else if name.starts_with("c2pa.ingredient") {
            let is_part = match value.get("relationship") {
                Some(Value::String(it)) if it == "parentOf" => is_part,
                Some(Value::String(it)) if it == "componentOf" => true,
                // What a model was asked with is not in the picture.
                _ => continue,
            };
            let reference = value.get("activeManifest").or_else(|| value.get("c2pa_manifest"));
            if let Some(Value::String(url)) = reference.and_then(|reference| reference.get("url"))
                && let Some(label) = url.rsplit('/').next()
                && let Some(ingredient) = all.iter().find(|it| it.label == label)
            {
                follow(*ingredient, all, seen, is_part, found);
            }
        }
    }
}

/// The value that `bytes` begin with.
fn cbor(bytes: &[u8]) -> Option<Value> {
    let mut left = MOST;
    tree(&mut Decoder::new(bytes), 0, &mut left).ok()
}

fn tree(decoder: &mut Decoder<'_>, depth: usize, left: &mut usize) -> Result<Value, Error> {
    *left = left.checked_sub(1).ok_or_else(|| Error::message("too many values"))?;
    if depth > DEEPEST {
        return Err(Error::message("nested too deep"));
    }
    // Of lists without a length the end is a value of its own.
    let more = |decoder: &mut Decoder<'_>, count: &mut Option<u64>| match count {
        Some(0) => Ok(false),
        Some(count) => {
            *count -= 1;
            Ok(true)
        }
        None if decoder.datatype()? == Type::Break => {
            decoder.skip()?;
            Ok(false)
        }
        None => Ok(true),
    };
    Ok(match decoder.datatype()? {
        Type::String => Value::String(decoder.str()?.into()),
        Type::StringIndef => {
            let mut text = String::new();
            for piece in decoder.str_iter()? {
                text.push_str(piece?);
            }
            Value::String(text)
        }
        Type::Array | Type::ArrayIndef => {
            let mut count = decoder.array()?;
            let mut items = Vec::new();
            while more(decoder, &mut count)? {
                items.push(tree(decoder, depth + 1, left)?);
            }
            Value::Array(items)
        }
        Type::Map | Type::MapIndef => {
            let mut count = decoder.map()?;
            let mut entries = Vec::new();
            while more(decoder, &mut count)? {
                let key = tree(decoder, depth + 1, left)?;
                let value = tree(decoder, depth + 1, left)?;
                if let Value::String(key) = key {
                    entries.push((key, value));
                }
            }
            Value::Object(entries)
        }
        Type::Tag => {
            decoder.tag()?;
            tree(decoder, depth + 1, left)?
        }
        Type::Break => return Err(Error::message("an end without a beginning")),
        Type::BytesIndef => {
            for piece in decoder.bytes_iter()? {
                piece?;
            }
            Value::Other("bytes")
        }
        _ => {
            decoder.skip()?;
            Value::Other("a number or bytes")
        }
    })
}
