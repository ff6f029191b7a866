/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-found"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-decimal.h"
#include "psr-profile-spec.h"
#include "psr-setup-found.h"
#include "psr-text.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-invoice.h"
#include "psr-wello-labour-usage.h"

static void
mapping_free (gpointer data)
{
  PsrSetupMapping *self = data;

  g_free (self->group);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static char *
dup_labour_title (const char *name)
{
  if (strcmp (name, "WorkingTime") == 0)
    return g_strdup (_("Working time"));
  if (strcmp (name, "TravelTime") == 0)
    return g_strdup (_("Travel time"));
  if (g_str_has_prefix (name, "line:"))
    /* Translators: hours of a kind; its code in Wello. */
    return g_strdup_printf (_("Hours with the code %s"), name + strlen ("line:"));

  /* Translators: hours that an article is linked to; its code in Wello. */
  return g_strdup_printf (_("Hours linked to %s"), name + strlen ("article:"));
}

static char *
dup_vat_title (const char *name)
{
  g_auto(GStrv) words = g_strsplit (name, ",", 2);
  gboolean is_labour = g_strcmp0 (words[1], "labour") == 0;
  PsrDecimal rate;

  if (psr_decimal_parse (words[0], &rate, NULL))
    /* Translators: a rate of VAT in percent. */
    return g_strdup_printf (is_labour ? _("VAT %s %% on labour") : _("VAT %s %% on parts"), words[0]);

  /* Translators: a VAT code of Wello. */
  return g_strdup_printf (is_labour ? _("VAT code %s on labour") : _("VAT code %s on parts"), words[0]);
}

/* The canonical form, as the profile reads it; NULL for what no key can be. */
static char *
dup_key (const char *group,
         const char *name)
{
  if (strpbrk (name, "=[]\n") != NULL)
    return NULL;

  return psr_profile_spec_check_name (group, name);
}

static void
found (GPtrArray  *mappings,
       const char *group,
       const char *wanted,
       guint       count)
{
  g_autofree char *name = dup_key (group, wanted);
  PsrSetupMapping *mapping;

  if (name == NULL)
    return;

  for (guint i = 0; i < mappings->len; i++)
    {
      mapping = mappings->pdata[i];
      if (strcmp (mapping->group, group) == 0 && strcmp (mapping->name, name) == 0)
        {
          mapping->count += count;
          return;
        }
    }

  mapping = g_new0 (PsrSetupMapping, 1);
  mapping->group = g_strdup (group);
  mapping->title = strcmp (group, "Vat") == 0 ? dup_vat_title (name) : dup_labour_title (name);
  mapping->name = g_steal_pointer (&name);
  mapping->count = count;
  g_ptr_array_add (mappings, mapping);
}

static gboolean
is_labour (const PsrWelloInvoiceLine *line,
           GHashTable                *labour)
{
  return strstr (line->source_table, "non_part") != NULL ||
         (line->source_id != NULL && g_hash_table_contains (labour, line->source_id));
}

static GHashTable *
make_labour_set (GPtrArray *labour)
{
  g_autoptr(GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < labour->len; i++)
    {
      const PsrWelloLabourUsage *usage = labour->pdata[i];

      g_hash_table_add (set, usage->id);
    }

  return g_steal_pointer (&set);
}

/* A code wins over a rate unless it is a number, as when it is billed. */
static void
find_vat (GPtrArray                 *mappings,
          const PsrWelloInvoiceLine *line,
          gboolean                   of_labour)
{
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);
  g_autofree char *code = psr_text_code (line->vat_code);
  g_autofree char *name = NULL;
  PsrDecimal percent;

  if (*code == '\0' || psr_decimal_parse (code, &percent, NULL))
    {
      g_autofree char *rate = NULL;

      if (!psr_decimal_mul (line->vat_rate, hundred, &percent, NULL) || psr_decimal_is_zero (percent))
        return;
      rate = psr_decimal_to_string (percent);
      name = g_strdup_printf ("%s,%s", rate, of_labour ? "labour" : "part");
    }
  else
    {
      name = g_strdup_printf ("%s,%s", code, of_labour ? "labour" : "part");
    }

  found (mappings, "Vat", name, 1);
}

/* Labour first; then as people read them. */
static int
compare (gconstpointer one,
         gconstpointer two)
{
  const PsrSetupMapping *a = *(PsrSetupMapping * const *) one;
  const PsrSetupMapping *b = *(PsrSetupMapping * const *) two;
  int order = strcmp (a->group, b->group);

  if (order != 0)
    return order;
  if (strcmp (a->group, "Vat") == 0)
    {
      g_autofree char *left = g_utf8_collate_key_for_filename (a->name, -1);
      g_autofree char *right = g_utf8_collate_key_for_filename (b->name, -1);

      return strcmp (right, left);
    }

  /* WorkingTime, TravelTime, then the codes. */
  order = (strchr (a->name, ':') != NULL) - (strchr (b->name, ':') != NULL);
  if (order != 0)
    return order;

  return strchr (a->name, ':') != NULL ? strcmp (a->name, b->name) : strcmp (b->name, a->name);
}

/**
 * psr_setup_find_mappings:
 * @invoices: (element-type PsrWelloInvoice): invoices that are to be billed
 * @labour: (element-type PsrWelloLabourUsage): the hours of their work orders
 * @known_labour: (array zero-terminated=1): the keys of `[Labour]` that the
 *   profile has
 * @known_vat: (array zero-terminated=1): those of `[Vat]`
 *
 * Finds which kinds of hours and which VAT codes and rates there are, so that a
 * person maps what occurs and nothing else. Working and travel time are always
 * among them.
 *
 * Returns: (transfer full) (element-type PsrSetupMapping): what to map
 */
GPtrArray *
psr_setup_find_mappings (GPtrArray          *invoices,
                         GPtrArray          *labour,
                         const char * const *known_labour,
                         const char * const *known_vat)
{
  g_autoptr(GPtrArray) mappings = g_ptr_array_new_with_free_func (mapping_free);
  g_autoptr(GHashTable) hours = NULL;

  g_return_val_if_fail (invoices != NULL && labour != NULL, NULL);
  g_return_val_if_fail (known_labour != NULL && known_vat != NULL, NULL);

  hours = make_labour_set (labour);
  found (mappings, "Labour", "WorkingTime", 0);
  found (mappings, "Labour", "TravelTime", 0);

  for (guint i = 0; i < labour->len; i++)
    {
      const PsrWelloLabourUsage *usage = labour->pdata[i];
      g_autofree char *code = psr_text_code (usage->line_code);
      g_autofree char *name = g_strconcat ("line:", code, NULL);

      if (strcmp (usage->type_code, "WorkingTime") == 0 || strcmp (usage->type_code, "TravelTime") == 0)
        found (mappings, "Labour", usage->type_code, 1);
      if (*code != '\0')
        found (mappings, "Labour", name, 1);
    }

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = invoices->pdata[i];

      for (guint j = 0; j < invoice->lines->len; j++)
        {
          const PsrWelloInvoiceLine *line = invoice->lines->pdata[j];

          find_vat (mappings, line, is_labour (line, hours));
        }
    }

  for (; *known_labour != NULL; known_labour++)
    found (mappings, "Labour", *known_labour, 0);
  for (; *known_vat != NULL; known_vat++)
    found (mappings, "Vat", *known_vat, 0);

  g_ptr_array_sort (mappings, compare);

  return g_steal_pointer (&mappings);
}

/**
 * psr_setup_count_hand_typed:
 * @invoices: (element-type PsrWelloInvoice): invoices that are to be billed
 * @labour: (element-type PsrWelloLabourUsage): the hours of their work orders
 *
 * Returns: how many parts on them were typed by hand
 */
guint
psr_setup_count_hand_typed (GPtrArray *invoices,
                            GPtrArray *labour)
{
  g_autoptr(GHashTable) hours = NULL;
  guint n = 0;

  g_return_val_if_fail (invoices != NULL && labour != NULL, 0);

  hours = make_labour_set (labour);
  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = invoices->pdata[i];

      for (guint j = 0; j < invoice->lines->len; j++)
        {
          const PsrWelloInvoiceLine *line = invoice->lines->pdata[j];

          if (line->article_id == NULL && !is_labour (line, hours))
            n++;
        }
    }

  return n;
}
