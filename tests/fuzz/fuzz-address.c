/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-bc-address.h"
#include "psr-bc-error.h"

static void
check_part (const char *part)
{
  if (part == NULL)
    return;

  fuzz_check_text (part);
  g_assert_cmpstr (part, !=, "");
  for (const char *p = part; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcAddress) address = psr_bc_address_parse (text, &error);
  g_autoptr (PsrBcAddress) again = NULL;

  if (address == NULL)
    {
      g_assert_cmpuint (error->domain, ==, PSR_BC_ERROR);
      fuzz_check_words (error);
      return 0;
    }

  check_part (address->base_url);
  check_part (address->tenant);
  check_part (address->environment);
  check_part (address->api_version);
  check_part (address->company);
  g_assert_null (strpbrk (address->base_url, "?#"));

  again = psr_bc_address_parse (address->base_url, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->base_url, ==, address->base_url);
  g_assert_false (psr_bc_address_has_parts (again));

  return 0;
}
