//! What PostgreSQL says, in our words.

use postgres::error::SqlState;

use crate::Error;
use crate::error::Cause;

pub(crate) fn plain(error: postgres::Error) -> Error {
    let Some(db) = error.as_db_error() else {
        // Values that could not be written or read are the code's fault; all else is the connection.
        let text = error.to_string();
        let ours = text.starts_with("error serializing") || text.starts_with("error deserializing") || text.starts_with("invalid column");
        return if ours {
            Error::Sql(Cause::new(error))
        } else {
            Error::Unavailable(Cause::new(error))
        };
    };
    let constraint = || db.constraint().unwrap_or_default().to_owned();
    let code = db.code();
    match *code {
        SqlState::UNIQUE_VIOLATION => Error::Unique { constraint: constraint() },
        SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey {
            constraint: db.constraint().map(str::to_owned),
        },
        SqlState::NOT_NULL_VIOLATION => Error::Check {
            constraint: format!("{}.{}", db.table().unwrap_or_default(), db.column().unwrap_or_default()),
        },
        SqlState::CHECK_VIOLATION => Error::Check { constraint: constraint() },
        SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE | SqlState::LOCK_NOT_AVAILABLE => {
            Error::Contended(Cause::new(error))
        }
        // Another node has migrated: the statement is prepared anew.
        SqlState::FEATURE_NOT_SUPPORTED if db.message().contains("cached plan") => Error::Contended(Cause::new(error)),
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::Misuse("a reading closure changes nothing"),
        SqlState::DISK_FULL => Error::Full(Cause::new(error)),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED | SqlState::IO_ERROR => Error::Corrupt(Cause::new(error)),
        SqlState::CHARACTER_NOT_IN_REPERTOIRE | SqlState::UNTRANSLATABLE_CHARACTER => Error::Value("a text that the database cannot hold"),
        SqlState::TOO_MANY_CONNECTIONS | SqlState::OUT_OF_MEMORY => Error::Unavailable(Cause::new(error)),
        _ if fatal(code) => Error::Unavailable(Cause::new(error)),
        _ => Error::Sql(Cause::new(error)),
    }
}

/// Whether the server is going away, has not come yet or has ended our session: connection exceptions, operator's
/// interventions, and the time-out of a transaction that did nothing.
fn fatal(code: &SqlState) -> bool {
    let code = code.code();
    code.starts_with("08") || code.starts_with("57P") || code == "25P03"
}
