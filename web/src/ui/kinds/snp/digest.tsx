// Before a SEV-SNP guest is started: the launch digest that its reports must have, and an ID block for it.

import type { JSX } from 'preact';
import { snpDigest } from '../../model/snpDigest';
import type { Moment } from '../../parts/moment';
import { InvalidProblems } from '../../parts/ProblemItems';
import { actions } from './actions';
import { BlockCheckCard } from './BlockCheckCard';
import { boxes, boxesDigest, chain } from './boxes';
import { CompareCard } from './CompareCard';
import { Reasons } from './Digests';
import { BlockCard, MadeBlockCard } from './BlockCard';
import { onPaper } from './PrintSheet';
import { standing } from './standing';
import { Evidence } from './Steps';
import { asked, WantCard } from './WantCard';

function Problems(): JSX.Element | null {
  return <InvalidProblems of={snpDigest.value} />;
}

function Cards(): JSX.Element {
  return <><WantCard {...asked} /><CompareCard /><BlockCard /><BlockCheckCard /></>;
}

export const digest: Moment = {
  id: 'digest', standing, isAsked: () => ['measured', 'invalid'].includes(snpDigest.value.kind), actions, chain,
  boxes, boxesDigest, Cards, Problems, Reasons, Evidence, Next: MadeBlockCard, onPaper,
};
