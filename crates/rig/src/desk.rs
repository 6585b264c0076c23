//! A desk to write to: set up through the printed link, as the first person does it.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http::{Client, Reply};
use crate::server::Server;

/// What callers need to know of it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub address: SocketAddr,
    pub org: String,
    /// The administrator's API token.
    pub token: String,
    /// Session cookie of the same person, for sockets.
    pub cookie: String,
    pub team: String,
    /// The API channel's handle and secret.
    pub api: String,
    pub secret: String,
    /// The web chat's key.
    pub chat: String,
}

impl Desk {
    pub fn set_up(server: &Server, address: SocketAddr) -> Result<Self> {
        let mut client = Client::new(address);
        let asked = json!({
            "token": server.link()?,
            "organisation": { "name": "Prueba de aguante", "locale": "es", "time_zone": "America/Bogota", "country": "CO" },
            "person": { "first_name": "Ana", "last_name": "Gil", "email": "ana@example.com", "password": "camaleon-azul-42" },
            "team": { "name": "Mesa" },
            "channel": { "name": "Web" },
        });
        let made = client.post("/api/v1/set-up", &[], &asked)?;
        let cookie = made
            .header("set-cookie")
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        let made = well(made)?;
        let org = text(&made["organisation"]["id"])?;
        let chat = text(&made["try_url"])?.rsplit('/').next().unwrap_or_default().to_owned();
        let own = [("cookie", cookie.as_str()), ("x-relevo", "1")];
        let path = |what: &str| format!("/api/v1/organisations/{org}/{what}");
        let token = text(&well(client.post(&path("tokens"), &own, &json!({ "name": "aguante" }))?)?["secret"])?;
        let bearer = format!("Bearer {token}");
        let own = [("authorization", bearer.as_str())];
        let team = text(&well(client.get(&path("teams"), &own)?)?["items"][0]["id"])?;
        let draft = json!({ "kind": "api", "name": "Otro sistema", "team": team, "settings": null });
        let channel = well(client.post(&path("channels"), &own, &draft)?)?;
        Ok(Self {
            address,
            token,
            cookie,
            team,
            api: text(&channel["managed"]["address"])?,
            secret: text(&channel["secret"])?,
            chat,
            org,
        })
    }

    pub fn path(&self, what: &str) -> String {
        format!("/api/v1/organisations/{}/{what}", self.org)
    }

    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// A customer's message as the other system hands it in.
    pub fn inbound(&self, client: &mut Client, id: &str, customer: &str, body: &str) -> std::io::Result<Reply> {
        let asked = json!({ "id": id, "from": { "address": customer, "name": "Luis Paz" }, "text": body });
        let bearer = format!("Bearer {}", self.secret);
        client.post(
            &format!("/api/v1/channels/{}/messages", self.api),
            &[("authorization", &bearer)],
            &asked,
        )
    }

    /// An advisor's answer.
    pub fn reply(&self, client: &mut Client, ticket: &str, key: &str, body: &str) -> std::io::Result<Reply> {
        let own = [("authorization", self.bearer()), ("idempotency-key", key.to_owned())];
        let own = own.each_ref().map(|(name, value)| (*name, value.as_str()));
        client.post(&self.path(&format!("tickets/{ticket}/messages")), &own, &json!({ "body": body }))
    }

    /// A new browser in the web chat; its token.
    pub fn visitor(&self, client: &mut Client) -> Result<String> {
        let arrived = client.post(&format!("/api/v1/widget/{}/visitors", self.chat), &[], &json!({}))?;
        text(&well(arrived)?["token"])
    }

    /// What a visitor writes.
    pub fn say(&self, client: &mut Client, visitor: &str, key: &str, body: &str) -> std::io::Result<Reply> {
        let bearer = format!("Bearer {visitor}");
        let own = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        client.post("/api/v1/widget/messages", &own, &json!({ "body": body }))
    }

    /// A member's file.
    pub fn upload(&self, client: &mut Client, name: &str, content: &[u8]) -> std::io::Result<Reply> {
        let head = format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat();
        let own = [("authorization", self.bearer())];
        let own = own.each_ref().map(|(name, value)| (*name, value.as_str()));
        client.send("POST", &self.path("files"), &own, "multipart/form-data; boundary=edge", &body)
    }

    /// The first page of tickets.
    pub fn tickets(&self, client: &mut Client) -> std::io::Result<Reply> {
        client.get(&self.path("tickets?limit=50"), &[("authorization", &self.bearer())])
    }
}

/// A success's body; else what was said instead.
pub fn well(reply: Reply) -> Result<Value> {
    if !reply.is_success() {
        bail!("{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
    }
    Ok(reply.json())
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("a text was expected in the answer")
}
