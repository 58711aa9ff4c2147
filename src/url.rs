//! What is needed of addresses.

/// The bytes of `text`, which writes some of them as `%20`.
pub fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|it| byte == b'%' && it.bytes().all(|it| it.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(coded) => {
                decoded.push(coded);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_no_code_stays_as_it_is() {
        for (text, decoded) in [("a%20b", "a b"), ("100%", "100%"), ("%é1", "%é1"), ("%C3%A9", "é"), ("%+1", "%+1")]
        {
            assert_eq!(super::decoded(text), decoded.as_bytes(), "{text}");
        }
    }
}
