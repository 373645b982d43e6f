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
  if ((COMP_CWORD > 1)); then
    case ${COMP_WORDS[1]} in
      measure) command=measure ;;
      firmware)
        if ((COMP_CWORD == 2)); then
          mapfile -t COMPREPLY < <(compgen -W 'show' -- "$word")
          return
        fi
        command="firmware ${COMP_WORDS[2]}"
        ;;
      platform)
        if ((COMP_CWORD == 2)); then
          mapfile -t COMPREPLY < <(compgen -W 'attestation show verify' -- "$word")
          return
        fi
        command="platform ${COMP_WORDS[2]}"
        ;;
      secret)
        if ((COMP_CWORD == 2)); then
          mapfile -t COMPREPLY < <(compgen -W 'unpack' -- "$word")
          return
        fi
        command="secret ${COMP_WORDS[2]}"
        ;;
      session)
        if ((COMP_CWORD == 2)); then
          mapfile -t COMPREPLY < <(compgen -W 'check create' -- "$word")
          return
        fi
        command="session ${COMP_WORDS[2]}"
        ;;
      vmsa)
        if ((COMP_CWORD == 2)); then
          mapfile -t COMPREPLY < <(compgen -W 'build diff show' -- "$word")
          return
        fi
        command="vmsa ${COMP_WORDS[2]}"
        ;;
    esac
  fi
  case $option in
    --also-try | --domain-xml | --firmware | --godh | --initrd | --inject-secret | --kernel | --launch-info | --out-cpu0 | --out-cpu1 | --platform | --report | --root | --secret-header | --secret-payload | --session | --tek | --tik | --tk | --vmsa-cpu0 | --vmsa-cpu1 | -0 | -1 | -f | -k | -r | -s)
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
    --api-major | --api-minor | --build-id | --chip-id | --cmdline | --cpu-family | --cpu-model | --cpu-stepping | --diagnose | --domain | --firmware-sha256 | --launch-digest | --measurement | --name | --nonce | --num-cpus | --policy | --reset-address | --sev-features | --wait | -e | -m | -n | -o)
      return
      ;;
  esac
  local options=
  case $command in
    '')
      options='--measurement --api-major --api-minor --build-id --policy --launch-info --firmware --firmware-sha256 --launch-digest --kernel --initrd --cmdline --num-cpus --cpu --cpu-family --cpu-model --cpu-stepping --vmsa-layout --sev-features --vmsa-cpu0 --vmsa-cpu1 --tk --tik --tek --inject-secret --secret-header --secret-payload --also-try --diagnose --connect --domain --domain-xml --wait --insecure --ignore-config --help --version --licences --debug --quiet --json'
      ;;
    'measure')
      options='--firmware --firmware-sha256 --launch-digest --kernel --initrd --cmdline --num-cpus --cpu --cpu-family --cpu-model --cpu-stepping --vmsa-layout --sev-features --vmsa-cpu0 --vmsa-cpu1 --policy --api-major --api-minor --build-id --launch-info --nonce --tk --tik --help --version --licences --debug --quiet --json'
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
  esac
  if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then options='firmware measure platform secret session vmsa'; fi
  if [[ $options == FILE ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  fi
}
complete -F _sevproof sevproof
