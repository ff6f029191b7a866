/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/*
 * A fuzzer is one file with LLVMFuzzerTestOneInput(), called with whatever bytes
 * there are. libFuzzer looks for bytes that make it end; in every other build a
 * test calls it with each file of its corpus.
 */
int   LLVMFuzzerInitialize   (int           *argc,
                              char        ***argv);
int   LLVMFuzzerTestOneInput (const uint8_t *data,
                              size_t         size);

/* The text up to the first newline, which @rest begins after; all of it, and
 * nothing else, without one. */
char *fuzz_take_line         (const uint8_t *data,
                              size_t         size,
                              GBytes       **rest);

/* A text that people may see. */
void  fuzz_check_text        (const char    *text);

/* An error that is a log's, or becomes a part of another one. */
void  fuzz_check_error       (const GError  *error);

/* An error that people see: what, why and how to mend it. */
void  fuzz_check_words       (const GError  *error);

G_END_DECLS
