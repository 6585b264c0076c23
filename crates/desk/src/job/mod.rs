//! Dead letters: work that was tried and given up, where a person sees why and can have it tried again (SECURITY 23).
//!
//! What a job would do is not shown, only which kind of work it is and the code of its failure: its body may name things that the reader
//! may not see. Messages that could not be delivered are at their ticket, with the reason and a retry of their own; deliveries of
//! webhooks are at their webhook.

pub mod api;
#[cfg(test)]
mod tests;
