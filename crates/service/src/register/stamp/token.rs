//! Requests and tokens of RFC 3161. A token counts only if it answers our question and is signed with the key of the one
//! certificate that the city named; `openssl ts -verify` comes to the same result without us.

use cms::cert::x509::Certificate;
use cms::cert::x509::ext::pkix::ExtendedKeyUsage;
use cms::cert::x509::spki::AlgorithmIdentifierOwned;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfo};
use der::asn1::{Int, OctetString};
use der::oid::ObjectIdentifier;
use der::oid::db::rfc5280::ID_KP_TIME_STAMPING;
use der::oid::db::rfc5911::{ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION,
    SECP_256_R_1, SECP_384_R_1, SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION,
    SHA_512_WITH_RSA_ENCRYPTION,
};
use der::{Decode as _, DecodePem as _, Encode as _};
use dinh_register::Hash;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use sha2::Digest as _;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

/// `id-ct-TSTInfo` (RFC 3161 section 2.4.2).
const ID_CT_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// A token that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The token itself (`ContentInfo`), DER.
    pub token: Vec<u8>,
    /// The time in it, in seconds since 1970.
    pub second: i64,
}

/// Why an answer is no stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampFault {
    /// The certificate of the authority cannot be read, or is not one for time stamps.
    #[error("chứng thư đã đặt không phải chứng thư ký dấu thời gian")]
    Certificate,
    /// The answer is not what RFC 3161 describes.
    #[error("câu trả lời không theo chuẩn RFC 3161")]
    Malformed,
    /// The authority did not grant it.
    #[error("tổ chức cấp dấu từ chối")]
    Refused,
    /// It stamps something else, or answers another question.
    #[error("dấu nhận được là của nội dung khác hoặc trả lời câu hỏi khác")]
    Other,
    /// It is not signed with the key of the named certificate, or not while that was valid.
    #[error("dấu không được ký bằng chứng thư đã đặt, hoặc chứng thư đã hết hạn")]
    Signature,
}

type Result<T> = std::result::Result<T, StampFault>;

/// The question: please stamp this SHA-256. The nonce ties the answer to it.
pub fn request(digest: &Hash, nonce: [u8; 16]) -> Result<Vec<u8>> {
    let malformed = |_| StampFault::Malformed;
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: MessageImprint {
            hash_algorithm: AlgorithmIdentifierOwned {
                oid: ID_SHA_256,
                parameters: Some(der::Any::null()),
            },
            hashed_message: OctetString::new(digest.0).map_err(malformed)?,
        },
        req_policy: None,
        nonce: Some(number(nonce)?),
        cert_req: true,
        extensions: None,
    };
    request.to_der().map_err(malformed)
}

/// A positive number of exactly sixteen bytes: it has one spelling in DER.
fn number(mut nonce: [u8; 16]) -> Result<Int> {
    nonce[0] = nonce[0] & 0x3f | 0x40;
    Int::new(&nonce).map_err(|_| StampFault::Malformed)
}

/// Reads a certificate in PEM; it must be one for time stamps.
pub fn certificate(pem: &str) -> Result<Certificate> {
    let certificate = Certificate::from_pem(pem).map_err(|_| StampFault::Certificate)?;
    let usage = certificate.tbs_certificate.get::<ExtendedKeyUsage>();
    match usage {
        Ok(Some((_, usage))) if usage.0.contains(&ID_KP_TIME_STAMPING) => Ok(certificate),
        _ => Err(StampFault::Certificate),
    }
}

/// Checks the answer to `request(digest, nonce)`.
pub fn judge(
    answer: &[u8],
    digest: &Hash,
    nonce: [u8; 16],
    certificate: &Certificate,
) -> Result<Stamp> {
    let answer = TimeStampResp::from_der(answer).map_err(|_| StampFault::Malformed)?;
    let token = answer.time_stamp_token.ok_or(StampFault::Refused)?;
    let (info, second) = read(&token, certificate)?;
    let imprint = &info.message_imprint;
    let is_ours = imprint.hash_algorithm.oid == ID_SHA_256
        && imprint.hashed_message.as_bytes() == digest.0
        && info.nonce == Some(number(nonce)?);
    if !is_ours {
        return Err(StampFault::Other);
    }
    let token = token.to_der().map_err(|_| StampFault::Malformed)?;
    Ok(Stamp { token, second })
}

/// What a token says and when, if the certificate signed it.
fn read(token: &ContentInfo, certificate: &Certificate) -> Result<(TstInfo, i64)> {
    let malformed = |_| StampFault::Malformed;
    if token.content_type != ID_SIGNED_DATA {
        return Err(StampFault::Malformed);
    }
    let data: SignedData = token.content.decode_as().map_err(malformed)?;
    let inner = &data.encap_content_info;
    if inner.econtent_type != ID_CT_TST_INFO {
        return Err(StampFault::Malformed);
    }
    let content = inner.econtent.as_ref().ok_or(StampFault::Malformed)?;
    let content: OctetString = content.decode_as().map_err(malformed)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(StampFault::Malformed);
    };
    check_signature(signer, content.as_bytes(), certificate)?;
    let info = TstInfo::from_der(content.as_bytes()).map_err(malformed)?;
    let time = info.gen_time.to_unix_duration();
    let validity = &certificate.tbs_certificate.validity;
    let is_valid = (validity.not_before.to_unix_duration()..=validity.not_after.to_unix_duration())
        .contains(&time);
    if !is_valid {
        return Err(StampFault::Signature);
    }
    let second = i64::try_from(time.as_secs()).map_err(|_| StampFault::Malformed)?;
    Ok((info, second))
}

/// The signature is over the signed attributes, one of which is the digest of the content (RFC 5652 section 5.4).
fn check_signature(signer: &SignerInfo, content: &[u8], certificate: &Certificate) -> Result<()> {
    let attributes = signer.signed_attrs.as_ref().ok_or(StampFault::Signature)?;
    let mut digests = attributes
        .iter()
        .filter(|attribute| attribute.oid == ID_MESSAGE_DIGEST)
        .flat_map(|attribute| attribute.values.iter());
    let named = digests
        .next()
        .and_then(|value| value.decode_as::<OctetString>().ok());
    let named = named.filter(|_| digests.next().is_none());
    let digest = digest(&signer.digest_alg.oid, content).ok_or(StampFault::Signature)?;
    if named.is_none_or(|named| named.as_bytes() != digest) {
        return Err(StampFault::Signature);
    }
    let message = attributes.to_der().map_err(|_| StampFault::Malformed)?;
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let curve = key
        .algorithm
        .parameters
        .as_ref()
        .and_then(|curve| curve.decode_as().ok());
    let algorithm = algorithm(
        &signer.signature_algorithm.oid,
        &signer.digest_alg.oid,
        curve.as_ref(),
    );
    let algorithm = algorithm.ok_or(StampFault::Signature)?;
    UnparsedPublicKey::new(algorithm, key.subject_public_key.raw_bytes())
        .verify(&message, signer.signature.as_bytes())
        .map_err(|_| StampFault::Signature)
}

fn digest(algorithm: &ObjectIdentifier, content: &[u8]) -> Option<Vec<u8>> {
    match *algorithm {
        ID_SHA_256 => Some(sha2::Sha256::digest(content).to_vec()),
        ID_SHA_384 => Some(sha2::Sha384::digest(content).to_vec()),
        ID_SHA_512 => Some(sha2::Sha512::digest(content).to_vec()),
        _ => None,
    }
}

fn algorithm(
    signed_with: &ObjectIdentifier,
    digest: &ObjectIdentifier,
    curve: Option<&ObjectIdentifier>,
) -> Option<&'static dyn VerificationAlgorithm> {
    match (*signed_with, *digest, curve) {
        (RSA_ENCRYPTION | SHA_256_WITH_RSA_ENCRYPTION, ID_SHA_256, _) => {
            Some(&signature::RSA_PKCS1_2048_8192_SHA256)
        }
        (RSA_ENCRYPTION | SHA_384_WITH_RSA_ENCRYPTION, ID_SHA_384, _) => {
            Some(&signature::RSA_PKCS1_2048_8192_SHA384)
        }
        (RSA_ENCRYPTION | SHA_512_WITH_RSA_ENCRYPTION, ID_SHA_512, _) => {
            Some(&signature::RSA_PKCS1_2048_8192_SHA512)
        }
        (ECDSA_WITH_SHA_256, _, Some(&SECP_256_R_1)) => Some(&signature::ECDSA_P256_SHA256_ASN1),
        (ECDSA_WITH_SHA_384, _, Some(&SECP_256_R_1)) => Some(&signature::ECDSA_P256_SHA384_ASN1),
        (ECDSA_WITH_SHA_256, _, Some(&SECP_384_R_1)) => Some(&signature::ECDSA_P384_SHA256_ASN1),
        (ECDSA_WITH_SHA_384, _, Some(&SECP_384_R_1)) => Some(&signature::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}
