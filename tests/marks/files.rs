//! The smallest files of each format: one pixel, no film, an empty page.

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut named = kind.to_vec();
    named.extend_from_slice(content);
    let sum = !named.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1)))
    });
    [&(content.len() as u32).to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}

/// A PNG with other chunks before its picture.
pub fn png(more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let head = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    // One row, unfiltered and black, stored in zlib's clothes.
    let data = [0x78, 0x01, 0x01, 0x02, 0x00, 0xFD, 0xFF, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &head));
    more.iter().for_each(|(kind, content)| file.extend(chunk(kind, content)));
    file.extend(chunk(b"IDAT", &data));
    file.extend(chunk(b"IEND", &[]));
    file
}

/// A JPEG with other segments before its picture.
pub fn jpeg(more: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    for (marker, content) in more {
        file.extend([0xFF, *marker]);
        file.extend((content.len() as u16 + 2).to_be_bytes());
        file.extend_from_slice(content);
    }
    file.extend([0xFF, 0xDB, 0, 67, 0]);
    file.extend([1; 64]);
    file.extend([0xFF, 0xC9, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    file.extend([0xFF, 0xCC, 0, 6, 0, 0x10, 0x10, 5]);
    file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0xD2, 0xCF, 0x20, 0xFF, 0xD9]);
    file
}

pub fn webp() -> Vec<u8> {
    let picture = b"\x2F\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xFE\x07\x00";
    [b"RIFF\x1A\0\0\0WEBPVP8L\x0D\0\0\0", &picture[..]].concat()
}

pub fn gif() -> Vec<u8> {
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B".to_vec()
}

/// An SVG with something in its metadata.
pub fn svg(metadata: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><metadata>{metadata}</metadata><path d=\"M0 0\"/></svg>\n"
    )
    .into_bytes()
}

/// A box of ISO media.
pub fn iso_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
}

/// A film without pictures, with other boxes in its `moov`.
pub fn mp4(more: &[u8]) -> Vec<u8> {
    let mut head = vec![0; 100];
    // A scale of time, then speed, loudness and the unit matrix.
    head[14] = 3;
    head[15] = 0xE8;
    head[21] = 1;
    head[24] = 1;
    head[37] = 1;
    head[53] = 1;
    head[68] = 0x40;
    head[99] = 1;
    let moov = [iso_box(b"mvhd", &head), more.to_vec()].concat();
    [iso_box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41"), iso_box(b"moov", &moov), iso_box(b"mdat", &[0; 8])].concat()
}

/// A page with another object, which no other names.
pub fn pdf(object: &[u8]) -> Vec<u8> {
    let mut objects: Vec<&[u8]> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ];
    if !object.is_empty() {
        objects.push(object);
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = String::from("0000000000 65535 f \n");
    for (i, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        file.extend_from_slice(object);
        file.extend(b"\nendobj\n");
    }
    let (table, count) = (file.len(), objects.len() + 1);
    file.extend(
        format!("xref\n0 {count}\n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n")
            .into_bytes(),
    );
    file
}

/// One of each format, by the end of its name.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("jpg", jpeg(&[])),
        ("png", png(&[])),
        ("webp", webp()),
        ("gif", gif()),
        ("svg", svg("")),
        ("pdf", pdf(b"")),
        ("mp4", mp4(&[])),
    ]
}
