//! What an organisation is, and what it can choose.

use kit::{Error, Locale, OrgId, ResolutionId, Result, Time};

/// An organisation's row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Organisation")]
pub struct Organisation {
    pub id: OrgId,
    pub name: String,
    pub locale: Locale,
    pub time_zone: String,
    /// ISO 3166 alpha-2: the country of numbers typed without a prefix.
    pub country: String,
    pub settings: Settings,
    pub created_at: Time,
}

/// What an organisation can choose. What it never chose is as [`Settings::default`] says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// A customer who writes within these hours of the close reopens the ticket; later, it is a new one.
    pub reopen_hours: u32,
    /// Closing asks for a resolution (C9).
    pub resolution_required: bool,
    /// How long the server keeps a message that can be taken back; 0 sends at once.
    pub undo_seconds: u32,
    /// Templates only after 24 hours without a message of the customer (C5).
    pub templates_after_24h: bool,
    /// Open tickets up to which somebody is given others, where nothing else is said of them; none: no limit (C10).
    pub quota: Option<u32>,
    /// Hours after which somebody who is connected is put offline; none: never (C10).
    pub connected_hours: Option<u32>,
    /// Minutes of the customer's silence after which a ticket's clock turns to its second colour, and to its third (B9).
    pub idle_notice_minutes: u32,
    pub idle_alarm_minutes: u32,
    /// Minutes after which a ticket on which the customer is silent closes by itself; none: never.
    pub idle_close_minutes: Option<u32>,
    /// The resolution of what closes so.
    pub idle_close_resolution: Option<ResolutionId>,
    /// What the customer is told then; empty: nothing.
    pub idle_close_text: String,
    /// Who created an order may also reconcile its payment (R13).
    pub creator_may_reconcile: bool,
    /// Mails to our own people carry the text of messages, and not only number and link. Never for external advisors.
    pub text_in_mail: bool,
    /// Relevo asks the first address of each message what it leads to, and shows it under the text.
    pub link_previews: bool,
    /// What of a contact external advisors may change here, where they may change any of it (E8).
    pub external_contact_fields: Vec<String>,
}

/// What is known of a contact, as [`Settings::external_contact_fields`] names it.
const CONTACT_FIELDS: [&str; 8] = ["name", "phone", "email", "document", "country", "locale", "company", "position"];

impl Default for Settings {
    fn default() -> Self {
        Self {
            reopen_hours: 72,
            resolution_required: false,
            undo_seconds: 5,
            templates_after_24h: true,
            quota: Some(10),
            connected_hours: Some(12),
            idle_notice_minutes: 5,
            idle_alarm_minutes: 15,
            idle_close_minutes: None,
            idle_close_resolution: None,
            idle_close_text: String::new(),
            creator_may_reconcile: false,
            text_in_mail: false,
            link_previews: true,
            external_contact_fields: CONTACT_FIELDS.map(str::to_owned).into(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense; the error names the field.
    pub fn check(&self) -> Result<()> {
        let most = |field: &str, value: u32, max: u32| {
            if value <= max {
                Ok(())
            } else {
                Err(Error::invalid(format!("settings.{field}"), "too_large").with_param("max", max))
            }
        };
        if let Some(at) = self
            .external_contact_fields
            .iter()
            .position(|field| !CONTACT_FIELDS.contains(&field.as_str()))
        {
            let field = format!("settings.external_contact_fields[{at}]");
            return Err(Error::invalid(field, "choice_unknown"));
        }
        most("reopen_hours", self.reopen_hours, 24 * 365)?;
        most("undo_seconds", self.undo_seconds, 30)?;
        most("idle_notice_minutes", self.idle_notice_minutes, 60 * 24 * 30)?;
        most("idle_alarm_minutes", self.idle_alarm_minutes, 60 * 24 * 30)?;
        most("idle_close_minutes", self.idle_close_minutes.unwrap_or(0), 60 * 24 * 90)?;
        let least = |field: &str, value: u32, min: u32| {
            if value >= min {
                Ok(())
            } else {
                Err(Error::invalid(format!("settings.{field}"), "too_small").with_param("min", min))
            }
        };
        quota("settings.quota", self.quota)?;
        most("connected_hours", self.connected_hours.unwrap_or(1), 72)?;
        least("connected_hours", self.connected_hours.unwrap_or(1), 1)?;
        least("idle_alarm_minutes", self.idle_alarm_minutes, self.idle_notice_minutes)?;
        self.idle_close_minutes.map_or(Ok(()), |minutes| {
            least("idle_close_minutes", minutes, self.idle_alarm_minutes.max(1))
        })
    }
}

/// How many open tickets one can be given. Nobody answers more at once.
pub fn quota(field: &str, quota: Option<u32>) -> Result<()> {
    const MOST: u32 = 999;
    if quota.is_some_and(|quota| quota > MOST) {
        return Err(Error::invalid(field, "too_large").with_param("max", MOST));
    }
    Ok(())
}

/// A zone of the IANA database, by its name.
pub fn time_zone(name: &str, field: &str) -> Result<String> {
    // An offset or a POSIX string would read too, but knows nothing of summer time.
    let known = !name.is_empty() && name.len() <= 64 && jiff::tz::TimeZone::get(name).is_ok();
    if known {
        Ok(name.to_owned())
    } else {
        Err(Error::invalid(field, "time_zone_unknown"))
    }
}

/// Two letters, in capitals.
pub fn country(code: &str, field: &str) -> Result<String> {
    let code = code.trim().to_ascii_uppercase();
    let form = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if form {
        Ok(code)
    } else {
        Err(Error::invalid(field, "country_unknown"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_chosen_is_the_default() {
        let read: Settings = serde_json::from_str(r#"{"undo_seconds":10,"long_gone":true}"#).unwrap();
        assert_eq!(
            read,
            Settings {
                undo_seconds: 10,
                ..Settings::default()
            }
        );
        assert!(Settings::default().check().is_ok());
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_field() {
        let field = |settings: Settings| settings.check().unwrap_err().field.unwrap();
        assert_eq!(
            field(Settings {
                undo_seconds: 31,
                ..Settings::default()
            }),
            "settings.undo_seconds"
        );
        assert_eq!(
            field(Settings {
                idle_alarm_minutes: 1,
                ..Settings::default()
            }),
            "settings.idle_alarm_minutes"
        );
        assert_eq!(
            field(Settings {
                idle_close_minutes: Some(10),
                ..Settings::default()
            }),
            "settings.idle_close_minutes"
        );
    }

    #[test]
    fn zones_and_countries() {
        assert_eq!(time_zone("America/Mexico_City", "time_zone").unwrap(), "America/Mexico_City");
        assert_eq!(country(" mx ", "country").unwrap(), "MX");
        for bad in ["", "Mexico", "America/Macondo", "../../etc/passwd"] {
            assert_eq!(time_zone(bad, "time_zone").unwrap_err().code, "time_zone_unknown", "{bad}");
        }
        for bad in ["", "MEX", "M1", "ñ"] {
            assert_eq!(country(bad, "country").unwrap_err().code, "country_unknown", "{bad}");
        }
    }
}
