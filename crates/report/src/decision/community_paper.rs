//! What every paper of a residential community has at its head and at its foot.

use jiff::civil::Date;

use crate::cells::Letterhead;
use crate::entry::PrintedEntry;
use crate::paper::{Annex, Block, Paper, SignatureBlock};
use crate::wording;

/// The letterhead, the recipients and the mark of sample data of a paper of a village or residential group.
#[derive(Debug, Clone)]
pub struct CommunityPaper {
    /// The commune or body above, as "xã Phong Điền".
    pub commune: String,
    /// The community or body that issues the paper, as "ấp Nhơn Thọ 1".
    pub community: String,
    /// The number; without it, room is left.
    pub number: Option<String>,
    /// The symbol, as "BB-NT1"; empty leaves the line of the number out.
    pub symbol: String,
    /// The place in the date line.
    pub place: String,
    /// The date of the paper.
    pub date: Date,
    /// The recipients, the archive last.
    pub recipients: Vec<String>,
    /// Whether the data is invented: every page is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
    /// The entry of the register that records what the paper says, once there is one.
    pub entry: Option<PrintedEntry>,
}

/// Who signs, and for whom.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The authority to sign, one line each, as "TM. Ban kiểm phiếu"; mostly empty.
    pub authority: String,
    /// The post, as "Trưởng ấp".
    pub post: String,
    /// The name, when known.
    pub name: Option<String>,
}

/// A member of a committee or team with the part they take in it.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The part, as "Trưởng ban" or "đại diện hộ gia đình số 14".
    pub part: String,
}

impl Member {
    pub(crate) fn words(&self) -> String {
        join_present(&[&self.name, &self.part], " - ")
    }
}

/// The members as lines.
pub(crate) fn members(members: &[Member]) -> Vec<String> {
    members.iter().map(Member::words).collect()
}

/// What differs from paper to paper.
pub(crate) struct Contents {
    pub type_name: String,
    pub summary: String,
    pub grounds: Vec<String>,
    pub blocks: Vec<Block>,
    pub signatures: Vec<Vec<SignatureBlock>>,
    pub annexes: Vec<Annex>,
    pub address: Option<String>,
}

impl CommunityPaper {
    pub(crate) fn letterhead(&self) -> Letterhead {
        let (number, symbol) = wording::number_and_symbol(self.number.as_deref(), &self.symbol);
        Letterhead {
            superior: present(&self.commune),
            issuer: wording::letterhead_lines(&self.community),
            number,
            symbol,
            place: self.place.clone(),
            date: Some(wording::long_date(self.date)),
        }
    }

    pub(crate) fn with(&self, contents: Contents) -> Paper {
        Paper {
            letterhead: self.letterhead(),
            numbered: !self.symbol.trim().is_empty(),
            author: self.author(),
            type_name: contents.type_name,
            summary: contents.summary,
            grounds: wording::grounds(&contents.grounds),
            blocks: contents.blocks,
            recipients: wording::recipients(&self.recipients),
            signatures: contents.signatures,
            annexes: contents.annexes,
            address: contents.address,
            short_code: self.entry.as_ref().map(|entry| entry.short_code.clone()),
            proof: None,
            sample: self.sample,
            date: Some(self.date),
        }
    }

    /// "ấp Nhơn Thọ 1, xã Phong Điền".
    pub(crate) fn author(&self) -> String {
        join_present(&[&self.community, &self.commune], ", ")
    }
}

impl From<&Signer> for SignatureBlock {
    fn from(signer: &Signer) -> Self {
        Self {
            authority: wording::lines(&signer.authority),
            post: signer.post.clone(),
            name: signer.name.clone(),
        }
    }
}

/// Signatures in rows of two, in the order given.
pub(crate) fn in_pairs<'a>(
    signers: impl IntoIterator<Item = &'a Signer>,
) -> Vec<Vec<SignatureBlock>> {
    let mut rows: Vec<Vec<SignatureBlock>> = Vec::new();
    for signer in signers {
        match rows.last_mut() {
            Some(row) if row.len() == 1 => row.push(signer.into()),
            _ => rows.push(vec![signer.into()]),
        }
    }
    rows
}

/// A signature under the name of a member.
pub(crate) fn signature(post: &str, name: &str) -> SignatureBlock {
    SignatureBlock {
        authority: Vec::new(),
        post: post.to_owned(),
        name: present(name),
    }
}

/// The text without its margins, unless nothing is left of it.
pub(crate) fn present(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The texts that are not empty.
pub(crate) fn join_present(texts: &[&str], between: &str) -> String {
    let present: Vec<&str> = texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    present.join(between)
}
