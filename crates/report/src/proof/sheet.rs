//! Reads laid-out pages back: every upright run of text with its place, and the lines that a reader sees.

use typst::layout::{Frame, FrameItem, Point};
use typst::text::FontStyle;
use typst::visualize::Geometry;

use crate::press::Order;

/// A page as a reader sees it, in points from its top left corner.
pub(super) struct Sheet {
    pub width: f64,
    pub height: f64,
    pub runs: Vec<Run>,
    pub rules: Vec<Rule>,
    pub pictures: usize,
}

/// A level line.
pub(super) struct Rule {
    pub left: f64,
    pub right: f64,
    pub height: f64,
}

/// A run of text on one line.
pub(super) struct Run {
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub text: String,
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
}

/// Lays the order out and reads it back; turned text, which only the sample mark is, is left out.
pub(super) fn sheets(order: &Order) -> Vec<Sheet> {
    let document = order.lay_out().expect("the view can be laid out");
    let read = document.pages().iter().map(|page| {
        let mut sheet = Sheet {
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
            runs: Vec::new(),
            rules: Vec::new(),
            pictures: 0,
        };
        collect(&page.frame, Point::zero(), &mut sheet);
        sheet
    });
    read.collect()
}

fn collect(frame: &Frame, origin: Point, sheet: &mut Sheet) {
    for (offset, item) in frame.items() {
        let place = origin + *offset;
        match item {
            FrameItem::Group(group) if group.transform.is_only_translate() => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                collect(&group.frame, place + shift, sheet);
            }
            FrameItem::Text(text) => sheet.runs.push(Run {
                left: place.x.to_pt(),
                right: (place.x + text.width()).to_pt(),
                baseline: place.y.to_pt(),
                text: text.text.to_string(),
                size: text.size.to_pt(),
                bold: text.font.info().variant.weight.to_number() >= 700,
                italic: text.font.info().variant.style != FontStyle::Normal,
            }),
            FrameItem::Shape(shape, _) => {
                if let Geometry::Line(end) = shape.geometry
                    && end.y.to_pt().abs() < 0.01
                {
                    sheet.rules.push(Rule {
                        left: place.x.to_pt(),
                        right: (place.x + end.x).to_pt(),
                        height: place.y.to_pt(),
                    });
                }
            }
            FrameItem::Image(..) => sheet.pictures += 1,
            _ => {}
        }
    }
}

impl Sheet {
    /// The lines in the order of reading; what stands apart on one line, as cells of a table, is a line of its own.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut last: Option<&Run> = None;
        for run in &self.runs {
            let joins = last.is_some_and(|last| {
                (last.baseline - run.baseline).abs() < 0.1
                    && (-0.1..6.0).contains(&(run.left - last.right))
            });
            match lines.last_mut() {
                Some(line) if joins => line.push_str(&run.text),
                _ => lines.push(run.text.clone()),
            }
            last = Some(run);
        }
        lines
            .iter()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }

    /// All characters in the order of layout, without gaps.
    pub(super) fn letters(&self) -> String {
        without_gaps(
            &self
                .runs
                .iter()
                .map(|run| run.text.as_str())
                .collect::<String>(),
        )
    }
}

/// A text without its white space.
pub(super) fn without_gaps(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}
