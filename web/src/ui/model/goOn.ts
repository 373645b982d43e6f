// From a session that was made to the launch that it is for: its keys and its policy are put in their places.

import { clearingsSoFar, places, texts } from './inputs';
import { isInsecure, launchSession, type LaunchSession } from './launchSession';
import { momentLabels } from './moment';
import { asOneNotice, inform } from './notices';
import { clearPlace, putKey } from './places';
import { fillTexts } from './texts';
import { showMoment } from './address';

const keyPlaces = ['tik', 'tek', 'tk'] as const;

function keyOf({ files }: LaunchSession, role: string): { name: string; bytes: Uint8Array } | undefined {
  return files.find((file) => file.isSecret && file.role === role);
}

/** What was of an earlier launch, and is of no use for this one. */
function replacedWords(hadKeys: boolean, hadMeasurement: boolean): string {
  const gone = [hadKeys ? 'Other keys' : '', hadMeasurement ? 'a measurement' : ''].filter(Boolean).join(' and ');
  if (gone === '') return '';
  return ` ${gone.charAt(0).toUpperCase()}${gone.slice(1)} of an earlier launch ${hadKeys ? 'were' : 'was'} removed.`;
}

export async function goOn(): Promise<void> {
  const made = launchSession.peek();
  const [tik, tek] = made ? [keyOf(made, 'TIK'), keyOf(made, 'TEK')] : [];
  const policy = made?.report.computed.policy?.hex;
  if (!made || !tik || !tek || policy === undefined) return;
  const clearings = clearingsSoFar();
  const hadKeys = keyPlaces.some((name) => places[name].value.status !== 'empty');
  const hadMeasurement = texts.measurement.value !== '';
  await asOneNotice(async () => {
    clearPlace('tk');
    await Promise.all([putKey('tik', tik.name, tik.bytes), putKey('tek', tek.name, tek.bytes)]);
    if (clearings !== clearingsSoFar()) return;
    fillTexts({ policy, measurement: '' });
    showMoment('paused');
    inform(`${momentLabels.paused}: TIK, TEK and policy ${policy} of the session are in place.`
      + `${isInsecure(made) ? ' Nobody vouches for its platform: for tests only.' : ''}`
      + replacedWords(hadKeys, hadMeasurement));
  });
}
