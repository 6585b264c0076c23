//! Where everybody has their mail: an address there says nothing about for whom somebody works.

/// The providers by the first part of their name, whatever country's ending follows.
const NAMES: &[&str] = &[
    "aol",
    "fastmail",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "live",
    "mailinator",
    "msn",
    "outlook",
    "protonmail",
    "tutanota",
    "yahoo",
    "yandex",
    "ymail",
    "zoho",
    "zohomail",
];

/// Those that have one ending, and the providers of lines and telephones.
const DOMAINS: &[&str] = &[
    "abv.bg",
    "alice.it",
    "arnet.com.ar",
    "att.net",
    "bell.net",
    "bellsouth.net",
    "bigpond.com",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "charter.net",
    "ciudad.com.ar",
    "comcast.net",
    "cox.net",
    "duck.com",
    "earthlink.net",
    "email.it",
    "entelchile.net",
    "fibertel.com.ar",
    "free.fr",
    "freemail.hu",
    "freenet.de",
    "gazeta.pl",
    "globo.com",
    "globomail.com",
    "hey.com",
    "hush.com",
    "hushmail.com",
    "icloud.com",
    "ig.com.br",
    "inbox.lv",
    "infinitummail.com",
    "interia.eu",
    "interia.pl",
    "juno.com",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "mailbox.org",
    "naver.com",
    "neuf.fr",
    "ntlworld.com",
    "o2.pl",
    "oi.com.br",
    "onet.eu",
    "onet.pl",
    "op.pl",
    "optonline.net",
    "orange.fr",
    "pm.me",
    "poczta.onet.pl",
    "posteo.de",
    "prodigy.net.mx",
    "proton.me",
    "qq.com",
    "r7.com",
    "rambler.ru",
    "rediffmail.com",
    "rocketmail.com",
    "rogers.com",
    "sapo.pt",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sky.com",
    "speedy.com.ar",
    "t-online.de",
    "telefonica.net",
    "telmex.net",
    "terra.cl",
    "terra.com",
    "terra.com.br",
    "terra.es",
    "tim.it",
    "tin.it",
    "tlen.pl",
    "tutamail.com",
    "uol.com.br",
    "uolinc.com",
    "verizon.net",
    "virgilio.it",
    "vodafone.it",
    "vtr.net",
    "wanadoo.es",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yopmail.com",
    "zipmail.com.br",
    "163.com",
    "126.com",
];

/// `domain`: in lower case.
pub fn is_everybodys(domain: &str) -> bool {
    let mut parts = domain.split('.');
    let first = parts.next().unwrap_or_default();
    // `gmail.com`, `yahoo.com.mx`, and not `mail.lerma.com.mx`: what follows the name is a country's or a general ending.
    let ending = parts.all(|part| part.len() == 2 || ["com", "net", "org"].contains(&part));
    (ending && NAMES.contains(&first)) || DOMAINS.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_known_in_every_country_and_companies_are_none() {
        for public in [
            "gmail.com",
            "yahoo.com.mx",
            "outlook.es",
            "hotmail.co.uk",
            "icloud.com",
            "wp.pl",
            "prodigy.net.mx",
        ] {
            assert!(is_everybodys(public), "{public}");
        }
        for own in [
            "elmezquite.mx",
            "mail.lerma.com.mx",
            "live.abc.mx",
            "gmailers.com",
            "livestock.com",
            "mi-gmail.com",
        ] {
            assert!(!is_everybodys(own), "{own}");
        }
    }
}
