// The part of the core's face that is about SEV-SNP: wasm/calls_snp.cc and calls_id_block.cc. What is in its
// documents is in snp.d.ts.

import type { FirmwareView } from './reports';
import type { AnswerText, RequestFiles, TextView, Validated } from './values';

/** Texts of a launch; the core reads numbers in decimal or with 0x. */
export type SnpTextField =
  | 'firmwareDigest' | 'sections' | 'resetAddress' | 'hashArea' | 'cmdline' | 'numCpus' | 'cpu' | 'vmm'
  | 'guestFeatures' | 'vmsaAddress';

/** Texts of an ID block, and of what one must be. */
export type BlockTextField =
  | 'launchDigest' | 'policy' | 'familyId' | 'imageId' | 'guestSvn' | 'idKeyDigest' | 'authorKeyDigest';

export type SnpFieldName =
  | SnpTextField | BlockTextField | 'igvm' | 'expectedDigest' | 'blockName' | BlockFileField;

/** Files of an ID block: private keys in PEM or DER, and what was made, raw or in base64. */
export type BlockFileField = 'idKey' | 'authorKey' | 'idBlock' | 'idAuth';

export type SnpTexts = { [field in SnpTextField]?: string };
export type BlockTexts = { [field in BlockTextField]?: string } & {
  /** Of one that is made: whether libvirt and QEMU are to be asked for kernel hashes. */
  kernelHashes?: string;
};

/** What a launch can be made of: part of About. */
export interface SnpChoices {
  /** The first is the usual one. */
  vmms: string[];
  vmsaAddresses: string[];
  /** Of ID blocks, where none is given. */
  policy: string;
}

export interface SnpSteps {
  /** A line for each page that is measured: type, address and the digest after it, with commas between. */
  steps: string;
}

export interface IdBlockFile {
  /** Without a folder: "vm_idblock.bin". */
  name: string;
  /** What it is, in words. */
  role: string;
  base64: string;
}

export interface IdBlockMade extends Validated {
  files: IdBlockFile[];
}

export interface SnpCore {
  /** As describeFirmware, but without a look at the code, which takes a third of a second. */
  describeFirmwareTable(image: Uint8Array): AnswerText<FirmwareView>;
  /** Reads one text by itself; of a launch digest the description is its hex. */
  checkSnpText(field: SnpTextField | BlockTextField, text: string): AnswerText<TextView>;
  /** snp-measure.schema.json, the bytes that `sevproof snp measure --json` prints. */
  measureSnp(texts: SnpTexts, files: RequestFiles): AnswerText<Validated>;
  /** Every page of the largest number of CPUs. */
  listSnpSteps(texts: SnpTexts, files: RequestFiles): AnswerText<SnpSteps>;
  /** id-block.schema.json, and the files that `sevproof snp id-block create` writes. */
  createIdBlock(texts: BlockTexts, keys: RequestFiles, name: string): AnswerText<IdBlockMade>;
  /** id-block.schema.json, the bytes that `sevproof snp id-block check --json` prints. */
  checkIdBlock(texts: BlockTexts, files: RequestFiles): AnswerText<Validated>;
}
