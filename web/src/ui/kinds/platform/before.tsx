// Before the start: is the host's platform genuine, and a launch session for it.

import type { JSX } from 'preact';
import { platformVerdict } from '../../model/platformVerdict';
import type { Moment } from '../../parts/moment';
import { InvalidProblems } from '../../parts/ProblemItems';
import { actions } from './actions';
import { CheckCard } from './CheckCard';
import { HostCard } from './HostCard';
import { onPaper } from './PrintSheet';
import { Evidence, Reasons } from './Reasons';
import { SessionCard } from './SessionCard';
import { standing } from './standing';
import { WishCard } from './WishCard';

function Problems(): JSX.Element | null {
  return <InvalidProblems of={platformVerdict.value} />;
}

function Cards(): JSX.Element {
  return <><HostCard /><WishCard /><CheckCard /></>;
}

export const before: Moment = {
  id: 'before', standing, isAsked: () => ['decided', 'invalid'].includes(platformVerdict.value.kind), actions,
  // Its chain is a picture of its own.
  chain: () => [], boxes: () => [], boxesDigest: () => '', Cards, Problems, Reasons, Evidence, Next: SessionCard,
  onPaper,
};
