//! The proxies that stand before the site.

use std::net::IpAddr;

use ipnet::IpNet;

/// Whom the site believes about the address of those who ask: proxies, by address or network; nobody by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Those on this machine.
    pub fn here() -> Self {
        Self(["127.0.0.0/8", "::1/128"].iter().filter_map(|n| n.parse().ok()).collect())
    }

    /// Reads addresses and networks, such as `10.0.0.5` or `172.16.0.0/12`; none where one of them is no such thing.
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        let one = |name: &str| name.parse::<IpNet>().ok().or_else(|| name.parse::<IpAddr>().ok().map(IpNet::from));
        names.into_iter().map(str::trim).filter(|n| !n.is_empty()).map(one).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Whether there are any.
    pub const fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether what this address tells of others is believed.
    pub fn believe(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::Proxies;

    #[test]
    fn only_a_proxy_that_is_named_is_believed() {
        let believes = |proxies: &Proxies, address: &str| address.parse().is_ok_and(|a| proxies.believe(a));
        assert!(!believes(&Proxies::default(), "127.0.0.1"));
        assert!(
            believes(&Proxies::here(), "127.0.0.1") && believes(&Proxies::here(), "::ffff:127.0.0.1") && believes(&Proxies::here(), "::1")
        );
        assert!(!believes(&Proxies::here(), "10.88.0.1"));
        let named = Proxies::named(["10.88.0.1", " 172.16.0.0/12"]).unwrap_or_default();
        assert!(believes(&named, "10.88.0.1") && believes(&named, "172.31.255.255"));
        assert!(!believes(&named, "10.88.0.2") && !believes(&named, "127.0.0.1"));
        assert_eq!(Proxies::named(["everybody"]), None);
    }
}
