// While it is paused: the launch measurement of a SEV or SEV-ES guest, and the secrets that it may have.

import type { JSX } from 'preact';
import { asked } from '../../model/verdict';
import type { Moment } from '../../parts/moment';
import { actions } from './actions';
import { boxes, boxesDigest } from './boxes';
import { chain } from './chain';
import { KeysCard } from './KeysCard';
import { onPaper } from './PrintSheet';
import { Problems } from './Problems';
import { Evidence, Reasons } from './Reasons';
import { SaysCard } from './SaysCard';
import { SecretsCard } from './SecretsCard';
import { standing } from './standing';
import { WantCard } from './WantCard';

function Cards(): JSX.Element {
  return <><WantCard /><SaysCard /><KeysCard /></>;
}

export const paused: Moment = {
  id: 'paused', standing, isAsked: () => asked.value, actions, chain, boxes, boxesDigest, Cards, Problems,
  Reasons, Evidence, Next: SecretsCard, onPaper,
};
