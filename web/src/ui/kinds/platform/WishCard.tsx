// What the owner wants of a session; and what only some owners have: a root of their own, the chip's id.

import type { JSX } from 'preact';
import { controlId } from '../../model/fields';
import { makeError } from '../../model/launchSession';
import { chipId, chipIdText, clearRoot, putRoot, rootFiles, setChipId } from '../../model/platformFiles';
import { platformProblemAt, platformVerdict } from '../../model/platformVerdict';
import {
  checkSessionPolicy, chooseSessionPolicy, defaultName, kernelHashes, policyCheck, policyWithoutEs, recommendedPolicy,
  sessionName, sessionPolicy, sessionPolicyValue, setSessionPolicy,
} from '../../model/sessionWish';
import { FindingList } from '../../parts/Findings';
import { Folded } from '../../parts/Folded';
import { SeverityIcon } from '../../parts/Icon';
import { OneFile } from '../../parts/OneFile';
import { PlainField } from '../../parts/PlainField';
import { PolicyFlags } from '../../parts/PolicyFlags';

const offered = [[recommendedPolicy, 'with SEV-ES'], [policyWithoutEs, 'without SEV-ES']] as const;

function Offers(): JSX.Element {
  return (
    <div class="buttons">
      <span class="source">Recommended:</span>
      {offered.map(([policy, words]) => (
        <button key={policy} type="button" class="button small" aria-pressed={sessionPolicy.value.trim() === policy}
          aria-label={`Policy ${policy}, ${words}`} onClick={() => chooseSessionPolicy(policy)}>
          {policy} {words}
        </button>
      ))}
    </div>
  );
}

/** Its hosts cannot start such a guest. */
function NoEsThere(): JSX.Element | null {
  const shown = platformVerdict.value;
  const isNaples = shown.kind === 'decided' && shown.report.computed.generation === 'Naples';
  const asksForEs = ((sessionPolicyValue.value ?? 0) & 4) !== 0;
  if (!isNaples || !asksForEs) return null;
  return (
    <p class="remark">
      <SeverityIcon severity="warning" />
      <span>Hosts of the generation Naples have no SEV-ES: such a guest does not start there.</span>
    </p>
  );
}

function PolicyField(): JSX.Element {
  const check = policyCheck.value;
  const findings = check?.view?.findings ?? [];
  const made = makeError.value;
  const problem = check?.error ?? (made?.field === 'policy' ? made : null);
  return (
    <PlainField field="policy" text={sessionPolicy.value} onText={setSessionPolicy}
      onLeave={() => void checkSessionPolicy()} problem={problem} note={check?.view?.description ?? ''}
      source={<>A number, or flags: <code>nodbg,noks,es,nosend</code></>}>
      <Offers />
      {sessionPolicyValue.value !== null && (
        <div class="policy-words">
          <PolicyFlags policy={sessionPolicyValue.value} findings={findings} />
          <NoEsThere />
          <FindingList findings={findings} />
        </div>
      )}
    </PlainField>
  );
}

function NameField(): JSX.Element {
  const made = makeError.value;
  return (
    <PlainField field="sessionName" text={sessionName.value} onText={(text) => { sessionName.value = text; }}
      problem={made?.field === 'sessionName' ? made : null} placeholder={defaultName}
      source="How its files' names begin, such as that of the guest" />
  );
}

function KernelHashes(): JSX.Element {
  const id = controlId('kernelHashes');
  return (
    <p>
      <label>
        <input id={id} type="checkbox" checked={kernelHashes.value} aria-describedby={`${id}-source`}
          onChange={(event) => { kernelHashes.value = event.currentTarget.checked; }} />
        {' '}The guest's kernel is booted directly, and its hashes are measured
      </label>
      <span class="source" id={`${id}-source`}>
        <code>kernelHashes='yes'</code> for libvirt, <code>kernel-hashes=on</code> for QEMU
      </span>
    </p>
  );
}

function RootPlace(): JSX.Element {
  const [root] = rootFiles.value;
  const problem = root?.state === 'failed' ? root.error : platformProblemAt('root');
  return (
    <OneFile field="root" file={root?.file ?? null} problem={problem}
      onFile={(file) => { if (file) void putRoot(file); else clearRoot(); }}
      help="An ARK that you trust instead of AMD's, for tests. Never one that a host gave you." />
  );
}

function ChipIdField(): JSX.Element {
  return (
    <PlainField field="chipId" text={chipIdText.value} onText={(text) => { chipIdText.value = text; }}
      onLeave={() => setChipId(chipIdText.value)} problem={platformProblemAt('chipId')}
      source={<>64 bytes in hex or base64: <code>cpu0-id</code>. It names AMD's address of the signed CEK</>} />
  );
}

function Seldom(): JSX.Element {
  const isGiven = rootFiles.value.length > 0 || chipId.value !== '' || platformProblemAt('chipId') !== null;
  return (
    <Folded title="A root of your own, chip id" isGiven={isGiven}>
      <RootPlace />
      <ChipIdField />
    </Folded>
  );
}

export function WishCard(): JSX.Element {
  return (
    <section class="card" aria-labelledby="wish-heading">
      <h2 id="wish-heading">What I want</h2>
      <p class="lead">A session is for one start of one guest on this platform. Its policy cannot be changed later.</p>
      <PolicyField />
      <NameField />
      <KernelHashes />
      <Seldom />
    </section>
  );
}
