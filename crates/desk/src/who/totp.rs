//! The second factor: time-based codes (RFC 6238: SHA-1, six digits, thirty seconds), each serving once.

use kit::{Error, Result, Time};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::secret;

const ISSUER: &str = "Relevo";
/// Seconds of a step.
const STEP: u64 = 30;
/// Steps before and after the present one whose codes count: clocks differ and people type slowly.
const SKEW: u16 = 1;

/// What is shown once, while the second factor is being set up.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Enrolment {
    /// The secret in base32, to be typed where the code cannot be scanned.
    pub secret: String,
    /// `otpauth://…`, which an authenticator application reads.
    pub uri: String,
    /// The same as a QR code: an SVG picture as a `data:` address.
    pub qr: String,
}

/// A new secret: 160 bits, as RFC 4226 recommends.
pub fn fresh() -> Result<[u8; 20]> {
    let random = secret::random()?;
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&random[..20]);
    Ok(bytes)
}

/// How a secret is shown to its owner. `account` is what their application will list it under.
pub fn enrolment(secret: &[u8], account: &str) -> Result<Enrolment> {
    let totp = totp(secret, account)?;
    let uri = totp.to_url().map_err(Error::internal)?;
    let code = qrcode::QrCode::with_error_correction_level(uri.as_bytes(), qrcode::EcLevel::M).map_err(Error::internal)?;
    let svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build();
    Ok(Enrolment {
        secret: totp.secret().to_base32(),
        uri,
        qr: format!("data:image/svg+xml;base64,{}", data_encoding::BASE64.encode(svg.as_bytes())),
    })
}

/// The step of a right code, to be stored as the last one used. A code of that step or an earlier one does not count again.
pub fn check(secret: &[u8], code: &str, at: Time, last_step: i64) -> Result<Option<i64>> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(at.micros() / 1_000_000).unwrap_or(0);
    let step = totp(secret, "account")?
        .check(&digits, seconds)
        .and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    // A colon parts issuer and account in the address.
    let account = account.replace(':', " ");
    let secret = Secret::new(secret.to_vec().into_boxed_slice());
    let builder = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP)
        .with_skew(SKEW);
    builder
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    const KEY: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B, whose eight digits end in our six.
    #[test]
    fn the_codes_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(check(KEY, code, at(seconds), 0).unwrap(), Some(seconds / 30), "{code}");
        }
        assert_eq!(check(KEY, "287 082", at(59), 0).unwrap(), Some(1), "as applications show it");
    }

    #[test]
    fn one_step_early_or_late_and_once_only() {
        let step = 1_111_111_109 / 30;
        for (seconds, counts) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let used = check(KEY, "081804", at(1_111_111_109 + seconds), 0).unwrap();
            assert_eq!(used, counts.then_some(step), "{seconds}");
        }
        assert_eq!(check(KEY, "081804", at(1_111_111_109), step).unwrap(), None, "used");
        assert_eq!(
            check(KEY, "081804", at(1_111_111_109), step + 1).unwrap(),
            None,
            "older than one used"
        );
        assert_eq!(check(KEY, "081804", at(1_111_111_109), step - 1).unwrap(), Some(step));
    }

    #[test]
    fn noise_is_no_code() {
        for noise in ["", "08180", "0818040", "+81804", "08180a", "٠٨١٨٠٤", &"0".repeat(100_000)] {
            assert_eq!(check(KEY, noise, at(1_111_111_109), 0).unwrap(), None);
        }
    }

    #[test]
    fn enrolment_is_readable_by_applications() {
        let shown = enrolment(KEY, "rosa@el:mezquite.mx").unwrap();
        assert_eq!(shown.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            shown.uri,
            "otpauth://totp/Relevo:rosa%40el%20mezquite.mx?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Relevo"
        );
        let svg = data_encoding::BASE64
            .decode(shown.qr.strip_prefix("data:image/svg+xml;base64,").unwrap().as_bytes())
            .unwrap();
        assert!(String::from_utf8(svg).unwrap().contains("<svg"));
        assert_ne!(fresh().unwrap(), fresh().unwrap());
    }
}
