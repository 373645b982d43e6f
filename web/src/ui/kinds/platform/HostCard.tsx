// What the host says of its platform: files of certificates, in any shape and number.

import type { JSX } from 'preact';
import { formatSize } from '../../../engine/sizes';
import { controlId } from '../../model/fields';
import { visibleName } from '../../model/format';
import { addPlatformFile, platformFiles, removePlatformFile, type PlatformFile } from '../../model/platformFiles';
import { platformProblemAt } from '../../model/platformVerdict';
import { Command } from '../../parts/Copy';
import { FileButton } from '../../parts/FileButton';
import { FileName } from '../../parts/FilePlace';
import { ProblemText } from '../../parts/Problem';
import { contentWords } from './content';

const id = controlId('platform');

function FileRow({ file }: { file: PlatformFile }): JSX.Element {
  const remove = (): void => {
    removePlatformFile(file);
    document.getElementById(id)?.focus();
  };
  const name = visibleName(file.file.name, 60);
  return (
    <li class="place">
      <div class="label">{contentWords(file)}</div>
      <div class="place-content">
        <FileName name={file.file.name} />
        <span class="meta">{formatSize(file.file.size)}</span>
        {file.state === 'failed' && <ProblemText problem={file.error} />}
      </div>
      <div class="place-actions">
        <button type="button" class="button small quiet" aria-label={`Remove ${name}`} onClick={remove}>Remove</button>
      </div>
    </li>
  );
}

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
      <ul class="platform-files" aria-label="Files of the platform">
        {list.map((file) => <FileRow key={file.token} file={file} />)}
      </ul>
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
