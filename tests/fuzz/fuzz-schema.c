/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "psr-bc-error.h"
#include "psr-bc-schema.h"

static const char * const sets[] = { "customers", "items", NULL };

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcSchema) schema = psr_bc_schema_new_from_xml (size > 0 ? (const char *) data : "", size, sets, &error);
  g_autoptr (PsrBcSchema) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *same = NULL;

  if (schema == NULL)
    {
      g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_SCHEMA);
      fuzz_check_words (error);
      return 0;
    }

  /* What is kept says the same. */
  text = psr_bc_schema_to_text (schema);
  fuzz_check_text (text);
  again = psr_bc_schema_new_from_text (text);
  g_assert_nonnull (again);
  same = psr_bc_schema_to_text (again);
  g_assert_cmpstr (text, ==, same);

  return 0;
}
