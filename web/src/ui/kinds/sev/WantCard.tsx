// What I want: the guest as its owner asked for it.

import type { JSX } from 'preact';
import { held } from '../../model/inputs';
import { CommandLine } from '../../parts/CommandLine';
import { FirmwareDetails } from '../../parts/FileDetails';
import { FilePlace } from '../../parts/FilePlace';
import { TextField } from '../../parts/TextField';
import { CpuRows } from './CpuRows';
import { firmwareFacts, firmwareWords } from './firmware';
import { PolicyChips } from './PolicyChips';

export function WantCard(): JSX.Element {
  const firmware = held('firmware')?.firmware;
  return (
    <section class="card" aria-labelledby="want-heading">
      <h2 id="want-heading">What I want</h2>
      <p class="lead">The guest as you asked for it. Use your own copies of the files, not the host's.</p>
      <FilePlace place="firmware" help="OVMF image, such as OVMF.amdsev.fd" describe={firmwareWords}>
        {firmware && <FirmwareDetails firmware={firmware} facts={firmwareFacts(firmware)} />}
      </FilePlace>
      <FilePlace place="kernel" help="Only when booted directly, with kernel hashes" />
      <FilePlace place="initrd" help="None means empty" />
      <CommandLine />
      <CpuRows />
      <TextField field="policy" source="Of your session, such as 0xf; the host reports it too">
        <PolicyChips />
      </TextField>
    </section>
  );
}
