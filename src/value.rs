//! A tree of values, which JSON, YAML, TOML and JavaScript write alike, and from which facts
//! and options are read.
//!
//! No number is ever wanted, so that none is converted: what turns decimals into binary and
//! back would be a tenth of the module that browsers load.

use core::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// What nobody asks for: a number, or what only JavaScript has.
    Other(&'static str),
    /// A text.
    String(String),
    /// Values in order.
    Array(Vec<Value>),
    /// Values by name, in order.
    Object(Vec<(String, Value)>),
}

/// Why a value is not what was wanted, in serde's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueError(pub String);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ValueError {}

impl de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(it) => format!("boolean `{it}`"),
            Unexpected::Str(text) => format!("string `{text}`"),
            Unexpected::Unit | Unexpected::Option => "null".into(),
            Unexpected::Seq => "array".into(),
            Unexpected::Map => "object".into(),
            Unexpected::Other(what) => what.into(),
            _ => "value".into(),
        };
        Self(format!("invalid type: {found}, expected {expected}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

impl IntoDeserializer<'_, ValueError> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(it) => visitor.visit_bool(it),
            Self::Other(what) => Err(de::Error::invalid_type(Unexpected::Other(what), &visitor)),
            Self::String(text) => visitor.visit_string(text),
            Self::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Object(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        match self {
            Self::String(text) => visitor.visit_enum(text.into_deserializer()),
            other => other.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(feature = "marks")]
impl Value {
    /// The value under `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The items of a list; a single value is a list of one.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            value => std::slice::from_ref(value),
        }
    }
}

impl Value {
    /// Reads JSON.
    ///
    /// # Errors
    /// What stands where it may not, with its line.
    pub fn from_json(text: &str) -> Result<Self, ValueError> {
        let mut reader = Json { text, at: 0, depth: 0 };
        let value = reader.value()?;
        match reader.next() {
            None => Ok(value),
            Some(c) => Err(reader.unexpected(c)),
        }
    }
}

/// Deeper values than this are no facts, and a way to exhaust the stack.
const DEPTH: usize = 64;

struct Json<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Json<'_> {
    /// The next character but blanks, not taken.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.at = self.text.len() - rest.len();
        rest.chars().next()
    }

    fn fail<T>(&self, what: &str) -> Result<T, ValueError> {
        let line = 1 + self.text[..self.at].matches('\n').count();
        Err(ValueError(format!("{what} in line {line}")))
    }

    fn unexpected(&self, c: char) -> ValueError {
        self.fail::<()>(&format!("unexpected `{c}`")).unwrap_err()
    }

    fn take(&mut self, wanted: char) -> Result<(), ValueError> {
        match self.next() {
            Some(c) if c == wanted => {
                self.at += c.len_utf8();
                Ok(())
            }
            Some(c) => Err(self.unexpected(c)),
            None => self.fail("the JSON breaks off"),
        }
    }

    fn value(&mut self) -> Result<Value, ValueError> {
        let Some(c) = self.next() else { return self.fail("the JSON breaks off") };
        match c {
            '"' => Ok(Value::String(self.string()?)),
            '[' => {
                let mut items = Vec::new();
                self.list(']', |reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            '{' => {
                let mut entries = Vec::new();
                self.list('}', |reader| {
                    let key = reader.string()?;
                    reader.take(':')?;
                    entries.push((key, reader.value()?));
                    Ok(())
                })?;
                Ok(Value::Object(entries))
            }
            _ => {
                let rest = &self.text[self.at..];
                let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(rest.len());
                let value = match &rest[..len] {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Value::Other("a number"),
                    _ => return Err(self.unexpected(c)),
                };
                self.at += len;
                Ok(value)
            }
        }
    }

    /// What stands between an opening bracket and `end`, divided by commas.
    fn list(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Result<(), ValueError>) -> Result<(), ValueError> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fail("values are nested too deep");
        }
        let mut first = true;
        while self.next() != Some(end) {
            if !first {
                self.take(',')?;
            }
            first = false;
            item(self)?;
        }
        self.depth -= 1;
        self.take(end)
    }

    fn string(&mut self) -> Result<String, ValueError> {
        self.take('"')?;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(len) = rest.find(['"', '\\']) else { return self.fail("a string has no end") };
            string.push_str(&rest[..len]);
            self.at += len + 1;
            if rest[len..].starts_with('"') {
                return Ok(string);
            }
            let escape = rest[len + 1..].chars().next();
            self.at += escape.map_or(0, char::len_utf8);
            string.push(match escape {
                Some(c @ ('"' | '\\' | '/')) => c,
                Some('b') => '\u{8}',
                Some('f') => '\u{C}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => self.escaped()?,
                _ => return self.fail("unknown escape"),
            });
        }
    }

    /// The character of `\uXXXX`, or of two of them.
    fn escaped(&mut self) -> Result<char, ValueError> {
        let high = self.hex()?;
        let code = match high {
            0xD800..=0xDBFF if self.text[self.at..].starts_with("\\u") => {
                self.at += 2;
                let low = self.hex()?;
                // What is no low half makes no character either.
                0x10000 + ((high - 0xD800) << 10 | low.wrapping_sub(0xDC00) & 0x3FF)
            }
            code => code,
        };
        char::from_u32(code).map_or_else(|| self.fail("half of a character"), Ok)
    }

    fn hex(&mut self) -> Result<u32, ValueError> {
        let digits = self.text.get(self.at..self.at + 4);
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                self.at += 4;
                Ok(code)
            }
            None => self.fail("unknown escape"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(it) => Value::Bool(*it),
            serde_json::Value::Number(_) => Value::Other("a number"),
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(items) => Value::Array(items.iter().map(of).collect()),
            serde_json::Value::Object(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.clone(), of(value))).collect())
            }
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        for (text, error) in [
            ("", "the JSON breaks off in line 1"),
            ("{\n\"a\": [true,\n", "the JSON breaks off in line 3"),
            ("[1 2]", "unexpected `2` in line 1"),
            ("{\"a\":\n yes}", "unexpected `y` in line 2"),
            ("\"a", "a string has no end in line 1"),
            ("\"\\x\"", "unknown escape in line 1"),
            ("\"\\ud800\"", "half of a character in line 1"),
            ("1 1", "unexpected `1` in line 1"),
        ] {
            assert_eq!(Value::from_json(text), Err(ValueError(error.into())), "{text}");
        }
        assert_eq!(
            Value::from_json(&"[".repeat(100_000)),
            Err(ValueError("values are nested too deep in line 1".into()))
        );
    }

    proptest! {
        /// serde_json is the oracle.
        #[test]
        fn what_json_says_is_read_as_serde_json_reads_it(text in r#"[\[\]{}",:0-9a-z\\u/ \n-]{0,24}"#) {
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
                prop_assert_eq!(Value::from_json(&text), Ok(of(&value)));
            }
        }

        #[test]
        fn every_value_that_is_written_is_read(
            keys in prop::collection::btree_map("\\PC{0,8}", prop_oneof![Just("null".to_owned()), "\\PC{0,9}"], 0..5),
            pretty: bool,
        ) {
            let value = serde_json::json!([{ "a": keys }, true, keys.keys().collect::<Vec<_>>(), 1.5]);
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            prop_assert_eq!(Value::from_json(&text.unwrap()), Ok(of(&value)));
        }
    }
}
