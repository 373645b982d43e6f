# The same tests as WebAssembly under Node. One run each instead of one for every test: starting the
# engine hundreds of times would take longer than the tests.
foreach(program sevproof_core_tests sevproof_wiping_tests sevproof_psa_tests sevproof_psa_failure)
  # In one file, because old glue would use Node's fetch for the other, which takes no paths.
  target_link_libraries(${program} PRIVATE sevproof_page_settings)
  target_link_options(${program} PRIVATE -sSINGLE_FILE=1 -sEXIT_RUNTIME=1)
endforeach()
# Linking them takes longest where tests are optimised as the core is.
target_compile_options(sevproof_core_tests PRIVATE -O1 -fno-lto)
foreach(program sevproof_core_tests sevproof_wiping_tests sevproof_psa_tests)
  # The test data is read from the disk.
  target_link_options(${program} PRIVATE -sNODERAWFS=1)
endforeach()

# Searches take WebAssembly long and show what the native ones do: those of some ten seconds run with
# `scripts/test --wide`, those of minutes with `scripts/test --long`.
set(wide_searches
    Diagnosis.WordsSayWhoGaveAValue
    Diagnosis/EveryGuest.EverySingleMistakeIsNamed/SEV
    DiagnosisByDigest.OfALaunchDigestOnlyKeysAndHostAreRuledOut
    DiagnosisByDigest.OfFirmwareByItsSha256NothingInItIsRuledOut
    DiagnosisByDigest.WhatADigestCannotTellIsNotRuledOut
    DiagnosisByDigest.WhatIsLeftIsSaidOfTheDigest
    DiagnosisOracle.*
    DiagnosisValues.*)
set(long_searches
    CandidateCmdlines.HostileTextsAreBounded
    Diagnosis.AnEndedSearchSaysWhatItHasExcluded
    Diagnosis.GoesOnAfterAnInterruption
    Diagnosis.ProductsAreNamed
    Diagnosis/EveryGuest.PairsOfMistakesAreNamed/*
    Diagnosis/EveryGuest.RandomMeasurementsAreNotExplained/*
    DiagnosisClaims.WhatIsRuledOutWouldHaveBeenFound
    DiagnosisCmdline.LongLinesHaveFewVariants
    DiagnosisProducts.CutFirmwareWithOtherCpus
    DiagnosisSaid.AModelThatNoListHasWithAnyNumberAndLayout
    DiagnosisSaid.InVainItIsRuledOut
    DiagnosisSaid.WithOneMoreMistake
    DiagnosisSaid.WithOtherCpusAtOnce
    Report.SaysWhatIsExcludedWhereThereIsNoReason)
list(JOIN wide_searches ":" wide_searches)
list(JOIN long_searches ":" long_searches)
set(wasm_core_tests ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:sevproof_core_tests>)
add_test(NAME wasm.sevproof_core_tests COMMAND ${wasm_core_tests}
                                               "--gtest_filter=-${wide_searches}:${long_searches}")
foreach(extent wide long)
  add_test(NAME wasm.${extent}_searches COMMAND ${wasm_core_tests} "--gtest_filter=${${extent}_searches}")
endforeach()
add_test(NAME wasm.sevproof_wiping_tests COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR}
                                                 $<TARGET_FILE:sevproof_wiping_tests>)
add_test(NAME wasm.sevproof_psa_tests COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR}
                                              $<TARGET_FILE:sevproof_psa_tests>)
set_tests_properties(wasm.sevproof_core_tests wasm.wide_searches wasm.long_searches wasm.sevproof_wiping_tests
                     wasm.sevproof_psa_tests
                     PROPERTIES LABELS wasm COST 60 TIMEOUT 1200)
foreach(extent wide long)
  set_property(TEST wasm.${extent}_searches APPEND PROPERTY LABELS ${extent})
endforeach()
