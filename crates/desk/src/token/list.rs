//! One's own tokens.

use db::Tx;
use kit::{Error, Result, TokenId};

use super::store::{self, Token};
use crate::who::Who;

pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Token>> {
    store::of(tx, who.org(), who.member())
}

pub fn one(tx: &mut Tx<'_>, who: &Who, id: TokenId) -> Result<Token> {
    store::row(tx, who.org(), who.member(), id)?.ok_or_else(Error::unknown)
}
