//! Bytes to text and back, in the encodings that editors write.

use std::fmt;

use candor::Format;

/// How a text was encoded, so that `--fix` writes it back alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// With a byte order mark.
    Utf8Mark,
    Utf16Le,
    Utf16Be,
}

/// A text that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Binary,
    NotUtf8 { line: usize, byte: u8 },
    BrokenUtf16,
    TooLarge,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str("is binary; name texts alone, or list it in .candorignore"),
            Self::NotUtf8 { line, byte } => {
                write!(
                    f,
                    "is not UTF-8: byte 0x{byte:02X} in line {line}; save it as UTF-8, or as UTF-16 with a byte order mark"
                )
            }
            Self::BrokenUtf16 => f.write_str("begins as UTF-16 and is none; save it as UTF-8"),
            Self::TooLarge => f.write_str("is larger than 4 GB; split it"),
        }
    }
}

/// The text of `bytes`, without a byte order mark.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), Unreadable> {
    // Spans count in 32 bits, and UTF-16 can grow by half.
    if bytes.len() as u64 > u64::from(u32::MAX) / 2 {
        return Err(Unreadable::TooLarge);
    }
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        if odd.is_empty() { text.map_err(|_| Unreadable::BrokenUtf16) } else { Err(Unreadable::BrokenUtf16) }
    };
    let (text, encoding) = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16Be),
        _ if bytes.contains(&0) => return Err(Unreadable::Binary),
        [0xEF, 0xBB, 0xBF, rest @ ..] => (utf8(rest.to_vec())?, Encoding::Utf8Mark),
        _ => (utf8(bytes)?, Encoding::Utf8),
    };
    if text.contains('\0') { Err(Unreadable::Binary) } else { Ok((text, encoding)) }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        Unreadable::NotUtf8 { line: 1 + bytes[..at].iter().filter(|b| **b == b'\n').count(), byte: bytes[at] }
    })
}

/// The bytes that `decode` would read as `text` in this encoding.
pub fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let utf16 = |unit: fn(u16) -> [u8; 2]| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(unit).collect();
    match encoding {
        Encoding::Utf8 => text.into(),
        Encoding::Utf8Mark => ["\u{FEFF}", text].concat().into(),
        Encoding::Utf16Le => utf16(u16::to_le_bytes),
        Encoding::Utf16Be => utf16(u16::to_be_bytes),
    }
}

/// The format that a file name promises; `None` for names that promise none.
pub fn format_of(name: &std::path::Path) -> Option<Format> {
    let extension = name.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "mdx" | "markdown" => Format::Markdown,
        "txt" | "text" => Format::Plain,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_saves_comes_back_as_it_was() {
        for encoding in [Encoding::Utf8, Encoding::Utf8Mark, Encoding::Utf16Le, Encoding::Utf16Be] {
            let text = "限時🎁\r\nonly 3 left";
            assert_eq!(decode(encode(text, encoding)), Ok((text.to_owned(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_the_way_out() {
        let message = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(
            message(b"ok\ncaf\xE9"),
            "is not UTF-8: byte 0xE9 in line 2; save it as UTF-8, or as UTF-16 with a byte order mark"
        );
        assert_eq!(message(b"\x89PNG\0\0"), "is binary; name texts alone, or list it in .candorignore");
        assert_eq!(message(b"\xFF\xFEa"), "begins as UTF-16 and is none; save it as UTF-8");
        assert_eq!(message(b"\xFF\xFE\0\xD8"), "begins as UTF-16 and is none; save it as UTF-8");
    }
}
