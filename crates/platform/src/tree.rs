//! The Merkle tree over the journal, as RFC 6962 (Certificate Transparency) makes it: its root names every entry, and a witness who
//! knows an earlier root can be shown that the later one only adds to it. Kept is the right edge alone, so that an entry costs a few
//! hashes however long the journal is.

use sha2::{Digest, Sha256};

use crate::{Error, secret::hex};

/// A node of the tree: SHA-256.
pub type Node = [u8; 32];

fn leaf(data: &[u8]) -> Node {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn parent(left: &Node, right: &Node) -> Node {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a tree: the roots of its full subtrees, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    roots: Vec<Node>,
}

impl Edge {
    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, data: &[u8]) {
        let mut node = leaf(data);
        // Full subtrees of the same size become one, as a one is carried in a sum.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                node = parent(&left, &node);
            }
        }
        self.roots.push(node);
        self.size += 1;
    }

    /// The root; that of an empty tree is the hash of nothing.
    pub fn root(&self) -> Node {
        let mut from_the_right = self.roots.iter().rev();
        let Some(last) = from_the_right.next() else { return Sha256::digest(b"").into() };
        from_the_right.fold(*last, |right, left| parent(left, &right))
    }

    /// As it is kept: hexadecimal digits.
    pub fn to_text(&self) -> String {
        self.roots.iter().map(|r| hex(r)).collect()
    }

    /// From what is kept, for a tree of so many leaves.
    pub fn parse(size: i64, text: &str) -> Result<Self, Error> {
        let broken = || Error::Broken("the tree over the journal can't be read".to_owned());
        let size = u64::try_from(size).map_err(|_| broken())?;
        let bytes = text.as_bytes();
        let (chunks, rest) = bytes.as_chunks::<64>();
        if !rest.is_empty() || chunks.len() != size.count_ones() as usize {
            return Err(broken());
        }
        let roots = chunks.iter().map(|c| crate::secret::unhex(c)).collect::<Option<Vec<Node>>>().ok_or_else(broken)?;
        Ok(Self { size, roots })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail here")]
mod tests {
    use super::*;

    /// Leaves and roots that the Certificate Transparency project tests its own trees with.
    #[test]
    fn the_tree_is_that_of_rfc_6962() {
        let leaves: [&[u8]; 8] = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut edge = Edge::default();
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(hex(&edge.root()), *root, "{size} leaves");
            assert_eq!(Edge::parse(i64::try_from(size).unwrap(), &edge.to_text()).unwrap(), edge);
            if let Some(leaf) = leaves.get(size) {
                edge.push(leaf);
            }
        }
        assert!(Edge::parse(7, &edge.to_text()).is_err());
        assert!(Edge::parse(-1, "").is_err());
    }
}
