//! An index as large as a city's after years, of invented things: to measure questions with, without the years.

use std::sync::Arc;

use super::collect::Indexed;
use super::index::{Reached, SearchIndex, Session};
use super::query::HitKind;
use crate::demo::Dice;
use crate::error::Result;

/// What titles begin with; the first of them stands in most.
const KINDS: [&str; 6] = [
    "Dự án",
    "Kế hoạch",
    "Quyết định",
    "Danh sách",
    "Thông báo",
    "Báo cáo",
];
const SUBJECTS: [&str; 8] = [
    "sử dụng đất",
    "đường giao thông",
    "thu chi ngân sách",
    "bình xét hộ nghèo",
    "cầu dân sinh",
    "đầu tư công",
    "hỗ trợ nhà ở",
    "đóng góp tự nguyện",
];
/// Starts and ends of invented names: 20 × 25 × 20 × 25 pairs of syllables.
const STARTS: [&str; 20] = [
    "b", "c", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th",
    "tr", "v",
];
const ENDS: [&str; 25] = [
    "an", "ang", "anh", "ao", "ây", "ên", "iên", "inh", "oa", "oan", "ông", "ương", "ưu", "uyên",
    "ai", "âm", "ăng", "ích", "óc", "ộc", "ình", "ữu", "ỹ", "ếp", "ọng",
];
const UNITS: u32 = 103;
const YEARS: u32 = 5;
/// Things put at once.
const BATCH: u64 = 10_000;

impl SearchIndex {
    /// Throw everything away and put so many invented publications and a tenth as many decisions in.
    pub fn fill_with_samples(&self, publications: u64) -> Result<()> {
        let session = Session::begin(Arc::clone(&self.inner), true)?;
        let dice = Dice::new(1);
        let mut batch = Vec::new();
        for number in 1..=publications + publications / 10 {
            batch.push(thing(&dice, number, number > publications));
            if number % BATCH == 0 {
                session.put(&batch)?;
                batch.clear();
            }
        }
        session.put(&batch)?;
        session.commit(Reached::NOTHING)
    }
}

fn name(dice: &Dice) -> String {
    let syllable = || {
        let start = dice.pick(&STARTS).copied().unwrap_or_default();
        format!("{start}{}", dice.pick(&ENDS).copied().unwrap_or_default())
    };
    format!("{} {}", syllable(), syllable())
}

fn thing(dice: &Dice, number: u64, is_decision: bool) -> Indexed {
    let kind = if dice.percent(60) {
        "Dự án"
    } else {
        dice.pick(&KINDS).copied().unwrap_or_default()
    };
    let subject = dice.pick(&SUBJECTS).copied().unwrap_or_default();
    let year = 2026 + u64::from(dice.roll(YEARS));
    let unit = dice.roll(UNITS);
    let document = format!("{}/QĐ-UBND", dice.between(1, 4_000));
    let letter = if is_decision { "q" } else { "p" };
    Indexed {
        key: format!("{letter}:{number}"),
        kind: if is_decision {
            HitKind::Decision
        } else {
            HitKind::Publication
        },
        title: format!("{kind} {subject} {} năm {year}", name(dice)),
        body: format!(
            "{document}. Nội dung công khai theo quy định; địa điểm {}, người chủ trì {}, gồm {} phần của {subject}.",
            name(dice),
            name(dice),
            dice.between(2, 90)
        ),
        address: number.to_string(),
        unit_name: format!("Phường Thử {unit}"),
        old_names: format!("Xã Cũ {unit}"),
        units: vec![format!("phuong-thu-{unit}")],
        number: document,
        item: format!("11.{}", dice.between(1, 15)),
        standing: if dice.percent(80) { "on_time" } else { "late" }.to_owned(),
        day: year * 10_000 + u64::from(dice.between(1, 12)) * 100 + u64::from(dice.between(1, 28)),
        place: number,
        gone: false,
    }
}
