# The same tests as WebAssembly under Node. One run each instead of one for every test: starting the
# engine hundreds of times would take longer than the tests.
list(TRANSFORM crypto_programs PREPEND sevproof_ OUTPUT_VARIABLE failure_programs)
foreach(program sevproof_core_tests sevproof_wiping_tests sevproof_psa_tests ${failure_programs})
  # In one file, because old glue would use Node's fetch for the other, which takes no paths.
  target_link_libraries(${program} PRIVATE sevproof_page_settings)
  target_link_options(${program} PRIVATE -sSINGLE_FILE=1 -sEXIT_RUNTIME=1)
endforeach()
foreach(program sevproof_core_tests sevproof_wiping_tests sevproof_psa_tests)
  # The test data is read from the disk.
  target_link_options(${program} PRIVATE -sNODERAWFS=1)
endforeach()

# Searches to their end take WebAssembly minutes and show what the native ones do: these run with
# `scripts/test --long`.
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
list(JOIN long_searches ":" long_searches)
set(wasm_core_tests ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:sevproof_core_tests>)
add_test(NAME wasm.sevproof_core_tests COMMAND ${wasm_core_tests} "--gtest_filter=-${long_searches}")
add_test(NAME wasm.long_searches COMMAND ${wasm_core_tests} "--gtest_filter=${long_searches}")
add_test(NAME wasm.sevproof_wiping_tests COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR}
                                                 $<TARGET_FILE:sevproof_wiping_tests>)
add_test(NAME wasm.sevproof_psa_tests COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR}
                                              $<TARGET_FILE:sevproof_psa_tests>)
set_tests_properties(wasm.sevproof_core_tests wasm.long_searches wasm.sevproof_wiping_tests
                     wasm.sevproof_psa_tests
                     PROPERTIES LABELS wasm COST 60 TIMEOUT 600)
set_property(TEST wasm.long_searches APPEND PROPERTY LABELS long)
