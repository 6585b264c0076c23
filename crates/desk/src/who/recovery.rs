//! Recovery codes: ten, each for one sign-in without the second factor. Shown once, kept as hashes.

use kit::Result;

use super::secret;

pub const COUNT: usize = 10;

/// Crockford's digits: no `i`, `l`, `o`, `u`, which are misread on paper.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Sixteen digits are 80 bits: too many to try, few enough to type.
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// New codes as their owner will see them: `k3vd-90xa-…`.
pub fn fresh() -> Result<Vec<String>> {
    (0..COUNT).map(|_| one()).collect()
}

fn one() -> Result<String> {
    let random = secret::random()?;
    let digits: Vec<char> = random
        .iter()
        .take(LENGTH)
        .map(|byte| char::from(DIGITS[usize::from(byte % 32)]))
        .collect();
    Ok(digits
        .chunks(GROUP)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-"))
}

/// What is stored of a code, and looked up when one is typed; nothing for what cannot be a code. Hyphens, blanks and case do not count.
pub fn hash(typed: &str) -> Option<[u8; 32]> {
    let mut plain = String::with_capacity(LENGTH);
    for c in typed.chars().take(4 * LENGTH).filter(|c| !c.is_whitespace() && *c != '-') {
        plain.push(match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        });
    }
    let valid = plain.len() == LENGTH && plain.bytes().all(|byte| DIGITS.contains(&byte));
    valid.then(|| secret::sha256(format!("recovery:{plain}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_different_ones_found_again_however_they_are_typed() {
        let codes = fresh().unwrap();
        let hashes: std::collections::BTreeSet<_> = codes.iter().map(|code| hash(code).unwrap()).collect();
        assert_eq!((codes.len(), hashes.len()), (COUNT, COUNT));
        let code = &codes[0];
        for typed in [
            code.to_uppercase(),
            code.replace('-', ""),
            code.replace('-', " "),
            code.replace('0', "O").replace('1', "l"),
            format!(" {code}\n"),
        ] {
            assert_eq!(hash(&typed), hash(code), "{typed}");
        }
        assert_ne!(hash(code), hash(&codes[1]));
    }

    #[test]
    fn noise_is_no_code() {
        for noise in ["", "1234", "uuuu-uuuu-uuuu-uuuu", "k3vd-90xa-k3vd-90xa-k", &"0".repeat(1_000_000)] {
            assert_eq!(hash(noise), None);
        }
    }
}
