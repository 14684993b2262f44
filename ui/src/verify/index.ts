/** What the page and the tests use. */
export { check, type Finding, type NamedFile } from "./check";
export { emptyRoot, leafHash, mustInclude, nodeHash } from "./tree";
export { entryFrom } from "./entry";
export { fromBase64, hashFrom, numberFrom, sha256, toBase64, toHex, utf8, type Bytes } from "./bytes";
export { judge } from "./checkpoint";
export { keyFrom } from "./note";
export { policyFrom, policyFromPaste } from "./policy";
export { proofFrom } from "./proof";
export { receiptFrom, receiptFromFiles } from "./receipt";
export { Missing, Refusal } from "./refusal";
export { moment, verdictOf, verdictOfRefusal, type Verdict } from "./verdict";
