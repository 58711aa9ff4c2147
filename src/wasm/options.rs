//! From a plain object to a typed value, with an error that names what is wrong in it.
//!
//! Every object passes [`Object::only`] or [`Object::known`] first: their messages name the
//! object, which serde's do not.

#[cfg(feature = "marks")]
use std::collections::HashMap;

use candor_scan::vocabulary::nearest;
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use wasm_bindgen::prelude::*;

use crate::Locale;
use crate::config::ConfigError;
use crate::date::Date;
#[cfg(feature = "marks")]
use crate::disclosure::Kind;
#[cfg(feature = "marks")]
use crate::disclosure::marks::{Mark, Scheme};
use crate::input::{Asset, Audience, Claim, Facts, Format, HumanReview, Offer, Price, Responsible, Sourced};
use crate::value::Value;

/// What a call was refused for: becomes `{ code, message, cure }` in JavaScript.
#[derive(Debug)]
pub struct Failure {
    code: &'static str,
    message: String,
    cure: String,
}

impl Failure {
    /// The thing and the way out.
    pub fn new(code: &'static str, message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { code, message: message.into(), cure: cure.into() }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(error.code, error.message, error.cure)
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let object = js_sys::Object::new();
        for (key, value) in [("code", failure.code), ("message", &failure.message), ("cure", &failure.cure)] {
            // Setting a property of an object made here cannot fail.
            let _ = js_sys::Reflect::set(&object, &key.into(), &value.into());
        }
        object.into()
    }
}

/// A plain object and the path under which the caller knows it.
pub struct Object {
    path: String,
    /// Without those that are `undefined`, which in JavaScript means absent.
    entries: Vec<(String, JsValue)>,
}

impl Object {
    /// `value`, called `path` in messages; `undefined` and `null` are empty.
    pub fn new(value: &JsValue, path: &str) -> Result<Self, Failure> {
        let mut entries = Vec::new();
        if value.is_object() && !js_sys::Array::is_array(value) && !value.is_instance_of::<js_sys::Map>() {
            for entry in js_sys::Object::entries(value.unchecked_ref()) {
                let entry: js_sys::Array = entry.unchecked_into();
                if !entry.get(1).is_undefined() {
                    entries.push((entry.get(0).as_string().unwrap_or_default(), entry.get(1)));
                }
            }
        } else if !value.is_undefined() && !value.is_null() {
            return Err(wrong_type(path, "a plain object"));
        }
        Ok(Self { path: path.into(), entries })
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Refuses what is not in `names`.
    pub fn only(&self, names: &[&'static str]) -> Result<(), Failure> {
        let Some((unknown, _)) = self.entries.iter().find(|(key, _)| !names.contains(&key.as_str())) else {
            return Ok(());
        };
        let message = format!("unknown key `{unknown}` in {}", self.path);
        let cure = match nearest(unknown, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known are {}", names.join(", ")),
        };
        Err(Failure::new("unknown-key", message, cure))
    }

    /// Refuses what `T` does not know.
    pub fn known<T: DeserializeOwned>(&self) -> Result<(), Failure> {
        self.only(fields_of::<T>())
    }

    /// Reads a `T`. On failure names the field at fault, which serde's message does not.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        self.known::<T>()?;
        let read = |entries: &[(String, JsValue)]| {
            T::deserialize(Value::Object(entries.iter().map(|(key, value)| (key.clone(), tree(value, 0))).collect()))
        };
        read(&self.entries).map_err(|error| {
            // A type whose fields are all optional reads from any one of them alone.
            let at_fault =
                self.entries.iter().find(|entry| read(std::slice::from_ref(entry)).is_err_and(|alone| alone == error));
            let path = at_fault.map_or(self.path.clone(), |(key, _)| format!("{}.{key}", self.path));
            let ConfigError { code, message, cure } = ConfigError::from_serde(&error.0);
            match code {
                "syntax" => Failure::new("bad-option", format!("`{path}`: {message}"), TYPES),
                _ => Failure::new(code, format!("`{path}`: {message}"), cure),
            }
        })
    }

    /// The string under `key`.
    pub fn string(&self, key: &str) -> Result<Option<String>, Failure> {
        let Some(value) = self.get(key) else { return Ok(None) };
        value.as_string().map(Some).ok_or_else(|| wrong_type(&format!("{}.{key}", self.path), "a string"))
    }

    /// The object under `key`.
    pub fn object(&self, key: &str) -> Result<Option<Self>, Failure> {
        self.get(key).map(|value| Self::new(value, &format!("{}.{key}", self.path))).transpose()
    }

    /// Calls `check` with each value of the object under `key`.
    pub fn each_value(&self, key: &str, check: impl Fn(&Self) -> Result<(), Failure>) -> Result<(), Failure> {
        let Some(values) = self.object(key)? else { return Ok(()) };
        values
            .entries
            .iter()
            .try_for_each(|(name, value)| check(&Self::new(value, &format!("{}.{name}", values.path))?))
    }

    /// Calls `check` with each object of the array under `key`.
    pub fn each_item(&self, key: &str, mut check: impl FnMut(&Self) -> Result<(), Failure>) -> Result<(), Failure> {
        let Some(value) = self.get(key) else { return Ok(()) };
        let path = format!("{}.{key}", self.path);
        let array = value.dyn_ref::<js_sys::Array>().ok_or_else(|| wrong_type(&path, "an array"))?;
        array.iter().enumerate().try_for_each(|(i, item)| check(&Self::new(&item, &format!("{path}[{i}]"))?))
    }

    fn get(&self, key: &str) -> Option<&JsValue> {
        self.entries.iter().find(|(name, value)| name == key && !value.is_null()).map(|(_, value)| value)
    }
}

/// The text of `lint(text)` or `lint({ text })`.
pub fn text(input: &JsValue) -> Result<String, Failure> {
    if let Some(text) = input.as_string() {
        return Ok(text);
    }
    let text = Object::new(input, "input")?.string("text")?;
    text.ok_or_else(|| {
        Failure::new("bad-option", "there is no text to lint", "pass a string, or an object with `text`")
    })
}

/// A format by name.
pub fn format(name: &str) -> Result<Format, Failure> {
    let deserializer = de::value::StrDeserializer::<de::value::Error>::new(name);
    Format::deserialize(deserializer).map_err(|_| {
        Failure::new("unknown-format", format!("unknown format `{name}`"), "use `plain`, `html` or `markdown`")
    })
}

/// A day as `2026-11-23`.
pub fn day(text: &str) -> Result<Date, Failure> {
    text.parse()
        .map_err(|_| Failure::new("bad-option", format!("`today`: `{text}` is not a date"), "write it as 2026-11-23"))
}

/// The language that a BCP 47 tag such as `de-AT` stands for.
pub fn language(tag: Option<&str>, path: &str) -> Result<Option<Locale>, Failure> {
    tag.map(|tag| Locale::from_tag(tag).ok_or_else(|| language_failure(tag, path))).transpose()
}

fn language_failure(tag: &str, path: &str) -> Failure {
    let names: Vec<_> = Locale::ALL.iter().map(|locale| locale.name()).collect();
    let cure = match nearest(tag, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are {}", names.join(", ")),
    };
    Failure::new("unknown-locale", format!("`{path}`: unknown locale `{tag}`"), cure)
}

/// What files say of their making, by the `src` that shows them.
#[cfg(feature = "marks")]
pub fn files(value: &JsValue) -> Result<HashMap<String, Vec<Mark>>, Failure> {
    let files = Object::new(value, "files")?;
    let read = |(src, _): &(String, JsValue)| {
        let mut marks = Vec::new();
        files.each_item(src, |object| mark(object).map(|mark| marks.push(mark)))?;
        Ok((src.clone(), marks))
    };
    files.entries.iter().map(read).collect()
}

#[cfg(feature = "marks")]
fn mark(object: &Object) -> Result<Mark, Failure> {
    object.only(&["scheme", "value", "content"])?;
    let unknown = |key: &str, name: &str| {
        Failure::new(
            "bad-option",
            format!("`{}.{key}`: `{name}` is none", object.path),
            "pass what `marks(bytes)` gave",
        )
    };
    let scheme = object.string("scheme")?.unwrap_or_default();
    let known = Scheme::ALL.iter().copied().find(|known| known.name() == scheme);
    let content = object.string("content")?.map(|content| {
        let known = Kind::ALL.iter().copied().find(|kind| kind.name() == content);
        known.ok_or_else(|| unknown("content", &content))
    });
    Ok(Mark {
        scheme: known.ok_or_else(|| unknown("scheme", &scheme))?,
        value: object.string("value")?.unwrap_or_default(),
        content: content.transpose()?,
    })
}

/// What the author states.
pub fn facts(object: &Object) -> Result<Facts, Failure> {
    let part = |key, check: fn(&Object) -> Result<(), Failure>| object.object(key)?.as_ref().map_or(Ok(()), check);
    object.known::<Facts>()?;
    object.each_item("assets", Object::known::<Asset>)?;
    object.each_item("claims", Object::known::<Claim>)?;
    part("humanReview", Object::known::<HumanReview>)?;
    part("editorialResponsible", Object::known::<Responsible>)?;
    part("offer", Object::known::<Offer>)?;
    part("stock", Object::known::<Sourced>)?;
    part("reviews", Object::known::<Sourced>)?;
    part("price", Object::known::<Price>)?;
    part("audience", Object::known::<Audience>)?;
    object.read()
}

const TYPES: &str = "see the package's types for what it takes";

fn wrong_type(path: &str, wanted: &str) -> Failure {
    Failure::new("bad-option", format!("`{path}` is not {wanted}"), TYPES)
}

/// A value of JavaScript; what is `undefined` is absent.
fn tree(value: &JsValue, depth: usize) -> Value {
    if let Some(text) = value.as_string() {
        return Value::String(text);
    }
    if let Some(it) = value.as_bool() {
        return Value::Bool(it);
    }
    if value.is_null() || value.is_undefined() {
        return Value::Null;
    }
    // An object may contain itself.
    if depth > DEPTH {
        return Value::Other("an object that is nested too deep");
    }
    if let Some(array) = value.dyn_ref::<js_sys::Array>() {
        return Value::Array(array.iter().map(|item| tree(&item, depth + 1)).collect());
    }
    match Object::new(value, "") {
        Ok(object) => {
            Value::Object(object.entries.iter().map(|(key, value)| (key.clone(), tree(value, depth + 1))).collect())
        }
        Err(_) => Value::Other("a value that is no text, list or plain object"),
    }
}

/// Options are nested less deep.
const DEPTH: usize = 16;

/// The field names that the derive of `T` hands to its deserializer.
fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Ask<'a>(&'a mut &'static [&'static str]);

    impl<'de> Deserializer<'de> for Ask<'_> {
        type Error = de::value::Error;

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = fields;
            Err(de::Error::custom("only the names were wanted"))
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(de::Error::custom("not a struct"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    let mut fields: &'static [&'static str] = &[];
    let _ = T::deserialize(Ask(&mut fields));
    fields
}
