//! Secrets that are handed out once and kept only as hashes (SECURITY 8): 256 bits from the system's CSPRNG.

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

/// What a secret is for. The prefix lets leak scanners find it and refuses it where it does not belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Session,
    Token,
    Invitation,
    Reset,
    Setup,
    Visitor,
    /// A link from a mail to a conversation.
    Conversation,
    Signing,
    /// What a provider has to say to us, so that we know it.
    Provider,
}

impl Purpose {
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "rls_",
            Self::Token => "rlt_",
            Self::Invitation => "rli_",
            Self::Reset => "rlr_",
            Self::Setup => "rlu_",
            Self::Visitor => "rlv_",
            Self::Conversation => "rlc_",
            Self::Signing => "whsec_",
            Self::Provider => "rlp_",
        }
    }
}

/// 32 fresh random bytes.
pub fn random() -> kit::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| kit::Error::unavailable("the system gave no randomness"))?;
    Ok(bytes)
}

/// A new secret as the holder will show it.
pub fn new(purpose: Purpose) -> kit::Result<String> {
    let digits = match purpose {
        // In the alphabet that the libraries of Standard Webhooks read.
        Purpose::Signing => data_encoding::BASE64.encode(&random()?),
        _ => data_encoding::BASE64URL_NOPAD.encode(&random()?),
    };
    Ok(format!("{}{digits}", purpose.prefix()))
}

/// What is stored of it; nothing when the text cannot be a secret of this purpose.
pub fn hash(purpose: Purpose, shown: &str) -> Option<[u8; 32]> {
    let digits = shown.strip_prefix(purpose.prefix())?;
    if digits.len() != 43 || data_encoding::BASE64URL_NOPAD.decode(digits.as_bytes()).is_err() {
        return None;
    }
    Some(sha256(shown.as_bytes()))
}

/// In constant time: both are signed with a key of the moment, and the signatures compared.
pub fn same(one: &[u8], other: &[u8]) -> kit::Result<bool> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &random()?);
    Ok(hmac::verify(&key, other, hmac::sign(&key, one).as_ref()).is_ok())
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_serves_one_purpose_and_is_hashed_whole() {
        let shown = new(Purpose::Reset).unwrap();
        assert!(hash(Purpose::Reset, &shown).is_some());
        assert_eq!(hash(Purpose::Invitation, &shown), None);
        assert_eq!(hash(Purpose::Reset, &shown[..shown.len() - 1]), None);
        assert_ne!(new(Purpose::Reset).unwrap(), shown);
    }
}
