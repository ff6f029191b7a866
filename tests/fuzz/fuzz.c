/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-explain.h"

/* What is logged as wrong is as bad as a crash; the rest is of no interest. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return G_LOG_WRITER_HANDLED;

  g_log_writer_standard_streams (level, fields, n_fields, data);
  g_abort ();
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);

  return 0;
}

char *
fuzz_take_line (const uint8_t  *data,
                size_t          size,
                GBytes        **rest)
{
  const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
  size_t length = end != NULL ? (size_t) (end - data) : size;

  if (rest != NULL)
    *rest = end != NULL ? g_bytes_new (end + 1, size - length - 1) : g_bytes_new (NULL, 0);

  return size > 0 ? g_strndup ((const char *) data, length) : g_strdup ("");
}

void
fuzz_check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

void
fuzz_check_error (const GError *error)
{
  g_assert_nonnull (error);
  fuzz_check_text (error->message);
  g_assert_cmpstr (error->message, !=, "");
}

void
fuzz_check_words (const GError *error)
{
  g_autoptr (PsrExplanation) words = NULL;

  fuzz_check_error (error);
  words = psr_explain (error);
  g_assert_cmpstr (words->what, !=, "");
  g_assert_cmpstr (words->why, !=, "");
  g_assert_cmpstr (words->mend, !=, "");
}
