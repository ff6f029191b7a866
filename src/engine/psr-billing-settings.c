/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-settings"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-settings.h"
#include "psr-decimal.h"
#include "psr-explain.h"
#include "psr-profile-change.h"
#include "psr-profile-spec.h"

#define GROUP "Billing"

/* What people call the keys. One that isn't here has its own name. */
static const struct
{
  const char *name;
  const char *title;
} titles[] = {
  { "Document", N_("Documents") },
  { "InvoiceDate", N_("Invoice Date") },
  { "PostingDate", N_("Posting Date") },
  { "HourStep", N_("Hours Are Rounded") },
  { "Post", N_("What Is Made") },
  { "Via", N_("Documents Are Made") },
  { "ZeroTotal", N_("What Costs Nothing") },
  { "WarrantyAs", N_("What Is Under Warranty") },
  { "Confirm", N_("Wello Is Told") },
  { "Prices", N_("Prices") },
  { "EInvoice", N_("Sent Electronically") },
};

/* What is chosen once, from what is found in both services, when billing is set up: another
 * first day or prefix would bill anew what is billed. */
static const char * const set_up[] = { "From", "ExternalNumberPrefix", "TimeZone", "HandTypedPart", "Internal", NULL };

/* What can be chosen, in the order in which it is offered. */
static const struct
{
  const char *name;
  const char *value;
  const char *label;
} choices[] = {
  { "Document", "invoice", N_("Sales invoices") },
  { "Document", "order", N_("Sales orders") },
  { "InvoiceDate", "today", N_("Today") },
  { "InvoiceDate", "completed", N_("The day of the work") },
  { "InvoiceDate", "ask", N_("Is asked for") },
  { "PostingDate", "today", N_("Today") },
  { "PostingDate", "completed", N_("The day of the work") },
  { "PostingDate", "ask", N_("Is asked for") },
  { "HourStep", "none", N_("Not at all") },
  { "HourStep", "0.25 up", NULL },
  { "HourStep", "0.25 nearest", NULL },
  { "HourStep", "0.5 up", NULL },
  { "HourStep", "0.5 nearest", NULL },
  { "HourStep", "1 up", NULL },
  { "HourStep", "1 nearest", NULL },
  { "Post", "no", N_("Stays a draft") },
  { "Post", "yes", N_("Posted at once") },
  { "Via", "auto", N_("Over a quote where that works") },
  { "Via", "quote", N_("Over a quote") },
  { "Via", "direct", N_("Directly") },
  { "ZeroTotal", "hold", N_("Waits for a person") },
  { "ZeroTotal", "send", N_("Is sent") },
  { "ZeroTotal", "skip", N_("Is skipped") },
  { "WarrantyAs", "zero", N_("Without a price") },
  /* xgettext:no-c-format */
  { "WarrantyAs", "list-100", N_("Its price, with 100 % discount") },
  { "Confirm", "created", N_("Once it is made") },
  { "Confirm", "posted", N_("Once it is posted") },
  { "Prices", "wello", N_("As Wello says") },
  { "Prices", "bc", N_("As Business Central asks") },
  { "EInvoice", "auto", N_("Invoices of Belgian businesses, where the company is in Belgium") },
  { "EInvoice", "all", N_("All invoices") },
  { "EInvoice", "none", N_("No invoice") },
};

/* What nobody should learn afterwards. */
static const struct
{
  const char *name;
  const char *value;
  const char *warning;
} warnings[] = {
  { "Post", "yes", N_("From then on Business Central posts each document that is sent as soon as it is made. What is posted can only be credited.") },
};

static void
setting_free (gpointer data)
{
  PsrBillingSetting *self = data;

  g_free (self->value);
  g_strfreev (self->choices);
  g_strfreev (self->labels);
  g_free (self);
}

static const char *
get_title (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (strcmp (titles[i].name, name) == 0)
        return _(titles[i].title);
    }

  return name;
}

/* A step that can't be read stays as it is written. */
static char *
dup_step (const char *value)
{
  g_auto(GStrv) words = g_strsplit (value, " ", 2);
  g_autofree char *plain = NULL;
  g_autofree char *hours = NULL;
  PsrDecimal step;

  if (g_strv_length (words) != 2 || !psr_decimal_parse (words[0], &step, NULL))
    return g_strdup (value);

  plain = psr_decimal_to_string (step);
  hours = psr_decimal_localise (plain, "-");

  /* Translators: a number of hours, such as 0.25. */
  return g_strdup_printf (strcmp (words[1], "up") == 0 ? _("Up to the next %s h") : _("To the nearest %s h"), hours);
}

static void
add_choice (GStrvBuilder *values,
            GStrvBuilder *labels,
            const char   *value,
            const char   *label)
{
  g_strv_builder_add (values, value);
  if (label != NULL)
    g_strv_builder_add (labels, _(label));
  else
    g_strv_builder_take (labels, dup_step (value));
}

/* The usual ones, and what the profile says. */
static void
add_choices (PsrBillingSetting    *self,
             const PsrProfileSpec *spec)
{
  g_autoptr(GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();
  gboolean has_value = FALSE;
  gboolean has_any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *canonical = NULL;

      if (strcmp (choices[i].name, self->name) != 0 || (canonical = spec->check (choices[i].value)) == NULL)
        continue;

      has_any = TRUE;
      has_value |= strcmp (choices[i].value, self->value) == 0;
      add_choice (values, labels, choices[i].value, choices[i].label);
    }

  if (!has_any)
    return;

  if (!has_value && *self->value != '\0')
    add_choice (values, labels, self->value, NULL);
  self->choices = g_strv_builder_end (values);
  self->labels = g_strv_builder_end (labels);
}

static PsrBillingSetting *
setting_new (PsrProfile           *profile,
             PsrProfileKey         key,
             const PsrProfileSpec *spec)
{
  PsrBillingSetting *self = g_new0 (PsrBillingSetting, 1);
  const char *value = psr_profile_get_string (profile, key);

  self->name = spec->name;
  self->title = get_title (spec->name);
  self->value = g_strdup (value != NULL ? value : "");
  self->allowed = _(spec->allowed);
  if (psr_profile_is_locked (profile, GROUP, spec->name))
    self->fixed = _("The administrator of this computer has locked it.");
  add_choices (self, spec);

  return self;
}

/**
 * psr_billing_settings_list:
 * @profile: a profile
 *
 * Tells by which rules documents are made, and what of that somebody can change at any time:
 * all that stands under `[Billing]` but for what is chosen when billing is set up.
 *
 * Returns: (transfer full) (element-type PsrBillingSetting): the rules, in the order of the
 *   profile's keys
 */
GPtrArray *
psr_billing_settings_list (PsrProfile *profile)
{
  g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func (setting_free);

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  for (int key = 0; key < PSR_PROFILE_N_KEYS; key++)
    {
      const PsrProfileSpec *spec = psr_profile_spec_get ((PsrProfileKey) key);

      if (strcmp (spec->group, GROUP) == 0 && !g_strv_contains (set_up, spec->name))
        g_ptr_array_add (settings, setting_new (profile, (PsrProfileKey) key, spec));
    }

  return g_steal_pointer (&settings);
}

/**
 * psr_billing_settings_get_warning:
 * @name: a key
 * @value: what somebody chose
 *
 * Returns: (nullable): what somebody should read before that is written, translated
 */
const char *
psr_billing_settings_get_warning (const char *name,
                                  const char *value)
{
  g_return_val_if_fail (name != NULL && value != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (warnings); i++)
    {
      if (strcmp (warnings[i].name, name) == 0 && strcmp (warnings[i].value, value) == 0)
        return _(warnings[i].warning);
    }

  return NULL;
}

/**
 * psr_billing_settings_check:
 * @name: a key
 * @value: what is typed; nothing is allowed
 * @error: return location for %PSR_PROFILE_ERROR_VALUE
 *
 * Returns: whether it can be written into the profile
 */
gboolean
psr_billing_settings_check (const char  *name,
                            const char  *value,
                            GError     **error)
{
  const PsrProfileSpec *spec;
  g_autofree char *trimmed = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  spec = psr_profile_spec_find (GROUP, name);
  g_return_val_if_fail (spec != NULL, FALSE);

  trimmed = g_strstrip (g_strdup (value));
  if (*trimmed == '\0' || (canonical = spec->check (trimmed)) != NULL)
    return TRUE;

  why = g_strdup_printf (_("“%s” isn’t allowed."), trimmed);
  mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, _("This can’t be written into the profile."), why, mend);

  return FALSE;
}

/**
 * psr_billing_settings_change:
 * @profile: a profile that was loaded from its file
 * @name: a key that psr_billing_settings_list() has
 * @value: what it is to be, or "" for what is so without
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Writes it into the file, if it can be used there. The profile in memory stays as it is.
 * Blocks for as long as a small file takes.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_billing_settings_change (PsrProfile  *profile,
                             const char  *name,
                             const char  *value,
                             GError     **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);
  g_return_val_if_fail (!g_strv_contains (set_up, name), FALSE);

  trimmed = g_strstrip (g_strdup (value));

  return psr_billing_settings_check (name, trimmed, error) &&
         psr_profile_change (profile, GROUP, name, *trimmed != '\0' ? trimmed : NULL, error);
}
