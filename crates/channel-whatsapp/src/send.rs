//! One number, as it speaks to Meta.

use channel::{Answer, Body, Call, Channel, Fetch, Outbound, Outcome};
use kit::Time;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::failure;
use crate::parts::{self, Part};

/// A number of the Cloud API.
#[derive(Clone)]
pub struct WhatsApp {
    /// Where the API is, with its version: [`crate::GRAPH`].
    pub graph: String,
    pub phone_number_id: String,
    pub token: String,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Accepted {
    messages: Vec<Named>,
}

#[derive(Deserialize)]
struct Located {
    url: String,
}

impl WhatsApp {
    /// A request of the number's own: `messages`, `media`.
    fn own(&self, what: &str, body: Body) -> Call {
        self.ask(&format!("{}/{what}", self.phone_number_id), body)
    }

    pub(crate) fn ask(&self, path: &str, body: Body) -> Call {
        Call {
            url: format!("{}/{path}", self.graph),
            headers: self.bearer(),
            body,
        }
    }

    fn bearer(&self) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Bearer {}", self.token))]
    }

    fn message(&self, value: &Value) -> Call {
        self.own("messages", Body::Json(value.to_string().into_bytes()))
    }
}

impl Channel for WhatsApp {
    fn parts(&self, message: &Outbound) -> usize {
        parts::of(message).len()
    }

    fn call(&self, message: &Outbound, part: usize, held: Option<&str>, _now: Time) -> Result<Call, &'static str> {
        let to = message.to.as_deref().ok_or("no_address")?;
        let mut said = json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": to });
        match parts::of(message).into_iter().nth(part).ok_or("empty")? {
            Part::Text(text) => {
                let preview = text.contains("https://") || text.contains("http://");
                said["type"] = json!("text");
                said["text"] = json!({ "body": text, "preview_url": preview });
            }
            Part::File { file, caption } => {
                parts::fits(file)?;
                let (kind, media_type) = parts::kind(file);
                let Some(held) = held else {
                    let mut file = file.clone();
                    media_type.clone_into(&mut file.media_type);
                    let fields = vec![("messaging_product", "whatsapp".to_owned()), ("type", file.media_type.clone())];
                    return Ok(self.own(
                        "media",
                        Body::File {
                            fields,
                            name: "file",
                            file,
                        },
                    ));
                };
                said["type"] = json!(kind);
                said[kind] = json!({ "id": held });
                if kind == "document" {
                    said[kind]["filename"] = json!(file.name);
                }
                if let Some(caption) = caption {
                    said[kind]["caption"] = json!(caption);
                }
            }
        }
        // Meta knows only its own ids; a quotation is of the first part.
        if let Some(answered) = message.reply_to.as_deref().filter(|id| part == 0 && id.starts_with("wamid.")) {
            said["context"] = json!({ "message_id": answered });
        }
        Ok(self.message(&said))
    }

    fn outcome(&self, answer: &Answer) -> Outcome {
        if !(200..300).contains(&answer.status) {
            return failure::outcome(answer);
        }
        if let Ok(Accepted { messages }) = serde_json::from_slice(&answer.body) {
            return Outcome::Sent {
                provider: messages.into_iter().next().map(|message| message.id),
            };
        }
        match serde_json::from_slice(&answer.body) {
            Ok(Named { id }) => Outcome::Held(id),
            // A success that says nothing of what it did may have done it: asked again, the customer could get it twice.
            Err(_) => Outcome::Sent { provider: None },
        }
    }

    /// By its id, which Meta keeps for seven days, to an address that it keeps for five minutes.
    fn fetch(&self, media: &str) -> Option<Fetch> {
        let plain = media.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        plain.then(|| Fetch::Ask(self.ask(&format!("{media}?phone_number_id={}", self.phone_number_id), Body::None)))
    }

    fn located(&self, answer: &Answer) -> Result<Call, Outcome> {
        if !(200..300).contains(&answer.status) {
            return Err(match failure::outcome(answer) {
                // Asked about a file, what Meta does not take is its id: it is there no more.
                Outcome::Failed(_) => Outcome::Failed("media_unavailable".into()),
                other => other,
            });
        }
        let Located { url } = serde_json::from_slice(&answer.body).map_err(|_| Outcome::Failed("media_unavailable".into()))?;
        Ok(Call {
            url,
            headers: self.bearer(),
            body: Body::None,
        })
    }

    fn read(&self, message: &str) -> Option<Call> {
        let read = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": message });
        message.starts_with("wamid.").then(|| self.message(&read))
    }
}

#[cfg(test)]
mod tests {
    use channel::Attachment;

    use super::*;

    fn number() -> WhatsApp {
        WhatsApp {
            graph: "https://graph.facebook.com/v23.0".into(),
            phone_number_id: "106540352242922".into(),
            token: "EAAG".into(),
        }
    }

    fn outbound(text: &str, files: Vec<Attachment>) -> Outbound {
        Outbound {
            id: kit::MessageId::from_bytes([2; 16]),
            ticket: kit::TicketId::from_bytes([3; 16]),
            to: Some("523312044417".into()),
            text: text.into(),
            reply_to: Some("wamid.SUYO".into()),
            files,
        }
    }

    fn sent(call: &Call) -> Value {
        let Body::Json(body) = &call.body else { panic!("JSON: {call:?}") };
        assert_eq!(call.url, "https://graph.facebook.com/v23.0/106540352242922/messages");
        assert_eq!(call.headers, [("authorization", "Bearer EAAG".to_owned())]);
        serde_json::from_slice(body).unwrap()
    }

    fn now() -> Time {
        Time::from_micros(0)
    }

    #[test]
    fn a_text_that_quotes() {
        let call = number()
            .call(&outbound("Sí, mire https://lerma.mx", vec![]), 0, None, now())
            .unwrap();
        assert_eq!(
            sent(&call),
            json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "523312044417", "type": "text",
                "text": { "body": "Sí, mire https://lerma.mx", "preview_url": true }, "context": { "message_id": "wamid.SUYO" } })
        );
        let ours = Outbound {
            reply_to: Some("msg_ours".into()),
            ..outbound("Sí", vec![])
        };
        let said = sent(&number().call(&ours, 0, None, now()).unwrap());
        assert_eq!((said.get("context"), &said["text"]["preview_url"]), (None, &json!(false)));
    }

    #[test]
    fn a_file_goes_up_and_then_to_the_customer() {
        let file = Attachment {
            id: kit::FileId::from_bytes([1; 16]),
            name: "cotización.pdf".into(),
            media_type: "application/pdf".into(),
            size: 9,
        };
        let said = outbound("Va la cotización", vec![file.clone()]);
        let up = number().call(&said, 0, None, now()).unwrap();
        assert_eq!(up.url, "https://graph.facebook.com/v23.0/106540352242922/media");
        let fields = vec![("messaging_product", "whatsapp".to_owned()), ("type", "application/pdf".to_owned())];
        assert_eq!(
            up.body,
            Body::File {
                fields,
                name: "file",
                file
            }
        );
        let held = number().outcome(&Answer {
            status: 200,
            body: br#"{"id":"4490709327384033"}"#.to_vec(),
        });
        assert_eq!(held, Outcome::Held("4490709327384033".into()));
        let then = sent(&number().call(&said, 0, Some("4490709327384033"), now()).unwrap());
        assert_eq!(
            then["document"],
            json!({ "id": "4490709327384033", "filename": "cotización.pdf", "caption": "Va la cotización" })
        );
        assert_eq!(
            (&then["type"], &then["context"]["message_id"]),
            (&json!("document"), &json!("wamid.SUYO"))
        );
    }

    #[test]
    fn what_the_answers_mean() {
        let outcome = |status: u16, body: &str| {
            number().outcome(&Answer {
                status,
                body: body.as_bytes().to_vec(),
            })
        };
        let accepted = r#"{"messaging_product":"whatsapp","contacts":[{"input":"523312044417","wa_id":"5213312044417"}],"messages":[{"id":"wamid.NUESTRO1"}]}"#;
        let provider = Some("wamid.NUESTRO1".to_owned());
        assert_eq!(outcome(200, accepted), Outcome::Sent { provider });
        assert_eq!(outcome(200, "{}"), Outcome::Sent { provider: None });
        assert_eq!(
            outcome(
                401,
                r#"{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"x"}}"#
            ),
            Outcome::Broken("token_refused".into())
        );
        assert_eq!(
            outcome(
                400,
                r#"{"error":{"message":"(#131047) Re-engagement message","code":131047,"error_data":{"details":"x"},"fbtrace_id":"x"}}"#
            ),
            Outcome::Failed("window_closed".into())
        );
        assert_eq!(outcome(503, ""), Outcome::Retry("HTTP 503".into()));
    }

    #[test]
    fn a_customers_file_is_asked_for_and_then_fetched_with_the_token() {
        let Some(Fetch::Ask(call)) = number().fetch("1013859600285441") else {
            panic!("a request")
        };
        assert_eq!(
            call.url,
            "https://graph.facebook.com/v23.0/1013859600285441?phone_number_id=106540352242922"
        );
        assert_eq!(call.body, Body::None);
        let answer = |status: u16, body: &str| Answer {
            status,
            body: body.as_bytes().to_vec(),
        };
        let at = r#"{"url":"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1","mime_type":"image/jpeg","sha256":"x","file_size":303833,"id":"1"}"#;
        let call = number().located(&answer(200, at)).unwrap();
        assert_eq!(call.url, "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1");
        assert_eq!(call.headers, [("authorization", "Bearer EAAG".to_owned())]);
        assert_eq!(
            number().located(&answer(200, "{}")),
            Err(Outcome::Failed("media_unavailable".into()))
        );
        assert_eq!(number().located(&answer(500, "")), Err(Outcome::Retry("HTTP 500".into())));
        // An id is never a way to somewhere else.
        for odd in ["../me", "1/../../me", "1?x=", "1#", ""] {
            assert!(odd.is_empty() || number().fetch(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn that_a_message_was_read() {
        let read = sent(&number().read("wamid.SUYO").unwrap());
        assert_eq!(
            read,
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.SUYO" })
        );
        assert_eq!(number().read("msg_ours"), None);
    }
}
