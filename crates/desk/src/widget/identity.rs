//! Who a visitor says they are, vouched for by the site they are on: a JSON Web Token that the site signs with the channel's
//! secret (SECURITY 17). One algorithm, HS256, and nothing in the token chooses another. Read here and not by a library: those at
//! hand take the machine's clock, or every algorithm there is with the cryptography for it.

use data_encoding::BASE64URL_NOPAD;
use kit::{Email, Error, Phone, Result, Time};
use ring::hmac;
use serde::Deserialize;

/// Of the whole token.
const MAX_BYTES: usize = 4096;
/// Bytes of a secret; a shorter one could be tried out (RFC 7518, 3.2).
const MIN_SECRET: usize = 32;
/// Characters of an id or a name.
const MAX_CHARS: usize = 200;

/// A visitor whom their site knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The site's own id of them: the same person in every browser.
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    /// Until when the site vouches.
    pub expires: Time,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    /// Extensions that must be understood: we understand none.
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: Subject,
    exp: f64,
    nbf: Option<f64>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// Sites write their ids as text or as numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Subject {
    Text(String),
    Number(i64),
}

/// Whom the token vouches for, or a refusal that says what its maker must mend.
pub fn verify(secret: &[u8], token: &str, now: Time) -> Result<Identity> {
    let claims = believed(secret, token).ok_or_else(|| refused("identity_invalid"))?;
    let (subject, now_seconds) = (subject(claims.sub)?, seconds(now));
    // To the second: at `exp` it is over. A value that is no number of seconds is over too.
    if claims.exp.is_nan() || claims.exp <= now_seconds {
        return Err(refused("identity_expired"));
    }
    if claims.nbf.is_some_and(|nbf| nbf.is_nan() || nbf > now_seconds) {
        return Err(refused("identity_invalid"));
    }
    let given = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let email = given(claims.email).map(|email| Email::parse(&email, "email")).transpose()?;
    let phone = given(claims.phone).map(|phone| Phone::parse(&phone, None, "phone")).transpose()?;
    let name = given(claims.name).map(|name| name.chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect());
    Ok(Identity {
        subject,
        name,
        email,
        phone,
        expires: instant(claims.exp),
    })
}

/// The claims of a token whose signature is right.
fn believed(secret: &[u8], token: &str) -> Option<Claims> {
    if secret.len() < MIN_SECRET || token.len() > MAX_BYTES {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
    // Before anything in it is read, and in constant time.
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes(), &signature).ok()?;
    let header: Header = serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).ok()?).ok()?;
    if header.alg != "HS256" || header.crit.is_some() {
        return None;
    }
    serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?).ok()
}

fn subject(subject: Subject) -> Result<String> {
    let text = match subject {
        Subject::Text(text) => text,
        Subject::Number(number) => number.to_string(),
    };
    let fits = !text.trim().is_empty() && text.chars().count() <= MAX_CHARS && !text.chars().any(char::is_control);
    if fits {
        Ok(text)
    } else {
        Err(refused("identity_invalid").with_field("sub"))
    }
}

fn refused(code: &'static str) -> Error {
    Error::unauthenticated(code)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of our era are exact in a double")]
fn seconds(now: Time) -> f64 {
    now.micros().div_euclid(1_000_000) as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast from a double saturates: a far expiry stays far"
)]
fn instant(seconds: f64) -> Time {
    Time::from_micros((seconds as i64).saturating_mul(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const SECRET: &[u8] = b"un secreto de treinta y dos bytes o mas";
    const NOW: Time = Time::from_micros(1_795_369_980_999_999);
    const SECONDS: i64 = 1_795_369_980;

    fn signed(secret: &[u8], header: &Value, claims: &Value) -> String {
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(header), part(claims));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
        format!("{signed}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
    }

    fn token(claims: &Value) -> String {
        signed(SECRET, &json!({"alg": "HS256", "typ": "JWT"}), claims)
    }

    fn code(token: &str) -> Result<String, &'static str> {
        verify(SECRET, token, NOW)
            .map(|identity| identity.subject)
            .map_err(|error| error.code)
    }

    /// RFC 7515, appendix A.1: a token made by somebody else.
    #[test]
    fn the_signature_of_the_standards_example_is_right() {
        let key = BASE64URL_NOPAD
            .decode(b"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
            .unwrap();
        let example = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let tag = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        assert!(hmac::verify(&key, example.as_bytes(), &BASE64URL_NOPAD.decode(tag.as_bytes()).unwrap()).is_ok());
    }

    #[test]
    fn a_visitor_whom_the_site_vouches_for() {
        let claims = json!({"sub": "cliente-77", "exp": SECONDS + 60, "name": " Irma\n Solís ", "email": "irma@example.com", "phone": "+52 33 1204 4417", "plan": "oro"});
        let identity = verify(SECRET, &token(&claims), NOW).unwrap();
        assert_eq!(
            (identity.subject.as_str(), identity.name.as_deref()),
            ("cliente-77", Some("Irma Solís"))
        );
        assert_eq!(
            (identity.email.unwrap().as_str(), identity.phone.unwrap().as_str()),
            ("irma@example.com", "+523312044417")
        );
        assert_eq!(identity.expires, Time::from_micros((SECONDS + 60) * 1_000_000));
        let bare = verify(SECRET, &token(&json!({"sub": 77, "exp": 1e300, "email": ""})), NOW).unwrap();
        assert_eq!((bare.subject.as_str(), bare.name, bare.email, bare.phone), ("77", None, None, None));
        assert!(bare.expires > NOW);
    }

    #[test]
    fn it_expires_to_the_second() {
        for (exp, expected) in [
            (SECONDS + 1, Ok("a".to_owned())),
            (SECONDS, Err("identity_expired")),
            (SECONDS - 1, Err("identity_expired")),
            (0, Err("identity_expired")),
        ] {
            assert_eq!(code(&token(&json!({"sub": "a", "exp": exp}))), expected, "{exp}");
        }
        for (nbf, expected) in [(SECONDS, Ok("a".to_owned())), (SECONDS + 1, Err("identity_invalid"))] {
            assert_eq!(
                code(&token(&json!({"sub": "a", "exp": SECONDS + 9, "nbf": nbf}))),
                expected,
                "{nbf}"
            );
        }
    }

    #[test]
    fn other_algorithms_and_other_secrets_are_refused() {
        let claims = json!({"sub": "a", "exp": SECONDS + 60});
        for header in [
            json!({"alg": "none"}),
            json!({"alg": "HS512"}),
            json!({"alg": "RS256"}),
            json!({"alg": "hs256"}),
            json!({}),
            json!({"alg": "HS256", "crit": ["b64"]}),
        ] {
            assert_eq!(code(&signed(SECRET, &header, &claims)), Err("identity_invalid"), "{header}");
        }
        let good = token(&claims);
        let (signed_part, _) = good.rsplit_once('.').unwrap();
        let unsigned = format!(
            "{}.{}.",
            BASE64URL_NOPAD.encode(b"{\"alg\":\"none\"}"),
            BASE64URL_NOPAD.encode(claims.to_string().as_bytes())
        );
        for bad in [
            unsigned.as_str(),
            &format!("{signed_part}."),
            signed_part,
            &format!("{good}A"),
            &format!(" {good}"),
            &format!("{good}.x"),
            "",
            "..",
            "a.b.c",
            &"a".repeat(10_000),
        ] {
            assert_eq!(code(bad), Err("identity_invalid"), "{bad}");
        }
        assert_eq!(
            code(&signed(
                b"otro secreto de treinta y dos bytes o mas",
                &json!({"alg": "HS256"}),
                &claims
            )),
            Err("identity_invalid")
        );
        assert_eq!(
            verify(b"corto", &signed(b"corto", &json!({"alg": "HS256"}), &claims), NOW)
                .unwrap_err()
                .code,
            "identity_invalid"
        );
        assert_eq!(code(&good), Ok("a".to_owned()));
    }

    #[test]
    fn claims_that_do_not_fit() {
        for claims in [
            json!({"sub": "a"}),
            json!({"exp": SECONDS + 9}),
            json!({"sub": "", "exp": SECONDS + 9}),
            json!({"sub": " ", "exp": SECONDS + 9}),
            json!({"sub": "a\u{0}b", "exp": SECONDS + 9}),
            json!({"sub": "x".repeat(201), "exp": SECONDS + 9}),
            json!({"sub": ["a"], "exp": SECONDS + 9}),
            json!({"sub": "a", "exp": "mañana"}),
            json!({"sub": "a", "exp": null}),
            json!([1]),
        ] {
            assert_eq!(code(&token(&claims)), Err("identity_invalid"), "{claims}");
        }
        assert_eq!(
            code(&token(&json!({"sub": "a", "exp": SECONDS + 9, "email": "a@b.co\r\nBcc: c@d.co"}))),
            Err("email_invalid")
        );
        assert_eq!(
            code(&token(&json!({"sub": "a", "exp": SECONDS + 9, "phone": "33 1204 4417"}))),
            Err("phone_invalid")
        );
    }
}
