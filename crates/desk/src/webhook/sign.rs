//! Signatures as Standard Webhooks has them: HMAC-SHA256 over `id.timestamp.body`, in three headers. Whoever receives a delivery
//! checks it with any of that standard's libraries; what we receive so is checked here.

use kit::{Error, Result, Time};
use ring::hmac;

use crate::who::secret::Purpose;

const VERSION: &str = "v1";

pub const ID: &str = "webhook-id";
pub const TIMESTAMP: &str = "webhook-timestamp";
pub const SIGNATURE: &str = "webhook-signature";

/// Seconds that a delivery may be old, or ahead.
pub const TOLERANCE: i64 = 5 * 60;

/// Signatures that one header may carry: a sender changing its secret sends two.
const MAX_SIGNATURES: usize = 8;

/// Why a delivery is not believed. Whoever sent it is told none of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a header is missing or malformed")]
    Malformed,
    #[error("too old, or from the future")]
    Time,
    #[error("no signature fits")]
    Signature,
}

/// A secret that is ready to sign.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl Key {
    /// Reads a secret as it is shown: `whsec_` and 24 to 64 bytes in base64.
    pub fn read(shown: &str) -> Result<Self> {
        let bad = || Error::invalid("secret", "secret_invalid");
        let digits = shown.trim().strip_prefix(Purpose::Signing.prefix()).ok_or_else(bad)?;
        let bytes = data_encoding::BASE64_NOPAD
            .decode(digits.trim_end_matches('=').as_bytes())
            .map_err(|_| bad())?;
        if (24..=64).contains(&bytes.len()) {
            Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
        } else {
            Err(bad())
        }
    }

    /// The headers of a delivery, signed with this key alone; see [`headers`].
    pub fn headers(&self, id: &str, at: Time, body: &[u8]) -> Vec<(&'static str, String)> {
        headers(std::slice::from_ref(self), id, at, body)
    }

    /// Believes a delivery or not. `header` looks one up by its name in lower case; `body` is raw, as it came.
    pub fn verify<'a>(&self, header: impl Fn(&str) -> Option<&'a str>, body: &[u8], now: Time) -> Result<(), Refusal> {
        let found = |name| header(name).filter(|value| !value.is_empty()).ok_or(Refusal::Malformed);
        let (id, timestamp, signatures) = (found(ID)?, found(TIMESTAMP)?, found(SIGNATURE)?);
        let seconds: i64 = timestamp.parse().map_err(|_| Refusal::Malformed)?;
        if seconds.abs_diff(now.micros().div_euclid(1_000_000)) > TOLERANCE.unsigned_abs() {
            return Err(Refusal::Time);
        }
        let content = content(id, timestamp, body);
        let fits = |signature: &str| {
            let digits = signature.strip_prefix(VERSION).and_then(|rest| rest.strip_prefix(','));
            let tag = digits.and_then(|digits| data_encoding::BASE64.decode(digits.as_bytes()).ok());
            // Compared in constant time.
            tag.is_some_and(|tag| hmac::verify(&self.0, &content, &tag).is_ok())
        };
        if signatures.split(' ').take(MAX_SIGNATURES).any(fits) {
            Ok(())
        } else {
            Err(Refusal::Signature)
        }
    }

    fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> hmac::Tag {
        hmac::sign(&self.0, &content(id, timestamp, body))
    }
}

/// The headers of a delivery, a signature for each key. `id` is the same for every attempt; the time is of this one.
pub fn headers(keys: &[Key], id: &str, at: Time, body: &[u8]) -> Vec<(&'static str, String)> {
    let seconds = at.micros().div_euclid(1_000_000).to_string();
    let sign = |key: &Key| format!("{VERSION},{}", data_encoding::BASE64.encode(key.sign(id, &seconds, body).as_ref()));
    let signatures: Vec<String> = keys.iter().map(sign).collect();
    vec![(ID, id.to_owned()), (TIMESTAMP, seconds), (SIGNATURE, signatures.join(" "))]
}

fn content(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::who::secret::new;

    // The example of the standard's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const MESSAGE: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SECONDS: i64 = 1_614_265_330;
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    fn verify(id: &str, timestamp: &str, signatures: &str, body: &[u8], now: i64) -> Result<(), Refusal> {
        let header = |name: &str| match name {
            ID => Some(id),
            TIMESTAMP => Some(timestamp),
            SIGNATURE => Some(signatures),
            _ => None,
        };
        Key::read(SECRET).unwrap().verify(header, body, at(now))
    }

    #[test]
    fn the_standards_example() {
        let headers = Key::read(SECRET).unwrap().headers(MESSAGE, at(SECONDS), BODY);
        assert_eq!(
            headers,
            [
                (ID, MESSAGE.to_owned()),
                (TIMESTAMP, SECONDS.to_string()),
                (SIGNATURE, SIGNED.to_owned())
            ]
        );
        assert_eq!(verify(MESSAGE, &SECONDS.to_string(), SIGNED, BODY, SECONDS), Ok(()));
    }

    #[test]
    fn one_of_several_signatures_is_enough_and_unknown_kinds_are_passed_over() {
        let stamp = SECONDS.to_string();
        for list in [
            format!("v1a,AAAA {SIGNED}"),
            format!("v1,AAAA {SIGNED}"),
            format!("nonsense {SIGNED} v2,x"),
        ] {
            assert_eq!(verify(MESSAGE, &stamp, &list, BODY, SECONDS), Ok(()), "{list}");
        }
        let many = format!("{}{SIGNED}", "v1,AAAA ".repeat(8));
        assert_eq!(verify(MESSAGE, &stamp, &many, BODY, SECONDS), Err(Refusal::Signature));
    }

    #[test]
    fn anything_changed_is_not_believed() {
        let stamp = SECONDS.to_string();
        let cases = [
            ("msg_other", stamp.as_str(), SIGNED, BODY, Refusal::Signature),
            (MESSAGE, "1614265331", SIGNED, BODY, Refusal::Signature),
            (MESSAGE, &stamp, SIGNED, b"{\"test\":2432232314}", Refusal::Signature),
            (
                MESSAGE,
                &stamp,
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                BODY,
                Refusal::Signature,
            ),
            (MESSAGE, &stamp, "v1,", BODY, Refusal::Signature),
            (
                MESSAGE,
                &stamp,
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                BODY,
                Refusal::Signature,
            ),
            (MESSAGE, &stamp, "", BODY, Refusal::Malformed),
            ("", &stamp, SIGNED, BODY, Refusal::Malformed),
            (MESSAGE, "hoy", SIGNED, BODY, Refusal::Malformed),
            (MESSAGE, "1614265330.0", SIGNED, BODY, Refusal::Malformed),
            (MESSAGE, "99999999999999999999", SIGNED, BODY, Refusal::Malformed),
        ];
        for (id, timestamp, signatures, body, expected) in cases {
            assert_eq!(
                verify(id, timestamp, signatures, body, SECONDS),
                Err(expected),
                "{id} {timestamp} {signatures}"
            );
        }
        let none = Key::read(SECRET).unwrap().verify(|_| None, BODY, at(SECONDS));
        assert_eq!(none, Err(Refusal::Malformed));
    }

    #[test]
    fn five_minutes_either_way() {
        for (off, expected) in [(-301, Err(Refusal::Time)), (-300, Ok(())), (300, Ok(())), (301, Err(Refusal::Time))] {
            assert_eq!(
                verify(MESSAGE, &SECONDS.to_string(), SIGNED, BODY, SECONDS + off),
                expected,
                "{off}"
            );
        }
        assert_eq!(verify(MESSAGE, "-9223372036854775808", SIGNED, BODY, SECONDS), Err(Refusal::Time));
    }

    #[test]
    fn secrets() {
        // Most random secrets have a digit in which the two alphabets of base64 differ.
        for _ in 0..50 {
            assert!(Key::read(&new(Purpose::Signing).unwrap()).is_ok());
        }
        let secret = new(Purpose::Signing).unwrap();
        let headers = Key::read(&secret).unwrap().headers("msg_1", at(SECONDS), BODY);
        let header = |name: &str| headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
        assert_eq!(Key::read(&secret).unwrap().verify(header, BODY, at(SECONDS)), Ok(()));
        assert_eq!(
            Key::read(SECRET).unwrap().verify(header, BODY, at(SECONDS)),
            Err(Refusal::Signature)
        );
        for bad in [
            "",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_",
            "whsec_c2hvcnQ=",
            "whsec_ñ",
            &format!("whsec_{}", "A".repeat(88)),
        ] {
            assert_eq!(Key::read(bad).err().unwrap().code, "secret_invalid", "{bad}");
        }
    }
}
