/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-quotes-left"

#include "config.h"

#include <libdex.h>

#include "psr-quotes-left.h"

static char *
dup_name (const char *company)
{
  return g_strconcat ("quotes-left:", company, NULL);
}

/**
 * psr_quotes_left_keep:
 * @mirror: where it is kept
 * @company: id of the company in Business Central
 * @numbers: (element-type utf8): numbers of the quotes that were found left over
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Keeps what was found until it is looked again: whoever asks meanwhile, in whatever
 * process, is told of them too. To be called in a fiber.
 *
 * Returns: whether it is kept
 */
gboolean
psr_quotes_left_keep (PsrMirrorStore   *mirror,
                      const char       *company,
                      const GPtrArray  *numbers,
                      GError          **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (mirror != NULL && company != NULL && numbers != NULL, FALSE);

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) numbers->pdata[i]);

  name = dup_name (company);

  return dex_await (psr_mirror_store_set_fact (mirror, name, text->str), error);
}

/**
 * psr_quotes_left_read:
 * @mirror: where it is kept
 * @company: id of the company in Business Central
 * @error: return location for a %PSR_STORE_ERROR
 *
 * To be called in a fiber.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): numbers of the quotes that were
 *   left over when it was last looked
 */
GPtrArray *
psr_quotes_left_read (PsrMirrorStore  *mirror,
                      const char      *company,
                      GError         **error)
{
  g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;
  g_auto(GStrv) parts = NULL;

  g_return_val_if_fail (mirror != NULL && company != NULL, NULL);

  name = dup_name (company);
  text = dex_await_string (psr_mirror_store_get_fact (mirror, name), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  parts = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      if (**part != '\0')
        g_ptr_array_add (numbers, g_strdup (*part));
    }

  return g_steal_pointer (&numbers);
}
