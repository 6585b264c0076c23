//! What members change about themselves in one organisation: signature, photo. No permission is needed.

use db::Tx;
use kit::{Error, FileId, Result};

use super::store;
use super::{Member, edit};
use crate::text;
use crate::who::Who;

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "MemberProfileChange")]
pub struct Change {
    pub signature: Option<String>,
    /// A picture that this member has uploaded.
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<FileId>")]
    pub photo: Option<Option<FileId>>,
}

pub fn profile(tx: &mut Tx<'_>, who: &Who, change: &Change) -> Result<Member> {
    let before = store::row(tx, who.org(), who.member())?.ok_or_else(Error::unknown)?;
    let mut after = before.clone();
    if let Some(signature) = &change.signature {
        after.signature = text::prose("signature", signature, 2000)?;
    }
    if let Some(photo) = change.photo {
        if let Some(file) = photo
            && !store::is_own_picture(tx, who.org(), who.member(), file)?
        {
            return Err(Error::invalid("photo", "photo_unknown"));
        }
        after.photo = photo;
    }
    edit::save(tx, who, &before, &after)?;
    Ok(after)
}
