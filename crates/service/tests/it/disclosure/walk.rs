//! From the rule row of item 11.2 to the register entry, and what proves it.

use dinh_register::{Act, Content, Hash, Receipt, receipt as kept};
use dinh_service::disclosure::{self, Correction};
use dinh_service::register::{Proof, find_proof, receipt, sign_newest};
use jiff::civil::date;

use crate::stage::{DECIDED, Stage, pdf, stages, typed, words};

const RULE: &str = "11.2:decided";
const TITLE: &str = "Dự toán ngân sách năm 2026";
const REASON: &str = "Số liệu thu tháng 01 ghi nhầm đơn vị tính";
const ARTICLE: &str = "khoản 1 Điều 7 Luật Bảo vệ bí mật nhà nước";

async fn proof(stage: &Stage, position: i64) -> Proof {
    sign_newest(&stage.platform).await.expect("a checkpoint");
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    find_proof(&mut tx, position)
        .await
        .expect("read")
        .expect("a proof")
}

fn taken_home(proof: &Proof) -> Receipt {
    let receipts = receipt(proof, false)
        .expect("a receipt")
        .expect("a checkpoint covers it");
    Receipt::from_json(&receipts.json).expect("the file can be read")
}

fn is_valid(stage: &Stage, receipt: &Receipt, files: &[(&str, &[u8])]) -> bool {
    let city = dinh_register::Policy::of_logs([stage.platform.signer.verifiers()[0].clone()]);
    kept::verify(receipt, &city, files).is_ok()
}

#[tokio::test]
async fn item_11_2_walks_from_its_rule_to_a_register_entry_that_anyone_can_check() {
    for stage in stages().await {
        let duty = stage.open(RULE, TITLE).await;
        // 13, 23, 24, 25 and 26 February: Tết is not counted.
        assert_eq!(duty.due_on, date(2026, 2, 26));
        assert_eq!(duty.item, "11.2");
        let clerk = stage.clerk();
        let draft = disclosure::start_draft(&clerk, duty.id)
            .await
            .expect("a draft");
        let file = pdf("du-toan.pdf", "sample");
        let bytes = crate::files::made(&file);
        disclosure::attach(&clerk, draft.id, file)
            .await
            .expect("a file");
        disclosure::submit(&clerk, draft.id, typed(TITLE, "12/QĐ-UBND", draft.version))
            .await
            .expect("submitted");
        let position = disclosure::approve(&stage.chairman(), draft.id, draft.version + 2)
            .await
            .expect("approved");
        let public = stage.publication(draft.id).await;
        assert_eq!(public.register_position, Some(position));
        assert_eq!(public.publication.published_on, Some(DECIDED));
        let item = disclosure::find_item(&clerk, public.publication.number, false).await;
        let item = item.expect("read").expect("public");
        let notice = disclosure::notice(&clerk, &item, DECIDED).await;
        let grounds = notice.expect("a notice").grounds;
        assert_eq!(
            grounds[0],
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"
        );
        assert!(
            grounds[1].starts_with(
                "Căn cứ khoản 2 Điều 11 Luật 10/2022/QH15 về nội dung phải công khai: "
            )
        );

        let proof = proof(&stage, position).await;
        let act = Act::parse(&proof.entry.entry).expect("an act");
        assert_eq!(
            (act.room.as_str(), act.act.as_str(), act.rev),
            ("disclosure", "publish", 1)
        );
        assert_eq!(act.unit, "31117@2025-07-01");
        assert_eq!(act.laws, ["L10-2022/11.2", "L10-2022/12.3"]);
        assert_eq!(act.office, "chu-tich-ubnd-xa");
        assert_eq!(act.at, "2026-02-12T09:00:00+07:00");

        let text = proof
            .contents
            .first()
            .and_then(|row| row.text.clone())
            .expect("the text");
        let home = taken_home(&proof);
        let files = [
            ("noi-dung.txt", text.as_bytes()),
            ("du-toan.pdf", &bytes[..]),
        ];
        assert!(
            is_valid(&stage, &home, &files),
            "the receipt verifies offline"
        );
    }
}

#[tokio::test]
async fn a_receipt_with_any_byte_of_entry_or_file_changed_is_refused() {
    for stage in stages().await {
        let (_, position) = stage.publish(RULE, TITLE, "12/QĐ-UBND").await;
        let proof = proof(&stage, position).await;
        let home = taken_home(&proof);
        let text = proof
            .contents
            .first()
            .and_then(|row| row.text.clone())
            .expect("the text");
        for place in 0..home.entry.len() {
            let mut bytes = home.entry.clone().into_bytes();
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1;
            }
            let mut changed = home.clone();
            changed.entry = String::from_utf8(bytes).expect("entries are ASCII");
            assert!(
                !is_valid(&stage, &changed, &[]),
                "byte {place} of the entry"
            );
        }
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1;
            }
            assert!(
                !is_valid(&stage, &home, &[("noi-dung.txt", &bytes)]),
                "byte {place}"
            );
        }
    }
}

#[tokio::test]
async fn a_correction_and_a_withdrawal_follow_the_first_entry_in_one_chain() {
    for stage in stages().await {
        let (first, start) = stage.publish(RULE, TITLE, "12/QĐ-UBND").await;
        stage
            .publish(
                "11.3:projects",
                "Dự án nâng cấp đường Trần Văn Khéo",
                "13/QĐ-UBND",
            )
            .await;
        stage.move_to(date(2026, 3, 2));
        let correction = Correction {
            draft: words("Dự toán ngân sách năm 2026 (đính chính)", "12/QĐ-UBND"),
            reason: REASON.into(),
            version: first.version,
        };
        let amended = disclosure::correct(&stage.clerk(), first.id, correction)
            .await
            .expect("corrected");
        let version = stage.publication(first.id).await.publication.version;
        let ended = disclosure::withdraw(&stage.chairman(), first.id, version, ARTICLE, REASON)
            .await
            .expect("withdrawn");

        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let chain = dinh_store::register::chain(&mut tx, first.id.0)
            .await
            .expect("the chain");
        drop(tx);
        let places: Vec<_> = chain.iter().map(|entry| entry.position).collect();
        assert_eq!(places, [start, amended, ended]);
        let acts: Vec<_> = chain
            .iter()
            .map(|entry| Act::parse(&entry.entry).expect("an act"))
            .collect();
        let names: Vec<_> = acts.iter().map(|act| (act.act.as_str(), act.rev)).collect();
        assert_eq!(names, [("publish", 1), ("amend", 2), ("withdraw", 3)]);
        assert_eq!(acts.first().and_then(|act| act.prev.clone()), None);
        for (before, after) in chain.iter().zip(acts.iter().skip(1)) {
            let prev = after.prev.as_ref().expect("a predecessor");
            assert_eq!(i64::try_from(prev.index), Ok(before.position));
            assert_eq!(prev.leaf.0.as_slice(), before.leaf);
        }
        for entry in &chain {
            let home = taken_home(&proof(&stage, entry.position).await);
            assert!(is_valid(&stage, &home, &[]), "position {}", entry.position);
        }
        let stored = stage.publication(first.id).await;
        let (day, reason, article) = stored.ended.expect("it left the portal");
        assert_eq!(
            (day, reason.as_str(), article.as_str()),
            (date(2026, 3, 2), REASON, ARTICLE)
        );
        assert_eq!(
            stored.publication.published_on,
            Some(DECIDED),
            "the first day stays"
        );
    }
}

#[tokio::test]
async fn the_old_version_of_a_corrected_text_stays_readable_and_provable() {
    for stage in stages().await {
        let (first, start) = stage.publish(RULE, TITLE, "12/QĐ-UBND").await;
        let correction = Correction {
            draft: words("Dự toán ngân sách năm 2026 (đính chính)", "12/QĐ-UBND"),
            reason: REASON.into(),
            version: first.version,
        };
        disclosure::correct(&stage.clerk(), first.id, correction)
            .await
            .expect("corrected");
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let revisions = dinh_store::disclosure::revisions::of_publication(&mut tx, first.id)
            .await
            .expect("both");
        drop(tx);
        let titles: Vec<_> = revisions
            .iter()
            .map(|old| (old.rev, old.title.as_str()))
            .collect();
        assert_eq!(
            titles,
            [(1, TITLE), (2, "Dự toán ngân sách năm 2026 (đính chính)")]
        );
        let proof = proof(&stage, start).await;
        let text = proof
            .contents
            .first()
            .and_then(|row| row.text.clone())
            .expect("the text");
        assert!(text.contains(&format!("title {TITLE}\n")), "{text}");
    }
}

fn assert_no_plain_digest(proof: &Proof, rule: &str) {
    let entry = String::from_utf8(proof.entry.entry.clone()).expect("text");
    for row in &proof.contents {
        let digest = Hash(row.sha256.as_slice().try_into().expect("32 bytes"));
        assert!(!entry.contains(&digest.hex()), "{rule}: {}", row.name);
        assert!(!entry.contains(&digest.base64()), "{rule}: {}", row.name);
        assert_eq!(row.salt.as_ref().map(Vec::len), Some(32), "{rule}");
    }
}

#[tokio::test]
async fn a_list_of_people_enters_the_register_only_sealed() {
    for stage in stages().await {
        for (rule, number) in [
            ("11.7:results", "21/QĐ-UBND"),
            ("11.9:called", "22/QĐ-UBND"),
        ] {
            let duty = stage.open(rule, "Danh sách mẫu của phường").await;
            let clerk = stage.clerk();
            let draft = disclosure::start_draft(&clerk, duty.id)
                .await
                .expect("a draft");
            disclosure::attach(&clerk, draft.id, pdf("danh-sach.pdf", rule))
                .await
                .expect("a file");
            let draft = stage.submit(&duty, number).await;
            let position = disclosure::approve(&stage.chairman(), draft.id, draft.version)
                .await
                .expect("approved");
            let proof = proof(&stage, position).await;
            let act = Act::parse(&proof.entry.entry).expect("an act");
            assert_eq!(act.contents.len(), 2, "{rule}");
            let sealed = |content: &Content| matches!(content, Content::Sealed { .. });
            assert!(act.contents.iter().all(sealed), "{rule}");
            assert_no_plain_digest(&proof, rule);
            let home = taken_home(&proof);
            let text = proof
                .contents
                .first()
                .and_then(|row| row.text.clone())
                .expect("a text");
            let name = [("noi-dung.txt", text.as_bytes())];
            assert!(is_valid(&stage, &home, &name), "with the salts it verifies");
            let mut erased = home.clone();
            erased.salts.clear();
            assert!(
                is_valid(&stage, &erased, &[]),
                "the entry holds without its salts"
            );
            assert!(
                !is_valid(&stage, &erased, &name),
                "but vouches for no content"
            );
        }
    }
}
