// The npm package asked as the program is: the options of the sample alone, status 0 for a match and 1 for a mismatch.
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from 'sevproof';

const names = ['launch-info', 'tk', 'firmware', 'kernel', 'initrd', 'cmdline', 'num-cpus', 'cpu'];
const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
const sevproof = await load();
const expectOk = ({ ok, value, error }) => {
  if (!ok) throw new Error(error.message);
  return value;
};
const answer = sevproof.validate({
  ...expectOk(sevproof.parseLaunchInfo(readFileSync(values['launch-info'], 'utf8'))),
  tk: readFileSync(values.tk),
  firmware: readFileSync(values.firmware),
  kernel: await sevproof.digest(createReadStream(values.kernel)),
  initrd: await sevproof.digest(createReadStream(values.initrd)),
  cmdline: values.cmdline,
  numCpus: values['num-cpus'],
  cpu: values.cpu,
});
const { verdict } = expectOk(answer).report;
console.log(verdict);
process.exitCode = { match: 0, mismatch: 1 }[verdict] ?? 2;
