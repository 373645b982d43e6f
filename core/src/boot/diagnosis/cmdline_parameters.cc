#include "boot/diagnosis/cmdline_parameters.h"

#include <algorithm>

namespace sevproof::internal {
namespace {

constexpr std::string_view kLikely =
    "init=/bin/sh|init=/bin/bash|rdinit=/bin/sh|single|emergency|rescue|rd.break|rd.shell|break|"
    "systemd.unit=rescue.target|systemd.unit=emergency.target|systemd.debug-shell|"
    "systemd.debug-shell=1|quiet|splash|quiet splash|ro|rw|debug|nomodeset|console=tty0|"
    "console=ttyS0|console=ttyS0,115200|console=ttyS0,115200n8|console=hvc0|earlyprintk=serial|"
    "nokaslr|mitigations=off|selinux=0|enforcing=0|apparmor=0|audit=0|ima_appraise=off|"
    "net.ifnames=0|panic=1|panic=-1|swiotlb=262144|mem_encrypt=on";

// A word each: a name, or NAME=VALUE|VALUE.
constexpr std::string_view kUsual =
    // What is started.
    "init=/bin/sh|/bin/bash|/bin/dash|/bin/ash|/usr/bin/sh|/usr/bin/bash|/bin/busybox|/sbin/init|"
    "/usr/sbin/init|/init|/linuxrc|/lib/systemd/systemd|/usr/lib/systemd/systemd "
    "rdinit=/bin/sh|/bin/bash|/init|/sbin/init single emergency rescue rd.break rd.shell "
    "rd.debug rd.neednet=0|1 break "
    "systemd.unit=rescue.target|emergency.target|multi-user.target|graphical.target|"
    "kata-containers.target "
    "systemd.debug-shell systemd.debug_shell "
    "systemd.mask=systemd-networkd.service|systemd-networkd.socket "
    "systemd.show_status=0|1|true|false systemd.log_level=debug|info "
    "systemd.log_target=console|kmsg systemd.unified_cgroup_hierarchy=0|1 cgroup_no_v1=all "
    "fsck.mode=skip|force|auto fsck.repair=yes|no cloud-init=disabled|enabled ds=nocloud "
    // The root file system.
    "root=/dev/vda|/dev/vda1|/dev/vda2|/dev/vda3|/dev/vdb|/dev/vdb1|/dev/sda|/dev/sda1|/dev/sda2|"
    "/dev/sda3|/dev/sdb|/dev/sdb1|/dev/xvda|/dev/xvda1|/dev/nvme0n1|/dev/nvme0n1p1|"
    "/dev/nvme0n1p2|/dev/nvme0n1p3|/dev/ram0|/dev/pmem0|/dev/pmem0p1|/dev/mapper/root|/dev/dm-0|"
    "LABEL=root|LABEL=cloudimg-rootfs "
    "rootfstype=ext3|ext4|xfs|btrfs|erofs|squashfs|tmpfs rootflags=ro|rw|data=ordered ro rw "
    "rootwait rootdelay=1|2|3|5|10|15|20|30 "
    // What is shown, and where.
    "console=tty0|tty1|ttyS0|ttyS1|ttyS0,9600|ttyS0,115200|ttyS0,115200n8|ttyS1,115200|"
    "ttyS1,115200n8|hvc0|hvc1|null "
    "earlyprintk=serial|serial,ttyS0|serial,ttyS0,115200|ttyS0|ttyS0,115200|vga|efi earlycon "
    "quiet splash nosplash debug initcall_debug ignore_loglevel loglevel=0|1|2|3|4|5|6|7|8 "
    "log_buf_len=1M|4M|16M printk.devkmsg=on|off nomodeset vga=normal|791 vt.handoff=1|7 "
    "plymouth.enable=0|1 "
    // CPUs, memory and hardware.
    "nr_cpus=1|2|3|4|5|6|7|8|10|12|16|20|24|32|48|64|96|128 maxcpus=0|1|2|3|4|5|6|7|8|16 "
    "possible_cpus=1|2|3|4|5|6|7|8|16 nosmp nosmt mem=1G|2G|4G "
    "swiotlb=65536|131072|262144|524288|1048576|force|noforce mem_encrypt=on|off "
    "iommu=pt|off|soft intel_iommu=on|off amd_iommu=on|off crashkernel=auto|128M|256M|512M "
    "transparent_hugepage=always|madvise|never default_hugepagesz=2M|1G hugepagesz=2M|1G "
    "pci=lastbus=0|nomsi|noacpi|realloc acpi=off noapic nolapic nox2apic "
    "tsc=reliable|unstable|nowatchdog clocksource=tsc|kvm-clock|hpet no-kvmclock no_timer_check "
    "noreplace-smp idle=poll|halt nmi_watchdog=0|1 reboot=k|t|e|a|b|efi|pci "
    "panic=-1|0|1|2|3|4|5|10|15|20|30|60|120 oops=panic i8042.noaux=1 i8042.nomux=1 "
    "i8042.nopnp=1 i8042.direct=1 i8042.dumbkbd=1 cryptomgr.notests rcupdate.rcu_expedited=1 "
    "random.trust_cpu=on|off random.trust_bootloader=on|off net.ifnames=0|1 biosdevname=0|1 "
    "ip=dhcp|off ipv6.disable=0|1 "
    // What protects a guest.
    "kaslr nokaslr mitigations=off|auto|auto,nosmt pti=on|off nopti spectre_v2=on|off "
    "selinux=0|1 enforcing=0|1 apparmor=0|1 security=apparmor|selinux|none "
    "lockdown=integrity|confidentiality|none module.sig_enforce=0|1 audit=0|1 "
    "ima_appraise=off|log|fix|enforce ima_policy=tcb|appraise_tcb|secure_boot fips=0|1 "
    "vsyscall=none|emulate";

constexpr std::string_view kAgentNames =
    "config config_file verify log log_level log_vport debug debug_console debug_console_vport "
    "devmode trace hotplug_timeout unified_cgroup_hierarchy container_pipe_size server_addr "
    "passfd_listener_port aa_kbc_params rest_api guest_components_rest_api "
    "guest_components_procs image_policy image_policy_file enable_signature_verification "
    "image_registry_auth https_proxy no_proxy cdh_api_timeout image_pull_timeout "
    "secure_storage_integrity policy attestation insecure secure test";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

}  // namespace

std::vector<std::string> likely_parameters() { return split(kLikely, '|'); }

std::vector<UsualParameter> usual_parameters() {
  std::vector<UsualParameter> all;
  for (const std::string& word : split(kUsual, ' ')) {
    const std::size_t name = std::min(word.find('='), word.size());
    const std::string_view values = std::string_view(word).substr(name);
    all.push_back({word.substr(0, name), split(values.substr(values.empty() ? 0 : 1), '|')});
  }
  return all;
}

std::vector<std::string> usual_words() {
  std::vector<std::string> words;
  for (const UsualParameter& parameter : usual_parameters()) {
    if (parameter.values.empty()) words.push_back(parameter.name);
    for (const std::string& value : parameter.values) words.push_back(parameter.name + "=" + value);
  }
  return words;
}

std::vector<std::string> agent_names() { return split(kAgentNames, ' '); }

std::vector<std::string> agent_values() {
  return split(" 0 1 on off yes no true false debug info warn error trace 1026", ' ');
}

std::vector<std::string> switch_values() {
  return split("0 1 2 on off yes no true false y n enabled disabled none auto force", ' ');
}

}  // namespace sevproof::internal
