/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wipe"

#include "config.h"

#include "psr-wipe.h"

#include <string.h>

/**
 * psr_wipe_string:
 * @text: (inout): (nullable): a string that holds a secret
 *
 * Overwrites the string, frees it, and sets it to %NULL.
 */
void
psr_wipe_string (char **text)
{
  g_return_if_fail (text != NULL);

  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));

  g_clear_pointer (text, g_free);
}

static void
wipe (gpointer data)
{
  char *text = data;

  psr_wipe_string (&text);
}

/**
 * psr_wipe_bytes:
 * @text: (transfer full): a string that holds a secret
 *
 * Returns: (transfer full): its bytes, overwritten when nobody needs them
 */
GBytes *
psr_wipe_bytes (char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_bytes_new_with_free_func (text, strlen (text), wipe, text);
}
