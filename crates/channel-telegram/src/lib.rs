//! Telegram's Bot API (10.1), as a bot that people write to by themselves.
//!
//! - [`read`]: what came through the webhook, one update at a time; messages in [`said`].
//! - [`Bot`]: what goes out, with its files, and how files of customers are fetched.
//! - [`failure`]: Telegram's refusals, in our codes, and which of them pass.
//! - [`connect`]: the requests by which a bot is told where we are, and a person sees that it is connected.
//!
//! A message's own id holds within its chat only: everywhere else it is `chat:message` ([`name`]).
//!
//! What Telegram does not document and matters here: it brings updates of one chat one after the other, and those of other chats meanwhile, so
//! that one that is not taken holds up nobody else; it brings again what was not answered with success for a day; reactions come from
//! private chats too, where no bot is an administrator. It knows of no receipts: what it has accepted is *sent* and stays so.

pub mod connect;
pub mod failure;
mod parts;
mod read;
mod said;
mod send;

pub use read::{Came, leave, read};
pub use send::{Bot, is_token, owner};

/// The header by which Telegram says the secret that it was given, in lower case.
pub const HEADER: &str = "x-telegram-bot-api-secret-token";

/// Where Telegram's API is.
pub const API: &str = "https://api.telegram.org";

/// What a message is called outside of its chat.
fn name(chat: i64, message: i64) -> String {
    format!("{chat}:{message}")
}

/// The message of that name, if it is of this chat.
fn named(name: &str, chat: i64) -> Option<i64> {
    let (of, message) = name.split_once(':')?;
    // What was changed later has the time of that behind it.
    let message = message.split_once(':').map_or(message, |(message, _)| message);
    (of.parse() == Ok(chat)).then(|| message.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_message_and_to_no_other_chats() {
        assert_eq!(name(418_237_711, 57), "418237711:57");
        assert_eq!(named("418237711:57", 418_237_711), Some(57));
        assert_eq!(named("418237711:57:1764140900", 418_237_711), Some(57));
        for other in ["5:57", "418237711", "msg_ours", "418237711:x", ":", ""] {
            assert_eq!(named(other, 418_237_711), None, "{other}");
        }
    }
}
