"""The floor plan: which room of the core may include which, and what each face may."""

# Room -> what else it may include; its own files always.
ROOMS = {
    "base": set(),
    "crypto": {"base"},
    "formats": {"crypto", "base"},
    "judge": {"base"},
    "boot": {"search", "judge", "formats", "crypto", "base"},
    "search": {"crypto", "base"},
    "sev": {"search", "boot", "judge", "formats", "crypto", "base"},
    "snp": {"search", "boot", "judge", "formats", "crypto", "base"},
    "report": {"sev", "snp", "search", "boot", "judge", "formats", "crypto", "base"},
}

# Folder of cli -> what else it may include; main.cc may include all of them.
PROGRAM = {
    "os": set(),
    "os/posix": {"os"},
    "os/windows": {"os"},
    "options": {"os"},
    "host": {"os"},
    "load": {"host", "options", "os"},
    "commands": {"load", "host", "options", "os"},
    "documents": {"commands", "options", "os"},
}

# Every public header, and the room that it belongs to.
PUBLIC = {
    "bytes.h": "base",
    "error.h": "base",
    "guid.h": "base",
    "result.h": "base",
    "text.h": "base",
    "secret_bytes.h": "crypto",
    "sha256.h": "crypto",
    "sha384.h": "crypto",
    "recognise.h": "formats",
    "formats/amd_certificate.h": "formats",
    "formats/attestation_report.h": "formats",
    "formats/candidate.h": "formats",
    "formats/chip_id.h": "formats",
    "formats/cpu.h": "formats",
    "formats/domain_config.h": "formats",
    "formats/encryption_bits.h": "formats",
    "formats/firmware.h": "formats",
    "formats/igvm.h": "formats",
    "formats/igvm_launch.h": "formats",
    "formats/kernel_hashes.h": "formats",
    "formats/launch_info.h": "formats",
    "formats/platform_files.h": "formats",
    "formats/session_blob.h": "formats",
    "formats/sev_certificate.h": "formats",
    "formats/transport_keys.h": "formats",
    "formats/vmsa.h": "formats",
    "boot.h": "boot",
    "planned_search.h": "boot",
    "check.h": "judge",
    "finding.h": "judge",
    "host_values.h": "judge",
    "diagnosis.h": "judge",
    "diagnosis_search.h": "sev",
    "self_test.h": "sev",
    "sev/attestation.h": "sev",
    "sev/domain.h": "sev",
    "sev/draft.h": "sev",
    "sev/fields.h": "sev",
    "sev/igvm.h": "sev",
    "sev/launch.h": "sev",
    "sev/measurement.h": "sev",
    "sev/platform.h": "sev",
    "sev/policy_text.h": "sev",
    "sev/secret.h": "sev",
    "sev/session.h": "sev",
    "sev/session_check.h": "sev",
    "sev/validation.h": "sev",
    "snp/diagnosis.h": "snp",
    "snp/domain.h": "snp",
    "snp/draft.h": "snp",
    "snp/id_block.h": "snp",
    "snp/igvm.h": "snp",
    "snp/launch.h": "snp",
    "snp/launch_digest.h": "snp",
    "snp/launch_report.h": "snp",
    "snp/policy.h": "snp",
    "snp/vmm.h": "snp",
    "igvm_view.h": "report",
    "report.h": "report",
    "request.h": "report",
}

# A library's headers, as a prefix of what is included -> the rooms and faces that may see it.
LIBRARIES = {
    "mbedtls/": {"crypto"},
    "psa/": {"crypto"},
    "pugixml": {"formats"},
    "LzmaDec": {"formats", "wasm/packing"},
    "LzmaEnc": {"wasm/packing"},
    "nlohmann/": {"formats", "report", "wasm"},
    "libvirt/": {"cli/host"},
    "emscripten": {"wasm", "wasm/packing"},
}

# Folder of web/src -> folders that it must not import.
PAGE = {
    "boot": {"core", "engine", "libraries", "samples", "ui", "worker"},
    "ui": {"boot", "worker"},
    "engine": {"boot", "ui"},
    "ui/model": {"ui/kinds", "ui/parts"},
    "ui/parts": {"ui/kinds"},
    "worker": {"boot", "ui"},
    "core": {"boot", "engine", "worker", "ui"},
}

# Folder -> lines of a file, lines of a C++ function. Tests are lists of cases, which are long by nature.
MAX_LINES = {
    "core": (300, 40),
    "cli": (300, 40),
    "wasm": (300, 40),
    "bench": (300, 40),
    "scripts": (300, 40),
    "web/src": (300, 40),
    "web/test": (600, 120),
    "tests": (600, 120),
}
