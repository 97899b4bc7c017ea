//! Limited expenses as a flow from members through groups and limits: how each member gets what it needs, near to what it
//! has, and everybody as much as fits.

use std::collections::VecDeque;

use super::{Problem, consortium::Groups};

/// Limited expenses as a flow: members to groups to limits to the outermost.
pub(super) struct Flow {
    /// From, to, what is left, and the place of the arc back.
    arcs: Vec<(usize, usize, i64)>,
    leaving: Vec<Vec<usize>>,
    members: usize,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Flow {
    /// The flow of amounts by member and group, none above what its member needs.
    pub(super) fn of(problem: &Problem<'_>, groups: &Groups, allowed: &[i64], start: &[Vec<i64>], needs: &[i64]) -> Self {
        let members = needs.len();
        let limit = |k: usize| 2 + members + k;
        let mut flow = Self { arcs: Vec::new(), leaving: vec![Vec::new(); 2 + members + problem.limits.len()], members };
        let mut through = vec![0_i64; problem.limits.len()];
        for (m, &need) in needs.iter().enumerate() {
            let mut left = need;
            let sums: Vec<i64> = start[m]
                .iter()
                .map(|&sum| {
                    let sum = sum.min(left);
                    left -= sum;
                    sum
                })
                .collect();
            flow.arc(SOURCE, 2 + m, need, need - left);
            for (j, &sum) in sums.iter().enumerate() {
                flow.arc(2 + m, limit(groups.owners[j]), groups.request[m][j], sum);
                through[groups.owners[j]] += sum;
            }
        }
        for &k in &problem.shape.order {
            let to = problem.shape.parent[k];
            flow.arc(limit(k), to.map_or(SINK, limit), allowed[k], through[k]);
            if let Some(p) = to {
                through[p] += through[k];
            }
        }
        flow
    }

    fn arc(&mut self, from: usize, to: usize, capacity: i64, flow: i64) {
        self.leaving[from].push(self.arcs.len());
        self.arcs.push((from, to, capacity - flow));
        self.leaving[to].push(self.arcs.len());
        self.arcs.push((to, from, flow));
    }

    /// Sends the needs through, then as much as fits; what each member has in each group.
    pub(super) fn run(mut self, groups: &Groups, needs: &[i64]) -> Vec<Vec<i64>> {
        while self.augment() {}
        for m in 0..self.members {
            let wish: i64 = groups.request[m].iter().sum();
            if let Some(arc) = self.leaving[SOURCE].get(m).copied() {
                self.arcs[arc].2 += wish - needs[m];
            }
        }
        while self.augment() {}
        (0..self.members).map(|m| self.leaving[2 + m].iter().filter(|a| **a % 2 == 0).map(|a| self.arcs[a + 1].2).collect()).collect()
    }

    /// Sends more along a shortest way; whether there was one.
    fn augment(&mut self) -> bool {
        let mut by: Vec<Option<usize>> = vec![None; self.leaving.len()];
        let mut open = VecDeque::from([SOURCE]);
        while let Some(node) = open.pop_front() {
            for &arc in &self.leaving[node] {
                let (_, to, left) = self.arcs[arc];
                if left > 0 && to != SOURCE && by[to].is_none() {
                    by[to] = Some(arc);
                    open.push_back(to);
                }
            }
        }
        let mut way = Vec::new();
        let mut node = SINK;
        while node != SOURCE {
            let Some(arc) = by[node] else { return false };
            way.push(arc);
            node = self.arcs[arc].0;
        }
        let most = way.iter().map(|a| self.arcs[*a].2).min().unwrap_or(0);
        for arc in way {
            self.arcs[arc].2 -= most;
            self.arcs[arc ^ 1].2 += most;
        }
        most > 0
    }
}
