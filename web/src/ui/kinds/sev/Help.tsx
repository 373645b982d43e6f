// What each control is for, and where its value comes from.

import type { JSX } from 'preact';
import { Command } from '../../parts/Copy';
import { HelpOn } from '../../parts/HelpDialog';

function Wanted(): JSX.Element {
  return (
    <dl class="facts">
      <HelpOn field="firmware">
        Your copy of the OVMF image, such as <code>OVMF.amdsev.fd</code>: code and variables in one file.
      </HelpOn>
      <HelpOn field="kernel">
        Your copy, if the guest boots it directly. It is measured with <code>kernelHashes="yes"</code> only,
        as initrd and command line are.
      </HelpOn>
      <HelpOn field="initrd">Your copy. Give none if the guest has none.</HelpOn>
      <HelpOn field="cmdline">
        Byte for byte, as in <code>-append</code> or <code>&lt;cmdline&gt;</code>: every space counts, and
        spaces at the ends are shown.
      </HelpOn>
      <HelpOn field="numCpus">
        As in <code>-smp</code> or <code>&lt;vcpu&gt;</code>. Every CPU of a SEV-ES guest is measured.
      </HelpOn>
      <HelpOn field="cpu">
        A model of QEMU, such as EPYC-Milan. For <code>-cpu host</code>: family, model and stepping of the
        host's CPU, such as 25/1/1.
      </HelpOn>
      <HelpOn field="vmsaLayout">
        How QEMU makes a CPU's state: legacy, or init2 if it was started with legacy-vm-type=off.
      </HelpOn>
      <HelpOn field="sevFeatures">0, or 0x20 if the host's kernel turns DebugSwap on (Linux 6.6 to 6.8 do).</HelpOn>
      <HelpOn field="vmsaCpu0">The boot CPU's page of 4096 bytes, if you have one: instead of a CPU model.</HelpOn>
      <HelpOn field="vmsaCpu1">The page of all other CPUs (application processors).</HelpOn>
      <HelpOn field="policy">
        What the host must not do with the guest: the one of your session. 0xf forbids debugging, key
        sharing and sending, and asks for SEV-ES.
      </HelpOn>
    </dl>
  );
}

function Said(): JSX.Element {
  return (
    <>
      <p>On the host, with the guest started paused. This prints the measurement, the three numbers and the policy:</p>
      <Command text="virsh domlaunchsecinfo GUEST" />
      <p>Or from QEMU itself: the first has the measurement, the second the rest.</p>
      <Command text={'virsh qemu-monitor-command GUEST \'{"execute":"query-sev-launch-measure"}\''} />
      <Command text={'virsh qemu-monitor-command GUEST \'{"execute":"query-sev"}\''} />
      <p>The guest's configuration. It is checked, and what it says is offered where you gave nothing:</p>
      <Command text="virsh dumpxml GUEST" />
      <dl class="facts">
        <HelpOn field="measurement">48 bytes in base64: what the firmware measured, and a nonce.</HelpOn>
        <HelpOn field="apiMajor">Of the host's SEV firmware; the measurement covers it.</HelpOn>
        <HelpOn field="apiMinor">Of the host's SEV firmware, too.</HelpOn>
        <HelpOn field="buildId">Of the host's SEV firmware, too.</HelpOn>
        <HelpOn field="domainXml">
          Its <code>&lt;loader&gt;</code>, <code>&lt;kernel&gt;</code>, <code>&lt;initrd&gt;</code>,
          {' '}<code>&lt;cmdline&gt;</code>, <code>&lt;vcpu&gt;</code> and <code>&lt;cpu&gt;</code> must be what
          you asked for.
        </HelpOn>
      </dl>
    </>
  );
}

function Keys(): JSX.Element {
  return (
    <>
      <p>Whoever made the launch session has them. For example:</p>
      <Command text="sevctl session --name guest host.chain 15" />
      <p>
        <code>guest_tik.bin</code> and <code>guest_tek.bin</code> belong here; <code>guest_godh.b64</code> and
        {' '}<code>guest_session.b64</code> are for the host.
      </p>
      <dl class="facts">
        <HelpOn field="tik">16 bytes: the measurement is made with it. Enough for a verdict.</HelpOn>
        <HelpOn field="tek">16 bytes: secrets are encrypted with it.</HelpOn>
        <HelpOn field="tk">Both in one file of 32 bytes, the TEK first, as other tools write them.</HelpOn>
      </dl>
    </>
  );
}

export function Help(): JSX.Element {
  return (
    <>
      <p>
        Drop the files of one launch anywhere on the page. The verdict comes by itself when nothing is
        missing. New here? Load one of the samples.
      </p>
      <h3>Files</h3>
      <p>
        Choose files takes many at once, as dropping does; each is recognised by its content, and the list says
        as what. Paste host output takes what the clipboard has: the output of either virsh command, or a
        measurement by itself. Take as mine makes a value of the host yours.
      </p>
      <h3>What I want</h3>
      <Wanted />
      <h3>What the host says</h3>
      <Said />
      <h3>What only I have</h3>
      <Keys />
      <h3>Secrets, after a match</h3>
      <p>
        Secret name is luks-key, or the GUID that the guest looks for. The secret is a text, used as typed and
        without a newline, or a file, used byte for byte. Pack secret makes two files for the host, which only
        this guest can open.
      </p>
      <h3>Settings</h3>
      <p>
        Save settings keeps all but keys, secrets and the measurement, for the next start of the same guest; Copy
        link with settings makes the same a link for a run book. Start over clears everything.
      </p>
    </>
  );
}
