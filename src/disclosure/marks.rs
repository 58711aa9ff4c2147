//! What a media file, or the head of a page, says of its making in a form for machines.
//!
//! | scheme | where it stands |
//! |---|---|
//! | `iptc` | `Iptc4xmpExt:DigitalSourceType` in XMP |
//! | `c2pa` | a manifest in JUMBF boxes, or its address in XMP |
//! | `aigc` | China's label: XMP, PNG text, EXIF comment, a box of MP4, front matter |
//! | `schema.org` | `digitalSourceType` in JSON-LD |
//! | `ai-disclosure` | `<meta name="ai-disclosure">`, front matter |
//!
//! A mark is read, not verified: whether a manifest's signature holds is for the tools of its
//! makers. Each file format has a module that finds the parts in which marks stand; each scheme
//! one that reads them. All of them take any bytes, never fail, and take time in proportion.

use super::Kind;
use crate::document::Document;

#[cfg(feature = "marks")]
mod aigc;
#[cfg(feature = "marks")]
mod base64;
#[cfg(feature = "marks")]
mod bmff;
#[cfg(feature = "marks")]
mod bytes;
#[cfg(feature = "marks")]
mod c2pa;
#[cfg(feature = "marks")]
mod exif;
#[cfg(feature = "marks")]
mod gif;
#[cfg(feature = "marks")]
mod jpeg;
#[cfg(feature = "marks")]
mod jumbf;
#[cfg(feature = "marks")]
mod page;
#[cfg(feature = "marks")]
mod pdf;
#[cfg(feature = "marks")]
mod png;
#[cfg(feature = "marks")]
mod riff;
#[cfg(feature = "marks")]
mod source_type;
#[cfg(feature = "marks")]
mod svg;
#[cfg(feature = "marks")]
mod xmp;

named! {
    /// Who defined how a mark is written.
    pub enum Scheme {
        /// IPTC's digital source type in XMP.
        Iptc = "iptc",
        /// A manifest of the Coalition for Content Provenance and Authenticity.
        C2pa = "c2pa",
        /// The label of China's GB 45438-2025.
        Aigc = "aigc",
        /// `digitalSourceType` in structured data.
        SchemaOrg = "schema.org",
        /// The meta element of two proposals that share its name.
        AiDisclosure = "ai-disclosure",
    }
}

/// One thing that a file says of its making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Who defined it.
    pub scheme: Scheme,
    /// As written: an address of a source type, China's label (`1` to `3`), a mode. Empty for a
    /// manifest that names no source type.
    pub value: String,
    /// The content that it says this is; `None` where it does not say that AI took part.
    pub content: Option<Kind>,
}

/// A mark, and what it speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The `src` of a medium as the page writes it; `None`: the text.
    pub asset: Option<String>,
    /// What it says.
    pub mark: Mark,
}

/// The marks in a page's own source. Only the full build reads them.
pub(crate) fn of_page(_document: &Document<'_>) -> Vec<Told> {
    #[cfg(feature = "marks")]
    return page::read(_document);
    #[cfg(not(feature = "marks"))]
    Vec::new()
}

/// The marks of a file that stands in its own address; `None` where the address leads elsewhere.
pub(crate) fn of_data_url(_src: &str) -> Option<Vec<Mark>> {
    #[cfg(feature = "marks")]
    return data_url(_src).map(|bytes| read(&bytes));
    #[cfg(not(feature = "marks"))]
    None
}

#[cfg(feature = "marks")]
fn data_url(src: &str) -> Option<Vec<u8>> {
    let (kind, data) = src.strip_prefix("data:")?.split_once(',')?;
    let plain = crate::url::decoded(data);
    match kind.strip_suffix(";base64") {
        Some(_) => base64::decoded(&plain),
        None => Some(plain),
    }
}

#[cfg(feature = "marks")]
pub use reading::read;

#[cfg(feature = "marks")]
mod reading {
    use std::borrow::Cow;

    use super::{Mark, aigc, bmff, c2pa, exif, gif, jpeg, pdf, png, riff, svg, xmp};

    /// Files have a handful of parts with marks; what has more is made to keep its readers busy.
    const MOST: usize = 64;

    /// A part of a file in which marks stand, in the notation that it has.
    #[derive(Debug)]
    pub enum Part<'a> {
        /// An XMP packet.
        Xmp(Cow<'a, [u8]>),
        /// A C2PA manifest store.
        C2pa(Cow<'a, [u8]>),
        /// A TIFF structure.
        Exif(&'a [u8]),
        /// China's label by itself.
        Aigc(Cow<'a, [u8]>),
    }

    /// Parts in the order of the file.
    #[derive(Debug, Default)]
    pub struct Parts<'a>(Vec<Part<'a>>);

    impl<'a> Parts<'a> {
        /// Adds a part; one of too many is left out.
        pub fn push(&mut self, part: Part<'a>) {
            if self.0.len() < MOST {
                self.0.push(part);
            }
        }
    }

    /// The marks of a media file in the order in which they stand, each once: JPEG, PNG, WebP,
    /// GIF, SVG, PDF, MP4 and its kin (MOV, AVIF, HEIC), WAV, and side files of XMP and C2PA.
    /// Other bytes have none.
    ///
    /// ```
    /// # use candor::disclosure::{Kind, marks};
    /// let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><metadata>
    ///   <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    ///     <rdf:Description xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    ///       ext:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>
    ///   </rdf:RDF></metadata></svg>"#;
    ///
    /// assert_eq!(marks::read(svg)[0].content, Some(Kind::AiGenerated));
    /// assert!(marks::read(b"no media").is_empty());
    /// ```
    pub fn read(bytes: &[u8]) -> Vec<Mark> {
        let mut parts = Parts::default();
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => jpeg::parts(bytes, &mut parts),
            [0x89, b'P', b'N', b'G', ..] => png::parts(bytes, &mut parts),
            [b'R', b'I', b'F', b'F', ..] => riff::parts(bytes, &mut parts),
            [b'G', b'I', b'F', b'8', ..] => gif::parts(bytes, &mut parts),
            [b'%', b'P', b'D', b'F', ..] => pdf::parts(bytes, &mut parts),
            [_, _, _, _, b'j', b'u', b'm', b'b', ..] => parts.push(Part::C2pa(Cow::Borrowed(bytes))),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] | [_, _, _, _, b'm', b'o', b'o', b'v', ..] => {
                bmff::parts(bytes, &mut parts);
            }
            _ => svg::parts(bytes, &mut parts),
        }
        let mut marks: Vec<Mark> = Vec::new();
        let mut add = |mark: Mark| {
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        };
        for part in &parts.0 {
            match part {
                Part::Xmp(packet) => xmp::read(packet, &mut add),
                Part::C2pa(store) => c2pa::read(store, &mut add),
                Part::Exif(tiff) => exif::read(tiff, &mut add),
                Part::Aigc(label) => aigc::read(&String::from_utf8_lossy(label), &mut add),
            }
        }
        marks
    }
}

#[cfg(feature = "marks")]
use reading::{Part, Parts};
