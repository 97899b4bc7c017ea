//! Sharing a whole number of yen among claims, so that nobody gets more than their claim and the
//! shares add up to the yen.

/// Shares `total` in proportion to the claims; yen that are left over go to the largest remainders,
/// the earlier claim first where they are equal. With claims below `total`, each gets its claim.
pub fn pro_rata(total: i64, claims: &[i64]) -> Vec<i64> {
    let sum: i128 = claims.iter().map(|&c| i128::from(c)).sum();
    if sum <= i128::from(total) {
        return claims.to_vec();
    }
    if total <= 0 {
        return vec![0; claims.len()];
    }
    let mut shares = Vec::with_capacity(claims.len());
    let mut remainders = Vec::with_capacity(claims.len());
    for (place, &claim) in claims.iter().enumerate() {
        let product = i128::from(claim) * i128::from(total);
        shares.push(i64::try_from(product / sum).unwrap_or(claim));
        remainders.push((std::cmp::Reverse(product % sum), place));
    }
    let left = usize::try_from(total - shares.iter().sum::<i64>()).unwrap_or(0);
    remainders.sort_unstable();
    for (_, place) in remainders.into_iter().take(left) {
        shares[place] += 1;
    }
    shares
}

/// Shares `total` in proportion to the claims, each share rounded down; what is left over stays.
pub fn pro_rata_down(total: i64, claims: &[i64]) -> Vec<i64> {
    let sum: i128 = claims.iter().map(|&c| i128::from(c)).sum();
    if sum <= i128::from(total) {
        return claims.to_vec();
    }
    let share = |claim: i64| i64::try_from(i128::from(claim) * i128::from(total.max(0)) / sum).unwrap_or(claim);
    claims.iter().map(|&claim| share(claim)).collect()
}

/// Serves the claims in their order until `total` is used up.
pub fn keep_first(total: i64, claims: &[i64]) -> Vec<i64> {
    let mut left = total.max(0);
    claims
        .iter()
        .map(|&claim| {
            let share = claim.min(left);
            left -= share;
            share
        })
        .collect()
}
