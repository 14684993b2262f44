//! Reads one block after the other and knows where in the document it stands.

use super::block::is_note;
use super::split::{Mark, Node, NodeKind, mark};

/// Which part of the paper is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Above the title.
    #[default]
    Head,
    /// Between the type of the document and its first ground.
    Title,
    /// The text itself.
    Body,
    /// "Nơi nhận".
    Recipients,
    /// Below the recipients.
    Signature,
}

/// The nodes so far, and the place.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) nodes: Vec<Node>,
    part: Part,
    /// Address of the heading or article, of the clause below it.
    outer: String,
    clause: String,
    depth: i64,
    grounds: u32,
    notes: u32,
}

const TYPES: &[&str] = &[
    "TỜ TRÌNH",
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "KẾ HOẠCH",
    "BÁO CÁO",
    "CHỈ THỊ",
    "CHƯƠNG TRÌNH",
    "THÔNG BÁO",
];

impl Reader {
    pub(super) fn take(&mut self, block: &str) {
        if is_note(block) {
            return self.note(block);
        }
        if block.starts_with("Nơi nhận") {
            self.part = Part::Recipients;
        }
        match self.part {
            Part::Head => self.head(block),
            Part::Title => self.title(block),
            Part::Body => self.body(block),
            Part::Recipients | Part::Signature => self.foot(block),
        }
    }

    fn head(&mut self, block: &str) {
        if TYPES.contains(&block) {
            self.part = Part::Title;
            return self.plain(NodeKind::Type, block);
        }
        for line in block.lines() {
            self.plain(NodeKind::Head, line);
        }
    }

    fn title(&mut self, block: &str) {
        let titled = self.nodes.iter().any(|node| node.kind == NodeKind::Title);
        if !titled {
            return self.plain(NodeKind::Title, &block.replace('\n', " "));
        }
        if block.starts_with("Kính gửi") {
            return self.plain(NodeKind::Addressee, block);
        }
        if is_ground(block) || mark(block).is_some() {
            self.part = Part::Body;
            return self.body(block);
        }
        self.plain(NodeKind::Authority, &block.replace('\n', " "));
    }

    fn body(&mut self, block: &str) {
        let text = block.replace('\n', " ");
        match mark(&text) {
            Some(mark) => self.marked(&mark),
            None if self.outer.is_empty() && is_ground(&text) => {
                self.grounds += 1;
                let anchor = format!("can-cu-{}", self.grounds);
                self.add(NodeKind::Ground, 0, "", anchor, &text);
            }
            None if is_capitals(&text) => self.plain(NodeKind::Heading, &text),
            None => self.add(NodeKind::Paragraph, self.depth, "", String::new(), &text),
        }
    }

    fn marked(&mut self, mark: &Mark<'_>) {
        let (kind, label, text) = mark.parts();
        let own = mark.anchor();
        let anchor = match kind {
            NodeKind::Clause => {
                self.clause = under(&self.outer, &own);
                self.clause.clone()
            }
            NodeKind::Point => under(
                if self.clause.is_empty() {
                    &self.outer
                } else {
                    &self.clause
                },
                &own,
            ),
            _ => {
                self.clause.clear();
                own.clone_into(&mut self.outer);
                own
            }
        };
        self.depth = kind.depth();
        self.add(kind, kind.depth(), &label, anchor, text);
    }

    fn note(&mut self, block: &str) {
        self.notes += 1;
        let label: String = block.chars().take(1).collect();
        let text: String = block.chars().skip(1).collect();
        let anchor = format!("chu-thich-{}", self.notes);
        self.add(NodeKind::Note, self.depth, &label, anchor, text.trim());
    }

    fn foot(&mut self, block: &str) {
        for line in block.lines() {
            if let Some(recipient) = line.strip_prefix("- ") {
                self.add(NodeKind::Recipient, 0, "-", String::new(), recipient);
            } else if line.starts_with("Nơi nhận") {
                self.plain(NodeKind::Recipient, line);
            } else {
                self.part = Part::Signature;
                self.plain(NodeKind::Signature, line);
            }
        }
    }

    fn plain(&mut self, kind: NodeKind, text: &str) {
        self.add(kind, 0, "", String::new(), text);
    }

    fn add(&mut self, kind: NodeKind, depth: i64, label: &str, anchor: String, text: &str) {
        self.nodes.push(Node {
            depth,
            kind,
            label: label.to_owned(),
            anchor,
            text: text.to_owned(),
        });
    }
}

fn under(outer: &str, own: &str) -> String {
    if outer.is_empty() {
        own.to_owned()
    } else {
        format!("{outer}-{own}")
    }
}

fn is_ground(block: &str) -> bool {
    block.starts_with("Căn cứ ") || block.starts_with("Xét ")
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}
