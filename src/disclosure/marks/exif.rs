//! EXIF: China's label in the comment of the user.

use super::bytes::slice;
use super::{Mark, aigc};

/// Entries of a directory that are looked at.
const MOST: usize = 4096;
const EXIF_DIRECTORY: u16 = 0x8769;
const USER_COMMENT: u16 = 0x9286;

/// A TIFF structure, in its order of bytes.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

/// Reads a TIFF structure, with or without the name that JPEG gives it.
pub fn read(bytes: &[u8], add: &mut impl FnMut(Mark)) {
    let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    if let Some(comment) = Tiff::of(bytes).and_then(|tiff| tiff.comment())
        && aigc::is_label(&comment)
    {
        aigc::read(&comment, add);
    }
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Self { bytes, is_little: true }),
            b"MM\0*" => Some(Self { bytes, is_little: false }),
            _ => None,
        }
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let pair = slice(self.bytes, at, 2)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let four = slice(self.bytes, at, 4)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// How many bytes the entry `tag` of the directory at `at` has, and where; of a number the number.
    fn entry(&self, at: usize, tag: u16) -> Option<(usize, usize)> {
        let count = usize::from(self.u16(at)?).min(MOST);
        let entry = (0..count).map(|i| at + 2 + 12 * i).find(|entry| self.u16(*entry) == Some(tag))?;
        Some((self.u32(entry + 4)? as usize, self.u32(entry + 8)? as usize))
    }

    fn comment(&self) -> Option<String> {
        let (_, exif) = self.entry(self.u32(4)? as usize, EXIF_DIRECTORY)?;
        let (len, at) = self.entry(exif, USER_COMMENT)?;
        let comment = slice(self.bytes, at, len)?;
        // Eight bytes name the characters.
        let (coding, words) = comment.split_at_checked(8)?;
        if coding != b"UNICODE\0" {
            return Some(String::from_utf8_lossy(words).into_owned());
        }
        let unit = |pair: &[u8; 2]| if self.is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
        let units = words.as_chunks::<2>().0.iter().map(unit);
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    }
}
