//! Money as integer minor units with an ISO 4217 currency. Never a float.

/// `{ "minor": 129900, "currency": "MXN" }` is 1,299.00 pesos.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Currency([u8; 3]);

impl TryFrom<String> for Currency {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err("expected an ISO 4217 code like MXN"),
        }
    }
}

impl From<Currency> for String {
    fn from(code: Currency) -> Self {
        code.0.iter().map(|b| char::from(*b)).collect()
    }
}

impl Money {
    /// The sum, or nothing when the currencies differ or it does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self {
            minor: self.minor.checked_add(other.minor)?,
            currency: self.currency,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_currency_adds() {
        let pesos = Currency::try_from("MXN".to_owned()).unwrap();
        let reais = Currency::try_from("BRL".to_owned()).unwrap();
        let one = Money { minor: 1, currency: pesos };
        assert_eq!(one.plus(one).unwrap().minor, 2);
        assert_eq!(one.plus(Money { minor: 1, currency: reais }), None);
        assert_eq!(
            one.plus(Money {
                minor: i64::MAX,
                currency: pesos
            }),
            None
        );
        assert!(Currency::try_from("mxn".to_owned()).is_err());
    }
}
