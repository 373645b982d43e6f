# Completion of sevproof for bash, made of its table of options.
_sevproof() {
  local word=${COMP_WORDS[COMP_CWORD]} at=$((COMP_CWORD - 1)) option command=
  COMPREPLY=()
  if [[ $word == : ]]; then
    word=
    at=$((at - 1))
  elif [[ $word == = ]]; then
    word=
  elif [[ ${COMP_WORDS[at]} == : ]]; then
    at=$((at - 2))
  fi
  if [[ ${COMP_WORDS[at]} == = ]]; then at=$((at - 1)); fi
  option=${COMP_WORDS[at]}
  local -i words=1
  while ((words < COMP_CWORD)); do
    case "$command${command:+ }${COMP_WORDS[words]}" in
      'firmware' | 'igvm' | 'measure' | 'platform' | 'secret' | 'session' | 'snp' | 'vmsa' | 'firmware show' | 'igvm show' | 'platform attestation' | 'platform show' | 'platform verify' | 'secret unpack' | 'session check' | 'session create' | 'snp explain' | 'snp id-block' | 'snp measure' | 'snp show' | 'snp verify' | 'snp id-block check' | 'snp id-block create' | 'vmsa build' | 'vmsa diff' | 'vmsa show') command+="${command:+ }${COMP_WORDS[words]}" ;;
      *) break ;;
    esac
    words+=1
  done
  if ((words == COMP_CWORD)); then
    case $command in
      'firmware')
        mapfile -t COMPREPLY < <(compgen -W 'show' -- "$word")
        return
        ;;
      'igvm')
        mapfile -t COMPREPLY < <(compgen -W 'show' -- "$word")
        return
        ;;
      'platform')
        mapfile -t COMPREPLY < <(compgen -W 'attestation show verify' -- "$word")
        return
        ;;
      'secret')
        mapfile -t COMPREPLY < <(compgen -W 'unpack' -- "$word")
        return
        ;;
      'session')
        mapfile -t COMPREPLY < <(compgen -W 'check create' -- "$word")
        return
        ;;
      'snp')
        mapfile -t COMPREPLY < <(compgen -W 'explain id-block measure show verify' -- "$word")
        return
        ;;
      'snp id-block')
        mapfile -t COMPREPLY < <(compgen -W 'check create' -- "$word")
        return
        ;;
      'vmsa')
        mapfile -t COMPREPLY < <(compgen -W 'build diff show' -- "$word")
        return
        ;;
    esac
  fi
  case $option in
    --also-try | --author-key | --certs | --domain-xml | --expect | --firmware | --godh | --id-auth | --id-block | --id-key | --igvm | --initrd | --inject-secret | --kernel | --launch-info | --out-cpu0 | --out-cpu1 | --platform | --report | --root | --secret-header | --secret-payload | --session | --tek | --tik | --tk | --vmsa-cpu0 | --vmsa-cpu1 | -0 | -1 | -f | -k | -r | -s)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --out)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      return
      ;;
    --cpu)
      mapfile -t COMPREPLY < <(compgen -W 'EPYC EPYC-IBPB EPYC-Rome EPYC-Milan EPYC-Genoa EPYC-Turin Dhyana qemu64 kvm64 kvm32 Opteron_G1 Opteron_G2 Opteron_G3 Opteron_G4 Opteron_G5 phenom athlon base' -- "$word")
      return
      ;;
    --vmsa-layout)
      mapfile -t COMPREPLY < <(compgen -W 'legacy init2' -- "$word")
      return
      ;;
    --connect | -c)
      mapfile -t COMPREPLY < <(compgen -W 'qemu:///system' -- "$word")
      return
      ;;
    --api-major | --api-minor | --at | --author-key-digest | --build-id | --chip-id | --cmdline | --cpu-family | --cpu-model | --cpu-stepping | --current-mitigations | --diagnose | --domain | --family-id | --firmware-sha256 | --guest-features | --guest-svn | --hash-area | --host-data | --id-key-digest | --image-id | --launch-digest | --launch-mitigations | --measurement | --min-firmware | --min-guest-svn | --min-tcb | --name | --nonce | --num-cpus | --ovmf-hash | --platform-forbids | --platform-requires | --policy | --policy-forbids | --policy-requires | --provider | --report-data | --report-id | --reset-address | --section | --sev-features | --tcb-of | --vmm | --vmpl | --vmsa-gpa | --wait | -e | -m | -n | -o)
      return
      ;;
  esac
  local options=
  case $command in
    '')
      options='--measurement --api-major --api-minor --build-id --policy --launch-info --firmware --firmware-sha256 --launch-digest --kernel --initrd --cmdline --num-cpus --cpu --cpu-family --cpu-model --cpu-stepping --vmsa-layout --sev-features --vmsa-cpu0 --vmsa-cpu1 --tk --tik --tek --inject-secret --secret-header --secret-payload --also-try --diagnose --connect --domain --domain-xml --wait --insecure --ignore-config --help --version --licences --debug --quiet --json'
      ;;
    'measure')
      options='--firmware --firmware-sha256 --launch-digest --kernel --initrd --cmdline --num-cpus --cpu --cpu-family --cpu-model --cpu-stepping --vmsa-layout --sev-features --vmsa-cpu0 --vmsa-cpu1 --igvm --policy --api-major --api-minor --build-id --launch-info --nonce --tk --tik --help --version --licences --debug --quiet --json'
      ;;
    'secret unpack')
      options='--secret-header --secret-payload --out --measurement --launch-info --tk --tik --tek --help --version --licences --debug --quiet --json'
      ;;
    'firmware show')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'vmsa build')
      options='--cpu --cpu-family --cpu-model --cpu-stepping --vmsa-layout --sev-features --firmware --reset-address --out-cpu0 --out-cpu1 --help --version --licences --debug --quiet --json'
      ;;
    'vmsa show')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'vmsa diff')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'platform verify')
      options='--root --chip-id --help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'platform show')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'platform attestation')
      options='--report --nonce --launch-digest --policy --root --chip-id --help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'session create')
      options='--platform --root --insecure --policy --out --name --kernel-hashes --help --version --licences --debug --quiet --json'
      ;;
    'session check')
      options='--session --godh --policy --platform --tk --tik --tek --help --version --licences --debug --quiet --json'
      ;;
    'igvm show')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'snp measure')
      options='--firmware --kernel --initrd --cmdline --igvm --ovmf-hash --section --reset-address --hash-area --num-cpus --cpu --vmm --guest-features --vmsa-gpa --domain-xml --help --version --licences --debug --quiet --json'
      ;;
    'snp explain')
      options='--measurement --firmware --kernel --initrd --cmdline --igvm --ovmf-hash --section --reset-address --hash-area --num-cpus --cpu --vmm --guest-features --vmsa-gpa --domain-xml --also-try --diagnose --help --version --licences --debug --quiet --json'
      ;;
    'snp verify')
      options='--report --certs --at --expect --genuine-is-enough --measurement --report-data --vmpl --policy --policy-requires --policy-forbids --allow-debug --allow-migration --min-tcb --tcb-of --min-firmware --refuse-provisional --host-data --family-id --image-id --min-guest-svn --id-key-digest --author-key-digest --report-id --chip-id --allow-masked-chip --provider --platform-requires --platform-forbids --launch-mitigations --current-mitigations --firmware --kernel --initrd --cmdline --igvm --ovmf-hash --section --reset-address --hash-area --num-cpus --cpu --vmm --guest-features --vmsa-gpa --domain-xml --also-try --diagnose --help --version --licences --debug --quiet --json'
      ;;
    'snp show')
      options='--help --version --licences --debug --quiet --json'
      [[ $word == -* ]] || options=FILE
      ;;
    'snp id-block create')
      options='--launch-digest --policy --family-id --image-id --guest-svn --kernel-hashes --id-key --author-key --out --name --help --version --licences --debug --quiet --json'
      ;;
    'snp id-block check')
      options='--id-block --id-auth --domain-xml --launch-digest --policy --family-id --image-id --guest-svn --id-key-digest --author-key-digest --help --version --licences --debug --quiet --json'
      ;;
  esac
  if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then options='firmware igvm measure platform secret session snp vmsa'; fi
  if [[ $options == FILE ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  fi
}
complete -F _sevproof sevproof
