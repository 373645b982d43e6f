// An ID block: with it, firmware starts the guest with this digest and this policy alone.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatSize } from '../../../engine/sizes';
import { controlId } from '../../model/fields';
import { shortHash } from '../../model/format';
import {
  blockCpus, blockDigest, blockError, blockHeadingId, blockName, blockProblemAt, blockText, blockTexts,
  defaultBlockName, madeBlock, makeBlock, makingBlock, missingForBlock, saveBlockFile, usualBlockPolicy,
  type MadeBlock,
} from '../../model/idBlock';
import { saveText } from '../../model/save';
import { cpusWords, snpDigest } from '../../model/snpDigest';
import { CopyButton } from '../../parts/Copy';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Folded } from '../../parts/Folded';
import { Hash } from '../../parts/Hash';
import { PlainField } from '../../parts/PlainField';
import { ProblemText } from '../../parts/Problem';
import { SnpField } from './Field';
import { KeyPlace } from './KeyPlace';

/** Of several digests, which one: a block is for one. */
function WhichDigest(): JSX.Element | null {
  const shown = snpDigest.value;
  const digests = shown.kind === 'measured' ? shown.report.computed.launchDigests : [];
  if (digests.length < 2 || blockTexts.launchDigest.text.value.trim() !== '') return null;
  const id = controlId('blockCpus');
  return (
    <div class="field">
      <label class="label" for={id}>For vCPUs</label>
      <select id={id} class="input" autocomplete="off" onChange={(event) => { blockCpus.value = Number(event.currentTarget.value); }}>
        {digests.map(({ vcpus, hex }) => <option key={vcpus} value={vcpus}>{cpusWords(vcpus)}, {shortHash(hex)}</option>)}
      </select>
    </div>
  );
}

function Texts(): JSX.Element {
  const { launchDigest, policy, familyId, imageId, guestSvn } = blockTexts;
  const computed = blockDigest.value;
  const shown = snpDigest.value;
  const its = shown.kind === 'measured' ? shown.report.computed.igvm?.policy : null;
  return (
    <>
      <SnpField field="launchDigest" of={launchDigest} problem={blockProblemAt('launchDigest')}
        source={computed === '' ? 'Empty: the one that is computed here' : `Empty: the computed one, ${shortHash(computed)}`} />
      <WhichDigest />
      <SnpField field="policy" of={policy} placeholder={usualBlockPolicy.value} problem={blockProblemAt('policy')}
        source={`The launch's, all 64 bits${its ? `; the IGVM file says ${its}` : ''}`}>
        <FindingList findings={policy.check.value?.view?.findings ?? []} />
      </SnpField>
      <Folded title="Family, image, security version, names of its files"
        isGiven={[familyId, imageId, guestSvn, blockName].some(({ text }) => text.value !== '')}>
        <SnpField field="familyId" of={familyId} problem={blockProblemAt('familyId')} source="16 bytes of your choice, in hex or as a GUID" />
        <SnpField field="imageId" of={imageId} problem={blockProblemAt('imageId')} source="16 more" />
        <SnpField field="guestSvn" of={guestSvn} problem={blockProblemAt('guestSvn')} placeholder="0" source="Security version of the guest" />
        <PlainField field="blockName" text={blockName.text.value} onText={blockName.set}
          problem={blockProblemAt('blockName')} placeholder={defaultBlockName} source="How their names begin" />
      </Folded>
    </>
  );
}

function Make(): JSX.Element {
  const missing = missingForBlock.value;
  const error = blockError.value;
  return (
    <>
      <div class="buttons">
        <button type="button" class="button small" disabled={missing !== null || makingBlock.value}
          onClick={() => void makeBlock()}>Make ID block</button>
        {missing && <span class="source">Needs {missing.words}.</span>}
      </div>
      <div aria-live="polite">
        {makingBlock.value && <p>Signing…</p>}
        {error && <ProblemText problem={error} />}
      </div>
    </>
  );
}

export function BlockCard(): JSX.Element {
  return (
    <section class="card" aria-labelledby={blockHeadingId}>
      <h2 id={blockHeadingId} tabIndex={-1}>What only I have: an ID block</h2>
      <p class="lead">
        With it, the host's firmware starts the guest with this digest and policy only. A host can leave it out: look at
        the ID key's digest in every report.
      </p>
      <KeyPlace field="idKey" help="Private key of P-384, PEM or DER. Read when the block is made, and wiped"
        problem={blockProblemAt('idKey')} />
      <KeyPlace field="authorKey" help="Optional: signs the ID key" problem={blockProblemAt('authorKey')} />
      <Texts />
      <Make />
    </section>
  );
}

function FileRow({ file }: { file: MadeBlock['files'][number] }): JSX.Element {
  const { name, role, bytes } = file;
  return (
    <li class="session-file" data-file={name}>
      <span class="session-file-words">
        <code class="file-name">{name}</code> <span class="meta">{role}, {formatSize(bytes.length)}</span>
      </span>
      <button type="button" class="button small" aria-label={`Save ${name}`} onClick={() => saveBlockFile(file)}>Save</button>
    </li>
  );
}

function Made({ made }: { made: MadeBlock }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [made]);
  const { report, text, files } = made;
  const xml = blockText('_launchsecurity.xml');
  return (
    <section class="card secrets session" aria-labelledby="made-block-heading" data-id-block="made">
      <h2 id="made-block-heading" ref={heading} tabIndex={-1}>ID block: save its files</h2>
      <FindingList findings={report.findings} />
      <dl class="facts">
        <Row name="Policy">{report.idBlock.policy.hex} {report.idBlock.policy.flags.join(' ')}</Row>
        <Row name="Launch digest"><Hash hex={report.idBlock.launchDigest} /></Row>
        <Row name="ID key digest"><Hash hex={report.idKeyDigest} /></Row>
        {report.authorKeyDigest && <Row name="Author key digest"><Hash hex={report.authorKeyDigest} /></Row>}
      </dl>
      <ul class="session-files" aria-label="Files of the ID block">{files.map((file) => <FileRow key={file.name} file={file} />)}</ul>
      <h3>For libvirt: into the domain's <code>&lt;launchSecurity&gt;</code></h3>
      <pre class="snippet" tabIndex={0} aria-label="launchSecurity">{xml}</pre>
      <div class="buttons"><CopyButton text={xml} what="launchSecurity" named /></div>
      <h3>Or QEMU's options</h3>
      <pre class="snippet" tabIndex={0} aria-label="QEMU's options">{blockText('_qemu.txt')}</pre>
      <div class="buttons">
        <CopyButton text={blockText('_qemu.txt')} what="QEMU's options" named />
        <button type="button" class="button small"
          onClick={() => saveText('sevproof-id-block.json', text, 'application/json')}>Save report of the ID block</button>
      </div>
    </section>
  );
}

export function MadeBlockCard(): JSX.Element | null {
  const made = madeBlock.value;
  return made && <Made made={made} />;
}
