//! Charts (グラフ) as SVG, each with its figures as a table: whole numbers in, no float.

use askama::Template;
use rules::words::Words;

/// A chart as it stands in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart(String);

impl std::fmt::Display for Chart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// It was escaped when it was made.
impl askama::filters::HtmlSafe for Chart {}

/// A bar: what it is, how much, and the figure as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is; below nothing it goes to the left.
    pub value: i64,
    /// Whether it stands for a loss, whichever way it goes.
    pub is_loss: bool,
    /// The figure.
    pub shown: String,
}

/// A bar chart (棒グラフ), lying: a table of figures with the bars in it.
pub fn bar_chart(caption: &str, bars: &[Bar]) -> Chart {
    Chart(BarChart::new(caption, bars).render().unwrap_or_default())
}

/// A line chart (折れ線グラフ) over points in their order; its figures stand below as a table to be opened. `heads` name what stands along
/// it and what it measures.
pub fn line_chart(words: &Words, caption: &str, heads: [&str; 2], points: &[Point]) -> Chart {
    Chart(LineChart::new(words, caption, heads, points).render().unwrap_or_default())
}

#[derive(Debug, Template)]
#[template(path = "bar_chart.html")]
struct BarChart<'a> {
    caption: &'a str,
    rows: Vec<PlacedBar<'a>>,
}

#[derive(Debug)]
struct PlacedBar<'a> {
    label: &'a str,
    shown: &'a str,
    /// Thousandths of the width: where it begins, how far it goes.
    from: i64,
    width: i64,
    class: &'static str,
}

/// The width of a chart in its own units.
const WIDTH: i64 = 1_000;
/// The height of a line chart in its own units.
const HEIGHT: i64 = 200;

/// A part of a whole in units of a chart: `i128` within, so that no figure is too large.
fn scaled(value: i64, whole: i128, units: i64) -> i64 {
    i64::try_from(i128::from(value) * i128::from(units) / whole.max(1)).unwrap_or(units)
}

impl<'a> BarChart<'a> {
    fn new(caption: &'a str, bars: &'a [Bar]) -> Self {
        let least = i128::from(bars.iter().map(|b| b.value).min().unwrap_or(0).min(0));
        let most = i128::from(bars.iter().map(|b| b.value).max().unwrap_or(0).max(0));
        let zero = i64::try_from(-least * i128::from(WIDTH) / (most - least).max(1)).unwrap_or(0);
        let place = |bar: &'a Bar| {
            let length = scaled(bar.value, most - least, WIDTH);
            // What is more than nothing is seen, however little it is beside the rest.
            let length = if length == 0 { 2 * bar.value.signum() } else { length };
            PlacedBar {
                label: &bar.label,
                shown: &bar.shown,
                from: (zero + length.min(0)).max(0),
                width: length.abs(),
                class: if bar.is_loss { "less" } else { "more" },
            }
        };
        Self { caption, rows: bars.iter().map(place).collect() }
    }
}

/// A point of a line: when, how much, and the figure as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub label: String,
    /// How much, from nothing upwards.
    pub value: i64,
    /// The figure.
    pub shown: String,
}

#[derive(Debug, Template)]
#[template(path = "line_chart.html")]
struct LineChart<'a> {
    caption: &'a str,
    heads: [&'a str; 2],
    points: &'a [Point],
    path: String,
    most: &'a str,
    as_table: String,
}

impl<'a> LineChart<'a> {
    fn new(words: &Words, caption: &'a str, heads: [&'a str; 2], points: &'a [Point]) -> Self {
        let most = points.iter().map(|p| p.value).max().unwrap_or(0).max(1);
        let last = i64::try_from(points.len()).unwrap_or(i64::MAX).saturating_sub(1).max(1);
        let coordinates = points.iter().zip(0_i64..).map(|(p, place)| {
            let (x, y) = (place * WIDTH / last, HEIGHT - scaled(p.value.max(0), i128::from(most), HEIGHT));
            format!("{x},{y}")
        });
        let shown = points.iter().max_by_key(|p| p.value).map_or("", |p| p.shown.as_str());
        let path = coordinates.collect::<Vec<_>>().join(" ");
        Self { caption, heads, points, path, most: shown, as_table: words.get("chart-as-table") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: i64) -> Bar {
        Bar { label: String::new(), value, is_loss: value < 0, shown: value.to_string() }
    }

    #[test]
    fn bars_share_one_scale_and_begin_where_nothing_is() {
        let bars = [bar(-100), bar(0), bar(300)];
        let chart = BarChart::new("", &bars);
        let placed: Vec<_> = chart.rows.iter().map(|r| (r.from, r.width, r.class)).collect();
        assert_eq!(placed, [(0, 250, "less"), (250, 0, "more"), (250, 750, "more")]);
        // However large the figures, and however few.
        let bars = [bar(i64::MIN), bar(i64::MAX), bar(1)];
        assert!(BarChart::new("", &bars).rows.iter().all(|r| r.from >= 0 && r.from + r.width <= WIDTH + 2));
        assert!(BarChart::new("", &[]).rows.is_empty());
    }

    #[test]
    fn a_line_goes_from_the_first_point_to_the_last_and_up_to_the_greatest() {
        let points: Vec<Point> =
            [0, 5, 10].map(|value| Point { label: String::new(), value, shown: value.to_string() }).into_iter().collect();
        let words = rules::words::Messages::new(&[crate::WORDS]);
        let chart = LineChart::new(words.of(rules::words::Lang::Ja), "", ["", ""], &points);
        assert_eq!((chart.path.as_str(), chart.most), ("0,200 500,100 1000,0", "10"));
    }
}
