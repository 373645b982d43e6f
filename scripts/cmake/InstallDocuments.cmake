# Manual pages and completions, where man and shells look for them; licence, notices and documents, laid out as in the
# repository, so that their links lead on. The page is not installed: another build makes it, perhaps of other sources,
# and SHA256SUMS speaks of the file in dist/.
include(GNUInstallDirs)
set(documents LICENSE SECURITY.md ARCHITECTURE.md CONTRIBUTING.md)
install(FILES ${documents} "${sevproof_notices}" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}" PATTERN licences EXCLUDE PATTERN man EXCLUDE
        PATTERN completions EXCLUDE)
install(DIRECTORY docs/man/ DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
set(completions "${PROJECT_SOURCE_DIR}/docs/completions")
install(FILES "${completions}/sevproof.bash" RENAME sevproof
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${completions}/_sevproof" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(FILES "${completions}/sevproof.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")

# What README links to below core/ is installed elsewhere.
file(READ README.md readme)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/README.md")
set(schema "${CMAKE_INSTALL_FULL_DATADIR}/sevproof/schema")
set(headers "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
foreach(pair "core/schema=${schema}" "core/include=${headers}")
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 here)
  list(GET pair 1 there)
  file(RELATIVE_PATH there "${CMAKE_INSTALL_FULL_DOCDIR}" "${there}")
  string(REPLACE "](${here}/" "](${there}/" readme "${readme}")
endforeach()
write_changed("${PROJECT_BINARY_DIR}/documents/README.md" "${readme}")
install(FILES "${PROJECT_BINARY_DIR}/documents/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
