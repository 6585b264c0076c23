//! From a text to a URL that may be asked at all.

use std::net::IpAddr;

use kit::{Error, Result};
use url::{Host, Url};

use super::address::is_public;
use super::client::Failure;

/// Which addresses a client may reach.
#[derive(Clone, Debug)]
pub enum Reach {
    /// The open network only.
    Public,
    /// Everything: tests, and installations whose webhooks live beside them.
    Everything,
    /// The open network, and these.
    PublicAnd(Vec<IpAddr>),
}

impl Reach {
    pub fn new(allow_private: bool) -> Self {
        if allow_private { Self::Everything } else { Self::Public }
    }

    pub fn has(&self, address: IpAddr) -> bool {
        match self {
            Self::Public => is_public(address),
            Self::Everything => true,
            Self::PublicAnd(others) => is_public(address) || others.contains(&address),
        }
    }
}

/// Reads a URL. Hosts that are addresses are judged here, in whatever notation; names are judged when they are resolved.
pub fn read(text: &str, reach: &Reach) -> Result<Url, Failure> {
    let mut url = Url::parse(text).map_err(|_| Failure::Url)?;
    url.set_fragment(None);
    judge(&url, reach)?;
    Ok(url)
}

/// Where a redirect leads. Never from TLS to none.
pub fn follow(from: &Url, location: &str, reach: &Reach) -> Result<Url, Failure> {
    let mut to = from.join(location).map_err(|_| Failure::Url)?;
    to.set_fragment(None);
    judge(&to, reach)?;
    if from.scheme() == "https" && to.scheme() != "https" {
        Err(Failure::Url)
    } else {
        Ok(to)
    }
}

fn judge(url: &Url, reach: &Reach) -> Result<(), Failure> {
    let web = matches!(url.scheme(), "http" | "https");
    // A password in an address ends in logs.
    if !web || !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::Url);
    }
    let address: IpAddr = match url.host().ok_or(Failure::Url)? {
        Host::Domain(_) => return Ok(()),
        Host::Ipv4(v4) => v4.into(),
        Host::Ipv6(v6) => v6.into(),
    };
    if reach.has(address) { Ok(()) } else { Err(Failure::Private) }
}

/// For a form: the URL that somebody typed, to be asked later. The error names `field`.
pub fn check(text: &str, field: &str, allow_private: bool) -> Result<String> {
    if text.len() > 2000 {
        return Err(Error::invalid(field, "url_invalid"));
    }
    match read(text.trim(), &Reach::new(allow_private)) {
        Ok(url) => Ok(url.into()),
        Err(Failure::Private) => Err(Error::invalid(field, "url_private")),
        Err(_) => Err(Error::invalid(field, "url_invalid")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_and_its_kin_in_every_notation() {
        for private in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://127.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://0/",
            "http://0.0.0.0/",
            "http://①②⑦.⓪.⓪.①/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://169.254.169.254/latest",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "http://10.0.0.8:8080/",
            "https://192.168.1.1/",
            "https://100.64.0.1/",
            "https:127.0.0.1",
            "http:\\\\127.0.0.1\\",
            "http://127.0.0.1:80#@example.com/",
        ] {
            assert!(
                matches!(read(private, &Reach::Public), Err(Failure::Private)),
                "{private}: {:?}",
                read(private, &Reach::Public)
            );
            assert!(read(private, &Reach::Everything).is_ok(), "{private}");
            assert_eq!(check(private, "url", false).unwrap_err().code, "url_private");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web() {
        for bad in [
            "",
            "example.com",
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
            "javascript:alert(1)",
            "data:text/plain,x",
            "http://",
            "http://user@example.com/",
            "http://user:secret@example.com/",
            "http://:x@example.com/",
            "http://exa mple.com/",
            "http://[::1",
            "http://999.1.1.1/",
            "//example.com",
        ] {
            assert!(matches!(read(bad, &Reach::Everything), Err(Failure::Url)), "{bad}");
        }
        assert_eq!(
            check(&format!("https://example.com/{}", "a".repeat(3000)), "url", false)
                .unwrap_err()
                .code,
            "url_invalid"
        );
        assert_eq!(
            check(" https://example.com/hook?a=1#part ", "url", false).unwrap(),
            "https://example.com/hook?a=1"
        );
        assert!(check("https://93.184.215.14:8443/hook", "url", false).is_ok());
    }

    #[test]
    fn redirects_are_judged_again() {
        let from = read("https://example.com/a/b", &Reach::Public).unwrap();
        assert_eq!(follow(&from, "../c", &Reach::Public).unwrap().as_str(), "https://example.com/c");
        assert_eq!(
            follow(&from, "//other.example/", &Reach::Public).unwrap().as_str(),
            "https://other.example/"
        );
        assert!(matches!(follow(&from, "https://0x7f.1/", &Reach::Public), Err(Failure::Private)));
        for bad in ["http://example.com/", "file:///etc/passwd", "https://a:b@example.com/"] {
            assert!(matches!(follow(&from, bad, &Reach::Public), Err(Failure::Url)), "{bad}");
        }
    }
}
