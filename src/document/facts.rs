//! Facts that a source states about itself, whatever notation it uses.

use candor_scan::vocabulary::nearest;
use serde::Deserialize as _;

use crate::input::Facts;
use crate::value::{Value, ValueError};

/// Facts written as JSON.
pub(super) fn from_json(json: &str) -> Result<Facts, String> {
    Value::from_json(json).map_err(|error| cure(&error)).and_then(from_value)
}

/// Facts that stand in a tree of values.
pub(super) fn from_value(value: Value) -> Result<Facts, String> {
    Facts::deserialize(value).map_err(|error| cure(&error))
}

/// The one fact of `<meta name="candor:NAME" content="CONTENT">`. Lists are divided by
/// commas, and a name such as `offer.endsAt` leads into a group of facts.
pub(super) fn from_meta(name: &str, content: &str) -> Result<Facts, String> {
    let content = content.trim();
    let mut value = match (name, content) {
        ("markets" | "roles" | "content", list) => {
            let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.into())).collect())
        }
        (_, "true") => Value::Bool(true),
        (_, "false") => Value::Bool(false),
        _ => Value::String(content.into()),
    };
    // More levels than facts have would only make the message long.
    for key in name.rsplitn(3, '.') {
        value = Value::Object(vec![(key.to_owned(), value)]);
    }
    from_value(value)
}

/// What is wrong with facts, and the way out.
fn cure(error: &ValueError) -> String {
    let message = &error.0;
    // serde lists every field there is; the nearest helps more.
    let mut names = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown field"), names.next()) {
        (true, Some(unknown)) => match nearest(unknown, names) {
            Some(known) => format!("unknown fact `{unknown}`; did you mean `{known}`?"),
            None => format!("unknown fact `{unknown}`; the guide lists those that candor reads"),
        },
        _ => format!("these facts cannot be read: {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meta_element_states_one_fact() {
        assert_eq!(from_meta("markets", "EU, US-NY").unwrap().markets, ["EU", "US-NY"]);
        assert_eq!(from_meta("political", "false").unwrap().political, Some(false));
        assert_eq!(from_meta("offer.endsAt", "2026-12-01").unwrap().offer.unwrap().ends_at.unwrap(), "2026-12-01");
        assert_eq!(from_meta("sponsor", "Acme").unwrap().sponsor.unwrap(), "Acme");
    }

    #[test]
    fn a_misspelt_fact_is_told_its_nearest_name() {
        assert_eq!(from_meta("market", "EU").unwrap_err(), "unknown fact `market`; did you mean `markets`?");
        assert_eq!(
            from_json(r#"{"xyz": 1}"#).unwrap_err(),
            "unknown fact `xyz`; the guide lists those that candor reads"
        );
        assert_eq!(from_json("{").unwrap_err(), "these facts cannot be read: the JSON breaks off in line 1");
    }
}
