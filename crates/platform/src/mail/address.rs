//! Addresses: as people type them, as they are kept, as a mail server takes them.

use lettre::{Address, message::Mailbox};

use crate::Error;

/// Carriers that gave out addresses with dots where RFC 5321 has none (`a..b@`, `.a@`, `a.@`), until 2009 and before: they are in use,
/// and are sent to with a quoted local part. Domains below these count as well.
const CARRIERS: [&str; 14] = [
    "docomo.ne.jp",
    "mopera.net",
    "ezweb.ne.jp",
    "au.com",
    "dion.ne.jp",
    "tu-ka.ne.jp",
    "softbank.ne.jp",
    "i.softbank.jp",
    "vodafone.ne.jp",
    "disney.ne.jp",
    "ymobile.ne.jp",
    "emnet.ne.jp",
    "willcom.com",
    "pdx.ne.jp",
];

/// An address as it is kept and compared: plain widths, no sign that is not seen, small letters, a domain in other letters than ASCII as
/// mail servers know it (Punycode). What is no address stays what it is, to be shown to whoever typed it.
pub fn folded(text: &str) -> String {
    let plain = kernel::text::plain(text).to_lowercase();
    let Some((local, domain)) = plain.rsplit_once('@') else { return plain };
    match url::Host::parse(domain) {
        Ok(url::Host::Domain(known)) if !domain.contains('%') => format!("{local}@{known}"),
        _ => plain,
    }
}

/// Whether dots stand where only a carrier of telephones put them.
fn has_odd_dots(local: &str) -> bool {
    local.starts_with('.') || local.ends_with('.') || local.contains("..")
}

/// The address of a person as a mail server takes it; none where no letter can reach it.
fn sendable(text: &str) -> Option<Address> {
    let folded = folded(text);
    let (local, domain) = folded.rsplit_once('@')?;
    // A local part in other letters is taken by hardly any server, and by none of those that pass a letter on.
    if folded.len() > 254 || local.len() > 64 || !folded.is_ascii() || folded.chars().any(|c| c.is_control() || c == ' ' || c == '"') {
        return None;
    }
    let labels: Vec<&str> = domain.split('.').collect();
    let sound = |l: &&str| {
        let plain = l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        plain && !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-')
    };
    let top = labels.last().copied().unwrap_or_default();
    if labels.len() < 2 || !labels.iter().all(sound) || top.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if !has_odd_dots(local) {
        return Address::new(local, domain).ok();
    }
    let carrier = CARRIERS.iter().any(|c| domain.strip_suffix(c).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    // Beside the dots it is an address like any other.
    let rest = local.replace('.', "");
    (carrier && Address::new(&rest, domain).is_ok()).then(|| Address::new(format!("\"{local}\""), domain).ok()).flatten()
}

/// The bare address of a person, without a name beside it, to which a letter can be sent.
pub fn bare_address(text: &str) -> Result<(), Error> {
    if sendable(text).is_some() { Ok(()) } else { Err(Error::Wrong { field: "email", message: "wrong-email" }) }
}

/// A person's address, as whom a letter is for.
pub(super) fn recipient(text: &str) -> Result<Mailbox, Error> {
    sendable(text).map(|address| Mailbox::new(None, address)).ok_or(Error::Wrong { field: "email", message: "wrong-email" })
}

/// The system's own address, perhaps with a name.
pub fn address(text: &str) -> Result<Mailbox, Error> {
    let wrong = Error::Wrong { field: "email", message: "wrong-email" };
    if text.chars().any(char::is_control) {
        return Err(wrong);
    }
    text.parse().map_err(|_| wrong)
}

/// An address as it is told to somebody whose it is not: enough to know it by.
pub fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().take(1).collect::<String>()),
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_and_what_can_not_be_sent_is_refused() {
        for (typed, kept, sent) in [
            (" Taro@Example.JP ", "taro@example.jp", "taro@example.jp"),
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp", "taro@example.jp"),
            ("ta\u{200b}ro@exam\u{feff}ple.jp\u{202e}", "taro@example.jp", "taro@example.jp"),
            ("taro@example。jp", "taro@example.jp", "taro@example.jp"),
            ("taro@日本語.jp", "taro@xn--wgv71a119e.jp", "taro@xn--wgv71a119e.jp"),
            ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp", "\"a..b\"@docomo.ne.jp"),
            ("a.@ezweb.ne.jp", "a.@ezweb.ne.jp", "\"a.\"@ezweb.ne.jp"),
            (".a-@sky.tkk.ne.jp.vodafone.ne.jp", ".a-@sky.tkk.ne.jp.vodafone.ne.jp", "\".a-\"@sky.tkk.ne.jp.vodafone.ne.jp"),
            ("o'brien+a/b@example.jp", "o'brien+a/b@example.jp", "o'brien+a/b@example.jp"),
        ] {
            assert_eq!(folded(typed), kept);
            assert_eq!(folded(kept), kept, "what is kept stays what it is");
            assert_eq!(recipient(typed).map(|m| m.email.to_string()).ok().as_deref(), Some(sent), "{typed}");
        }
        for typed in [
            "",
            "taro",
            "@example.jp",
            "taro@",
            "taro@localhost",
            "taro@192.0.2.1",
            "taro@[192.0.2.1]",
            "たろう@example.jp",
            "タロウ＠example.jp",
            "taro@example..jp",
            "taro@-example.jp",
            "taro yamada@example.jp",
            "a..b@example.jp",
            "a..b@notdocomo.ne.jp",
            "\"a b\"@example.jp",
            "太郎 <taro@example.jp>",
            "taro@example.jp, jiro@example.jp",
            "taro@example.jp\r\nBcc: a@example.jp",
            "taro@exa%6dple.jp",
            &format!("{}@example.jp", "a".repeat(65)),
            &format!("a@{}.jp", "a".repeat(64)),
        ] {
            assert!(bare_address(typed).is_err(), "{typed:?}");
        }
        assert_eq!(masked("taro@example.jp"), "t…@example.jp");
    }
}
