//! How far somebody has heard of what happens in an organisation, as those outside hold it: they give it back, and read nothing in it.

pub fn cursor(seq: i64) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&seq.to_be_bytes())
}

pub fn seq(cursor: &str) -> Option<i64> {
    let bytes = data_encoding::BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
    Some(i64::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_noise_is_not() {
        assert_eq!(seq(&cursor(42)), Some(42));
        for noise in ["", "x", "AAAA", "42"] {
            assert_eq!(seq(noise), None);
        }
    }
}
