//! China's label: a JSON object, by itself or under the key `AIGC`.

use super::{Mark, Scheme};
use crate::disclosure::Kind;
use crate::value::Value;

/// Reads a label that stands where labels stand.
pub fn read(json: &str, add: &mut impl FnMut(Mark)) {
    let value = Value::from_json(json.trim_end_matches('\0')).unwrap_or(Value::Null);
    add(mark(&value));
}

/// The mark of a label that was read already; one without a label says that it is there.
pub fn mark(value: &Value) -> Mark {
    let label = match value.get("AIGC") {
        // Files hold it as an object, and as a text with the object in it.
        Some(Value::String(json)) => Value::from_json(json).ok().and_then(|inner| label(&inner)),
        Some(inner) => label(inner),
        None => label(value),
    };
    let label = label.unwrap_or_default();
    // 2 and 3 say “possibly” and “suspected”: a platform's guess, no statement.
    let content = (label == "1").then_some(Kind::AiGenerated);
    Mark { scheme: Scheme::Aigc, value: label, content }
}

/// Whether a text that may say anything is a label.
pub fn is_label(json: &str) -> bool {
    let Ok(value) = Value::from_json(json.trim_end_matches('\0')) else { return false };
    let parts = ["ContentProducer", "ProduceID", "ContentPropagator"];
    value.get("AIGC").is_some() || value.get("Label").is_some() && parts.iter().any(|part| value.get(part).is_some())
}

fn label(value: &Value) -> Option<String> {
    match value.get("Label")? {
        Value::String(label) => Some(label.trim().into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_wrapped_unwrapped_and_as_text() {
        let told = |json: &str| {
            let mut marks = Vec::new();
            read(json, &mut |mark| marks.push(mark));
            (marks[0].value.clone(), marks[0].content)
        };
        for json in [
            r#"{"AIGC":{"Label":"1","ContentProducer":"00119","ProduceID":"a"}}"#,
            r#"{"Label":"1","ContentProducer":"00119","ProduceID":"a"}"#,
            r#"{"AIGC":"{\"Label\":\"1\"}"}"#,
        ] {
            assert_eq!(told(json), ("1".into(), Some(Kind::AiGenerated)), "{json}");
        }
        assert_eq!(told(r#"{"AIGC":{"Label":"2"}}"#), ("2".into(), None));
        assert_eq!(told("Label=1"), (String::new(), None));
    }

    #[test]
    fn a_comment_that_is_no_label_is_none() {
        assert!(is_label(r#"{"AIGC":{"Label":"1"}}"#) && is_label(r#"{"Label":"3","ProduceID":"x"}"#));
        for comment in ["", "AIGC", r#"{"Label":"holiday"}"#, r#"{"seed":5}"#, r#"["AIGC"]"#] {
            assert!(!is_label(comment), "{comment}");
        }
    }
}
