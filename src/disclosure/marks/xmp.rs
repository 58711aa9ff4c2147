//! XMP: properties of the file itself, written as attributes, as text or as references.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

use super::{Mark, Scheme, aigc, source_type};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const IPTC: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const TC260: &str = "http://www.tc260.org.cn/ns/AIGC/1.0/";
const DCTERMS: &str = "http://purl.org/dc/terms/";

/// Bytes of a value: an address, or a label of seven fields.
const LONGEST: usize = 1 << 16;

/// A property that is a mark.
#[derive(Clone, Copy, PartialEq)]
enum Property {
    SourceType,
    Aigc,
    /// The address of a manifest that lies elsewhere.
    Provenance,
}

/// Reads the properties of `packet`, or of any XML with RDF in it. Those of pictures inside the
/// picture, of earlier versions and of ingredients lie deeper and say nothing of the file.
pub fn read(packet: &[u8], add: &mut impl FnMut(Mark)) {
    let text = String::from_utf8_lossy(packet);
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}').trim_end_matches('\0'));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    // How deep inside `rdf:RDF`: 1 is a description, 2 a property of it.
    let mut depth = 0_usize;
    let mut open: Option<(Property, String)> = None;
    loop {
        let Ok(event) = reader.read_event() else { return };
        match event {
            Event::Start(tag) => {
                let (namespace, name) = reader.resolver().resolve_element(tag.name());
                let is_rdf = is(&namespace, RDF) && name.as_ref() == "RDF";
                depth = if depth > 0 { depth + 1 } else { usize::from(is_rdf) };
                match depth {
                    2 => attributes(&tag, reader.resolver(), add),
                    3 => open = property(&namespace, name.as_ref()).map(|it| (it, reference(&tag, reader.resolver()))),
                    _ => {}
                }
            }
            Event::End(_) => {
                if depth == 3
                    && let Some((property, value)) = open.take()
                {
                    tell(property, &value, add);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => push(&mut open, &text),
            Event::CData(text) => push(&mut open, &text),
            Event::GeneralRef(entity) => {
                if let Some(named) = quick_xml::escape::resolve_predefined_entity(&entity) {
                    push(&mut open, named);
                } else if let Ok(Some(coded)) = entity.resolve_char_ref() {
                    push(&mut open, coded.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn is(namespace: &ResolveResult<'_>, address: &str) -> bool {
    matches!(namespace, ResolveResult::Bound(bound) if bound.as_ref() == address)
}

fn property(namespace: &ResolveResult<'_>, name: &str) -> Option<Property> {
    match name {
        // The guide of IPTC has a capital; files of some tools have none.
        "DigitalSourceType" | "digitalSourceType" if is(namespace, IPTC) => Some(Property::SourceType),
        "AIGC" if is(namespace, TC260) => Some(Property::Aigc),
        "provenance" if is(namespace, DCTERMS) => Some(Property::Provenance),
        _ => None,
    }
}

fn attributes(tag: &BytesStart<'_>, resolver: &NamespaceResolver, add: &mut impl FnMut(Mark)) {
    for attribute in tag.attributes().with_checks(false).flatten() {
        let (namespace, name) = resolver.resolve_attribute(attribute.key);
        if let Some(property) = property(&namespace, name.as_ref())
            && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
        {
            tell(property, &value, add);
        }
    }
}

/// The `rdf:resource` of a property.
fn reference(tag: &BytesStart<'_>, resolver: &NamespaceResolver) -> String {
    let resource = tag.attributes().with_checks(false).flatten().find(|attribute| {
        let (namespace, name) = resolver.resolve_attribute(attribute.key);
        is(&namespace, RDF) && name.as_ref() == "resource"
    });
    let value = resource.and_then(|resource| Some(resource.normalized_value(XmlVersion::Implicit1_0).ok()?.into()));
    value.unwrap_or_default()
}

fn push(open: &mut Option<(Property, String)>, text: &str) {
    if let Some((_, value)) = open
        && value.len() + text.len() <= LONGEST
    {
        value.push_str(text);
    }
}

fn tell(property: Property, value: &str, add: &mut impl FnMut(Mark)) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    match property {
        Property::Aigc => aigc::read(value, add),
        Property::SourceType => {
            add(Mark { scheme: Scheme::Iptc, value: value.into(), content: source_type::content(value) });
        }
        Property::Provenance => add(Mark { scheme: Scheme::C2pa, value: value.into(), content: None }),
    }
}
