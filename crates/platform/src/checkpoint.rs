//! The head of the journal, signed, as it leaves the agency: whoever has one can tell later whether the journal still holds everything
//! that it held then. The forms are those of C2SP, [tlog-checkpoint] and [signed-note], so that a public witness can sign beside us.
//!
//! [tlog-checkpoint]: https://c2sp.org/tlog-checkpoint
//! [signed-note]: https://c2sp.org/signed-note

use std::fmt::Write as _;

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::{Error, secret::hex, tree::Node};

/// The algorithm that signed notes call 1: Ed25519.
const ED25519: u8 = 1;
/// How a line begins that carries a signature.
const SIGNED: &str = "\u{2014} ";
/// How a key's text begins that must not be known.
const PRIVATE: &str = "PRIVATE+KEY+";

fn wrong(what: &str) -> Error {
    Error::Broken(what.to_owned())
}

/// Names of keys stand in lines and between plus signs.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// By what a signature names its key: the first four bytes of a hash over name and key.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// A key that signs. It prints as its name.
#[derive(Clone)]
pub struct Key {
    name: String,
    signing: SigningKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.name)
    }
}

impl Key {
    /// A new key of a name, such as `shien.example.jp/journal`.
    pub fn generate(name: &str) -> Result<Self, Error> {
        if !is_name(name) {
            return Err(wrong("the name of a key holds neither spaces nor plus signs"));
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| Error::Broken(format!("no random numbers: {e}")))?;
        Ok(Self { name: name.to_owned(), signing: SigningKey::from_bytes(&seed) })
    }

    /// A key from its text: `PRIVATE+KEY+NAME+ID+BASE64`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || wrong("the journal's key can't be read; it is one line, PRIVATE+KEY+NAME+ID+BASE64, as `shien journal key` prints it");
        let rest = text.trim().strip_prefix(PRIVATE).ok_or_else(bad)?;
        let (name, id, key) = parts(rest).ok_or_else(bad)?;
        let signing = SigningKey::from_bytes(&key);
        if !is_name(name) || id != hex(&key_id(name, &signing.verifying_key())) {
            return Err(bad());
        }
        Ok(Self { name: name.to_owned(), signing })
    }

    /// Its text, for the one file that keeps it.
    pub fn reveal(&self) -> String {
        let id = hex(&key_id(&self.name, &self.signing.verifying_key()));
        let bytes = [&[ED25519][..], self.signing.as_bytes()].concat();
        format!("{PRIVATE}{}+{id}+{}\n", self.name, BASE64.encode(bytes))
    }

    /// What others check signatures with.
    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.signing.verifying_key() }
    }

    /// Signs a text, whose last line ends.
    pub fn sign(&self, text: &str) -> String {
        let id = key_id(&self.name, &self.signing.verifying_key());
        let bytes = [&id[..], &self.signing.sign(text.as_bytes()).to_bytes()].concat();
        format!("{text}\n{SIGNED}{} {}\n", self.name, BASE64.encode(bytes))
    }
}

/// Name, id and the 32 bytes of a key, from its text.
fn parts(text: &str) -> Option<(&str, &str, [u8; 32])> {
    let (name, rest) = text.split_once('+')?;
    let (id, key) = rest.split_once('+')?;
    let bytes = BASE64.decode(key).ok()?;
    match bytes.split_first() {
        Some((&ED25519, key)) => Some((name, id, key.try_into().ok()?)),
        _ => None,
    }
}

/// The public half of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl Verifier {
    /// From its text: `NAME+ID+BASE64`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || wrong("the public key can't be read; it is one line, NAME+ID+BASE64, as `shien journal key` prints it");
        let (name, id, key) = parts(text.trim()).ok_or_else(bad)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| bad())?;
        if !is_name(name) || id != hex(&key_id(name, &key)) {
            return Err(bad());
        }
        Ok(Self { name: name.to_owned(), key })
    }

    /// Its text.
    pub fn to_text(&self) -> String {
        let bytes = [&[ED25519][..], self.key.as_bytes()].concat();
        format!("{}+{}+{}", self.name, hex(&key_id(&self.name, &self.key)), BASE64.encode(bytes))
    }

    /// The text of a note that this key signed. Others may have signed it too.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, Error> {
        let (text, signatures) = note.rsplit_once("\n\n").ok_or_else(|| wrong("a signed note has a text, an empty line and signatures"))?;
        let text_with_end = &note[..=text.len()];
        for line in signatures.lines() {
            let Some((name, signature)) = line.strip_prefix(SIGNED).and_then(|l| l.split_once(' ')) else { continue };
            let Ok(bytes) = BASE64.decode(signature) else { continue };
            let Some((id, signature)) = bytes.split_first_chunk::<4>() else { continue };
            if name != self.name || *id != key_id(&self.name, &self.key) {
                continue;
            }
            let Ok(signature) = Signature::from_slice(signature) else { continue };
            if self.key.verify_strict(text_with_end.as_bytes(), &signature).is_ok() {
                return Ok(text_with_end);
            }
        }
        Err(Error::Broken(format!("the key {} did not sign this, or something in it was changed", self.name)))
    }
}

/// How many entries the journal has, and the root of the tree over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of entries.
    pub size: u64,
    /// The root.
    pub root: Node,
}

/// How a carrier that is not plain text marks the checkpoint in it.
pub const MARK: &str = "shien-checkpoint:";

impl Checkpoint {
    /// Signed by a key, whose name is the origin.
    pub fn sign(&self, key: &Key) -> String {
        key.sign(&format!("{}\n{}\n{}\n", key.name, self.size, BASE64.encode(self.root)))
    }

    /// From a signed note.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, Error> {
        let text = verifier.open(note)?;
        let bad = || wrong("a checkpoint names its origin, the number of entries and the root of their tree");
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        if origin != Some(&verifier.name) {
            return Err(bad());
        }
        let size = size.filter(|s| *s == "0" || !s.starts_with(['0', '+'])).and_then(|s| s.parse().ok()).ok_or_else(bad)?;
        let root = root.and_then(|r| BASE64.decode(r).ok()).and_then(|r| Node::try_from(r).ok()).ok_or_else(bad)?;
        Ok(Self { size, root })
    }

    /// A signed checkpoint as it stands within something else: a PDF, a line of JSON.
    pub fn marked(note: &str) -> String {
        format!("{MARK}{}", BASE64.encode(note))
    }

    /// The signed checkpoints of a key that stand in something: a note by itself, a letter, a receipt's PDF, the manifest of a backup.
    pub fn found_in(carrier: &[u8], verifier: &Verifier) -> Vec<Self> {
        let mut notes = Vec::new();
        let mark = MARK.as_bytes();
        for at in carrier.windows(mark.len()).enumerate().filter(|(_, w)| *w == mark).map(|(at, _)| at + mark.len()) {
            let is_base64 = |b: &&u8| b.is_ascii_alphanumeric() || b"+/=".contains(b);
            let text: Vec<u8> = carrier[at..].iter().take_while(is_base64).copied().collect();
            notes.extend(BASE64.decode(text).ok().and_then(|n| String::from_utf8(n).ok()));
        }
        let text = String::from_utf8_lossy(carrier);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, l)| **l == verifier.name) {
            let rest = &lines[at..];
            let Some(empty) = rest.iter().position(|l| l.is_empty()) else { continue };
            let signatures = rest[empty + 1..].iter().take_while(|l| l.starts_with(SIGNED));
            let mut note = String::new();
            for line in rest[..=empty].iter().chain(signatures) {
                let _ = writeln!(note, "{line}");
            }
            notes.push(note);
        }
        let mut found: Vec<Self> = notes.iter().filter_map(|n| Self::open(n, verifier).ok()).collect();
        found.sort_by_key(|c| c.size);
        found.dedup();
        found
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    /// The key and the note with which the Go project tests its package `note`.
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn a_note_that_another_program_signed_is_read() {
        let verifier = Verifier::parse(PUBLIC).unwrap();
        assert_eq!(verifier.to_text(), PUBLIC);
        assert!(verifier.open(NOTE).unwrap().ends_with("problem is.\n"));
        for changed in [NOTE.replace("answer", "Answer"), NOTE.replace("x08go", "x08gp"), NOTE.replace("ZJku", "ZJkv"), String::new()] {
            assert!(verifier.open(&changed).is_err());
        }
    }

    #[test]
    fn a_checkpoint_is_found_in_whatever_carries_it_and_in_nothing_that_was_changed() {
        let key = Key::generate("shien.example.jp/journal").unwrap();
        assert_eq!(Key::parse(&key.reveal()).unwrap().verifier(), key.verifier());
        assert!(!format!("{key:?}").contains(&key.reveal()[20..60]));
        let checkpoint = Checkpoint { size: 1_234, root: [7; 32] };
        let note = checkpoint.sign(&key);
        let verifier = Verifier::parse(&key.verifier().to_text()).unwrap();
        let letter = format!("監査ご担当様\r\n\r\n{}\r\nよろしくお願いします。", note.replace('\n', "\r\n"));
        let pdf = [b"%PDF-1.7\n\xff\xfe (", Checkpoint::marked(&note).as_bytes(), b") \xff"].concat();
        for carrier in [note.as_bytes(), letter.as_bytes(), &pdf] {
            assert_eq!(Checkpoint::found_in(carrier, &verifier), std::slice::from_ref(&checkpoint));
        }
        let other = Key::generate("shien.example.jp/journal").unwrap().verifier();
        assert!(Checkpoint::found_in(note.as_bytes(), &other).is_empty());
        for changed in [note.replace("1234", "1233"), note.replace("BwcH", "BwcI"), note.replace("shien.", "shiem.")] {
            assert!(Checkpoint::found_in(changed.as_bytes(), &verifier).is_empty());
        }
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(Key::generate(name).is_err());
        }
        for text in ["", "PRIVATE+KEY+a+00000000+AA==", "PRIVATE+KEY+a", &key.reveal().replace("journal", "journam")] {
            assert!(Key::parse(text).is_err());
        }
    }
}
