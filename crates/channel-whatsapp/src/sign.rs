//! Whether a request of a webhook is Meta's.

use ring::hmac;

/// The header of the signature, in lower case.
pub const HEADER: &str = "x-hub-signature-256";

/// Believes a delivery or not: HMAC-SHA256 over the raw bytes with the app's secret, compared in constant time. The bytes are as they
/// came, since Meta signs the escaped form that it sends.
pub fn is_signed(app_secret: &str, header: Option<&str>, body: &[u8]) -> bool {
    let digits = header.and_then(|header| header.strip_prefix("sha256="));
    let Some(tag) = digits.and_then(|digits| data_encoding::HEXLOWER.decode(digits.as_bytes()).ok()) else {
        return false;
    };
    // A secret that was never given signs nothing.
    !app_secret.is_empty() && hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, app_secret.as_bytes()), body, &tag).is_ok()
}

/// The header as Meta writes it.
pub fn header(app_secret: &str, body: &[u8]) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, app_secret.as_bytes()), body);
    format!("sha256={}", data_encoding::HEXLOWER.encode(tag.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "app-secret-example";
    const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;
    const SIGNED: &str = "sha256=6c957c4f986b25135337b7da0baf9a0341f32c395dec049e0fe15c294df2842b";

    #[test]
    fn the_known_signature() {
        assert!(is_signed(SECRET, Some(SIGNED), BODY));
        assert_eq!(header(SECRET, BODY), SIGNED);
    }

    #[test]
    fn every_wrong_form_is_not_believed() {
        let upper = format!("sha256={}", SIGNED["sha256=".len()..].to_uppercase());
        let sha1 = SIGNED.replace("sha256", "sha1");
        for wrong in [
            None,
            Some(""),
            Some("sha256="),
            Some("sha256=zz"),
            Some(&SIGNED["sha256=".len()..]),
            Some(&SIGNED[..SIGNED.len() - 1]),
            Some(&SIGNED[..SIGNED.len() - 2]),
            Some(&format!("{SIGNED}00")),
            Some(&format!(" {SIGNED}")),
            Some(upper.as_str()),
            Some(sha1.as_str()),
            Some("sha256=0c957c4f986b25135337b7da0baf9a0341f32c395dec049e0fe15c294df2842b"),
        ] {
            assert!(!is_signed(SECRET, wrong, BODY), "{wrong:?}");
        }
        assert!(!is_signed("another", Some(SIGNED), BODY));
        assert!(!is_signed("", Some(&header("x", BODY)), BODY));
        // The same JSON in other bytes is another body.
        assert!(!is_signed(
            SECRET,
            Some(SIGNED),
            br#"{"object": "whatsapp_business_account","entry":[]}"#
        ));
    }
}
