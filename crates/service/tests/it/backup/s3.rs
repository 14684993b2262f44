//! Files on a machine that speaks S3 are in the backup, and come back onto such a machine or into a folder.

use dinh_service::backup::Recipients;

use super::{Empty, backed_up, named_files, publish};
use crate::files::place::S3Server;
use crate::stage::stages;

#[tokio::test]
async fn files_on_s3_are_backed_up_and_come_back_on_s3_and_in_a_folder() {
    for mut stage in stages().await {
        let server = S3Server::start();
        stage.platform.files = server.store();
        for number in 1..4 {
            publish(&stage, number).await;
        }
        let (bytes, written) = backed_up(&stage, &Recipients::default()).await;
        assert_eq!(written.manifest.files, 3);
        let digests = named_files(&stage.platform.store).await;
        let other = S3Server::start();
        for remote in [true, false] {
            let mut empty = Empty::sqlite().await;
            if remote {
                empty.files = other.store();
            }
            empty.restore(bytes.clone(), None).await.expect("restored");
            for digest in &digests {
                let digest = dinh_register::hex(digest);
                let back = empty.files.get(&digest).await.expect("it came back");
                let first = stage.platform.files.get(&digest).await.expect("kept");
                assert_eq!(back, first);
            }
        }
    }
}
