// What the host says of its platform: files of certificates, in any shape and number.

import type { JSX } from 'preact';
import { controlId } from '../../model/fields';
import { addPlatformFile, platformFiles, removePlatformFile } from '../../model/platformFiles';
import { platformProblemAt } from '../../model/platformVerdict';
import { Command } from '../../parts/Copy';
import { FileButton } from '../../parts/FileButton';
import { FileRows } from '../../parts/FileRows';
import { ProblemText } from '../../parts/Problem';
import { contentWords } from './content';

const id = controlId('platform');

/** As long as nothing was fetched yet. */
function HowToAsk(): JSX.Element {
  return (
    <div class="lead">
      On the host, one of these. The second has AMD's signature of the chip with it:
      <Command text="virsh nodesevinfo" />
      <Command text="sevctl export --full host.chain" />
    </div>
  );
}

export function HostCard(): JSX.Element {
  const list = platformFiles.value;
  const problem = platformProblemAt('platform');
  return (
    <section class="card" aria-labelledby="host-heading">
      <h2 id="host-heading">What the host says</h2>
      {list.length === 0 && <HowToAsk />}
      <FileRows field="platform" name="Files of the platform" files={list} content={contentWords} onRemove={removePlatformFile} />
      <div class="place">
        <div class="label">{list.length === 0 ? 'Platform files' : 'More files'}</div>
        <div class="place-content" id={`${id}-content`}>
          <span class="source">
            {list.length === 0 ? 'PDH, PEK, OCA and CEK, in any order and form: files of sevctl or sev-tool, the output of '
              + 'virsh nodesevinfo, QMP\'s answer' : 'Such as the signed CEK that AMD sent'}
          </span>
          {problem && !list.some(({ state }) => state === 'failed') && <ProblemText problem={problem} />}
        </div>
        <div class="place-actions">
          <FileButton field="platform" label={list.length === 0 ? 'Choose' : 'Add'} multiple
            describedBy={`${id}-content`} isInvalid={problem !== null}
            onFiles={(files) => files.forEach((file) => void addPlatformFile(file))} />
        </div>
      </div>
    </section>
  );
}
