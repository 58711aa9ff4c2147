//! What a page says for machines: structured data, a meta element of two grammars, an
//! attribute, and front matter.

use std::collections::HashMap;

use super::{Mark, Scheme, Told, aigc, source_type};
use crate::disclosure::Kind;
use crate::document::{Document, Statement};
use crate::value::Value;

/// Marks of one page; what has more is made to keep its readers busy.
const MOST: usize = 256;

/// The marks that the source of `document` carries itself.
pub fn read(document: &Document<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    let mut add = |asset: Option<String>, mark: Mark| {
        let new = Told { asset, mark };
        if told.len() < MOST && !told.contains(&new) {
            told.push(new);
        }
    };
    let shown = Shown::of(document);
    for statement in &document.statements {
        match statement {
            Statement::Meta(content) => add(None, disclosure(content)),
            Statement::OfMedium(src, value) => add(Some(src.clone()), disclosure(value)),
            Statement::JsonLd(json) => {
                if let Ok(value) = Value::from_json(json) {
                    structured(&value, &shown, &mut add);
                }
            }
            Statement::Key(key, value) => match (key.as_str(), value) {
                ("AIGC", Value::String(json)) => aigc::read(json, &mut |mark| add(None, mark)),
                ("AIGC", value) => add(None, aigc::mark(value)),
                ("ai-disclosure", Value::String(value)) => add(None, disclosure(value)),
                ("digitalSourceType", Value::String(value)) => add(None, source(value)),
                _ => {}
            },
        }
    }
    told
}

fn source(value: &str) -> Mark {
    Mark { scheme: Scheme::SchemaOrg, value: value.into(), content: source_type::content(value) }
}

/// The proposal of a community group writes `ai-generated`; a module of Drupal writes
/// `ai_summarized; required=undetermined; icon=ai_generated` under the same name.
fn disclosure(content: &str) -> Mark {
    let mode = content.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase().replace('_', "-");
    let content = match mode.as_str() {
        "ai-generated" | "autonomous" => Some(Kind::AiGenerated),
        "mixed" => Some(Kind::AiAssisted),
        mode if mode.starts_with("ai-") && !mode.ends_with("none") => Some(Kind::AiAssisted),
        _ => None,
    };
    Mark { scheme: Scheme::AiDisclosure, value: mode, content }
}

/// Every object that names a source type: a medium speaks for itself, all else for the text.
fn structured(value: &Value, shown: &Shown<'_>, add: &mut impl FnMut(Option<String>, Mark)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| structured(item, shown, add)),
        Value::Object(entries) => {
            for source_type in value.get("digitalSourceType").map(Value::items).unwrap_or_default() {
                if let Some(address) = name(source_type) {
                    add(medium(value, shown), source(address));
                }
            }
            entries.iter().for_each(|(_, inner)| structured(inner, shown, add));
        }
        _ => {}
    }
}

/// A text, or the address of a thing.
fn name(value: &Value) -> Option<&str> {
    match value {
        Value::String(name) => Some(name),
        value => match value.get("@id")? {
            Value::String(name) => Some(name),
            _ => None,
        },
    }
}

/// The `src` of the medium that an object describes; its address, if the page shows it elsewhere.
fn medium(value: &Value, shown: &Shown<'_>) -> Option<String> {
    const MEDIA: [&str; 5] = ["ImageObject", "VideoObject", "AudioObject", "MediaObject", "Photograph"];
    let kinds = value.get("@type").map(Value::items).unwrap_or_default();
    if !kinds.iter().filter_map(name).any(|kind| MEDIA.iter().any(|medium| kind.ends_with(medium))) {
        return None;
    }
    let urls = ["contentUrl", "url", "embedUrl", "@id"].into_iter().filter_map(|key| value.get(key)).filter_map(name);
    let urls: Vec<&str> = urls.collect();
    let src = urls.iter().find_map(|url| shown.src(url));
    Some(src.or(urls.first().copied()).unwrap_or_default().into())
}

/// What the page shows, by the last part of its address.
struct Shown<'d>(HashMap<&'d str, Vec<&'d str>>);

impl<'d> Shown<'d> {
    /// Pictures of one name that are told apart by their folders.
    const NAMESAKES: usize = 64;

    fn of(document: &'d Document<'_>) -> Self {
        let mut shown: HashMap<&str, Vec<&str>> = HashMap::new();
        for asset in document.assets.iter().filter(|_| !document.statements.is_empty()) {
            let namesakes = shown.entry(last(&asset.src)).or_default();
            if namesakes.len() < Self::NAMESAKES {
                namesakes.push(&asset.src);
            }
        }
        Self(shown)
    }

    /// The `src` to which an address leads.
    fn src(&self, url: &str) -> Option<&'d str> {
        self.0.get(last(url))?.iter().copied().find(|src| is_same(url, src))
    }
}

/// An address without what does not lead anywhere.
fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

fn last(address: &str) -> &str {
    path(address).rsplit('/').next().unwrap_or_default()
}

/// Whether a full address leads to what a page shows as `src`.
fn is_same(url: &str, src: &str) -> bool {
    let (url, src) = (path(url), path(src));
    let local = src.trim_start_matches(['.', '/']);
    url == src
        || !local.is_empty() && url.strip_suffix(local).is_some_and(|front| front.is_empty() || front.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Format;

    /// Asset, scheme, value and content of each mark.
    fn told(source: &str, format: Format) -> Vec<(Option<String>, &'static str, String, Option<&'static str>)> {
        let told = read(&Document::read(source, format));
        let row = |it: Told| (it.asset, it.mark.scheme.name(), it.mark.value, it.mark.content.map(|it| it.name()));
        told.into_iter().map(row).collect()
    }

    #[test]
    fn both_grammars_of_the_meta_element_are_read() {
        let of = |content: &str| {
            let page = format!("<meta name=\"ai-disclosure\" content=\"{content}\"><p>Soft towels</p>");
            let told = told(&page, Format::Html);
            assert!(told.len() == 1 && told[0].0.is_none() && told[0].1 == "ai-disclosure", "{told:?}");
            (told[0].2.clone(), told[0].3)
        };
        for (content, value, says) in [
            ("ai-generated", "ai-generated", Some("ai-generated")),
            ("autonomous", "autonomous", Some("ai-generated")),
            ("ai-assisted", "ai-assisted", Some("ai-assisted")),
            ("mixed", "mixed", Some("ai-assisted")),
            ("none", "none", None),
            ("ai_generated; required=yes; icon=ai_generated", "ai-generated", Some("ai-generated")),
            ("ai_summarized; required=undetermined; icon=ai_generated", "ai-summarized", Some("ai-assisted")),
            ("human; required=no", "human", None),
        ] {
            assert_eq!(of(content), (value.into(), says), "{content}");
        }
    }

    #[test]
    fn structured_data_speaks_for_the_medium_that_the_page_shows() {
        let page = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
            {"@type":"Article","image":{"@type":["ImageObject"],"contentUrl":"https://shop.example/img/hero.jpg?w=9",
             "digitalSourceType":{"@id":"https://schema.org/TrainedAlgorithmicMediaDigitalSource"}}},
            {"@type":"WebPage","digitalSourceType":"https://schema.org/DigitalCaptureDigitalSource"},
            {"@type":"VideoObject","contentUrl":"/b.mp4","digitalSourceType":"compositeSynthetic"}]}</script>
            <p>Soft towels <img src="../img/hero.jpg"></p>"#;
        assert_eq!(
            told(page, Format::Html),
            [
                (
                    Some("../img/hero.jpg".into()),
                    "schema.org",
                    "https://schema.org/TrainedAlgorithmicMediaDigitalSource".into(),
                    Some("ai-generated")
                ),
                (None, "schema.org", "https://schema.org/DigitalCaptureDigitalSource".into(), None),
                (Some("/b.mp4".into()), "schema.org", "compositeSynthetic".into(), Some("ai-assisted")),
            ]
        );
        assert!(told("<script type=application/ld+json>{ broken</script><p>a", Format::Html).is_empty());
    }

    #[test]
    fn an_attribute_speaks_for_its_medium_and_front_matter_for_the_text() {
        assert_eq!(
            told("<img src=a.jpg ai-disclosure=ai-generated>", Format::Html),
            [(Some("a.jpg".into()), "ai-disclosure", "ai-generated".into(), Some("ai-generated"))]
        );
        for matter in [
            "---\nAIGC:\n  Label: 1\n  ProduceID: p\n---\n",
            "---\nAIGC: '{\"Label\":\"1\"}'\n---\n",
            "+++\nAIGC = { Label = \"1\" }\n+++\n",
        ] {
            let told = told(&format!("{matter}Soft towels\n"), Format::Markdown);
            assert_eq!(told, [(None, "aigc", "1".into(), Some("ai-generated"))], "{matter}");
        }
    }

    #[test]
    fn an_address_leads_to_a_src_at_a_border_of_names_alone() {
        assert!(is_same("https://a.example/img/a.jpg", "img/a.jpg") && is_same("a.jpg", "./a.jpg"));
        assert!(!is_same("https://a.example/img/aa.jpg", "a.jpg") && !is_same("https://a.example/", "/"));
    }
}
