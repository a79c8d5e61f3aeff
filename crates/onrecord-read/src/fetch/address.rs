//! Which addresses may be dialled: those of the public internet, and hosts a person names as their own.
//!
//! Names and spellings do not matter here: `2130706433`, `0x7f.1`, `[::ffff:127.0.0.1]` and a name that resolves to 127.0.0.1 all
//! end as the address 127.0.0.1, and that is what is looked at, at every redirect, before it is dialled.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::FetchError;

/// Whether the address is one of the public internet: not of this machine, a private network, a link, a document or a multicast group.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(a: Ipv4Addr) -> bool {
    let [o1, o2, o3, _] = a.octets();
    !(o1 == 0
        || o1 == 10
        || o1 == 127
        || o1 >= 224
        || (o1 == 100 && (64..128).contains(&o2)) // shared by carriers
        || (o1 == 169 && o2 == 254) // link-local, metadata services
        || (o1 == 172 && (16..32).contains(&o2))
        || (o1 == 192 && o2 == 168)
        || (o1 == 192 && o2 == 0 && (o3 == 0 || o3 == 2))
        || (o1 == 192 && o2 == 88 && o3 == 99)
        || (o1 == 198 && (o2 == 18 || o2 == 19))
        || (o1 == 198 && o2 == 51 && o3 == 100)
        || (o1 == 203 && o2 == 0 && o3 == 113))
}

fn public_v6(a: Ipv6Addr) -> bool {
    let s = a.segments();
    let v4 = |hi: u16, lo: u16| Ipv4Addr::from((u32::from(hi) << 16) | u32::from(lo));
    // Addresses that carry an IPv4 address are as public as that one.
    if let Some(mapped) = a.to_ipv4_mapped() {
        return public_v4(mapped);
    }
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return public_v4(v4(s[6], s[7]));
    }
    if s[0] == 0x2002 {
        return public_v4(v4(s[1], s[2]));
    }
    // Global unicast, without protocol assignments (tunnels among them) and addresses for documents.
    (0x2000..0x4000).contains(&s[0])
        && !(s[0] == 0x2001 && s[1] < 0x200)
        && !(s[0] == 0x2001 && s[1] == 0xdb8)
        && !(s[0] == 0x3fff && s[1] < 0x1000)
}

/// An address as it is fetched: http or https, with a host, without user name, password and fragment.
pub fn parse(given: &str) -> Result<Url, FetchError> {
    let wrong = |why: &str| FetchError::Address { url: given.to_owned(), why: why.to_owned() };
    let mut url = Url::parse(given.trim()).map_err(|e| wrong(&e.to_string()))?;
    check(&url).map_err(|why| wrong(&why))?;
    url.set_fragment(None);
    Ok(url)
}

/// Why an address is not fetched, whatever it leads to.
pub(super) fn check(url: &Url) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("only http and https are fetched, not {}", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("it names no host".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it carries a user name or password, which would be kept on record".into());
    }
    // An address that stands in the URL itself needs no look-up to be refused; the rest is looked at when it is dialled.
    Ok(())
}

/// The host's own spelling of an address, when the URL gives one.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(a) => Some(a.into()),
        Host::Ipv6(a) => Some(a.into()),
        Host::Domain(_) => None,
    }
}

/// Host, and port where the URL names one ("corvane.example", "localhost:8080"): what robots.txt, pauses and `--allow-private` go by.
pub(super) fn host_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |p| format!("{host}:{p}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for a in ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::1", "172.32.0.1"] {
            assert!(is_public(a.parse().unwrap()), "{a}");
        }
        for a in [
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "10.0.0.7",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "64:ff9b::a00:1",
        ] {
            assert!(!is_public(a.parse().unwrap()), "{a}");
        }
    }

    #[test]
    fn spellings_of_one_address_are_one() {
        for spelled in ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "[::ffff:7f00:1]"] {
            let url = parse(&format!("http://{spelled}/x")).unwrap();
            assert!(!is_public(literal(&url).unwrap()), "{spelled}");
        }
        assert_eq!(literal(&parse("http://corvane.example/").unwrap()), None);
    }

    #[test]
    fn other_schemes_and_secrets_are_refused() {
        let said = |u: &str| parse(u).unwrap_err().to_string();
        assert!(said("file:///etc/passwd").contains("only http and https"));
        assert!(said("gopher://corvane.example/").contains("only http and https"));
        assert!(said("https://a:b@corvane.example/").contains("user name"));
        assert!(said("corvane.example").contains("relative"));
        assert_eq!(parse("https://corvane.example/a#part").unwrap().as_str(), "https://corvane.example/a");
    }
}
