/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-unbilled-part"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-unbilled-part.h"

static const struct
{
  const char *name;
  const char *words;
} places[] = {
  [PSR_UNBILLED_NOT_INVOICED] = { "not-invoiced", N_("on no invoice in Wello") },
  [PSR_UNBILLED_NOT_SENT] = { "not-sent", N_("not sent to Business Central") },
  [PSR_UNBILLED_SKIPPED] = { "skipped", N_("not to be billed") },
  [PSR_UNBILLED_UNPOSTED] = { "unposted", N_("on a document that isn’t posted") },
};

/**
 * psr_unbilled_part_new:
 *
 * Returns: (transfer full): a part without a text
 */
PsrUnbilledPart *
psr_unbilled_part_new (void)
{
  return g_new0 (PsrUnbilledPart, 1);
}

/**
 * psr_unbilled_part_free:
 * @self: (transfer full): a part
 */
void
psr_unbilled_part_free (PsrUnbilledPart *self)
{
  g_free (self->location);
  g_free (self->item);
  g_free (self->name);
  g_free (self->work_order);
  g_free (self->day);
  g_free (self->document);
  g_free (self);
}

/**
 * psr_unbilled_part_compare:
 * @a: (type PsrUnbilledPart): a part
 * @b: (type PsrUnbilledPart): another one
 *
 * Returns: as strcmp(), by location, item and day
 */
int
psr_unbilled_part_compare (gconstpointer a,
                           gconstpointer b)
{
  const PsrUnbilledPart *one = a;
  const PsrUnbilledPart *other = b;
  int order = strcmp (one->location, other->location);

  if (order == 0)
    order = strcmp (one->item, other->item);

  return order != 0 ? order : strcmp (one->day, other->day);
}

/**
 * psr_unbilled_where_to_string:
 * @where: how far a part has come
 *
 * Returns: a stable word for it
 */
const char *
psr_unbilled_where_to_string (PsrUnbilledWhere where)
{
  g_return_val_if_fail (where < G_N_ELEMENTS (places), NULL);

  return places[where].name;
}

/**
 * psr_unbilled_where_get_words:
 * @where: how far a part has come
 *
 * Returns: that in words, translated
 */
const char *
psr_unbilled_where_get_words (PsrUnbilledWhere where)
{
  g_return_val_if_fail (where < G_N_ELEMENTS (places), NULL);

  return _(places[where].words);
}
